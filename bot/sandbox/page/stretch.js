/** Which stretch of a long timeline is drawn: what one reads and some more, however long the timeline is. */
// @ts-check

/** @typedef {import("./shapes.js").Message} Message */

/** How many are drawn at once: so few that a slow machine does it between two frames. */
const STEP = 10;
/** Much more than fits on a high screen, even of one line each. */
const MOST = 80;

export class Stretch {
  constructor() {
    /** The ts of the first and the last message; without a last one, it goes on with whatever comes. */
    this.first = "";
    this.last = "";
  }

  /** Whether what comes next is drawn, too. */
  get isOpen() {
    return this.last === "";
  }

  /** @param {Message[]} messages @returns {{from: number, to: number}} what is drawn */
  of(messages) {
    const to = this.isOpen ? messages.length : messages.findLastIndex((message) => message.ts <= this.last) + 1;
    const from = this.first ? messages.findIndex((message) => message.ts >= this.first) : -1;
    return { from: from < 0 || from >= to ? Math.max(0, to - STEP) : from, to };
  }

  /** @param {Message[]} messages @param {string} held the ts of one that must stay */
  goUp(messages, held) {
    const { from, to } = this.of(messages);
    const first = Math.max(0, from - STEP);
    this.#keep(messages, first, this.#isHeld(held) ? to : Math.min(to, first + MOST));
  }

  /** @param {Message[]} messages @param {string} held the ts of one that must stay */
  goDown(messages, held) {
    const { from, to } = this.of(messages);
    const end = Math.min(messages.length, to + STEP);
    this.#keep(messages, this.#isHeld(held) ? from : Math.max(from, end - MOST), end);
  }

  /** @param {Message[]} messages */
  goToEnd(messages) {
    this.#keep(messages, Math.max(0, messages.length - STEP), messages.length);
  }

  /** @param {Message[]} messages @param {string} ts of one that is to be seen */
  goTo(messages, ts) {
    const index = messages.findIndex((message) => message.ts === ts);
    const { from, to } = this.of(messages);
    if (index < 0 || (from <= index && index < to)) return;
    this.#keep(messages, Math.max(0, index - STEP), Math.min(messages.length, index + STEP));
  }

  /**
   * Takes in what came and went.
   *
   * @param {Message[]} messages
   * @param {string} held the ts of one that must stay
   * @param {boolean} isAtEnd one reads the last of them, and not the first
   */
  renew(messages, held, isAtEnd) {
    const { from, to } = this.of(messages);
    if (to - from <= MOST + STEP || this.#isHeld(held)) this.#keep(messages, from, to);
    else if (isAtEnd) this.#keep(messages, to - MOST, to);
    else this.#keep(messages, from, from + MOST);
  }

  /** @param {string} ts empty: none */
  #isHeld(ts) {
    return ts !== "" && this.first <= ts && (this.isOpen || ts <= this.last);
  }

  /** @param {Message[]} messages @param {number} from @param {number} to */
  #keep(messages, from, to) {
    this.first = messages[from]?.ts ?? "";
    this.last = to < messages.length ? messages[to - 1].ts : "";
  }
}
