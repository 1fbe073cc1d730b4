// What was jotted down and not yet acknowledged, in the browser's own database. Read by the page and by the service
// worker. An item leaves "items" only when the server's receipt is kept in "receipts", in the same transaction.
self.leadfast ??= {};
leadfast.store = (() => {
  const RECEIPTS = 30;
  let opened;

  function open() {
    opened ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open("leadfast-capture", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("items", { keyPath: "key" });
        asked.result.createObjectStore("receipts", { keyPath: "key" });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => { opened = undefined; reject(asked.error); };
    });
    return opened;
  }

  // Resolves when it is on the disk, not when it was asked for.
  async function within(names, mode, work) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(names, mode, { durability: "strict" });
      const asked = work(...names.map((name) => transaction.objectStore(name)));
      transaction.oncomplete = () => resolve(asked?.result);
      transaction.onabort = () => reject(transaction.error ?? asked?.error);
    });
  }

  const inOrder = (rows) => rows.sort((a, b) => (a.made_at < b.made_at ? -1 : 1));

  // An id that sorts by time (UUIDv7): the key of the item wherever it goes. randomUUID needs HTTPS, this does not.
  function key(at) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    for (let place = 5, rest = at; place >= 0; place--, rest = Math.floor(rest / 256)) bytes[place] = rest % 256;
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  const channel = "BroadcastChannel" in self ? new BroadcastChannel("leadfast-capture") : null;
  const watchers = new Set();
  channel?.addEventListener("message", () => watchers.forEach((watcher) => watcher()));
  function tell() {
    channel?.postMessage("changed");
    watchers.forEach((watcher) => watcher());
  }

  return {
    key,
    isFull: (error) => error?.name === "QuotaExceededError",
    watch: (watcher) => watchers.add(watcher),
    items: async () => inOrder(await within(["items"], "readonly", (items) => items.getAll())),
    item: (itemKey) => within(["items"], "readonly", (items) => items.get(itemKey)),
    receipts: async () => inOrder(await within(["receipts"], "readonly", (receipts) => receipts.getAll())).reverse(),
    async keep(item) {
      await within(["items"], "readwrite", (items) => items.put(item));
      tell();
    },
    // A change takes the place of what is kept; unless that has gone out, or may have: under the same key the change
    // would be lost without a word. Then nothing is kept, and where it went is told.
    async rewrite(item) {
      let late = null;
      await within(["items", "receipts"], "readwrite", (items, receipts) => {
        const sent = receipts.get(item.key);
        const kept = items.get(item.key);
        kept.onsuccess = () => {
          if (sent.result) late = { path: sent.result.path };
          else if (kept.result?.state === "waiting" && kept.result.tries) late = { path: "" };
          else items.put(item);
        };
      });
      if (!late) tell();
      return late;
    },
    // What goes out now, as it stands now: from here on it may have been taken in. Null where it waits no more.
    async leaving(itemKey) {
      let item = null;
      await within(["items"], "readwrite", (items) => {
        const asked = items.get(itemKey);
        asked.onsuccess = () => {
          if (asked.result?.state !== "waiting") return;
          item = { ...asked.result, tries: (asked.result.tries ?? 0) + 1 };
          items.put(item);
        };
      });
      if (item) tell();
      return item;
    },
    // Only what is still there is changed: it may have been sent or thrown away in another window.
    async change(itemKey, changes) {
      await within(["items"], "readwrite", (items) => {
        const asked = items.get(itemKey);
        asked.onsuccess = () => { if (asked.result) items.put({ ...asked.result, ...changes }); };
      });
      tell();
    },
    async throwAway(itemKey) {
      await within(["items"], "readwrite", (items) => { items.delete(itemKey); });
      tell();
    },
    async acknowledge(item, receipt) {
      await within(["items", "receipts"], "readwrite", (items, receipts) => {
        receipts.put({ ...receipt, key: item.key, made_at: item.made_at, member: item.member });
        items.delete(item.key);
        const asked = receipts.getAllKeys();
        asked.onsuccess = () => asked.result.slice(0, -RECEIPTS).forEach((old) => receipts.delete(old));
      });
      tell();
    },
  };
})();
