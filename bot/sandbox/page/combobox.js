/** A select that is typed into: choices from a list or from the app, one of them or several as chips. */
// @ts-check
import { el, spoken } from "./dom.js";
import { icon } from "./icons.js";
import { Listbox } from "./listbox.js";
import { plainText, unescapeText } from "./mrkdwn.js";

/** @typedef {import("./shapes.js").Option} Option */
/** @typedef {import("./shapes.js").OptionGroup} OptionGroup */
/** @typedef {import("./field.js").Field} Field */
/** @typedef {{groups: {label: string, options: Option[]}[], note?: string}} Offer */

// Long enough that a fast typist asks the app once a word, short enough not to be felt.
const TYPING_PAUSE = 120;

class Combobox {
  /**
   * @param {Field} field
   * @param {(typed: string) => Promise<Offer>} source
   * @param {boolean} takesMany
   */
  constructor(field, source, takesMany) {
    this.field = field;
    this.source = source;
    this.takesMany = takesMany;
    this.asked = 0;
    this.isAhead = false; // Somebody has typed more than the choices answer.
    this.hasTyped = false; // What is in the box was typed since the last choice.
    this.input = this.#makeInput();
    this.chips = el("span", { class: "chips" });
    this.clear = el(
      "button",
      {
        type: "button",
        class: "combobox-clear",
        // The keyboard clears by emptying the box, and goes from it to the next field.
        tabindex: "-1",
        "aria-label": "Clear choice",
        "data-control": `${field.actionId} clear`,
        on: { click: () => this.#choose(null) },
      },
      icon("close"),
    );
    this.news = el("span", { class: "spoken", "aria-live": "polite" });
    this.node = el(
      "div",
      {
        class: "combobox",
        on: { click: (/** @type {Event} */ event) => event.target === this.node && this.input.focus() },
      },
      this.chips,
      this.input,
      this.clear,
      icon("chevron"),
      this.news,
    );
    this.list = new Listbox(this.input, { choose: (option) => this.#choose(option), anchor: () => this.node });
    this.#show();
  }

  /** @returns {Option[]} */
  get chosen() {
    const { value } = this.field;
    return Array.isArray(value) ? value : value ? [value] : [];
  }

  #makeInput() {
    const on = {
      input: () => this.#typed(),
      mousedown: (/** @type {Event} */ event) => this.list.isOpen || this.takesMany || this.#select(event),
      click: () => this.list.isOpen || this.#offer(""),
      focus: () => this.takesMany || this.input.select(),
      blur: () => this.#left(),
      keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    };
    return el("input", {
      ...this.field.naming(),
      class: "combobox-input",
      type: "text",
      role: "combobox",
      "aria-expanded": "false",
      autocomplete: "off",
      spellcheck: "false",
      "data-control": this.field.actionId,
      on,
    });
  }

  /** What is typed takes the place of what was chosen; the press would put the caret into it. @param {Event} event */
  #select(event) {
    event.preventDefault();
    this.input.focus();
    this.input.select();
  }

  #typed() {
    if (this.input.value === "" && !this.clear.hidden) return this.#choose(null);
    clearTimeout(this.timer);
    this.asked += 1;
    this.isAhead = this.hasTyped = true;
    this.timer = setTimeout(() => this.#offer(this.input.value.trim()), TYPING_PAUSE);
  }

  /** @param {string} typed */
  async #offer(typed) {
    const asked = (this.asked += 1);
    const offer = await this.source(typed);
    // A slower answer to what was typed before must not replace a newer one.
    if (asked !== this.asked || document.activeElement !== this.input) return;
    this.isAhead = false;
    const taken = new Set(this.chosen.map((option) => option.value));
    const groups = offer.groups.map((group) => ({
      label: group.label,
      choices: group.options.map((option) => this.#choice(option, taken)),
    }));
    const isEmpty = groups.every((group) => group.choices.length === 0);
    this.list.open(groups, { note: offer.note ?? (isEmpty ? "No results" : ""), first: typed !== "" });
  }

  /** @param {Option} option @param {Set<string>} taken */
  #choice(option, taken) {
    const description = option.description
      ? el("span", { class: "option-description" }, plainText(option.description.text))
      : null;
    return {
      content: [el("span", {}, plainText(option.text.text)), description],
      value: option,
      isChosen: taken.has(option.value),
    };
  }

  /** @param {Option | null} option null: nothing any more */
  #choose(option) {
    clearTimeout(this.timer);
    this.asked += 1;
    this.isAhead = this.hasTyped = false;
    this.list.close();
    this.input.focus();
    this.#change(this.takesMany ? this.#toggled(option) : option);
  }

  /** @param {Option | null} option */
  #toggled(option) {
    const others = this.chosen.filter((one) => one.value !== option?.value);
    const most = this.field.element.max_selected_items ?? Infinity;
    if (!option || others.length < this.chosen.length) return others;
    return others.length < most ? [...others, option] : others;
  }

  /** @param {any} value */
  async #change(value) {
    const before = this.field.value;
    const had = this.chosen;
    if (!this.hasTyped) this.input.value = "";
    if (!(await this.field.choose(value))) this.field.keep(before);
    this.#show();
    const gone = this.chosen.length < had.length && had.find((option) => !this.chosen.includes(option));
    this.news.textContent = gone ? `Removed ${unescapeText(gone.text.text)}` : "";
  }

  #left() {
    clearTimeout(this.timer);
    this.isAhead = this.hasTyped = false;
    this.list.close();
    this.#show();
  }

  /**
   * Takes the first choice for what was typed, once it comes: whoever goes on was faster than the choices.
   *
   * @returns {Promise<boolean>}
   */
  async #takeFirst() {
    const asked = (this.asked += 1);
    const offer = await this.source(this.input.value.trim());
    const first = offer.groups.flatMap((group) => group.options)[0];
    const isChosen = this.chosen.some((option) => option.value === first?.value);
    // Several are chosen one after another; of one, what was typed since takes the place.
    if (first && !isChosen && (this.takesMany || asked === this.asked))
      await this.#change(this.takesMany ? this.#toggled(first) : first);
    return true;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Tab" && !event.isComposing)
      return this.isAhead ? this.field.surface.waitFor(this.#takeFirst()) : this.list.leave();
    if (this.list.onKey(event)) return;
    const last = this.chosen.at(-1);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#offer("");
    } else if (event.key === "Backspace" && this.takesMany && this.input.value === "" && last) this.#choose(last);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.preventDefault();
  }

  #show() {
    const names = this.chosen;
    if (!this.hasTyped) this.input.value = this.takesMany ? "" : unescapeText(names[0]?.text.text ?? "");
    this.input.placeholder = names.length > 0 ? "" : this.field.placeholder;
    this.clear.hidden = this.takesMany || names.length === 0 || !this.field.isOptional;
    this.chips.replaceChildren(...(this.takesMany ? names.map((option) => this.#chip(option)) : []));
  }

  /** @param {Option} option */
  #chip(option) {
    const remove = el(
      "button",
      {
        type: "button",
        class: "chip-remove",
        "data-control": `${this.field.actionId} remove ${option.value}`,
        on: { click: () => this.#choose(option) },
      },
      spoken(`Remove ${option.text.text}`),
      icon("close"),
    );
    return el("span", { class: "chip" }, el("span", { class: "chip-text" }, plainText(option.text.text)), remove);
  }
}

/**
 * @param {Field} field
 * @param {(typed: string) => Promise<Offer>} source
 * @param {{takesMany: boolean}} options
 * @returns {HTMLElement}
 */
export function combobox(field, source, { takesMany }) {
  return new Combobox(field, source, takesMany).node;
}

/**
 * @param {{label: string, options: Option[]}[]} groups
 * @returns {(typed: string) => Promise<Offer>} narrows a list that is here already
 */
export function narrowing(groups) {
  return async (typed) => {
    const fits = (/** @type {Option} */ option) => option.text.text.toLowerCase().includes(typed.toLowerCase());
    return {
      groups: groups
        .map((group) => ({ ...group, options: group.options.filter(fits) }))
        .filter((group) => group.options.length > 0),
    };
  };
}
