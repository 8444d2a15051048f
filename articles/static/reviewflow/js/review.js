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
const HERE = "main h1, .reading, #references";
const MARKS = ".seen, .moved-note, .sr, .cite, .anchor > a, .notes, summary";
const APART = `${MARKS}, del, .sides > :first-child, .field-change > :first-child`;
function chosen() {
  const range = selected();
  if (range) return range;
  const block = document.activeElement?.closest(".change, [data-block]");
  return block && whole(block);
}
function selected() {
  const selection = getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const found = range ? holders(range).filter((each) => !each.closest(MARKS)) : [];
  return found.length && found.every((each) => each.closest(HERE)) ? range : null;
}
function whole(block) {
  const standing = (what) => [...block.querySelectorAll(what)].find((each) => !each.closest(APART));
  const range = document.createRange();
  range.selectNodeContents(standing("ins") ?? standing("p, li, td, h2, h3, h4") ?? block);
  return range;
}
// What holds the words of a range. A range may end before the first word of the next paragraph.
function holders(range) {
  const found = [], walk = document.createNodeIterator(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!range.intersectsNode(node)) continue;
    const end = node === range.endContainer ? range.endOffset : node.length;
    if (node.data.slice(node === range.startContainer ? range.startOffset : 0, end).trim()) found.push(node.parentElement);
  }
  return found;
}
function words(range, without = APART) {
  const box = document.createElement("div");
  box.append(range.cloneContents());
  box.querySelectorAll(without).forEach((each) => each.remove());
  box.querySelectorAll("p, li, td, th, h2, h3, h4, br").forEach((each) => each.append(" "));
  return box.textContent.replace(/\s+/g, " ");
}
function around(range) {
  const before = document.createRange(), after = document.createRange();
  before.setStart(reading, 0); before.setEnd(range.startContainer, range.startOffset);
  after.setStart(range.endContainer, range.endOffset); after.setEnd(reading, reading.childNodes.length);
  return [words(before).slice(-120), words(after).slice(0, 120)];
}
// Only words that stand in the body can be anchored; title, summary, references and deleted words
// are quoted in the comment.
function about(range) {
  const standing = holders(range).filter((each) => !each.closest(APART));
  const quote = words(range, standing.length ? APART : MARKS).trim();
  if (standing.length && standing.every((each) => each.closest("[data-block]"))) {
    const [before, after] = around(range);
    return { exact: quote, before, after, text: "" };
  }
  const short = quote.length > 300 ? `${quote.slice(0, 299)}…` : quote;
  return { exact: "", before: "", after: "", text: short && `“${short}”: ` };
}
function compose(event, range = chosen()) {
  if (!composer) return;
  if (!range) return tell(`Choose words of the text first${document.querySelector(".change") ? ", or step to a change with j" : ""}.`);
  event.preventDefault();
  const form = composer.querySelector("form"), given = about(range);
  form.reset();
  form.querySelector(":scope > [role=alert]")?.remove();
  for (const [name, value] of Object.entries(given)) form.elements[name].value = value;
  composer.dataset.about = JSON.stringify(given);
  composer.dispatchEvent(new Event("about")); // quiet.js brings back what was begun about these words
  composer.showModal();
  form.elements.text.focus();
}

// What a key could not do is said in one line, until the next key or click.
const told = Object.assign(document.createElement("p"), { className: "told" });
told.setAttribute("role", "status");
document.body.append(told);
function tell(words) { told.textContent = words; }
for (const each of ["keydown", "pointerdown"]) document.addEventListener(each, () => tell(""), true);

if (composer) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button small floating-act", textContent: "Comment", hidden: true });
  document.body.append(button);
  document.addEventListener("selectionchange", () => {
    const range = composer.open ? null : selected();
    button.hidden = !range;
    if (button.hidden) return;
    const place = range.getBoundingClientRect();
    button.style.insetBlockStart = `${scrollY + place.bottom + 6}px`;
    button.style.insetInlineStart = `${Math.max(8, Math.min(place.left, innerWidth - 110))}px`;
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", (event) => compose(event));
  reading.addEventListener("click", (event) => {
    const link = event.target.closest(".seen a");
    if (link) compose(event, whole(link.closest("[data-block]")));
  });
  composer.addEventListener("click", (event) => { if (event.target.closest("[data-close]")) composer.close(); });
}
