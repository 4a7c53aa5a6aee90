// Formatted text: Telegram's entities (UTF-16 offsets, like JavaScript strings) into nested elements.

import { el, icon } from "./dom.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s" };

/** What the chat does with a tap on a link or a command; set once by the page. */
export const taps = { link: (url) => window.open(url, "_blank", "noopener"), command: () => {}, copy: () => {} };

export function formatted(text, entities = []) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const root = el("span", { class: "text" });
  root.append(...stretch(text, 0, text.length, sorted));
  return root;
}

function stretch(text, from, to, entities) {
  const parts = [];
  let at = from;
  while (entities.length) {
    const [first] = entities;
    const end = Math.min(first.offset + first.length, to);
    const inside = entities.slice(1).filter((item) => item.offset < end);
    entities = entities.slice(1 + inside.length);
    if (first.offset < at) continue;
    parts.push(text.slice(at, first.offset));
    const words = text.slice(first.offset, end);
    parts.push(wrapped(first, words, stretch(text, first.offset, end, inside)));
    at = end;
    // A quotation is a block: the line break after it would show as an empty line.
    if (first.type.endsWith("blockquote") || first.type === "pre") at += text[at] === "\n" ? 1 : 0;
  }
  parts.push(text.slice(at, to));
  return parts.filter((part) => part !== "");
}

function wrapped(entity, words, children) {
  switch (entity.type) {
    case "bold": case "italic": case "underline": case "strikethrough":
      return el(TAGS[entity.type], {}, ...children);
    case "code": return el("code", { title: "Скопировать", onclick: () => taps.copy(words) }, ...children);
    case "pre": return el("pre", { "data-language": entity.language }, el("code", { onclick: () => taps.copy(words) }, ...children));
    case "blockquote": return el("blockquote", {}, ...children);
    case "expandable_blockquote": return foldable(children);
    case "spoiler": return spoiler(children);
    case "text_link": return link(entity.url, children);
    case "url": return link(words.includes("://") ? words : `https://${words}`, children);
    case "email": return link(`mailto:${words}`, children);
    case "phone_number": return link(`tel:${words.replace(/[^\d+]/g, "")}`, children);
    case "bot_command": return el("button", { class: "command", type: "button", onclick: () => taps.command(words) }, ...children);
    case "mention": case "hashtag": case "cashtag": case "text_mention":
      return el("span", { class: "tag" }, ...children);
    default: return el("span", {}, ...children);
  }
}

function link(url, children) {
  const onclick = (event) => {
    if (!/^https?:|^tg:/.test(url)) return;
    event.preventDefault();
    taps.link(url);
  };
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer", onclick }, ...children);
}

function spoiler(children) {
  const show = (event) => {
    made.classList.add("seen");
    made.removeAttribute("role");
    event.stopPropagation();
  };
  const made = el("span", { class: "spoiler", role: "button", tabindex: "0", title: "Показать скрытое", onclick: show }, ...children);
  made.onkeydown = (event) => (event.key === "Enter" || event.key === " ") && show(event);
  return made;
}

function foldable(children) {
  const toggle = el("button", { class: "unfold", type: "button", "aria-label": "Показать целиком", "aria-expanded": "false" }, icon("down"));
  const made = el("blockquote", { class: "folded" }, ...children, toggle);
  made.onclick = (event) => {
    if (event.target.closest("a")) return;
    const folded = made.classList.toggle("folded");
    toggle.setAttribute("aria-expanded", String(!folded));
  };
  return made;
}
