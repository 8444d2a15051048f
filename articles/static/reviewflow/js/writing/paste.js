// What was copied from a word processor or a page is pasted with its headings, links and lists: the server writes
// it as Markdown, by the code that imports pages. Whatever fails, the plain words go in, as without this script.
import { apart, field, form, put } from "./typing.js";
import { send } from "./sending.js";

const MARKED = /<(?:h[1-6]|b|strong|i|em|a|ul|ol|li|table|blockquote|dl|img)\b|mso-/i;
const STYLED = /<(?:p|div|br|sup|sub)\b|font-(?:weight|style)|vertical-align/i;
const CODE = /<pre\b|white-space:\s*pre\s*[;"']/i; // an editor of code lays coloured words there
const PATIENCE = 8000;
const UNDO = /Mac|iP(?:hone|ad)/.test(navigator.platform) ? "⌘Z" : "Ctrl+Z";
const said = document.querySelector("#paste-state");
let plain = false, waiting = null, mine = false;

// Ctrl+Shift+V asks for the words alone; not every browser says so of the paste itself.
field.addEventListener("keydown", (event) => { plain = event.shiftKey && event.key.toLowerCase() === "v"; });
field.addEventListener("keyup", () => { plain = false; });
field.addEventListener("input", () => { if (!mine) said.textContent = ""; });

field.addEventListener("paste", (event) => {
  const html = event.clipboardData.getData("text/html"), words = event.clipboardData.getData("text/plain");
  if (waiting) return event.preventDefault();
  if (plain || !html || !(MARKED.test(html) || (STYLED.test(html) && !CODE.test(html)))) return;
  event.preventDefault();
  waiting = take(html, words.replace(/\r\n?/g, "\n")).finally(() => { waiting = null; });
});

async function take(html, words) {
  const { selectionStart: from, selectionEnd: to } = field, here = document.activeElement;
  busy(true);
  const found = await ask(html).catch(() => ({ failed: "The server did not answer." }));
  busy(false);
  const text = found.markdown ? spaced(found.markdown, words, from, to) : words;
  const away = document.activeElement === here ? null : document.activeElement;
  mine = true;
  put(from, to, text);
  mine = false;
  if (away?.matches("input, textarea, select")) away.focus();
  const how = found.markdown ? "Pasted with its headings, links and lists." : "Pasted as plain text.";
  const told = found.failed ? [found.failed] : found.notes;
  if (found.markdown || told.length) said.textContent = [how, ...told, `Undo: ${UNDO}`].join(" ");
}

// Data of pictures and the head are not sent: neither would become text.
async function ask(html) {
  const body = html.slice(Math.max(0, html.search(/<body\b/i))).replace(/(\ssrc=)(?:"data:[^"]*"|'data:[^']*')/gi, "$1''");
  const data = new URLSearchParams({ html: body, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  const answer = await send(form.dataset.paste, data, AbortSignal.timeout(PATIENCE));
  if (answer.ok) return answer.json();
  const sentence = answer.headers.get("Content-Type")?.startsWith("text/plain") ? await answer.text() : "";
  return { failed: sentence || (answer.status === 401 ? "You are signed out." : "The server refused it.") };
}

// Blocks stand apart from what is around them; words within a line keep the spaces they were copied with.
function spaced(markdown, words, from, to) {
  const blocks = /\n/.test(markdown) || /^(?:#{1,6} |[-*] |\d+[.)] |> |\| )/.test(markdown);
  return blocks ? apart(markdown, from, to) : `${/^ */.exec(words)[0]}${markdown}${/ *$/.exec(words)[0]}`;
}

function busy(is) {
  field.readOnly = is;
  if (is) field.setAttribute("aria-busy", "true");
  else field.removeAttribute("aria-busy");
  said.textContent = is ? "Pasting…" : "";
}

// Saved at once after a paste, the text is saved with it.
form.addEventListener("submit", (event) => {
  if (!waiting) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  waiting.then(() => form.requestSubmit(submitter));
});
