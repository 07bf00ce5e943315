/** What is new for each person, by channel, as the server tells it. */
// @ts-check

/** @typedef {import("./shapes.js").UnreadRow} UnreadRow */

const NOTHING = { person: "", channel: "", count: 0, calls: 0, since: "" };

export class Unread {
  constructor() {
    /** @type {Map<string, UnreadRow>} */
    this.rows = new Map();
    /** @type {UnreadRow[] | null} what came while the state is on its way: the state may be older than that */
    this.arrived = null;
  }

  startFilling() {
    this.arrived = [];
  }

  /** @param {UnreadRow[]} rows all there is */
  fill(rows) {
    const arrived = this.arrived ?? [];
    this.arrived = null;
    this.rows.clear();
    this.hear([...rows, ...arrived]);
  }

  /** @param {UnreadRow[]} rows of what changed */
  hear(rows) {
    this.arrived?.push(...rows);
    for (const row of rows) this.rows.set(`${row.person} ${row.channel}`, row);
  }

  /** @param {string} person @param {string} channel @returns {UnreadRow} */
  of(person, channel) {
    return this.rows.get(`${person} ${channel}`) ?? NOTHING;
  }

  /** @param {string} me @returns {string} the same as long as the sidebar shows the same of it */
  seenBy(me) {
    return [...this.rows.values()]
      .map(({ person, channel, count, calls }) => `${person} ${channel} ${calls} ${person === me ? count : 0}`)
      .filter((row) => !row.endsWith(" 0 0"))
      .sort()
      .join();
  }

  /** @param {string} person @returns {number} how much calls them, wherever it stands */
  callsOf(person) {
    return [...this.rows.values()].filter((row) => row.person === person).reduce((sum, row) => sum + row.calls, 0);
  }
}
