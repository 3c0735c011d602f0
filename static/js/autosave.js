/* Saves as one types. Nothing is lost: what could not be sent waits in this browser and is sent again. */
(() => {
  const PAUSE = 900, RETRY = 5000;
  const form = document.querySelector("form[data-autosave]");
  const placesUrl = (document.querySelector("[data-places-url]") || { dataset: {} }).dataset.placesUrl;

  /* Suggestions of places, as one types a name or a postcode. */
  let asked = 0;
  document.addEventListener("input", (event) => {
    const control = event.target;
    if (!placesUrl || !control.dataset || !control.dataset.places) return;
    const list = document.getElementById("places");
    control.setAttribute("list", "places");
    const turn = ++asked, text = control.value;
    if (text.length < 2) return;
    window.setTimeout(async () => {
      if (turn !== asked) return;
      const query = new URLSearchParams({ q: text, scope: control.dataset.places });
      const reply = await fetch(`${placesUrl}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!reply || !reply.ok || turn !== asked) return;
      const found = (await reply.json()).places;
      list.replaceChildren(...found.map((label) => Object.assign(document.createElement("option"), { value: label })));
    }, 200);
  });

  if (!form || !window.fetch) return;
  const status = document.querySelector("[data-saved]");
  const marksInput = form.querySelector("[data-marks]");
  const store = `trame ${form.dataset.autosave}`;
  let marks = JSON.parse(marksInput.value || "{}");
  let dirty = new Set(), busy = false, timer = 0, leaving = null;

  const box = (name) => form.querySelector(`[data-field="${CSS.escape(name)}"]`);
  const controls = (name) => [...(box(name) ? box(name).querySelectorAll("input, textarea, select") : [])]
    .filter((control) => control.name && !control.name.startsWith("keep-"));
  const values = (name) => controls(name)
    .filter((c) => !["radio", "checkbox"].includes(c.type) || c.checked).map((c) => [c.name, c.value]);

  const fill = (name, pairs) => {
    controls(name).forEach((control) => {
      const given = pairs.filter(([key]) => key === control.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(control.type)) control.checked = given.includes(control.value);
      else if (given.length) control.value = given[0];
      else control.value = "";
    });
  };

  const say = (text, link) => {
    if (!status) return;
    status.textContent = text;
    if (link) {
      const anchor = Object.assign(document.createElement("a"), { href: link, target: "_blank", textContent: status.dataset.loginLabel });
      anchor.rel = "noopener";
      status.append(" ", anchor);
    }
  };

  /* What is not yet on the server, kept across a closed tab or a lost session. */
  const keep = () => {
    try {
      if (!dirty.size) localStorage.removeItem(store);
      else localStorage.setItem(store, JSON.stringify([...dirty].map((name) => [name, values(name), marks[name] || ""])));
    } catch { /* a full or forbidden store: the page still holds everything */ }
  };

  const freshToken = async () => {
    const page = await fetch(location.href, { credentials: "same-origin" });
    if (page.redirected) { say(status.dataset.login, page.url); return null; }
    if (!page.ok) return false;
    const found = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (!found) return false;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => { input.value = found.value; });
    return true;
  };

  const showError = (name, text) => {
    const place = box(name);
    if (!place) return;
    const control = controls(name)[0];
    const field = place.querySelector(".field");
    let line = place.querySelector(".err");
    if (field) field.classList.toggle("field--bad", Boolean(text));
    if (control) control.setAttribute("aria-invalid", text ? "true" : "false");
    if (!text) { if (line) line.remove(); return; }
    if (!line) {
      line = Object.assign(document.createElement("div"), { className: "err", id: control ? `${control.id}_error` : "" });
      line.append(document.createElement("span"));
      const before = place.querySelector("textarea, input, select, .input-eur, .form-check");
      const anchor = before && before.closest(".input-eur, .form-check, .scroll-x") || before;
      if (place.tagName === "TD") place.append(line); else if (anchor) anchor.before(line); else place.append(line);
      if (control) control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") || ""} ${line.id}`.trim());
    }
    (line.querySelector("span") || line).textContent = text;
  };

  const showConflict = (name, conflict, mark) => {
    const place = box(name);
    const old = form.querySelector(`[data-conflict="${CSS.escape(name)}"]`);
    if (old) old.remove();
    const holder = document.createElement("div");
    holder.innerHTML = conflict.html;
    const choice = holder.firstElementChild;
    choice.querySelectorAll("input").forEach((radio) => { radio.checked = false; });
    if (place.tagName === "TD") form.querySelector(".panel").before(choice); else place.prepend(choice);
    choice.addEventListener("change", (event) => {
      marks[name] = mark;
      marksInput.value = JSON.stringify(marks);
      if (event.target.value === "theirs") {
        const theirs = [].concat(conflict.theirs);
        controls(name).forEach((control) => {
          if (["radio", "checkbox"].includes(control.type)) control.checked = theirs.includes(control.value);
          else if (typeof conflict.theirs === "string") control.value = conflict.theirs;
        });
        showError(name, "");
      } else {
        dirty.add(name);
        later(0);
      }
      choice.remove();
    });
  };

  const settle = (answer, sent) => {
    Object.entries(answer.marks || {}).forEach(([name, mark]) => {
      if (!(answer.conflicts && answer.conflicts[name])) marks[name] = mark;
    });
    marksInput.value = JSON.stringify(marks);
    Object.entries(answer.errors || {}).forEach(([name, text]) => showError(name, text));
    Object.entries(answer.conflicts || {}).forEach(([name, conflict]) => showConflict(name, conflict, answer.marks[name]));
    sent.forEach(([name, pairs]) => {
      if (JSON.stringify(values(name)) === JSON.stringify(pairs)) dirty.delete(name);
    });
    const here = document.querySelector(".thread--v [aria-current] .d");
    if (here && answer.part) here.textContent = answer.part;
    form.dispatchEvent(new CustomEvent("trame:saved", { detail: answer }));
    say(answer.at);
  };

  const send = async (retried = false) => {
    if (busy || !dirty.size) return;
    busy = true;
    say(status ? status.dataset.saving : "");
    const sent = [...dirty].map((name) => [name, values(name)]);
    const body = new URLSearchParams();
    body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    body.set("only", sent.map(([name]) => name).join(","));
    body.set("marks", JSON.stringify(Object.fromEntries(sent.map(([name]) => [name, marks[name] || ""]))));
    sent.forEach(([, pairs]) => pairs.forEach(([key, value]) => body.append(key, value)));
    let again = 0;
    try {
      const reply = await fetch(form.dataset.autosave, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
      if (reply.ok) settle(await reply.json(), sent);
      else if (reply.status === 401) { say(status.dataset.login, (await reply.json()).login); again = RETRY; }
      else if (reply.status === 403 && !retried) {
        const token = await freshToken();
        if (token) { busy = false; return send(true); }
        if (token === false) say(status.dataset.offline);
        again = RETRY;
      }
      else if (reply.status === 409) { say((await reply.json()).closed); dirty.clear(); }
      else { say(status.dataset.offline); again = RETRY; }
    } catch {
      say(status.dataset.offline);
      again = RETRY;
    }
    busy = false;
    keep();
    const press = leaving;
    leaving = null; // a browser that finds a field wrong submits nothing: the next press is a new one
    if (press) form.requestSubmit(press.by);
    else if (dirty.size) later(again || PAUSE);
    return undefined;
  };

  const later = (pause) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(send, pause);
  };

  form.addEventListener("input", (event) => {
    const place = event.target.closest("[data-field]");
    if (!place || event.target.type === "file" || (event.target.name || "").startsWith("keep-")) return;
    dirty.add(place.dataset.field);
    keep();
    later(PAUSE);
  });
  form.addEventListener("change", (event) => { if (event.target.closest("[data-field]") && dirty.size) later(0); });
  /* While an answer is on its way, the page's marks are those of before: sent now, one would disagree with oneself. */
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    if (busy) { event.preventDefault(); leaving = { by: event.submitter }; return; }
    try { localStorage.removeItem(store); } catch { /* none */ }
  });
  window.addEventListener("online", () => later(0));

  /* What this browser kept from last time is put back, then sent. */
  try {
    const waiting = JSON.parse(localStorage.getItem(store) || "[]");
    waiting.filter(([name]) => box(name)).forEach(([name, pairs, mark]) => {
      fill(name, pairs);
      if (mark) marks[name] = mark;
      dirty.add(name);
    });
    if (dirty.size) { say(status.dataset.restored); later(0); }
  } catch { /* unreadable: the server has the rest */ }
})();
