/** What is new for each person, by channel, as the server tells it. */
// @ts-check

/** @typedef {import("./shapes.js").UnreadRow} UnreadRow */

const NOTHING = { person: "", channel: "", count: 0, mentions: 0, first_unread: "" };

export class Unread {
  constructor() {
    /** @type {Map<string, UnreadRow>} */
    this.rows = new Map();
  }

  /** @param {UnreadRow[]} rows all there is */
  fill(rows) {
    this.rows.clear();
    this.hear(rows);
  }

  /** @param {UnreadRow[]} rows of what changed */
  hear(rows) {
    for (const row of rows) this.rows.set(`${row.person} ${row.channel}`, row);
  }

  /** @param {string} person @param {string} channel @returns {UnreadRow} */
  of(person, channel) {
    return this.rows.get(`${person} ${channel}`) ?? NOTHING;
  }

  /** @param {string} me @returns {string} the same as long as the sidebar shows the same of it */
  seenBy(me) {
    return [...this.rows.values()]
      .map(({ person, channel, count, mentions }) => `${person} ${channel} ${mentions} ${person === me ? count : 0}`)
      .filter((row) => !row.endsWith(" 0 0"))
      .sort()
      .join();
  }

  /** @param {string} person @returns {number} how much is for them, wherever it stands */
  mentionsOf(person) {
    return [...this.rows.values()].filter((row) => row.person === person).reduce((sum, row) => sum + row.mentions, 0);
  }
}
