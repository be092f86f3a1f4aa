import json

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.messages import Button, Post

TEXTS = st.text(max_size=40)
BUTTONS = st.builds(Button, TEXTS, st.none() | TEXTS, st.none() | TEXTS)
POSTS = st.builds(
    Post,
    TEXTS,
    st.lists(st.lists(BUTTONS, max_size=3).map(tuple), max_size=3).map(tuple),
)


@given(POSTS)
def test_a_frozen_message_thaws_as_it_was(post: Post) -> None:
    assert Post.from_json(json.loads(json.dumps(post.as_json()))) == post


def test_the_frozen_form_is_plain_and_fixed() -> None:
    post = Post("<b>Hi</b>", ((Button("1", data="card:1"), Button("arXiv", url="https://arxiv.org")),))
    assert post.as_json() == {
        "html": "<b>Hi</b>",
        "keyboard": [
            [
                {"text": "1", "data": "card:1", "url": None},
                {"text": "arXiv", "data": None, "url": "https://arxiv.org"},
            ]
        ],
    }
