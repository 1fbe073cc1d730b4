// Switches notices on in this browser. Without a key, permission or HTTPS the button stays hidden.
const button = document.querySelector("[data-push]");
if (button && "serviceWorker" in navigator && "PushManager" in window && Notification.permission !== "denied") {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const worker = await navigator.serviceWorker.register("/sw.js");
    const wanted = { userVisibleOnly: true, applicationServerKey: button.dataset.push };
    const subscription = await worker.pushManager.subscribe(wanted);
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
    await fetch("/notices/subscribe/", { method: "POST", headers, body: JSON.stringify(subscription) });
    button.textContent = "Switched on in this browser";
    button.disabled = true;
  });
}
