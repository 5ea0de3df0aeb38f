// Counts down to the server's moment by the server's time, so that a phone whose clock is wrong shows what all others do.
const LAST = 60;

function inMinutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function told(text) {
  return text === undefined || text === null || text === "" ? null : Number(text);
}

export function runClock(stage, words, say, lastMinute) {
  const over = words.querySelector("[data-over]").textContent;
  const paused = words.querySelector("[data-paused]").textContent;
  let ahead = 0;
  let deadline = told(stage.dataset.deadline);
  let left = told(stage.dataset.left);
  // A turn that begins within its last minute says nothing: its time was said with it.
  let announced = 0;

  function draw() {
    const clock = stage.querySelector("[data-clock]");
    if (!clock) return;
    const rest = deadline === null ? null : Math.ceil(deadline - Date.now() / 1000 - ahead);
    clock.classList.toggle("is-over", rest !== null && rest < 0);
    let text = "";
    if (left !== null) text = paused.replace("{time}", inMinutes(left));
    else if (rest !== null) text = rest < 0 ? over.replace("{time}", inMinutes(-rest)) : inMinutes(rest);
    // Whoever reads along with a magnifier is disturbed by what is written anew without having changed.
    if (clock.textContent !== text) clock.textContent = text;
    if (rest === LAST && announced !== deadline) {
      announced = deadline;
      say(lastMinute);
    }
  }

  setInterval(draw, 250);
  return {
    setNow(now) {
      ahead = now - Math.floor(Date.now() / 1000);
      draw();
    },
    setTime(newDeadline, newLeft) {
      deadline = told(newDeadline);
      left = told(newLeft);
      draw();
    },
  };
}
