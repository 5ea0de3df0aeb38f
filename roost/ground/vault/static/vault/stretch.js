// Turns a secret into a key. That takes seconds on purpose, so it is done beside the page: clocks on it go on.
export async function stretch(secret, salt) {
  const thread = new Worker(new URL("stretching.js", import.meta.url), { type: "module" });
  try {
    return await new Promise((done, fail) => {
      thread.addEventListener("message", ({ data }) => done(data));
      thread.addEventListener("error", () => fail(new Error("The passphrase could not be stretched.")));
      thread.postMessage({ secret, salt });
    });
  } finally {
    thread.terminate();
  }
}
