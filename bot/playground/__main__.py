"""`python -m bot.playground`: the playground by itself, for a bot that is started elsewhere."""

import argparse
import asyncio
import signal
import sys

from bot.playground.furniture import furnish
from bot.playground.playground import LOOPBACK, TOKEN, Playground
from bot.playground.rates import RateRules


def main() -> None:
    """Serve until interrupted; the address is printed once the server listens."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    parser.add_argument("--host", default=LOOPBACK)
    parser.add_argument("--token", default=TOKEN, help="what the bot must bring")
    parser.add_argument("--username", default="paperboy_bot")
    parser.add_argument("--rates", action="store_true", help="refuse what Telegram would find too fast")
    parser.add_argument("--empty", action="store_true", help="begin with nobody and no chats")
    asyncio.run(_serve(parser.parse_args()))


async def _serve(options: argparse.Namespace) -> None:
    rules = RateRules() if options.rates else None
    playground = Playground(token=options.token, username=options.username, rates=rules)
    if not options.empty:
        furnish(playground)
    loop, is_over = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, is_over.set)
    url = await playground.start(options.port, options.host)
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()
    try:
        await is_over.wait()
    finally:
        await playground.stop()


if __name__ == "__main__":
    main()
