// Shows short messages and lets them be closed; nothing disappears by itself. Messages come with the page, with an answer
// to htmx (header HX-Trigger: {"toast": {"words": …, "tone": …}}), or from a request that failed.
const place = document.getElementById("toasts");
const blank = document.getElementById("toast-blank");

function ready(toast) {
  toast.querySelector("[data-dismiss]").hidden = false;
}

function show(words, tone) {
  const toast = blank.content.querySelector(`.toast-${tone ?? "good"}`).cloneNode(true);
  toast.querySelector("[data-words]").textContent = words;
  ready(toast);
  place.append(toast);
}

function reason(answer) {
  const page = new DOMParser().parseFromString(answer, "text/html");
  return page.querySelector("[data-words]")?.textContent.trim() || place.dataset.failed;
}

if (place) {
  place.dataset.live = "";
  place.querySelectorAll("[data-toast]").forEach(ready);
  place.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest("[data-toast]").remove());
  document.addEventListener("toast", (event) => show(event.detail.words, event.detail.tone));
  document.addEventListener("htmx:responseError", (event) => show(reason(event.detail.xhr.responseText), "attend"));
  document.addEventListener("htmx:sendError", () => show(place.dataset.unreachable, "attend"));
}
