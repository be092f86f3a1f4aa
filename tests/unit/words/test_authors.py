from bot.words.authors import authors
from bot.words.texts import texts


def test_up_to_three_authors_are_all_named() -> None:
    words = texts("en")
    assert authors(words, ("A", "B", "C")) == "A, B, C"
    assert authors(words, ("A", "B", "C", "D")) == "A, B and 2 more"


def test_names_of_which_nothing_can_be_shown_are_left_out() -> None:
    assert authors(texts("en"), ("", "A", "", "B", "C")) == "A, B, C"
    assert authors(texts("en"), ("", "")) == ""
