"""How the bot gets its updates."""

from urllib.parse import urlsplit

from bot.playground.arguments import Arguments
from bot.playground.errors import Json, bad_request
from bot.playground.limits import MAX_UPDATES
from bot.playground.updates import Webhook
from bot.playground.world import World

_MAX_POLL_S = 50
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SECRET_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
_MAX_SECRET = 256


async def get_updates(world: World, args: Arguments) -> list[Json]:
    """Return what has happened, waiting for it if asked to."""
    _allow(world, args)
    updates = await world.updates.poll(
        offset=args.integer("offset"),
        limit=min(max(args.integer("limit", MAX_UPDATES), 1), MAX_UPDATES),
        timeout_s=min(max(args.integer("timeout"), 0), _MAX_POLL_S),
    )
    return [update.body() for update in updates]


def set_webhook(world: World, args: Arguments) -> bool:
    """Have updates pushed to an address from now on; an empty one ends it."""
    url, secret = args.text("url").strip(), args.text("secret_token")
    if not url:
        return delete_webhook(world, args)
    parts = urlsplit(url)
    # The real one insists on HTTPS; an address on this machine is as private without it.
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > _MAX_SECRET or not _SECRET_LETTERS.issuperset(secret):
        raise bad_request("secret token contains unallowed characters")
    _allow(world, args)
    if args.flag("drop_pending_updates"):
        world.updates.clear()
    connections = min(max(args.integer("max_connections", 40), 1), 100)
    world.updates.set_webhook(Webhook(url, secret or None, connections))
    return True


def delete_webhook(world: World, args: Arguments) -> bool:
    """Stop pushing."""
    if args.flag("drop_pending_updates"):
        world.updates.clear()
    world.updates.set_webhook(None)
    return True


def get_webhook_info(world: World, args: Arguments) -> Json:
    """Tell where updates go and how that works."""
    del args
    webhook = world.updates.webhook
    info: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
    }
    if webhook:
        info["max_connections"] = webhook.max_connections
        if webhook.last_error is not None:
            info |= {"last_error_date": webhook.last_error_at, "last_error_message": webhook.last_error}
    if world.updates.allowed:
        info["allowed_updates"] = list(world.updates.allowed)
    return info


def log_out(world: World, args: Arguments) -> bool:
    """Say goodbye; a bot may be started again at once here."""
    del world, args
    return True


def _allow(world: World, args: Arguments) -> None:
    kinds = args.json("allowed_updates")
    if kinds is None:
        return
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise bad_request("can't parse allowed updates JSON array")
    world.updates.allow(kinds)


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": log_out,
    "close": log_out,
}
