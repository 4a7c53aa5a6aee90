// Everything that opens over the chat: questions, alerts, menus, toasts.

import { $, el, icon } from "./dom.js";

let toastTimer = 0;

export function toast(words) {
  const box = $("toast");
  box.textContent = words;
  box.classList.add("on");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => box.classList.remove("on"), 3500);
}

/** A titled text with one button; resolves when it is closed. */
export function alertBox(title, words, { preformatted = false } = {}) {
  const body = preformatted ? el("pre", { tabindex: "0", text: words }) : el("p", { text: words });
  const close = el("button", { class: "main", type: "submit", text: "Понятно" });
  return open(el("form", { method: "dialog" }, title ? el("h2", { text: title }) : null, body, el("div", { class: "row" }, close)));
}

/** A form of labelled fields; resolves to their values, or to null when it is closed. */
export async function question(title, fields, done, note = "") {
  const inputs = fields.map((field) => el("input", { name: field.name, value: field.value ?? "", placeholder: field.hint ?? "", required: Boolean(field.required), autocomplete: "off", pattern: field.pattern, maxlength: field.limit ?? "64" }));
  const labels = fields.map((field, at) => el("label", {}, field.label, inputs[at]));
  const cancel = el("button", { class: "quiet", type: "button", text: "Отмена", onclick: () => $("dialog").close("") });
  const submit = el("button", { class: "main", type: "submit", value: "done", text: done });
  const form = el("form", { method: "dialog" }, el("h2", { text: title }), note ? el("p", { text: note }) : null, ...labels, el("div", { class: "row" }, cancel, submit));
  const answered = await open(form);
  return answered === "done" ? Object.fromEntries(inputs.map((input) => [input.name, input.value.trim()])) : null;
}

function open(content) {
  const dialog = $("dialog");
  const title = content.querySelector("h2");
  if (title) title.id = "dialog-title";
  dialog.setAttribute("aria-labelledby", "dialog-title");
  dialog.replaceChildren(content);
  dialog.returnValue = "";
  if (!dialog.open) dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}

/** A menu beside a button or at a point. Items: {label, icon, run, danger}; `emoji` adds a row of reactions. */
export function menu(items, near, emoji) {
  const box = $("menu");
  const owner = near instanceof Element ? near : null;
  box.replaceChildren(
    ...(emoji ? [el("div", { class: "emoji" }, ...emoji.list.map((one) => item({ label: one, run: () => emoji.run(one), plain: true })))] : []),
    ...items.map(item));
  box.hidden = false;
  place(box, owner ? owner.getBoundingClientRect() : { left: near.x, right: near.x, top: near.y, bottom: near.y });
  owner?.setAttribute("aria-expanded", "true");
  box.querySelector("button")?.focus();
  box.closeMenu = () => {
    box.hidden = true;
    owner?.setAttribute("aria-expanded", "false");
    owner?.focus();
  };
}

function item({ label, icon: name, run, danger, plain }) {
  const made = el("button", { type: "button", role: "menuitem", class: danger ? "danger" : undefined }, plain ? null : icon(name), label);
  made.onclick = () => {
    $("menu").closeMenu();
    run();
  };
  return made;
}

function place(box, near) {
  const { width, height } = box.getBoundingClientRect();
  const left = Math.max(8, Math.min(near.right - width, innerWidth - width - 8));
  const below = near.bottom + 6 + height < innerHeight;
  box.style.left = `${near.left + width < innerWidth && near.left === near.right ? near.left : left}px`;
  box.style.top = `${below ? near.bottom + 6 : Math.max(8, near.top - height - 6)}px`;
}

document.addEventListener("pointerdown", (event) => {
  if (!$("menu").hidden && !$("menu").contains(event.target)) $("menu").closeMenu();
});
document.addEventListener("keydown", (event) => {
  const box = $("menu");
  if (box.hidden) return;
  if (event.key === "Escape") box.closeMenu();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...box.querySelectorAll("button")];
  all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
});
