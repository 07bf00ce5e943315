/** What was sent last without success, and under which id: the same, sent again, is done once. */
// @ts-check

/** @typedef {{text: string, files: string[], reply_broadcast: boolean}} Written */

export class Attempt {
  constructor() {
    this.id = "";
    this.sent = "";
  }

  forget() {
    this.id = "";
    this.sent = "";
  }

  /** @param {string} id empty: it was never sent @param {Written} written */
  resume(id, written) {
    this.id = id;
    this.sent = JSON.stringify(written);
  }

  /** @param {Written} written @returns {string} empty: that was not sent */
  idOf(written) {
    return JSON.stringify(written) === this.sent ? this.id : "";
  }

  /** @param {Written} written @returns {string} the id to send it under: the one it was sent under before */
  idFor(written) {
    this.resume(this.idOf(written) || crypto.randomUUID(), written);
    return this.id;
  }
}
