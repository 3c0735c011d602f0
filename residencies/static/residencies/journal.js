/* A page of the journal survives a poor connection: what is typed is kept on the device, and sent again until it
   arrives. Without this script the form is an ordinary form. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-journal]");
  const said = document.querySelector("[data-draft-said]");
  if (!form || !said) return;
  const key = `journal-${form.dataset.journal}`;
  const kept = ["title", "text", "day", "visibility", "sending"];
  const pause = 15000;
  let waiting = null;

  const say = (text) => {
    said.textContent = text;
    said.hidden = !text;
  };

  const values = () => Object.fromEntries(kept.map((name) => [name, new FormData(form).get(name) || ""]));

  const store = () => {
    try {
      localStorage.setItem(key, JSON.stringify(values()));
    } catch { /* private browsing, or full: the form still works */ }
  };

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key) || "null");
    } catch {
      return null;
    }
  };

  const restore = (draft) => {
    for (const name of kept) {
      const field = form.elements[name];
      if (field && draft[name]) field.value = draft[name];
    }
    form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
    say(form.dataset.restored);
  };

  const arrived = async (answer) => {
    if (answer.redirected || answer.ok) {
      localStorage.removeItem(key);
      window.location.assign(answer.url);
      return;
    }
    if (answer.status === 422) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const errors = page.querySelector(".error-summary, [data-error-summary], [role=alert]");
      const fresh = page.querySelector("form[data-journal]");
      if (fresh) form.replaceChildren(...fresh.childNodes);
      if (errors) {
        said.before(errors);
        errors.setAttribute("tabindex", "-1");
        errors.focus();
      }
      say("");
      return;
    }
    throw new Error(String(answer.status));
  };

  const send = async () => {
    clearTimeout(waiting);
    store();
    say(form.dataset.sending);
    try {
      await arrived(await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" }));
    } catch {
      say(form.dataset.offline);
      waiting = setTimeout(send, pause);
    }
  };

  const draft = read();
  if (draft && draft.text && !form.elements.text.value) restore(draft);
  form.addEventListener("input", store);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  window.addEventListener("online", () => {
    if (waiting) send();
  });
})();
