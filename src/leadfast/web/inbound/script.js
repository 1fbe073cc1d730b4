// Draws a form of Leadfast where this script stands, or looks after the site's own form:
// <script src="…/script.js" data-form="#contact" async></script>. Without it, that form is sent as ever.
(() => {
  const told = {{ told|tojson }};
  const script = document.currentScript;
  const make = (tag, values, ...children) => {
    const node = Object.assign(document.createElement(tag), values);
    node.append(...children);
    return node;
  };
  const hidden = (form, name, value) => {
    if (value && !form.elements.namedItem(name)) form.append(make("input", { type: "hidden", name, value }));
  };

  const query = (address) => new URLSearchParams(address.split("#")[0].split("?")[1] || "");

  function draw() {
    const form = make("form", { className: "leadfast-form" });
    for (const field of told.fields) {
      const long = field.type === "textarea";
      const input = make(long ? "textarea" : "input", { name: field.name, required: field.required });
      if (!long) input.type = field.type;
      input.dir = "auto";
      input.autocomplete = field.autocomplete;
      form.append(make("p", {}, make("label", {}, field.label, make("br"), input)));
    }
    if (told.consent) {
      const box = make("input", { type: "checkbox", name: "lf_agree", value: "yes" });
      form.append(make("p", {}, make("label", {}, box, " ", told.consent)));
    }
    form.append(make("p", {}, make("button", { type: "submit" }, "Send")));
    script.after(form);
    return form;
  }

  function prepare(form) {
    form.method = "post";
    form.action = told.action;
    hidden(form, "lf_token", told.token);
    hidden(form, "lf_page", location.href.slice(0, 500));
    hidden(form, "lf_referrer", document.referrer.slice(0, 500));
    // Where they landed says which campaign it was; that may be the page before this one. Nothing is stored here.
    const landed = [location.href, document.referrer].map(query);
    for (const name of told.utm) hidden(form, name, (landed.map((one) => one.get(name)).find(Boolean) || "").slice(0, 500));
    const trap = make("input", { name: "lf_homepage", tabIndex: -1, autocomplete: "off" });
    const away = make("span", { ariaHidden: "true" }, trap);
    away.style.position = "absolute";
    away.style.left = "-9999px";
    form.append(away);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }

  async function send(form) {
    const buttons = form.querySelectorAll("button, input[type=submit]");
    const body = new URLSearchParams(new FormData(form));
    for (const one of buttons) one.disabled = true;
    try {
      const answer = await fetch(told.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (!answer.ok && said.error) {
        for (const one of buttons) one.disabled = false;
        return complain(form, said.error);
      }
      const thanks = make("p", { className: "leadfast-thanks", role: "status", tabIndex: -1, dir: "auto" }, said.thanks);
      form.replaceWith(thanks);
      thanks.focus();
    } catch {
      // The same key is sent again: it arrives once, whichever way it went.
      for (const one of buttons) one.disabled = false;
      HTMLFormElement.prototype.submit.call(form);
    }
  }

  // Nothing typed is lost: the form stays, with the sentence above its button.
  function complain(form, sentence) {
    form.querySelector(".leadfast-error")?.remove();
    const said = make("p", { className: "leadfast-error", role: "alert", tabIndex: -1 }, sentence);
    const button = form.querySelector("button[type=submit], input[type=submit], button:not([type])");
    if (button) button.before(said);
    else form.append(said);
    said.focus();
  }

  function begin() {
    const own = script.dataset.form && document.querySelector(script.dataset.form);
    prepare(own || draw());
  }
  if (script.dataset.form && document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
