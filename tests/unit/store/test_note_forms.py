"""What is kept comes back as it was, whatever it says."""

import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.documents import Source
from bot.domain.notes import Claim, Dropped, Evidence, Facet, Flaw, Notes, Reading
from bot.domain.summaries import SentencePair, Telling, Translation
from bot.store.note_forms import form_of_notes, form_of_telling, form_of_translation
from bot.store.note_values import notes_of, telling_of, translation_of
from bot.store.parcels import DAMAGE, pack, unpack

TEXTS = st.text(max_size=12)
COUNTS = st.integers(0, 10**6)
PERHAPS = st.none() | COUNTS
FACETS = st.sampled_from(Facet)
DROPPED = st.lists(st.builds(Dropped, st.sampled_from(Flaw), st.none() | FACETS, TEXTS), max_size=3).map(
    tuple
)
EVIDENCE = st.lists(st.builds(Evidence, TEXTS, COUNTS, COUNTS, TEXTS, TEXTS), max_size=2).map(tuple)
CLAIMS = st.builds(Claim, COUNTS, FACETS, TEXTS, EVIDENCE)
READINGS = st.builds(Reading, st.sampled_from(Source), PERHAPS, st.booleans(), PERHAPS, COUNTS, TEXTS, TEXTS)
SENTENCES = st.lists(TEXTS, max_size=3).map(tuple)
NOTES = st.builds(
    Notes,
    TEXTS,
    TEXTS,
    READINGS,
    st.none() | CLAIMS,
    st.lists(CLAIMS, max_size=3).map(tuple),
    SENTENCES,
    DROPPED,
)
TELLINGS = st.builds(
    Telling,
    TEXTS,
    TEXTS,
    st.none() | TEXTS,
    st.dictionaries(COUNTS, TEXTS, max_size=3),
    SENTENCES,
    DROPPED,
)
PAIRS = st.lists(st.builds(SentencePair, TEXTS, st.none() | TEXTS), max_size=3).map(tuple)
TRANSLATIONS = st.builds(Translation, TEXTS, TEXTS, PAIRS, TEXTS, DROPPED)


@given(NOTES)
def test_notes_come_back_as_they_were(notes: Notes) -> None:
    back = notes_of(unpack(pack(form_of_notes(notes))))
    assert back == notes
    assert repr(back) == repr(notes)


@given(TELLINGS)
def test_a_telling_comes_back_as_it_was(telling: Telling) -> None:
    back = telling_of(unpack(pack(form_of_telling(telling))))
    assert back == telling
    assert repr(back) == repr(telling)


@given(TRANSLATIONS)
def test_a_translation_comes_back_as_it_was(translation: Translation) -> None:
    back = translation_of(unpack(pack(form_of_translation(translation))))
    assert back == translation
    assert repr(back) == repr(translation)


def test_what_no_database_takes_as_text_comes_back_from_a_parcel() -> None:
    assert unpack(pack(["a\0b\ud800c"])) == ["a\0b\ud800c"]


@pytest.mark.parametrize("form", [{}, [], None, 7, {"paper": "a"}, {"notes": "a", "claims": 3}])
def test_what_is_of_another_form_is_told_to_be_damaged(form: object) -> None:
    for read in (notes_of, telling_of, translation_of):
        with pytest.raises(DAMAGE):
            read(json.loads(json.dumps(form)))


@given(st.integers(0), st.integers(1, 255))
def test_no_changed_byte_goes_unnoticed(place: int, change: int) -> None:
    parcel = bytearray(pack(["We do the same thing again and again."] * 3))
    parcel[place % len(parcel)] ^= change
    try:
        read = unpack(bytes(parcel))
    except DAMAGE:
        return
    # Two bits of the header say how hard was pressed, and nothing about what.
    assert read == unpack(zlib.compress(zlib.decompress(bytes(parcel))))
    assert read == ["We do the same thing again and again."] * 3
