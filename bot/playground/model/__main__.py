"""`python -m bot.playground.model`: the stand-in by itself, for a bot that is started elsewhere."""

import argparse
import asyncio
import signal
import sys

from bot.playground.model.server import LATENCY_S, StandInModel


def main() -> None:
    """Serve until interrupted; the address is printed once the server listens."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground.model", description=__doc__)
    parser.add_argument("--port", type=int, default=8082, help="0 takes a free one")
    parser.add_argument("--fast", action="store_true", help="answer at once")
    asyncio.run(_serve(parser.parse_args()))


async def _serve(options: argparse.Namespace) -> None:
    model = StandInModel(latency_s={} if options.fast else LATENCY_S)
    loop, is_over = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, is_over.set)
    url = await model.start(options.port)
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()
    try:
        await is_over.wait()
    finally:
        await model.stop()


if __name__ == "__main__":
    main()
