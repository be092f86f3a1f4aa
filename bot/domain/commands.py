"""Sentences that give orders to a reading machine, as they were found in papers, in several languages.

The patterns meet text in small letters. They are narrow on purpose: what they find is cut out of a
paper, and papers about language models speak of instructions all the time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

REACH = 300
"""How many characters on either side of a word an order may be long."""


@dataclass(frozen=True, slots=True)
class Command:
    """A kind of order: what it looks like, and words of which one has to be there to look at all."""

    stems: tuple[str, ...]
    pattern: re.Pattern[str]

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the orders of this kind in a text of small letters."""
        for start, end in self._neighbourhoods(text):
            yield from self.pattern.finditer(text, start, end)

    def _neighbourhoods(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the stretches around the stems, for a search through all of a long text is slow."""
        begin = end = -1
        for at in sorted(hit for stem in self.stems for hit in _occurrences(stem, text)):
            if at > end:
                if end >= 0:
                    yield begin, end
                begin = max(at - REACH, end, 0)
            end = at + REACH
        if end >= 0:
            yield begin, end


def _occurrences(stem: str, text: str) -> Iterator[int]:
    at = text.find(stem)
    while at >= 0:
        yield at
        at = text.find(stem, at + 1)


def _command(stems: str, *parts: str) -> Command:
    return Command(tuple(stems.split(", ")), re.compile("".join(parts), re.MULTILINE))


_PRAISE = r"(?:positive|favou?rable|glowing|enthusiastic)"
_REVIEW = r"(?:reviews?|evaluations?|assessments?|feedback|scores?|ratings?|recommendations?)"
_PAPER = r"(?:this|the)\s+(?:paper|work|manuscript|submission)"

COMMANDS = (
    _command(
        "ignore, disregard, forget, override, bypass",
        r"\b(?:ignore|disregard|forget|override|bypass)\s+",
        r"(?:(?:all|any|every|each|the|these|those|your|my|of)\s+)*",
        r"(?:previous|prior|preceding|earlier|above|foregoing|existing|former|original|system|other)\s+",
        r"(?:(?:system|safety|user|review|reviewer)\s+)?",
        r"(?:instructions?|prompts?|directions?|directives?|guidelines?|commands?|orders?|messages?)\b",
    ),
    _command(
        "ignore, disregard, forget",
        r"\b(?:ignore|disregard|forget)\s+(?:everything|all(?:\s+of)?(?:\s+(?:that|what))?)\s+",
        r"(?:above|before|you\s+(?:were|have\s+been)\s+told)\b",
    ),
    _command(
        "positive, favo, glowing, enthusiastic",
        r"\b(?:give|write|provide|output|return|produce|generate|submit|leave)\s+",
        r"(?:(?:me|us|this|the|a|an|only|paper|it|very|highly|strongly|strong|overwhelmingly|just)\s+)*",
        rf"{_PRAISE}\s+(?:\w+\s+)?{_REVIEW}\b",
        rf"(?=\s*(?:only|(?:of|for)\s+{_PAPER}|and\s+(?:do\s+not|don'?t|never)|[.!]|$))",
    ),
    _command("review", rf"\b{_PRAISE}\s+reviews?\s+only\b"),
    _command(
        "negative, weakness",
        r"\b(?:do\s+not|don['’]?t|never)\s+(?:highlight|mention|report|include|list|point\s+out|raise)\s+",
        r"(?:any\s+|the\s+)?(?:negatives?\b(?=\s*(?:[.!,;]|of\b|about\b|in\b|$))",
        rf"|negative\s+(?:points?|aspects?|comments?)\b|weakness(?:es)?\s+(?:of|in)\s+{_PAPER}\b)",
    ),
    _command(
        "recommend, suggest, advise",
        r"\b(?:you\s+(?:should|must|shall)|please|always)\s+(?:strongly\s+)?(?:recommend|suggest|advise)\s+",
        r"(?:to\s+)?(?:accept(?:ing|ance)?|publication)\b",
    ),
    _command(
        "as a language model, as a large language model, as an",
        r"\bas\s+an?\s+(?:(?:large\s+)?language\s+model|(?:ai|llm)(?:\s+\w+)?)\s*,?\s*(?:you\s+)?",
        r"(?:should|must|shall)\s+(?:recommend|accept|praise|rate|give|write)\b",
    ),
    _command(
        "review, assistant, summari, agent",
        r"\b(?:llm|ai|language\s+model|chatgpt|gpt|automated?)\s+(?:review|assistant|summari[sz]|agent)\w*",
        r"\s*[:,]\s*(?:please\s+)?(?:ignore|disregard|you\s+must|rate|recommend|accept|give)\b",
    ),
    _command(
        "if you are a",
        r"\bif\s+you\s+are\s+an?\s+(?:llm|ai|(?:large\s+)?language\s+model)\b[^.!?]{0,60}?",
        r"\b(?:ignore|recommend|accept|rate|give|praise|write|output|say)\b",
    ),
    # The marks with which chat templates begin a turn.
    _command("<|", r"<\|(?:im_start|im_end|system|user|assistant|endoftext|start_header_id|eot_id)\|>"),
    _command("inst], sys>", r"\[/?inst\]|<</?sys>>"),
    # Korean
    _command(
        "무시, 잊",
        r"(?:이전|앞선|앞의|위의|기존|지금까지)(?:의)?\s*(?:모든\s*)?(?:지시|지침|명령|프롬프트)(?:사항)?(?:들)?",
        r"(?:을|를|은|는)?\s*(?:모두\s*|전부\s*)?(?:무시|잊)",
    ),
    _command("긍정적", r"긍정적인?\s*(?:리뷰|평가|심사|의견)만\s*(?:을\s*)?(?:작성|제공|해|남|출력|제시)"),
    # Chinese, in both scripts; the words for "all", "earlier" and "of" come in any order
    _command(
        "指令, 指示, 提示, 命令",
        r"(?:忽略|无视|無視|忘记|忘記|不要理会)掉?(?:所有|全部|一切|之前|以上|先前|此前|上述|前面|上面|的)+",
        r"(?:指令|指示|提示词|提示詞|命令)",
    ),
    _command(
        "正面, 积极, 積極",
        r"(?:只|仅|僅)(?:给|給|提供|输出|輸出|作)?(?:出|予)?(?:正面|积极|積極)的?",
        r"(?:评价|評價|评审|評審|审稿|意见|意見|反馈|評論|评论)",
    ),
    # Japanese
    _command(
        "無視",
        r"(?:これまで|以前|上記|前|先|今まで)の(?:すべての|全ての)?(?:指示|命令|プロンプト)",
        r"(?:を|は)(?:すべて|全て)?無視",
    ),
    _command(
        "肯定的, 好意的, ポジティブ", r"(?:肯定的|好意的|ポジティブ)な(?:レビュー|査読|評価)(?:のみ|だけ)"
    ),
    # Spanish and Portuguese
    _command(
        "instruc, instruç",
        r"\b(?:ignora|ignore|ignorad|olvida|olvide|esque[cç]a|desconsidere|descarta)\s+",
        r"(?:(?:todas?|las|os|as|tus|sus|suas)\s+)*(?:instrucciones|instru[cç][oõ]es)\s+",
        r"(?:anteriores|pr[eé]vias)",
    ),
    _command(
        "positiva",
        r"\b(?:escribe|escriba|da|d[eé]|proporciona|escreva|forne[cç]a)\s+",
        r"(?:solo|s[oó]lo|solamente|apenas|somente)\s+(?:una?\s+|uma\s+)?",
        r"(?:reseña|evaluaci[oó]n|revisi[oó]n|avalia[cç][aã]o|revis[aã]o|cr[ií]tica)s?\s+positivas?",
    ),
    # French
    _command(
        "instructions",
        r"\b(?:ignore[zr]?|oublie[zr]?)\s+(?:(?:toutes?|les|tes|vos)\s+)*instructions\s+",
        r"(?:pr[eé]c[eé]dentes|ant[eé]rieures|ci-dessus)",
    ),
    _command(
        "positi",
        r"\b(?:donne[zr]?|r[eé]dige[zr]?|fourni(?:s|ssez|r))\s+(?:uniquement|seulement)\s+(?:une?\s+|des\s+)?",
        r"(?:[eé]valuations?|critiques?|avis|relectures?)\s+positi(?:ve|f)s?",
    ),
    # German
    _command(
        "anweisung, instruktion, befehl, vorgabe",
        r"\b(?:ignorier(?:e|en|t)?|missachte[nt]?|vergiss|vergessen)\s+(?:sie\s+)?",
        r"(?:(?:alle|die|deine|ihre|s[aä]mtliche)\s+)*",
        r"(?:vorherigen|bisherigen|obigen|vorangegangenen|fr[uü]heren|vorigen)\s+",
        r"(?:anweisungen|instruktionen|befehle|vorgaben)",
    ),
    _command(
        "positive",
        r"\b(?:nur|ausschlie(?:ß|ss)lich)\s+(?:eine\s+)?positive\s+",
        r"(?:bewertung|begutachtung|rezension|gutachten)(?:en)?\s+(?:abgeben|schreiben|geben|ausgeben|verfassen)",
    ),
    # Russian
    _command(
        "игнорир",
        r"игнорир\w+\s+(?:все\s+)?(?:предыдущие|предшеств\w+)\s+(?:инструкции|указания|команды)",
    ),
)
