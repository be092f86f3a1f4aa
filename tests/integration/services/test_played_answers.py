"""What strong and careless models answered about papers of the sample week, and what readers see of it."""

import json
from collections import Counter

import pytest

from bot.domain.model_answers import Told
from bot.domain.notes import Flaw
from bot.domain.plain_text import flatten
from bot.domain.summaries import brief_limit
from bot.llm.extraction import extract
from bot.services.note_asks import NOTES_SCHEMA
from bot.services.tell_asks import ABSTRACT, TELLING
from tests.integration.services import played
from tests.integration.services.played import Bad

TOLD = [("saltmarsh", "ko"), *(("lantern", language) for language in ("ko", "ja", "de", "es"))]
BAD = played.bad_answers()


@pytest.mark.parametrize("slug", played.TITLES)
async def test_all_that_a_strong_model_notes_is_kept_on_the_papers_own_words(slug: str) -> None:
    answer = played.load(f"notes-{slug}")
    assert extract(json.dumps(answer), NOTES_SCHEMA) == answer
    notes = await played.take(slug, answer)
    assert [one.text for one in notes.claims] == [one["text"] for one in answer["claims"]]
    assert (notes.dropped, len(notes.ideas)) == ((), 3)
    assert notes.brief
    _, document = played.read(slug)
    text = flatten(document).text
    for claim in (notes.brief, *notes.claims):
        assert all(text[one.start : one.end] == one.quote for one in claim.evidence)
        assert all(one.section for one in claim.evidence)


@pytest.mark.parametrize(("slug", "language"), TOLD)
async def test_all_that_a_strong_model_tells_is_shown_as_it_told_it(slug: str, language: str) -> None:
    answer = played.load(f"tell-{language}-{slug}")
    assert extract(json.dumps(answer), TELLING.schema) == answer
    again = played.load(f"again-{language}-{slug}") if language == "de" else {"sentences": []}
    telling = await played.tell(slug, language, answer, Told(again, played.USAGE))
    assert list(telling.claims.values()) == [one["text"] for one in answer["claims"]]
    assert list(telling.ideas) == [one["text"] for one in answer["ideas"]]
    assert telling.dropped == ()
    assert telling.brief == (again["sentences"][0]["text"] if again["sentences"] else answer["brief"])


async def test_a_brief_that_is_two_characters_too_long_is_shortened_by_the_model_or_not_shown() -> None:
    answer = played.load("tell-de-lantern")
    assert len(answer["brief"]) == brief_limit("de") + 2
    telling = await played.tell("lantern", "de", answer)
    assert telling.brief is None
    assert [one.flaw for one in telling.dropped] == [Flaw.LENGTH]


@pytest.mark.parametrize(("slug", "language"), TOLD)
async def test_all_of_a_strong_models_translation_is_shown(slug: str, language: str) -> None:
    answer = played.load(f"translate-{language}-{slug}")
    assert extract(json.dumps(answer), ABSTRACT.schema) == answer
    translation = await played.translate(slug, language, answer)
    assert [one.target for one in translation.pairs] == [one["text"] for one in answer["sentences"]]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
async def test_nothing_false_is_shown_but_what_is_known_to_get_through(bad: Bad) -> None:
    said, shown = played.items(bad.answer), await played.play(bad)
    through = {item for item in bad.false if shown.get(item) == said[item]}
    assert through == bad.known_gaps.keys(), (
        f"new gaps: {sorted(through - bad.known_gaps.keys())}; mended gaps, to be taken from known_gaps: "
        f"{sorted(bad.known_gaps.keys() - through)}"
    )
    assert {item: shown[item] for item in bad.false if item in shown and item not in through} == bad.mended
    assert len(shown.keys() - bad.false.keys()) >= bad.kept_at_least


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_of_each_changed_sentence_it_is_told_what_is_wrong_with_it(bad: Bad) -> None:
    assert bad.changed.keys() == bad.false.keys() | bad.poor.keys()
    assert bad.known_gaps.keys() | bad.mended.keys() <= bad.false.keys()
    assert all(why.strip("? ") for why in (*bad.false.values(), *bad.known_gaps.values()))


def test_careless_answers_are_of_every_step_and_less_than_a_third_of_what_is_false_gets_through() -> None:
    assert len(BAD) >= 25
    assert Counter(one.step for one in BAD).keys() == {"notes", "tell", "translate"}
    false, gaps = (sum(len(getattr(one, field)) for one in BAD) for field in ("false", "known_gaps"))
    assert false > 250
    assert gaps < false / 3
