// Whoever looks for a person keeps the numbers that are typed already.
const finding = document.getElementById("finding");

finding.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of new FormData(document.getElementById("scores"))) {
    if (name === "day" || name.startsWith("metric-")) formData.set(name, value);
  }
});
