// A day that is typed is the day that is meant, and is ticked; choosing one of the others takes it away again.
document.addEventListener("input", ({ target }) => {
  const fields = target.form?.elements;
  if (!fields?.on || !fields.when) return;
  if (target.name === "on" && target.value) fields.when.value = "other";
  if (target.name === "when" && target.value !== "other") fields.on.value = "";
});
