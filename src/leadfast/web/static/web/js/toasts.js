// A toast can be hidden, and leaves by itself after a while unless somebody is on it. The page works without.
const place = document.getElementById("toasts");

function live(toast) {
  const close = toast.querySelector("[data-dismiss]");
  if (close) {
    close.hidden = false;
    close.addEventListener("click", () => toast.remove());
  }
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 4000) : toast.remove());
  setTimeout(leave, 20000);
}

// Behind an open dialog nothing is seen clearly, and nothing there is read out or can be pressed.
function nearest() {
  const dialog = document.querySelector("dialog[open]");
  if (!dialog) return place;
  const there = dialog.querySelector(":scope > .toasts");
  if (there) return there;
  const made = document.createElement("div");
  made.className = "toasts";
  dialog.append(made);
  dialog.addEventListener("close", () => made.remove(), { once: true });
  return made;
}

export function say(sentence) {
  // The same thing again is said once, not twice below each other.
  for (const said of document.querySelectorAll(".toast")) {
    if (said.textContent === sentence) said.remove();
  }
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.append(Object.assign(document.createElement("p"), { textContent: sentence }));
  toast.setAttribute("role", "alert");
  nearest().append(toast);
  live(toast);
}

for (const toast of place?.querySelectorAll(".toast") ?? []) live(toast);

// What is said after a part of the page was drawn anew.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target === place) for (const toast of place.querySelectorAll(".toast")) live(toast);
});
// A part of the page that asks by itself asks again: nobody did anything, so nobody is told.
const asked = (event) => !event.detail.elt.matches("[hx-trigger^=every]");
document.addEventListener("htmx:responseError", (event) => {
  if (asked(event)) say("That did not work. Nothing was changed; try again, or reload the page.");
});
document.addEventListener("htmx:sendError", (event) => {
  if (asked(event)) say("No connection. Nothing was sent; try again when it is back.");
});
