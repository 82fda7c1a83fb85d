/* Lists by keyboard: rows move with J and K or the arrows, Enter opens, X chooses, / searches, ? tells the keys.
   Single keys can be switched off in the dialog; they never act while somebody types or a control wants the key. */
"use strict";

(() => {
  const STORE = "outreach-keys";
  const dialog = document.getElementById("keys");
  const kept = () => { try { return localStorage.getItem(STORE); } catch { return null; } };
  const keep = (value) => { try { localStorage.setItem(STORE, value); } catch { /* The choice then lasts for this page. */ } };
  let on = kept() !== "off";

  const typing = (node) => node && (node.isContentEditable || node.matches(
    "textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit])"));
  const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")];
  const target = (row) => row.querySelector("a[href]") || row.querySelector("input, button");

  // The focus itself moves, so that a screen reader reads the row's link, and Enter opens it as ever.
  const move = (list, here, step) => {
    const row = list[here < 0 ? (step > 0 ? 0 : list.length - 1) : Math.max(0, Math.min(list.length - 1, here + step))];
    const node = target(row);
    if (!node) return;
    node.focus();
    row.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const active = document.activeElement;
    if (typing(active) || (dialog && dialog.open)) return;
    const list = rows();
    const here = list.findIndex((row) => row.contains(active));
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    // Arrows only move from row to row once the focus is in one: elsewhere they scroll the page.
    if (arrow && here >= 0 && !active.matches("input[type=radio]")) {
      move(list, here, arrow);
      event.preventDefault();
      return;
    }
    if (!on) return;
    if (event.key === "?" && dialog) {
      dialog.showModal();
      event.preventDefault();
      return;
    }
    const step = { j: 1, k: -1 }[event.key];
    if (step && list.length) {
      move(list, here, step);
      event.preventDefault();
    } else if (event.key === "x" && here >= 0) {
      const box = list[here].querySelector("input[type=checkbox]");
      if (box) box.click();
    } else if (["1", "2", "3"].includes(event.key) && list.length && list[Math.max(0, here)].querySelector(`[data-key="${event.key}"]`)) {
      // A list of questions: the answer goes to the one in focus, else to the first.
      list[Math.max(0, here)].querySelector(`[data-key="${event.key}"]`).click();
    } else if (["1", "2", "3"].includes(event.key) && here >= 0) {
      const choice = list[here].querySelectorAll("input[type=radio]")[Number(event.key) - 1];
      if (choice) choice.click();
    } else if (event.key === "/") {
      const search = document.getElementById("search");
      if (search) { search.focus(); event.preventDefault(); }
    }
  });

  if (dialog) {
    const box = dialog.querySelector("[data-keys-on]");
    box.checked = on;
    box.addEventListener("change", () => { on = box.checked; keep(on ? "on" : "off"); });
    document.querySelectorAll("[data-keys]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => dialog.showModal());
    });
  }

  // A menu that lies over the page closes with Escape and when somebody clicks elsewhere.
  const menus = () => [...document.querySelectorAll("details.menu[open]")];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
  document.addEventListener("click", (event) => {
    menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
})();
