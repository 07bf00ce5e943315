/** A select that is not typed into: a button with a list, where nothing is chosen before it is decided on. */
// @ts-check
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { Listbox } from "./listbox.js";
import { plainText } from "./mrkdwn.js";

/** @typedef {import("./shapes.js").Option} Option */
/** @typedef {import("./field.js").Field} Field */

// As long as browsers wait for the next letter of a name.
const SPELLING_PAUSE = 1000;

class Dropdown {
  /** @param {Field} field @param {{label: string, options: Option[]}[]} groups */
  constructor(field, groups) {
    this.field = field;
    this.groups = groups;
    this.spelled = "";
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
    if (this.list.onKey(event)) return;
    const isLetter = key.length === 1 && key !== " ";
    if (!isLetter && !["ArrowDown", "ArrowUp", "Home", "End", " "].includes(key)) return;
    event.preventDefault();
    if (!this.list.isOpen) this.#open();
    else if (key === " ") this.list.take();
    if (key === "Home" || key === "End") this.list.goTo(key === "Home" ? 0 : -1);
    if (isLetter) this.#spell(key.toLowerCase());
  }

  /** The same letter again goes on to the next choice that begins with it. @param {string} letter */
  #spell(letter) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.spelled = ""), SPELLING_PAUSE);
    this.spelled = this.spelled === letter ? letter : this.spelled + letter;
    this.list.seek(this.spelled);
  }
}

/** @param {Field} field @param {{label: string, options: Option[]}[]} groups @returns {HTMLElement} */
export function dropdown(field, groups) {
  return new Dropdown(field, groups).node;
}
