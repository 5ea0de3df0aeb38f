// Takes a file that is dropped anywhere on the box, not only on the button in it.
const boxAt = (event) => event.target.closest?.("[data-drop]");

for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const box = boxAt(event);
    if (!box || !event.dataTransfer.types.includes("Files")) return;
    box.classList.toggle("over", name === "dragover");
    if (name === "dragleave") return;
    event.preventDefault();
    if (name !== "drop") return;
    const input = box.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
