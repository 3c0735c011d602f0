/* Totals and the arithmetic of the aid, computed by the server at each save, put in their places. */
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  document.querySelectorAll("[data-live]").forEach((words) => { words.hidden = false; });
  form.addEventListener("trame:saved", (event) => {
    const { outputs = {}, parts = {} } = event.detail;
    Object.entries(outputs).forEach(([id, text]) => {
      form.querySelectorAll(`[data-output="${CSS.escape(id)}"]`).forEach((output) => { output.textContent = text; });
    });
    Object.entries(parts).forEach(([name, html]) => {
      const place = form.querySelector(`[data-part="${CSS.escape(name)}"]`);
      if (place) place.innerHTML = html;
    });
  });
})();
