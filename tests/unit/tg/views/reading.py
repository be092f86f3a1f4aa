"""Messages read as Telegram reads them: by the playground's parser, which knows nothing of the views."""

from dataclasses import dataclass

from bot.domain.messages import Post
from bot.playground.entities import Entity, count_units
from bot.playground.markup import parse_html


@dataclass(frozen=True)
class Read:
    text: str
    entities: tuple[Entity, ...]

    @property
    def units(self) -> int:
        return count_units(self.text)

    @property
    def links(self) -> list[str]:
        return [one.url for one in self.entities if one.url]

    def marked(self, kind: str) -> list[str]:
        """The stretches of text with a mark, such as `bold`."""
        raw = self.text.encode("utf-16-le")
        return [
            raw[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le")
            for one in self.entities
            if one.type == kind
        ]


def read(post: Post) -> Read:
    """Read a message; raises where Telegram would refuse it."""
    text, entities = parse_html(post.html)
    assert text.strip()
    assert count_units(text) <= 4096
    assert len(entities) <= 100
    for row in post.keyboard:
        assert 1 <= len(row) <= 8
        for button in row:
            assert button.text.strip()
            assert (button.data is None) != (button.url is None)
            assert button.data is None or 1 <= len(button.data.encode()) <= 64
    assert sum(map(len, post.keyboard)) <= 100
    return Read(text, tuple(entities))
