"""Pushes updates to a webhook, one after the other."""

import asyncio
import json

import aiohttp

from bot.playground.updates import UpdateQueue, Webhook
from bot.playground.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of a header
_PATIENCE_S = 60.0
_IDLE_S = 3600.0


class Courier:
    """Delivers the oldest pending update until the webhook takes it, then the next."""

    def __init__(self, world: World, *, retry_s: float = 1.0) -> None:
        self._world = world
        self._retry_s = retry_s

    async def run(self) -> None:
        """Deliver until cancelled."""
        queue = self._world.updates
        timeout = aiohttp.ClientTimeout(total=_PATIENCE_S)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                if queue.webhook is None or not queue.pending:
                    await queue.bell.wait(_IDLE_S)
                elif not await self._deliver(session, queue, queue.webhook):
                    await asyncio.sleep(self._retry_s)

    async def _deliver(self, session: aiohttp.ClientSession, queue: UpdateQueue, webhook: Webhook) -> bool:
        update = queue.pending[0]
        headers = {"Content-Type": "application/json"}
        if webhook.secret_token:
            headers[SECRET_HEADER] = webhook.secret_token
        try:
            async with session.post(webhook.url, data=json.dumps(update.body()), headers=headers) as response:
                trouble = None if response.ok else f"Wrong response from the webhook: {response.status}"
        except (aiohttp.ClientError, TimeoutError) as error:
            trouble = f"Connection failed: {type(error).__name__}"
        if trouble is None:
            queue.confirm(update.id + 1)
            return True
        webhook.last_error, webhook.last_error_at = trouble, int(self._world.now().timestamp())
        return False
