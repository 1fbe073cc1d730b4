// Shows a notice that was pushed to this browser, and opens what it is about.
self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  const options = { body: told.body ?? "Something happened in Leadfast.", data: { path: told.path ?? "/notices/" } };
  event.waitUntil(self.registration.showNotification(told.title ?? "Leadfast", options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow(event.notification.data.path));
});
