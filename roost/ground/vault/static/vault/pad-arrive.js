// Beside what the others do: who came or has new keys, and a dialog in which one compares with them.
import { focusNext } from "./focus.js";
import { draw, fill, on, root } from "./page.js";
import { nameOf } from "./settling.js";

const dialog = document.getElementById("compare");
const questions = root.querySelector("[data-list=questions]");

function arriving(reader, view) {
  const isChanged = view.hasNewKeys(reader);
  const drawn = draw("arriving", { ...reader, isChanged, isNew: !isChanged });
  drawn.querySelector("button").value = nameOf(reader);
  return drawn;
}

export function drawArriving(asked, view) {
  fill("arriving", asked.map((one) => arriving(one, view)));
  // Somebody else was quicker.
  if (!asked.length) dialog.close();
}

export function closeCompare() {
  dialog.close();
  focusNext(root.querySelector("[data-list=shared]"));
}

on("compare", ({ value }) => {
  for (const one of questions.children) one.hidden = one.querySelector("button").value !== value;
  dialog.showModal();
});
