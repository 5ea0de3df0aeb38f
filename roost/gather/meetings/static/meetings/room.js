// A meeting on one's own device: shows the stage as it is sent, and beside it what this person may do now.
import { listen } from "./live.js";
import { runClock } from "./clock.js";
import { swap } from "./own.js";

const room = document.querySelector("[data-meeting]");
const part = (name) => document.querySelector(`[data-${name}]`);
const stage = part("stage");
const own = part("own");
const TRY_AGAIN = 2_000;
let version = 0;
let said = "";
let again = 0;

const say = (words) => (part("told").textContent = words);
const show = runClock(stage, part("times").content, say, part("told").dataset.minute);
show.setNow(Number(own.firstElementChild.dataset.now));

function answer(words) {
  part("answer").textContent = words;
}

function renew(html) {
  const copy = document.createElement("template");
  copy.innerHTML = html;
  const part = copy.content.firstElementChild;
  if (part.dataset.words) answer(part.dataset.words);
  // An answer that was overtaken by a later one is of no use any more, but for what it says of the press.
  if (Number(part.dataset.version) < Number(own.firstElementChild.dataset.version)) return;
  swap(own, part, document.getElementById("own"));
  show.setNow(Number(part.dataset.now));
}

async function ask(address, how = {}) {
  const got = await fetch(address, { ...how, headers: { "X-Part": "own" } });
  away(false);
  const isGone = got.redirected || got.status === 410 || got.status === 404;
  if (isGone) location.reload();
  else if (got.ok) renew(await got.text());
  return isGone || got.ok;
}

function take(text) {
  const frame = JSON.parse(text);
  // A frame that was overtaken by a later one is of no use; what is written has a mark of its own.
  if (frame.version < version) return;
  const { step, mark } = frame;
  if (String(step) !== room.dataset.step) answer("");
  Object.assign(room.dataset, { step, mark, waiting: frame.waiting.join(" "), version: frame.version });
  document.dispatchEvent(new Event("meeting:moved"));
  if (frame.version === version) return;
  const isFirst = !version;
  version = frame.version;
  stage.innerHTML = frame.html;
  show.setTime(frame.deadline, frame.left);
  if (!isFirst && said !== frame.said) say(frame.said);
  said = frame.said;
  keepUp();
}

// One's own part may be missed while the line is bad, although the stage came through.
async function keepUp() {
  clearTimeout(again);
  if (Number(own.firstElementChild.dataset.version) >= version) return;
  const isThere = await ask(room.dataset.part).catch(() => away(true));
  if (!isThere) again = setTimeout(keepUp, TRY_AGAIN);
}

function away(isAway) {
  part("away").hidden = !isAway;
}

async function press(event) {
  const form = event.target;
  if (!form.matches("[data-press]")) return;
  event.preventDefault();
  // Said anew where it is the same again.
  answer("");
  const body = new FormData(form, event.submitter);
  const isTaken = await ask(form.action, { method: "POST", body }).catch(() => away(true));
  if (isTaken === false) answer(part("told").dataset.refused);
}

own.addEventListener("submit", press);
listen(room.dataset, take, away, () => {
  document.dispatchEvent(new Event("meeting:over"));
  location.assign(room.dataset.after);
});
