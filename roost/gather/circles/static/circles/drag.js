// Drags somebody onto somebody else or onto a circle, and opens the page that says what this would break and cost.
const plan = document.querySelector("[data-move]");
let dragged = null;

const goalAt = (event) => {
  const goal = event.target.closest?.("[data-goal]");
  return dragged && goal && !goal.closest("[data-circle]").contains(dragged) ? goal : null;
};

const leave = () => plan.querySelectorAll(".over").forEach((one) => one.classList.remove("over"));

for (const seat of plan?.querySelectorAll("[data-seat]") ?? []) seat.draggable = true;

plan?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-seat]");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.textContent.trim());
});

plan?.addEventListener("dragover", (event) => {
  const goal = goalAt(event);
  leave();
  if (!goal) return;
  event.preventDefault();
  goal.classList.add("over");
});

plan?.addEventListener("dragend", () => {
  dragged = null;
  leave();
});

plan?.addEventListener("drop", (event) => {
  const goal = goalAt(event);
  if (!goal) return;
  event.preventDefault();
  const asked = new URLSearchParams({ who: dragged.dataset.seat, to: goal.dataset.goal });
  location.assign(`${plan.dataset.move}?${asked}`);
});
