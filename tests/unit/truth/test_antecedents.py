import pytest

from bot.truth.antecedents import REACH, Antecedents

OWN = "We introduce Fern-7B, a decoder for mosses. "


def meant(before: str, quote: str) -> str:
    text = f"{before}{quote} More follows."
    return Antecedents(text).meant(len(before), len(before) + len(quote))


@pytest.mark.parametrize(
    "quote",
    [
        "It was trained on 5.2 trillion tokens.",
        "The final model reaches an average of 67.8.",
        "On one card, our model writes 310 tokens per second.",
        "Its vocabulary has 64,000 entries.",
    ],
)
def test_the_model_means_the_one_name_of_the_papers_own_shortly_before(quote: str) -> None:
    assert meant(OWN, quote) == "Fern-7B"


@pytest.mark.parametrize(
    ("before", "quote"),
    [
        (OWN + "GPT-4o is a model for everything. ", "It reaches 61%."),  # which of the two?
        ("Many use Fern-7B for mosses. ", "The model reaches 61%."),  # not the paper's own
        ("GPT-4o is known. ", "The model reaches 61%."),
        (OWN + "x" * REACH, "The model reaches 61%."),  # far away
        (OWN, "The model reaches 61%, and GPT-4o 58%."),  # it names another one
        (OWN, "Accuracy grows to 61% with more mosses."),  # nothing stands for a name
        ("We introduce Fern, a decoder for mosses. ", "The model reaches 61%."),  # no number in the name
    ],
)
def test_no_name_is_meant_where_it_might_be_another_one(before: str, quote: str) -> None:
    assert meant(before, quote) == ""
