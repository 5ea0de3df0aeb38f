// Beside what the others do: who came or has new keys, and a dialog in which one compares with them.
import { focusNext } from "./focus.js";
import { draw, fill, on, root } from "./page.js";
import { nameOf } from "./settling.js";

const dialog = document.getElementById("compare");
const questions = root.querySelector("[data-list=questions]");
// Whose numbers are being compared, with which keys.
let comparing = "";

function arriving(reader, view) {
  const isChanged = view.hasNewKeys(reader);
  const drawn = draw("arriving", { ...reader, isChanged, isNew: !isChanged });
  drawn.querySelector("button").value = nameOf(reader);
  return drawn;
}

export function drawArriving(asked, view) {
  fill("arriving", asked.map((one) => arriving(one, view)));
  // Somebody else was quicker, or has other keys by now: what was compared were not theirs.
  if (asked.some((reader) => nameOf(reader) === comparing)) showOne();
  else dialog.close();
}

function showOne() {
  for (const one of questions.children) one.hidden = one.querySelector("button").value !== comparing;
}

export function closeCompare() {
  dialog.close();
  focusNext(root.querySelector("[data-list=shared]"));
}

on("compare", ({ value }) => {
  comparing = value;
  showOne();
  dialog.showModal();
});
