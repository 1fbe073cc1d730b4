// A link marked data-dialog opens its page in a dialog. Without this file it is an ordinary link to the same
// page. The server sees the HX-Target header and draws the page without its frame.
const dialog = document.getElementById("dialog");
const body = document.getElementById("dialog-body");

let opening = "";

// Whoever taps twice opens it once, and the later of two counts: another answer would take away what is typed by then.
function openDialog(href) {
  if (href === opening) return;
  htmx.trigger(document.body, "htmx:abort");
  opening = href;
  const come = () => { if (opening === href) opening = ""; };
  htmx.ajax("GET", href, { target: "#dialog-body", swap: "innerHTML" }).then(come, come);
}

// Other scripts ask for a dialog by an event: they cannot import this file, whose name carries its hash.
document.addEventListener("open-dialog", (event) => openDialog(event.detail));

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  openDialog(link.href);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== body) return;
  // Forms inside answer into the dialog; a refusal keeps what was typed, a success redirects the page.
  for (const form of body.querySelectorAll('form[method="post"]')) {
    form.setAttribute("hx-post", form.getAttribute("action") || event.detail.pathInfo.requestPath);
    form.setAttribute("hx-target", "#dialog-body");
    if (form.enctype === "multipart/form-data") form.setAttribute("hx-encoding", "multipart/form-data");
  }
  htmx.process(body);
  if (!dialog.open) dialog.showModal();
  (body.querySelector("[autofocus], input:not([type=hidden]), textarea, select") ?? body.querySelector("button"))?.focus();
});

// What is done is done once, however often one taps until the page it leads to is here.
let done = new WeakSet();
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Redirect")) done.add(event.detail.elt);
});
document.addEventListener("htmx:beforeRequest", (event) => { if (done.has(event.detail.elt)) event.preventDefault(); });
// Whoever goes back to the page may do it again.
addEventListener("pageshow", () => { done = new WeakSet(); });

dialog?.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
// The event comes a moment after the closing: by then the next one may be open.
dialog?.addEventListener("close", () => { if (!dialog.open) body.replaceChildren(); });

// Menus made of <details> close when one clicks elsewhere or presses Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.chip-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.chip-menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
