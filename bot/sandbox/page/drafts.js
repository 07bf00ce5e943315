/** What was typed and not yet sent, per place, and what was sent last: both survive a reload. */
// @ts-check

/**
 * @typedef {{text: string, files: import("./shapes.js").Option[], isBroadcast: boolean, id: string,
 *            isSending: boolean}} Draft id: the one it was sent under, when no answer came yet or a refusal
 */

const MOST_REMEMBERED = 50;
/** @type {Draft} */
const NOTHING = { text: "", files: [], isBroadcast: false, id: "", isSending: false };

/** @param {string} key @returns {any} null: there is none, or nothing one could read */
function stored(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** A browser that has no room left keeps it as long as the page. @param {string} key @param {any} value */
function store(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch (full) {
    console.warn(full);
  }
}

export class Drafts {
  /** @param {string} person */
  constructor(person) {
    this.person = person;
    /** @type {Map<string, import("./composer.js").Composer>} by place: what is on its way in them goes on */
    this.composers = new Map();
    /** @type {string[]} oldest first */
    this.sent = stored(`sent ${person}`) ?? [];
  }

  /** Everybody's, of a workspace that is no more. */
  static forgetAll() {
    const ours = Object.keys(sessionStorage).filter((key) => /^(draft|sent) /.test(key));
    for (const key of ours) sessionStorage.removeItem(key);
  }

  /** @param {string} place a channel, a thread in it, or a message that is written again @returns {Draft} */
  get(place) {
    return { ...NOTHING, ...stored(`draft ${this.person} ${place}`) };
  }

  /** @param {string} place @param {Partial<Draft>} draft */
  keep(place, draft) {
    const key = `draft ${this.person} ${place}`;
    if (draft.text || draft.files?.length) store(key, draft);
    else sessionStorage.removeItem(key);
  }

  /** @param {string} text */
  remember(text) {
    this.sent = [...this.sent.filter((one) => one !== text), text].slice(-MOST_REMEMBERED);
    store(`sent ${this.person}`, this.sent);
  }
}
