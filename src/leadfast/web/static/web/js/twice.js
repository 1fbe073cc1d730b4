// Whoever clicks twice sends once: a form that is on its way is not sent again from the same page. Forms that a
// script sends itself have their own way (dialogs.js); the server's keys stand behind all of them.
// After that long it is no double click any more, and the answer may have been a file, which leaves the page as it is.
const ON_ITS_WAY_MS = 10_000;
let sent = new WeakMap();
const again = () => { sent = new WeakMap(); };

// On the window, so that it runs last: what another listener has stopped was not sent.
addEventListener("submit", (event) => {
  const form = event.target;
  const method = event.submitter?.getAttribute("formmethod") ?? form.getAttribute("method");
  if (event.defaultPrevented || method?.toLowerCase() !== "post") return;
  const now = performance.now();
  if (now - sent.get(form) < ON_ITS_WAY_MS) event.preventDefault();
  else sent.set(form, now);
});

// Whoever comes back to the page, stops its loading, or looked elsewhere meanwhile may send it again.
addEventListener("pageshow", (event) => { if (event.persisted) again(); });
addEventListener("keydown", (event) => { if (event.key === "Escape") again(); });
addEventListener("focus", again);
