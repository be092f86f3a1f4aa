"""config.toml as frozen, validated values; how the file is read is told in `config_file`."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
)

from bot.domain.addresses import secrets_of
from bot.domain.budgets import Limits, Prices
from bot.domain.calendar import Kind
from bot.domain.chats import COUNTS, Preferences, Style
from bot.domain.publications import COUNT, MOST_PAPERS, Form
from bot.domain.schedule import EVERY_DAY, WEEKDAYS, parse_time
from bot.exports.printer import is_pattern
from bot.exports.schedule import Order
from bot.services.subscribe import Defaults
from bot.tg.rates import Rates

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_WEB_PATHS = ("/healthz", "/readyz", "/metrics")


def _zone(value: object) -> object:
    if isinstance(value, str):
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
            raise ValueError("no such zone") from unknown
    return value


def _clock(value: object) -> object:
    at = parse_time(value) if isinstance(value, str) else value
    if at is None:
        raise ValueError("no time of day")
    return at


def _address(value: str) -> str:
    parts = urlsplit(value)  # refuses brackets without an address in them
    is_port = parts.port is None or parts.port > 0  # refuses what is no number up to 65535
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_port or " " in value:
        raise ValueError("no address")
    return value


def _webhook(value: str) -> str:
    if value:
        parts = urlsplit(_address(value))
        is_near = parts.hostname in _LOOPBACK  # a Bot API server on this machine, or the playground
        if parts.path in ("", "/", *_WEB_PATHS) or not (parts.scheme == "https" or is_near):
            raise ValueError("no place for updates")
    return value


def _plain(value: SecretStr | None) -> SecretStr | None:
    # It goes into a header of HTTP, which has no other letters.
    if value and not all("!" <= char <= "~" for char in value.get_secret_value()):
        raise ValueError("no secret")
    return value


def _tokens(value: object) -> object:
    if value == "unlimited":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("no number of tokens")
    return value


def _price(value: object) -> object:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    price = Decimal(str(value)) if is_number else Decimal(-1)
    if not price.is_finite() or price < 0:
        raise ValueError("no price")
    return price


def _pattern(value: str | None) -> str | None:
    if value is not None and not is_pattern(value):
        raise ValueError("no name for files")
    return value


Tokens = Annotated[int | None, BeforeValidator(_tokens)]
Price = Annotated[Decimal, BeforeValidator(_price)]
Url = Annotated[str, AfterValidator(_address), Field(repr=False)]  # it may hold a password
Secret = Annotated[SecretStr | None, AfterValidator(_plain)]


PAID_PER_SECOND = 1000
"""How many digests a second Telegram takes from whoever pays for them."""
LEAST_IN_HAND = 100


class Section(BaseModel):
    """A table of the file: unknown keys are refused, types are not bent."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class TelegramConfig(Section):
    """How to reach Telegram."""

    token: Secret = Field(default=None, description="the bot's token from @BotFather, as text")
    token_file: str | None = Field(default=None, description="the path of a file that holds the token")
    api_url: Url = Field(
        default="https://api.telegram.org", description="an http(s) address of a Bot API server"
    )
    messages_per_second: float = Field(default=30, gt=0, le=1000, description="a number above 0, up to 1000")
    messages_per_chat_s: float = Field(default=1, gt=0, le=30, description="a number above 0, up to 30")
    messages_per_group_min: float = Field(default=20, ge=1, le=600, description="a number from 1 to 600")
    paid_broadcast: bool = Field(default=False, description="true or false")
    stars_per_day: float = Field(default=0, ge=0, le=100_000_000, description="a number of Stars from 0")

    def rates(self) -> Rates:
        """Return how often messages may leave."""
        pays = self.paid_broadcast and self.stars_per_day > 0
        return Rates.of(
            self.messages_per_second,
            per_chat_s=self.messages_per_chat_s,
            per_group_min=self.messages_per_group_min,
            paid_per_second=PAID_PER_SECOND if pays else None,
        )

    def most_in_hand(self) -> int:
        """Return how many digests are made ready at once: as many as leave in a second, within bounds."""
        fastest = PAID_PER_SECOND if self.rates().paid else self.messages_per_second
        return int(max(LEAST_IN_HAND, min(fastest, PAID_PER_SECOND)))


class FeedConfig(Section):
    """Where papers come from."""

    huggingface_url: Url = Field(default="https://huggingface.co", description="an http(s) address")
    arxiv_url: Url = Field(default="https://arxiv.org", description="an http(s) address")
    arxiv_api_url: Url = Field(default="https://export.arxiv.org", description="an http(s) address")
    contact: str = Field(
        default="", description="an e-mail or web address of the operator, told to the services"
    )
    huggingface_token: Secret = Field(
        default=None, description="an access token of Hugging Face (raises its limits)"
    )


class ModelConfig(Section):
    """The language model; without a name there is none."""

    base_url: Url = Field(
        default="https://api.openai.com/v1", description="an http(s) address of an OpenAI-compatible server"
    )
    api_key: Secret = Field(default=None, description="the key of that server, as text")
    api_key_file: str | None = Field(default=None, description="the path of a file that holds the key")
    name: str = Field(default="", description="the model's name on that server")
    timeout_s: float = Field(default=120, gt=0, le=3600, description="seconds above 0, up to 3600")
    total_s: float = Field(default=300, gt=0, le=7200, description="seconds above 0, up to 7200")
    token_parameter: Literal["max_tokens", "max_completion_tokens"] = Field(
        default="max_tokens", description='"max_tokens" or "max_completion_tokens"'
    )
    context_tokens: int = Field(
        default=128_000, ge=4_000, le=10_000_000, description="a whole number from 4000"
    )
    max_output_tokens: int = Field(default=8_000, ge=500, le=1_000_000, description="a whole number from 500")
    price_prompt: Price = Field(default=Decimal(0), description="a price for a million tokens, from 0")
    price_completion: Price = Field(default=Decimal(0), description="a price for a million tokens, from 0")
    currency: Annotated[str, StringConstraints(min_length=1, max_length=8)] = Field(
        default="USD", description="a currency such as USD or KRW"
    )
    read_ahead: int = Field(default=10, ge=0, le=100, description="a whole number from 0 to 100")

    @property
    def is_set_up(self) -> bool:
        """Whether a model was named."""
        return bool(self.name)

    def prices(self) -> Prices:
        """Return what tokens cost as the value that services work with."""
        return Prices(self.price_prompt, self.price_completion, self.currency)


class BudgetConfig(Section):
    """The most tokens of the model that a UTC day may cost."""

    day: Tokens = Field(default=3_000_000, description='a whole number from 0, or "unlimited"')
    chat: Tokens = Field(default=600_000, description='a whole number from 0, or "unlimited"')
    user: Tokens = Field(default=400_000, description='a whole number from 0, or "unlimited"')

    def limits(self) -> Limits:
        """Return these as the value that services work with."""
        return Limits(self.day, self.chat, self.user)


class StoreConfig(Section):
    """Where everything is kept."""

    url: str = Field(
        default="sqlite:///paperboy.db",
        repr=False,  # it may hold a password
        pattern=r"^(sqlite|postgresql)(\+\w+)?://",
        description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
    )


class DigestConfig(Section):
    """What a chat gets that has chosen nothing yet."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = Field(
        default="en", description="a language that Paperboy speaks: en or ko"
    )
    zone: Annotated[str, BeforeValidator(_zone)] = Field(
        default="UTC", description="a time zone such as Asia/Seoul or Europe/Berlin"
    )
    time: Annotated[dt.time, BeforeValidator(_clock)] = Field(
        default=dt.time(8, 15), description="a time of day such as 08:15"
    )
    days: Literal["every day", "weekdays"] = Field(
        default="every day", description='"every day" or "weekdays"'
    )
    count: int = Field(
        default=5, ge=COUNTS[0], le=COUNTS[-1], description=f"a whole number from {COUNTS[0]} to {COUNTS[-1]}"
    )
    style: Annotated[Style, BeforeValidator(lambda v: Style(v) if v in list(Style) else v)] = Field(
        default=Style.BRIEF, description='"brief", "sections" or "deep"'
    )
    min_votes: int = Field(default=0, ge=0, le=10_000, description="a whole number from 0")
    topics: list[str] = Field(default=[], description="a list of words or phrases, in quotes")
    unwanted_topics: list[str] = Field(default=[], description="a list of words or phrases, in quotes")
    silent: bool = Field(default=False, description="true or false")

    def defaults(self) -> Defaults:
        """Return these as the values that services work with."""
        return Defaults(
            Preferences(
                language=self.language,
                zone=self.zone,
                count=self.count,
                style=self.style,
                min_votes=self.min_votes,
                wanted=tuple(self.topics),
                unwanted=tuple(self.unwanted_topics),
                is_silent=self.silent,
            ),
            self.time,
            WEEKDAYS if self.days == "weekdays" else EVERY_DAY,
        )


class DeliveryConfig(Section):
    """How digests are sent."""

    doubtful: Literal["skip", "resend"] = Field(default="skip", description='"skip" or "resend"')

    @property
    def may_resend(self) -> bool:
        """Whether a digest that may or may not have arrived is sent once more."""
        return self.doubtful == "resend"


class WebConfig(Section):
    """The server for health, figures and updates."""

    host: Annotated[str, StringConstraints(min_length=1, max_length=255)] = Field(
        default="127.0.0.1", description="an address of this machine, such as 127.0.0.1 or 0.0.0.0"
    )
    port: int = Field(default=0, ge=0, le=65_535, description="a port, or 0 for none")
    webhook_url: Annotated[str, AfterValidator(_webhook)] = Field(
        default="",
        repr=False,
        description='an https address with a path, such as "https://bot.example.org/telegram"',
    )

    @property
    def webhook_path(self) -> str:
        """Where on this server Telegram brings updates."""
        return urlsplit(self.webhook_url).path


class LogConfig(Section):
    """What is told to the operator."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description='"debug", "info", "warning" or "error"'
    )


class ExportConfig(Section):
    """Files that are written by themselves."""

    folder: Annotated[str, StringConstraints(min_length=1)] = Field(
        description="the path of a folder that is there"
    )
    kind: Annotated[Kind, BeforeValidator(lambda v: Kind(v) if v in list(Kind) else v)] = Field(
        default=Kind.DAILY, description='"daily", "weekly" or "monthly"'
    )
    format: Annotated[Form, BeforeValidator(lambda v: Form(v) if v in list(Form) else v)] = Field(
        default=Form.JEKYLL, description='"text", "markdown", "jekyll", "json" or "bibtex"'
    )
    language: str | None = Field(default=None, description="a language that Paperboy speaks: en or ko")
    style: Annotated[Style | None, BeforeValidator(lambda v: Style(v) if v in list(Style) else v)] = Field(
        default=None, description='"brief", "sections" or "deep"'
    )
    count: int = Field(
        default=COUNT, ge=1, le=MOST_PAPERS, description=f"a whole number from 1 to {MOST_PAPERS}"
    )
    evidence: bool = Field(default=False, description="true or false")
    name: Annotated[str | None, AfterValidator(_pattern)] = Field(
        default=None,
        description="a file's name with {date} or {period} in it, and {kind} or {language} if you like",
    )

    def order(self, language: str) -> Order:
        """Return this as the value that the schedule works with; `language` is that of new chats."""
        return Order(
            folder=Path(self.folder).expanduser(),
            kind=self.kind,
            form=self.format,
            language=self.language or language,
            style=self.style,
            count=self.count,
            has_evidence=self.evidence,
            pattern=self.name,
        )


class Config(Section):
    """The whole file."""

    telegram: TelegramConfig = Field(default_factory=TelegramConfig, description="a table [telegram]")
    feed: FeedConfig = Field(default_factory=FeedConfig, description="a table [feed]")
    model: ModelConfig = Field(default_factory=ModelConfig, description="a table [model]")
    budget: BudgetConfig = Field(default_factory=BudgetConfig, description="a table [budget]")
    store: StoreConfig = Field(default_factory=StoreConfig, description="a table [store]")
    digest: DigestConfig = Field(default_factory=DigestConfig, description="a table [digest]")
    delivery: DeliveryConfig = Field(default_factory=DeliveryConfig, description="a table [delivery]")
    web: WebConfig = Field(default_factory=WebConfig, description="a table [web]")
    log: LogConfig = Field(default_factory=LogConfig, description="a table [log]")
    exports: list[ExportConfig] = Field(default=[], description="tables [[exports]]")

    def orders(self) -> tuple[Order, ...]:
        """Return what is written into folders by itself."""
        return tuple(one.order(self.digest.language) for one in self.exports)

    def secrets(self) -> tuple[str, ...]:
        """Return every text that must never be logged."""
        held = (self.telegram.token, self.model.api_key, self.feed.huggingface_token)
        addresses = (
            self.telegram.api_url,
            self.model.base_url,
            self.feed.huggingface_url,
            self.feed.arxiv_url,
            self.feed.arxiv_api_url,
            self.store.url,
            self.web.webhook_url,
        )
        return (
            *(one.get_secret_value() for one in held if one),
            *(secret for address in addresses for secret in secrets_of(address)),
        )
