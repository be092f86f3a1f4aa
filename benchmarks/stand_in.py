"""A Bot API server that accepts everything, or as much as Telegram would; in a process of its own.

It does as little as it can, so that it is the sender that is measured: it reads the body, finds the chat in
it and answers with the message. With limits it refuses as the playground does, by a bucket that holds the
messages of a second and refills steadily; and it lets somebody ask for `/today` now and then.

    python benchmarks/stand_in.py --port 0 [--per-second 30] [--round-trip-ms 0]
"""

import argparse
import asyncio
import json
import re
import signal
import sys
import time
from collections import deque
from pathlib import Path

from aiohttp import web

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.playground.rates import Allowance, RateRules, Rates

FIRST_ASKER = 900_000_000

TOKEN = "12345:AAtoken-of-the-benchmark"  # noqa: S105 - it opens nothing
ME = {"id": 12345, "is_bot": True, "first_name": "Paperboy", "username": "paperboy_bot"}
_CHAT = re.compile(rb'chat_id"?(?:=|:\s*|"?\r\n(?:[^\r\n]+\r\n)*\r\n)"?(-?\d+)')
_TEXT = "<b>Friday's papers</b>\n" + "A line about a paper, as long as such lines are.\n" * 40


class StandIn:
    """Answers and counts."""

    def __init__(self, per_second: int | None, round_trip_s: float, ask_every_s: float) -> None:
        self._per_second, self._round_trip_s, self._ask_every_s = per_second, round_trip_s, ask_every_s
        self.accepted = self.refused = 0
        self.first_at = self.last_at = 0.0
        overall = Allowance(per_second or 1, 1, per_second or 1)
        self._rates = Rates(time.monotonic, RateRules(overall=overall) if per_second else None)
        self._last_second: deque[float] = deque()
        self._most_in_a_second = 0
        self._asked: dict[int, float] = {}
        self._waited_s: list[float] = []
        self._updates = 0
        message = {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private", "first_name": "A"}}
        self._message = json.dumps({"ok": True, "result": {**message, "text": _TEXT}}).encode()
        self._message = self._message.replace(b'"id": 1,', b'"id": %d,')

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """Answer one request."""
        body = await request.read()
        if self._round_trip_s:
            await asyncio.sleep(self._round_trip_s)
        method = request.path.rpartition("/")[2]
        if method == "counts":
            counts: dict[str, object] = {
                "accepted": self.accepted,
                "refused": self.refused,
                "waited_s": self._waited_s,
            }
            counts |= {"took_s": self.last_at - self.first_at, "unanswered": len(self._asked)}
            return web.json_response(counts | {"most_in_a_second": self._most_in_a_second})
        if method == "getUpdates":
            return web.json_response({"ok": True, "result": await self._ask()})
        if not method.startswith(("sendMessage", "editMessage")):
            return web.json_response({"ok": True, "result": ME if method == "getMe" else True})
        found = _CHAT.search(body)
        chat = int(found[1]) if found else 0
        now = time.monotonic()
        if (seconds := self._rates.take(chat)) > 0:
            self.refused += 1
            said = {"error_code": 429, "description": f"Too Many Requests: retry after {seconds}"}
            return web.json_response(
                {"ok": False, **said, "parameters": {"retry_after": seconds}}, status=429
            )
        if (asked_at := self._asked.pop(chat, None)) is not None:
            self._waited_s.append(now - asked_at)
        self._last_second.append(now)
        while self._last_second[0] < now - 1:
            self._last_second.popleft()
        self._most_in_a_second = max(self._most_in_a_second, len(self._last_second))
        self.accepted += 1
        self.first_at, self.last_at = self.first_at or now, now
        return web.Response(body=self._message % chat, content_type="application/json")

    async def _ask(self) -> list[dict[str, object]]:
        """Let somebody new ask for today's list now and then, once digests leave."""
        await asyncio.sleep(self._ask_every_s or 5)
        if not self._ask_every_s or not self.accepted:
            return []
        self._updates += 1
        chat = FIRST_ASKER + self._updates
        self._asked[chat] = time.monotonic()
        person = {"id": chat, "is_bot": False, "first_name": "Asker"}
        message = {
            "message_id": self._updates,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "Asker"},
            "from": person,
            "text": "/today",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        }
        return [{"update_id": self._updates, "message": message}]


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--per-second", type=int)
    parser.add_argument("--round-trip-ms", type=float, default=0)
    parser.add_argument("--ask-every-s", type=float, default=0)
    chosen = parser.parse_args()
    stand_in = StandIn(chosen.per_second, chosen.round_trip_ms / 1000, chosen.ask_every_s)
    runner = web.ServerRunner(web.Server(stand_in.answer, access_log=None))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", chosen.port, backlog=1024)
    await site.start()
    host, port = runner.addresses[0][:2]
    sys.stdout.write(f"http://{host}:{port}\n")
    sys.stdout.flush()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
