// Bold and italic: around the words that are chosen, or begun where the cursor is and left by the same key.
import { field, put } from "./typing.js";

let placed = {}; // the example that was put last, and where

// Marks stand close to the words, or they are no marks; and each paragraph needs its own.
export function emphasise(sign, example) {
  let { selectionStart: from, selectionEnd: to, value } = field;
  while (from < to && /\s/.test(value[from])) from += 1;
  while (to > from && /\s/.test(value[to - 1])) to -= 1;
  const words = value.slice(from, to), size = sign.length;
  const run = /\**$/.exec(value.slice(0, from))[0].length, after = /^\**/.exec(value.slice(to))[0].length;
  const is = (count) => (sign === "**" ? count >= 2 : count % 2 === 1);
  if (!words) return (is(after) && leave(sign, from)) || begin(sign, example, from);
  if (!is(run) || !is(after)) return surround(sign, words, from, to);
  const kept = placed.from === from && placed.value === value ? "" : words;
  put(from - size, to + size, kept, from - size, from - size + kept.length);
}

function begin(sign, example, from) {
  put(from, from, sign + example + sign, from + sign.length, from + sign.length + example.length);
  placed = { from: from + sign.length, value: field.value };
}

function surround(sign, words, from, to) {
  const text = words.replace(/[^\n]+(?:\n(?!\s*\n)[^\n]+)*/g, (part) => sign + part + sign);
  const inside = text.includes("\n\n") ? 0 : sign.length;
  put(from, to, text, from + inside, from + text.length - inside);
}

// Pressed again where the words end: out of their mark, with the spaces before it; an empty pair goes.
function leave(sign, here) {
  const paragraph = field.value.slice(field.value.lastIndexOf("\n\n", here - 1) + 1, here), words = paragraph.trimEnd();
  if (!isOpen(paragraph, sign)) return false;
  const end = here - paragraph.length + words.length, spaces = paragraph.slice(words.length), next = here + sign.length;
  if (words.endsWith(sign)) put(end - sign.length, next, spaces);
  else if (spaces) put(end, next, sign + spaces);
  else field.setSelectionRange(next, next);
  return true;
}

// Whether words that end here would stand between marks: those before them are not in pairs.
function isOpen(paragraph, sign) {
  const text = paragraph.replace(/\\[\\*]/g, "..");
  const alone = ({ index, 0: run }) => /^\s?$/.test(text[index - 1] ?? "") && /\s/.test(text[index + run.length] ?? ".");
  const runs = [...text.matchAll(/\*+/g)].filter((run) => !alone(run)).map(([run]) => run.length);
  return runs.reduce((sum, count) => sum + (sign === "**" ? Math.floor(count / 2) : count), 0) % 2 === 1;
}
