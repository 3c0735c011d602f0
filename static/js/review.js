/* j and k go to the next and the previous file of the pile, unless one is typing. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const link = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
  if (link) link.click();
});

/* What is being handed in is not saved as a draft a moment later. */
document.addEventListener("submit", (event) => { event.target.closest(".grid-eval")?.setAttribute("data-leaving", ""); });
document.addEventListener("htmx:beforeRequest", (event) => { if (event.target.closest("[data-leaving]")) event.preventDefault(); });
window.addEventListener("pageshow", () => document.querySelector("[data-leaving]")?.removeAttribute("data-leaving"));

/* The word of a mark follows the choice at once: the title of its label. */
document.addEventListener("change", (event) => {
  const criterion = event.target.closest(".crit");
  if (!criterion || event.target.type !== "radio") return;
  criterion.classList.remove("crit--todo");
  criterion.querySelector(".seg-l").textContent = event.target.nextElementSibling.title;
});
