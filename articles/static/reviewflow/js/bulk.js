// One box that ticks all of this page: only a script can serve it, so only a script makes it.
const head = document.querySelector("#result_list th.column-pick .text");
const ticks = [...document.querySelectorAll('#result_list input[name="chosen"]')];
if (head && ticks.length > 1) {
  const every = Object.assign(document.createElement("input"), { type: "checkbox" });
  every.setAttribute("aria-label", "Select all on this page");
  const show = () => {
    const count = ticks.filter((tick) => tick.checked).length;
    every.checked = count === ticks.length;
    every.indeterminate = count > 0 && count < ticks.length;
  };
  every.addEventListener("change", () => {
    for (const tick of ticks) tick.checked = every.checked;
  });
  for (const tick of ticks) tick.addEventListener("change", show);
  head.replaceChildren(every);
  show(); // a browser may give back what was ticked before
}
