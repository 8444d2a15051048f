// A picture goes to where the cursor is; without this script it stands at the end of the body.
import { apart, field, form, put } from "./typing.js";
import { say, send } from "./sending.js";

const box = document.querySelector("#picture");
let from = field.value.length, to = from;
field.addEventListener("blur", () => { from = field.selectionStart; to = field.selectionEnd; });

form.addEventListener("submit", (event) => {
  if (event.submitter?.name !== "_add_picture") return;
  event.preventDefault();
  add(new FormData(form, event.submitter));
});
async function add(data) {
  say("The picture is on its way.");
  try {
    const answer = await send(location.pathname, data);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), fresh = page.querySelector("#picture");
    if (!fresh) return say("The picture was not stored. Save your text, and try again.", answer.status === 403);
    const markup = fresh.querySelector("[data-added]")?.dataset.added;
    if (markup) fresh.querySelector("[data-added]").remove();
    box.replaceChildren(...fresh.childNodes);
    box.open = !markup;
    say(markup ? "The picture is stored. Save the draft to keep it in the text." : "The picture was not stored.");
    if (markup) put(Math.min(from, field.value.length), Math.min(to, field.value.length), spaced(markup));
    else box.querySelector(".error")?.closest(".field")?.querySelector("input")?.focus();
  } catch {
    say("The picture was not sent: there is no connection.");
  }
}
// A picture is a paragraph of its own, unless it is put into a line on purpose.
function spaced(markup) {
  const before = field.value.slice(0, from), after = field.value.slice(to);
  if (/[^\n]$/.test(before) && /^[^\n]/.test(after)) return markup;
  return apart(markup, from, to);
}
