/** One element that holds a value, seen from the control that is drawn for it. */
// @ts-check
import { uniqueId } from "./dom.js";
import { confirmed } from "./confirm.js";
import { unescapeText } from "./mrkdwn.js";
import { initialValue, isSame, wireValue } from "./values.js";

/** @typedef {import("./shapes.js").FieldValue} FieldValue */
/** @typedef {{label: string, describedBy: string, optional: boolean, dispatches: boolean}} Form */

export class Field {
  /**
   * @param {any} element
   * @param {import("./shapes.js").Block} block
   * @param {import("./surface.js").Surface} surface
   * @param {Form | null} form ids of the label and the hints around it, when it stands in an input block
   */
  constructor(element, block, surface, form) {
    this.element = element;
    this.block = block;
    this.surface = surface;
    this.form = form;
    this.id = uniqueId("field");
    this.blockId = block.block_id ?? "";
    this.actionId = element.action_id ?? "";
    const beginning = initialValue(element, surface.workspace);
    surface.values.begin(this.blockId, this.actionId, beginning);
    if (!surface.values.has(this.blockId, this.actionId) || !isOnOffer(element, this.value)) this.#set(beginning);
  }

  /** @returns {any} */
  get value() {
    return this.surface.values.get(this.blockId, this.actionId);
  }

  get isOptional() {
    return this.form ? this.form.optional : true;
  }

  get placeholder() {
    return unescapeText(this.element.placeholder?.text ?? "");
  }

  /** The attributes that name the control to a screen reader. @returns {Record<string, any>} */
  naming() {
    if (this.form)
      return {
        id: this.id,
        "aria-describedby": this.form.describedBy,
        "aria-required": this.isOptional ? null : "true",
      };
    const name =
      this.element.accessibility_label ?? (this.placeholder || unescapeText(this.block.text?.text ?? "Choose"));
    return { id: this.id, "aria-label": name };
  }

  /** The same for a group of controls, which a label cannot point at. @returns {Record<string, any>} */
  groupNaming() {
    const { id, ...names } = this.naming();
    return this.form ? { ...names, "aria-labelledby": this.form.label, tabindex: "-1" } : names;
  }

  /** Remembers a value that may still change. @param {FieldValue} value */
  keep(value) {
    this.#set(value);
    this.surface.onChange(this.blockId);
  }

  /**
   * Remembers a value that was decided on, and tells the app where the block asks for it and it is another than before.
   *
   * @param {FieldValue} value
   * @returns {Promise<boolean>} false when the person was asked to confirm and did not
   */
  async choose(value) {
    if (isSame(value, this.value)) return true;
    if (this.element.confirm && !(await confirmed(this.element.confirm, this.surface.workspace))) return false;
    this.keep(value);
    if (!this.form || this.form.dispatches) await this.tell();
    return true;
  }

  /** Tells the app what the value is now. @returns {Promise<import("./shapes.js").Answer>} */
  async tell() {
    const answer = await this.surface.press(this.blockId, this.actionId, wireValue(this.value));
    if (!answer.ok) this.onRefused(answer.error ?? "");
    return answer;
  }

  /** Replaced by whoever draws the block, to show the words beside it. @type {(error: string) => void} */
  onRefused = () => {};

  /** @param {FieldValue} value */
  #set(value) {
    this.surface.values.set(this.blockId, this.actionId, value);
  }
}

/** @param {any} element @param {any} value @returns {boolean} false when an update took what is chosen off the list */
function isOnOffer(element, value) {
  const options = element.options ?? element.option_groups?.flatMap((/** @type {any} */ group) => group.options);
  if (!options) return true;
  const offered = new Set(options.map((/** @type {any} */ option) => option.value));
  return [value ?? []].flat().every((option) => offered.has(option.value));
}
