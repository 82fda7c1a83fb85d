/* Legs by dragging: the places are typed numbers, so dragging only writes them and sends the form. */
"use strict";

(() => {
  const form = document.getElementById("order");
  const rows = () => [...document.querySelectorAll("[data-leg]")].filter((row) => row.querySelector("input[name^=place-]"));
  let held = null;
  for (const row of rows()) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => { held = row; event.dataTransfer.effectAllowed = "move"; });
    row.addEventListener("dragover", (event) => { if (held && held !== row) { event.preventDefault(); row.classList.add("over"); } });
    row.addEventListener("dragleave", () => row.classList.remove("over"));
    row.addEventListener("dragend", () => { held = null; rows().forEach((other) => other.classList.remove("over")); });
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!held || held === row) return;
      // Whoever drags down means the place behind, whoever drags up the one before.
      if (held.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING) row.after(held); else row.before(held);
      rows().forEach((other, index) => { other.querySelector("input[name^=place-]").value = index + 1; });
      form.requestSubmit();
    });
  }
})();
