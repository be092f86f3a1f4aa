import pytest

from bot.domain.addresses import secrets_of, shown


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://op:passw0rd@host:8081/v1", "http://[secret]@host:8081/v1"),
        ("http://op:p%40ss@host", "http://[secret]@host"),
        ("http://op:pa/s@s@host/v1", "http://[secret]@host/v1"),
        ("https://key@host", "https://[secret]@host"),
        ("postgresql://me:hunter2@db/paperboy", "postgresql://[secret]@db/paperboy"),
        ("https://huggingface.co", "https://huggingface.co"),
        ("", ""),
    ],
)
def test_an_address_is_told_without_user_and_password(address: str, told: str) -> None:
    assert shown(address) == told


@pytest.mark.parametrize(
    ("address", "secrets"),
    [
        ("http://op:p%40ss@host", {"p%40ss", "p@ss"}),
        ("http://op:passw0rd@host", {"passw0rd"}),
        ("https://key@host", {"key"}),
        ("https://huggingface.co", set()),
        ("http://[", set()),
        ("sqlite:///paperboy.db", set()),
    ],
)
def test_the_secrets_of_an_address_are_its_password_as_written_and_as_meant(
    address: str, secrets: set[str]
) -> None:
    assert set(secrets_of(address)) == secrets
