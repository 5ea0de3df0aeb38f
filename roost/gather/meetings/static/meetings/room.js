// A meeting on one's own device: shows the stage as it is sent, and beside it what this person may do now.
import { listen } from "./live.js";
import { runClock } from "./clock.js";

const room = document.querySelector("[data-meeting]");
const part = (name) => document.querySelector(`[data-${name}]`);
const stage = part("stage");
const own = part("own");
let version = 0;
let asked = 0;

const show = runClock(stage, part("words").content, (words) => say(words), part("said").dataset.minute);
show.setNow(Number(own.firstElementChild.dataset.now));

function say(words) {
  part("said").textContent = words;
}

// What is half chosen, what is open and where the keyboard stands survive a new copy of the same part.
function swap(html) {
  const chosen = [...own.querySelectorAll("input[type=radio]:checked")].map((one) => [one.name, one.value]);
  const open = [...own.querySelectorAll("details[open]")].map((one) => one.id);
  const held = own.contains(document.activeElement) && document.activeElement;
  const [id, name, value] = held ? [held.id, held.name, held.value] : [];
  own.innerHTML = html;
  for (const [name, value] of chosen) {
    const one = own.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    if (one) one.checked = true;
  }
  for (const one of open) document.getElementById(one)?.setAttribute("open", "");
  const again = (id && document.getElementById(id)) || (name && own.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`));
  if (again) again.focus({ preventScroll: true });
  show.setNow(Number(own.firstElementChild.dataset.now));
}

// Only the answer to the latest question counts: an older one may come in later.
async function ask(address, how = {}) {
  const number = ++asked;
  const answer = await fetch(address, { ...how, headers: { "X-Part": "own" } });
  if (answer.redirected || answer.status === 410 || answer.status === 404) return location.reload();
  if (answer.ok && number === asked) swap(await answer.text());
  return answer.ok;
}

function take(text) {
  const frame = JSON.parse(text);
  if (frame.version === version) return;
  const isFirst = !version;
  version = frame.version;
  stage.innerHTML = frame.html;
  show.setTime(frame.deadline, frame.left);
  if (!isFirst && part("said").dataset.last !== frame.said) say(frame.said);
  part("said").dataset.last = frame.said;
  ask(room.dataset.part).catch(() => {});
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
listen(room.dataset, take, away, () => location.assign(room.dataset.after));
