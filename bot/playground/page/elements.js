// Building the page: text is always a text node, never markup.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An icon of one path, drawn in the style of the page. */
export function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  back: "M15 5l-7 7 7 7",
  more: "M12 6h.01M12 12h.01M12 18h.01",
  send: "M4 12l16-8-6 16-3-7-7-1Z",
  close: "M6 6l12 12M18 6 6 18",
};

export function avatar(name, id, isSmall = false) {
  const letter = [...(name || "?").trim()][0] || "?";
  const tint = Math.abs(Number(id)) % 7;
  return el("span", { class: `avatar tint-${tint}${isSmall ? " small" : ""}`, "aria-hidden": "true" }, letter.toUpperCase());
}

/** Return an address that may be opened from here, or null. */
export function openable(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "tg:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function toast(text) {
  const node = el("div", { class: "toast" }, text);
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), 2500 + text.length * 40);
}

/** Show a dialog; `fields` are [name, label, control]. Resolves to their values, or null. */
export function askInDialog(title, { text = "", fields = [], confirm = "OK", canCancel = true } = {}) {
  const dialog = document.getElementById("dialog");
  return new Promise((resolve) => {
    const form = el(
      "form",
      { method: "dialog" },
      el("h2", {}, title),
      text && el("p", {}, text),
      ...fields.map(([, label, control]) => el("label", {}, label, control)),
      el(
        "div",
        { class: "row" },
        canCancel && el("button", { class: "plain", type: "button", onclick: () => dialog.close() }, "Cancel"),
        el("button", { class: "primary", value: "yes" }, confirm),
      ),
    );
    dialog.replaceChildren(form);
    dialog.returnValue = "";
    dialog.onclose = () => {
      const values = Object.fromEntries(fields.map(([name, , control]) => [name, control.value.trim()]));
      resolve(dialog.returnValue === "yes" ? values : null);
    };
    dialog.showModal();
  });
}

export function choice(options) {
  return el("select", {}, ...options.map(([value, label]) => el("option", { value }, label)));
}
