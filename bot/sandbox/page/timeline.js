/** The messages of one channel or thread, oldest first, each once. */
// @ts-check

/** @typedef {import("./shapes.js").Message} Message */

export class Timeline {
  constructor() {
    /** @type {Message[]} oldest first */
    this.messages = [];
    this.hasMore = false;
    this.isLoaded = false;
    /** @type {Message[] | null} what came while a page is on its way: the page may be older than that */
    this.arrived = null;
    /** @type {Message[]} replies that came meanwhile, to be counted under the root that the page has */
    this.arrivedReplies = [];
  }

  startLoading() {
    this.arrived = [];
    this.arrivedReplies = [];
  }

  /** @param {Message[]} page @param {boolean} hasMore whether there is anything before this page */
  fill(page, hasMore) {
    this.messages = [...page];
    this.hasMore = hasMore;
    this.isLoaded = true;
    const arrived = /** @type {Message[]} */ (this.arrived ?? []);
    this.arrived = null;
    for (const message of arrived) this.put(message);
    for (const reply of this.arrivedReplies) this.noteReply(reply);
  }

  /** @param {Message[]} page @param {boolean} hasMore */
  prepend(page, hasMore) {
    const known = new Set(this.messages.map((message) => message.ts));
    this.messages = [...page.filter((message) => !known.has(message.ts)), ...this.messages];
    this.hasMore = hasMore;
  }

  /** @param {string} ts */
  find(ts) {
    return this.messages.find((message) => message.ts === ts);
  }

  /** Puts a message in its place by time, or over the one with its ts. @param {Message} message */
  put(message) {
    this.arrived?.push(message);
    this.#place(message);
  }

  /** @param {Message} message */
  #place(message) {
    const index = this.messages.findLastIndex((other) => other.ts <= message.ts);
    if (this.messages[index]?.ts === message.ts) this.messages[index] = message;
    else this.messages.splice(index + 1, 0, message);
  }

  /** @param {string} ts */
  remove(ts) {
    this.messages = this.messages.filter((message) => message.ts !== ts);
  }

  /** Counts a reply under its root once, however often it is told. @param {Message} reply */
  noteReply(reply) {
    if (this.arrived) this.arrivedReplies.push(reply);
    const root = this.find(reply.thread_ts ?? "");
    if (!root || reply.is_ephemeral || (root.latest_reply ?? "") >= reply.ts) return null;
    const author = reply.user ?? reply.bot_id ?? "";
    const changed = {
      ...root,
      thread_ts: root.ts,
      reply_count: (root.reply_count ?? 0) + 1,
      latest_reply: reply.ts,
      reply_users: [...new Set([...(root.reply_users ?? []), author])],
    };
    this.#place(changed);
    return changed;
  }
}

/** @param {Message} message whether it stands in a thread, under another message */
export function isReply(message) {
  return Boolean(message.thread_ts) && message.thread_ts !== message.ts;
}
