// Talking to the server: the form token, what to do when the session has ended, bars that say what is wrong.

const bar = (id) => document.getElementById(id);

export const parse = (text) => new DOMParser().parseFromString(text, "text/html");

export function show(id, visible = true, words = null) {
  const found = bar(id);
  if (!found) return;
  if (words !== null) found.textContent = words;
  found.hidden = !visible;
}

/** A form post as the browser would make it, with the token of this page. Rejects when the server is away. */
export async function post(url, fields, { live = false, keepalive = false } = {}) {
  const withFiles = fields instanceof FormData && fields.getAll("files").some((file) => file.size);
  if (fields instanceof FormData && !withFiles) fields.delete("files");
  const body = withFiles ? fields : new URLSearchParams(fields);
  body.set("csrf", document.body.dataset.csrf);
  const headers = live ? { "X-Live": "1" } : {};
  const response = await fetch(url, { method: "POST", body, headers, keepalive });
  if (response.status === 401) show("signed-out");
  return response;
}

/** A fragment of a page; null when there is none to be had now. */
export async function get(url) {
  const response = await fetch(url, { headers: { "X-Live": "1" } });
  if (response.status === 401) show("signed-out");
  return response.ok ? parse(await response.text()) : null;
}

/** After signing in again in another tab: take over the new session's token. True when there is a session. */
export async function renew() {
  const response = await fetch(location.href);
  if (!response.ok) return false;
  const token = parse(await response.text()).body.dataset.csrf;
  document.body.dataset.csrf = token;
  for (const input of document.querySelectorAll('input[name="csrf"]')) input.value = token;
  show("signed-out", false);
  return true;
}
