/* A session on one's own device: says when the connection is lost, and lets a slider write the amount to try. */
(() => {
  const lost = document.getElementById("lost");
  const show = (away) => { if (lost) lost.hidden = !away; };
  ["htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, () => show(true)));
  document.addEventListener("htmx:afterOnLoad", () => show(false));
  window.addEventListener("offline", () => show(true));

  /* A vote that the server refuses: sent again as a page, which says why. A refusal changes nothing. */
  document.addEventListener("htmx:responseError", (event) => {
    const form = event.target.closest ? event.target.closest("form[data-vote]") : null;
    if (!form) { show(true); return; }
    const chosen = event.detail.requestConfig.triggeringEvent.submitter;
    if (chosen) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: chosen.name, value: chosen.value }));
    HTMLFormElement.prototype.submit.call(form);
  });

  /* A long agenda scrolls by itself: the file in hand stays in sight, also when another takes its place. */
  const follow = () => document.querySelectorAll(".agenda-scroll").forEach((box) => {
    const here = box.querySelector(".now");
    if (here) box.scrollTop = here.offsetTop - box.clientHeight / 3;
  });
  document.addEventListener("htmx:afterSettle", follow);
  follow();

  document.querySelectorAll("input[data-mirrors]").forEach((slider) => {
    const field = document.getElementById(slider.dataset.mirrors);
    slider.hidden = false;
    slider.addEventListener("input", () => { field.value = slider.value; });
    field.addEventListener("input", () => {
      const amount = Number(field.value.replace(/[\s\u00a0\u202f€]/g, "").replace(",", "."));
      if (Number.isFinite(amount)) slider.value = amount;
    });
  });
})();
