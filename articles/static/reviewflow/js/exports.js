// Keeps the bar of a running export up to date; without this file, "Look again" does.
const box = document.querySelector("[data-progress]");
const EVERY = 2000; // milliseconds between two looks

async function look() {
  const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
  if (answer.redirected || answer.status === 403) return location.reload(); // signed out, or no longer allowed
  if (answer.ok) show(await answer.json());
}

function show(now) {
  if (now.ended) return location.reload();
  const bar = box.querySelector("progress");
  if (now.total) {
    bar.max = now.total;
    bar.value = now.done;
  }
  box.querySelector("[data-words]").textContent = now.words;
}

// A look that fails is made up for by the next.
if (box) setInterval(() => look().catch(() => {}), EVERY);
