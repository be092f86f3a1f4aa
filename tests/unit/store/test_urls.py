from pathlib import Path

import pytest

from bot.domain.errors import StoreUnavailable
from bot.store.urls import locate

SECRET = "hunter2"


def test_a_relative_file_is_relative_to_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    where = locate("sqlite:///paperboy.db")
    assert where.file == tmp_path.resolve() / "paperboy.db"
    assert where.shown == str(where.file)
    assert where.is_embedded


def test_four_slashes_start_at_the_root() -> None:
    assert locate("sqlite:////srv/paperboy.db").file == Path("/srv/paperboy.db")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_memory_has_no_file(url: str) -> None:
    where = locate(url)
    assert where.file is None
    assert where.is_embedded


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+asyncpg"])
def test_the_driver_is_ours_to_choose(scheme: str) -> None:
    where = locate(f"{scheme}://ada:{SECRET}@db.example.org:5433/papers")
    assert where.url.drivername == "postgresql+psycopg"
    assert where.url.password == SECRET
    assert where.shown == "PostgreSQL at db.example.org:5433/papers"
    assert not where.is_embedded


@pytest.mark.parametrize("password", [SECRET, "a/b", "a:b", "a?b", "a#b", "%40%25"])
def test_a_password_is_in_no_repr(password: str) -> None:
    where = locate(f"postgresql://ada:{password}@h/d")
    assert where.url.password
    assert where.url.password not in f"{where!r} {where.shown} {where.url!r}"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "papers.db",
        "mysql://ada:hunter2@h/d",
        "sqlite://papers.db",
        "sqlite:///papers.db?mode=ro",
        "postgresql://ada:hunter2@h",
        "postgresql://ada:hunter2@h:port/d",
        "postgresql://ada:x@hunter2@h/d",
        "postgresql://ada:x@/hunter2@h/d",
        "postgresql://ada:x@h?hunter2@h/d",
        "postgresql://ada:x@h:hunter2@h/d",
    ],
)
def test_an_address_that_can_not_be_used_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        locate(url)
    assert SECRET not in str(refused.value)
    assert refused.value.__cause__ is None
    assert "\n" not in str(refused.value)
