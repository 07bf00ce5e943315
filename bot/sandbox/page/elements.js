/** Draws the interactive elements of blocks; those that hold a value are in `inputs.js` and `selects.js`. */
// @ts-check
import { confirmed } from "./confirm.js";
import { el } from "./dom.js";
import { Field } from "./field.js";
import { fileInput } from "./files.js";
import { icon } from "./icons.js";
import { INPUTS } from "./inputs.js";
import { opensMenu } from "./menu.js";
import { link, plainText, textNodes } from "./mrkdwn.js";
import { SELECTS } from "./selects.js";

/** @typedef {import("./surface.js").Surface} Surface */
/** @typedef {import("./shapes.js").Block} Block */
/**
 * @typedef {{block: Block, surface: Surface, form: import("./field.js").Form | null, onRefused: (error: string) =>
 *   void}} Setting
 */

/** @type {Record<string, (field: Field) => HTMLElement>} */
const HOLDERS = { ...INPUTS, ...SELECTS, file_input: fileInput };
const LONGEST_ABOUT = 60;
const STYLES = /** @type {Record<string, string>} */ ({ primary: "button-primary", danger: "button-danger" });

/**
 * @param {any} element
 * @param {Setting} setting the block it stands in, and where refusals are shown
 * @returns {HTMLElement}
 */
export function drawElement(element, setting) {
  if (element.type === "button" || element.type === "workflow_button") return button(element, setting);
  if (element.type === "overflow") return overflow(element, setting);
  if (element.type === "image") return picture(element);
  const draw = HOLDERS[element.type];
  if (!draw) return el("span", { class: "not-drawn" }, `element type ${element.type} is not drawn here yet`);
  const field = new Field(element, setting.block, setting.surface, setting.form);
  field.onRefused = setting.onRefused;
  return draw(field);
}

/** @param {any} element @param {Setting} setting */
function button(element, setting) {
  const style = STYLES[element.style] ?? "";
  const attributes = {
    type: "button",
    class: `button ${style}`,
    "data-control": element.action_id,
    "aria-label": element.accessibility_label,
  };
  const node = el("button", attributes, el("span", { class: "button-text" }, plainText(element.text?.text ?? "")));
  node.addEventListener("click", async () => {
    if (element.confirm && !(await confirmed(element.confirm, setting.surface.workspace))) return;
    if (element.url) window.open(element.url, "_blank", "noopener");
    await pressing(node, element, setting);
  });
  return node;
}

/** @param {HTMLElement} node @param {any} element @param {Setting} setting @param {string} [value] */
async function pressing(node, element, setting, value) {
  // A disabled button would lose the focus, so a busy one stays as it is and does not listen.
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  const answer = await setting.surface.press(setting.block.block_id ?? "", element.action_id, value);
  node.removeAttribute("aria-busy");
  setting.onRefused(answer.ok ? "" : (answer.error ?? "That did not work."));
}

/** @param {any} element @param {Setting} setting */
function overflow(element, setting) {
  const attributes = { type: "button", class: "button button-icon", "data-control": element.action_id };
  const name = `Other actions${about(setting)}`;
  const node = el("button", { ...attributes, "aria-label": name, title: "Other actions" }, icon("more"));
  const run = async (/** @type {string} */ value) => {
    if (element.confirm && !(await confirmed(element.confirm, setting.surface.workspace))) return;
    await pressing(node, element, setting, value);
  };
  opensMenu(node, () =>
    element.options.map((/** @type {any} */ option) => ({
      label: plainText(option.text.text),
      href: option.url,
      run: () => run(option.value),
    })),
  );
  return node;
}

/** @param {Setting} setting @returns {string} what tells one row's menu from the next for those who do not see the row */
function about({ block, surface }) {
  const line = { ...block.text, text: block.text?.text.split("\n")[0] ?? "" };
  const words = el("span", {}, textNodes(line, surface.workspace)).textContent.trim();
  if (!words) return "";
  return `: ${words.length > LONGEST_ABOUT ? `${words.slice(0, LONGEST_ABOUT).trimEnd()}…` : words}`;
}

/**
 * @param {any} source an image block or element
 * @returns {HTMLElement} its words, where the picture may not be fetched
 */
export function picture(source) {
  const address = new URL(source.image_url ?? "about:blank", location.href);
  if (address.origin === location.origin || address.protocol === "data:") {
    return el("img", { src: address.href, alt: source.alt_text, loading: "lazy" });
  }
  const words = el("span", { class: "picture-elsewhere" }, source.alt_text);
  return address.protocol.startsWith("http") ? /** @type {HTMLElement} */ (link(address.href, words)) : words;
}
