// The form sent without leaving the page. A 403 may mean that somebody signed in anew, in another tab:
// then the form's own proof of origin is out of date, and is fetched once.
import { form } from "./typing.js";

export async function send(address, data, signal) {
  const answer = await fetch(address, { method: "POST", body: data, signal });
  if (answer.status !== 403) return answer;
  const look = await fetch(location.pathname, { signal });
  const page = new DOMParser().parseFromString(await look.text(), "text/html");
  const fresh = page.querySelector("#article_form [name=csrfmiddlewaretoken]")?.value;
  if (!fresh) return look.redirected ? new Response("", { status: 401 }) : answer;
  for (const token of document.querySelectorAll("[name=csrfmiddlewaretoken]")) token.value = fresh;
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  return fetch(address, { method: "POST", body: data, signal });
}

export const state = document.querySelector("#preview-state");
export function say(words, signIn) {
  state.textContent = words;
  if (signIn) state.append(" ", Object.assign(document.createElement("a"), { href: "/login/", target: "_blank", rel: "noopener", textContent: "Sign in, in a new tab" }));
}
