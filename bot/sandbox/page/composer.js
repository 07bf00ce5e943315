/** Where one types: sends with Enter, completes commands, people and channels, and never loses what was typed. */
// @ts-check
import { Attachments } from "./attachments.js";
import { Attempt } from "./attempt.js";
import { Completer } from "./completer.js";
import { commandLines, commandOf } from "./completion.js";
import { el, uniqueId } from "./dom.js";
import { grow } from "./grow.js";
import { sendIcon } from "./icons.js";
import { Notice } from "./notice.js";
import { TROUBLE } from "./server.js";
import { runShortcut, shortcutsButton } from "./shortcuts.js";
import { toolButton } from "./toolbutton.js";

/**
 * @typedef {{
 *   server: import("./server.js").Server,
 *   workspace: import("./workspace.js").Workspace,
 *   drafts: import("./drafts.js").Drafts,
 *   channel: string, thread?: string, label: string, placeholder: string, sendLabel: string, alsoTo?: string,
 * }} ComposerOptions alsoTo: the channel that a reply may be sent to as well
 */

const OWN_WORDS = "You have a draft in the box. Send it or clear it, then choose this again.";

/** @param {ComposerOptions} options @returns {string} where one writes with it */
function placeOf({ channel, thread }) {
  return `${channel} ${thread ?? ""}`;
}

export class Composer {
  /** @param {ComposerOptions} options */
  constructor(options) {
    this.options = options;
    this.place = placeOf(options);
    this.recalled = -1;
    this.isSending = false;
    this.attempt = new Attempt();
    /** What was put into the box last without anybody typing it. */
    this.suggested = "";
    this.attachments = new Attachments(options.server, {
      refuse: (error) => this.say(error),
      focus: () => this.focus(),
      onChange: () => this.#changed(),
    });
    this.#build();
    this.completer = new Completer(this.input, {
      workspace: options.workspace,
      commands: !options.thread,
      anchor: () => this.frame,
      above: true,
      run: (shortcut) => this.#run(shortcut),
      onChange: () => this.#changed(),
    });
    this.#restore(options.drafts.get(this.place));
  }

  /** @param {import("./drafts.js").Draft} draft what was being sent when its window went is sent on */
  #restore({ text, files, isBroadcast, id, isSending }) {
    this.attachments.restore(files);
    this.broadcast.checked = isBroadcast;
    this.input.value = text;
    this.attempt.resume(id, this.#written());
    this.fill(text);
    requestAnimationFrame(() => grow(this.input));
    if (isSending) this.#send();
  }

  /**
   * The one composer of a place: what is typed, attached and on its way there outlives one's looking elsewhere.
   *
   * @param {ComposerOptions} options
   */
  static at(options) {
    const { composers } = options.drafts;
    const composer = composers.get(placeOf(options)) ?? new Composer(options);
    composers.set(composer.place, composer);
    composer.#name(options);
    return composer;
  }

  /** @param {string} text puts it in the box, the caret behind it */
  fill(text) {
    this.input.value = text;
    this.input.setSelectionRange(text.length, text.length);
    this.#changed();
  }

  /** @param {string} text put into the box, unless somebody's own words are there */
  suggest(text) {
    const { value } = this.input;
    if (value.trim() !== "" && value !== this.suggested) return this.say(OWN_WORDS);
    this.suggested = text;
    this.fill(text);
    this.say("");
  }

  focus() {
    this.input.focus();
  }

  #build() {
    const words = uniqueId("composer");
    this.notice = new Notice(words, () => this.focus());
    this.hint = el("div", { class: "composer-hint", hidden: true });
    this.input = this.#makeInput(words);
    this.send = this.#makeSend();
    const click = (/** @type {Event} */ event) => event.target === this.frame && this.focus();
    this.frame = el(
      "div",
      { class: "composer-frame", on: { click } },
      this.input,
      this.attachments.node,
      this.#alsoTo(),
      this.#tools(),
    );
    this.attachments.takeDrops(this.frame);
    this.node = el("div", { class: "composer" }, this.notice.node, this.hint, this.frame);
  }

  /** @param {string} words the id of what is said when sending was refused */
  #makeInput(words) {
    const on = {
      input: () => this.#typed(),
      keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    };
    return el("textarea", { class: "composer-input", rows: 1, "aria-describedby": words, on });
  }

  /** @param {ComposerOptions} options a channel may have another name by now */
  #name({ label, placeholder }) {
    this.input.setAttribute("aria-label", label);
    this.input.placeholder = placeholder;
  }

  #makeSend() {
    const { sendLabel } = this.options;
    const naming = { "aria-label": sendLabel, title: sendLabel };
    const on = { click: () => this.#send() };
    return el("button", { type: "button", class: "composer-send", ...naming, on }, sendIcon());
  }

  #alsoTo() {
    const { alsoTo } = this.options;
    this.broadcast = el("input", { type: "checkbox", on: { change: () => this.#changed() } });
    return alsoTo ? el("label", { class: "composer-also" }, this.broadcast, `Also send to ${alsoTo}`) : null;
  }

  #tools() {
    return el(
      "div",
      { class: "composer-tools" },
      this.options.thread ? null : this.#tool("slash", "Run a command", "/"),
      this.#tool("mention", "Mention someone", "@"),
      shortcutsButton(this.options.workspace, (shortcut) => this.#run(shortcut)),
      this.attachments.button,
      this.attachments.input,
      el("span", { class: "composer-keys", "aria-hidden": "true" }, el("b", {}, "Shift + Enter"), " for a new line"),
      this.send,
    );
  }

  /** @param {"slash" | "mention"} name @param {string} label @param {string} sign */
  #tool(name, label, sign) {
    const start = () => {
      this.focus();
      if (sign === "/") this.fill(this.input.value.startsWith("/") ? this.input.value : sign + this.input.value);
      else
        this.input.setRangeText(
          /(^|\s)$/.test(this.#before()) ? sign : ` ${sign}`,
          this.input.selectionStart,
          this.input.selectionEnd,
          "end",
        );
      this.#typed();
    };
    return toolButton(name, label, start);
  }

  #before() {
    return this.input.value.slice(0, this.input.selectionStart);
  }

  #typed() {
    this.recalled = -1;
    this.#changed();
    this.completer.offer();
    this.#showHint();
  }

  #changed() {
    const { value } = this.input;
    if (value === "" && this.attachments.isEmpty && !this.isSending) this.attempt.forget();
    this.#keep();
    this.send.classList.toggle("is-ready", value.trim() !== "" || this.attachments.files.length > 0);
    this.node.classList.toggle("has-text", value !== "");
    grow(this.input);
    this.#showHint();
  }

  /** What Enter would send. @returns {import("./attempt.js").Written} */
  #written() {
    return { text: this.input.value.trim(), files: this.attachments.ids, reply_broadcast: this.broadcast.checked };
  }

  #keep() {
    const id = this.attempt.idOf(this.#written());
    this.options.drafts.keep(this.place, {
      text: this.input.value,
      files: this.attachments.files,
      isBroadcast: this.broadcast.checked,
      id,
      isSending: id !== "" && this.isSending && !this.attachments.isUploading,
    });
  }

  /** Once a command is written, how to use it stays in sight while its words are typed. */
  #showHint() {
    const command = this.options.thread ? undefined : commandOf(this.input.value, this.options.workspace);
    const isShown = command !== undefined && !this.completer?.isOpen;
    this.hint.hidden = !isShown;
    this.hint.replaceChildren(...(isShown ? commandLines(command, this.options.workspace) : []));
  }

  /** @param {import("./shapes.js").Shortcut} shortcut */
  async #run(shortcut) {
    this.say(await runShortcut(this.options.server, shortcut));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || this.completer.onKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "ArrowUp" && (this.input.value === "" || this.recalled >= 0)) this.#recall(event, 1);
    else if (event.key === "ArrowDown" && this.recalled >= 0) this.#recall(event, -1);
  }

  /** @param {KeyboardEvent} event @param {number} step 1: one further back */
  #recall(event, step) {
    const { sent } = this.options.drafts;
    if (sent.length === 0) return;
    event.preventDefault();
    this.recalled = Math.max(-1, Math.min(this.recalled + step, sent.length - 1));
    this.fill(this.recalled < 0 ? "" : sent[sent.length - 1 - this.recalled]);
  }

  async #send() {
    const { text, reply_broadcast } = this.#written();
    if (this.isSending || (text === "" && this.attachments.isEmpty)) return;
    const { server, channel, thread } = this.options;
    this.#sending(true);
    // Which file did not arrive, and why, was said when it failed.
    if (!(await this.attachments.settled())) return this.#sending(false);
    const written = { text, files: this.attachments.ids, reply_broadcast };
    const id = this.attempt.idFor(written);
    this.#keep();
    const answer = await server.act("send", { channel, thread_ts: thread, client_msg_id: id, ...written });
    this.#sending(false);
    this.say(answer.ok ? "" : (answer.error ?? TROUBLE));
    if (answer.ok) this.#sent(written);
    else this.focus();
  }

  /** @param {{text: string, files: string[]}} written */
  #sent({ text, files }) {
    this.attempt.forget();
    this.broadcast.checked = false;
    this.recalled = -1;
    // What was typed and attached while the answer was on its way stays.
    if (this.input.value.trim() === text) this.fill("");
    this.attachments.drop(files);
    if (text !== "") this.options.drafts.remember(text);
  }

  /** @param {boolean} isSending */
  #sending(isSending) {
    this.isSending = isSending;
    this.#keep();
    this.send.setAttribute("aria-busy", String(isSending));
    this.completer.close();
  }

  /** @param {string} error empty: nothing any more */
  say(error) {
    this.notice.say(error);
  }
}
