/** A message or a view as blocks see it: who reads it, what is filled in, and how to tell the app. */
// @ts-check
import { Values } from "./values.js";

/** @typedef {import("./shapes.js").Answer} Answer */

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
    /** @type {Set<Promise<unknown>>} uploads under way */
    this.awaited = new Set();
  }

  /** What is sent from here waits for this. @param {Promise<unknown>} work */
  waitFor(work) {
    this.awaited.add(work);
    work.finally(() => this.awaited.delete(work));
  }

  /** @returns {Promise<unknown>} done when nothing is under way any more */
  settled() {
    return Promise.allSettled(this.awaited);
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
