// What a circle writes, in a meeting and on its own page. It is opened here and nowhere else.
import { listAndForm } from "../vault/pad-list.js";
import { openPad } from "../vault/pad.js";
import { takeAlong } from "./take.js";

const writing = document.querySelector("[data-writing]");
const room = document.querySelector("[data-meeting]");
const parts = [...writing.querySelectorAll("[data-place]")];
const lines = [...writing.querySelectorAll("[data-when]")];
const keys = writing.querySelector("button[data-keys]");
const take = writing.querySelector("[data-take]");
const OPENED = ["open", "waiting", "stuck", "closed"];
let shows = [];
let mark = room?.dataset.mark;
let [step, state] = [null, ""];

const isNow = (part) => !room || part.dataset.steps.trim().split(" ").includes(room.dataset.step);
const typed = (part) => part.querySelector("textarea");

// What somebody wrote is shown with their turn, so nothing of those who have not spoken yet.
function spoken(part) {
  const waits = (one) => isNow(part) && room?.dataset.waiting.split(" ").includes(String(one.author));
  return (place) => pad.texts(place).filter((one) => one.isMine || !waits(one));
}

// What is half written goes along to the step in which one can write next, with the keyboard.
function carry() {
  const to = parts.find((part) => isNow(part) && pad.mayWrite(part.dataset.place));
  const from = parts.find((part) => part !== to && !pad.mayWrite(part.dataset.place) && typed(part).value);
  const isKept = Boolean(from) && (!to || Boolean(typed(to).value));
  if (from && !isKept) {
    const { value } = typed(from);
    from.querySelector("[data-act=stop]").click();
    typed(to).value = value;
  }
  return isKept;
}

// Once at each step its own part opens, and the others close; afterwards people open and close what they like.
function arrange() {
  for (const part of parts) part.hidden = !OPENED.includes(pad.state) || !pad.isOpen(part.dataset.place);
  if (!room || step === room.dataset.step || !OPENED.includes(pad.state)) return;
  const now = parts.find((part) => isNow(part) && !part.hidden);
  if (parts.some(isNow) && !now) return;
  const isTyping = parts.some((part) => part.contains(document.activeElement));
  for (const part of parts) part.open = part === now;
  if (isTyping && now) (pad.mayWrite(now.dataset.place) ? typed(now) : now.firstElementChild).focus();
  step = room.dataset.step;
}

// A topic's text stands beside its bringer.
function drawTopics() {
  const topics = parts.find((part) => part.dataset.place.endsWith(":topics"))?.dataset.place;
  for (const beside of document.querySelectorAll("[data-topics-of]")) {
    const theirs = pad.texts(topics).filter((one) => one.state === "open" && one.author === Number(beside.dataset.topicsOf));
    beside.replaceChildren(...theirs.map((one) => Object.assign(document.createElement("p"), { textContent: one.text })));
  }
}

function changed() {
  if (state === "locked" && pad.state !== "locked") open(false);
  state = pad.state;
  for (const show of shows) show();
  const isKept = carry();
  arrange();
  const when = { [state]: true, half: isKept && state === "open" };
  for (const line of lines) line.hidden = !line.dataset.when.split(" ").some((one) => when[one]);
  take.hidden = !mine().length;
  drawTopics();
  document.dispatchEvent(new CustomEvent("writing:changed", { detail: pad }));
}

const mine = () =>
  parts
    .map((part) => ({ title: part.querySelector("summary").textContent.trim(), texts: pad.texts(part.dataset.place) }))
    .map(({ title, texts }) => ({ title, texts: texts.filter((one) => one.isMine && one.state === "open") }))
    .filter(({ texts }) => texts.length);

function open(isOpen) {
  writing.classList.toggle("is-open", isOpen);
  keys.setAttribute("aria-expanded", isOpen);
}

const kept = [...document.querySelectorAll("[data-kept]")];
const pad = openPad({ places: [...parts, ...kept].map(({ dataset }) => dataset.place ?? dataset.kept), changed });
shows = parts.map((part) => {
  const shown = Object.create(pad, { texts: { value: spoken(part) } });
  return listAndForm(part.querySelector("[data-here]"), shown, part.dataset.place);
});
keys.addEventListener("click", () => open(!writing.classList.contains("is-open")));
take.addEventListener("click", () => takeAlong(mine(), writing.dataset.file));
for (const button of writing.querySelectorAll("[data-open-key]")) button.addEventListener("click", pad.openKey);
document.addEventListener("meeting:moved", () => {
  if (mark === room.dataset.mark) return changed();
  mark = room.dataset.mark;
  pad.refresh();
});
// What is over is not put aside.
document.addEventListener("meeting:over", () => parts.forEach((part) => (typed(part).value = "")));
