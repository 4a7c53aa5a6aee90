// The page's only way to the sandbox: JSON under /sim. Errors carry the sandbox's own words.

export class Refused extends Error {}

async function ask(path, options) {
  const answer = await fetch(`/sim/${path}`, options);
  const isJson = (answer.headers.get("content-type") || "").includes("json");
  const body = isJson ? await answer.json() : await answer.text();
  if (!answer.ok) throw new Refused((isJson && body.error) || "Не получилось");
  return body;
}

export const read = (path) => ask(path);

export const write = (path, body = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const act = (person, name, body) => write(`people/${person}/${name}`, body);

export function parcel(person, fields, files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
  for (const file of files) form.append("file", file);
  return ask(`people/${person}/parcel`, { method: "POST", body: form });
}

export const fileUrl = (id) => `/sim/files/${encodeURIComponent(id)}`;
