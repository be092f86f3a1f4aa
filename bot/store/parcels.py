"""Texts and plain forms made small, and whole again."""

import json
import zlib
from typing import Any

_LEVEL = 6

DAMAGE = (zlib.error, UnicodeDecodeError, LookupError, TypeError, ValueError)
"""What opening a parcel raises where it is not what was packed."""


def pack_text(text: str) -> bytes:
    """Return a text, compressed."""
    return zlib.compress(text.encode(), _LEVEL)


def unpack_text(parcel: bytes) -> str:
    """Return a text that was packed.

    Raises:
        zlib.error: its bytes were changed, which a checksum tells.
    """
    return zlib.decompress(parcel).decode()


def pack(form: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Return a plain form, compressed; in ASCII, so that any text comes back as it was."""
    return pack_text(json.dumps(form, separators=(",", ":")))


def unpack(parcel: bytes) -> Any:  # noqa: ANN401 - any JSON
    """Return a plain form that was packed.

    Raises:
        zlib.error: its bytes were changed.
        ValueError: it is no JSON.
    """
    return json.loads(unpack_text(parcel))
