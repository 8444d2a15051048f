// Forms that are sent without leaving the page, and what is typed in them until it is kept.
// What was sent and is now on the page is told by the event "kept".

const composer = document.querySelector("#compose");
const said = Object.assign(document.createElement("p"), { className: "sr" });
said.setAttribute("role", "status");
document.body.append(said);

// What is typed stays in this browser until it is kept: a lost connection or session loses nothing.
// An answer is found again by its comment; a comment by the words it is about, and by who typed it.
const DRAFTED = "textarea[data-draft]";
const PARTS = ["exact", "before", "after", "severity", "text", "wording", "remove"];
const key = (field) => `draft:${location.pathname}:${field.dataset.draft}`;
const begunHere = `begun:${location.pathname}:${composer?.dataset.user}:`;
document.addEventListener("input", (event) => {
  if (event.target.matches(DRAFTED)) localStorage.setItem(key(event.target), event.target.value);
  else if (composer?.contains(event.target)) remember(event.target.form);
});
function remember(form) {
  const given = new FormData(form), begun = { at: Date.now(), about: composer.dataset.about };
  for (const name of PARTS) begun[name] = given.get(name) ?? "";
  if (begun.text || begun.wording || begun.remove) localStorage.setItem(begunHere + begun.about, JSON.stringify(begun));
  else localStorage.removeItem(begunHere + begun.about);
}
function resume(begun) {
  const fields = composer.querySelector("form").elements;
  for (const name of PARTS) {
    if (name === "remove") fields.remove.checked = Boolean(begun.remove);
    else fields[name].value = begun[name];
  }
  composer.dataset.about = begun.about;
}
composer?.addEventListener("about", () => {
  const begun = localStorage.getItem(begunHere + composer.dataset.about);
  if (begun) resume(JSON.parse(begun));
});
function restore() {
  for (const field of document.querySelectorAll(DRAFTED)) {
    const draft = localStorage.getItem(key(field));
    if (!draft || field.value) continue;
    field.value = draft;
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }
  offer();
}
function forget(form) {
  for (const field of form.querySelectorAll(DRAFTED)) localStorage.removeItem(key(field));
  if (composer?.contains(form)) localStorage.removeItem(begunHere + composer.dataset.about);
}
function offer() {
  document.querySelector("#begun")?.remove();
  const found = Object.keys(localStorage).filter((each) => composer && each.startsWith(begunHere));
  const [latest] = found.map((each) => JSON.parse(localStorage.getItem(each))).sort((one, other) => other.at - one.at);
  if (!latest) return;
  const open = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: "Go on with it" });
  open.addEventListener("click", () => { resume(latest); composer.showModal(); });
  const begun = notice("info", "A comment you began is not kept yet. ", open);
  begun.id = "begun";
  document.querySelector("#text").before(begun);
}
function notice(tone, ...said) {
  const box = Object.assign(document.createElement("div"), { className: "notice" });
  box.dataset.tone = tone;
  box.append(document.createElement("p"));
  box.firstChild.append(...said);
  return box;
}
restore();

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
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const nearest = event.target.closest?.(".turn")?.querySelector("[type=submit]");
  event.target.closest?.("form[data-quiet]")?.requestSubmit(nearest);
});

async function send(form, submitter) {
  if (form.dataset.sending) { form.dataset.again = "yes"; return; }
  form.dataset.sending = "yes";
  form.querySelector(":scope > [role=alert]")?.remove();
  const answer = await post(form, submitter);
  if (!answer) complain(form, "Not sent: the connection is lost. Your words are kept here; send them again.");
  else if (answer.ok && answer.path === location.pathname) kept(form, answer.page);
  else refused(form, answer);
  delete form.dataset.sending;
  if (form.dataset.again) { delete form.dataset.again; if (form.dataset.quiet === "save") send(form); }
}

// What the server said, or nothing where it was not reached. A 403 may mean that somebody signed in
// anew, in another tab: then the form's own proof of origin is out of date, and is fetched once.
async function post(form, submitter) {
  try {
    const answer = await read(form.action, { method: "POST", body: new FormData(form, submitter) });
    if (answer.status !== 403) return answer;
    const fresh = (await read(location.href)).page.querySelector("[name=csrfmiddlewaretoken]")?.value;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh ?? field.value;
    return await read(form.action, { method: "POST", body: new FormData(form, submitter) });
  } catch {
    return null;
  }
}
async function read(address, options) {
  const answer = await fetch(address, options);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { ok: answer.ok, status: answer.status, path: new URL(answer.url).pathname, page };
}

// What comes back takes the place of what was there; the focus goes to what was said.
function kept(form, page) {
  forget(form);
  said.textContent = page.querySelector(".notices")?.textContent.trim() || "Kept.";
  const decision = document.querySelector("#decision"), fresh = page.querySelector("#decision");
  if (decision && fresh) decision.replaceWith(fresh);
  if (form.dataset.quiet === "save") count(page);
  else renew(form, page);
  document.dispatchEvent(new Event("kept"));
}
function renew(form, page) {
  const own = document.querySelector(".reading") ?? document.querySelector("#text");
  const open = new Set([...own.querySelectorAll(".fold[open] [data-block]")].map((each) => each.dataset.block));
  const before = new Set([...own.querySelectorAll(".comment")].map((each) => each.id));
  const about = form.closest(".comment")?.id;
  if (composer?.open) composer.close();
  composer?.querySelector("form").replaceWith(page.querySelector("#compose form"));
  own.replaceChildren(...page.querySelector(own.matches(".reading") ? ".reading" : "#text").childNodes);
  for (const each of own.querySelectorAll(".fold [data-block]")) if (open.has(each.dataset.block)) each.closest(".fold").open = true;
  const said = [...own.querySelectorAll(".comment")].find((each) => about ? each.id === about : !before.has(each.id));
  said?.focus();
  restore();
}
function count(page) {
  for (const place of document.querySelectorAll(".rail .count")) {
    const id = place.closest("section")?.id;
    const now = id && page.querySelector(`#${id} .count`);
    if (now) place.textContent = now.textContent;
  }
}

function refused(form, { status, page }) {
  if (status === 401) return complain(form, "You are signed out. Your words are kept here: sign in in another tab, then send them again.", true);
  const reasons = page.querySelector(".reasons"), title = page.querySelector("h1")?.firstChild.textContent;
  const why = page.querySelector("#errors") ?? reasons ?? page.querySelector("main");
  const words = `${why === reasons ? `${title}: ` : ""}${why?.textContent ?? ""}`.replace(/\s+/g, " ").trim();
  complain(form, words || `Not kept (${status}).`);
}
function complain(form, words, signIn) {
  const link = Object.assign(document.createElement("a"), { href: "/login/", target: "_blank", textContent: "Sign in" });
  const alert = notice("no", words, ...(signIn ? [" ", link] : []));
  alert.setAttribute("role", "alert");
  form.prepend(alert);
}
