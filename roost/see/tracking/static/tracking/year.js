// Scrubs through a program's year: each week's numbers stand in the page already.
const frames = JSON.parse(document.getElementById("year-frames").textContent);
const year = document.getElementById("year");
const week = document.getElementById("year-week");
const play = document.getElementById("year-play");
const STEP = 400;
let playing = 0;

function show(place) {
  const frame = frames[place];
  for (const part of ["day", "words", "entered", "step"]) {
    year.querySelector(`[data-part=${part}]`).textContent = part === "entered" ? `${frame[part]}.` : frame[part];
  }
  week.setAttribute("aria-valuetext", frame.day);
  for (const team of year.querySelectorAll("[data-team]")) {
    const [people, members, level] = frame.teams[team.dataset.team] ?? [0, 0, 0];
    team.className = `reach-${level}`;
    team.querySelector("[data-part=people]").textContent = people;
    team.querySelector("[data-part=members]").textContent = members;
  }
}

function stop() {
  clearInterval(playing);
  playing = 0;
}

function go() {
  if (week.valueAsNumber === frames.length - 1) week.value = 0;
  show(week.valueAsNumber);
  playing = setInterval(() => {
    week.value = week.valueAsNumber + 1;
    show(week.valueAsNumber);
    if (week.valueAsNumber === frames.length - 1) stop();
  }, STEP);
}

week.max = frames.length - 1;
week.value = frames.length - 1;
show(frames.length - 1);
if (frames.length > 1) year.querySelector(".year-controls").hidden = false;
week.addEventListener("input", () => {
  stop();
  show(week.valueAsNumber);
});
play.addEventListener("click", () => (playing ? stop() : go()));
