/* What makes the way shorter; every page works without it. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  const focusSummary = (scope) => {
    const summary = scope.querySelector("[data-focus]");
    if (summary) summary.focus();
  };

  /* Toasts leave after ten seconds, unless one is reading them; the journal keeps what they said. */
  const closeToast = (toast) => toast.remove();
  const armToast = (toast) => {
    const button = toast.querySelector("[data-toast-close]");
    if (!button || !button.hidden) return;
    button.hidden = false;
    button.addEventListener("click", () => closeToast(toast));
    if (toast.classList.contains("toast-x--bad")) return;
    let timer = 0;
    const start = () => { timer = window.setTimeout(closeToast, 10000, toast); };
    const stop = () => window.clearTimeout(timer);
    toast.addEventListener("mouseenter", stop);
    toast.addEventListener("focusin", stop);
    toast.addEventListener("mouseleave", start);
    toast.addEventListener("focusout", start);
    start();
  };

  const wake = (scope) => {
    scope.querySelectorAll("[data-toast]").forEach(armToast);
    focusSummary(scope);
  };

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = event.target.closest ? event.target.closest("details.menu[open]") : null;
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      }
    }
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
      const search = document.querySelector("[data-search]");
      if (search && search.offsetParent !== null) {
        event.preventDefault();
        search.focus();
      }
    }
  });

  /* A menu closes when one clicks elsewhere. */
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  /* A locked button is focusable and says why; pressing it sends nothing. */
  document.addEventListener("click", (event) => {
    const locked = event.target.closest("button[aria-disabled='true'][type='button']");
    if (!locked) return;
    (locked.getAttribute("aria-describedby") || "").split(" ").forEach((id) => {
      document.getElementById(id)?.setAttribute("role", "status");
    });
  });

  document.addEventListener("DOMContentLoaded", () => wake(document));
  document.addEventListener("htmx:afterSwap", (event) => wake(event.detail.target.parentNode || document));
})();
