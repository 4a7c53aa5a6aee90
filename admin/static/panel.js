// The panel works without this script: every deed is a plain form. The script adds what a long day needs:
// answers without a reload, live updates, saved drafts, keys.

import { watchAlarms } from "panel/alarms";
import { saveWhatIsLeft, settleDraft, watchDraft } from "panel/drafts";
import "panel/keyboard";
import { applyFresh, counters, follow, noteSeen, readings, readWhatChanged, toEnd } from "panel/live";
import { parse, post, show } from "panel/session";

/** A whole page carries these as empty places only: what stands in them is read on its own. */
const KEPT = ["alarms", "channel"];

const composer = () => document.querySelector("[data-composer]");

async function perform(form, button) {
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const began = document.activeElement;
  try {
    await settleDraft();
    const before = readings();
    const response = await post(button?.getAttribute("formaction") ?? form.getAttribute("action"), new FormData(form, button));
    if (response.status !== 401) settle(form, response, parse(await response.text()), began);
    readWhatChanged(before);
  } catch {
    show("offline");
  } finally {
    delete form.dataset.busy;
    saveWhatIsLeft();
  }
}

/** `began`: where the person stood when the deed began. Whoever has gone on meanwhile is not called back. */
function settle(form, response, page, began) {
  const walkedOff = began.isConnected && document.activeElement !== began;
  const ownWords = form.matches("[data-composer]");
  const typed = composer()?.elements.text?.value;
  const mode = document.querySelector(".modes input:checked")?.value;
  if (!applyFresh(page, KEPT)) {
    show("flash", true, [...page.querySelectorAll("main h1, main h1 + p")].map((part) => part.textContent).join(". "));
    return;
  }
  show("flash", false);
  if (composer()) keepWriting(...(typed && !(ownWords && response.ok) ? [typed, mode] : [null, null]));
  if (!walkedOff && composer()?.elements.text.checkVisibility()) composer().elements.text.focus();
  watchDraft();
  if (!response.ok) return;
  if (!ownWords) form.reset();
  if (ownWords && composer()?.elements.files) resetFiles(composer().elements.files);
  toEnd();
}

/** After a deed the composer holds what the server gave back, or what was typed and is not sent. */
function keepWriting(typed, mode) {
  const words = composer().elements.text;
  for (const radio of document.querySelectorAll(".modes input")) radio.checked = mode ? radio.value === mode : radio.defaultChecked;
  words.value = typed ?? words.defaultValue;
}

function resetFiles(input) {
  input.value = "";
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Which files will go along, by name, where the button asked for some. */
document.addEventListener("change", ({ target }) => {
  if (target.name !== "files") return;
  const place = target.form.querySelector("[data-chosen]");
  place.textContent = [...target.files].map((file) => file.name).join(", ") || place.dataset.none;
});

/** Puts a filled template where the cursor stands; what was typed stays around it. */
async function insertTemplate(form) {
  const response = await fetch(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`, { headers: { "X-Live": "1" } });
  if (!response.ok) { show("offline"); return; }
  const words = composer().elements.text;
  words.setRangeText(await response.text(), words.selectionStart, words.selectionEnd, "end");
  words.dispatchEvent(new Event("input", { bubbles: true }));
  words.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-fill]")) { event.preventDefault(); insertTemplate(form); return; }
  if (!form.matches("[data-deed], [data-composer]")) return;
  event.preventDefault();
  perform(form, event.submitter);
});

/** On a phone the sections are a strip to be pushed aside: where one is must be seen. The page itself stays where it is. */
function showWhere() {
  const here = document.querySelector(".sections > [aria-current], .sections > [data-here]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - here.parentElement.clientWidth / 4;
}

document.documentElement.classList.add("scripted");
document.addEventListener("click", ({ target }) => { if (target.closest?.("[data-print]")) print(); });
toEnd();
showWhere();
document.querySelector("[data-region=stream] .mark.new")?.scrollIntoView({ block: "center" });
watchDraft();
counters();
noteSeen();
watchAlarms();
follow();
