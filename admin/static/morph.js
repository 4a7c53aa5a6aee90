// Makes what is on the screen equal to what the server says, and touches nothing that is equal already:
// focus, selection, opened details and the scroll position of a tired person stay where they are.

const keyOf = (node) => node.nodeType === Node.ELEMENT_NODE ? node.dataset.part ?? node.dataset.region ?? null : null;

/** Brings `old` into the shape of `fresh`; returns the node that now stands there. */
export function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return old;
  if (old.nodeName !== fresh.nodeName || keyOf(old) !== keyOf(fresh)) {
    old.replaceWith(fresh);
    return fresh;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = fresh.nodeValue;
    return old;
  }
  alignAttributes(old, fresh);
  alignChildren(old, fresh);
  return old;
}

function alignAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function alignChildren(old, fresh) {
  const keyed = new Map([...old.childNodes].filter((node) => keyOf(node)).map((node) => [keyOf(node), node]));
  let place = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const known = keyOf(wanted) ? keyed.get(keyOf(wanted)) : unkeyed(place, wanted);
    if (!known) {
      old.insertBefore(wanted, place);
      continue;
    }
    if (known !== place) old.insertBefore(known, place);
    place = morph(known, wanted).nextSibling;
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

function unkeyed(place, wanted) {
  return place && !keyOf(place) && place.nodeName === wanted.nodeName ? place : null;
}

/** Every region of `page` (a document or a fragment) that is also on the screen, but `except`. Returns how many. */
export function applyRegions(page, except = []) {
  let applied = 0;
  for (const fresh of page.querySelectorAll("[data-region]")) {
    const name = fresh.dataset.region;
    const old = document.querySelector(`[data-region="${name}"]`);
    if (!old || except.includes(name)) continue;
    applied += 1;
    morph(old, fresh);
  }
  return applied;
}
