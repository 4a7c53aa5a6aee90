// The list on the left: everybody in the sandbox, the newest conversation first.

import { act, write } from "./api.js";
import { $, clock, day, el, face } from "./dom.js";
import { question } from "./dialogs.js";

const NAMES = ["Марина", "Ольга", "Сергей", "Айгуль", "Татьяна", "Дмитрий", "Елена", "Наталья", "Павел", "Светлана"];

export function showPeople(rows, current) {
  $("people").replaceChildren(...rows.map((row) => el("li", {}, entry(row, current))));
}

function entry({ person, at, preview, mine, unread, blocked }, current) {
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  const words = blocked ? "бот заблокирован" : preview ? (mine ? "Вы: " : "") + preview.split("\n")[0] : "ещё не писали";
  const when = at ? (day(at) === "Сегодня" ? clock(at) : day(at)) : "";
  const badge = unread ? el("span", { class: "badge", "aria-label": `непрочитанных: ${unread}`, text: String(unread) }) : null;
  return el("a", { href: `/?person=${person.id}`, "aria-current": person.id === current ? "page" : undefined },
    face(name, person.id), el("span", { class: "words" }, el("strong", { text: name }), el("small", { text: words })),
    el("span", { class: "side" }, el("time", { text: when }), badge));
}

export const nextName = (rows) => NAMES.find((name) => !rows.some((row) => row.person.first_name === name)) || `Гость ${rows.length + 1}`;

/** Ask for a name and make the person; null when the form was closed. */
export async function newPerson(rows) {
  const given = await question("Новый человек", [
    { name: "first_name", label: "Имя", value: nextName(rows), required: true },
    { name: "last_name", label: "Фамилия (можно не указывать)" },
    { name: "payload", label: "Пришёл по ссылке ?start= (можно не указывать)", hint: "tikhvin", pattern: "[A-Za-z0-9_\\-]{0,64}" },
  ], "Создать", "Напишите боту от его имени. Настоящие данные здесь не нужны.");
  if (!given) return null;
  const { payload, ...names } = given;
  const person = await write("people", Object.fromEntries(Object.entries(names).filter(([, value]) => value)));
  return { person, payload };
}

export const markRead = (person, messageId) => act(person, "read", { message_id: messageId });
