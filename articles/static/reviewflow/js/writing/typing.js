// Text put into the body as if its writer had typed it, so that Undo takes it back.

export const form = document.querySelector("#article_form");
export const field = document.querySelector("#id_body");

// Replaces the text between two offsets; then selects from `start` to `end`, by default the end of what was put.
export function put(from, to, text, start = from + text.length, end = start) {
  const whole = field.value.slice(0, from) + text + field.value.slice(to);
  field.focus();
  field.setSelectionRange(from, to);
  // Nothing newer keeps the browser's own Undo.
  if (whole !== field.value) document.execCommand(text ? "insertText" : "delete", false, text);
  if (whole !== field.value) {
    field.setSelectionRange(from, to);
    field.setRangeText(text);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  field.setSelectionRange(start, end);
}

// Blocks with the empty lines that keep them apart from the text around those two offsets.
export function apart(blocks, from, to) {
  const before = field.value.slice(0, from), after = field.value.slice(to);
  const gap = !before || /\n\n$/.test(before) ? "" : /\n$/.test(before) ? "\n" : "\n\n";
  return gap + blocks + (!after || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n");
}

// The lines that the selection touches, as offsets.
export function lines() {
  const from = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const next = field.value.indexOf("\n", field.selectionEnd);
  return [from, next < 0 ? field.value.length : next];
}

// Where an offset of a text area stands, in pixels from the corner of its whole text.
const MEASURED = ["boxSizing", "fontFamily", "fontSize", "fontWeight", "lineHeight", "letterSpacing", "tabSize", "paddingTop", "paddingRight", "paddingBottom", "paddingLeft", "borderWidth"];
export function placeOf(area, offset) {
  const mirror = document.createElement("div"), mark = document.createElement("span"), style = getComputedStyle(area);
  for (const name of MEASURED) mirror.style[name] = style[name];
  Object.assign(mirror.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", inlineSize: `${area.clientWidth}px` });
  mark.textContent = "\u200b";
  mirror.append(area.value.slice(0, offset), mark);
  document.body.append(mirror);
  const place = { top: mark.offsetTop, left: mark.offsetLeft, height: mark.offsetHeight };
  mirror.remove();
  return place;
}

// Selects one line of a field, from 1, and brings it into sight.
export function toLine(area, number) {
  const before = area.value.split("\n").slice(0, number - 1), start = before.reduce((sum, line) => sum + line.length + 1, 0);
  const end = area.value.indexOf("\n", start);
  area.focus();
  area.setSelectionRange(start, end < 0 ? area.value.length : end);
  area.scrollTop = placeOf(area, start).top - area.clientHeight / 3;
}
