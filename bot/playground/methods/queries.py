"""Answers to presses and to inline queries."""

from bot.playground.arguments import Arguments, read_text
from bot.playground.errors import Json, bad_request
from bot.playground.keyboards import read_markup
from bot.playground.limits import MAX_INLINE_RESULTS, check_answer, check_text
from bot.playground.queries import CallbackAnswer, InlineAnswer
from bot.playground.world import World

_MAX_RESULT_ID_BYTES = 64


def answer_callback_query(world: World, args: Arguments) -> bool:
    """End the wait of someone who pressed a button."""
    answer = CallbackAnswer(
        text=check_answer(args.text("text")), is_alert=args.flag("show_alert"), url=args.text("url") or None
    )
    world.queries.answer(args.text("callback_query_id"), answer)
    world.changes.note("answer", 0)
    return True


def answer_inline_query(world: World, args: Arguments) -> bool:
    """Offer results to someone who types the bot's name."""
    items = args.json("results")
    if not isinstance(items, list):
        raise bad_request("can't parse inline query results JSON object")
    if len(items) > MAX_INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    results = tuple(_read_result(item) for item in items)
    if len({result["id"] for result in results}) != len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    answer = InlineAnswer(
        results=results,
        is_personal=args.flag("is_personal"),
        cache_time_s=args.integer("cache_time", 300),
        next_offset=args.text("next_offset"),
        button=args.record("button") or None,
    )
    world.queries.answer(args.text("inline_query_id"), answer)
    world.changes.note("answer", 0)
    return True


def _read_result(item: object) -> Json:
    """Return a result with its text read and checked; articles are the only kind that is known here."""
    if not isinstance(item, dict) or not isinstance(item.get("id"), str):
        raise bad_request("can't parse inline query result: Can't find field \"id\"")
    if not 1 <= len(item["id"].encode()) <= _MAX_RESULT_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    content = item.get("input_message_content")
    if item.get("type") != "article" or not isinstance(content, dict):
        raise bad_request("the playground knows inline results of type article with a text only")
    if not item.get("title"):
        raise bad_request("can't parse inline query result: Can't find field \"title\"")
    text = read_text(
        str(content.get("message_text", "")), str(content.get("parse_mode") or ""), content.get("entities")
    )
    check_text(text)
    return {**item, "reply_markup": read_markup(item.get("reply_markup"), only_inline=True)}


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
