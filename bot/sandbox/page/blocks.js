/** Draws Block Kit blocks, on messages and in views alike. */
// @ts-check
import { chart } from "./charts.js";
import { el, uniqueId } from "./dom.js";
import { drawElement, picture } from "./elements.js";
import { icon } from "./icons.js";
import { plainText, textNodes } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { table } from "./tables.js";

// The browser gives no value of such a field, as if nothing had been typed.
const HALF_FILLED = "Fill in all of it, or clear it.";

/** @typedef {import("./shapes.js").Block} Block */
/** @typedef {import("./surface.js").Surface} Surface */

/** @type {Record<string, (block: Block, surface: Surface) => HTMLElement>} */
const BLOCKS = {
  section,
  header: (block) => el(block.level > 2 ? "h4" : "h3", { class: "block-header" }, plainText(block.text.text)),
  context: (block, surface) =>
    el(
      "div",
      { class: "block-context" },
      block.elements.map((/** @type {any} */ one) => contextPart(one, surface)),
    ),
  divider: () => el("hr", { class: "block-divider" }),
  actions,
  image: imageBlock,
  input,
  // An alert that comes with an update is said at once; good news waits until the reader pauses.
  alert: (block, surface) =>
    el(
      "div",
      {
        class: `block-alert is-${block.level ?? "default"}`,
        role: ["warning", "error"].includes(block.level) ? "alert" : "status",
      },
      el("div", {}, textNodes(block.text, surface.workspace)),
    ),
  rich_text: (block, surface) => richText(block, surface.workspace),
  data_visualization: chart,
  table,
  data_table: table,
};

/**
 * Draws one block; a block that cannot be drawn says so and never takes the others with it.
 *
 * @param {Block} block
 * @param {Surface} surface
 * @returns {HTMLElement}
 */
export function drawBlock(block, surface) {
  const draw = BLOCKS[block.type];
  if (!draw) return el("p", { class: "not-drawn" }, `block type ${block.type} is not drawn here yet`);
  try {
    const node = draw(block, surface);
    node.dataset.block = block.block_id ?? "";
    return node;
  } catch (error) {
    console.error("block could not be drawn", block, error);
    return el("p", { class: "not-drawn" }, `this ${block.type} block could not be drawn`);
  }
}

/** @param {Block[]} blocks @param {Surface} surface @returns {HTMLElement} */
export function drawBlocks(blocks, surface) {
  return el(
    "div",
    { class: "blocks" },
    blocks.map((block) => drawBlock(block, surface)),
  );
}

/**
 * @param {Surface} surface
 * @returns {{node: HTMLElement, show: (error: string) => void}} words beside a block when what it asked for was
 *   refused
 */
function refusal(surface) {
  const node = el("p", { class: "refusal", role: "alert", hidden: true });
  const show = (/** @type {string} */ error) => {
    if (error && !node.isConnected) surface.say(error);
    node.hidden = error === "";
    node.textContent = error;
  };
  return { node, show };
}

/** @param {Block} block @param {Surface} surface */
function section(block, surface) {
  const { workspace } = surface;
  const words = refusal(surface);
  const text = block.text ? el("div", { class: "section-text" }, textNodes(block.text, workspace)) : null;
  const fields = block.fields
    ? el(
        "div",
        { class: "section-fields" },
        block.fields.map((/** @type {any} */ field) => el("div", {}, textNodes(field, workspace))),
      )
    : null;
  const accessory = block.accessory
    ? el(
        "div",
        { class: `section-accessory is-${block.accessory.type}` },
        drawElement(block.accessory, { block, surface, form: null, onRefused: words.show }),
      )
    : null;
  return el(
    "div",
    { class: "block-section" },
    el("div", { class: "section-row" }, el("div", { class: "section-body" }, text, fields), accessory),
    words.node,
  );
}

/** @param {any} part @param {Surface} surface */
function contextPart(part, surface) {
  if (part.type === "image") return el("span", { class: "context-image" }, picture(part));
  return el("span", { class: "context-text" }, textNodes(part, surface.workspace));
}

/** @param {Block} block @param {Surface} surface */
function actions(block, surface) {
  const words = refusal(surface);
  const setting = { block, surface, form: null, onRefused: words.show };
  const elements = block.elements.map((/** @type {any} */ element) => drawElement(element, setting));
  return el("div", { class: "block-actions" }, el("div", { class: "actions-row" }, elements), words.node);
}

/** @param {Block} block */
function imageBlock(block) {
  const title = block.title ? el("figcaption", {}, plainText(block.title.text)) : null;
  return el("figure", { class: "block-image" }, title, picture(block));
}

/** @param {Block} block @param {Surface} surface */
function input(block, surface) {
  const [label, hint, error, optional] = ["label", "hint", "error", "optional"].map(uniqueId);
  const words = el("p", { class: "field-error", id: error, role: "alert" });
  const form = {
    label,
    describedBy: [optional, hint, error].join(" "),
    optional: Boolean(block.optional),
    dispatches: Boolean(block.dispatch_action),
  };
  const onRefused = (/** @type {string} */ text) => (words.textContent = text);
  const control = drawElement(block.element, { block, surface, form, onRefused });
  const isGroup = control.matches(".choices");
  const target = control.querySelector("[id]");
  const name = el(
    isGroup ? "span" : "label",
    { class: "field-label", id: label, for: isGroup ? null : target?.id },
    plainText(block.label.text),
  );
  return el(
    "div",
    { class: "block-input" },
    el(
      "div",
      { class: "field-heading" },
      name,
      el("span", { class: "field-optional", id: optional }, block.optional ? " (optional)" : ""),
    ),
    control,
    words,
    el("p", { class: "field-hint", id: hint }, block.hint ? plainText(block.hint.text) : ""),
  );
}

/**
 * Shows what is wrong under the input blocks it belongs to, and clears the others.
 *
 * @param {Element} root
 * @param {Record<string, string>} errors by block_id
 * @returns {HTMLElement | null} the first control with an error
 */
export function showErrors(root, errors) {
  const known = new Map(Object.entries(errors));
  /** @type {HTMLElement | null} */
  let first = null;
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".block-input"))) {
    const error = known.get(node.dataset.block ?? "") ?? "";
    const control = /** @type {HTMLElement | null} */ (node.querySelector("input, textarea, [role=combobox]"));
    const words = node.querySelector(".field-error");
    if (words) words.replaceChildren(...(error ? [icon("warning"), error] : []));
    node.classList.toggle("has-error", error !== "");
    if (error) control?.setAttribute("aria-invalid", "true");
    else control?.removeAttribute("aria-invalid");
    if (error) first ??= control;
  }
  return first;
}

/** @param {HTMLElement} root @returns {Record<string, string>} an error for each field that was filled in halfway */
export function halfFilled(root) {
  const inputs = [.../** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll(".block-input input"))];
  const half = inputs.filter((input) => input.validity.badInput);
  return Object.fromEntries(
    half.map((input) => [/** @type {HTMLElement} */ (input.closest(".block-input")).dataset.block, HALF_FILLED]),
  );
}
