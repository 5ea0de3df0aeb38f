// Run in the page: changes each part of what is sealed or signed, and gives the names of what opened all the same.
async () => {
  const at = (name) => import(`/static/vault/${name}.js`);
  const [bytes, keys, device, epochs, texts] = await Promise.all(["bytes", "keys", "device", "epochs", "texts"].map(at));
  await bytes.ready;
  const place = { organisation: 1, group: "g" };
  const me = { person: 7, ...keys.makeKeys() };
  const stranger = { person: 7, ...keys.makeKeys() };
  const opened = [];

  async function trial(name, act) {
    try {
      await act();
    } catch (error) {
      if (error.reason) return;
      name += `: ${error}`;
    }
    opened.push(name);
  }

  function flip(text, place) {
    const content = bytes.toBytes(text);
    content[place < 0 ? content.length + place : place] ^= 1;
    return bytes.toText(content);
  }

  const open = (bundle, { known = me, person = 7, lock = "passphrase" } = {}) =>
    keys.openKeys(bundle, known, person, lock, "a long passphrase");
  const bundle = await keys.sealKeys(me, 7, "passphrase", "a long passphrase");
  await open(bundle);
  const parts = bundle.split(".");
  for (const [index, byte] of [[0, 0], [1, 0], [2, 0], [2, -1]]) {
    const changed = parts.map((part, at) => (at === index ? flip(part, byte) : part)).join(".");
    await trial(`bundle ${index}`, () => open(changed));
  }
  await trial("bundle with another box key", () => open(bundle, { known: { ...me, box: flip(me.box, 3) } }));
  await trial("bundle with another sign key", () => open(bundle, { known: { ...me, sign: flip(me.sign, 3) } }));
  await trial("bundle of another person", () => open(bundle, { person: 8 }));
  await trial("bundle of another lock", () => open(bundle, { lock: "recovery" }));

  const made = { credential: "passkey", output: bytes.random(32) };
  const ours = await device.sealForDevice(me, 7, made);
  const touch = (bundle, { known = me, person = 7, credential = "passkey", output = made.output } = {}) =>
    device.openByDevice({ credential, sealed: bundle }, known, person, output);
  await touch(ours);
  const pieces = ours.split(".");
  for (const [index, byte] of [[0, 0], [1, 0], [2, 0], [2, -1]]) {
    const changed = pieces.map((part, at) => (at === index ? flip(part, byte) : part)).join(".");
    await trial(`device ${index}`, () => touch(changed));
  }
  await trial("device with another box key", () => touch(ours, { known: { ...me, box: flip(me.box, 3) } }));
  await trial("device of another person", () => touch(ours, { person: 8 }));
  await trial("device with another passkey", () => touch(ours, { credential: "another" }));
  await trial("device with another secret", () => touch(ours, { output: bytes.random(32) }));
  await trial("device by a passphrase", () => open(ours));

  const first = epochs.makeEpoch(place, [], [me], me);
  const second = epochs.makeEpoch(place, [first], [me], me);
  const read = (...chain) => epochs.readChain(place, chain);
  const key = epochs.epochKey(read(first, second)[1], me);
  async function changed(name, change) {
    const told = JSON.parse(first.record);
    change(told);
    await trial(`epoch ${name}`, () => read({ ...first, record: bytes.canonical(told) }));
  }
  for (const name of ["group", "commitment", "previous"]) await changed(name, (told) => (told[name] += "x"));
  for (const name of ["by", "n", "organisation"]) await changed(name, (told) => (told[name] += 1));
  for (const name of ["box", "sign", "key"]) {
    await changed(`reader ${name}`, ({ roster }) => (roster[0][name] = flip(roster[0][name], 2)));
  }
  await changed("with one more", ({ roster }) => roster.push({ ...roster[0], person: 9 }));
  // What does not open is not mine to read, and no reason to refuse everything.
  const [whole] = read(first);
  const wrong = { ...whole, roster: [{ ...whole.roster[0], key: flip(whole.roster[0].key, 50) }] };
  if (epochs.epochKey(wrong, me) !== null) opened.push("epoch key wrapped wrongly");
  if (epochs.epochKey(wrong, me, whole.roster[0].key) === null) opened.push("epoch key handed instead");
  await trial("epoch signature", () => read({ ...first, signature: flip(first.signature, 5) }));
  await trial("epoch spacing", () => read({ ...first, record: `${first.record} ` }));
  await trial("epoch without the one before", () => read(second));
  await trial("epoch twice", () => read(first, first));
  await trial("epoch by new keys", () => read(first, epochs.makeEpoch(place, [first], [stranger], stranger)));

  const told = { ...place, note: "n", version: 1, epoch: 2, author: 7 };
  const sealed = texts.sealNote(told, { title: "t", text: "x" }, key, me.signSecret);
  const openNote = (change, { about = told, by = me.sign, under = key } = {}) =>
    texts.openNote(about, { ...sealed, ...change }, under, by);
  openNote({});
  await trial("note nonce", () => openNote({ nonce: flip(sealed.nonce, 0) }));
  for (const byte of [0, 100, -1]) await trial(`note ${byte}`, () => openNote({ sealed: flip(sealed.sealed, byte) }));
  for (const [name, value] of Object.entries(told)) {
    const other = typeof value === "number" ? value + 1 : `${value}x`;
    await trial(`note ${name}`, () => openNote({}, { about: { ...told, [name]: other } }));
  }
  const here = { ...told, place: "meeting:1:updates" };
  const placed = texts.sealNote(here, { kind: "text", text: "x" }, key, me.signSecret);
  texts.openNote(here, placed, key, me.sign);
  const moved = { "to another place": { ...told, place: "meeting:2:updates" }, "to the notes": told };
  for (const [name, about] of Object.entries(moved)) {
    await trial(`text moved ${name}`, () => texts.openNote(about, placed, key, me.sign));
  }
  await trial("note moved to a place", () => openNote({}, { about: here }));
  await trial("note under another key", () => openNote({}, { under: bytes.random(32) }));
  const forged = texts.sealNote(told, { title: "", text: "" }, key, stranger.signSecret);
  await trial("note signed by another", () => openNote(forged));
  return opened;
}
