// Lets a person choose light or dark on this device. The server reads the cookie, so the next page starts in it.
const year = 60 * 60 * 24 * 365;
const page = document.documentElement;

function choose(theme) {
  if (theme) page.dataset.theme = theme;
  else delete page.dataset.theme;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `roost_theme=${theme}; path=/; max-age=${theme ? year : 0}; samesite=lax${secure}`;
}

for (const choices of document.querySelectorAll("[data-theme-switch]")) {
  choices.hidden = false;
  for (const choice of choices.querySelectorAll("input")) {
    choice.checked = choice.value === (page.dataset.theme ?? "");
    choice.addEventListener("change", () => choose(choice.value));
  }
}
