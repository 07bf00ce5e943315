/** The blocks of a view inside its dialog, changed in place so that what is being typed is never disturbed. */
// @ts-check
import { drawBlock, showErrors } from "./blocks.js";
import { el, focusable } from "./dom.js";

/** @typedef {import("./shapes.js").View} View */
/** @typedef {import("./surface.js").Surface} Surface */
/**
 * @typedef {Map<string, {json: string, node: HTMLElement}>} Drawn blocks by their ids, and what they were drawn
 *   from
 */

export class ViewBody {
  constructor() {
    this.node = el("div", { class: "modal-body blocks" });
  }

  clear() {
    this.node.replaceChildren();
  }

  toTop() {
    this.node.scrollTop = 0;
  }

  /**
   * A block that is the same as before keeps its node, and with it the caret and what is typed.
   *
   * @param {View} view
   * @param {Surface} surface
   * @param {Drawn} before
   * @returns {Drawn}
   */
  draw(view, surface, before) {
    const asked = new Set(view.blocks.flatMap(actionsOf));
    surface.values.retain((block, action) => asked.has(`${block} ${action}`));
    const drawn = new Map(
      view.blocks.map((block, index) => {
        const json = JSON.stringify(block);
        const key = block.block_id ?? `at ${index}`;
        const known = before.get(key);
        return [key, known?.json === json ? known : { json, node: drawBlock(block, surface) }];
      }),
    );
    this.#place([...drawn.values()].map((entry) => entry.node));
    return drawn;
  }

  /**
   * @param {View} view
   * @returns {HTMLElement | undefined} where typing begins: the field that asks for it, or the first
   */
  firstField(view) {
    const wanted = view.blocks.map((block) => block.element).find((element) => element?.focus_on_load);
    const field = wanted ? this.#control(wanted.action_id) : this.node.querySelector("input, textarea, select");
    return field ?? focusable(this.node)[0];
  }

  /**
   * @param {Record<string, string>} errors by block_id
   * @returns {boolean} whether there is any, and the focus is on the first
   */
  showErrors(errors) {
    const first = showErrors(this.node, errors);
    first?.focus();
    return first !== null;
  }

  /** Takes the error away from a field that is being mended. @param {string} block */
  mend(block) {
    const standing = [...this.node.querySelectorAll(".block-input.has-error")];
    if (!standing.some((node) => node.dataset.block === block)) return;
    const others = standing.filter((node) => node.dataset.block !== block);
    showErrors(
      this.node,
      Object.fromEntries(others.map((node) => [node.dataset.block, node.querySelector(".field-error").textContent])),
    );
  }

  /** @param {HTMLElement[]} nodes in order; moving one that is in its place already would take its focus */
  #place(nodes) {
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const control = this.node.contains(active) ? active?.dataset.control : undefined;
    const wanted = new Set(nodes);
    for (const child of [...this.node.children]) if (!wanted.has(child)) child.remove();
    nodes.forEach((node, index) => {
      if (this.node.children[index] !== node) this.node.insertBefore(node, this.node.children[index] ?? null);
    });
    if (control && !this.node.contains(document.activeElement)) this.#control(control)?.focus();
  }

  /** @param {string} name @returns {HTMLElement | undefined} */
  #control(name) {
    return [...this.node.querySelectorAll("[data-control]")].find((node) => node.dataset.control === name);
  }
}

/** @param {import("./shapes.js").Block} block @returns {string[]} what it asks for, each as its block and action */
function actionsOf(block) {
  const elements = [block.element, block.accessory, ...(block.elements ?? [])].filter(Boolean);
  return elements.map((element) => `${block.block_id} ${element.action_id}`);
}
