// One key, one act. Keys are silent while somebody types, inside dialogs, and when switched off on the help page.
// Nothing is imported: a file that is loaded under two names would do everything twice.
const openDialog = (href) => document.dispatchEvent(new CustomEvent("open-dialog", { detail: href }));

const verbs = { c: "call", r: "reply", d: "date", n: "note", g: "give-up", h: "hand-over" };
const pages = { "/": "/search/", "?": "/help/" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (localStorage.getItem("keys") === "off" || document.querySelector("dialog[open]")) return;
  // A field in a dialog that was just closed keeps the focus for a moment: nobody types into what is not seen.
  if (event.target.closest("input, textarea, select, [contenteditable]")?.checkVisibility()) return;
  const act = chosen(event.key);
  if (!act) return;
  event.preventDefault();
  act();
});

function chosen(key) {
  if (key === "j") return () => move(1);
  if (key === "k") return () => move(-1);
  if (pages[key]) return () => openDialog(pages[key]);
  const mail = document.querySelector("[data-reply]");
  if (key === "r" && mail) return () => (mail.focus(), mail.scrollIntoView({ block: "center" }));
  const item = current();
  if (key === "Enter" && item && document.activeElement === document.body) return () => item.querySelector("a")?.click();
  const button = item?.querySelector(`[data-key="${key}"]`);
  if (button) return () => (button.focus(), button.click());
  if (verbs[key] && item?.dataset.lead) return () => openDialog(`${item.dataset.lead}${verbs[key]}/`);
  return null;
}

function current() {
  return document.activeElement?.closest("[data-lead]") ?? document.querySelector("main [data-lead]");
}

function move(by) {
  const items = [...document.querySelectorAll("main [data-lead]")];
  const at = items.indexOf(document.activeElement?.closest("[data-lead]"));
  const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
  const link = next?.querySelector("a");
  link?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

for (const choice of document.querySelectorAll("[data-keys-switch]")) {
  choice.checked = localStorage.getItem("keys") !== "off";
  choice.addEventListener("change", () => localStorage.setItem("keys", choice.checked ? "on" : "off"));
}
