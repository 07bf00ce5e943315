/** A row of tabs: arrow keys go from one to the next, and what belongs to the others is hidden. */
// @ts-check
import { el, spoken, uniqueId } from "./dom.js";

export class Tabs {
  /**
   * @param {Record<string, string>} names labels by the name of each tab, in order
   * @param {{label: string, choose: (name: string) => void}} options
   */
  constructor(names, options) {
    this.options = options;
    /** @type {Map<string, HTMLElement>} */
    this.buttons = new Map(Object.entries(names).map(([name, label]) => [name, this.#button(name, label)]));
    /** @type {Map<string, HTMLElement>} */
    this.panels = new Map();
    this.node = el(
      "div",
      {
        class: "tabs",
        role: "tablist",
        "aria-label": options.label,
        on: { keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) },
      },
      [...this.buttons.values()],
    );
  }

  /** @param {string} name @param {HTMLElement} panel what this tab shows */
  name(name, panel) {
    const button = /** @type {HTMLElement} */ (this.buttons.get(name));
    panel.id ||= uniqueId("panel");
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", button.id);
    button.setAttribute("aria-controls", panel.id);
    this.panels.set(name, panel);
  }

  /** @param {string} shown */
  show(shown) {
    for (const [name, button] of this.buttons) {
      button.setAttribute("aria-selected", String(name === shown));
      button.tabIndex = name === shown ? 0 : -1;
    }
    for (const [name, panel] of this.panels) panel.hidden = name !== shown;
  }

  /** @param {string} name @param {number} count of what is new there */
  count(name, count) {
    const place = this.buttons.get(name)?.querySelector(".tab-count");
    const words = [el("span", { "aria-hidden": "true" }, String(count)), spoken(`(${count} unread)`)];
    place?.replaceChildren(...(count > 0 ? words : []));
  }

  /** @param {string} name @param {string} label @returns {HTMLElement} */
  #button(name, label) {
    const on = { click: () => this.options.choose(name) };
    const count = el("span", { class: "tab-count" });
    return el("button", { type: "button", class: "tab", role: "tab", id: uniqueId("tab"), on }, label, count);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const names = [...this.buttons.keys()];
    const at = [...this.buttons.values()].indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    const name = target === undefined ? undefined : names.at(target % names.length);
    if (name === undefined) return;
    event.preventDefault();
    this.buttons.get(name)?.focus();
    this.options.choose(name);
  }
}
