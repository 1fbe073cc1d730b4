// One box that ticks all on the page. Without it each is ticked by itself.
for (const all of document.querySelectorAll("[data-tick-all]")) {
  all.closest("[hidden]")?.removeAttribute("hidden");
  all.addEventListener("change", () => {
    for (const box of all.form.querySelectorAll("input[type=checkbox]")) box.checked = all.checked;
  });
}
