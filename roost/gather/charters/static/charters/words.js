// Opens the own words of a charter, and says whose signature was under others.
import { openPad } from "../vault/pad.js";

const charter = document.querySelector("[data-charter]");
const place = charter.dataset.charter;
const lines = [...charter.querySelectorAll("[data-when]")];
const form = document.querySelector("[data-sign]");
const LACKS = { earlier: "earlier", broken: "false" };

const find = (note) => pad.texts(place).find((one) => one.note === note);
// Whether there is anything to look for: without a key open, nothing is known of any words.
const isOpened = () => pad.isOpen(place) && ["open", "waiting", "stuck", "closed"].includes(pad.state);

function draw(shown) {
  const one = find(shown.dataset.note);
  const isOpen = one?.state === "open";
  shown.textContent = isOpen ? one.text : "";
  shown.hidden = !isOpen;
  const around = shown.closest("[data-before]");
  if (around) around.hidden = !isOpen;
}

function stateOf(one) {
  if (!charter.dataset.words || one?.state === "open") return "";
  if (!isOpened() || (pad.state === "waiting" && !one)) return pad.state;
  return one ? (LACKS[one.state] ?? pad.state) : "lost";
}

function drawSigning(now) {
  for (const one of document.querySelectorAll("[data-digest]")) one.hidden = !now || one.dataset.digest === now;
  if (!form) return;
  const signed = form.dataset.sign;
  form.elements.digest.value = now;
  if (signed === "no") {
    const unread = form.querySelector("[data-unread]");
    if (unread) unread.hidden = Boolean(now);
    return;
  }
  form.hidden = !now || signed === now;
  form.querySelector("[data-late]").hidden = signed !== "choices";
  form.querySelector("[data-changed]").hidden = signed === "choices";
}

function changed() {
  for (const shown of charter.querySelectorAll("[data-note]")) draw(shown);
  const one = find(charter.dataset.words);
  const state = stateOf(one);
  for (const line of lines) line.hidden = !line.dataset.when.split(" ").includes(state);
  drawSigning(one?.state === "open" ? pad.digestOf(one) : "");
}

const pad = openPad({ places: [place], changed });
