/** A menu of things to do, opened from a button. */
// @ts-check
import { el } from "./dom.js";
import { hide, mark, show, whenElsewhere } from "./popover.js";
import { Spelling } from "./spelling.js";

/**
 * @typedef {{label: (string | Node)[], run: () => void, href?: string, about?: string, key?: string,
 *            isDanger?: boolean}} Item about: whose it is; key: what does the same on the keyboard
 */

/**
 * Lets a button open a menu, and close it.
 *
 * @param {HTMLElement} button
 * @param {() => Item[]} items
 * @param {{alignEnd: boolean}} options
 */
export function opensMenu(button, items, options = { alignEnd: true }) {
  const spelling = new Spelling();
  let close = () => {};
  mark(button, false);
  button.setAttribute("aria-haspopup", "menu");
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-expanded") === "true") return close();
    close = openMenu(button, items(), spelling, options);
  });
  button.addEventListener("keydown", (event) => spelling.hears(event) && keepBlank(event));
  button.addEventListener("keyup", (event) => spelling.spelled && keepBlank(event));
}

/** A blank that belongs to words presses nothing. @param {KeyboardEvent} event */
function keepBlank(event) {
  if (event.key === " ") event.preventDefault();
}

/**
 * @param {HTMLElement} button
 * @param {Item[]} items
 * @param {Spelling} spelling
 * @param {{alignEnd: boolean}} options
 * @returns {() => void} closes it
 */
function openMenu(button, items, spelling, options) {
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
  menu.addEventListener("keydown", (event) => onKey(event, entries, spelling, close));
  menu.addEventListener("keyup", (event) => spelling.spelled && keepBlank(event));
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

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement[]} entries
 * @param {Spelling} spelling
 * @param {(returnsFocus: boolean) => void} close
 */
function onKey(event, entries, spelling, close) {
  const at = entries.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  const target = spelling.hears(event) ? spelling.find(entries, at) : next;
  if (event.key === "Escape" || event.key === "Tab" || (spelling.spelled && target === -1)) close(true);
  else if (target !== undefined) entries.at(target % entries.length)?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
