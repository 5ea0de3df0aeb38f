// A meeting on one's own device: shows the stage as it is sent, and beside it what this person may do now.
import { listen } from "./live.js";
import { runClock } from "./clock.js";

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

// What is half chosen, what is open and where the keyboard stands survive a new copy of the same part.
function swap(html) {
  const copy = document.createElement("template");
  copy.innerHTML = html;
  const part = copy.content.firstElementChild;
  // An answer that was overtaken by a later one is of no use any more.
  if (Number(part.dataset.version) < Number(own.firstElementChild.dataset.version)) return;
  const chosen = [...own.querySelectorAll("input[type=radio]:checked")].map((one) => [one.name, one.value]);
  const open = [...own.querySelectorAll("details[open]")].map((one) => one.id);
  const held = own.contains(document.activeElement) ? document.activeElement : null;
  own.replaceChildren(part);
  document.dispatchEvent(new Event("meeting:moved"));
  const same = (name, value) => own.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
  for (const [name, value] of chosen) {
    const one = same(name, value);
    if (one) one.checked = true;
  }
  for (const one of open) document.getElementById(one)?.setAttribute("open", "");
  const still = held && (document.getElementById(held.id) || (held.name && same(held.name, held.value)));
  still?.focus({ preventScroll: true });
  show.setNow(Number(part.dataset.now));
}

async function ask(address, how = {}) {
  const answer = await fetch(address, { ...how, headers: { "X-Part": "own" } });
  if (answer.redirected || answer.status === 410 || answer.status === 404) location.reload();
  else if (answer.ok) swap(await answer.text());
  return answer.ok;
}

function take(text) {
  const frame = JSON.parse(text);
  // A frame that was overtaken by a later one is of no use; what is written has a mark of its own.
  if (frame.version < version) return;
  const { step, mark } = frame;
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
  try {
    await ask(room.dataset.part);
  } catch {
    away(true);
    again = setTimeout(keepUp, TRY_AGAIN);
  }
}

function away(isAway) {
  part("away").hidden = !isAway;
}

async function press(event) {
  const form = event.target;
  if (!form.matches("[data-press]")) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  try {
    away(!(await ask(form.action, { method: "POST", body })));
  } catch {
    away(true);
  }
}

own.addEventListener("submit", press);
listen(room.dataset, take, away, () => {
  document.dispatchEvent(new Event("meeting:over"));
  location.assign(room.dataset.after);
});
