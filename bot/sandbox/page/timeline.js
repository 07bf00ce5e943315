/** The messages of one channel or thread, oldest first, each once. */
// @ts-check

/** @typedef {import("./shapes.js").Message} Message */
/** @typedef {{messages: Message[], has_more: boolean}} Page */

export class Timeline {
  constructor() {
    /** @type {Message[]} oldest first */
    this.messages = [];
    this.hasMore = false;
    this.isLoaded = false;
    /** @type {Set<(() => void)[]>} what happened while each page is on its way */
    this.loading = new Set();
  }

  /**
   * Takes a page in, and then once more what happened while it was on its way: the page may be older than that.
   *
   * @param {Promise<Page>} coming
   * @param {(page: Page) => void} take
   */
  async load(coming, take) {
    /** @type {(() => void)[]} */
    const happened = [];
    this.loading.add(happened);
    try {
      take(await coming);
    } finally {
      this.loading.delete(happened);
    }
    for (const again of happened) again();
  }

  /** @param {(before: string) => Promise<Page>} ask for what was before that ts */
  async loadEarlier(ask) {
    const before = this.messages[0]?.ts ?? "";
    await this.load(ask(before), (page) => {
      // Meanwhile, another stretch may have been loaded, which this page is not next to.
      if (this.messages[0]?.ts === before) this.prepend(page.messages, page.has_more);
    });
  }

  /**
   * Loads until that message is here, if it is there at all.
   *
   * @param {string} ts
   * @param {(before: string) => Promise<Page>} ask
   */
  async loadBackTo(ts, ask) {
    while (this.hasMore && ts < (this.messages[0]?.ts ?? "")) await this.loadEarlier(ask);
  }

  /** @param {() => void} change */
  #do(change) {
    for (const happened of this.loading) happened.push(change);
    change();
  }

  /** @param {Message[]} page @param {boolean} hasMore whether there is anything before this page */
  fill(page, hasMore) {
    this.messages = [...page];
    this.hasMore = hasMore;
    this.isLoaded = true;
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
    this.#do(() => this.#place(message));
  }

  /** @param {Message} message */
  #place(message) {
    // Before what is loaded, there would be a hole behind it; it comes with its page.
    if (this.hasMore && message.ts < (this.messages[0]?.ts ?? "")) return;
    const index = this.messages.findLastIndex((other) => other.ts <= message.ts);
    if (this.messages[index]?.ts === message.ts) this.messages[index] = message;
    else this.messages.splice(index + 1, 0, message);
  }

  /** @param {string} ts */
  remove(ts) {
    this.#do(() => {
      this.messages = this.messages.filter((message) => message.ts !== ts);
    });
  }

  /** Counts a reply under its root once, however often it is told. @param {Message} reply */
  noteReply(reply) {
    this.#do(() => this.#count(reply));
  }

  /** @param {Message} reply */
  #count(reply) {
    const root = this.find(reply.thread_ts ?? "");
    if (!root || reply.is_ephemeral || (root.latest_reply ?? "") >= reply.ts) return;
    const author = reply.user ?? reply.bot_id ?? "";
    this.#place({
      ...root,
      thread_ts: root.ts,
      reply_count: (root.reply_count ?? 0) + 1,
      latest_reply: reply.ts,
      reply_users: [...new Set([...(root.reply_users ?? []), author])],
    });
  }
}

/** @param {Message} message whether it stands in a thread, under another message */
export function isReply(message) {
  return Boolean(message.thread_ts) && message.thread_ts !== message.ts;
}
