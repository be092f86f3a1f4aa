"""Planted faults: what a network and a server do to a bot on a bad day, on order."""

import json
from dataclasses import dataclass, field
from enum import StrEnum

from bot.playground.errors import Answer, Json

HTML_502 = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)


class Kind(StrEnum):
    """What happens to the answer."""

    ANSWER = "answer"
    """Another answer is given."""
    RESULT = "result"
    """The true answer with another `result`."""
    DROP = "drop"
    """The connection is closed without an answer."""
    RESET = "reset"
    """The connection is torn down."""
    TRUNCATE = "truncate"
    """The answer ends in the middle."""
    DELAY = "delay"
    """The true answer comes late."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. With `is_accepted` the request is carried out first and only its answer suffers.

    `delay_s` is waited before anything else: before the request is carried out, or if it is accepted
    between that and the answer.
    """

    kind: Kind
    is_accepted: bool = False
    delay_s: float = 0.0
    status: int = 200
    body: str = ""
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    result: object = None


def too_many_requests(retry_after_s: int = 3) -> Fault:
    """Return a 429 that asks to wait."""
    answer = Answer(429, f"Too Many Requests: retry after {retry_after_s}", retry_after_s=retry_after_s)
    return refusal(answer, (("Retry-After", str(retry_after_s)),))


def refusal(answer: Answer, headers: tuple[tuple[str, str], ...] = ()) -> Fault:
    """Return a refusal in the Bot API's own form."""
    return respond(answer.error_code, answer.body(), headers=headers)


def server_error(*, is_accepted: bool = False) -> Fault:
    """Return a 500 in the Bot API's own form."""
    body = Answer(500, "Internal Server Error").body()
    return respond(500, body, is_accepted=is_accepted)


def bad_gateway(*, is_accepted: bool = False) -> Fault:
    """Return a 502 with the page of a web server."""
    return Fault(Kind.ANSWER, is_accepted, status=502, body=HTML_502, content_type="text/html")


def html(*, status: int = 200, is_accepted: bool = False) -> Fault:
    """Return a page where JSON was due."""
    page = "<!doctype html><title>Sign in</title><p>Please sign in to this network.</p>"
    return Fault(Kind.ANSWER, is_accepted, status=status, body=page, content_type="text/html")


def respond(
    status: int, body: object, *, is_accepted: bool = False, headers: tuple[tuple[str, str], ...] = ()
) -> Fault:
    """Return any JSON with any status."""
    return Fault(Kind.ANSWER, is_accepted, status=status, body=json.dumps(body), headers=headers)


def with_result(result: object) -> Fault:
    """Carry the request out and answer ok, with another result than the true one."""
    return Fault(Kind.RESULT, is_accepted=True, result=result)


def drop(*, is_accepted: bool = False) -> Fault:
    """Close the connection without an answer, before or after carrying the request out."""
    return Fault(Kind.DROP, is_accepted)


def reset(*, is_accepted: bool = False) -> Fault:
    """Tear the connection down, before or after carrying the request out."""
    return Fault(Kind.RESET, is_accepted)


def truncate() -> Fault:
    """Carry the request out and send only the first half of the answer."""
    return Fault(Kind.TRUNCATE, is_accepted=True)


def delay(seconds: float, *, is_accepted: bool = False) -> Fault:
    """Answer truly but late: carry the request out after the delay, or before it if `is_accepted`."""
    return Fault(Kind.DELAY, is_accepted, delay_s=seconds)


@dataclass(slots=True)
class Planted:
    """A fault that waits for its calls; `left` of them are still to suffer."""

    id: int
    fault: Fault
    method: str
    chat_id: int | None
    left: int

    def fits(self, method: str, chat_id: int | None) -> bool:
        """Whether a call suffers: its method (in small letters) and its chat must match."""
        wanted = self.method.lower()
        is_method = method.startswith(wanted[:-1]) if wanted.endswith("*") else method == wanted
        return self.left > 0 and is_method and self.chat_id in (None, chat_id)

    def body(self) -> Json:
        """Return what is planted, as JSON."""
        return {
            "id": self.id,
            "kind": self.fault.kind.value,
            "is_accepted": self.fault.is_accepted,
            "method": self.method,
            "chat_id": self.chat_id,
            "left": self.left,
        }


@dataclass(slots=True)
class Faults:
    """The faults that are planted, in the order in which they strike."""

    _planted: list[Planted] = field(default_factory=list)
    _planted_ever: int = 0

    def plant(
        self, fault: Fault, method: str = "*", *, chat_id: int | None = None, times: int = 1
    ) -> Planted:
        """Let the next `times` calls of a method suffer.

        Args:
            fault: what happens to them.
            method: the method's name, its beginning and `*`, or `*` for any but getUpdates.
            chat_id: only calls for this chat.
            times: how many calls.
        """
        self._planted_ever += 1
        planted = Planted(self._planted_ever, fault, method, chat_id, times)
        self._planted.append(planted)
        return planted

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the fault that a call suffers, and count it."""
        for planted in self._planted:
            if planted.fits(method, chat_id) and not (planted.method == "*" and method == "getupdates"):
                planted.left -= 1
                return planted.fault
        return None

    def clear(self) -> None:
        """Remove all faults."""
        self._planted.clear()

    def left(self) -> list[Planted]:
        """Return the faults that have not struck as often as they should."""
        return [planted for planted in self._planted if planted.left > 0]
