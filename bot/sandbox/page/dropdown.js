/** A select that is not typed into: a button with a list, where nothing is chosen before it is decided on. */
// @ts-check
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { Listbox } from "./listbox.js";
import { plainText } from "./mrkdwn.js";
import { Spelling } from "./spelling.js";

/** @typedef {import("./shapes.js").Option} Option */
/** @typedef {import("./field.js").Field} Field */

class Dropdown {
  /** @param {Field} field @param {{label: string, options: Option[]}[]} groups */
  constructor(field, groups) {
    this.field = field;
    this.groups = groups;
    this.spelling = new Spelling();
    const on = {
      click: () => this.#toggle(),
      blur: () => this.list.close(),
      keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
      // Space was heard when it went down; some browsers press the button when it comes up.
      keyup: (/** @type {KeyboardEvent} */ event) => event.key === " " && event.preventDefault(),
    };
    const role = { role: "combobox", "aria-haspopup": "listbox", "aria-expanded": "false" };
    const naming = { ...field.naming(), type: "button", class: "select", "data-control": field.actionId };
    this.button = el("button", { ...naming, ...role, on });
    this.list = new Listbox(this.button, { choose: (option) => this.#choose(option), label: "Choices", grows: true });
    this.node = el("div", { class: "select-box" }, this.button, icon("chevron"));
    this.#show();
  }

  /** @returns {Option | null} */
  get chosen() {
    return /** @type {Option | null} */ (this.field.value);
  }

  #toggle() {
    if (this.list.isOpen) return this.list.close();
    this.button.focus();
    this.#open();
  }

  #open() {
    const mayClear = this.field.form && this.field.isOptional && this.chosen;
    const none = { label: "", choices: mayClear ? [{ content: "Clear choice", value: null }] : [] };
    const groups = this.groups.map(({ label, options }) => ({
      label,
      choices: options.map((option) => this.#choice(option)),
    }));
    this.list.open([none, ...groups], { first: !this.chosen });
  }

  /** @param {Option} option */
  #choice(option) {
    const isChosen = option.value === this.chosen?.value;
    const about = option.description
      ? el("span", { class: "option-description" }, plainText(option.description.text))
      : null;
    return { content: [el("span", {}, plainText(option.text.text)), about], value: option, isChosen };
  }

  /** @param {Option | null} option */
  async #choose(option) {
    this.list.close();
    this.button.focus();
    await this.field.choose(option);
    this.#show();
  }

  #show() {
    const { chosen } = this;
    this.button.classList.toggle("is-empty", !chosen);
    const words = chosen ? chosen.text.text : this.field.placeholder || "Select an option";
    this.button.replaceChildren(...plainText(words));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || (event.altKey && key.length === 1)) return;
    if (key === "Tab") return this.list.close();
    const isSpelled = this.spelling.hears(event);
    if (this.list.onKey(event)) return;
    if (!isSpelled && !["ArrowDown", "ArrowUp", "Home", "End", " "].includes(key)) return;
    event.preventDefault();
    if (isSpelled) return this.#spell();
    if (!this.list.isOpen) this.#open();
    else if (key === " ") this.list.take();
    if (key === "Home" || key === "End") this.list.goTo(key === "Home" ? 0 : -1);
  }

  /** Words that were meant for another place open nothing that acts at once. */
  #spell() {
    if (!this.list.isOpen && this.field.form && this.spelling.spelled.length === 1) this.#open();
    if (this.list.isOpen) this.list.seek(this.spelling);
  }
}

/** @param {Field} field @param {{label: string, options: Option[]}[]} groups @returns {HTMLElement} */
export function dropdown(field, groups) {
  return new Dropdown(field, groups).node;
}
