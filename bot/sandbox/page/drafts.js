/** What was typed and not yet sent, per place, and what was sent last: both survive a reload. */
// @ts-check

const MOST_REMEMBERED = 50;

/** @param {string} key */
function stored(key) {
  return sessionStorage.getItem(key) ?? "";
}

export class Drafts {
  /** @param {string} person */
  constructor(person) {
    this.person = person;
    /** @type {string[]} oldest first */
    this.sent = JSON.parse(stored(`sent ${person}`) || "[]");
  }

  /** Everybody's, of a workspace that is no more. */
  static forgetAll() {
    const ours = Object.keys(sessionStorage).filter((key) => /^(draft|sent) /.test(key));
    for (const key of ours) sessionStorage.removeItem(key);
  }

  /** @param {string} place a channel, or a channel and a thread */
  get(place) {
    return stored(`draft ${this.person} ${place}`);
  }

  /** @param {string} place @param {string} text */
  keep(place, text) {
    if (text) sessionStorage.setItem(`draft ${this.person} ${place}`, text);
    else sessionStorage.removeItem(`draft ${this.person} ${place}`);
  }

  /** @param {string} text */
  remember(text) {
    this.sent = [...this.sent.filter((one) => one !== text), text].slice(-MOST_REMEMBERED);
    sessionStorage.setItem(`sent ${this.person}`, JSON.stringify(this.sent));
  }
}
