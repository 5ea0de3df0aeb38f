// The day for which something is promised, beside the words as they are written; the words never leave this page open.
const place = document.querySelector("[data-words-in]").dataset.wordsIn;
const form = document.querySelector("form[data-promise]");
const field = document.getElementById("promised-day").content.firstElementChild;
const day = field.querySelector("input");
const told = field.querySelector("[role=status]");
let known = null;

async function promise({ note, version }) {
  known.set(note, version);
  const body = new FormData(form);
  body.set("key", note);
  body.set("due", day.value || day.defaultValue);
  const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Part": "day" } }).catch(() => null);
  if (answer && !answer.redirected && answer.status < 500) told.textContent = await answer.text();
}

document.addEventListener("writing:changed", ({ detail: pad }) => {
  const written = document.querySelector(`[data-place="${CSS.escape(place)}"] form`);
  if (written && !written.contains(field)) written.querySelector(".field").after(field);
  if (pad.state !== "open") return;
  const mine = pad.texts(place).filter((one) => one.isMine && one.state === "open");
  // What stood here before this page was opened has its day.
  known ??= new Map(mine.map(({ note, version }) => [note, version]));
  for (const one of mine) if (known.get(one.note) !== one.version) promise(one);
});
