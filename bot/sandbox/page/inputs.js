/** Text boxes, checkboxes, radio buttons and the pickers of dates and times. */
// @ts-check
import { fromLocalInput, toLocalInput } from "./dates.js";
import { el, spoken, uniqueId } from "./dom.js";
import { textNodes } from "./mrkdwn.js";

/** @typedef {import("./field.js").Field} Field */
/** @typedef {import("./shapes.js").Option} Option */

// As in Slack, what is left is said only when it gets short; in a short field a number would look like a part of it.
const SHORT_OF_ROOM = 50;
const SHORT_PART = 1 / 5;
const TYPING_PAUSE = 300;
const KEYBOARDS = /** @type {Record<string, string>} */ ({
  email_text_input: "email",
  url_text_input: "url",
  number_input: "decimal",
});

/** @param {Field} field */
function textInput(field) {
  const { element } = field;
  const isMultiline = Boolean(element.multiline);
  const attributes = {
    ...field.naming(),
    class: "text-input",
    placeholder: field.placeholder,
    "data-control": field.actionId,
    autocomplete: "off",
    inputmode: KEYBOARDS[element.type],
  };
  const input = el(
    isMultiline ? "textarea" : "input",
    isMultiline ? { ...attributes, rows: 4 } : { ...attributes, type: "text" },
  );
  const counter = el("span", { class: "counter", "aria-live": "polite" });
  input.value = field.value ?? "";
  input.addEventListener("input", () => typed(field, input.value, counter));
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => entered(field, event));
  showRoom(element, input.value, counter);
  return el("div", { class: "text-box" }, input, counter);
}

/** @param {Field} field @param {string} text @param {HTMLElement} counter */
function typed(field, text, counter) {
  field.keep(text === "" ? null : text);
  showRoom(field.element, text, counter);
  if (!triggers(field).includes("on_character_entered")) return;
  clearTimeout(Number(counter.dataset.timer));
  counter.dataset.timer = String(setTimeout(() => field.tell(), TYPING_PAUSE));
}

/** @param {Field} field @param {KeyboardEvent} event */
function entered(field, event) {
  if (event.key !== "Enter" || event.isComposing || !triggers(field).includes("on_enter_pressed")) return;
  // Ctrl+Enter enters what has several lines; from a single line it sends the form.
  if (Boolean(field.element.multiline) !== (event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  field.tell();
}

/** @param {Field} field @returns {string[]} */
function triggers(field) {
  return field.form?.dispatches
    ? (field.element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"])
    : [];
}

/** @param {any} element @param {string} text @param {HTMLElement} counter */
function showRoom(element, text, counter) {
  const most = element.max_length ?? Infinity;
  const room = most - text.length;
  counter.textContent = room <= Math.min(SHORT_OF_ROOM, most * SHORT_PART) ? String(room) : "";
  counter.classList.toggle("is-over", room < 0);
}

/** @param {Field} field @param {{takesMany: boolean}} kind checkboxes, or else radio buttons */
function choiceGroup(field, { takesMany }) {
  const name = uniqueId("choice");
  const show = () => {
    const chosen = new Set([field.value ?? []].flat().map((option) => option.value));
    for (const box of boxes) box.checked = chosen.has(field.element.options[Number(box.value)].value);
  };
  const read = async () => {
    const picked = boxes.filter((box) => box.checked).map((box) => field.element.options[Number(box.value)]);
    if (!(await field.choose(takesMany ? picked : (picked[0] ?? null)))) show();
  };
  const rows = field.element.options.map((/** @type {Option} */ option, /** @type {number} */ index) => {
    const attributes = {
      type: takesMany ? "checkbox" : "radio",
      name,
      value: index,
      "data-control": `${field.actionId}-${index}`,
    };
    return choiceRow(option, el("input", { ...attributes, on: { change: read } }), field);
  });
  // A group, unlike a choice of one, cannot be required: its label says when it is optional.
  const role = takesMany ? { role: "group", "aria-required": null } : { role: "radiogroup" };
  const group = el("div", { ...field.groupNaming(), class: "choices", ...role }, rows);
  const boxes = /** @type {HTMLInputElement[]} */ ([...group.querySelectorAll("input")]);
  show();
  return group;
}

/** @param {Option} option @param {HTMLInputElement} box @param {Field} field */
function choiceRow(option, box, field) {
  const { workspace } = field.surface;
  const description = uniqueId("description");
  box.id = uniqueId("box");
  if (option.description) box.setAttribute("aria-describedby", description);
  return el(
    "div",
    { class: "choice" },
    box,
    el(
      "div",
      {},
      el("label", { for: box.id }, textNodes(option.text, workspace)),
      option.description
        ? el("div", { class: "option-description", id: description }, textNodes(option.description, workspace))
        : null,
    ),
  );
}

/**
 * @param {Field} field
 * @param {string} type of the native input
 * @param {(value: any) => string} show
 * @param {(text: string) => any} read
 */
function picker(field, type, show = (value) => value, read = (text) => text) {
  const input = el("input", { ...field.naming(), class: "text-input picker", type, "data-control": field.actionId });
  const refill = () => (input.value = field.value ? show(field.value) : "");
  const change = async () => (await field.choose(input.value === "" ? null : read(input.value))) || refill();
  refill();
  input.addEventListener("change", change);
  return el("div", { class: "text-box" }, input);
}

/** @param {Field} field its value is Unix seconds; it is shown in the person's own zone */
function datetimePicker(field) {
  const { tz, tz_label: zone } = field.surface.workspace.me;
  const node = picker(
    field,
    "datetime-local",
    (value) => toLocalInput(Number(value), tz),
    (text) => fromLocalInput(text, tz),
  );
  node.append(el("span", { class: "zone" }, spoken("Time zone: "), zone));
  return node;
}

/** @type {Record<string, (field: Field) => HTMLElement>} */
export const INPUTS = {
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  checkboxes: (field) => choiceGroup(field, { takesMany: true }),
  radio_buttons: (field) => choiceGroup(field, { takesMany: false }),
  datepicker: (field) => picker(field, "date"),
  timepicker: (field) => picker(field, "time"),
  datetimepicker: datetimePicker,
};
