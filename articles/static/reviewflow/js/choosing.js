// Rows that can be ticked: how many are, and one button for all. The form works without this file.
const form = document.querySelector("form[data-choose]");
const ticks = [...(form?.querySelectorAll('input[name="article"]') ?? [])];
const said = form?.querySelector("[data-chosen]"), every = form?.querySelector("[data-all]");
if (said && every && ticks.length) {
  const before = said.textContent;
  const show = () => {
    const count = ticks.filter((tick) => tick.checked).length;
    said.textContent = count ? `${count} chosen` : before;
    every.textContent = count === ticks.length ? "Untick all" : "Tick all on this page";
  };
  every.hidden = false;
  every.addEventListener("click", () => {
    const all = ticks.every((tick) => tick.checked);
    for (const tick of ticks) tick.checked = !all;
    show();
  });
  form.addEventListener("change", show);
  show(); // a browser may give back what was ticked before
}
