"""A Bot API server that accepts everything, or as much as Telegram would; in a process of its own.

It does as little as it can, so that it is the sender that is measured: it reads the body, finds the chat in
it and answers with the message. With limits it keeps count by sliding windows, which forgive no burst.

    python benchmarks/stand_in.py --port 0 [--per-second 30] [--round-trip-ms 0]
"""

import argparse
import asyncio
import json
import re
import signal
import sys
import time
from collections import defaultdict, deque

from aiohttp import web

TOKEN = "12345:AAtoken-of-the-benchmark"  # noqa: S105 - it opens nothing
ME = {"id": 12345, "is_bot": True, "first_name": "Paperboy", "username": "paperboy_bot"}
_CHAT = re.compile(rb'chat_id"?(?:=|:\s*|"?\r\n(?:[^\r\n]+\r\n)*\r\n)"?(-?\d+)')
_TEXT = "<b>Friday's papers</b>\n" + "A line about a paper, as long as such lines are.\n" * 40


class Window:
    """At most so many within any period; what is refused is not counted."""

    def __init__(self, most: int, period_s: float) -> None:
        self._most, self._period_s = most, period_s
        self._taken: deque[float] = deque()

    def wait_s(self, now: float) -> float:
        """Return how long there is no room."""
        while self._taken and self._taken[0] <= now - self._period_s:
            self._taken.popleft()
        return 0.0 if len(self._taken) < self._most else self._taken[0] + self._period_s - now

    def take(self, now: float) -> None:
        """Take one."""
        self._taken.append(now)


class StandIn:
    """Answers and counts."""

    def __init__(self, per_second: int | None, round_trip_s: float) -> None:
        self._per_second, self._round_trip_s = per_second, round_trip_s
        self._begin()
        message = {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private", "first_name": "A"}}
        self._message = json.dumps({"ok": True, "result": {**message, "text": _TEXT}}).encode()
        self._message = self._message.replace(b'"id": 1,', b'"id": %d,')

    def _begin(self) -> None:
        self.accepted = self.refused = self.first_at = self.last_at = 0.0
        self._overall = Window(self._per_second or 1, 1)
        self._chats: dict[int, Window] = {}
        self._log: dict[int, list[float]] = defaultdict(list)

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """Answer one request."""
        body = await request.read()
        if self._round_trip_s:
            await asyncio.sleep(self._round_trip_s)
        method = request.path.rpartition("/")[2]
        if method == "counts":
            counts = {"accepted": self.accepted, "refused": self.refused}
            told = web.json_response(counts | {"took_s": self.last_at - self.first_at})
            self._begin()
            return told
        if method != "sendMessage":
            return web.json_response({"ok": True, "result": ME if method == "getMe" else True})
        found = _CHAT.search(body)
        chat = int(found[1]) if found else 0
        now = time.monotonic()
        if (wait_s := self._full_for_s(chat, now)) > 0:
            self.refused += 1
            seconds = int(wait_s) + 1
            said = {"error_code": 429, "description": f"Too Many Requests: retry after {seconds}"}
            return web.json_response(
                {"ok": False, **said, "parameters": {"retry_after": seconds}}, status=429
            )
        self.accepted += 1
        self.first_at, self.last_at = self.first_at or now, now
        return web.Response(body=self._message % chat, content_type="application/json")

    def _full_for_s(self, chat: int, now: float) -> float:
        if self._per_second is None:
            return 0.0
        if chat not in self._chats:
            self._chats[chat] = Window(1, 1) if chat > 0 else Window(20, 60)
        windows = self._overall, self._chats[chat]
        wait_s = max(window.wait_s(now) for window in windows)
        if wait_s <= 0:
            for window in windows:
                window.take(now)
        return wait_s


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--per-second", type=int)
    parser.add_argument("--round-trip-ms", type=float, default=0)
    chosen = parser.parse_args()
    stand_in = StandIn(chosen.per_second, chosen.round_trip_ms / 1000)
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
