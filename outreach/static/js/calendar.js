/* The arrow keys move from day to day in a table of days; the page works without. */
"use strict";

(() => {
  const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("[data-day]")) return;
    const turn = { PageUp: "prev", PageDown: "next" }[event.key];
    if (turn) {
      event.preventDefault();
      document.querySelector(`a[rel=${turn}]`)?.click();
      return;
    }
    const cells = [...document.querySelectorAll("[data-days] tbody td")];
    const step = moves[event.key];
    if (!step) return;
    event.preventDefault();
    // Days without a link of their own are passed over.
    for (let at = cells.indexOf(event.target.closest("td")) + step; at >= 0 && at < cells.length; at += step) {
      const link = cells[at].querySelector("[data-day]");
      if (link) { link.focus(); return; }
    }
  });
})();
