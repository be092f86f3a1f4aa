"""The people's door: what the page and tests in other processes do, below `/_people/`.

    GET  /_people/state                            the bot, the people, the chats
    POST /_people/people                           {"name", "language"?, "username"?}
    POST /_people/chats                            {"kind", "person" | "title", "owner", "members"?, "bot"?}
    GET  /_people/chats/<id>/messages              ?thread_id=
    GET  /_people/chats/<id>/commands              ?person=
    GET  /_people/chats/<id>/files/<message id>    a document's bytes
    POST /_people/chats/<id>/<deed>                see room_deeds; {"by"?, "thread_id"?, …}
    GET  /_people/changes                          ?after=<number>&wait_s=: what changed since
    GET  /_people/events                           the same as server-sent events
    GET, POST, DELETE /_people/faults              {"fault": {"kind", …}, "method", "chat_id"?, "times"?}
    GET, DELETE /_people/journal                   ?after=<number>&method=&chat_id=

`kind` is private, group, supergroup, forum or channel; `bot` is "member" or "admin". A person is named by
the id, the owner or the chat's own person being who speaks by default. What cannot be done is a 409 with
`{"error": text}`, a bot that does not answer in time a 504.
"""

from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.playground import watching
from bot.playground.answering import write
from bot.playground.bodies import read_body
from bot.playground.chats import Chat, ChatKind, Member, Role
from bot.playground.errors import BotApiError, Json, NotAnsweredError, PeopleError
from bot.playground.faults import Faults
from bot.playground.guards import is_welcome
from bot.playground.journal import Journal
from bot.playground.pages import add_page
from bot.playground.room_deeds import DEEDS, find_person, find_room
from bot.playground.rooms import SharedRoom
from bot.playground.views import tell_view
from bot.playground.world import World


class PeopleDoor:
    """Lets the page and the tests of this machine act as people."""

    def __init__(self, world: World, faults: Faults, journal: Journal, host: str) -> None:
        self._world = world
        self._host = host
        self._watch = watching.WatchDoor(world, faults, journal)
        self.guard = self._make_guard()

    def add_routes(self, app: web.Application) -> None:
        """Serve the page and what it needs."""
        add_page(app)
        app.router.add_get("/_people/state", self._state)
        app.router.add_post("/_people/people", self._add_person)
        app.router.add_post("/_people/chats", self._add_chat)
        app.router.add_get(r"/_people/chats/{chat:-?\d+}/messages", self._messages)
        app.router.add_get(r"/_people/chats/{chat:-?\d+}/commands", self._commands)
        app.router.add_get(r"/_people/chats/{chat:-?\d+}/files/{message:\d+}", self._file)
        app.router.add_post(r"/_people/chats/{chat:-?\d+}/{deed}", self._do)
        self._watch.add_routes(app)

    def _make_guard(self) -> Middleware:
        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            """Turn strangers away and put refusals into words; the bot's own door has its token."""
            if request.path.startswith(("/bot", "/file/bot")):
                return await handler(request)
            if not is_welcome(request, self._host):
                return write(HTTPStatus.FORBIDDEN, {"error": "only this machine may do that"})
            try:
                return await handler(request)
            except NotAnsweredError as error:
                return write(HTTPStatus.GATEWAY_TIMEOUT, {"error": str(error)})
            except (PeopleError, BotApiError) as error:
                return write(HTTPStatus.CONFLICT, {"error": str(error)})

        return guard

    async def _state(self, request: web.Request) -> web.StreamResponse:
        del request
        world = self._world
        bot = {
            "id": world.bot.id,
            "name": world.bot.full_name,
            "username": world.bot.username,
            "description": world.profile.read("description", ""),
        }
        people = [
            {"id": user.id, "name": user.full_name, "language": user.language_code, "username": user.username}
            for user in world.users.values()
            if not user.is_bot
        ]
        chats = [self._tell_chat(chat) for chat in world.chats.values() if not self._is_gone(chat)]
        return write(200, {"bot": bot, "people": people, "chats": chats, "change": world.changes.number})

    def _tell_chat(self, chat: Chat) -> Json:
        world = self._world
        views = find_room(world, chat.id).messages
        bot = world.bot_in(chat)
        return {
            "id": chat.id,
            "kind": chat.kind.value,
            "title": chat.title or (chat.user.full_name if chat.user else ""),
            "is_forum": chat.is_forum,
            "is_bot_blocked": chat.is_bot_blocked,
            "bot": bot.role.value if bot else None,
            "topics": [
                {"id": topic.id, "name": topic.name, "is_closed": topic.is_closed}
                for topic in chat.topics.values()
                if not topic.is_deleted
            ],
            "members": [
                {"id": member.user.id, "name": member.user.full_name, "role": member.role.value}
                for member in chat.members.values()
                if member.is_present and not member.user.is_bot
            ],
            "pinned": chat.pinned[-1] if chat.pinned else None,
            "last": tell_view(views[-1]) if views else None,
        }

    def _is_gone(self, chat: Chat) -> bool:
        return chat.is_deleted or chat.migrated_to is not None

    async def _add_person(self, request: web.Request) -> web.StreamResponse:
        body = await read_body(request)
        user = self._world.add_user(
            first_name=body.text("name"),
            username=body.text("username", "") or None,
            language_code=body.text("language", "") or None,
        )
        return write(200, {"id": user.id, "name": user.full_name})

    async def _add_chat(self, request: web.Request) -> web.StreamResponse:
        body = await read_body(request)
        kind = body.text("kind")
        if kind == "private":
            person = find_person(self._world, body.number("person"))
            return write(200, {"id": self._world.add_private(person.user).id if person else 0})
        if kind not in ("group", "supergroup", "forum", "channel"):
            raise PeopleError(f"there are no chats of the kind {kind}")
        owner = find_person(self._world, body.number("owner"))
        if owner is None:
            raise PeopleError("owner is missing")
        is_forum = kind == "forum"
        known = ChatKind.SUPERGROUP if is_forum else ChatKind(kind)
        username = body.text("username", "") or None
        chat = self._world.add_chat(
            known, body.text("title"), owner.user, is_forum=is_forum, username=username
        )
        for member_id in body.numbers("members"):
            member = find_person(self._world, member_id)
            if member is not None:
                chat.members[member.id] = Member(member.user, Role.MEMBER)
        room = find_room(self._world, chat.id)
        if isinstance(room, SharedRoom) and body.text("bot", "") in ("member", "admin"):
            room.add_bot(as_admin=body.text("bot") == "admin")
        return write(200, {"id": chat.id})

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        thread = request.query.get("thread_id", "")
        thread_id = int(thread) if thread.isdecimal() else None
        room = find_room(self._world, int(request.match_info["chat"]), thread_id)
        change = self._world.changes.number
        return write(200, {"messages": [tell_view(view) for view in room.messages], "change": change})

    async def _commands(self, request: web.Request) -> web.StreamResponse:
        chat = self._world.live_chat(int(request.match_info["chat"]))
        asked = request.query.get("person", "")
        person = find_person(self._world, int(asked) if asked.isdecimal() else None)
        user = person.user if person else chat.user
        language = (user.language_code if user else None) or ""
        commands = self._world.profile.commands_for(chat, user.id if user else 0, language)
        return write(200, {"commands": commands})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        chat = self._world.live_chat(int(request.match_info["chat"]))
        message = chat.find(int(request.match_info["message"]))
        if message is None or message.draft.document is None:
            raise PeopleError("there is no such file")
        # Never shown, always saved: a file that a bot made up must not run as a page of this address.
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        data = message.draft.document.data
        return web.Response(body=data, content_type="application/octet-stream", headers=headers)

    async def _do(self, request: web.Request) -> web.StreamResponse:
        deed = DEEDS.get(request.match_info["deed"])
        if deed is None:
            raise PeopleError(f"nobody knows how to {request.match_info['deed']}")
        body = await read_body(request)
        room = find_room(self._world, int(request.match_info["chat"]), body.optional_number("thread_id"))
        return write(200, await deed(self._world, room, body))
