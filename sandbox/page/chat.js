// The open conversation: keeps what the sandbox sent, redraws only what changed, keeps the reader's place.

import { read } from "./api.js";
import { bubble, summary } from "./bubbles.js";
import { $, day, el } from "./dom.js";
import { markRead } from "./people.js";

const NEAR_BOTTOM = 80;

export class Chat {
  constructor(person, on) {
    this.person = person;
    this.on = on;
    this.revision = 0;
    this.view = null;
    this.rows = new Map();
    this.nodes = new Map();
    this.waiting = new Set();
    this.fresh = true;
    this.readUpTo = 0;
    this.stuck = true;
    this.top = 0;
    $("log").replaceChildren();
  }

  /** Fetch and draw what changed since the last time. */
  async refresh() {
    if (this.loading) {
      this.again = true;
      return;
    }
    this.loading = true;
    try {
      const view = await read(`people/${this.person}/chat?since=${this.revision}`);
      if (!this.closed) this.take(view);
    } finally {
      this.loading = false;
    }
    if (this.again) {
      this.again = false;
      await this.refresh();
    }
  }

  take(view) {
    const stick = this.fresh || this.stuck;
    const wasFresh = this.fresh;
    this.view = view;
    this.revision = Math.max(this.revision, view.revision);
    this.waiting = new Set(view.waiting.map((tap) => `${tap.message_id}:${tap.row}:${tap.column}`));
    for (const id of view.removed) this.drop(id);
    for (const row of view.messages) this.put(row);
    this.tidy();
    this.spin();
    this.fresh = false;
    if (stick) this.toBottom(wasFresh);
    this.scrolled();
    this.on.changed(view, wasFresh);
  }

  put(row) {
    const id = row.message.message_id;
    const known = this.nodes.get(id);
    const node = bubble(row, this.on, this.waiting);
    this.rows.set(id, row);
    this.nodes.set(id, node);
    if (!known) return $("log").append(node);
    const focused = known.contains(document.activeElement) && document.activeElement.dataset.place;
    known.replaceWith(node);
    if (focused) (node.querySelector(`[data-place="${focused}"]`) || $("words")).focus();
  }

  drop(id) {
    this.nodes.get(id)?.remove();
    this.nodes.delete(id);
    this.rows.delete(id);
  }

  /** Day marks, and bubbles of one author drawn closer together. */
  tidy() {
    for (const mark of $("log").querySelectorAll(".day")) mark.remove();
    let before = null;
    for (const row of this.rows.values()) {
      const node = this.nodes.get(row.message.message_id);
      const today = day(row.message.date);
      const newDay = !before || day(before.message.date) !== today;
      if (newDay) node.before(el("div", { class: "day", text: today }));
      node.classList.toggle("follows", Boolean(before) && !newDay && before.side === row.side);
      before = row;
    }
  }

  spin() {
    for (const button of $("log").querySelectorAll("[data-place]")) {
      const busy = this.waiting.has(button.dataset.place);
      button.classList.toggle("spin", busy);
      if (busy) button.setAttribute("aria-busy", "true");
      else button.removeAttribute("aria-busy");
    }
  }

  get last() {
    return [...this.rows.values()].at(-1);
  }

  pinnedWords() {
    const row = this.view && this.rows.get(this.view.pinned);
    return row ? summary(row.message) : "";
  }

  atBottom() {
    const box = $("scroll");
    return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_BOTTOM;
  }

  toBottom(jump = false) {
    const box = $("scroll");
    box.scrollTo({ top: box.scrollHeight, behavior: jump || document.hidden ? "instant" : "smooth" });
    for (const image of box.querySelectorAll("img:not([data-watched])")) {
      image.dataset.watched = "1";
      image.addEventListener("load", () => this.stuck && box.scrollTo({ top: box.scrollHeight }), { once: true });
    }
  }

  jump(id) {
    const node = this.nodes.get(id);
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
  }

  /** Called when the reader moved: the button back down, and what counts as read. */
  scrolled() {
    const down = this.atBottom();
    // Only a reader who scrolls up lets go of the bottom; a box that shrinks under a new keyboard does not.
    if (down) this.stuck = true;
    else if ($("scroll").scrollTop < this.top - 4) this.stuck = false;
    this.top = $("scroll").scrollTop;
    $("down").hidden = down;
    const newest = this.last?.message.message_id || 0;
    if (down && !document.hidden && newest > this.readUpTo && $("panes").classList.contains("open")) {
      this.readUpTo = newest;
      markRead(this.person, newest).catch(() => {});
    }
  }
}
