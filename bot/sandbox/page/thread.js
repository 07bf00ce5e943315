/** The thread pane on the right: a message, its replies, and a composer of its own. */
// @ts-check
import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { replyCount } from "./message.js";
import { MessageList } from "./messages.js";
import { Timeline, isReply } from "./timeline.js";

const PAGE = 200;

export class Thread {
  /**
   * @param {{
   *   server: import("./server.js").Server,
   *   workspace: import("./workspace.js").Workspace,
   *   drafts: import("./drafts.js").Drafts,
   *   channel: import("./shapes.js").Channel, ts: string, close: () => void,
   * }} options
   */
  constructor(options) {
    const { server, workspace, drafts, channel, ts } = options;
    this.options = options;
    this.timeline = new Timeline();
    this.count = el("p", { class: "thread-count", hidden: true });
    this.list = new MessageList({
      server,
      workspace,
      drafts,
      channel: channel.id,
      timeline: this.timeline,
      label: "Replies",
      inThread: true,
      afterRoot: { ts, node: this.count },
      openThread: () => {},
      loadEarlier: () => this.timeline.loadEarlier((before) => this.#page(before)),
      say: (error) => this.composer.say(error),
    });
    this.composer = Composer.at({
      server,
      workspace,
      drafts,
      channel: channel.id,
      thread: ts,
      label: "Reply to thread",
      placeholder: "Reply…",
      sendLabel: "Reply",
      alsoTo: workspace.titleOf(channel),
    });
    this.gone = el("p", { class: "archived", hidden: true }, "This message is gone.");
    this.node = el(
      "section",
      {
        class: "thread",
        "aria-label": "Thread",
        on: { keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) },
      },
      this.#head(),
      this.gone,
      this.list.node,
    );
    this.change(channel);
  }

  /** @param {import("./shapes.js").Channel} channel the same one, perhaps archived, where nobody replies */
  change(channel) {
    if (this.options.workspace.whyMute(channel)) this.composer.node.remove();
    else this.node.append(this.composer.node);
  }

  focus() {
    if (this.composer.node.isConnected) this.composer.focus();
    else this.list.scroller.focus();
  }

  #head() {
    const { workspace, channel, close } = this.options;
    return el(
      "header",
      { class: "pane-head" },
      el("h2", { class: "pane-title" }, "Thread", el("span", { class: "pane-about" }, workspace.titleOf(channel))),
      el(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Close thread", on: { click: close } },
        icon("close"),
      ),
    );
  }

  async load() {
    await this.timeline.load(this.#page(), (page) => this.timeline.fill(page.messages, page.has_more));
    this.#render();
  }

  /** @param {string} [before] without it, the newest there is */
  #page(before) {
    const { server, channel, ts } = this.options;
    return server.messages(channel.id, { thread_ts: ts, limit: PAGE, ...(before && { before }) });
  }

  /** Brings a reply into view. @param {string} ts */
  async reveal(ts) {
    await this.timeline.loadBackTo(ts, (before) => this.#page(before));
    this.list.reveal(ts);
  }

  /** @param {() => void} draw */
  #render(draw = () => this.list.render()) {
    draw();
    // An answer for oneself alone is no reply: nobody else sees that the thread has it.
    const replies = this.timeline.messages.filter((each) => isReply(each) && !each.is_ephemeral).length;
    this.count.textContent = replyCount(replies);
    this.count.hidden = replies === 0;
    this.gone.hidden = !this.timeline.isLoaded || this.timeline.messages.length > 0;
  }

  /** @param {import("./shapes.js").Message} message a message of this channel, perhaps of this thread */
  put(message) {
    if (message.ts !== this.options.ts && message.thread_ts !== this.options.ts) return;
    this.#render(() => this.list.put(message));
  }

  /** @param {string} ts */
  remove(ts) {
    this.timeline.remove(ts);
    this.#render();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented) this.options.close();
  }
}
