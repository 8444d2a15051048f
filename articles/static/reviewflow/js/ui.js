// Niceties only: every page works without this file.

// j and k walk through the changes, ? shows the keys.
const changes = [...document.querySelectorAll(".change")];
let at = -1;
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.metaKey || event.ctrlKey || event.altKey) return;
  const step = { j: 1, k: -1 }[event.key] ?? 0;
  at = Math.min(Math.max(at + step, 0), changes.length - 1);
  if (step) changes[at]?.focus();
  if (event.key === "?") document.querySelector("#keys")?.toggleAttribute("open");
});

// Wide screens: comments float beside their words, so that a long thread does not push the text apart.
const reading = document.querySelector(".reading");
function float() {
  const notes = [...reading.querySelectorAll(":scope > .notes")];
  reading.classList.remove("floating");
  const wide = matchMedia("(min-width: 64.01rem)").matches;
  reading.classList.toggle("floating", wide);
  let free = 0;
  for (const note of notes) {
    const top = Math.max(note.previousElementSibling.offsetTop, free);
    note.style.insetBlockStart = wide ? `${top}px` : "";
    free = top + note.offsetHeight + 20;
  }
  reading.style.minBlockSize = wide ? `${free}px` : "";
}
if (reading) {
  new ResizeObserver(float).observe(document.body);
  reading.addEventListener("toggle", float, true);
}

// Buttons that only a script can serve are hidden until it runs: copy a digest, print a receipt.
for (const button of document.querySelectorAll("[data-print], [data-copy]")) {
  button.hidden = button.matches("[data-copy]") && !navigator.clipboard;
}
document.addEventListener("click", (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) navigator.clipboard.writeText(copy.dataset.copy).then(() => { copy.textContent = "Copied"; });
  if (event.target.closest("[data-print]")) window.print();
});

// A page that came back with errors says so first; then its form is one Tab away.
document.querySelector("#errors")?.focus();
