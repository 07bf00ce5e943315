/** The blocks of a view inside its dialog, changed in place so that what is being typed is never disturbed. */
// @ts-check
import { drawBlock, halfFilled, showErrors } from "./blocks.js";
import { counted, el, focusable } from "./dom.js";
import { unescapeText } from "./mrkdwn.js";

/** @typedef {import("./shapes.js").Block} Block */
/** @typedef {import("./shapes.js").View} View */
/** @typedef {import("./surface.js").Surface} Surface */
/**
 * @typedef {{block: string, control: string, index?: number}} Control by the ids of its block and its action, and where
 *   the block stands
 */
/**
 * @typedef {Map<string, {json: string, node: HTMLElement}>} Drawn blocks by their ids, and what they were drawn
 *   from
 */

const CONTROLS = "input, textarea, [role=combobox]";

export class ViewBody {
  /** @param {string} place the class of the node: where it stands */
  constructor(place) {
    this.node = el("div", { class: `${place} blocks` });
    this.news = el("div", { class: "spoken", role: "status" });
  }

  clear() {
    this.node.replaceChildren();
    this.news.replaceChildren();
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
    const held = this.#held();
    this.#place([...drawn.values()].map((entry) => entry.node));
    const fresh = before.size > 0 ? view.blocks.filter((block) => isNew(block, before)) : [];
    const added = fresh.filter((block) => block.type === "input");
    this.news.textContent = added.length > 0 ? newsOf(added) : "";
    if (held && !this.node.contains(document.activeElement)) this.#regain(held, fresh);
    return drawn;
  }

  /**
   * @param {View} view
   * @returns {HTMLElement | undefined} where typing begins: the field that asks for it, or the first
   */
  firstField(view) {
    const asking = view.blocks.find((block) => block.element?.focus_on_load);
    const field = asking ? this.#control(placeOf(asking)) : this.node.querySelector(CONTROLS);
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

  /** Shows an error under each field that was filled in halfway. @returns {boolean} whether there is any */
  refuseHalfFilled() {
    return this.showErrors(halfFilled(this.node));
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
    const wanted = new Set(nodes);
    for (const child of [...this.node.children]) if (!wanted.has(child)) child.remove();
    nodes.forEach((node, index) => {
      if (this.node.children[index] !== node) this.node.insertBefore(node, this.node.children[index] ?? null);
    });
  }

  /** @returns {Control | undefined} what has the focus */
  #held() {
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const inside = this.node.contains(active) ? active?.closest("[data-block]") : null;
    const block = /** @type {HTMLElement | null | undefined} */ (inside);
    const index = block ? [...this.node.children].indexOf(block) : 0;
    return block ? { block: block.dataset.block ?? "", control: active?.dataset.control ?? "", index } : undefined;
  }

  /**
   * The focus goes to where it was, or to the same control of a block that came in place of the one it was in; where
   * that is gone, to what came with the update, or else as near as may be.
   *
   * @param {Control} held
   * @param {Block[]} fresh
   */
  #regain(held, fresh) {
    const block = this.#block(held.block);
    const near = (block && focusable(block)[0]) ?? focusable(this.node)[0];
    const added = fresh.find((one) => one.type === "input");
    const asking = added && asField(this.#block(added.block_id ?? "")?.querySelector(CONTROLS));
    const heir = this.#control(held) ?? this.#heir(held, fresh) ?? asking ?? near;
    heir?.focus({ preventScroll: heir === this.#control(held) });
  }

  /** @param {Control} held @param {Block[]} fresh @returns {HTMLElement | undefined} the same control, nearest */
  #heir({ control, index = 0 }, fresh) {
    const places = [...this.node.children];
    const distance = (/** @type {HTMLElement} */ node) =>
      Math.abs(places.indexOf(/** @type {Element} */ (node.closest("[data-block]"))) - index);
    const heirs = fresh
      .map((block) => this.#control({ block: block.block_id ?? "", control }))
      .filter((node) => !!node);
    return control ? heirs.sort((one, other) => distance(one) - distance(other))[0] : undefined;
  }

  /** @param {string} id @returns {HTMLElement | undefined} */
  #block(id) {
    const blocks = /** @type {HTMLElement[]} */ ([...this.node.children]);
    return blocks.find((node) => node.dataset.block === id);
  }

  /** @param {Control} wanted @returns {HTMLElement | undefined} */
  #control({ block, control }) {
    const found = this.#block(block)?.querySelectorAll("[data-control]") ?? [];
    const controls = /** @type {HTMLElement[]} */ ([...found]);
    return controls.find((node) => node.dataset.control === control);
  }
}

/** @param {Element | null | undefined} node @returns {HTMLElement | undefined} */
function asField(node) {
  return node instanceof HTMLElement ? node : undefined;
}

/** @param {Block} block @returns {Control} of an input block */
function placeOf(block) {
  return { block: block.block_id ?? "", control: block.element.action_id };
}

/** @param {Block} block @param {Drawn} before */
function isNew(block, before) {
  return !before.has(block.block_id ?? "");
}

/** @param {Block[]} added @returns {string} for those who do not see them appear */
function newsOf(added) {
  const labels = added.map((block) => unescapeText(block.label.text));
  return `${counted(added.length, "more field")}: ${labels.join(", ")}`;
}

/** @param {Block} block @returns {string[]} what it asks for, each as its block and action */
function actionsOf(block) {
  const elements = [block.element, block.accessory, ...(block.elements ?? [])].filter(Boolean);
  return elements.map((element) => `${block.block_id} ${element.action_id}`);
}
