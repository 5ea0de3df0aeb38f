// Hands on the latest state of a meeting: from a stream, or by asking every few seconds while there is none.
const ASK_EVERY = 3_000;
const SILENT_FOR = 45_000;

export function listen({ stream, latest }, take, away, over) {
  let source;
  let asking = 0;
  let patience = 0;
  let tag = "";

  function end() {
    source.close();
    clearInterval(asking);
    over();
  }

  async function ask() {
    try {
      const answer = await fetch(latest, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
      if (answer.status === 404 || answer.redirected) return end();
      if (answer.ok) {
        tag = answer.headers.get("ETag") ?? "";
        take(await answer.text());
      }
      away(!answer.ok && answer.status !== 304);
    } catch {
      away(true);
    }
  }

  function lost() {
    if (asking) return;
    asking = setInterval(ask, ASK_EVERY);
    ask();
  }

  function heard() {
    clearTimeout(patience);
    // The server says every 15 seconds that it is there: who is silent for long is gone, whatever the browser thinks.
    patience = setTimeout(begin, SILENT_FOR);
    asking = clearInterval(asking);
    away(false);
  }

  function begin() {
    source?.close();
    source = new EventSource(stream);
    for (const sign of ["open", "alive", "message"]) source.addEventListener(sign, heard);
    source.onmessage = (event) => take(event.data);
    source.addEventListener("over", end);
    source.onerror = () => {
      lost();
      // A refused stream is closed and would not try again by itself; an interrupted one does.
      if (source.readyState === EventSource.CLOSED) setTimeout(begin, 10 * ASK_EVERY);
    };
  }

  addEventListener("offline", () => {
    away(true);
    lost();
  });
  addEventListener("online", begin);
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && begin());
  begin();
}
