/* Our own script: small comforts on pages that work without it. */
"use strict";

(() => {
  // Under the search box the arrow keys move through what was found, Enter opens, Escape closes.
  const box = document.getElementById("search");
  const hits = document.getElementById("search-hits");
  if (box && hits) {
    const form = box.form;
    form.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const links = [...hits.querySelectorAll("a")];
      const here = links.indexOf(document.activeElement);
      if (event.key === "Escape") {
        if (here >= 0) box.focus(); else box.blur();
        // What is still on its way would open the list again.
        window.htmx?.trigger(box, "htmx:abort");
        hits.replaceChildren();
      } else if (event.key === "ArrowDown" && links.length) {
        links[Math.min(here + 1, links.length - 1)].focus();
      } else if (event.key === "ArrowUp" && here >= 0) {
        (here ? links[here - 1] : box).focus();
      } else {
        return;
      }
      event.preventDefault();
    });
    form.addEventListener("focusout", (event) => {
      if (!event.relatedTarget || !form.contains(event.relatedTarget)) setTimeout(() => {
        if (!form.contains(document.activeElement) && !hits.matches(":hover")) hits.replaceChildren();
      }, 200);
    });
  }

  // A pressed button runs once; the text stays.
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || event.defaultPrevented) return;
    if (event.target.dataset.busy) {
      event.preventDefault();
      return;
    }
    event.target.dataset.busy = "1";
    button.setAttribute("aria-busy", "true");
    setTimeout(() => { delete event.target.dataset.busy; button.removeAttribute("aria-busy"); }, 8000);
  });

  // The error summary takes the focus, so that a screen reader begins there.
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  // Tabs that do not fit are a strip; the open one is brought into sight without moving the page.
  document.querySelectorAll(".tabs [aria-current]").forEach((open) => {
    const strip = open.parentElement;
    strip.scrollLeft = open.offsetLeft - strip.offsetLeft - (strip.clientWidth - open.clientWidth) / 2;
  });

  // "More" on phones opens the whole navigation.
  document.querySelectorAll("[data-opens]").forEach((link) => {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.getElementById(link.dataset.opens).classList.toggle("open");
    });
  });

  // What I just did is told for eight seconds, longer while it is focused or under the pointer.
  document.querySelectorAll(".toasty").forEach((toast) => {
    const leave = () => { if (!toast.matches(":hover, :focus-within")) toast.remove(); else setTimeout(leave, 2000); };
    setTimeout(leave, 8000);
  });

  // "Select all" boxes and the count of what is selected.
  document.querySelectorAll("[data-select-all]").forEach((all) => {
    const boxes = () => [...document.querySelectorAll(`input[name="${all.dataset.selectAll}"]`)];
    const count = () => document.querySelectorAll("[data-selected]").forEach((node) => {
      node.textContent = String(boxes().filter((box) => box.checked).length);
    });
    all.addEventListener("change", () => { boxes().forEach((box) => { box.checked = all.checked; }); count(); });
    boxes().forEach((box) => box.addEventListener("change", count));
    count();
  });

  // A progress page asks again until the work is done.
  const waiting = document.querySelector("[data-refresh]");
  if (waiting) setTimeout(() => window.location.reload(), Number(waiting.dataset.refresh) * 1000);

  // Copy a link or token.
  document.querySelectorAll("[data-copy]").forEach((button) => button.addEventListener("click", () => {
    const source = document.getElementById(button.dataset.copy);
    navigator.clipboard.writeText(source.value || source.textContent.trim());
    button.setAttribute("aria-pressed", "true");
  }));

  // A button that prints stands there only where scripts run; the browser's own command does the same.
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // Choices that submit their form at once where scripts run; a button stands there for everybody else.
  document.querySelectorAll("[data-autosubmit]").forEach((node) => node.addEventListener("change", () => node.form.requestSubmit()));
})();
