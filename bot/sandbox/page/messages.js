/** The scrolling list of one channel's or thread's messages, changed in place as they come. */
// @ts-check
import { MessageActs } from "./acts.js";
import { Dividers } from "./dividers.js";
import { el } from "./dom.js";
import { replaceKeepingFocus } from "./focus.js";
import { icon } from "./icons.js";
import { drawMessage, isGrouped } from "./message.js";
import { messageKey, takeTabs } from "./messagekeys.js";
import { Sizes } from "./sizes.js";
import { Stretch } from "./stretch.js";
import { Surface } from "./surface.js";

/** @typedef {import("./shapes.js").Message} Message */
/** @typedef {import("./timeline.js").Timeline} Timeline */

const NEAR_END = 80;
/** How near one comes to the first or the last message that is drawn before more are. */
const NEAR_EDGE = 600;

/** @param {Message} one @param {Message} other fetched again, a message is another object that says the same */
function isSame(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

export class MessageList {
  /**
   * @param {{
   *   server: import("./server.js").Server,
   *   workspace: import("./workspace.js").Workspace,
   *   drafts: import("./drafts.js").Drafts,
   *   timeline: Timeline,
   *   channel: string, label: string, inThread?: boolean, top?: HTMLElement | null,
   *   afterRoot?: {ts: string, node: HTMLElement},
   *   openThread: (ts: string) => void, loadEarlier?: () => Promise<void>, say: (error: string) => void,
   * }} options top: stands before the first message; afterRoot: after that one; say: shows why something was refused
   */
  constructor(options) {
    this.options = options;
    this.stretch = new Stretch();
    this.acts = new MessageActs({ ...options, edit: (ts) => this.#edit(ts) });
    /** The ts of the message that is being written again. */
    this.edited = "";
    /** @type {Map<string, {node: HTMLElement, message: Message, isUnder: boolean, isEdited: boolean}>} */
    this.drawn = new Map();
    this.dividers = new Dividers(options.workspace);
    /** @type {Map<string, Surface>} what was chosen on a message outlives its being drawn again */
    this.surfaces = new Map();
    this.list = el("div", { class: "message-list" });
    takeTabs(this.list);
    this.newer = el(
      "button",
      {
        type: "button",
        class: "jump",
        "aria-label": "Jump to new messages",
        hidden: true,
        on: { click: () => this.toEnd() },
      },
      icon("down"),
      "New messages",
    );
    const inner = el("div", { class: "message-inner" }, options.top, this.list);
    this.scroller = el(
      "div",
      {
        class: "message-scroller",
        tabindex: "0",
        role: "log",
        "aria-label": options.label,
        on: { scroll: () => this.#scrolled(), keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) },
      },
      inner,
    );
    this.node = el("div", { class: "message-pane" }, this.scroller, this.newer);
    this.wasAtEnd = true;
    this.sizes = new Sizes([this.scroller, inner], () => (this.wasAtEnd ? this.toEnd() : this.#scrolled()));
    this.render();
  }

  /** Draws what changed since the last time. */
  render() {
    const { messages } = this.options.timeline;
    const newest = messages.at(-1)?.ts ?? "";
    const hasNewer = this.newest !== undefined && newest > this.newest;
    this.newest = newest;
    this.stretch.renew(messages, this.edited, this.wasAtEnd);
    this.#drawStretch();
    if (this.wasAtEnd) this.toEnd();
    else if (hasNewer) this.newer.hidden = false;
    this.#goOnSoon();
  }

  /** Puts a message where it belongs, whether it is new or changed. @param {Message} message */
  put(message) {
    const { timeline, workspace } = this.options;
    const before = timeline.messages.length;
    timeline.put(message);
    const isNew = timeline.messages.length > before;
    if (isNew && message.user === workspace.me.id) this.drawLine("");
    this.render();
    // What one has just said, and the answer to it, is what one wants to see, however far up one had read.
    if (isNew && (message.user === workspace.me.id || message.is_ephemeral)) this.toEnd();
  }

  /** @param {string} since the ts of the first message that is new, which goes under a line; empty: none is */
  drawLine(since) {
    if (since === this.dividers.since) return;
    this.dividers.since = since;
    this.#drawStretch();
    if (this.wasAtEnd) this.toEnd();
  }

  toEnd() {
    if (!this.stretch.isOpen) {
      this.stretch.goToEnd(this.options.timeline.messages);
      this.#drawStretch();
    }
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.newer.hidden = true;
    this.wasAtEnd = true;
  }

  /** @param {string} ts brings one message into view, for a link that points at it */
  reveal(ts) {
    this.stretch.goTo(this.options.timeline.messages, ts);
    this.#drawStretch();
    const entry = this.drawn.get(ts);
    if (!entry) return;
    this.wasAtEnd = false;
    entry.node.scrollIntoView({ block: "center" });
    entry.node.classList.remove("is-revealed");
    entry.node.classList.add("is-revealed");
  }

  /** Only what one is near to is drawn: a channel may be long. */
  #drawStretch() {
    const { top, timeline } = this.options;
    const { messages } = timeline;
    const { from, to } = this.stretch.of(messages);
    const shown = messages.slice(from, to);
    const kept = new Set(shown.map((message) => message.ts));
    for (const [ts, { node }] of this.drawn) if (!kept.has(ts)) this.#forget(ts, node);
    shown.forEach((message, index) => this.#draw(message, messages[from + index - 1]));
    this.#order(shown);
    if (top) top.hidden = from > 0 || timeline.hasMore || !timeline.isLoaded;
  }

  /** @param {string} ts @param {HTMLElement} node */
  #forget(ts, node) {
    const beside = /** @type {HTMLElement | null} */ (node.nextElementSibling ?? node.previousElementSibling);
    if (node.contains(document.activeElement))
      (beside?.matches(".message") ? beside : this.scroller).focus({ preventScroll: true });
    node.remove();
    this.drawn.delete(ts);
    if (this.options.timeline.find(ts)) return;
    if (ts === this.edited) this.edited = "";
    this.surfaces.delete(ts);
  }

  /** @param {Message} message @param {Message | undefined} before */
  #draw(message, before) {
    const { workspace, inThread = false, openThread } = this.options;
    const { dividers } = this;
    const isUnder = dividers.dayOf(before) === dividers.dayOf(message) && isGrouped(before, message, workspace);
    const isEdited = this.edited === message.ts;
    const known = this.drawn.get(message.ts);
    // What somebody is writing is not drawn again under their hands.
    const isKept = known?.isEdited === isEdited && (isEdited || isSame(known.message, message));
    if (known && isKept && known.isUnder === isUnder) return;
    const node = drawMessage(message, {
      workspace,
      inThread,
      openThread,
      isGrouped: isUnder,
      surface: this.#surface(message.ts),
      acts: this.acts,
      stopEditing: isEdited ? () => this.#edit("") : null,
    });
    if (known) replaceKeepingFocus(known.node, node);
    this.drawn.set(message.ts, { node, message, isUnder, isEdited });
  }

  /** @param {string} ts empty: what was written again is done */
  #edit(ts) {
    const before = this.edited;
    this.edited = ts;
    this.render();
    const node = this.drawn.get(ts || before)?.node;
    const box = /** @type {HTMLTextAreaElement | null} */ (node?.querySelector('[data-control="edit"]') ?? null);
    box?.setSelectionRange(box.value.length, box.value.length);
    (box ?? node)?.focus({ preventScroll: !ts });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { scroller, list, acts } = this;
    messageKey(event, { scroller, list, acts, find: (ts) => this.drawn.get(ts)?.message });
  }

  /** @param {string} ts */
  #surface(ts) {
    const { server, workspace, channel } = this.options;
    const surface = this.surfaces.get(ts) ?? new Surface(server, workspace, { type: "message", channel, ts });
    surface.say = this.options.say;
    this.surfaces.set(ts, surface);
    return surface;
  }

  /**
   * Puts nodes in order, with what divides them, moving only what is out of place.
   *
   * @param {Message[]} messages
   */
  #order(messages) {
    const { afterRoot, timeline } = this.options;
    /** @type {Element | null} */
    let next = this.list.firstElementChild;
    /** @param {HTMLElement} node */
    const put = (node) => {
      if (next === node) next = node.nextElementSibling;
      else this.list.insertBefore(node, next);
    };
    const firstNew = this.dividers.firstNew(timeline);
    for (const [index, message] of messages.entries()) {
      this.dividers.before(message, messages[index - 1], firstNew).forEach(put);
      put(/** @type {HTMLElement} */ (this.drawn.get(message.ts)?.node));
      if (message.ts === afterRoot?.ts) put(afterRoot.node);
    }
    while (next) {
      const last = next;
      next = next.nextElementSibling;
      last.remove();
    }
  }

  #scrolled() {
    // What has grown pushes the end away: nobody has left it.
    if (this.sizes.areTold) this.wasAtEnd = this.stretch.isOpen && this.#isNearEnd(NEAR_END);
    if (this.wasAtEnd) this.newer.hidden = true;
    this.#goOnSoon();
  }

  /** @param {number} near */
  #isNearEnd(near) {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < near;
  }

  /** A few at a time, so that nobody who scrolls or types waits for it. */
  #goOnSoon() {
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      if (this.scroller.clientHeight > 0) this.#goOn();
    });
  }

  #goOn() {
    const { messages, hasMore } = this.options.timeline;
    const isNearStart = this.scroller.scrollTop < NEAR_EDGE;
    if (isNearStart && this.stretch.of(messages).from > 0)
      this.#holdingStill(() => this.stretch.goUp(messages, this.edited));
    else if (isNearStart && hasMore) this.#earlier();
    else if (!this.stretch.isOpen && this.#isNearEnd(NEAR_EDGE))
      this.#holdingStill(() => this.stretch.goDown(messages, this.edited));
  }

  /** What one reads stays where it is. @param {() => void} move */
  #holdingStill(move) {
    const top = this.scroller.getBoundingClientRect().top;
    const nodes = /** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll(".message"));
    const read = [...nodes].find((node) => node.getBoundingClientRect().bottom > top);
    const before = read?.getBoundingClientRect().top ?? 0;
    move();
    this.#drawStretch();
    if (this.wasAtEnd) this.toEnd();
    else if (read) this.scroller.scrollTop += read.getBoundingClientRect().top - before;
    this.#goOnSoon();
  }

  async #earlier() {
    if (this.isLoadingEarlier || !this.options.loadEarlier) return;
    this.isLoadingEarlier = true;
    // While the server is gone, the page says so; who scrolls on asks again.
    const isLoaded = await this.options.loadEarlier().then(() => true, console.warn);
    this.isLoadingEarlier = false;
    if (isLoaded) this.render();
  }
}
