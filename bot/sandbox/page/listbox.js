/** The list of choices that opens under a text box or a button, which keeps the focus. */
// @ts-check
import { el, uniqueId } from "./dom.js";
import { hide, show, whenElsewhere } from "./popover.js";

/** @typedef {{label: string, choices: Choice[]}} Group an empty label: no heading */
/** @typedef {{content: any, value: any, isChosen?: boolean}} Choice */

export class Listbox {
  /**
   * @param {HTMLElement} input
   * @param {{
   *   choose: (value: any) => void,
   *   anchor?: () => HTMLElement, above?: boolean, grows?: boolean, label?: string, onClose?: () => void,
   * }} options grows: wider than what it belongs to, where the choices are
   */
  constructor(input, options) {
    this.input = input;
    this.options = options;
    this.id = uniqueId("choices");
    this.node = el("div", { class: "listbox", id: this.id });
    this.node.addEventListener("pointerdown", (/** @type {Event} */ event) => event.preventDefault());
    /** @type {{node: HTMLElement, value: any}[]} */
    this.entries = [];
    this.at = -1;
    this.stop = () => {};
    if (!(input instanceof HTMLButtonElement)) input.setAttribute("aria-autocomplete", "list");
  }

  get isOpen() {
    return this.node.isConnected;
  }

  /**
   * @param {Group[]} groups
   * @param {{note?: any, first?: boolean}} [options] note: words instead of or under the choices
   */
  open(groups, options = {}) {
    this.entries = [];
    const list = el(
      "div",
      { role: "listbox", "aria-label": this.options.label ?? "Suggestions", id: `${this.id}-list` },
      groups.map((group) => this.#group(group)),
    );
    const note = options.note ? el("div", { class: "listbox-note", role: "status" }, options.note) : null;
    this.node.replaceChildren(...[this.entries.length > 0 ? list : null, note].filter((node) => node !== null));
    const anchor = this.options.anchor?.() ?? this.input;
    show(this.node, anchor, { wide: this.options.grows ? "at least" : "exactly", above: this.options.above });
    this.stop();
    this.stop = whenElsewhere([this.node, anchor, this.input], () => this.close());
    this.#expanded(true);
    this.#move(options.first && this.entries.length > 0 ? 0 : this.#chosen());
  }

  close() {
    if (!this.isOpen) return;
    this.stop();
    hide(this.node);
    this.entries = [];
    this.#expanded(false);
    this.input.removeAttribute("aria-activedescendant");
    this.options.onClose?.();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the list */
  onKey(event) {
    if (!this.isOpen || event.isComposing) return false;
    const used = this.#use(event.key);
    if (used) event.preventDefault();
    if (used) event.stopPropagation();
    return used;
  }

  /** @param {string} key */
  #use(key) {
    const count = this.entries.length;
    if (key === "Escape") this.close();
    else if (count === 0) return false;
    else if (key === "ArrowDown") this.#move((this.at + 1) % count);
    else if (key === "ArrowUp") this.#move((Math.max(this.at, 0) + count - 1) % count);
    else if ((key === "Enter" || key === "Tab") && this.at >= 0) this.take();
    else return false;
    return true;
  }

  /** Chooses what is highlighted. */
  take() {
    const entry = this.entries[this.at];
    if (entry) this.options.choose(entry.value);
  }

  /** Chooses what is highlighted for who goes on to another control; what is chosen stays so. */
  leave() {
    if (this.entries[this.at]?.node.getAttribute("aria-selected") === "false") this.take();
    this.close();
  }

  /** @param {number} index from the end when it is negative */
  goTo(index) {
    this.#move(index < 0 ? this.entries.length + index : index);
  }

  /** Highlights the choice that begins as was spelled. @param {import("./spelling.js").Spelling} spelling */
  seek(spelling) {
    const nodes = this.entries.map((entry) => entry.node);
    const found = spelling.find(nodes, this.at);
    if (found < 0) this.close();
    else this.#move(found);
  }

  #chosen() {
    return this.entries.findIndex((entry) => entry.node.getAttribute("aria-selected") === "true");
  }

  /** @param {Group} group */
  #group(group) {
    const choices = group.choices.map((choice) => this.#entry(choice));
    if (!group.label) return choices;
    const id = uniqueId("group");
    return el(
      "div",
      { role: "group", "aria-labelledby": id },
      el("div", { class: "listbox-heading", id, role: "presentation" }, group.label),
      choices,
    );
  }

  /** @param {Choice} choice */
  #entry(choice) {
    const index = this.entries.length;
    const on = {
      click: () => this.options.choose(choice.value),
      pointermove: () => this.at !== index && this.#move(index),
    };
    const attributes = {
      class: "listbox-option",
      role: "option",
      id: `${this.id}-${index}`,
      "aria-selected": String(choice.isChosen ?? false),
    };
    const node = el("div", { ...attributes, on }, choice.content);
    this.entries.push({ node, value: choice.value });
    return node;
  }

  /** @param {number} index */
  #move(index) {
    this.entries[this.at]?.node.classList.remove("is-active");
    this.at = index;
    const entry = this.entries[index];
    if (!entry) return this.input.removeAttribute("aria-activedescendant");
    entry.node.classList.add("is-active");
    entry.node.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", entry.node.id);
  }

  /** @param {boolean} isOpen */
  #expanded(isOpen) {
    if (this.input.getAttribute("role") === "combobox") this.input.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.input.setAttribute("aria-controls", `${this.id}-list`);
    else this.input.removeAttribute("aria-controls");
  }
}
