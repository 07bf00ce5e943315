/** Asks the sandbox's server, as one person. */
// @ts-check

export const TROUBLE = "We had some trouble connecting. Try again?";

export class Server {
  /** @param {string} as the acting person's id @param {string} window where they act: forms open there */
  constructor(as, window) {
    this.as = as;
    this.window = window;
  }

  /** @returns {Promise<import("./shapes.js").State>} */
  state() {
    return this.#get("state", {});
  }

  /** @returns {Promise<boolean>} false only when the server answers that there is no such person */
  async knowsMe() {
    const response = await fetch(`/sandbox/state?${new URLSearchParams({ as: this.as })}`).catch(() => null);
    return response?.status !== 404;
  }

  /**
   * @param {string} channel
   * @param {{thread_ts?: string, before?: string, limit?: number}} [page]
   * @returns {Promise<{messages: import("./shapes.js").Message[], has_more: boolean}>}
   */
  messages(channel, page = {}) {
    return this.#get("messages", { channel, ...page });
  }

  /** @returns {Promise<{views: import("./shapes.js").View[], home: import("./shapes.js").View | null}>} */
  views() {
    return this.#get("views", { window: this.window });
  }

  /** @returns {Promise<{requests: import("./shapes.js").Request[], methods: string[]}>} */
  requests() {
    return this.#get("requests", {});
  }

  /** @param {number} id @returns {Promise<{request: any, answer: any} | null>} null: it is no longer kept */
  request(id) {
    return this.#get(`requests/${id}`, {}).catch(() => null);
  }

  /**
   * Does something as this person; a server that cannot be reached is an answer too, never an exception.
   *
   * @param {string} deed
   * @param {Record<string, any>} [fields]
   * @param {{keepalive?: boolean}} [options] keepalive: also when the page is left
   * @returns {Promise<import("./shapes.js").Answer>}
   */
  async act(deed, fields = {}, { keepalive = false } = {}) {
    try {
      const response = await fetch("/sandbox/act", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        keepalive,
        body: JSON.stringify({ as: this.as, window: this.window, act: deed, ...fields }),
      });
      return await response.json();
    } catch {
      // A page that is left breaks off what it asked, just before it is gone: that is no answer.
      await new Promise((resolve) => setTimeout(resolve));
      return { ok: false, error: TROUBLE };
    }
  }

  /** @param {File} file @returns {Promise<import("./shapes.js").Answer>} with Slack's object of the file */
  async upload(file) {
    try {
      const query = new URLSearchParams({ as: this.as, name: file.name });
      const response = await fetch(`/sandbox/files?${query}`, { method: "POST", body: file });
      return await response.json();
    } catch {
      return { ok: false, error: `${file.name} was not uploaded. ${TROUBLE}` };
    }
  }

  /** @param {string} what @param {Record<string, any>} fields */
  async #get(what, fields) {
    const query = new URLSearchParams({ as: this.as });
    for (const [name, value] of Object.entries(fields)) query.set(name, String(value));
    const response = await fetch(`/sandbox/${what}?${query}`);
    if (!response.ok) throw new Error(`/sandbox/${what} answered ${response.status}`);
    return response.json();
  }
}
