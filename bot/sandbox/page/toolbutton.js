/** A button under the box that one types in. */
// @ts-check
import { el } from "./dom.js";
import { icon } from "./icons.js";

/** @param {Parameters<typeof icon>[0]} sign @param {string} label @param {() => void} click @returns {HTMLElement} */
export function toolButton(sign, label, click) {
  const naming = { "aria-label": label, title: label };
  return el("button", { type: "button", class: "composer-tool", ...naming, on: { click } }, icon(sign));
}
