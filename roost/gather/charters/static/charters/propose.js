// Own words of a proposal: sealed here before the form goes, which carries their name alone.
import { openPad } from "../vault/pad.js";

const form = document.querySelector("[data-propose]");
const place = form.dataset.propose;
const [part, waits] = [form.querySelector("[data-own-part]"), form.querySelector("[data-own-waits]")];
const typed = form.querySelector("textarea");
const before = form.elements.words.value;
let begun = null;
let isSent = false;

const find = (is) => pad.texts(place).filter((one) => one.state === "open").findLast(is);
const text = () => typed.value.trim();

function begin() {
  const stood = before ? find((one) => one.note === before) : null;
  begun = stood?.text ?? "";
  const half = pad.bringBack(place);
  typed.value = half?.text ?? begun;
}

function putAside() {
  if (begun !== null && !isSent && typed.value !== begun) pad.putAside(place, { text: typed.value });
}

function changed() {
  if (pad.state === "locked" && begun !== null) {
    putAside();
    begun = null;
    typed.value = "";
  }
  const stood = before ? pad.texts(place).find((one) => one.note === before) : null;
  // Words that do not open for this person go along unseen; those that were lost can be written anew.
  const isHere = pad.mayWrite(place) && (!stood || stood.state === "open");
  if (isHere && begun === null) begin();
  part.hidden = !isHere && begun === null;
  waits.hidden = !part.hidden;
}

// The note with the words as they stand now: that of before, or a new one.
async function keep() {
  if (!text()) return null;
  if (before && text() === begun) return find((one) => one.note === before);
  await pad.write(place, text());
  return find((one) => one.isMine && one.text === text());
}

async function send() {
  form.inert = true;
  try {
    const kept = await keep();
    if (text() && !kept) throw new Error("The words were kept and are not here yet.");
    form.elements.words.value = kept?.note ?? "";
    form.elements.digest.value = kept ? pad.digestOf(kept) : "";
    isSent = true;
    form.submit();
  } catch (error) {
    pad.say(error);
    form.inert = false;
  }
}

form.addEventListener("submit", (event) => {
  if (begun === null) return;
  event.preventDefault();
  send();
});
addEventListener("pagehide", putAside);
const pad = openPad({ places: [place], changed });
