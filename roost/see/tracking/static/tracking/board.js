// Keeps the boards on the page current: a newer version is fetched as the same part of the same page.
const place = document.getElementById("boards");
const TRY_AGAIN = 30_000;

async function take(version) {
  if (version === place.dataset.version) return;
  const answer = await fetch(location.href, { headers: { "X-Part": "boards" } });
  // Whoever was signed out meanwhile is led to the sign-in, and not shown it inside the board.
  if (answer.redirected) return location.reload();
  if (!answer.ok) return;
  place.dataset.version = version;
  const held = document.activeElement?.getAttribute("href");
  place.innerHTML = await answer.text();
  if (held) place.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus();
}

function listen() {
  const source = new EventSource(place.dataset.live);
  source.onmessage = (event) => take(event.lastEventId).catch(() => {});
  // Whoever may look no longer is told by the page itself, or led to the sign-in.
  source.addEventListener("over", () => location.reload());
  source.onerror = () => {
    // An interrupted stream tries again by itself; a refused one is closed and would not.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, TRY_AGAIN);
  };
  addEventListener("pagehide", () => source.close());
}

if (place?.dataset.live) listen();
