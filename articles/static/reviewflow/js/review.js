// The review page: changes by key, comments beside their words, forms that do not leave the page.
// Every one of these has a plain page behind it.

const text = document.querySelector("#text");
const reading = text?.querySelector(".reading");
const composer = document.querySelector("#compose");
const said = Object.assign(document.createElement("p"), { className: "sr" });
said.setAttribute("role", "status");
document.body.append(said);

// j and k walk through the changes, c comments, d goes to the decision, ? shows the keys.
const typing = (event) => event.target.closest("input, textarea, select, dialog") || event.metaKey || event.ctrlKey || event.altKey;
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
  if (event.key === "d") document.querySelector("#decision :is(a, button)")?.focus();
  if (event.key === "?") document.querySelector("#keys")?.toggleAttribute("open");
});

// Wide screens: comments float beside their words, so that a long thread does not push the text apart.
function float() {
  const notes = [...reading.querySelectorAll(":scope > .notes")];
  reading.classList.remove("floating");
  const wide = matchMedia("(min-width: 64.01rem)").matches && !reading.classList.contains("wide");
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
}

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

// What is typed stays in this browser until it is kept: a lost connection or session loses nothing.
const key = (field) => `draft:${location.pathname}:${field.dataset.draft ?? field.name}`;
const drafted = (field) => field?.matches?.("textarea[data-draft], #compose textarea");
document.addEventListener("input", (event) => {
  if (drafted(event.target)) localStorage.setItem(key(event.target), event.target.value);
});
function restore(root) {
  for (const field of root.querySelectorAll("textarea[data-draft], #compose textarea")) {
    const draft = localStorage.getItem(key(field));
    if (!draft || field.value) continue;
    field.value = draft;
    field.closest("details")?.setAttribute("open", "");
  }
}
restore(document);

// Forms are sent without leaving the page; what comes back takes the place of what was there.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-quiet]");
  if (!form || event.submitter?.value === "sign") return;
  event.preventDefault();
  send(form, event.submitter);
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-quiet='save']");
  if (form) send(form);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest?.("form[data-quiet]")?.requestSubmit();
});
async function send(form, submitter) {
  if (form.dataset.sending) { form.dataset.again = "yes"; return; }
  form.dataset.sending = "yes";
  form.querySelector("[role=alert]")?.remove();
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, submitter) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && new URL(answer.url).pathname === location.pathname) kept(form, page, answer.url);
    else refused(form, answer.status, page);
  } catch {
    complain(form, "Not sent: the connection is lost. Your words are kept here; send them again.");
  }
  delete form.dataset.sending;
  if (form.dataset.again) { delete form.dataset.again; if (form.dataset.quiet === "save") send(form); }
}
function kept(form, page, address) {
  for (const field of form.querySelectorAll("textarea")) localStorage.removeItem(key(field));
  said.textContent = page.querySelector(".notices")?.textContent.trim() || "Kept.";
  const decision = document.querySelector("#decision"), fresh = page.querySelector("#decision");
  if (decision && fresh) decision.replaceWith(fresh);
  if (form.dataset.quiet === "save") return count(page);
  const open = new Set([...text.querySelectorAll(".fold[open] [data-block]")].map((each) => each.dataset.block));
  if (composer?.open) {
    composer.close();
    composer.querySelector("form").replaceWith(page.querySelector("#compose form"));
  }
  const from = page.querySelector("#text .reading");
  if (reading && from) reading.replaceChildren(...from.childNodes);
  else text.replaceChildren(...page.querySelector("#text").childNodes);
  for (const each of text.querySelectorAll(".fold [data-block]")) if (open.has(each.dataset.block)) each.closest(".fold").open = true;
  if (reading) float();
  document.getElementById(new URL(address).hash.slice(1))?.focus();
}
function count(page) {
  for (const place of document.querySelectorAll(".rail .count")) {
    const id = place.closest("section")?.id;
    const now = id && page.querySelector(`#${id} .count`);
    if (now) place.textContent = now.textContent;
  }
}
function refused(form, status, page) {
  if (status === 401) return complain(form, "You are signed out. Your words are kept here: sign in in another tab, then send them again.", true);
  const why = page.querySelector("#errors, .error, .reasons, main");
  complain(form, why?.textContent.replace(/\s+/g, " ").trim() || `Not kept (${status}).`);
}
function complain(form, words, signIn) {
  const alert = Object.assign(document.createElement("p"), { className: "notice", textContent: words });
  alert.setAttribute("role", "alert");
  alert.dataset.tone = "no";
  if (signIn) alert.append(" ", Object.assign(document.createElement("a"), { href: "/login/", target: "_blank", textContent: "Sign in" }));
  form.prepend(alert);
}
