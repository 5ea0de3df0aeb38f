// What each promised, and how it went: opened and sealed here. The server learns that something is settled, not how.
import { outcomeOf, seal } from "./outcomes.js";

const board = document.querySelector("[data-words-in]");
const { wordsIn, kept } = board.dataset;
const around = board.closest("[data-in-step]");
const lines = [...board.querySelectorAll("[data-commitment]")];
const shut = new Map(lines.map((line) => [line, line.querySelector("[data-words]")?.textContent ?? ""]));
const reported = new Set();
let pad = null;

async function report(line, form) {
  reported.add(line);
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Part": "told" } });
  const isTaken = answer.ok && !answer.redirected;
  if (isTaken) line.dataset.settled = "";
  else reported.delete(line);
  return isTaken;
}

function drawOwn(line, outcome) {
  const own = line.querySelector("[data-mine]");
  if (!own) return;
  const mayWrite = pad.mayWrite(kept);
  own.hidden = "settled" in line.dataset && !mayWrite;
  own.querySelector("[data-answers]").hidden = !mayWrite;
  own.querySelector("[data-plain]").hidden = mayWrite;
  // An answer that was sealed and not reported, because the page was left in between, is reported now.
  if (outcome && !("settled" in line.dataset) && !reported.has(line)) {
    report(line, own.querySelector("form")).catch(() => reported.delete(line));
  }
}

function draw(line) {
  const words = line.querySelector("[data-words]");
  const one = pad.texts(wordsIn).find(({ note }) => note === line.dataset.commitment);
  if (words) words.textContent = one?.state === "open" ? one.text : shut.get(line).trim();
  const outcome = outcomeOf(pad, kept, line.dataset);
  const shown = line.querySelector("[data-outcome]");
  // Also where the key was locked meanwhile: then nothing of it stays on the page.
  shown.querySelector("[data-how]").textContent = board.dataset[outcome?.how ?? "settled"];
  shown.querySelector("[data-line]").textContent = outcome?.line ?? "";
  shown.hidden = !outcome && !("settled" in line.dataset);
  drawOwn(line, outcome);
}

// Who has no key open told aloud how it went, and says that alone.
async function answer(event) {
  event.preventDefault();
  const form = event.target;
  const line = form.closest("[data-commitment]");
  const how = event.submitter?.dataset.says;
  form.inert = true;
  reported.add(line);
  try {
    const words = form.querySelector("[data-one-line]").value.trim();
    if (how) await seal(pad, kept, line.dataset, { how, line: words });
    const isTaken = await report(line, form);
    if (isTaken) board.querySelector("[data-spoken]").textContent = board.dataset[how ?? "thanks"];
    if (isTaken) form.closest("details").open = false;
    draw(line);
  } catch (error) {
    reported.delete(line);
    pad.say(error);
  }
  form.inert = false;
  const own = form.closest("details");
  (own.hidden ? line : own.querySelector("summary")).focus();
}

function appear() {
  const room = document.querySelector("[data-meeting]");
  if (around) around.hidden = room.dataset.step !== around.dataset.inStep;
}

document.addEventListener("writing:changed", ({ detail }) => {
  // Until there is a pad, the forms work by themselves.
  if (!pad) board.addEventListener("submit", answer);
  pad = detail;
  lines.forEach(draw);
});
document.addEventListener("writing:take", ({ detail }) => {
  const mine = lines.filter((line) => line.querySelector("[data-mine]")).map((line) => [line, outcomeOf(pad, kept, line.dataset)]);
  const texts = mine.filter(([, outcome]) => outcome).map(([line, { how, line: words }]) => {
    const what = line.querySelector("[data-words]")?.textContent ?? "";
    return { text: [what, [board.dataset[how], words].filter(Boolean).join(": ")].filter(Boolean).join("\n") };
  });
  if (texts.length) detail.push({ title: board.dataset.title, texts });
});
// Enter in the line chooses none of the three.
board.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-one-line]")) event.preventDefault();
});
document.addEventListener("meeting:moved", appear);
appear();
