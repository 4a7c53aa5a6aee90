// The panel works without this script: every deed is a plain form. The script adds what a long day needs:
// answers without a reload, live updates, saved drafts, keys.

import { settleDraft, watchDraft } from "panel/drafts";
import "panel/keyboard";
import { applyFresh, counters, follow, noteSeen, toEnd } from "panel/live";
import { parse, post, show } from "panel/session";

const composer = () => document.querySelector("[data-composer]");

async function perform(form, button) {
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  try {
    await settleDraft();
    const response = await post(button?.formAction || form.action, new FormData(form, button));
    if (response.status !== 401) settle(form, response, parse(await response.text()));
  } catch {
    show("offline");
  } finally {
    delete form.dataset.busy;
  }
}

function settle(form, response, page) {
  const keepTyped = !form.matches("[data-composer]");
  const typed = composer()?.elements.text?.value;
  const mode = composer()?.elements.mode?.value;
  if (!applyFresh(page)) {
    show("flash", true, [...page.querySelectorAll("main h1, main h1 + p")].map((part) => part.textContent).join(". "));
    return;
  }
  show("flash", false);
  const words = composer()?.elements.text;
  if (words) words.value = keepTyped ? typed ?? words.defaultValue : words.defaultValue;
  for (const radio of document.querySelectorAll(".modes input")) radio.checked = radio.defaultChecked;
  if (keepTyped && mode === "note") document.querySelector('.modes input[value="note"]')?.click();
  watchDraft();
  if (response.ok) toEnd();
  words?.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-deed], [data-composer]")) return;
  event.preventDefault();
  perform(form, event.submitter);
});

/** A note's text must not come back as a reply: the address of the page remembers which of the two is being written. */
document.addEventListener("change", (event) => {
  if (event.target.name !== "mode") return;
  const here = new URL(location.href);
  if (event.target.value === "note") here.searchParams.set("mode", "note");
  else here.searchParams.delete("mode");
  history.replaceState(null, "", here);
});

toEnd();
document.querySelector("[data-region=stream] .mark.new")?.scrollIntoView({ block: "center" });
watchDraft();
counters();
noteSeen();
follow();
