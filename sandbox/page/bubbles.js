// One message as a bubble: quote, attachment, text, time, reactions and the inline buttons under it.

import { fileUrl } from "./api.js";
import { clock, el, face, icon, size } from "./dom.js";
import { formatted } from "./entities.js";

const MARKS = { url: "out", web_app: "out", copy_text: "copy", switch_inline_query: "reply", switch_inline_query_current_chat: "reply" };

/** `on`: what the chat does when a button, a quote or the message menu is used. */
export function bubble(row, on, waiting) {
  const { message } = row;
  if (message.pinned_message) return service("Бот закрепил сообщение", message.message_id);
  const mine = row.side === "person";
  const made = el("div", { class: `message${mine ? " mine" : ""}`, "data-id": String(message.message_id) });
  made.append(el("span", { class: "bubble" }, ...inside(message, mine, on), meta(message, mine), reactions(row.reactions)), more(made, row, on));
  if (message.reply_markup) made.append(buttons(message, on, waiting));
  made.oncontextmenu = (event) => {
    if (event.target.closest("a, img, video")) return;
    event.preventDefault();
    on.menu(row, { x: event.clientX, y: event.clientY });
  };
  return made;
}

function service(words, id) {
  return el("div", { class: "service", "data-id": String(id), text: words });
}

function inside(message, mine, on) {
  const parts = [];
  if (message.forward_origin) parts.push(el("div", { class: "origin", text: `Переслано: ${message.forward_origin.sender_user.first_name}` }));
  if (message.via_bot) parts.push(el("div", { class: "origin", text: `через @${message.via_bot.username}` }));
  if (message.reply_to_message) parts.push(quote(message.reply_to_message, on));
  const words = message.text ?? message.caption;
  const text = words ? formatted(words, message.entities || message.caption_entities) : null;
  const media = attachment(message);
  const order = message.show_caption_above_media ? [text, media] : [media, text];
  return [...parts, ...order];
}

function quote(replied, on) {
  const who = replied.from.is_bot ? replied.from.first_name : "Вы";
  return el("button", { class: "quote", type: "button", onclick: () => on.jump(replied.message_id) }, el("strong", { text: who }), el("span", { text: summary(replied) }));
}

/** A message in a few words, for quotes and the pinned line. */
export function summary(message) {
  const words = message.text || message.caption;
  if (words) return words.split("\n")[0];
  const names = { photo: "Фото", voice: "Голосовое", video: "Видео", video_note: "Видеосообщение", sticker: "Стикер", contact: "Контакт", location: "Место", audio: "Аудио", animation: "Анимация", document: "Файл" };
  return names[Object.keys(names).find((name) => message[name])] || "Сообщение";
}

function attachment(message) {
  if (message.photo) return photo(message);
  if (message.sticker) return el("img", { class: "sticker", src: fileUrl(message.sticker.file_id), alt: "Стикер" });
  if (message.voice || message.audio) return el("audio", { controls: true, preload: "none", src: fileUrl((message.voice || message.audio).file_id) });
  if (message.video_note) return el("video", { class: "note", controls: true, preload: "none", src: fileUrl(message.video_note.file_id) });
  if (message.video || message.animation) return el("video", { controls: true, preload: "none", src: fileUrl((message.video || message.animation).file_id) });
  if (message.document) return document_(message.document);
  if (message.contact) return contact(message.contact);
  if (message.location) return place(message.location);
  return null;
}

function photo(message) {
  const full = message.photo.at(-1);
  const image = el("img", { src: fileUrl(full.file_id), alt: message.caption || "Фото", width: full.width, height: full.height, loading: "lazy" });
  const frame = el("a", { class: `photo${message.has_media_spoiler ? " veiled" : ""}`, href: fileUrl(full.file_id), target: "_blank", rel: "noopener" }, image);
  frame.onclick = (event) => {
    if (!frame.classList.contains("veiled")) return;
    event.preventDefault();
    frame.classList.remove("veiled");
  };
  return frame;
}

function document_(file) {
  const badge = el("span", { class: "face bot", "aria-hidden": "true" }, icon("file"));
  const words = el("span", {}, el("strong", { text: file.file_name || "Файл" }), el("small", { text: size(file.file_size || 0) }));
  return el("a", { class: "card", href: fileUrl(file.file_id), download: file.file_name || "file" }, badge, words);
}

function contact(person) {
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  const words = el("span", {}, el("strong", { text: name }), el("small", { text: person.phone_number }));
  return el("span", { class: "card" }, face(name, person.user_id || 0), words);
}

function place(point) {
  const badge = el("span", { class: "face bot", "aria-hidden": "true" }, icon("place"));
  const where = `${point.latitude.toFixed(5)}, ${point.longitude.toFixed(5)}`;
  return el("span", { class: "card" }, badge, el("span", {}, el("strong", { text: "Место на карте" }), el("small", { text: where })));
}

function meta(message, mine) {
  const at = new Date(message.date * 1000);
  const edited = message.edit_date ? "изменено " : "";
  return el("span", { class: "meta" }, el("time", { datetime: at.toISOString(), text: edited + clock(message.date) }),
    mine ? el("span", { class: "ticks", "aria-label": "доставлено", role: "img", text: "✓✓" }) : null);
}

function reactions(list) {
  return list.length ? el("span", { class: "reactions" }, ...list.map((emoji) => el("span", { text: emoji }))) : null;
}

function more(made, row, on) {
  const button = el("button", { class: "round act", type: "button", "aria-label": "Действия с сообщением", "aria-haspopup": "menu" }, icon("more"));
  button.onclick = () => on.menu(row, button);
  return button;
}

function buttons(message, on, waiting) {
  const rows = message.reply_markup.inline_keyboard.map((row, y) =>
    el("div", {}, ...row.map((button, x) => inlineButton(button, message.message_id, y, x, on, waiting))));
  return el("div", { class: "buttons", role: "group", "aria-label": "Кнопки под сообщением" }, ...rows);
}

function inlineButton(button, id, y, x, on, waiting) {
  const mark = Object.keys(MARKS).find((name) => button[name] !== undefined);
  const busy = waiting.has(`${id}:${y}:${x}`);
  const made = el("button", { type: "button", class: [button.style, busy && "spin"].filter(Boolean).join(" "), "aria-busy": busy ? "true" : undefined,
    disabled: button.disabled !== undefined, "data-place": `${id}:${y}:${x}` }, button.text, mark ? el("span", { class: "mark" }, icon(MARKS[mark])) : null);
  made.onclick = () => on.tap(id, y, x, made);
  return made;
}
