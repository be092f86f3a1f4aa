"""What leads elsewhere, or dresses text up: addresses, handles, markup. A sentence of ours has none of it."""

import re

ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]{1,12}://|\b(?:www\.|mailto:|tg://|javascript:)"
    r"|\b[\w.+-]+@[\w-]+\.[a-z]{2,}"
    r"|(?<![\w@.])@[a-z]\w{3,}"
    r"|\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|co|dev|app|xyz|gg|ly|info|edu|gov|ru|cn|link|site|online|shop|top|club|page)\b(?!\.[a-z])"
    r"|\b(?:[a-z0-9-]+\.)+(?:ai|me|to|be|cc|sh|in|kr|jp|de|fr|uk)/\w"
    r"|\barxiv\s?:\s?[0-9]{4}\.[0-9]{4,5}",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>|<!--|&(?:[a-z]{2,8}|#[0-9]{1,6}|#x[0-9a-f]{1,6});|\[[^\[\]]+\]\([^()\s]+\)"
    r"|^\s{0,3}(?:#{1,6}\s|>\s|[-*+]\s|\|)|\*\*[^*]+\*\*|__[^_]+__|```|<\|",
    re.IGNORECASE | re.MULTILINE,
)


def find_address(text: str, source: str = "") -> str | None:
    """Return the first address, handle or piece of markup that a text has and its source has not."""
    for pattern in (ADDRESS, MARKUP):
        for match in pattern.finditer(text):
            whole = re.match(r"[^\s()\[\]<>\"'”’,;가-힣一-鿿ぁ-ヿ]*", text[match.start() :])
            told = (whole[0] if whole else "").rstrip(".") or match[0]
            if told not in source:
                return max(told, match[0], key=len)
    return None
