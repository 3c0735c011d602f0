/* What a page is built of, and what a person would trip over in it. Read by tests/browser.py. */
const trameWalk = (node) => {
  if (node.nodeType !== 1 || ["SCRIPT", "SVG", "OPTION"].includes(node.tagName.toUpperCase())) return "";
  const role = node.getAttribute("role") || "", kind = node.getAttribute("type") || "";
  const inside = [...node.children].map(trameWalk);
  const different = inside.filter((text, i) => text !== inside[i - 1]);
  return `<${node.tagName}.${node.className}.${role}.${kind}${node.disabled ? "!" : ""}>${different.join("")}</>`;
};
window.trameSkeleton = () => document.documentElement.lang + trameWalk(document.body);

/* What axe says; of the header and the footer once for each build of them, for most pages share theirs. */
window.trameAxe = async (rules, seen) => {
  const frame = [...document.querySelectorAll("body > header, body > footer")].map((e) => [e, trameWalk(e)]);
  const exclude = frame.filter(([, built]) => seen.includes(built)).map(([e]) => e);
  const { violations } = await axe.run(exclude.length ? { exclude } : document, rules);
  return { violations, frame: frame.map(([, built]) => built) };
};

/* Another page in place of this one, under its own sheets of style, its scripts aside. */
window.trameShow = async (html) => {
  const other = new DOMParser().parseFromString(html, "text/html");
  const links = (page) => [...page.querySelectorAll("link[rel=stylesheet]")];
  const wanted = links(other).map((link) => link.getAttribute("href"));
  const here = links(document.head).map((link) => link.getAttribute("href"));
  const added = links(other).filter((link) => !here.includes(link.getAttribute("href")));
  const arrived = added.map((link) => new Promise((done) => { link.onload = link.onerror = done; }));
  document.head.append(...added);
  await Promise.all(arrived);
  links(document.head).forEach((link) => { if (link.sheet) link.sheet.disabled = !wanted.includes(link.getAttribute("href")); });
  document.body.replaceWith(other.body);
  document.title = other.title;
  document.documentElement.lang = other.documentElement.lang;
};
window.trameShown = async (html) => {
  await trameShow(html);
  return trameSideways();
};

window.trameFaults = () => {
  const faults = [];
  const titles = document.querySelectorAll("h1").length;
  if (titles !== 1) faults.push(`${titles} h1`);
  if (!/^\S.{3,} – \S/.test(document.title.trim())) faults.push(`title « ${document.title} »`);
  if (!document.documentElement.lang) faults.push("no lang");
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  if (twice.length) faults.push(`twice the same id: ${[...new Set(twice)].join(", ")}`);
  const visible = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  const parts = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
  const reached = parts.filter((e) => visible(e) && !e.disabled && e.type !== "hidden" && !e.closest("[inert], [aria-hidden=true], fieldset:disabled"));
  reached.forEach((e) => {
    const name = e.outerHTML.slice(0, 160);
    if (e.tabIndex > 0) faults.push(`takes its turn out of order: ${name}`);
    if (e.tabIndex < 0 && !["MAIN"].includes(e.tagName) && !e.hasAttribute("data-focus")) faults.push(`not reached by Tab: ${name}`);
  });
  return faults.concat(window.trameFocus(reached));
};

/* Focus that shows: an outline or a shadow that was not there before, on the control or on its label. */
window.trameFocus = (parts) => {
  const before = document.activeElement;
  const drawn = (e) => {
    const label = e.labels && e.labels[0];
    return [e, e.parentElement, label, e.nextElementSibling].filter(Boolean)
      .map((x) => { const s = getComputedStyle(x); return `${s.outlineStyle} ${s.outlineWidth} ${s.boxShadow}`; }).join("|");
  };
  const faults = [];
  document.documentElement.style.setProperty("scroll-behavior", "auto");
  parts.filter((e) => e.tabIndex >= 0).slice(0, 150).forEach((e) => {
    const rest = drawn(e);
    e.focus({ preventScroll: true, focusVisible: true });
    if (document.activeElement === e && drawn(e) === rest) faults.push(`focus does not show: ${e.outerHTML.slice(0, 160)}`);
    e.blur();
  });
  if (before && before !== document.body) before.focus({ preventScroll: true });
  else { // the next Tab starts from the top again
    document.body.tabIndex = -1;
    document.body.focus({ preventScroll: true });
    document.body.removeAttribute("tabindex");
  }
  return faults.slice(0, 5);
};

window.trameSideways = () => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && box.right > root.clientWidth + 1 && !e.closest(".scroll-x, .visually-hidden");
  });
  const last = wide.slice(-3).map((e) => e.outerHTML.slice(0, 140).replace(/\s+/g, " "));
  return [`scrolls sideways to ${root.scrollWidth}: ${last.join(" … ")}`];
};

/* A bar that sticks to the foot of the screen hides a part of whatever is scrolled under it: one scrolls on. */
window.trameUnstick = () => {
  [...document.querySelectorAll("body *")].filter((e) => getComputedStyle(e).position === "sticky")
    .forEach((e) => { e.style.setProperty("position", "static"); e.dataset.stuck = "1"; });
};
window.trameRestick = () => document.querySelectorAll("[data-stuck]").forEach((e) => {
  e.style.removeProperty("position");
  delete e.dataset.stuck;
});

/* Where the keyboard is: by what name, whether the focus is drawn, whether something lies over it. */
window.trameHere = () => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  const label = e.getAttribute("aria-label") || (e.labels && e.labels[0] && e.labels[0].textContent) || e.textContent || "";
  const around = [e, e.parentElement, e.labels && e.labels[0], e.nextElementSibling].filter(Boolean).map((x) => getComputedStyle(x));
  const shown = around.some((s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== "none");
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const ours = top && (e === top || e.contains(top) || top.contains(e) || (e.labels && [...e.labels].some((l) => l.contains(top))));
  const name = e === document.body ? "" : label.replace(/[\s\u00a0\u202f]+/g, " ").trim();
  return { name, role: e.tagName, shown: shown || e === document.body, covered: e !== document.body && box.width > 0 && !ours };
};
