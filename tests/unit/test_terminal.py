from bot.domain.messages import Button, Post
from bot.terminal import paint

POST = Post(
    '<b>Papers</b> &amp; more\n<a href="https://arxiv.org/abs/1">A &lt;b&gt; title</a>\n'
    "<blockquote expandable>first\nsecond</blockquote>",
    ((Button("1", data="card:1"), Button("2", data="card:2")), (Button("Settings", data="set"),)),
)


def test_a_message_is_painted_as_plain_text_with_links_and_buttons() -> None:
    assert paint(POST, is_styled=False) == (
        "Papers & more\nA <b> title <https://arxiv.org/abs/1>\n│ first\n│ second\n\n"
        "[ 1 ] [ 2 ]\n[ Settings ]\n"
    )


def test_styles_are_switched_off_where_they_end() -> None:
    painted = paint(Post("<b>bold <i>both</i></b> plain"), is_styled=True)
    assert painted.endswith("\x1b[0m plain\n")
    assert "\x1b[1mbold \x1b[0m\x1b[1m\x1b[3mboth" in painted
