/** Where one types: sends with Enter, completes commands, people and channels, and never loses what was typed. */
// @ts-check
import { Attachments } from "./attachments.js";
import { Completer } from "./completer.js";
import { commandLines, commandOf } from "./completion.js";
import { el, uniqueId } from "./dom.js";
import { icon, sendIcon } from "./icons.js";
import { runShortcut, shortcutsButton } from "./shortcuts.js";

const MOST_HEIGHT = 240;

export class Composer {
  /**
   * @param {{
   *   server: import("./server.js").Server,
   *   workspace: import("./workspace.js").Workspace,
   *   drafts: import("./drafts.js").Drafts,
   *   channel: string, thread?: string, label: string, placeholder: string, sendLabel: string, alsoTo?: string,
   * }} options alsoTo: the channel that a reply may be sent to as well
   */
  constructor(options) {
    this.options = options;
    this.place = `${options.channel} ${options.thread ?? ""}`;
    this.recalled = -1;
    this.isSending = false;
    this.attachments = new Attachments(this.options.server, {
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
    this.fill(options.drafts.get(this.place));
  }

  /** @param {string} text puts it in the box, the caret behind it */
  fill(text) {
    this.input.value = text;
    this.input.setSelectionRange(text.length, text.length);
    this.#changed();
  }

  focus() {
    this.input.focus();
  }

  #build() {
    const words = uniqueId("composer");
    this.error = el("div", { class: "composer-error", role: "alert", id: words });
    this.hint = el("div", { class: "composer-hint", hidden: true });
    this.input = this.#makeInput(words);
    this.send = this.#makeSend();
    const focusBox = (/** @type {Event} */ event) => event.target === this.frame && this.focus();
    this.frame = el(
      "div",
      { class: "composer-frame", on: { click: focusBox } },
      this.input,
      this.attachments.node,
      this.#alsoTo(),
      this.#tools(),
    );
    this.attachments.takeDrops(this.frame);
    this.node = el("div", { class: "composer" }, this.error, this.hint, this.frame);
  }

  /** @param {string} words the id of what is said when sending was refused */
  #makeInput(words) {
    const { label, placeholder } = this.options;
    const on = {
      input: () => this.#typed(),
      keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    };
    const naming = { "aria-label": label, "aria-describedby": words, placeholder };
    return el("textarea", { class: "composer-input", rows: 1, ...naming, on });
  }

  #makeSend() {
    const { sendLabel } = this.options;
    const naming = { "aria-label": sendLabel, title: sendLabel };
    return el(
      "button",
      { type: "button", class: "composer-send", ...naming, on: { click: () => this.#send() } },
      sendIcon(),
    );
  }

  #alsoTo() {
    const { alsoTo } = this.options;
    this.broadcast = el("input", { type: "checkbox" });
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
    return el(
      "button",
      { type: "button", class: "composer-tool", "aria-label": label, title: label, on: { click: start } },
      icon(name),
    );
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
    this.options.drafts.keep(this.place, value);
    this.send.classList.toggle("is-ready", value.trim() !== "" || this.attachments.files.length > 0);
    this.node.classList.toggle("has-text", value !== "");
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, MOST_HEIGHT)}px`;
    this.#showHint();
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
    const text = this.input.value.trim();
    if (this.isSending || (text === "" && this.attachments.isEmpty)) return;
    const { server, channel, thread, drafts } = this.options;
    this.#sending(true);
    const files = await this.attachments.ready();
    const reply = thread ? { thread_ts: thread, reply_broadcast: this.broadcast.checked } : {};
    const answer = await server.act("send", { channel, text, files, ...reply });
    this.#sending(false);
    this.say(answer.ok ? "" : (answer.error ?? ""));
    if (!answer.ok) return this.focus();
    this.attachments.clear();
    this.broadcast.checked = false;
    if (text !== "") drafts.remember(text);
    this.recalled = -1;
    // What was typed while the answer was on its way stays.
    if (this.input.value.trim() === text) this.fill("");
  }

  /** @param {boolean} isSending */
  #sending(isSending) {
    this.isSending = isSending;
    this.send.setAttribute("aria-busy", String(isSending));
    this.completer.close();
  }

  /** @param {string} error empty: nothing any more */
  say(error) {
    this.error.replaceChildren(...(error ? this.#refused(error) : []));
  }

  /** @param {string} error */
  #refused(error) {
    const dismiss = el(
      "button",
      {
        type: "button",
        class: "composer-dismiss",
        "aria-label": "Dismiss",
        on: {
          click: () => {
            this.error.replaceChildren();
            this.focus();
          },
        },
      },
      icon("close"),
    );
    return [
      el("p", { class: "ephemeral-note" }, icon("eye"), "Only visible to you"),
      el("p", { class: "composer-error-text" }, error),
      dismiss,
    ];
  }
}
