// Sends what is kept, one item a request, oldest first. Nothing is given up: an item that could not be sent waits
// for its next time, one that was refused waits for a person. Sending twice is harmless, the key is the same.
self.leadfast ??= {};
leadfast.sending = (() => {
  const AGAIN_AFTER = [2, 5, 15, 60, 300];
  let running;
  let next;

  // Who is signed in here; "offline" or "signed out" where nobody can be asked.
  async function ask() {
    try {
      const answer = await fetch("/capture/state/", { redirect: "manual", cache: "no-store", headers: { Accept: "application/json" } });
      if (answer.type === "opaqueredirect") return "signed out";
      return answer.ok ? await answer.json() : "offline";
    } catch {
      return "offline";
    }
  }

  function bodyOf(item) {
    const body = new FormData();
    for (const name of ["key", "line", "how", "source", "promised_by", "code", "made_at"]) body.set(name, item[name] ?? "");
    body.set("sent_at", new Date().toISOString());
    if (item.photo) body.set("photo", item.photo, "card");
    return body;
  }

  // One item: { receipt } | { refused } | { later, stop }.
  async function post(item, csrf) {
    let answer;
    try {
      answer = await fetch("/capture/items/", { method: "POST", body: bodyOf(item), headers: { "X-CSRFToken": csrf }, redirect: "manual" });
      if (answer.type === "opaqueredirect") return { later: "signed out", stop: true };
      if (answer.ok) return { receipt: await answer.json() };
      if (answer.status === 422) return { refused: (await answer.json()).refused };
    } catch {
      // The network, or a server that died: it may have been taken in already, and then the key says so.
      return { later: "offline", stop: true };
    }
    if (answer.status === 413) return { refused: "The photo is too large for the server. Send the words without it." };
    return { later: answer.status === 403 ? "old token" : "the server", stop: false };
  }

  async function send(kept, state) {
    // A phone that is full cannot note that it goes out; it goes out all the same.
    const item = await leadfast.store.leaving(kept.key).catch(() => leadfast.store.item(kept.key));
    if (item?.state !== "waiting") return {};
    let result = await post(item, state.csrf);
    if (result.later === "old token") {
      const anew = await ask();
      if (typeof anew === "object") {
        state.csrf = anew.csrf;
        result = await post(item, anew.csrf);
      }
    }
    if (result.receipt) await leadfast.store.acknowledge(item, result.receipt);
    else if (result.refused) await leadfast.store.change(item.key, { state: "refused", says: result.refused });
    else {
      const wait = AGAIN_AFTER[Math.min(item.tries || 1, AGAIN_AFTER.length) - 1];
      await leadfast.store.change(item.key, { again_at: Date.now() + wait * 1000 });
    }
    return result;
  }

  async function round(all) {
    const due = (await leadfast.store.items()).filter((item) => item.state === "waiting" && (all || (item.again_at ?? 0) <= Date.now()));
    if (!due.length && !all) return { network: "unknown" };
    const state = await ask();
    if (typeof state !== "object") return { network: state };
    let network = "here";
    for (const item of due) {
      if (item.member && item.member.id !== state.member.id) continue;
      const result = await send(item, state);
      if (result.stop) { network = result.later; break; }
    }
    return { network, state };
  }

  // One sender at a time, in whichever window or worker; where there are no locks the keys are enough.
  function run({ all = false } = {}) {
    if (!running) {
      running = (navigator.locks ? navigator.locks.request("leadfast-capture", () => round(all)) : round(all)).finally(() => { running = undefined; });
      return running;
    }
    if (!all) return running;
    // What is under way may have begun before the network came, or before the latest was kept: it is not enough.
    next ??= running.catch(() => null).then(() => { next = undefined; return run({ all }); });
    return next;
  }

  return { run, ask, post };
})();
