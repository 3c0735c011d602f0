/* Filters fold on a phone and stand open beside the list on a wide screen. Without script they stay open. */
(() => {
  const wide = window.matchMedia("(min-width: 768px)");
  const set = () => document.querySelectorAll("[data-fold]").forEach((fold) => { fold.open = wide.matches; });
  wide.addEventListener("change", set);
  document.addEventListener("DOMContentLoaded", set);
})();
