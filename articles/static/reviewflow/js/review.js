// The review page: changes by key, comments beside their words. Each has a plain page behind it;
// quiet.js sends the forms.

const reading = document.querySelector(".reading");
const composer = document.querySelector("#compose");

// j and k walk through the changes, c comments, d goes to the decision, ? shows the keys.
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select, dialog";
const typing = (event) => event.target.closest(TYPED) || event.metaKey || event.ctrlKey || event.altKey;
document.addEventListener("keydown", (event) => {
  if (typing(event)) return;
  const changes = [...document.querySelectorAll(".change")];
  const step = { j: 1, k: -1 }[event.key];
  if (step && changes.length) {
    const here = changes.indexOf(document.activeElement?.closest(".change"));
    const next = here < 0 ? (step > 0 ? 0 : changes.length - 1) : Math.min(Math.max(here + step, 0), changes.length - 1);
    changes[next].focus();
  }
  if (event.key === "c") compose(event);
  if (event.key === "d") (document.querySelector("#decision .primary") ?? document.querySelector("#decision .button"))?.focus();
  if (event.key === "?") document.querySelector("#keys")?.toggleAttribute("open");
});

// Wide screens: comments float beside their words, so that a long thread does not push the text apart.
function float() {
  const notes = [...reading.querySelectorAll(":scope > .notes")];
  reading.classList.remove("floating");
  const wide = matchMedia("(min-width: 64.01rem)").matches;
  reading.classList.toggle("floating", wide);
  let free = 0;
  for (const note of notes) {
    const top = Math.max(note.previousElementSibling?.offsetTop ?? 0, free);
    note.style.insetBlockStart = wide ? `${top}px` : "";
    free = top + note.offsetHeight + 20;
  }
  reading.style.minBlockSize = wide ? `${free}px` : "";
}
if (reading) {
  new ResizeObserver(float).observe(document.body);
  reading.addEventListener("toggle", float, true);
  document.addEventListener("kept", float);
}

// On a narrow screen the bar must not hide the text: several reasons wait behind their number.
function tuck() {
  if (matchMedia("(max-width: 44rem)").matches) document.querySelector("#decision details")?.removeAttribute("open");
}
document.addEventListener("kept", tuck);
tuck();

// A link to a place inside a fold opens the fold.
function unfold() {
  const target = document.getElementById(location.hash.slice(1));
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  target?.querySelector(":scope > details")?.setAttribute("open", "");
  target?.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", unfold);
unfold();

// Words that are chosen can be commented on; without any, the change that has the focus is meant.
function chosen() {
  const selection = getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  if (range && reading?.contains(range.commonAncestorContainer)) return range;
  const block = document.activeElement?.closest?.("[data-block]");
  const part = block?.querySelector("ins") ?? block?.querySelector("p:not(.moved-note), li, td, h2, h3, h4");
  if (!part) return null;
  const whole = document.createRange();
  whole.selectNodeContents(part);
  return whole;
}
const APART = "del, .seen, .moved-note, .sr, .cite, .anchor > a, .notes, summary";
function words(range) {
  const box = document.createElement("div");
  box.append(range.cloneContents());
  box.querySelectorAll(APART).forEach((each) => each.remove());
  box.querySelectorAll("p, li, td, th, h2, h3, h4, br").forEach((each) => each.append(" "));
  return box.textContent.replace(/\s+/g, " ");
}
function around(range) {
  const before = document.createRange(), after = document.createRange();
  before.setStart(reading, 0); before.setEnd(range.startContainer, range.startOffset);
  after.setStart(range.endContainer, range.endOffset); after.setEnd(reading, reading.childNodes.length);
  return [words(before).slice(-120), words(after).slice(0, 120)];
}
function compose(event) {
  const range = composer && chosen();
  if (!range) return;
  event.preventDefault();
  const form = composer.querySelector("form"), quote = words(range).trim();
  const [before, after] = around(range);
  Object.entries({ exact: quote, before, after }).forEach(([name, value]) => { form.elements[name].value = value; });
  composer.showModal();
  form.elements.text.focus();
}
if (composer) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button small floating-act", textContent: "Comment", hidden: true });
  document.body.append(button);
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    button.hidden = !range || !reading.contains(range.commonAncestorContainer) || composer.open;
    if (button.hidden) return;
    const place = range.getBoundingClientRect();
    button.style.insetBlockStart = `${scrollY + place.bottom + 6}px`;
    button.style.insetInlineStart = `${Math.max(8, Math.min(place.left, innerWidth - 110))}px`;
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", compose);
  reading.addEventListener("click", (event) => {
    const link = event.target.closest(".seen a");
    if (!link) return;
    link.closest("[data-block]").setAttribute("tabindex", "-1");
    link.closest("[data-block]").focus({ preventScroll: true });
    compose(event);
  });
  composer.addEventListener("click", (event) => { if (event.target.closest("[data-close]")) composer.close(); });
}
