// "[@" offers the references of the form, found by key, author or a word of the title.
// A text area may not be called a combobox; a text field with a list beside it is what it is (ARIA in HTML).
import { state } from "./sending.js";
import { field, form, placeOf, put } from "./typing.js";

const MOST = 8;
const BEGUN = /\[@(?:[^\s\];@]+\s*;\s*@)*([^\];@\n]{0,60})$/;
const box = field.closest(".typed");
const list = Object.assign(document.createElement("ul"), { id: "cite-list", className: "cite-list", hidden: true });
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "References");
const said = Object.assign(document.createElement("p"), { className: "sr" });
said.setAttribute("role", "status");
box.append(list, said);
field.setAttribute("aria-autocomplete", "list");
field.setAttribute("aria-controls", list.id);

let query = null, at = 0, left = null;

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
function found(words) {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  const rows = [...form.querySelectorAll("[data-key]")].map(({ dataset: { key, line } }) => ({ key, line: line ?? "" }));
  const fits = rows.filter(({ key, line }) => wanted.every((word) => plain(`${key} ${line}`).includes(word)));
  const first = ({ key }) => (wanted.length && plain(key).startsWith(wanted[0]) ? 0 : 1);
  return fits.sort((one, other) => first(one) - first(other)).slice(0, MOST);
}

function look() {
  const here = field.selectionStart, before = field.value.slice(Math.max(0, here - 400), here);
  const begun = here === field.selectionEnd && document.activeElement === field && BEGUN.exec(before);
  const opened = begun && here - begun[0].length;
  if (!begun || opened === left) { if (!begun) left = null; return close(); }
  if (begun[1] === query) return;
  query = begun[1];
  offer(found(query), opened);
}

function offer(rows, opened) {
  list.replaceChildren(...rows.map(({ key, line }, number) => {
    const option = Object.assign(document.createElement("li"), { id: `cite-${number}` });
    option.setAttribute("role", "option");
    option.dataset.cites = key;
    option.append(Object.assign(document.createElement("b"), { textContent: key }), ` ${line}`);
    return option;
  }));
  list.hidden = !rows.length;
  said.textContent = rows.length ? `${rows.length} reference${rows.length === 1 ? "" : "s"}. Arrows choose, Enter takes.` : "No reference like this. Add it under References.";
  if (!rows.length) return field.removeAttribute("aria-activedescendant");
  const place = placeOf(field, opened), room = Math.max(0, box.clientWidth - list.offsetWidth);
  list.style.insetBlockStart = `${place.top + place.height - field.scrollTop}px`;
  list.style.insetInlineStart = `${Math.min(place.left, room)}px`;
  choose(0);
}
function choose(number) {
  at = (number + list.children.length) % list.children.length;
  for (const option of list.children) option.setAttribute("aria-selected", option === list.children[at]);
  list.children[at].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", `cite-${at}`);
}
function close() {
  query = null;
  list.hidden = true;
  said.textContent = "";
  field.removeAttribute("aria-activedescendant");
}
function take(option) {
  const here = field.selectionStart, closed = /^\s*[\];]/.test(field.value.slice(here));
  put(here - query.length, here, option.dataset.cites + (closed ? "" : "]"));
  close();
}

// The button: begins a citation, or says that there is nothing to cite and leads to where that is added.
export function cite() {
  const stays = (row) => !row.querySelector("[name$=-remove]").checked;
  if ([...form.querySelectorAll("[data-key]")].some(stays)) return put(field.selectionEnd, field.selectionEnd, "[@");
  const link = Object.assign(document.createElement("a"), { href: "#references-add", textContent: "Add one" });
  state.replaceChildren("There is no reference yet. ", link, ".");
}

field.addEventListener("keydown", (event) => {
  if (list.hidden || event.isComposing) return;
  const acts = {
    ArrowDown: () => choose(at + 1), ArrowUp: () => choose(at - 1), Enter: () => take(list.children[at]),
    Escape: () => { left = field.selectionStart - BEGUN.exec(field.value.slice(0, field.selectionStart))[0].length; close(); },
  };
  if (!acts[event.key] || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  acts[event.key]();
}, true);
for (const each of ["input", "keyup", "click", "focus"]) field.addEventListener(each, look);
field.addEventListener("blur", close);
list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
list.addEventListener("click", (event) => { const option = event.target.closest("[role=option]"); if (option) take(option); });
