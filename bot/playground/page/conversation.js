// The open chat: its head, its topics, its menu, its messages and the box below them.

import { Refused, read, send } from "./api.js";
import { askInDialog, avatar, el, icon, ICONS, toast } from "./elements.js";
import { Composer } from "./composer.js";
import { Messages } from "./messages.js";

const ACTION_MS = 5500;

export class Conversation {
  constructor(holder, chat, app) {
    this.app = app;
    this.id = chat.id;
    this.bot = app.state.bot;
    this.threadId = null;
    this.holder = holder;
    this.title = el("h1");
    this.subtitle = el("p");
    this.face = el("span");
    this.topics = el("div", { class: "topics", hidden: true });
    this.scroller = el("div", { class: "messages", tabindex: "-1" });
    this.below = el("div", { class: "composer" });
    const back = el("button", { class: "icon back", type: "button", "aria-label": "All chats", onclick: () => app.showList() }, icon(ICONS.back));
    const more = el("button", { class: "icon", type: "button", "aria-label": "What can be done here", onclick: () => this.toggleMenu() }, icon(ICONS.more));
    this.menu = el("div", { class: "menu" }, more);
    const head = el("header", { class: "bar" }, back, this.face, el("div", { class: "head" }, this.title, this.subtitle), this.menu);
    holder.replaceChildren(head, this.topics, this.scroller, this.below);
    this.onCommand = (text) => this.composer?.send(text);
    this.onReply = (message) => this.composer?.reply(message);
    this.onInline = (query) => this.composer?.fill(`@${this.bot.username} ${query}`);
    this.update(chat);
    this.messages = new Messages(this.scroller, this);
    this.refresh();
  }

  me() {
    return this.app.me;
  }

  get isShared() {
    return this.chat.kind !== "private";
  }

  update(chat) {
    this.chat = chat;
    this.bot = this.app.state.bot;
    const name = chat.kind === "private" ? this.bot.name : chat.title;
    this.title.textContent = name;
    this.face.replaceChildren(avatar(name, chat.kind === "private" ? this.bot.id : chat.id, true));
    if (!this.actionTimer) this.subtitle.textContent = this.describe();
    this.drawTopics();
    this.drawBelow();
  }

  describe() {
    const { kind, members, bot, is_bot_blocked: isBlocked } = this.chat;
    if (kind === "private") return isBlocked ? "bot · blocked" : "bot";
    const role = { administrator: "bot is admin", member: "bot is a member", restricted: "bot is restricted" }[bot] || "no bot here";
    const many = members.length === 1 ? "1 person" : `${members.length} people`;
    return `${kind === "channel" ? "channel" : "group"} · ${many} · ${role}`;
  }

  drawTopics() {
    const { is_forum: isForum, topics } = this.chat;
    this.topics.hidden = !isForum;
    if (!isForum) return;
    const chip = (id, name) =>
      el("button", { class: "chip", type: "button", "aria-pressed": String(this.threadId === id), onclick: () => this.openTopic(id) }, name);
    this.topics.replaceChildren(
      chip(null, "General"),
      ...topics.map((topic) => chip(topic.id, topic.is_closed ? `${topic.name} (closed)` : topic.name)),
      el("button", { class: "chip plus", type: "button", onclick: () => this.addTopic() }, "New topic"),
    );
  }

  openTopic(id) {
    this.threadId = id;
    this.drawTopics();
    this.messages.wasDrawn = false;
    this.refresh();
    this.composer?.focus();
  }

  async addTopic() {
    const values = await askInDialog("New topic", { fields: [["name", "Name", el("input", { required: true })]], confirm: "Create" });
    if (values) this.openTopic((await this.do("topic", { name: values.name }))?.thread_id ?? null);
  }

  drawBelow() {
    const member = this.chat.members.find((one) => one.id === this.me());
    const canPost = this.chat.kind !== "channel" || ["creator", "administrator"].includes(member?.role);
    const state = this.chat.is_bot_blocked ? "blocked" : !canPost ? "locked" : !this.isShared && !this.chat.last ? "begin" : "open";
    if (state === this.below.dataset.state && this.composer?.room === this) return;
    if (state === "open" && this.below.dataset.state === "open") return;
    this.below.dataset.state = state;
    this.composer = null;
    if (state === "open") {
      this.composer = new Composer(this.below, this);
      this.composer.focus();
      return;
    }
    const begin = () => send(`chats/${this.id}/say`, { text: "/start", by: this.me() });
    const nodes = {
      blocked: el("button", { class: "primary begin", type: "button", onclick: () => this.do("block", { is_blocked: false }) }, "Unblock the bot"),
      locked: el("p", { class: "locked" }, "Only admins post in this channel."),
      begin: el("button", { class: "primary begin", type: "button", onclick: begin }, "Start"),
    };
    this.below.replaceChildren(el("div", { class: "composer-inner" }, nodes[state]));
  }

  intro() {
    if (this.isShared) return [el("p", { class: "nothing" }, "Nothing has been said here yet.")];
    return [el("p", { class: "intro" }, this.bot.description || `This is the beginning of your chat with ${this.bot.name}.`)];
  }

  async refresh() {
    const wanted = this.threadId;
    const query = wanted ? `?thread_id=${wanted}` : "";
    const { messages } = await read(`chats/${this.id}/messages${query}`);
    if (wanted !== this.threadId || this.app.open !== this) return;
    const isGeneral = this.chat.is_forum && !wanted;
    this.messages.draw(isGeneral ? messages.filter((message) => !message.thread_id) : messages);
  }

  showAction(action) {
    clearTimeout(this.actionTimer);
    this.subtitle.textContent = action === "typing" ? "is typing…" : `${action.replaceAll("_", " ")}…`;
    this.actionTimer = setTimeout(() => {
      this.actionTimer = null;
      this.subtitle.textContent = this.describe();
    }, ACTION_MS);
  }

  toggleMenu() {
    const open = this.menu.querySelector(".menu-list");
    if (open) return open.remove();
    const list = el("div", { class: "menu-list" }, ...this.offers().map(([label, act, isGrave]) =>
      el("button", { type: "button", class: isGrave ? "danger" : "", onclick: () => { list.remove(); act(); } }, label)));
    this.menu.append(list);
    setTimeout(() => document.addEventListener("click", () => list.remove(), { once: true }));
  }

  offers() {
    const { kind, bot, is_bot_blocked: isBlocked, topics } = this.chat;
    if (kind === "private") {
      return [isBlocked ? ["Unblock the bot", () => this.do("block", { is_blocked: false })] : ["Block the bot", () => this.do("block"), true]];
    }
    const isHere = ["administrator", "member", "restricted"].includes(bot);
    const topic = topics.find((one) => one.id === this.threadId);
    const outsiders = this.app.state.people.filter((person) => !this.chat.members.some((member) => member.id === person.id));
    return [
      !isHere && kind !== "channel" && ["Add the bot", () => this.do("add_bot")],
      !isHere && ["Add the bot as an admin", () => this.do("add_bot", { as_admin: true })],
      bot === "member" && ["Make the bot an admin", () => this.do("promote", { person: this.bot.id })],
      bot === "administrator" && kind !== "channel" && ["Take the bot's admin rights", () => this.do("demote", { person: this.bot.id })],
      ...outsiders.map((person) => [`Let ${person.name} join`, () => this.do("join", { person: person.id })]),
      topic && [topic.is_closed ? "Reopen this topic" : "Close this topic", () => this.do("close_topic", { is_closed: !topic.is_closed, thread_id: topic.id })],
      topic && ["Delete this topic", () => this.do("delete_topic", { thread_id: topic.id }).then(() => this.openTopic(null)), true],
      kind === "group" && ["Make it a supergroup", () => this.migrate()],
      isHere && ["Remove the bot", () => this.do("remove_bot"), true],
    ].filter(Boolean);
  }

  async migrate() {
    const moved = await this.do("migrate");
    if (moved) await this.app.show(moved.chat_id);
  }

  async do(deed, fields = {}) {
    try {
      return await send(`chats/${this.id}/${deed}`, fields);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message);
      return null;
    }
  }
}
