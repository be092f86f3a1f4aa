import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.latex import readable


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        (r"3.5$\times$ faster at 40\% of the cost", "3.5× faster at 40% of the cost"),
        (r"an error of $10^{-4}$, or 5$\times$10$^{-3}$", "an error of 10⁻⁴, or 5×10⁻³"),
        (r"\textbf{Bold} and \emph{\textit{both}} words", "Bold and both words"),
        (r"31~FPS at Stage~3, but ~10% more", "31 FPS at Stage 3, but ~10% more"),
        ("so-called `quotes' and ``more of them''", "so-called “quotes” and “more of them”"),
        ("authors don't quote 'this' and can't", "authors don't quote 'this' and can't"),
        (r"$\alpha$-divergence with $x \leq y$", "α-divergence with x ≤ y"),
        (r"in $\mathcal{O}(n^2)$ time, $p<0.05$, $n = 3$.", "in O(n²) time, p<0.05, n = 3."),
        (r"$\frac{a}{b}$ and $\sqrt{d}$", "a/b and √d"),
        (r"for $\bar{x}_i \in \mathbb{R}^d$ only", r"for \bar{x}_i \in \mathbb{R}^d only"),
        (r"\(x\) and \[y\]", "x and y"),
        (r"$\pi_0$ and $F_1$, $\pi_{0.5}$", "π₀ and F₁, π_0.5"),
        (r"costs $5 and $10 a day, or \$5 to \$6", "costs $5 and $10 a day, or $5 to $6"),
        (r"Erd\H{o}s, M\"uller, Bolet\'{\i}n, Fran\c{c}ois", "Erdős, Müller, Boletín, François"),
        (r"as shown \cite{a,b}. See~\ref{x}.", "as shown. See."),
        (r"\href{https://x.org/a_1}{our page} and \url{https://x.org/~me}", "our page and https://x.org/~me"),
        (r"A\&B \textendash{} C", "A&B – C"),
        (
            "an *emphatic word* of agent--environment kind, 2 * 3 * 4",
            "an emphatic word of agent–environment kind, 2 * 3 * 4",
        ),
        ("scores 1--3 --- or 4 -- at least", "scores 1–3 — or 4 – at least"),
        (r"\mname does, {Knowledge Seeding} too", r"\mname does, Knowledge Seeding too"),
        ("A title\n  over two lines ", "A title over two lines"),
        # Half stripped, as feeds hand it on.
        ("up to 6.54times lower on ImageNet-64times 64", "up to 6.54× lower on ImageNet-64×64"),
        ("({sim}2{times} better) at 360^circtimes180^circ", "(~2× better) at 360°×180°"),
        ("66.3 %rightarrow72.9 % and n=4{,}851 (r{=}{-}0.13)", "66.3 %→72.9 % and n=4,851 (r=-0.13)"),
        ("DA^{2}'s ell_2 norm, R^3-SQL, J_{G}^*", "DA²'s ℓ₂ norm, R³-SQL, J_G*"),
        ("the {W}-space, {H}_t-weighted O(n^{-1/(d+2)})", "the W-space, H_t-weighted O(n^(-1/(d+2)))"),
        ("red{Warning: harmful.} **Bold** claims", "Warning: harmful. Bold claims"),
        ("https://a.org/b{https://a.org/b}. More", "https://a.org/b. More"),
        ("levels. % To do so, 5 % of them", "levels. To do so, 5 % of them"),
    ],
)
def test_latex_reads_as_text(source: str, plain: str) -> None:
    assert readable(source) == plain


@pytest.mark.parametrize(
    "text",
    [
        "three times faster, many times",
        "GRPO_data, eval_v1 and extra_high",
        "https://a.org/x_1^2/~me?q=a_1",
        "a set {True, False} of Qwen3-{1.7B, 8B}",
        'JSON like {"a": 1} stays',
        "It's the dog's and the cats' food",
        "a simple approximation",
        "C:\\Users is a folder",
        "call it with --flag and *args, **kwargs",
        "논문 3편을 읽었다.",
    ],
)
def test_what_is_no_latex_stays(text: str) -> None:
    assert readable(text) == text


@given(st.text(max_size=300))
def test_any_text_is_readable_on_one_line(text: str) -> None:
    plain = readable(text)
    assert plain == " ".join(plain.split())
    assert bool(plain) <= bool(text.strip())


@given(st.lists(st.sampled_from([*r"\${}^_~`'%()", "10", "x", "textbf", " ", "times", "https://a.b/"])))
def test_broken_markup_never_raises(pieces: list[str]) -> None:
    readable("".join(pieces))


@given(
    st.from_regex(r"[A-Za-z ]{0,30}[0-9]{1,5}(\.[0-9]{1,3})?%?", fullmatch=True), st.sampled_from(["$", ""])
)
def test_numbers_survive(text: str, dollar: str) -> None:
    numbers = re.findall(r"[\d.]+", text)
    assert re.findall(r"[\d.]+", readable(f"value {dollar}{text.strip()}{dollar} here")) == numbers


@pytest.mark.recorded
def test_recorded_papers_are_free_of_markup(shared: Path) -> None:
    files = sorted((shared / "data" / "hf").rglob("*.json"))
    papers = [item["paper"] for file in files for item in json.loads(file.read_text())]
    told = {readable(text) for one in papers for text in (one["title"], one["summary"])}
    assert len(told) > 2_000
    marked = [
        text
        for text in told
        if re.search(r"\\[%&_$]|\\(?:textbf|emph|times)|\$\\|\d\{?times\b|\{sim\}", text)
    ]
    assert marked == []
    assert [text for text in told if readable(text) != text] == []
