"""A message as a terminal shows it."""

from html.parser import HTMLParser

from bot.domain.messages import Post

_STYLES = {"b": "1", "strong": "1", "i": "3", "em": "3", "u": "4", "a": "4", "code": "2", "pre": "2"}
_QUOTE = "│ "


class _Painter(HTMLParser):
    """Turns the tags of a message into terminal styles, and quotes into an indented bar."""

    def __init__(self, *, is_styled: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._is_styled = is_styled
        self._open: list[str] = []
        self._links: list[str] = []
        self._is_quoted = False
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self._is_quoted = True
            self.text += _QUOTE
        elif tag in _STYLES:
            self._open.append(_STYLES[tag])
            self._paint()
        if tag == "a":
            self._links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._is_quoted = False
        elif tag in _STYLES and self._open:
            self._open.pop()
            self._paint()
        if tag == "a" and self._links:
            self.text += f" <{self._links.pop()}>"

    def handle_data(self, data: str) -> None:
        self.text += data.replace("\n", f"\n{_QUOTE}") if self._is_quoted else data

    def _paint(self) -> None:
        if self._is_styled:
            self.text += "\x1b[0m" + "".join(f"\x1b[{code}m" for code in self._open)


def paint(post: Post, *, is_styled: bool) -> str:
    """Return a message as text: with styles where the terminal knows them, links in angle brackets.

    The last line names the buttons that the message has in Telegram.
    """
    painter = _Painter(is_styled=is_styled)
    painter.feed(post.html)
    painter.close()
    rows = [" ".join(f"[ {button.text} ]" for button in row) for row in post.keyboard]
    return "\n".join([painter.text, "", *rows]).rstrip() + "\n"
