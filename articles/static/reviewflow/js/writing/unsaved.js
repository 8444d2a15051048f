// What is typed stays in this browser until it is saved: a crash or a closed tab loses nothing.
// Each form that was opened has its own copy, by user, article and the version it began with.
import { form } from "./typing.js";

const { user, article, settled, kept, typed } = form.dataset;
const MINE = `unsaved:${user}:`, HERE = `${MINE}${article}:`, DAYS = 30;
const name = Object.assign(document.createElement("input"), { type: "hidden", name: "_copy", value: kept || [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("") });
form.append(name);
const key = `${HERE}${form.elements.base.value}:${name.value}`;

const content = () => [...new FormData(form)].filter(([each, value]) => typeof value === "string" && each !== "csrfmiddlewaretoken" && !each.startsWith("_"));
const first = JSON.stringify(content());
const isDirty = () => Boolean(typed) || JSON.stringify(content()) !== first;
let sent = false, gone = false, timer;

function keep() {
  clearTimeout(timer);
  if (gone) return;
  try {
    if (isDirty()) localStorage.setItem(key, JSON.stringify({ name: name.value, at: Date.now(), fields: content() }));
    else localStorage.removeItem(key);
  } catch { /* the browser has no room: leaving the page still asks */ }
}
for (const each of ["input", "change"]) form.addEventListener(each, () => { gone = false; clearTimeout(timer); timer = setTimeout(keep, 400); });
document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
addEventListener("pagehide", keep);
if (typed) keep();
// What came back from a conflict has a new base, and thus a new key; the copy under the old one is this very text.
if (typed && localStorage.getItem(key)) for (const each of copies(HERE)) if (each.name === name.value && each.key !== key) localStorage.removeItem(each.key);

// Leaving with unsaved text asks first; sending it does not.
addEventListener("beforeunload", (event) => { if (isDirty() && !sent) event.preventDefault(); });
addEventListener("pageshow", () => { sent = false; });
document.addEventListener("submit", (event) => {
  if (event.target.id === "logout-form") { forgetAll(); return; }
  if (event.target !== form) return;
  keep();
  sent = true;
  setTimeout(() => { if (event.defaultPrevented) sent = false; });
});
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || event.ctrlKey === event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[name=_continue]"));
});

function copies(prefix) {
  const found = [];
  for (const each of Object.keys(localStorage).filter((every) => every.startsWith(prefix))) {
    try { found.push({ key: each, ...JSON.parse(localStorage.getItem(each)) }); } catch { localStorage.removeItem(each); }
  }
  return found.sort((one, other) => other.at - one.at);
}
// Who signs out here may leave the machine to somebody else.
function forgetAll() {
  gone = true;
  for (const each of copies(MINE)) localStorage.removeItem(each.key);
}

function offer() {
  document.querySelector("#unsaved")?.remove();
  const [latest] = copies(HERE).filter((each) => each.key !== key);
  if (!latest) return;
  const box = Object.assign(document.createElement("div"), { id: "unsaved", className: "notice" });
  box.dataset.tone = "info";
  box.setAttribute("role", "status");
  const words = Object.assign(document.createElement("p"), { textContent: `This browser keeps text of ${moment(latest.at)} that was not saved. ` });
  box.append(words);
  words.append(button("Take it back", () => takeBack(latest)), " ", button("Drop it", () => { localStorage.removeItem(latest.key); offer(); }));
  form.before(box);
}
function moment(at) {
  const when = new Date(at), today = when.toDateString() === new Date().toDateString();
  return when.toLocaleString("en-GB", { hour: "2-digit", minute: "2-digit", ...(today ? {} : { day: "numeric", month: "short" }) });
}
function button(textContent, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent });
  made.addEventListener("click", act);
  return made;
}
// The server shows the form with that text, and saves nothing: rows of references come back as well.
function takeBack(latest) {
  const back = Object.assign(document.createElement("form"), { method: "post", action: location.pathname, hidden: true });
  const token = form.elements.csrfmiddlewaretoken.value;
  for (const [each, value] of [...latest.fields, ["_copy", latest.name], ["_merge", "1"], ["csrfmiddlewaretoken", token]]) {
    back.append(Object.assign(document.createElement("input"), { type: "hidden", name: each, value }));
  }
  document.body.append(back);
  keep();
  sent = true;
  back.submit();
}

const over = Date.now() - DAYS * 86_400_000;
for (const each of copies(MINE)) if (settled.split(" ").includes(each.name) || !(each.at > over)) localStorage.removeItem(each.key);
offer();
