// Copies what a read-only field holds, and says so on the button. Fields that arrive later are found by the click.
function offer(root) {
  for (const button of root.querySelectorAll("[data-copy] button[hidden]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy] button");
  if (!button) return;
  const field = button.parentElement.querySelector("input");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy"); // The clipboard is closed to pages without https.
  }
  const words = button.querySelector("span");
  const before = words.textContent;
  if (before === button.dataset.copied) return;
  words.textContent = button.dataset.copied;
  setTimeout(() => (words.textContent = before), 4000);
});

document.addEventListener("htmx:load", (event) => offer(event.target));
offer(document);
