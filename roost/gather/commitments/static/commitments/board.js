// What each promised, and how it went: opened and sealed here. The server learns that something is settled, not how.
const board = document.querySelector("[data-words-in]");
const { wordsIn, kept } = board.dataset;
const around = board.closest("[data-in-step]");
const lines = [...board.querySelectorAll("[data-commitment]")];
const shut = new Map(lines.map((line) => [line, line.querySelector("[data-words]")?.textContent ?? ""]));
const ANSWERS = ["done", "learned", "dropped"];
const reported = new Set();
let pad = null;

function read({ text }) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

// Only who promised says how it went.
function outcomeOf({ dataset: { commitment, person } }) {
  const theirs = pad.texts(kept).filter((one) => one.state === "open" && one.author === Number(person));
  return theirs.map((one) => ({ one, ...read(one) })).findLast(({ of }) => of === commitment);
}

async function report(line, form) {
  reported.add(line);
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Part": "told" } });
  if (!answer.ok || answer.redirected) return reported.delete(line);
  line.dataset.settled = "";
  return true;
}

function drawOwn(line, outcome) {
  const own = line.querySelector("[data-own]");
  if (!own) return;
  const mayWrite = pad.mayWrite(kept);
  own.hidden = "settled" in line.dataset && !mayWrite;
  own.querySelector("[data-answers]").hidden = !mayWrite;
  own.querySelector("[data-plain]").hidden = mayWrite;
  // An answer that was sealed and not reported, because the page was left in between, is reported now.
  if (outcome && !("settled" in line.dataset) && !reported.has(line)) report(line, own.querySelector("form"));
}

function draw(line) {
  const words = line.querySelector("[data-words]");
  const one = pad.texts(wordsIn).find(({ note }) => note === line.dataset.commitment);
  if (words) words.textContent = one?.state === "open" ? one.text : shut.get(line).trim();
  const outcome = outcomeOf(line);
  const shown = line.querySelector("[data-outcome]");
  if (ANSWERS.includes(outcome?.how)) {
    shown.querySelector("[data-how]").textContent = board.dataset[outcome.how];
    shown.querySelector("[data-line]").textContent = outcome.line ?? "";
  }
  shown.hidden = !outcome && !("settled" in line.dataset);
  drawOwn(line, outcome);
}

async function answer(event) {
  const how = event.submitter?.dataset.answer;
  if (!how) return;
  event.preventDefault();
  const form = event.target;
  const line = form.closest("[data-commitment]");
  const told = { of: line.dataset.commitment, how, line: form.querySelector("[data-one-line]").value.trim() };
  form.inert = true;
  try {
    const before = outcomeOf(line)?.one;
    await (before ? pad.change(before, JSON.stringify(told)) : pad.write(kept, JSON.stringify(told)));
    await report(line, form);
    form.closest("details").open = false;
    board.querySelector("[data-told]").textContent = board.dataset[how];
  } catch (error) {
    pad.say(error);
  }
  form.inert = false;
  form.closest("details").querySelector("summary").focus();
}

function appear() {
  const room = document.querySelector("[data-meeting]");
  if (around) around.hidden = room.dataset.step !== around.dataset.inStep;
}

board.addEventListener("submit", answer);
document.addEventListener("writing:changed", ({ detail }) => {
  pad = detail;
  lines.forEach(draw);
});
document.addEventListener("meeting:moved", appear);
appear();
