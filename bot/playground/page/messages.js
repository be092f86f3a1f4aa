// The messages of a chat: bubbles, buttons, service lines, days.

import { Refused, send } from "./api.js";
import { askInDialog, el, openable, toast } from "./elements.js";
import { renderText } from "./entities.js";

const SERVICE = {
  new_chat_members: "joined",
  left_chat_member: "left the chat",
  pinned_message: "A message was pinned",
  migrate_to_chat_id: "This group became a supergroup",
  migrate_from_chat_id: "This supergroup was a group",
  forum_topic_created: "Topic created",
  forum_topic_closed: "Topic closed",
  forum_topic_reopened: "Topic reopened",
};

const clock = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
const day = (at) => new Date(at).toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });

/** What a service message says. */
export function tellService(message) {
  const line = SERVICE[message.service] || message.service.replaceAll("_", " ");
  if (["new_chat_members", "left_chat_member"].includes(message.service)) return `${message.subject || message.sender} ${line}`;
  return message.service === "forum_topic_created" ? `${line}: ${message.subject}` : line;
}

/** Draws messages into a scroller, keeping the nodes of those that have not changed. */
export class Messages {
  constructor(scroller, room) {
    this.inner = el("div", { class: "messages-inner" });
    scroller.replaceChildren(this.inner);
    this.scroller = scroller;
    this.room = room;
    this.drawn = new Map();
  }

  draw(messages) {
    const isAtEnd = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 80;
    this.byId = new Map(messages.map((message) => [message.id, message]));
    const nodes = [];
    let lastDay = "";
    for (const message of messages) {
      if (day(message.at) !== lastDay) {
        lastDay = day(message.at);
        nodes.push(el("div", { class: "day" }, lastDay));
      }
      nodes.push(this.node(message));
    }
    for (const id of this.drawn.keys()) if (!this.byId.has(id)) this.drawn.delete(id);
    this.inner.replaceChildren(...(nodes.length ? nodes : this.room.intro()));
    const last = messages.at(-1);
    const hasJustSpoken = last && last.id !== this.lastId && last.sender_id !== null && last.sender_id === this.room.me();
    if (isAtEnd || hasJustSpoken || !this.wasDrawn) this.scroller.scrollTop = this.scroller.scrollHeight;
    this.wasDrawn = true;
    this.lastId = last?.id;
  }

  node(message) {
    const quoted = this.byId.get(message.reply_to);
    const key = JSON.stringify([message, quoted && quoted.text, this.room.me()]);
    const known = this.drawn.get(message.id);
    if (known && known.key === key) return known.node;
    const node = message.service ? this.service(message) : this.bubble(message, quoted);
    this.drawn.set(message.id, { key, node });
    return node;
  }

  service(message) {
    return el("div", { class: "service" }, tellService(message));
  }

  bubble(message, quoted) {
    const isOwn = message.sender_id !== null && message.sender_id === this.room.me();
    const bubble = el(
      "div",
      { class: "bubble" },
      !isOwn && this.room.isShared && el("p", { class: "sender" }, message.sender),
      quoted && this.quote(quoted),
      message.document && this.file(message),
      message.text && el("div", { class: "text" }, renderText(message.text, message.entities, this.room.onCommand)),
      message.reactions.length > 0 && el("div", { class: "reactions" }, message.reactions.join(" ")),
      this.meta(message),
    );
    const classes = `message${isOwn ? " own" : ""}${message.rows.length ? " has-keys" : ""}`;
    return el("article", { class: classes, "data-id": message.id }, bubble, message.rows.length > 0 && this.keys(message));
  }

  quote(quoted) {
    const jump = () => {
      const target = this.inner.querySelector(`[data-id="${quoted.id}"]`);
      target?.scrollIntoView({ block: "center", behavior: "smooth" });
      target?.classList.add("flash");
      setTimeout(() => target?.classList.remove("flash"), 1300);
    };
    const text = quoted.text || quoted.document?.name || "";
    return el("button", { class: "quoted", type: "button", onclick: jump }, el("b", {}, quoted.sender), el("span", {}, text));
  }

  file(message) {
    const name = message.document.name;
    const href = `/_people/chats/${message.chat_id}/files/${message.id}`;
    const size = `${Math.max(1, Math.round(message.document.size / 1024))} KB`;
    const ending = name.includes(".") ? name.split(".").pop().slice(0, 4).toUpperCase() : "FILE";
    return el("a", { class: "file", href, download: name }, el("i", {}, ending), el("span", {}, name, el("small", {}, size)));
  }

  meta(message) {
    return el(
      "div",
      { class: "meta" },
      el("button", { class: "answer", type: "button", "aria-label": "Reply", title: "Reply", onclick: () => this.room.onReply(message) }, "↩"),
      message.is_pinned && el("span", {}, "pinned"),
      message.is_edited && el("span", {}, "edited"),
      el("time", { datetime: message.at, title: new Date(message.at).toLocaleString() }, clock(message.at)),
    );
  }

  keys(message) {
    const rows = message.rows.map((row) =>
      el("div", { class: "keys-row" }, ...row.map((button) => this.key(message, button))),
    );
    return el("div", { class: "keys" }, ...rows);
  }

  key(message, button) {
    if (button.url) {
      const href = openable(button.url);
      return el("a", { class: "key", href, target: "_blank", rel: "noopener noreferrer", "data-mark": "↗", title: button.url }, button.text);
    }
    if (button.copy_text !== undefined) {
      const copy = () => navigator.clipboard.writeText(button.copy_text).then(() => toast("Copied"));
      return el("button", { class: "key", type: "button", "data-mark": "⧉", onclick: copy }, button.text);
    }
    if (button.switch_inline !== undefined) {
      const fill = () => this.room.onInline(button.switch_inline);
      return el("button", { class: "key", type: "button", "data-mark": "@", onclick: fill }, button.text);
    }
    const press = (event) => this.press(message, button, event.currentTarget);
    return el("button", { class: "key", type: "button", onclick: press }, button.text);
  }

  async press(message, button, node) {
    if (node.classList.contains("busy")) return;
    node.classList.add("busy");
    node.setAttribute("aria-busy", "true");
    try {
      const fields = { message_id: message.id, button: button.data, by: this.room.me(), timeout_s: 30 };
      const answer = await send(`chats/${message.chat_id}/press`, fields);
      if (answer.text && answer.is_alert) await askInDialog("", { text: answer.text, canCancel: false });
      else if (answer.text) toast(answer.text);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message);
    } finally {
      node.classList.remove("busy");
      node.removeAttribute("aria-busy");
    }
  }
}
