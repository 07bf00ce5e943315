/** A menu of things to do, opened from a button. */
// @ts-check
import { el } from "./dom.js";
import { hide, show, whenElsewhere } from "./popover.js";

/** @typedef {{label: (string | Node)[], run: () => void, href?: string}} Item */

/** @param {HTMLElement} button @param {Item[]} items */
export function openMenu(button, items) {
  const choose = (/** @type {Item} */ item) => {
    close(true);
    item.run();
  };
  const entries = items.map((item) => entry(item, choose));
  const menu = el("div", { class: "menu", role: "menu", "aria-label": button.getAttribute("aria-label") }, entries);
  const stop = whenElsewhere([menu, button], () => close(false));
  /** @param {boolean} returnsFocus */
  function close(returnsFocus) {
    stop();
    hide(menu);
    button.setAttribute("aria-expanded", "false");
    if (returnsFocus) button.focus();
  }
  menu.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => onKey(event, entries, close));
  button.setAttribute("aria-expanded", "true");
  show(menu, button, { alignEnd: true });
  entries[0]?.focus();
  return () => close(true);
}

/** @param {Item} item @param {(item: Item) => void} choose @returns {HTMLElement} */
function entry(item, choose) {
  const attributes = { class: "menu-item", role: "menuitem", tabindex: "-1", on: { click: () => choose(item) } };
  if (!item.href) return el("button", { type: "button", ...attributes }, item.label);
  return el("a", { ...attributes, href: item.href, target: "_blank", rel: "noopener noreferrer" }, item.label);
}

/** @param {KeyboardEvent} event @param {HTMLElement[]} entries @param {(returnsFocus: boolean) => void} close */
function onKey(event, entries, close) {
  const at = entries.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (target !== undefined) entries.at(target % entries.length)?.focus();
  else if (event.key === "Escape" || event.key === "Tab") close(true);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
