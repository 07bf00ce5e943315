/** Puts lists and menus over the page, beside what they belong to. */
// @ts-check

const GAP = 4;
const MARGIN = 8;

/**
 * What pops up belongs to the part of the page it was opened from; a modal dialog makes everything outside it unusable.
 *
 * @param {Element} anchor
 */
function hostFor(anchor) {
  return anchor.closest("dialog, main, .thread") ?? document.body;
}

/**
 * Shows `node` below `anchor`, or above it where there is more room.
 *
 * @param {HTMLElement} node
 * @param {HTMLElement} anchor
 * @param {{above?: boolean, wide?: "exactly" | "at least", alignEnd?: boolean}} [options] wide: as the anchor is
 */
export function show(node, anchor, options = {}) {
  if (!node.isConnected) hostFor(anchor).append(node);
  node.setAttribute("popover", "manual");
  if (!node.matches(":popover-open")) node.showPopover();
  place(node, anchor, options);
}

/**
 * Says whether what a button opens is there; the message it stands on keeps its tools meanwhile. In style sheets `:has`
 * could find that out, but then each message that comes costs as much as the whole page.
 *
 * @param {HTMLElement} button
 * @param {boolean} isOpen
 */
export function mark(button, isOpen) {
  button.setAttribute("aria-expanded", String(isOpen));
  button.closest(".message")?.classList.toggle("is-used", isOpen);
}

/** @param {HTMLElement} node */
export function hide(node) {
  if (node.isConnected) node.remove();
}

/**
 * @param {HTMLElement} node
 * @param {HTMLElement} anchor
 * @param {{above?: boolean, wide?: "exactly" | "at least", alignEnd?: boolean}} options
 */
function place(node, anchor, options) {
  const around = anchor.getBoundingClientRect();
  if (options.wide) node.style[options.wide === "exactly" ? "width" : "minWidth"] = `${around.width}px`;
  node.style.maxHeight = "";
  const below = innerHeight - around.bottom - GAP - MARGIN;
  const over = around.top - GAP - MARGIN;
  const isAbove = options.above || (node.offsetHeight > below && over > below);
  node.style.maxHeight = `${Math.max(isAbove ? over : below, 80)}px`;
  const top = isAbove ? around.top - GAP - node.offsetHeight : around.bottom + GAP;
  const left = options.alignEnd ? around.right - node.offsetWidth : around.left;
  node.style.top = `${Math.max(MARGIN, top)}px`;
  node.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - node.offsetWidth - MARGIN))}px`;
}

/**
 * Calls `close` when the person turns to something else.
 *
 * @param {HTMLElement[]} inside where a press does not count as elsewhere
 * @param {() => void} close
 * @returns {() => void} stops watching
 */
export function whenElsewhere(inside, close) {
  const watch = new AbortController();
  const isInside = (/** @type {Event} */ event) => inside.some((node) => event.composedPath().includes(node));
  // Something else may scroll by itself, as the messages do when one comes; only what carries the list away counts.
  const carries = (/** @type {Event} */ event) =>
    inside.some((node) => event.target !== node && /** @type {Node} */ (event.target).contains(node));
  const options = { capture: true, signal: watch.signal };
  document.addEventListener("pointerdown", (event) => isInside(event) || close(), options);
  document.addEventListener("scroll", (event) => carries(event) && close(), options);
  window.addEventListener("resize", close, { signal: watch.signal });
  return () => watch.abort();
}
