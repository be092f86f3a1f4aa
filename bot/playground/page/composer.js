// The box to write in: commands, inline results, replies.

import { Refused, read, send } from "./api.js";
import { el, icon, ICONS, toast } from "./elements.js";

const PATIENCE_MS = 350;

export class Composer {
  constructor(holder, room) {
    this.room = room;
    this.replyTo = null;
    this.options = [];
    this.selected = 0;
    this.suggestions = el("div", { class: "suggestions", role: "listbox", hidden: true });
    this.replying = el("div", { class: "replying", hidden: true });
    this.input = el("textarea", { rows: 1, placeholder: "Message", "aria-label": "Message", enterkeyhint: "send" });
    this.button = el("button", { class: "icon send", type: "button", "aria-label": "Send", disabled: true }, icon(ICONS.send));
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.button.addEventListener("click", () => this.send());
    const box = el("div", { class: "box" }, this.input, this.button);
    holder.replaceChildren(el("div", { class: "composer-inner" }, this.suggestions, this.replying, box));
  }

  focus() {
    if (matchMedia("(hover: hover)").matches) this.input.focus();
  }

  fill(text) {
    this.input.value = text;
    this.input.focus();
    this.changed();
  }

  reply(message) {
    this.replyTo = message;
    this.replying.hidden = !message;
    if (!message) return;
    const line = message.text || message.document?.name || "";
    this.replying.replaceChildren(
      el("div", { class: "quoted" }, el("b", {}, message.sender), el("span", {}, line)),
      el("button", { class: "icon", type: "button", "aria-label": "Do not reply", onclick: () => this.reply(null) }, icon(ICONS.close)),
    );
    this.input.focus();
  }

  changed() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
    this.button.disabled = !this.input.value.trim();
    clearTimeout(this.timer);
    const inline = this.input.value.match(new RegExp(`^@${this.room.bot.username} (.*)$`, "is"));
    if (inline) this.timer = setTimeout(() => this.askInline(inline[1]), PATIENCE_MS);
    else if (/^\/\w*$/.test(this.input.value)) this.offerCommands(this.input.value.slice(1).toLowerCase());
    else this.offer([]);
  }

  async offerCommands(begin) {
    const { commands } = await read(`chats/${this.room.id}/commands?person=${this.room.me()}`);
    if (this.input.value.slice(1).toLowerCase() !== begin) return;
    const fitting = commands.filter((command) => command.command.startsWith(begin));
    this.offer(
      fitting.map((command) => ({
        name: `/${command.command}`,
        note: command.description,
        take: () => this.send(`/${command.command}`),
      })),
    );
  }

  async askInline(words) {
    try {
      const found = await send(`chats/${this.room.id}/ask_inline`, { text: words, by: this.room.me() });
      this.offer(
        found.results.map((result) => ({
          name: result.title,
          note: result.description || "",
          take: () => this.choose(found.query_id, result.id),
        })),
      );
    } catch (error) {
      this.explain(error);
    }
  }

  offer(options) {
    this.options = options;
    this.selected = 0;
    this.suggestions.hidden = options.length === 0;
    this.mark();
  }

  mark() {
    this.suggestions.replaceChildren(
      ...this.options.map((option, index) =>
        el(
          "button",
          { class: "suggestion", type: "button", role: "option", "aria-selected": String(index === this.selected), onclick: option.take },
          el("b", {}, option.name),
          el("span", {}, option.note),
        ),
      ),
    );
    this.suggestions.children[this.selected]?.scrollIntoView({ block: "nearest" });
  }

  pressed(event) {
    if (event.isComposing) return; // Korean is still being spelled
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (this.options.length && step) {
      event.preventDefault();
      this.selected = (this.selected + step + this.options.length) % this.options.length;
      this.mark();
    } else if (this.options.length && event.key === "Tab") {
      event.preventDefault();
      this.fill(`${this.options[this.selected].name} `);
    } else if (event.key === "Escape") {
      this.offer([]);
      this.reply(null);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const exact = this.options.find((option) => option.name === this.input.value);
      if (this.options.length && !exact) this.options[this.selected].take();
      else this.send();
    }
  }

  async send(text = this.input.value) {
    if (!text.trim()) return;
    const reply = this.replyTo;
    this.fill("");
    this.reply(null);
    try {
      const fields = { text, by: this.room.me(), thread_id: this.room.threadId ?? undefined, reply_to: reply?.id };
      await send(`chats/${this.room.id}/say`, fields);
    } catch (error) {
      this.input.value = text;
      this.changed();
      this.explain(error);
    }
  }

  async choose(queryId, resultId) {
    this.fill("");
    try {
      await send(`chats/${this.room.id}/choose`, { query_id: queryId, result_id: resultId, by: this.room.me() });
    } catch (error) {
      this.explain(error);
    }
  }

  explain(error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message);
  }
}
