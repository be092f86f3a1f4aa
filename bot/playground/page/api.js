// What the page asks of the playground, and how it hears of changes.

export class Refused extends Error {}

async function ask(path, options) {
  const response = await fetch(`/_people/${path}`, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error || "The playground did not answer.");
  return body;
}

export const read = (path) => ask(path);

export const send = (path, fields = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(fields) });

/** Call `heard` with every change after `number`; the browser reconnects by itself. */
export function follow(number, heard) {
  const source = new EventSource(`/_people/events?after=${number}`);
  source.onmessage = (event) => heard(JSON.parse(event.data));
  return source;
}
