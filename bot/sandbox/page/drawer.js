/** Where the sidebar is: drawn anew whenever anything in it changes, and on a narrow screen laid over the page. */
// @ts-check
import { el } from "./dom.js";

/** @param {Element} node @returns {string | null} what it can be found by after it was drawn again */
function nameOf(node) {
  return node.getAttribute("href") ?? node.getAttribute("aria-label");
}

export class Drawer {
  /** @param {HTMLElement} root of the page */
  constructor(root) {
    this.root = root;
    this.node = el("aside", {
      class: "sidebar",
      "aria-label": "Workspace",
      on: {
        click: (/** @type {Event} */ event) => this.#clicked(event),
        keydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.open(false),
      },
    });
    this.veil = el("div", { class: "veil", on: { click: () => this.open(false) } });
  }

  /** @param {HTMLElement} sidebar */
  draw(sidebar) {
    const { activeElement } = document;
    const focused = activeElement && this.node.contains(activeElement) ? nameOf(activeElement) : null;
    this.node.replaceChildren(sidebar);
    const nodes = /** @type {HTMLElement[]} */ ([...this.node.querySelectorAll("a, button")]);
    if (focused) nodes.find((node) => nameOf(node) === focused)?.focus();
  }

  /** @param {boolean} isOpen on a narrow screen */
  open(isOpen) {
    const { activeElement } = document;
    const wasOpen = this.root.classList.contains("has-sidebar");
    const holdsFocus = activeElement === document.body || this.node.contains(activeElement);
    this.root.classList.toggle("has-sidebar", isOpen);
    if (isOpen) /** @type {HTMLElement | null} */ (this.node.querySelector('[aria-current="page"]'))?.focus();
    else if (wasOpen && holdsFocus) /** @type {HTMLElement | null} */ (this.root.querySelector(".open-sidebar"))?.focus();
  }

  /** @param {Event} event */
  #clicked(event) {
    if (/** @type {Element} */ (event.target).closest("a, button")) this.open(false);
  }
}
