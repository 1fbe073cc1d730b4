// Tapping the number marks the call as dialled here, which is what makes it witnessed and not only claimed.
document.addEventListener("click", (event) => {
  const number = event.target.closest("a[data-dial]");
  if (!number) return;
  const field = document.getElementById("dialled");
  if (field) field.value = number.dataset.dial;
});
