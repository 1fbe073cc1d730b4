// The page: jottings are kept on this phone first, then sent. Without this file the form is an ordinary one.
(() => {
  const { store, sending, photo, scan, list } = leadfast;
  const seen = (id) => document.getElementById(id);
  const form = seen("note");
  const field = (name) => form.elements[name];
  const EVERY = 20_000;
  let state = JSON.parse(seen("state").textContent);
  let network = navigator.onLine ? "unknown" : "offline";
  let editing = null;
  let last = null;
  let counts = { waiting: 0, refused: 0, all: 0 };
  // How far this phone's clock is from the server's, as of the last time it could be asked.
  let ahead = 0;

  document.documentElement.classList.add("scripted");
  seen("scan").hidden = false;

  // ---- keeping -----------------------------------------------------------------------------------------------

  function noted() {
    const now = new Date();
    const file = field("photo").files[0];
    const item = {
      key: editing?.key ?? store.key(now.getTime()), made_at: editing?.made_at ?? now.toISOString(),
      state: "waiting", tries: 0, member: editing?.member ?? state.member, photo: file ?? editing?.photo ?? null,
    };
    for (const name of ["line", "how", "source", "promised_by", "code"]) item[name] = field(name).value.trim();
    return item;
  }

  const says = (text, path = "") => {
    seen("said").textContent = text;
    if (path) {
      const link = document.createElement("a");
      link.href = path;
      link.textContent = "See it";
      seen("said").append(" ", link);
    }
  };

  function followUp(item) {
    if (item.how === "expected" && !item.photo && !item.code) return "We ask again in two business days.";
    const local = new Date(Date.now() - ahead);
    const day = `${local.getFullYear()}-${String(local.getMonth() + 1).padStart(2, "0")}-${String(local.getDate()).padStart(2, "0")}`;
    return `Follow-up ${state.follow_ups[day] ?? "on the next business day"}.`;
  }

  // ``put`` is how it is kept: as something new, or in the place of what it was before.
  async function keep(item, put) {
    try {
      return await put(item);
    } catch (error) {
      if (!store.isFull(error) || !item.photo) throw error;
    }
    for await (const smaller of photo.smallerOnes(item.photo)) {
      try {
        return await put({ ...item, photo: smaller });
      } catch (error) {
        if (!store.isFull(error)) throw error;
      }
    }
    throw new DOMException("No room for the photo", "QuotaExceededError");
  }

  async function save(item, put = store.keep) {
    const words = item.line || item.code || item.photo;
    if (!words) {
      says("One field is enough: a name, a company, or a photo.");
      field("line").focus();
      return;
    }
    // At once: whoever types on types the next one, and who taps twice saves it once.
    clear();
    last = item.key;
    try {
      const late = await keep(item, put);
      if (late) {
        tooLate(item, late);
        return;
      }
    } catch (error) {
      if (!field("line").value) fill(item);
      noRoom(item, error, put);
      return;
    }
    counts = await list.draw(state.member, acts);
    // The word of the server, if it has come already, counts more.
    if (last === item.key) says(`Saved. ${followUp(item)} ${counts.waiting} waiting to sync.`);
    showPill();
    navigator.storage?.persist?.();
    wakeLater();
    sync({ all: true });
  }

  function clear() {
    editing = null;
    const source = field("source").value;
    form.reset();
    // At a show everybody comes from the same place.
    field("source").value = source;
    field("code").value = "";
    attach();
    seen("no-room").hidden = true;
    field("line").focus();
  }

  function fill(item) {
    editing = item;
    for (const name of ["line", "source", "promised_by", "code"]) field(name).value = item[name] ?? "";
    for (const radio of form.querySelectorAll("[name=how]")) radio.checked = radio.value === item.how;
    attach();
  }

  // It went out while it was being changed: what was typed stays, and would be a note of its own.
  function tooLate(item, late) {
    last = null;
    if (!field("line").value) {
      fill(item);
      editing = { photo: item.photo };
    }
    says("It was sent before this change, as it was at first. Change it there; saved here once more, this is another note.", late.path);
  }

  // Nothing was kept: the form holds everything again, and a person chooses.
  function noRoom(item, error, put) {
    const box = seen("no-room");
    const full = store.isFull(error);
    const text = document.createElement("p");
    text.textContent = !full
      ? `This browser could not keep it (${error?.name ?? "unknown reason"}). Nothing was saved; what you typed is still above.`
      : item.photo
        ? "This phone is full: there is no room for the picture, not even a small one. Nothing was saved yet."
        : "This phone is full: there is no room even for the words. Nothing was saved yet; they are still above.";
    const buttons = document.createElement("div");
    buttons.className = "buttons";
    const offer = (label, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = label;
      button.addEventListener("click", act);
      buttons.append(button);
    };
    if (item.photo && item.line) offer("Save the words without the picture", () => { box.hidden = true; save({ ...item, photo: null }, put); });
    offer("Send it now, without keeping it", () => sendNow(item));
    box.replaceChildren(text, buttons);
    box.hidden = false;
  }

  async function sendNow(item) {
    const now = await sending.ask();
    const result = typeof now === "object" ? await sending.post(item, now.csrf) : { later: now };
    if (result.receipt) {
      clear();
      says(result.receipt.said, result.receipt.path);
    } else {
      seen("no-room").firstChild.textContent = result.refused ?? "It could not be sent either: there is no network, or you are signed out. What you typed is still above.";
    }
  }

  // ---- sending -----------------------------------------------------------------------------------------------

  async function sync({ all = false } = {}) {
    const found = await sending.run({ all });
    if (found.network !== "unknown") network = found.network;
    if (found.state) know(found.state);
    await redraw();
  }

  function know(anew) {
    const other = anew.member.id !== state.member.id;
    state = anew;
    ahead = Date.now() - Date.parse(anew.now);
    field("csrfmiddlewaretoken").value = anew.csrf;
    seen("sources").replaceChildren(...anew.sources.map((name) => Object.assign(document.createElement("option"), { value: name })));
    showFollowUp();
    if (other) navigator.serviceWorker?.controller?.postMessage("somebody else");
  }

  async function redraw() {
    counts = await list.draw(state.member, acts);
    showPill();
    const awaited = last;
    if (!awaited) return;
    const receipt = (await store.receipts()).find((one) => one.key === awaited);
    const item = receipt ? null : await store.item(awaited);
    // Another note may have been saved in the meantime: then its word counts.
    if (last !== awaited || !(receipt || item?.state === "refused")) return;
    last = null;
    if (receipt) says(receipt.said, receipt.path);
    else says(`Not taken: ${item.says}`);
  }

  function showPill() {
    const pill = seen("kept");
    const kept = `${counts.all} kept here`;
    const text = network === "signed out" ? `Signed out · ${kept}` : network === "offline" ? (counts.all ? `No signal · ${kept}` : "No signal") : counts.all ? kept : "";
    pill.hidden = !text;
    if (pill.textContent !== text) pill.textContent = text;
    if (network === "signed out") {
      const link = Object.assign(document.createElement("a"), { href: "/sign-in/?next=/capture/", textContent: "Sign in" });
      pill.append(" · ", link);
    }
  }

  // Sent by the browser itself once there is a network, also when this page is closed.
  async function wakeLater() {
    const worker = await navigator.serviceWorker?.ready.catch(() => null);
    await worker?.sync?.register("capture").catch(() => null);
  }

  // ---- what a person does --------------------------------------------------------------------------------------

  const acts = {
    async sendAgain(item) {
      await store.change(item.key, { state: "waiting", again_at: 0 });
      sync({ all: true });
    },
    change(item) {
      fill(item);
      field("line").focus();
      says("Change it, then save it again.");
    },
    async throwAway(item) {
      await store.change(item.key, { state: "thrown" });
      await redraw();
      says("Thrown away.");
      const undo = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: "Undo" });
      undo.addEventListener("click", async () => { await store.change(item.key, { state: item.state }); says("Kept again."); });
      seen("said").append(" ", undo);
    },
  };

  function attach() {
    const taken = field("photo").files[0] ?? editing?.photo;
    const code = field("code").value;
    URL.revokeObjectURL(seen("thumb").src);
    seen("thumb").hidden = !taken;
    if (taken) seen("thumb").src = URL.createObjectURL(taken);
    seen("attached-says").textContent = [taken && "Photo taken.", code && `Code read: ${code.slice(0, 80)}`].filter(Boolean).join(" ");
    seen("attached").hidden = !taken && !code;
  }

  function showFollowUp() {
    seen("follow-up").textContent = followUp({}).replace(/^Follow-up |\.$/g, "");
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); save(noted(), editing?.key ? store.rewrite : store.keep); });
  field("photo").addEventListener("change", attach);
  seen("detach").addEventListener("click", () => {
    field("photo").value = "";
    field("code").value = "";
    if (editing) editing = { ...editing, photo: null };
    attach();
  });
  seen("scan").addEventListener("click", async () => {
    const code = scan.can ? await scan.code() : null;
    if (code === null) field("photo").click();
    else if (code) { field("code").value = code; attach(); }
  });
  // A choice that was made can be taken back by choosing it again.
  let chosen = "";
  for (const radio of form.querySelectorAll("[name=how]")) {
    radio.addEventListener("click", () => {
      if (chosen === radio.value) radio.checked = false;
      chosen = radio.checked ? radio.value : "";
    });
  }
  form.addEventListener("reset", () => { chosen = ""; });
  seen("send-now").addEventListener("click", () => sync({ all: true }));
  addEventListener("online", () => sync({ all: true }));
  addEventListener("offline", () => { network = "offline"; showPill(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sync({ all: true }); });
  // Also with nothing to send: what stands there about the network would stay after it has come back.
  setInterval(() => sync({ all: network !== "here" }), EVERY);
  setInterval(async () => { if (counts.waiting && navigator.onLine) await sync(); }, 2_000);
  store.watch(() => redraw());

  // ---- installing ------------------------------------------------------------------------------------------------

  if (self.isSecureContext && "serviceWorker" in navigator) {
    navigator.serviceWorker.register("/capture/worker.js", { scope: "/capture/", updateViaCache: "none" });
  } else {
    seen("plain-address").hidden = false;
  }
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    seen("install").hidden = false;
    seen("install").addEventListener("click", () => event.prompt(), { once: true });
  });

  // What was thrown away in an earlier visit can no longer be undone.
  store.items().then((items) => Promise.all(items.filter((item) => item.state === "thrown").map((item) => store.throwAway(item.key))))
    .catch(() => says("This browser keeps nothing (a private window?). What you save is sent at once, or not at all."))
    .then(() => sync({ all: true }));
  showFollowUp();
  attach();
})();
