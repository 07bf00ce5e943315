/** What stands between messages: the day before each day's first. */
// @ts-check
import { dayOf, dayTitle } from "./dates.js";
import { el } from "./dom.js";

/** @typedef {import("./shapes.js").Message} Message */

export class Dividers {
  /** @param {import("./workspace.js").Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    /** @type {Map<string, HTMLElement>} by day */
    this.nodes = new Map();
    /** @type {Map<string, string>} by ts; working a date out is the dearest part of drawing a long list again */
    this.days = new Map();
  }

  /** @param {Message | undefined} message @returns {string} empty for none */
  dayOf(message) {
    if (!message) return "";
    const day = this.days.get(message.ts) ?? dayOf(Number(message.ts), this.workspace.me.tz);
    this.days.set(message.ts, day);
    return day;
  }

  /** @param {Message} message @param {Message | undefined} previous the one drawn before it @returns {HTMLElement[]} */
  before(message, previous) {
    return this.dayOf(previous) === this.dayOf(message) ? [] : [this.#day(message)];
  }

  /** @param {Message} message the first of its day @returns {HTMLElement} */
  #day(message) {
    const day = this.dayOf(message);
    const title = dayTitle(Number(message.ts), this.workspace.me.tz, this.workspace.now());
    const node = this.nodes.get(day) ?? el("div", { class: "day", role: "separator" });
    // What is today's is yesterday's tomorrow, and stays where it is.
    if (node.textContent !== title) {
      node.setAttribute("aria-label", title);
      node.replaceChildren(el("span", { "aria-hidden": "true" }, title));
    }
    this.nodes.set(day, node);
    return node;
  }
}
