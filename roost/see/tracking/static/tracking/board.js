// Keeps the boards on the page current: a newer version is fetched as the same part of the same page.
const place = document.getElementById("boards");

if (place?.dataset.live) {
  const source = new EventSource(place.dataset.live);
  source.onmessage = async (event) => {
    if (event.lastEventId === place.dataset.version) return;
    place.dataset.version = event.lastEventId;
    const answer = await fetch(location.href, { headers: { "X-Part": "boards" } });
    if (!answer.ok) return;
    const held = document.activeElement?.getAttribute("href");
    place.innerHTML = await answer.text();
    if (held) place.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus();
  };
  addEventListener("pagehide", () => source.close());
}
