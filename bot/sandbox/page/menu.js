/** A menu of things to do, opened from a button. */
// @ts-check
import { el } from "./dom.js";
import { hide, mark, show, whenElsewhere } from "./popover.js";

/**
 * @typedef {{label: (string | Node)[], run: () => void, href?: string, about?: string, key?: string,
 *            isDanger?: boolean}} Item about: whose it is; key: what does the same on the keyboard
 */

/**
 * @param {HTMLElement} button
 * @param {Item[]} items
 * @param {{alignEnd: boolean}} options
 * @returns {() => void} closes it
 */
export function openMenu(button, items, options = { alignEnd: true }) {
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
    mark(button, false);
    if (returnsFocus) button.focus();
  }
  menu.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => onKey(event, entries, close));
  mark(button, true);
  show(menu, button, options);
  entries[0]?.focus();
  return () => close(true);
}

const ELSEWHERE = { target: "_blank", rel: "noopener noreferrer" };

/** @param {Item} item @param {(item: Item) => void} choose @returns {HTMLElement} */
function entry(item, choose) {
  const classes = `menu-item ${item.isDanger ? "is-danger" : ""}`;
  const attributes = { class: classes, role: "menuitem", tabindex: "-1", on: { click: () => choose(item) } };
  if (item.href) return el("a", { ...attributes, ...ELSEWHERE, href: item.href }, item.label);
  const about = item.about ? el("span", { class: "menu-about" }, item.about) : null;
  const key = item.key ? el("span", { class: "menu-about", "aria-hidden": "true" }, item.key) : null;
  return el("button", { type: "button", ...attributes }, el("span", { class: "menu-label" }, item.label), about, key);
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
