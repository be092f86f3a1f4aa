// A formatted text as DOM. Offsets count UTF-16 units, as strings do here.

import { el, openable } from "./elements.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre" };

/** Return nodes for a text and its entities; `onCommand` is called with a command that is tapped. */
export function renderText(text, entities, onCommand) {
  const holder = document.createDocumentFragment();
  fill(holder, text, 0, text.length, entities, onCommand);
  return holder;
}

function fill(parent, text, begin, end, entities, onCommand) {
  let at = begin;
  const queue = entities.filter((entity) => entity.offset < end && entity.offset + entity.length > begin);
  while (queue.length) {
    const outer = queue.shift();
    const start = Math.max(outer.offset, at);
    const stop = Math.min(outer.offset + outer.length, end);
    if (start >= stop) continue;
    if (start > at) parent.append(text.slice(at, start));
    const node = wrap(outer, text.slice(start, stop), onCommand);
    fill(node, text, start, stop, queue, onCommand);
    parent.append(node);
    at = stop;
    // The line break behind a block would make an empty line here.
    if (isBlock(outer) && text[at] === "\n" && at < end) at += 1;
  }
  if (at < end) parent.append(text.slice(at, end));
}

const isBlock = (entity) => ["blockquote", "expandable_blockquote", "pre"].includes(entity.type);

function wrap(entity, marked, onCommand) {
  switch (entity.type) {
    case "text_link":
    case "url": {
      const address = entity.url || (marked.includes("://") ? marked : `https://${marked}`);
      return link(openable(address));
    }
    case "email":
      return el("span");
    case "spoiler":
      return el("span", { class: "spoiler", onclick: (event) => event.currentTarget.classList.add("open") });
    case "blockquote":
      return el("blockquote");
    case "expandable_blockquote":
      return el("blockquote", { class: "folds", onclick: (event) => fold(event) });
    case "bot_command":
      return el("button", { class: "command", type: "button", onclick: () => onCommand(marked) });
    case "date_time":
      return el("time", { title: new Date(entity.unix_time * 1000).toLocaleString() });
    default:
      return el(TAGS[entity.type] || "span");
  }
}

function fold(event) {
  if (!event.target.closest("a, button")) event.currentTarget.classList.toggle("open");
}

function link(address) {
  if (!address) return el("span");
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", title: address });
}
