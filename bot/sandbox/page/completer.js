/** Completes commands, people and channels while one types, in whichever box; the box keeps the focus. */
// @ts-check
import { completions } from "./completion.js";
import { Listbox } from "./listbox.js";

export class Completer {
  /**
   * @param {HTMLTextAreaElement} input
   * @param {{
   *   workspace: import("./workspace.js").Workspace, commands: boolean, anchor: () => HTMLElement, above?: boolean,
   *   run?: (shortcut: import("./shapes.js").Shortcut) => void, onChange: () => void,
   * }} options run: a shortcut chosen among the commands; onChange: the text was completed, or the list closed
   */
  constructor(input, options) {
    this.input = input;
    this.options = options;
    this.list = new Listbox(input, {
      choose: (value) => this.#complete(value),
      anchor: options.anchor,
      above: options.above,
      onClose: options.onChange,
    });
    input.addEventListener("blur", () => this.list.close());
  }

  get isOpen() {
    return this.list.isOpen;
  }

  close() {
    this.list.close();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the list */
  onKey(event) {
    return this.list.onKey(event);
  }

  /** Offers what fits before the caret. */
  offer() {
    const { workspace, commands } = this.options;
    const before = this.input.value.slice(0, this.input.selectionStart);
    const offer = completions(before, workspace, { commands });
    if (!offer || offer.groups.every((group) => group.choices.length === 0)) return this.list.close();
    this.start = offer.start;
    this.list.options.label = offer.label;
    this.list.open(offer.groups, { first: true });
  }

  /** @param {string | import("./shapes.js").Shortcut} choice text to write, or a shortcut to run */
  #complete(choice) {
    const words = typeof choice === "string" ? choice : "";
    this.input.setRangeText(words, this.start ?? 0, this.input.selectionStart, "end");
    this.list.close();
    this.input.focus();
    this.options.onChange();
    if (typeof choice !== "string") this.options.run?.(choice);
  }
}
