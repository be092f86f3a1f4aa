// The whole page: who you are, your chats, and the one that is open.

import { follow, read, send } from "./api.js";
import { Conversation } from "./conversation.js";
import { askInDialog, avatar, choice, el } from "./elements.js";
import { tellService } from "./messages.js";

const KINDS = { private: "", group: "group", supergroup: "group", channel: "channel" };
const REDRAW_MS = 30;

class App {
  constructor() {
    this.frame = document.getElementById("app");
    this.list = document.getElementById("chats");
    this.holder = document.getElementById("chat");
    this.select = document.getElementById("person");
    this.me = Number(sessionStorage.getItem("me")) || null;
    this.open = null;
    this.select.addEventListener("change", () => this.become(Number(this.select.value)));
    document.getElementById("new-person").addEventListener("click", () => this.addPerson());
    document.getElementById("new-chat").addEventListener("click", () => this.addChat());
  }

  async begin() {
    await this.load();
    if (this.state.people.length === 0) {
      const { id } = await send("people", { name: "You", language: navigator.language.slice(0, 2) });
      await send("chats", { kind: "private", person: id });
      await this.load();
    }
    follow(this.state.change, (change) => this.hear(change));
    if (matchMedia("(min-width: 721px)").matches && this.mine().length) this.show(this.mine()[0].id);
  }

  async load() {
    this.state = await read("state");
    if (!this.state.people.some((person) => person.id === this.me)) this.me = this.state.people[0]?.id ?? null;
    this.select.replaceChildren(...this.state.people.map((person) =>
      el("option", { value: person.id, selected: person.id === this.me }, person.language ? `${person.name} (${person.language})` : person.name)));
    document.title = `${this.state.bot.name} · playground`;
    this.drawList();
    const chat = this.open && this.state.chats.find((one) => one.id === this.open.id);
    if (chat) this.open.update(chat);
  }

  mine() {
    const isMine = (chat) => (chat.kind === "private" ? chat.id === this.me : chat.members.some((member) => member.id === this.me));
    // Chats in which only the service has spoken stand below, the private one first among them.
    const latest = (chat) => (chat.last && !chat.last.service ? chat.last.at : "");
    const rank = (chat) => (chat.kind === "private" ? 0 : 1);
    return this.state.chats.filter(isMine).sort((a, b) => latest(b).localeCompare(latest(a)) || rank(a) - rank(b));
  }

  drawList() {
    this.list.replaceChildren(...this.mine().map((chat) => this.entry(chat)));
  }

  entry(chat) {
    const name = chat.kind === "private" ? this.state.bot.name : chat.title;
    const last = chat.last;
    const told = last?.service ? tellService(last) : last?.text || last?.document?.name;
    const by = last && chat.kind !== "private" && !last.service && last.sender ? `${last.sender}: ` : "";
    const line = last ? by + told : "Nothing yet";
    const when = last ? new Date(last.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) : "";
    const kind = chat.is_forum ? "topics" : KINDS[chat.kind];
    return el(
      "button",
      { class: "entry", type: "button", "aria-current": String(this.open?.id === chat.id), onclick: () => this.show(chat.id) },
      avatar(name, chat.kind === "private" ? this.state.bot.id : chat.id),
      el("span", { class: "name" }, el("b", {}, name), kind && el("span", { class: "kind" }, kind)),
      el("time", { class: "when" }, when),
      el("span", { class: "last" }, line),
    );
  }

  async show(id) {
    if (!this.state.chats.some((chat) => chat.id === id)) await this.load();
    const chat = this.state.chats.find((one) => one.id === id);
    if (!chat) return;
    this.open = new Conversation(this.holder, chat, this);
    this.frame.dataset.view = "chat";
    this.drawList();
  }

  showList() {
    this.frame.dataset.view = "list";
  }

  become(id) {
    this.me = id;
    sessionStorage.setItem("me", String(id));
    const stays = this.open?.isShared && this.mine().some((chat) => chat.id === this.open.id);
    const next = stays ? this.open.id : this.mine()[0]?.id;
    if (next) this.show(next);
    else this.holder.replaceChildren(el("p", { class: "nothing" }, "No chats yet. Make one with the pen above."));
    if (!stays) this.showList();
    this.drawList();
  }

  hear(change) {
    if (change.kind === "action") {
      const isHere = this.open?.id === change.chat_id && (change.thread_id ?? null) === this.open.threadId;
      if (isHere) this.open.showAction(change.action);
      return;
    }
    // A burst of changes is drawn once.
    this.touched ??= new Set();
    this.touched.add(change.chat_id);
    this.timer ??= setTimeout(() => this.redraw(), REDRAW_MS);
  }

  async redraw() {
    const touched = this.touched;
    this.touched = new Set();
    this.timer = null;
    await this.load();
    if (this.open && touched.has(this.open.id)) await this.open.refresh();
  }

  async addPerson() {
    const language = choice([["ko", "한국어"], ["en", "English"], ["de", "Deutsch"], ["fr", "Français"], ["ja", "日本語"], ["zh", "中文"]]);
    const values = await askInDialog("New person", {
      fields: [["name", "Name", el("input", { required: true, maxlength: 64 })], ["language", "Language of their Telegram", language]],
      confirm: "Create",
    });
    if (!values?.name) return;
    const { id } = await send("people", values);
    await send("chats", { kind: "private", person: id });
    await this.load();
    this.become(id);
  }

  async addChat() {
    const kind = choice([["group", "Group"], ["forum", "Group with topics"], ["channel", "Channel"]]);
    const bot = choice([["member", "Member"], ["admin", "Admin"], ["", "Not there yet"]]);
    const values = await askInDialog("New chat", {
      fields: [["title", "Name", el("input", { required: true, maxlength: 128 })], ["kind", "Kind", kind], ["bot", "The bot is", bot]],
      confirm: "Create",
    });
    if (!values?.title) return;
    const members = this.state.people.map((person) => person.id).filter((id) => id !== this.me);
    const { id } = await send("chats", { ...values, owner: this.me, members });
    await this.show(id);
  }
}

await new App().begin();
