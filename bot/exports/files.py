"""Files: written whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from bot.domain.publications import File


class Unwritable(OSError):
    """A file can't be written; the text says where and why."""


def write(path: Path, file: File) -> None:
    """Write a file: it has its name only once all of it is on the disk.

    Raises:
        Unwritable: it can't be.
    """
    part: str | None = None
    try:
        handle, part = tempfile.mkstemp(prefix=f".{path.name[:80]}.", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as opened:
            opened.write(file.data)
            opened.flush()
            os.fsync(opened.fileno())
        os.chmod(part, _rights(path))  # noqa: PTH101 - `part` is the name that tempfile gave
        os.replace(part, path)  # noqa: PTH105 - likewise
    except OSError as trouble:
        if part is not None:
            with suppress(OSError):
                os.unlink(part)  # noqa: PTH108 - likewise
        raise Unwritable(f"can't write {path}: {trouble.strerror or trouble}") from trouble


def trouble_with(folder: Path) -> str | None:
    """Return why nothing can be written into a folder; None where all is well."""
    if not folder.is_dir():
        return f"there is no folder {folder}"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"this user can't write into {folder}"
    return None


def _rights(path: Path) -> int:
    """Return the rights that a file has, or that a new one gets: temporary files are their owner's alone."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0o644
