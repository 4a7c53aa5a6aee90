// One-letter keys outside of fields, by the place of the key: they work in the Russian layout too.
// They can be switched off in the key map (WCAG 2.1.4).

const SWITCH = "panel.one-letter-keys";
const DEEDS = { KeyT: "t", KeyE: "e", KeyF: "f", KeyP: "p" };
const TOOLS = { KeyA: "a", KeyS: "s", KeyL: "l" };

const inField = (target) => target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
const enabled = () => localStorage.getItem(SWITCH) !== "off";

function write(mode) {
  const radio = document.querySelector(`.modes input[value="${mode}"]`);
  if (radio) { radio.checked = true; radio.dispatchEvent(new Event("change", { bubbles: true })); }
  const beside = document.querySelector("details.beside");
  if (beside && mode === "note") beside.open = true;
  document.querySelector("textarea[data-draft]")?.focus();
}

function step(by) {
  const rows = [...document.querySelectorAll(".conversations a")];
  if (!rows.length) return;
  const focused = rows.indexOf(document.activeElement);
  const at = focused >= 0 ? focused : rows.findIndex((row) => row.ariaCurrent === "page");
  rows[Math.min(Math.max(at + by, 0), rows.length - 1)].focus();
}

function act(key) {
  const found = document.querySelector(`[data-key="${key}"]`);
  if (found && found.checkVisibility()) { found.click(); return; }
  if (key === "f") document.getElementById("family")?.focus();
}

function openTool(name) {
  const field = document.querySelector(`[data-tool="${name}"]`);
  if (!field) return;
  field.closest("details").open = true;
  field.focus();
}

function openKeys() {
  const dialog = document.getElementById("keys");
  if (dialog && !dialog.open) dialog.showModal();
}

function oneLetter(event) {
  if (event.key === "?") return openKeys;
  if (event.code === "KeyJ") return () => step(1);
  if (event.code === "KeyK") return () => step(-1);
  if (event.code === "KeyR") return () => write("reply");
  if (event.code === "KeyN") return () => write("note");
  if (event.code === "KeyQ") return () => document.querySelector(".queues [aria-current], .queues a")?.focus();
  if (event.code === "Slash" && !event.shiftKey) return () => document.querySelector("[data-search]")?.focus();
  if (TOOLS[event.code]) return () => openTool(TOOLS[event.code]);
  return DEEDS[event.code] ? () => act(DEEDS[event.code]) : null;
}

document.addEventListener("keydown", (event) => {
  const field = inField(event.target);
  if (field && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    const buttons = [...(field.form?.querySelectorAll("button") ?? [])];
    buttons.find((button) => button.checkVisibility())?.click();
    return;
  }
  if (event.code === "Slash" && event.ctrlKey) { event.preventDefault(); openTool("template"); return; }
  if (field && event.key === "Escape") { field.blur(); return; }
  if (field || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const deed = enabled() ? oneLetter(event) : null;
  if (deed) { event.preventDefault(); deed(); }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.('[data-open-dialog="keys"]');
  if (opener) { event.preventDefault(); openKeys(); }
});

const toggle = document.querySelector("[data-keys-switch]");
if (toggle) {
  toggle.closest("label").hidden = false;
  toggle.checked = enabled();
  toggle.addEventListener("change", () => localStorage.setItem(SWITCH, toggle.checked ? "on" : "off"));
}
