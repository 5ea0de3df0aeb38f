// A board on a wall: shows the latest state it was sent, one division after another, and keeps it through an outage.
const page = document.querySelector("[data-screen]");
const { stream, latest, seconds } = page.dataset;
const part = (name) => page.querySelector(`[data-part="${name}"]`);
const shape = document.querySelector("template[data-line]").content;

let state = JSON.parse(document.getElementById("state").textContent);
let at = 0;
let tag = "";
let polling = 0;

function line(team) {
  const item = shape.cloneNode(true).querySelector("li");
  item.querySelector(".tv-rank").textContent = team.rank;
  item.querySelector(".tv-name").textContent = team.name;
  item.querySelector(".bar-part").setAttribute("width", `${team.share}%`);
  item.querySelector(".tv-figure").textContent = team.points;
  item.querySelector(".tv-change").textContent = team.recent;
  return item;
}

function draw() {
  const boards = state.divisions;
  part("empty").hidden = boards.length > 0;
  if (!boards.length) return;
  at %= boards.length;
  const board = boards[at];
  part("title").textContent = board.title;
  part("program").textContent = state.program;
  part("story").textContent = board.story;
  part("lines").replaceChildren(...board.lines.map(line));
  part("dots").textContent = boards.length > 1 ? `· ${at + 1} / ${boards.length}` : "";
}

function take(text) {
  state = JSON.parse(text);
  part("stale").hidden = true;
  draw();
}

// Polling with an ETag stands in while the stream is down, and stops as soon as it is back.
async function poll() {
  try {
    const answer = await fetch(latest, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
    if (answer.status === 404) return location.reload();
    if (answer.ok) {
      tag = answer.headers.get("ETag") ?? "";
      take(await answer.text());
    } else if (answer.status === 304) part("stale").hidden = true;
  } catch {
    part("stale").hidden = false;
  }
}

function lost() {
  part("stale").hidden = false;
  polling ||= setInterval(poll, 3000);
}

// The server says every 15 seconds that it is there: a line that is silent for long is dead, whatever the browser thinks.
function listen() {
  const source = new EventSource(stream);
  let patience = 0;
  const restart = () => {
    source.close();
    lost();
    listen();
  };
  const heard = () => {
    clearTimeout(patience);
    patience = setTimeout(restart, 45000);
    polling = clearInterval(polling);
    part("stale").hidden = true;
  };
  for (const sign of ["open", "alive", "message"]) source.addEventListener(sign, heard);
  source.onmessage = (event) => take(event.data);
  // The link was ended: the page itself says so.
  source.addEventListener("over", () => location.reload());
  source.onerror = () => {
    clearTimeout(patience);
    lost();
    // A closed source never tries again by itself, an interrupted one does.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  };
}
addEventListener("offline", lost);

const next = (step) => {
  at = (at + step + state.divisions.length) % Math.max(state.divisions.length, 1);
  draw();
};
let turning = setInterval(next, seconds * 1000, 1);
document.addEventListener("keydown", ({ key }) => {
  if (key === " ") turning = turning ? clearInterval(turning) : setInterval(next, seconds * 1000, 1);
  if (key === "ArrowRight") next(1);
  if (key === "ArrowLeft") next(-1);
});
draw();
listen();
