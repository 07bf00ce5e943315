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
    this.#keep(rows);
  }

  /**
   * @param {UnreadRow[]} rows of what changed
   * @param {string} me who counts everything; of others, only what is for them counts
   * @returns {boolean} whether a count changed
   */
  hear(rows, me) {
    const isChanged = rows.some(({ person, channel, count, mentions }) => {
      const before = this.of(person, channel);
      return mentions !== before.mentions || (person === me && count !== before.count);
    });
    this.#keep(rows);
    return isChanged;
  }

  /** @param {UnreadRow[]} rows */
  #keep(rows) {
    for (const row of rows) this.rows.set(`${row.person} ${row.channel}`, row);
  }

  /** @param {string} person @param {string} channel @returns {UnreadRow} */
  of(person, channel) {
    return this.rows.get(`${person} ${channel}`) ?? NOTHING;
  }

  /** @param {string} person @returns {number} how much is for them, wherever it stands */
  mentionsOf(person) {
    return [...this.rows.values()].filter((row) => row.person === person).reduce((sum, row) => sum + row.mentions, 0);
  }
}
