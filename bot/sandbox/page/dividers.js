/** What stands between messages: the day before each day's first, and a line before the first that is new. */
// @ts-check
import { dayOf, dayTitle } from "./dates.js";
import { el } from "./dom.js";

/** @typedef {import("./shapes.js").Message} Message */

export class Dividers {
  /** @param {import("./workspace.js").Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    /** The ts of the first message that was new when one came; empty: none was. */
    this.since = "";
    this.line = el(
      "div",
      { class: "new-line", role: "separator", "aria-label": "New messages" },
      el("span", { "aria-hidden": "true" }, "New"),
    );
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

  /**
   * @param {import("./timeline.js").Timeline} timeline
   * @returns {string} a ts; empty: none is, or it is not here yet
   */
  firstNew({ messages, hasMore }) {
    const index = this.since ? messages.findIndex((message) => message.ts >= this.since) : -1;
    return index > 0 || (index === 0 && !hasMore) ? messages[index].ts : "";
  }

  /**
   * @param {Message} message
   * @param {Message | undefined} previous the one drawn before it
   * @param {string} firstNew
   * @returns {HTMLElement[]}
   */
  before(message, previous, firstNew) {
    const lines = message.ts === firstNew ? [this.line] : [];
    if (this.dayOf(previous) === this.dayOf(message)) return lines;
    const day = this.#day(message);
    // What is new since that day began has one line with it.
    day.classList.toggle("is-new", lines.length > 0);
    return [day, ...lines];
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
