/** What one looks at: a conversation, and beside it its open thread. */
// @ts-check
import { Conversation } from "./conversation.js";
import { el } from "./dom.js";
import { go, here, settle } from "./place.js";

/** @typedef {import("./shapes.js").Channel} Channel */
/** @typedef {import("./place.js").Place} Place */

const HAS_A_KEYBOARD = "(pointer: fine)";

export class Stage {
  /**
   * @param {{
   *   server: import("./server.js").Server,
   *   workspace: import("./workspace.js").Workspace,
   *   drafts: import("./drafts.js").Drafts,
   *   openSidebar: (at?: "persons") => void, watchReminder: () => void,
   * }} options
   */
  constructor(options) {
    this.options = options;
    /** @type {Conversation | null} */
    this.conversation = null;
    /** @type {import("./shapes.js").View | null} */
    this.homeView = null;
    this.node = el("div", { class: "stage" });
  }

  /** @param {Channel} channel @param {Place} place @returns {boolean} whether it is another one, or another tab */
  show(channel, place) {
    const isOther = channel.id !== this.conversation?.channel.id;
    if (isOther) this.#open(channel);
    const conversation = /** @type {Conversation} */ (this.conversation);
    const isTurned = conversation.turnTo(place.tab);
    if (isOther) this.focusToType();
    this.#showThread(conversation, conversation.isHome ? "" : place.thread, isOther || isTurned);
    return isOther || isTurned;
  }

  /** @param {import("./shapes.js").View | null} view what the app published for this person */
  showHome(view) {
    this.homeView = view;
    this.conversation?.home?.show(view);
  }

  /** @param {Place} place @param {{again: boolean}} options also what is there already */
  async load(place, { again }) {
    const { conversation } = this;
    const shown = [conversation, conversation?.thread].filter((one) => one && (again || !one.timeline.isLoaded));
    await Promise.all([conversation?.tellOfTab(again), ...shown.map((one) => one?.load())]);
    if (!place.message) return;
    await conversation?.reveal(place.message);
    // Once: what is fetched or opened later leaves one where one reads then.
    if (here().message === place.message) settle({ message: "" });
  }

  focus() {
    this.conversation?.focus();
  }

  /** Where typing means a keyboard over half the screen, the composer waits to be touched. */
  focusToType() {
    if (matchMedia(HAS_A_KEYBOARD).matches) this.focus();
  }

  /** @param {string} channel @returns {Conversation | null} the conversation when it is that one */
  conversationIn(channel) {
    return this.conversation?.channel.id === channel ? this.conversation : null;
  }

  /** @param {Channel} channel */
  #open(channel) {
    const { server, workspace, drafts, openSidebar, watchReminder } = this.options;
    const openThread = (/** @type {string} */ ts) => go({ thread: ts });
    const ways = { openThread, openSidebar, watchReminder };
    this.conversation = new Conversation({ server, workspace, drafts, channel, ...ways });
    this.conversation.home?.show(this.homeView);
    this.node.replaceChildren(this.conversation.node);
  }

  /**
   * @param {Conversation} conversation
   * @param {string} ts empty: no thread
   * @param {boolean} isArriving the thread comes or goes with its conversation and moves no focus
   */
  #showThread(conversation, ts, isArriving) {
    const old = conversation.thread;
    const isChanged = conversation.showThread(ts, () => go({ thread: "" }));
    this.node.classList.toggle("has-thread", conversation.thread !== null);
    if (!isChanged) return;
    old?.node.remove();
    if (conversation.thread) this.node.append(conversation.thread.node);
    if (isArriving) return;
    if (conversation.thread) this.#focusThread(conversation.thread);
    // Who chose the conversation they are in writes there already.
    else if (!conversation.node.contains(document.activeElement)) this.#leaveThread(conversation, old?.options.ts ?? "");
  }

  /** @param {import("./thread.js").Thread} thread */
  #focusThread(thread) {
    if (matchMedia(HAS_A_KEYBOARD).matches) thread.focus();
    else /** @type {HTMLElement | null} */ (thread.node.querySelector("button"))?.focus();
  }

  /** The focus goes back to the message whose thread was open. @param {Conversation} conversation @param {string} ts */
  #leaveThread(conversation, ts) {
    const root = conversation.list.drawn.get(ts)?.node;
    const link = /** @type {HTMLElement | null} */ (
      root?.querySelector('[data-control="thread"], [data-control="reply"]')
    );
    if (link) link.focus({ preventScroll: true });
    else conversation.focus();
  }
}
