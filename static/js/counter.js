/* « 78 sur 1 500 caractères », as one types. The server counts again. */
(() => {
  const groups = (value) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");

  const refresh = (control) => {
    const note = document.getElementById(control.dataset.counter);
    const output = note && note.querySelector("[data-count]");
    if (!output) return;
    /* A line break is sent as two characters, and stored as one. */
    const count = control.value.replace(/\r\n/g, "\n").length;
    const limit = Number(output.dataset.limit);
    const over = count > limit;
    output.classList.toggle("over", over);
    output.textContent = over
      ? output.dataset.over.replace("{over}", groups(count - limit))
      : output.dataset.words.replace("{count}", groups(count)).replace("{limit}", groups(limit));
  };

  const refreshAll = (scope) => scope.querySelectorAll("[data-counter]").forEach((control) => {
    if (control.value !== undefined) refresh(control);
  });

  document.addEventListener("input", (event) => {
    if (event.target.dataset && event.target.dataset.counter) refresh(event.target);
  });
  document.addEventListener("DOMContentLoaded", () => refreshAll(document));
  document.addEventListener("htmx:afterSwap", (event) => refreshAll(event.detail.target));
})();
