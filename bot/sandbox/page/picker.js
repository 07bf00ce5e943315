/** A small picker of emoji: type to find one, arrow keys to go to it, Enter to take it. */
// @ts-check
import { el, uniqueId } from "./dom.js";
import { emoji, EMOJI } from "./emoji.js";
import { hide, mark, show, whenElsewhere } from "./popover.js";

const COLUMNS = 8;
// What is used most while an incident is run; a pushpin puts a message into its history.
const FIRST = ["pushpin", "eyes", "white_check_mark", "+1", "raised_hands", "fire", "pray", "tada"];
const NAMES = [...FIRST, ...EMOJI.filter((name) => !FIRST.includes(name))];

/**
 * @param {HTMLElement} button
 * @param {(name: string) => void} choose
 * @param {{alignEnd: boolean}} options
 */
export function pickEmoji(button, choose, options) {
  const isAgain = open?.button === button;
  open?.close(isAgain);
  open = isAgain ? undefined : new Picker(button, choose, options);
}

/** @type {Picker | undefined} */
let open;

class Picker {
  /** @param {HTMLElement} button @param {(name: string) => void} choose @param {{alignEnd: boolean}} options */
  constructor(button, choose, options) {
    this.button = button;
    this.choose = choose;
    this.id = uniqueId("picker");
    this.at = 0;
    /** @type {HTMLElement[]} */
    this.options = [];
    this.list = el("div", { class: "picker-list", role: "listbox", "aria-label": "Emoji", id: this.id });
    this.name = el("div", { class: "picker-name", "aria-hidden": "true" });
    this.input = el("input", {
      class: "text-input",
      type: "text",
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": this.id,
      "aria-label": "Find an emoji",
      placeholder: "Search emoji",
      autocomplete: "off",
      on: {
        input: () => this.#find(),
        keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
      },
    });
    this.node = el("div", { class: "emoji-picker", role: "dialog", "aria-label": "Add reaction" });
    this.node.append(this.input, this.list, this.name);
    this.list.addEventListener("pointerdown", (/** @type {Event} */ event) => event.preventDefault());
    this.#find();
    show(this.node, button, options);
    mark(button, true);
    this.stop = whenElsewhere([this.node, button], () => this.close());
    this.node.addEventListener("focusout", (/** @type {FocusEvent} */ event) => this.#left(event));
    this.input.focus();
  }

  #find() {
    const typed = this.input.value.trim().toLowerCase().replaceAll(":", "").replaceAll(" ", "_");
    const fitting = NAMES.filter((name) => name.includes(typed));
    this.options = fitting.map((name, index) => this.#option(name, index));
    this.list.replaceChildren(...this.options);
    this.#move(0);
  }

  /** @param {string} name @param {number} index */
  #option(name, index) {
    const on = { click: () => this.#take(index), pointermove: () => this.at !== index && this.#move(index) };
    const naming = { role: "option", id: `${this.id}-${index}`, "aria-label": name.replaceAll("_", " ") };
    return el("div", { class: "picker-option", ...naming, "data-name": name, on }, emoji(name));
  }

  /** @param {number} index */
  #move(index) {
    this.options[this.at]?.removeAttribute("aria-selected");
    this.at = Math.max(0, Math.min(index, this.options.length - 1));
    const option = this.options[this.at];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    this.name.textContent = option ? `:${option.dataset.name}:` : "No emoji found";
    this.input.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const isIdle = this.input.value === "";
    const steps = { ArrowDown: COLUMNS, ArrowUp: -COLUMNS, ArrowRight: 1, ArrowLeft: -1 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (event.key === "Escape") this.close(true);
    else if (event.key === "Enter") this.#take(this.at);
    else if (step && (isIdle || Math.abs(step) > 1 || this.input.selectionStart === this.input.value.length))
      this.#move(this.at + step);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} index */
  #take(index) {
    const name = this.options[index]?.dataset.name;
    if (!name) return;
    this.close(true);
    this.choose(name);
  }

  /** @param {FocusEvent} event */
  #left(event) {
    const next = /** @type {Node | null} */ (event.relatedTarget);
    if (next !== this.button && !this.node.contains(next)) this.close();
  }

  close(returnsFocus = false) {
    if (this.isClosed) return;
    this.isClosed = true;
    if (open === this) open = undefined;
    mark(this.button, false);
    this.stop();
    hide(this.node);
    if (returnsFocus) this.button.focus();
  }
}
