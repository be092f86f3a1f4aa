"""One process at a time on one file."""

import fcntl
import os
from pathlib import Path

from bot.domain.errors import StoreInUse, StoreUnavailable


class FileLock:
    """A lock beside a database file, which the system takes back from a process that dies in any way.

    The lock's file stays when it is released: deleting it would let two processes lock two files of
    one name.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._path = database.with_name(database.name + ".lock")
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take the lock.

        Raises:
            StoreInUse: another process has it.
            StoreUnavailable: the lock's file can't be made.
        """
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreUnavailable(
                f"can't write beside {self._database}: {error.strerror}; "
                "make its directory, let this user write there, or name another file"
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise StoreInUse(
                f"{self._database} is in use by another Paperboy"
                + (f" (process {holder})" if holder else "")
                + "; stop that one first, or name another file"
            ) from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode("ascii"))
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; twice is harmless."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
