// The page as a whole: which person is open, what is live, what taps and links do.

import { act, read, write } from "./api.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { $, el } from "./dom.js";
import { alertBox, menu, question, toast } from "./dialogs.js";
import { taps } from "./entities.js";
import { newPerson, nextName, showPeople } from "./people.js";

const ACTIONS = { typing: "печатает…", upload_photo: "отправляет фото…", upload_document: "отправляет файл…", record_voice: "записывает голосовое…", upload_voice: "отправляет голосовое…", choose_sticker: "выбирает стикер…", find_location: "ищет место…" };
const ACTION_SHOWN = 5000;
const REACTIONS = ["👍", "❤", "🙏", "😢", "👎"];

class Page {
  constructor() {
    this.bot = { username: "", first_name: "Бот", commands: [] };
    this.rows = [];
    this.person = null;
    this.chat = null;
    this.payload = null;
    this.isOffline = false;
    this.composer = new Composer(this);
    this.on = { tap: this.tap, menu: this.messageMenu, jump: (id) => this.chat.jump(id), changed: this.changed };
  }

  async begin() {
    taps.link = (url) => this.follow(url);
    taps.command = (words) => this.say(words);
    taps.copy = (words) => this.copy(words);
    this.wire();
    await this.refreshPeople();
    await this.route();
    this.listen();
  }

  wire() {
    $("new-person").onclick = () => this.makePerson();
    $("people").onclick = (event) => this.openFromList(event);
    $("back").onclick = (event) => (event.preventDefault(), this.go("/?list"));
    $("more").onclick = () => this.chatMenu();
    $("profile").onclick = () => this.showProfile();
    $("wide").onclick = () => this.wide();
    $("down").onclick = () => this.chat.toBottom();
    $("pinned").onclick = () => this.chat.jump(this.chat.view.pinned);
    $("scroll").onscroll = () => this.chat?.scrolled();
    window.onpopstate = () => this.route();
    document.onvisibilitychange = () => this.chat?.scrolled();
    const resized = new ResizeObserver(() => this.resized());
    resized.observe($("compose"));
    resized.observe($("scroll"));
  }

  /** A keyboard that opens must not push the newest message out of sight. */
  resized() {
    $("panes").style.setProperty("--compose-height", `${$("compose").offsetHeight}px`);
    if (this.chat?.stuck) this.chat.toBottom(true);
  }

  /** Server events say only that something changed; the page then asks what. */
  listen() {
    const source = new EventSource("/sim/events");
    let seen = 0;
    source.onmessage = (event) => {
      const { revision } = JSON.parse(event.data);
      if (revision < seen) location.reload(); // the sandbox started anew: nothing on this page is true any more
      seen = revision;
      this.refreshPeople().catch(() => {});
      this.chat?.refresh().catch(() => {});
      this.offline(false);
    };
    source.onerror = () => this.offline(true);
  }

  offline(yes) {
    if (this.isOffline !== yes) this.status(yes ? "нет связи с песочницей…" : undefined, yes);
    this.isOffline = yes;
  }

  async refreshPeople() {
    const view = await read("people");
    this.rows = view.people;
    this.bot = view.bot;
    $("bot-name").textContent = this.bot.first_name;
    $("bot-face").textContent = [...this.bot.first_name][0];
    $("bot-face").className = "face bot";
    showPeople(this.rows, this.person);
    const unread = this.rows.reduce((sum, row) => sum + (row.person.id === this.person ? 0 : row.unread), 0);
    document.title = `${unread ? `(${unread}) ` : ""}${this.bot.first_name} — песочница`;
  }

  /** Open what the address says: a person, a deep link for somebody new, or the list. */
  async route() {
    const query = new URLSearchParams(location.search);
    const payload = query.get("start");
    if (query.has("list")) return this.open(null);
    let person = Number(query.get("person")) || null;
    if (person && !this.rows.some((row) => row.person.id === person)) {
      toast("Такого человека здесь нет");
      person = null;
    }
    if (!person && (payload !== null || !this.rows.length)) {
      person = (await write("people", { first_name: nextName(this.rows) })).id;
      await this.refreshPeople();
      history.replaceState(null, "", `/?person=${person}${payload === null ? "" : `&start=${encodeURIComponent(payload)}`}`);
    }
    const wide = matchMedia("(min-width: 761px)").matches;
    await this.open(person || (wide ? this.rows[0]?.person.id : null), payload);
  }

  go(address) {
    history.pushState(null, "", address);
    return this.route();
  }

  async open(person, payload = null) {
    $("panes").classList.toggle("open", Boolean(person));
    this.payload = payload;
    if (person && person === this.person) return this.drawBottom();
    if (this.chat) this.chat.closed = true;
    this.person = person;
    showPeople(this.rows, person);
    if (!person) return;
    this.composer.clear();
    this.composer.drawn = undefined;
    this.chat = new Chat(person, this.on);
    await this.chat.refresh();
  }

  changed = (view, first) => {
    if (first || view.messages.some((row) => row.side === "bot")) this.status();
    $("pinned").hidden = !this.chat.pinnedWords();
    $("pinned").textContent = `📌 ${this.chat.pinnedWords()}`;
    for (const notice of view.notices) if (!first) this.notice(notice);
    this.drawBottom();
  };

  /** START for a new chat or a deep link, «разблокировать» for a blocked one, else the input line. */
  drawBottom() {
    const view = this.chat?.view;
    if (!view) return;
    const empty = !this.chat.rows.size;
    const start = this.payload !== null || (!view.started && empty);
    $("wide").hidden = !(start || view.blocked);
    $("wide").textContent = view.blocked ? "РАЗБЛОКИРОВАТЬ БОТА" : "НАЧАТЬ";
    $("form").hidden = start || view.blocked;
    $("about").hidden = !empty;
    if (empty) this.drawAbout();
    this.composer.draw(view.keyboard, view.blocked || start);
  }

  drawAbout() {
    const words = this.bot.description || this.bot.about || "Нажмите «Начать», и бот ответит.";
    $("about").replaceChildren($("bot-face").cloneNode(true), el("h2", { text: this.bot.description ? "Что умеет этот бот?" : this.bot.first_name }), el("p", { text: words }));
  }

  async wide() {
    if (this.chat.view.blocked) return this.composer.try(() => act(this.person, "unblock"));
    const payload = this.payload || "";
    const done = await this.composer.try(() => act(this.person, "start", { payload }));
    if (!done) return;
    this.payload = null;
    history.replaceState(null, "", `/?person=${this.person}`);
    await this.chat.refresh();
    this.drawBottom();
    $("words").focus();
  }

  async say(text) {
    const done = await this.composer.try(() => act(this.person, "say", { text }));
    if (done) this.chat.toBottom();
  }

  notice({ kind, text }) {
    if (kind === "toast") toast(text);
    else if (kind === "alert") alertBox("", text);
    else if (kind === "link") this.follow(text);
    else this.status(ACTIONS[text] || "печатает…", true, ACTION_SHOWN);
  }

  ownName() {
    const person = this.chat?.view?.person;
    return person ? [person.first_name, person.last_name].filter(Boolean).join(" ") : "";
  }

  /** The line under the bot's name: who is writing to it, unless something is going on. */
  status(words = `бот · вы — ${this.ownName()}`, busy = false, shown = 0) {
    clearTimeout(this.statusTimer);
    $("status").textContent = words;
    $("status").classList.toggle("busy", busy);
    if (shown) this.statusTimer = setTimeout(() => this.status(), shown);
  }

  tap = async (messageId, row, column, button) => {
    button.classList.add("spin");
    const done = await this.composer.try(() => act(this.person, "tap", { message_id: messageId, row, column }));
    if (done?.kind !== "callback") button.classList.remove("spin");
    if (done?.kind === "url") this.follow(done.value);
    if (done?.kind === "copy") this.copy(done.value);
    if (done?.kind === "web_app") alertBox("Мини-приложение", `В Телеграме откроется ${done.value}`);
    if (done?.kind === "inline") {
      $("words").value = `@${this.bot.username} ${done.value}`;
      $("words").focus();
      this.composer.typed();
    }
  };

  /** Links to this very bot stay on the page; others open in a new tab. */
  follow(url) {
    const own = new RegExp(`^(?:https?://(?:t|telegram)\\.me/${this.bot.username}/?|tg://resolve/?)(?:\\?(.*))?$`, "i").exec(url);
    const query = new URLSearchParams(own?.[1] || "");
    const foreign = own && url.startsWith("tg:") && query.get("domain")?.toLowerCase() !== this.bot.username.toLowerCase();
    if (own && !foreign) return this.go(`/?person=${this.person}${query.has("start") ? `&start=${encodeURIComponent(query.get("start"))}` : ""}`);
    if (url.startsWith("http")) return window.open(url, "_blank", "noopener");
    return toast(`Телеграм открыл бы: ${url}`);
  }

  async copy(words) {
    await navigator.clipboard.writeText(words);
    toast("Скопировано");
  }

  async makePerson() {
    const made = await this.composer.try(() => newPerson(this.rows));
    if (!made) return;
    await this.refreshPeople();
    await this.go(`/?person=${made.person.id}${made.payload ? `&start=${made.payload}` : ""}`);
  }

  openFromList(event) {
    const link = event.target.closest("a");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.go(link.getAttribute("href"));
  }

  chatMenu() {
    const view = this.chat.view;
    menu([
      { label: "О боте", icon: "info", run: () => this.showProfile() },
      { label: "Открыть по ссылке", icon: "link", run: () => this.deepLink() },
      { label: "Переписка текстом", icon: "text", run: () => this.showTranscript() },
      view.blocked
        ? { label: "Разблокировать бота", icon: "block", run: () => this.composer.try(() => act(this.person, "unblock")) }
        : { label: "Заблокировать бота", icon: "block", danger: true, run: () => this.composer.try(() => act(this.person, "block")) },
    ], $("more"));
  }

  async deepLink() {
    const given = await question("Открыть по ссылке", [
      { name: "payload", label: `t.me/${this.bot.username}?start=`, hint: "tikhvin", pattern: "[A-Za-z0-9_\\-]{0,64}" },
    ], "Открыть", "Так в чат приходят с плаката или с сайта центра.");
    if (given) await this.go(`/?person=${this.person}&start=${given.payload}`);
  }

  async showTranscript() {
    const text = await read(`people/${this.person}/transcript`);
    await alertBox("Переписка текстом", text || "Пока пусто.", { preformatted: true });
  }

  showProfile() {
    const commands = this.bot.commands.map((one) => `/${one.command} — ${one.description}`).join("\n");
    const words = [this.bot.about || this.bot.description, `@${this.bot.username}`, commands].filter(Boolean).join("\n\n");
    return alertBox(this.bot.first_name, words);
  }

  messageMenu = (row, near) => {
    const { message } = row;
    const words = message.text || message.caption;
    const own = row.side === "person" && words && !message.via_bot;
    menu([
      { label: "Ответить", icon: "reply", run: () => this.composer.reply(row) },
      ...(own ? [{ label: "Исправить", icon: "edit", run: () => this.composer.edit(row) }] : []),
      ...(words ? [{ label: "Скопировать", icon: "copy", run: () => this.copy(words) }] : []),
      { label: "Удалить у себя", icon: "trash", danger: true, run: () => act(this.person, "hide", { message_id: message.message_id }) },
    ], near, { list: REACTIONS, run: (emoji) => this.react(row, emoji) });
  };

  react(row, emoji) {
    const again = row.reactions.includes(emoji);
    return this.composer.try(() => act(this.person, "react", { message_id: row.message.message_id, emoji: again ? null : emoji }));
  }
}

new Page().begin();
