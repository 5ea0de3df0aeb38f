// The frame of both pages: which part is shown, what is said, and what happens at the press of a button.
import { Refused, ready } from "./bytes.js";
import { keepFocus } from "./focus.js";

export const root = document.getElementById("vault");
// Every page of the house has the token there.
const token = JSON.parse(document.body.getAttribute("hx-headers"));
const every = [...root.querySelectorAll("[data-trouble]")];
// What goes wrong in a dialog is said in it.
const troubleHere = () => every.find((one) => one.closest("dialog")?.open) ?? every[0];

export const wordsFor = (reason) => document.getElementById(`why-${reason}`)?.content.textContent.trim();

export function say(error) {
  const words = error.words || wordsFor(error.reason ?? "failed") || wordsFor("failed");
  const trouble = troubleHere();
  trouble.querySelector("[data-words]").textContent = words;
  trouble.hidden = false;
  trouble.scrollIntoView({ block: "nearest" });
  if (!(error instanceof Refused)) console.error(error);
}

const saying = root.querySelector("[data-said]");
// Says that something was done; emptied first, so that the same words are said again.
export function announce(what) {
  saying.textContent = "";
  setTimeout(() => (saying.textContent = document.getElementById(`said-${what}`).content.textContent.trim()), 50);
}

// Shows the parts of one state and puts the reader where something is to be typed.
const among = (kind) => (state) => {
  for (const part of root.querySelectorAll(`[data-${kind}]`)) part.hidden = part.dataset[kind] !== state;
  root.querySelector(`[data-${kind}="${state}"] [data-first]`)?.focus();
};
export const show = among("state");
// The parts in which somebody makes and opens their own key, wherever they stand.
export const showKey = among("key");

export const field = (form, name) => form.querySelector(`[data-field="${name}"]`);

// Draws a part of the page: texts into [data-fill], and [data-if] only where the value is true.
export function draw(name, values) {
  const part = document.getElementById(`part-${name}`).content.firstElementChild.cloneNode(true);
  for (const place of part.querySelectorAll("[data-if]")) if (!values[place.dataset.if]) place.remove();
  for (const place of part.querySelectorAll("[data-fill]")) place.textContent = values[place.dataset.fill] ?? "";
  return part;
}

export const fill = (name, parts) => root.querySelector(`[data-list="${name}"]`).replaceChildren(...parts);

const acts = new Map();
export const on = (name, act) => acts.set(name, act);

// Runs one act at a time, after the browser had a moment to say that something is going on.
export async function run(act, place) {
  if (root.getAttribute("aria-busy") === "true") return;
  for (const one of every) one.hidden = true;
  root.setAttribute("aria-busy", "true");
  try {
    await new Promise((go) => setTimeout(go, 30));
    await ready;
    await act(place);
  } catch (error) {
    say(error);
  } finally {
    root.setAttribute("aria-busy", "false");
    if (place) keepFocus(root);
  }
}

for (const [happens, kind] of [["submit", "form"], ["click", "button"]]) {
  root.addEventListener(happens, (event) => {
    const place = event.target.closest(`${kind}[data-do]`);
    if (!place) return;
    event.preventDefault();
    run(acts.get(place.dataset.do), place);
  });
}

// Asks the server; what it refuses comes back as Refused, with its words.
export async function ask(address, told, method = told ? "POST" : "GET") {
  const headers = { "Content-Type": "application/json", ...token };
  let answer;
  try {
    answer = await fetch(address, { method, headers, redirect: "manual", body: told && JSON.stringify(told) });
  } catch {
    throw new Refused("unreachable");
  }
  if (answer.type === "opaqueredirect") throw new Refused("signed-out");
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 409) throw new Refused("changed");
  if (answer.status === 403 || answer.status === 404) throw new Refused("gone", said.problem);
  if (!answer.ok) throw new Refused("failed", said.problem);
  return said;
}
