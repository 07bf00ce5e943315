/** Keeps the keyboard's focus where the person expects it. */
// @ts-check
import { focusable } from "./dom.js";

/** Tab goes round inside `root` and never out of it. @param {HTMLElement} root */
export function trapFocus(root) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = focusable(root);
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge && root.contains(document.activeElement)) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
  });
}

/**
 * Replaces `old` by `fresh` without taking the focus away from the control a person is on; where that is gone, `fresh`
 * itself gets it: another control would do something else for who presses the same key twice.
 *
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
export function replaceKeepingFocus(old, fresh) {
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  const wasInside = active !== null && old.contains(active);
  const key = wasInside ? active.dataset.control : undefined;
  old.replaceWith(fresh);
  if (!wasInside) return;
  const controls = /** @type {HTMLElement[]} */ ([...fresh.querySelectorAll("[data-control]")]);
  const same = controls.find((node) => node.dataset.control === key);
  (same ?? fresh).focus({ preventScroll: true });
}
