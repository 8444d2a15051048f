// Niceties only: every page works without this file.

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
