// The text as readers will see it, some moments after each change: rendered by the server, as every export is.
import { field, form } from "./typing.js";
import { say, send } from "./sending.js";

const PARTS = ["tally", "preview", "checks", "checks-jump"];
const preview = document.querySelector("#preview");
let timer, waits = 300, running;

form.addEventListener("input", later);
form.addEventListener("change", later);
function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, waits);
}

// The newest question wins: an older one is given up.
async function ask() {
  running?.abort();
  running = new AbortController();
  const { signal } = running, began = performance.now();
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  try {
    const answer = await send(form.dataset.preview, data, signal);
    const text = await answer.text();
    if (answer.ok) { show(text); say(""); }
    else if (answer.status === 401) say("You are signed out; your text is kept in this browser.", true);
    else say(answer.status === 422 ? text : "The preview is not up to date.");
  } catch (error) {
    if (error.name !== "AbortError") say("The preview waits for the connection.");
  }
  // A long text is asked about less often.
  waits = Math.min(3000, Math.max(300, 2 * (performance.now() - began)));
}

function show(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const focused = document.activeElement?.closest("#checks");
  for (const name of PARTS) document.getElementById(name).replaceChildren(...fresh.getElementById(name).childNodes);
  if (focused) document.querySelector("#checks a")?.focus();
  follow();
}

// Both sides show about the same place.
function follow() {
  const room = field.scrollHeight - field.clientHeight;
  if (room > 0) preview.scrollTop = (field.scrollTop / room) * (preview.scrollHeight - preview.clientHeight);
}
field.addEventListener("scroll", follow);
