/** Where the sidebar is: drawn anew whenever anything in it changes, and on a narrow screen laid over the page. */
// @ts-check
import { el } from "./dom.js";

const NARROW = "(max-width: 700px)";
const HERE = '[aria-current="page"]';
const ME = '[aria-current="true"]';

/** @param {Element} node @returns {string | null} what it can be found by after it was drawn again */
function nameOf(node) {
  const name = node.getAttribute("href") ?? node.getAttribute("aria-label");
  // Oneself and the channel one is in lead to the same place.
  return name && `${node.classList[0]} ${name}`;
}

export class Drawer {
  /** @param {HTMLElement} root of the page */
  constructor(root) {
    this.root = root;
    /** What follows when the place one is in is chosen once more. */
    this.stay = () => {};
    this.node = el("aside", {
      class: "sidebar",
      "aria-label": "Workspace",
      on: {
        click: (/** @type {Event} */ event) => this.#clicked(event),
        keydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.open(false),
      },
    });
    this.veil = el("div", { class: "veil", on: { click: () => this.open(false) } });
    matchMedia(NARROW).addEventListener("change", () => this.open(false));
  }

  /** @param {HTMLElement} sidebar */
  draw(sidebar) {
    const { activeElement } = document;
    const focused = activeElement && this.node.contains(activeElement) ? nameOf(activeElement) : null;
    this.node.replaceChildren(sidebar);
    const nodes = /** @type {HTMLElement[]} */ ([...this.node.querySelectorAll("a, button")]);
    if (focused) nodes.find((node) => nameOf(node) === focused)?.focus();
  }

  /**
   * @param {boolean} isOpen on a narrow screen, where nobody acts in what it covers
   * @param {"persons"} [at] where one begins in it, if not at the channel one is in
   */
  open(isOpen, at) {
    if (isOpen === this.root.classList.contains("has-sidebar")) return;
    this.root.classList.toggle("has-sidebar", isOpen);
    for (const each of this.root.children)
      if (each !== this.node && each !== this.veil) each.toggleAttribute("inert", isOpen);
    const next = isOpen ? this.node.querySelector(at ? ME : HERE) : this.root.querySelector(".open-sidebar");
    /** @type {HTMLElement | null} */ (next)?.focus();
  }

  /** @param {Event} event */
  #clicked(event) {
    const chosen = /** @type {Element} */ (event.target).closest("a, button");
    if (!chosen) return;
    this.open(false);
    if (chosen.matches(HERE)) this.stay();
  }
}
