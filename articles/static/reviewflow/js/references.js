// References are added without leaving the page: the form goes to its own address, as it would
// without scripts, and of what comes back the list of references takes the place of the old one.

const ROWS = "#id_references-field";

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(`${ROWS} [name=_add_references]`);
  if (!button) return;
  event.preventDefault();
  add(button);
});

async function add(button) {
  if (button.disabled) return;
  const form = button.form, rows = document.querySelector(ROWS);
  const sent = new FormData(form, button);
  button.disabled = true;
  rows.setAttribute("aria-busy", "true");
  rows.querySelector(":scope > [role=alert]")?.remove();
  try {
    const answer = await fetch(form.getAttribute("action") || location.pathname + location.search, { method: "POST", body: sent });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(ROWS);
    if (fresh) return swap(rows, fresh);
    complain(rows, why(answer, page));
  } catch {
    complain(rows, "Nothing was added: the connection is lost. What you typed is still here.");
  }
  button.disabled = false;
  rows.removeAttribute("aria-busy");
}

// What is open stays open; the focus goes to the first reference that is new, else to what was said.
function swap(rows, fresh) {
  const open = new Set([...rows.querySelectorAll("li:has(> div > details[open])")].map((row) => row.id));
  for (const row of fresh.querySelectorAll(".rows > li")) if (open.has(row.id)) row.querySelector("details").open = true;
  const box = rows.querySelector("[name=references-add]").value;
  rows.replaceWith(fresh);
  const said = fresh.querySelector(":scope > .notice"), added = fresh.querySelector("[data-new]");
  if (said) said.tabIndex = -1;
  if (said?.matches("[role=alert]")) fresh.querySelector("[name=references-add]").value = box;
  (added ?? said ?? fresh.querySelector("[name=references-add]")).focus();
  // The preview, the checks and the copy kept in this browser follow what is in the form.
  fresh.dispatchEvent(new Event("input", { bubbles: true }));
}

function why({ status }, page) {
  const said = page.querySelector("#errors, .reasons, main h1")?.textContent.replace(/\s+/g, " ").trim();
  if (status === 401 || status === 403) return "Nothing was added: you are signed out. Sign in in another tab; what you typed is still here.";
  return `Nothing was added (${status}). ${said ?? ""}`.trim();
}
function complain(rows, words) {
  const alert = Object.assign(document.createElement("div"), { className: "notice", tabIndex: -1 });
  alert.dataset.tone = "no";
  alert.setAttribute("role", "alert");
  alert.append(Object.assign(document.createElement("p"), { textContent: words }));
  rows.prepend(alert);
  alert.focus();
}
