"""Papers as nobody would write them, and as somebody will."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from bot.domain.answers import Card, Standing
from bot.domain.calendar import Edition
from bot.domain.chats import Preferences, Style
from bot.domain.editions import Chosen, Digest, Hidden, Movement
from bot.domain.papers import Listed, Paper
from bot.words.texts import languages

SNIPPETS = (
    *(
        "<b>",
        "</b>",
        "</a>",
        "<script>",
        "&",
        "&amp;",
        "&lt",
        "&#0;",
        '"',
        "'",
        "{n}",
        "%s",
        "$x<y$",
        r"\textbf{x}",
    ),
    *(
        "😀",
        "👩\u200d👩\u200d👧",
        "🇰🇷",
        "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
        "אבגד",
        "مرحبا",
        "ﷺ",
        "한국어",
        "e\u0301",
        "Z\u0351\u0352\u0353\u0354",
    ),
    *("\u202e", "\u200b", "\u2066", "\ufeff", "\x00", "\x1b[31m", "\n\n", "\t", "\U000e0041", "\u3164"),
    *("https://a.example/?q=<1>", "@everyone", "/start", "#tag", "a" * 400, "long words " * 40),
)
texts = st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=30), max_size=12).map(" ".join)
long_texts = st.lists(st.sampled_from(SNIPPETS) | st.just("We show 3.5% more. "), max_size=120).map("".join)
urls = st.none() | st.sampled_from(
    [
        "https://code.example/x",
        "javascript:alert(1)",
        "http://[",
        "https://a.example/" + "x" * 3000,
        "tg://user?id=1",
    ]
)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    number = draw(st.integers(0, 99_999))
    return Paper(
        id=f"2510.{number:05d}",
        title=draw(texts | long_texts),
        abstract=draw(long_texts),
        authors=tuple(draw(st.lists(texts, max_size=5))),
        published_at=draw(st.none() | st.just(datetime(2025, 9, 26, tzinfo=UTC))),
        ai_summary=draw(st.none() | texts | long_texts),
        organization=draw(st.none() | texts),
        code_url=draw(urls),
        code_stars=draw(st.none() | st.integers(0, 10**9)),
        project_url=draw(urls),
    )


def listed(papers_: st.SearchStrategy[Paper]) -> st.SearchStrategy[Listed]:
    return st.builds(Listed, papers_, st.integers(0, 10**7), st.integers(0, 10**6))


movements = st.none() | st.builds(Movement, st.integers(-99, 99), st.booleans())
editions = st.sampled_from(
    [Edition.daily(date(2025, 12, 31)), Edition.weekly(date(2026, 12, 30)), Edition.monthly(date(2025, 9, 1))]
)


@st.composite
def digests(draw: st.DrawFn) -> Digest:
    chosen = draw(st.lists(st.tuples(listed(papers()), movements), min_size=1, max_size=10))
    edition = draw(editions)
    return Digest(
        edition=edition,
        captured_at=draw(st.sampled_from([edition.closes_at, edition.opens_at])),
        is_open=draw(st.booleans()),
        source=draw(st.sampled_from(["huggingface", "sample"])),
        total=draw(st.integers(len(chosen), 10**4)),
        chosen=tuple(Chosen(one, place, moved) for place, (one, moved) in enumerate(chosen, start=1)),
        hidden=draw(st.dictionaries(st.sampled_from(list(Hidden)), st.integers(0, 10**4))),
    )


preferences = st.builds(
    Preferences,
    language=st.sampled_from(languages()),
    style=st.sampled_from(list(Style)),
    zone=st.sampled_from(["Asia/Seoul", "UTC"]),
)
standings = st.lists(
    st.builds(Standing, editions, st.integers(1, 200), st.integers(0, 10**6)), max_size=4
).map(tuple)
cards = st.builds(Card, papers(), standings)
