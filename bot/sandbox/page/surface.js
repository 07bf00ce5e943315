/** A message or a view as blocks see it: who reads it, what is filled in, and how to tell the app. */
// @ts-check
import { Values } from "./values.js";

/** @typedef {import("./shapes.js").Answer} Answer */

const TYPING_PAUSE = 400;
/** @type {Set<Surface>} views with something filled in that the server has not heard yet */
const unstored = new Set();
addEventListener("pagehide", () => unstored.forEach((surface) => surface.storeNow()));

export class Surface {
  /**
   * @param {import("./server.js").Server} server
   * @param {import("./workspace.js").Workspace} workspace
   * @param {import("./shapes.js").Container} container
   * @param {Values} [values]
   */
  constructor(server, workspace, container, values = new Values()) {
    this.server = server;
    this.workspace = workspace;
    this.container = container;
    this.values = values;
    /** Called after a value was kept; a modal stores it on the server. @type {(block: string) => void} */
    this.onChange = () => {};
    /** Says why something was refused whose block is gone by then. @type {(error: string) => void} */
    this.say = () => {};
    /** @type {Set<Promise<boolean>>} uploads under way, and whether they arrive */
    this.awaited = new Set();
  }

  /** Stores what is filled in, also while one types on and on. */
  storeSoon() {
    unstored.add(this);
    this.timer ??= setTimeout(() => this.#store({ keepalive: false }), TYPING_PAUSE);
  }

  /** Stores it before the page is gone. */
  storeNow() {
    return this.#store({ keepalive: true });
  }

  /** What is filled in is sent, and need not be stored. */
  forgetStoring() {
    clearTimeout(this.timer);
    this.timer = undefined;
    unstored.delete(this);
  }

  /** @param {{keepalive: boolean}} options */
  #store(options) {
    this.forgetStoring();
    const { view_id: id } = /** @type {{view_id: string}} */ (this.container);
    return this.server.act("input", { view_id: id, values: this.values.toWire() }, options);
  }

  /** What is sent from here waits for this. @param {Promise<boolean>} work */
  waitFor(work) {
    this.awaited.add(work);
    work.finally(() => this.awaited.delete(work));
  }

  /** @returns {Promise<boolean>} whether all that is under way arrives */
  async settled() {
    return (await Promise.all(this.awaited)).every(Boolean);
  }

  get isView() {
    return this.container.type === "view";
  }

  /** @param {string} block @param {string} action @param {any} [value] @returns {Promise<Answer>} */
  press(block, action, value) {
    const inputs = this.isView ? { values: this.values.toWire() } : {};
    return this.server.act("press", {
      container: this.container,
      block_id: block,
      action_id: action,
      value,
      ...inputs,
    });
  }

  /** @param {string} block @param {string} action @param {string} typed @returns {Promise<Answer>} */
  suggest(block, action, typed) {
    const inputs = this.isView ? { values: this.values.toWire() } : {};
    return this.server.act("suggest", {
      container: this.container,
      block_id: block,
      action_id: action,
      value: typed,
      ...inputs,
    });
  }
}
