// What is still on this phone, each item with what can be done about it, and what was saved from it.
self.leadfast ??= {};
leadfast.list = (() => {
  const { store } = leadfast;
  const HOW = { walk_in: "walk-in", call: "call came in", expected: "expected lead" };
  const seen = (id) => document.getElementById(id);

  function made(tag, text, attributes = {}) {
    const element = document.createElement(tag);
    element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  function when(item) {
    const at = new Date(item.made_at);
    const today = at.toDateString() === new Date().toDateString();
    return at.toLocaleString("en-GB", today ? { timeStyle: "short" } : { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  }

  function called(item) {
    return item.line || (item.photo ? "Card photo" : item.code ? "A code" : "A jotting");
  }

  function row(item, acts) {
    const line = made("li", "", { class: "row", "data-key": item.key });
    const what = made("p", "", { class: "what" });
    what.append(made("b", called(item)));
    const parts = [item.photo && "card photo, not read yet", item.code && "code", HOW[item.how], when(item)];
    const refused = item.state === "refused";
    line.append(what, made("p", parts.filter(Boolean).join(" · "), { class: "how" }));
    line.append(made("span", refused ? "not taken" : "waiting", { class: refused ? "due is-late" : "due is-kept", title: "kept on this phone" }));
    if (refused) line.append(made("p", item.says, { class: "refused" }));
    const buttons = made("div", "", { class: "buttons acts" });
    // What was on its way may have been taken in: changed under the same key it would be lost, under another, twice.
    const offered = [refused && ["Send again", acts.sendAgain], (refused || !item.tries) && ["Change", acts.change], ["Throw away", acts.throwAway]];
    for (const [label, act] of offered.filter(Boolean)) {
      const button = made("button", label, { class: "button bare small", type: "button", "aria-label": `${label}: ${called(item)}` });
      button.addEventListener("click", () => act(item));
      buttons.append(button);
    }
    line.append(buttons);
    return line;
  }

  function saved(receipt) {
    const line = made("li", "", { class: "row" });
    const what = made("p", "", { class: "what" });
    what.append(made("a", receipt.label || "As it is", { href: receipt.path }));
    // It stands here for days: a card that was being read then has been read since.
    const said = receipt.outcome === "reading" ? "Saved. Look at what was read on it." : receipt.said;
    line.append(what, made("p", said, { class: "how" }));
    return line;
  }

  // Draws both lists; returns how many wait.
  async function draw(member, acts) {
    const items = (await store.items()).filter((item) => item.state !== "thrown");
    const ours = items.filter((item) => !item.member || !member || item.member.id === member.id);
    const others = items.filter((item) => !ours.includes(item));
    seen("waiting").replaceChildren(...ours.map((item) => row(item, acts)));
    seen("here").hidden = !items.length;
    seen("others").hidden = !others.length;
    const names = [...new Set(others.map((item) => item.member.name))].join(" and ");
    seen("others").textContent = others.length ? `${others.length} kept by ${names}: sent when ${names} signs in on this phone.` : "";
    const receipts = (await store.receipts()).filter((one) => !one.member || !member || one.member.id === member.id).slice(0, 8);
    seen("done").hidden = !receipts.length;
    seen("receipts").replaceChildren(...receipts.map(saved));
    return { waiting: ours.filter((item) => item.state === "waiting").length, refused: ours.filter((item) => item.state === "refused").length, all: items.length };
  }

  return { draw };
})();
