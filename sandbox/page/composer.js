// The input line: sending, replying, correcting, commands, inline questions, attachments.

import { act, parcel, read } from "./api.js";
import { $, el, icon } from "./dom.js";
import { menu, question, toast } from "./dialogs.js";
import { summary } from "./bubbles.js";

const ASK_AFTER = 250;

export class Composer {
  constructor(page) {
    this.page = page;
    this.mode = null;
    this.asked = 0;
    $("form").onsubmit = (event) => (event.preventDefault(), this.send());
    $("words").oninput = () => this.typed();
    $("words").onkeydown = (event) => this.key(event);
    $("slash").onclick = () => this.toggleCommands();
    $("attach").onclick = () => this.attach();
    $("keys").onclick = () => this.showKeyboard($("keyboard").hidden);
  }

  get person() {
    return this.page.person;
  }

  /** Do something as the person; a refusal is told, never swallowed. */
  async try(work) {
    try {
      return await work();
    } catch (error) {
      toast(error.message);
      return null;
    }
  }

  async send() {
    const text = $("words").value;
    if (!text.trim()) return;
    const mode = this.mode;
    const done = await this.try(() => mode?.edit
      ? act(this.person, "edit", { text, message_id: mode.edit })
      : act(this.person, "say", { text, reply_to: mode?.reply }));
    if (!done) return;
    this.clear();
    this.page.chat.toBottom();
  }

  clear() {
    $("words").value = "";
    this.setMode(null);
    this.typed();
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") {
      if (!$("suggest").hidden) this.suggest(null);
      else if (this.mode) this.clear();
    } else if (event.key === "ArrowUp" && !$("words").value) {
      this.editLast(event);
    } else if (event.key === "ArrowUp" && !$("suggest").hidden) {
      event.preventDefault();
      $("suggest").querySelector("button:last-of-type")?.focus();
    }
  }

  editLast(event) {
    const own = [...this.page.chat.rows.values()].reverse().find((row) => row.side === "person" && row.message.text);
    if (!own) return;
    event.preventDefault();
    this.edit(own);
  }

  typed() {
    const box = $("words");
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 168)}px`;
    const text = box.value;
    const mention = `@${this.page.bot.username} `;
    if (/^\/\w*$/.test(text)) this.commands(text);
    else if (text.startsWith(mention)) this.askSoon(text.slice(mention.length));
    else this.suggest(null);
  }

  suggest(children) {
    $("suggest").hidden = !children;
    if (children) $("suggest").replaceChildren(...children);
  }

  toggleCommands() {
    if ($("suggest").hidden) this.commands("/");
    else this.suggest(null);
  }

  commands(prefix) {
    const fitting = this.page.bot.commands.filter((one) => `/${one.command}`.startsWith(prefix));
    if (!fitting.length && prefix !== "/") return this.suggest(null);
    const none = el("p", { text: "Бот ещё не назвал своих команд." });
    const rows = fitting.map((one) => {
      const run = () => {
        this.suggest(null);
        this.clear();
        this.page.say(`/${one.command}`);
      };
      return el("button", { type: "button", onclick: run }, el("strong", { text: `/${one.command}` }), el("span", { text: one.description }));
    });
    this.suggest(rows.length ? rows : [none]);
  }

  askSoon(query) {
    clearTimeout(this.askTimer);
    this.askTimer = setTimeout(() => this.try(() => this.ask(query)), ASK_AFTER);
  }

  async ask(query) {
    const turn = ++this.asked;
    const { query_id: id } = await act(this.person, "ask", { query });
    const { results } = await read(`people/${this.person}/results?query_id=${id}&wait=5`);
    if (turn !== this.asked) return;
    const rows = results.map((one) => {
      const run = async () => {
        await this.try(() => act(this.person, "choose", { query_id: id, result_id: one.id }));
        this.clear();
      };
      return el("button", { type: "button", onclick: run }, el("strong", { text: one.title }), el("span", { text: one.text.split("\n")[0] }));
    });
    this.suggest(rows.length ? rows : [el("p", { text: "Бот ничего не предложил." })]);
  }

  setMode(mode, title, row) {
    this.mode = mode;
    $("context").hidden = !mode;
    if (!mode) return;
    const cancel = el("button", { class: "round", type: "button", "aria-label": "Отменить" }, icon("close"));
    cancel.onclick = () => this.clear();
    $("context").replaceChildren(icon(mode.edit ? "edit" : "reply"),
      el("div", {}, el("strong", { text: title }), el("span", { text: summary(row.message) })), cancel);
    $("words").focus();
  }

  reply(row) {
    this.setMode({ reply: row.message.message_id }, "Ответ на сообщение", row);
  }

  edit(row) {
    this.setMode({ edit: row.message.message_id }, "Исправление", row);
    $("words").value = row.message.text || row.message.caption || "";
    this.typed();
  }

  /** The bot's reply keyboard at the bottom. */
  draw(keyboard, blocked) {
    const rows = blocked ? [] : keyboard?.keyboard || [];
    const changed = JSON.stringify(keyboard) !== this.drawn;
    this.drawn = JSON.stringify(keyboard);
    $("keys").hidden = !rows.length;
    $("words").placeholder = keyboard?.input_field_placeholder || "Сообщение";
    if (!rows.length) $("keyboard").hidden = true;
    if (!changed) return;
    $("keyboard").classList.toggle("compact", Boolean(keyboard?.resize_keyboard));
    $("keyboard").replaceChildren(...rows.map((row) => el("div", {}, ...row.map((button) => this.keyboardButton(button)))));
    this.showKeyboard(Boolean(rows.length));
    if (keyboard?.force_reply) this.forceReply();
  }

  keyboardButton(button) {
    const made = el("button", { type: "button", class: button.style, text: button.text });
    made.onclick = () => this.press(button);
    return made;
  }

  async press(button) {
    if (button.request_contact) {
      const agreed = await question("Поделиться номером?", [], "Поделиться", "Бот увидит номер телефона этого человека.");
      if (!agreed) return;
    }
    const done = await this.try(() => act(this.person, "tap", { text: button.text }));
    if (done) this.page.chat.toBottom();
  }

  showKeyboard(visible) {
    $("keyboard").hidden = !visible;
    $("keys").setAttribute("aria-expanded", String(visible));
  }

  forceReply() {
    const row = [...this.page.chat.rows.values()].reverse().find((one) => one.side === "bot");
    if (row) this.reply(row);
  }

  attach() {
    menu([
      { label: "Фото", icon: "photo", run: () => this.pick("photo", "image/*") },
      { label: "Файл", icon: "file", run: () => this.pick("document", "") },
      { label: "Голосовое из файла", icon: "voice", run: () => this.pick("voice", "audio/*,.oga,.ogg") },
      { label: "Пробное голосовое", icon: "voice", run: () => this.sampleVoice() },
      { label: "Контакт", icon: "contact", run: () => this.contact() },
      { label: "Место", icon: "place", run: () => this.place() },
    ], $("attach"));
  }

  pick(kind, accept) {
    const picker = $("picker");
    picker.accept = accept;
    picker.multiple = kind !== "voice";
    picker.value = "";
    picker.onchange = () => this.parcel(kind, [...picker.files].slice(0, 10));
    picker.click();
  }

  async parcel(kind, files, more = {}) {
    if (!files.length) return;
    const caption = $("words").value;
    const done = await this.try(() => parcel(this.person, { kind, caption, reply_to: this.mode?.reply, ...more }, files));
    if (!done) return;
    this.clear();
    this.page.chat.toBottom();
  }

  async sampleVoice() {
    const bytes = await (await fetch("/page/voice.oga")).blob();
    await this.parcel("voice", [new File([bytes], "voice.oga", { type: "audio/ogg" })], { duration: 2 });
  }

  async contact() {
    const person = this.page.chat.view.person;
    const given = await question("Отправить контакт", [
      { name: "phone_number", label: "Телефон", value: person.phone_number, required: true },
      { name: "first_name", label: "Имя", value: person.first_name, required: true },
    ], "Отправить", "Свой номер или чужой: бот должен их различать.");
    if (!given) return;
    const own = given.phone_number === person.phone_number;
    await this.try(() => act(this.person, "contact", own ? {} : { ...given, someone_else: true }));
  }

  async place() {
    const given = await question("Отправить место", [
      { name: "latitude", label: "Широта", value: "59.6453", required: true, pattern: "-?\\d{1,2}(\\.\\d+)?" },
      { name: "longitude", label: "Долгота", value: "33.5294", required: true, pattern: "-?\\d{1,3}(\\.\\d+)?" },
    ], "Отправить");
    if (given) await this.try(() => act(this.person, "place", { latitude: Number(given.latitude), longitude: Number(given.longitude) }));
  }
}
