// Each version has its reason. A save without one is not sent: the field asks for it.
import { form } from "./typing.js";

const { reason } = form.elements, missing = document.querySelector("#reason-missing");
const bar = reason.closest(".saving"), described = reason.getAttribute("aria-describedby");

form.addEventListener("submit", (event) => {
  if (!["_save", "_continue"].includes(event.submitter?.name) || reason.value.trim()) return;
  event.preventDefault();
  asks(true);
  // A bar that is always in view leaves the text where it is.
  reason.focus({ preventScroll: getComputedStyle(bar).position === "sticky" });
});
reason.addEventListener("input", () => asks(false));

function asks(is) {
  missing.hidden = !is;
  reason.parentElement.classList.toggle("errors", is);
  reason.setAttribute("aria-describedby", is ? `${missing.id} ${described}` : described);
  if (is) reason.setAttribute("aria-invalid", "true");
  else reason.removeAttribute("aria-invalid");
}
