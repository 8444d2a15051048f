// The toolbar of the body, its keys, and lists that go on by themselves. Tab leaves the field, as everywhere.
import { emphasise } from "./emphasis.js";
import { cite } from "./citing.js";
import { field, lines, put, toLine } from "./typing.js";

const bar = document.querySelector(".format");
const buttons = [...bar.querySelectorAll("button")];
bar.hidden = false;
for (const each of document.querySelectorAll("[data-unscripted]")) each.hidden = true;
for (const each of document.querySelectorAll(".scripted")) each.hidden = false;

const OWN = { heading: /^## /, subheading: /^### /, bullets: /^[-*+] /, numbers: /^\d+[.)] /, quote: /^> ?/ };
const MARK = { heading: () => "## ", subheading: () => "### ", bullets: () => "- ", numbers: (place) => `${place}. `, quote: () => "> " };
const OTHER = /^(#{1,6} |[-*+] |\d+[.)] )/;

const ACTS = {
  bold: () => emphasise("**", "bold words"),
  italic: () => emphasise("*", "words"),
  link, table, cite,
  picture: () => { document.querySelector("#picture").open = true; document.querySelector("#id_picture").focus(); },
};
for (const name of Object.keys(OWN)) ACTS[name] = () => mark(name);

// A mark at the start of each chosen line: put there, or taken away where every line has it.
function mark(name) {
  const [from, to] = lines(), found = field.value.slice(from, to).split("\n");
  const written = found.filter((line) => line.trim() || found.length === 1);
  const all = written.every((line) => OWN[name].test(line));
  let place = 0;
  const changed = found.map((line) => {
    if (!written.includes(line)) return line;
    if (all) return line.replace(OWN[name], "");
    place += 1;
    return MARK[name](place) + (name === "quote" ? line : line.replace(OTHER, ""));
  });
  const text = changed.join("\n"), one = found.length === 1;
  put(from, to, text, one ? from + text.length : from, from + text.length);
}

function link() {
  const { selectionStart: from, selectionEnd: to, value } = field, words = value.slice(from, to);
  if (/^(https:\/\/|mailto:)\S+$/.test(words)) return put(from, to, `[](${words})`, from + 1);
  const start = from + (words || "words").length + 3;
  if (words) return put(from, to, `[${words}](https://)`, start, start + 8);
  put(from, to, "[words](https://)", from + 1, from + 6);
}

function table() {
  const [, end] = lines(), text = field.value, gap = text.slice(0, end).trim() ? "\n\n" : "";
  const rows = "| Heading | Heading |\n| --- | --- |\n| Cell | Cell |\n| Cell | Cell |";
  const start = end + gap.length + 2;
  put(end, end, `${gap}${rows}${text.slice(end).startsWith("\n\n") ? "" : "\n"}`, start, start + 7);
}

bar.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) { choose(button); ACTS[button.dataset.edit](); }
});

// One stop for Tab; the arrows walk along the bar (ARIA Authoring Practices, toolbar).
function choose(button) { for (const each of buttons) each.tabIndex = each === button ? 0 : -1; }
choose(buttons[0]);
bar.addEventListener("keydown", (event) => {
  const here = buttons.indexOf(document.activeElement), last = buttons.length - 1;
  const next = { ArrowRight: here === last ? 0 : here + 1, ArrowLeft: here === 0 ? last : here - 1, Home: 0, End: last }[event.key];
  if (here < 0 || next === undefined) return;
  event.preventDefault();
  choose(buttons[next]);
  buttons[next].focus();
});

const KEYS = { b: "bold", i: "italic", k: "link" };
field.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const name = event.ctrlKey !== event.metaKey && !event.shiftKey && KEYS[event.key.toLowerCase()];
  if (name) { event.preventDefault(); ACTS[name](); }
  if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey) goOn(event);
});

// Enter begins the next item of a list or quote; on an empty item it ends the list, with the empty
// line without which the next words would still belong to it.
function goOn(event) {
  const { selectionStart: here, selectionEnd, value } = field, from = value.lastIndexOf("\n", here - 1) + 1;
  const item = /^([ \t]*)(?:([-*+])|(\d{1,8})([.)])|(>))([ \t]+)/.exec(value.slice(from));
  if (here !== selectionEnd || !item || here < from + item[0].length) return;
  event.preventDefault();
  const [whole, indent, bullet, number, stop, quote, space] = item;
  if (!value.slice(from + whole.length).split("\n", 1)[0].trim()) return put(from, here, "\n");
  put(here, here, `\n${indent}${bullet ?? quote ?? `${Number(number) + 1}${stop}`}${space}`);
}

// A check is about a place: its link puts the cursor there. A reference is counted among those that stay.
document.addEventListener("click", (event) => {
  const { field: name, line } = event.target.closest("[data-field]")?.dataset ?? {}, number = Number(line);
  const area = name && document.getElementById(`id_${name}`);
  if (!area || !number) return;
  event.preventDefault();
  if (area.matches("textarea")) return toLine(area, number);
  const row = document.querySelectorAll("[data-key]:not([data-removed])")[number - 1];
  row?.focus();
  row?.scrollIntoView({ block: "center" });
});
