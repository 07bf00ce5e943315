/** The stack of views the app has opened for this person; the top one is shown as a dialog. */
// @ts-check
import { confirmed } from "./confirm.js";
import { el, uniqueId } from "./dom.js";
import { trapFocus } from "./focus.js";
import { icon } from "./icons.js";
import { plainText } from "./mrkdwn.js";
import { TROUBLE } from "./server.js";
import { Surface } from "./surface.js";
import { stateValue } from "./values.js";
import { ViewBody } from "./viewbody.js";

/** @typedef {import("./shapes.js").View} View */
/**
 * @typedef {{view: View, surface: Surface, drawn: import("./viewbody.js").Drawn}}
 *   Layer
 */

const NOT_UPLOADED = "A file was not uploaded, and nothing was sent. Choose it again, or send the form without it.";
const LOSE = {
  title: { type: "plain_text", text: "Close this form?" },
  text: { type: "plain_text", text: "What you typed in it is lost." },
  confirm: { type: "plain_text", text: "Close" },
  deny: { type: "plain_text", text: "Keep writing" },
  style: "danger",
};

export class ModalStack {
  /**
   * @param {import("./server.js").Server} server
   * @param {import("./workspace.js").Workspace} workspace
   * @param {{behind: HTMLElement, refresh: () => void, focusElsewhere: () => void}} page
   *   behind is what a dialog covers; refresh asks the server for the views again; focusElsewhere is for when what had
   *   the focus before the dialog is gone
   */
  constructor(server, workspace, page) {
    this.server = server;
    this.workspace = workspace;
    this.page = page;
    /** @type {Layer[]} bottom to top */
    this.layers = [];
    /** @type {Layer | undefined} */
    this.shown = undefined;
    /** @type {HTMLElement | null} what had the focus before the dialog */
    this.back = null;
    /** @type {View | undefined} what was sent and is not answered yet */
    this.sent = undefined;
    this.body = new ViewBody("modal-body");
    this.#build();
  }

  /** @param {View[]} views bottom to top, as the server has them now */
  replace(views) {
    this.layers = views.map((view) => this.#layer(view));
    this.#show();
  }

  /**
   * The same after a lost connection; a form that the server no longer has stays with what was typed, and says so.
   *
   * @param {View[]} views
   */
  reconcile(views) {
    if (views.length > 0 || this.layers.length === 0) return this.replace(views);
    this.banner.replaceChildren(
      icon("warning"),
      "The workspace was restarted: this form can no longer be sent. Your text is still here to copy.",
    );
  }

  /** @param {View} view */
  open(view) {
    this.layers = [...this.layers.filter((layer) => layer.view.id !== view.id), this.#layer(view)];
    this.#show();
  }

  /** @param {View} view */
  update(view) {
    this.layers = this.layers.map((layer) => (layer.view.id === view.id ? this.#layer(view) : layer));
    this.#show();
  }

  /** @param {string} id */
  remove(id) {
    this.layers = this.layers.filter((layer) => layer.view.id !== id);
    this.#show();
  }

  clear() {
    this.layers = [];
    this.#show();
  }

  /** Takes the dialog away with this person; the next one has their own. */
  dismantle() {
    this.page.behind.removeAttribute("aria-hidden");
    this.dialog.remove();
  }

  /** @returns {Layer | undefined} */
  get top() {
    return this.layers.at(-1);
  }

  #build() {
    const title = uniqueId("modal");
    this.title = el("h2", { class: "modal-title", id: title });
    this.banner = el("div", { class: "modal-banner", role: "alert" });
    this.closeButton = el("button", {
      type: "button",
      class: "button button-large",
      on: { click: () => this.#close() },
    });
    this.submitButton = el("button", { type: "submit", class: "button button-large button-primary" });
    const cross = el(
      "button",
      {
        type: "button",
        class: "icon-button modal-cross",
        "aria-label": "Close",
        on: { click: () => this.#closeAll() },
      },
      icon("close"),
    );
    this.form = el(
      "form",
      { class: "modal-form", novalidate: true, on: { submit: (/** @type {Event} */ event) => this.#submit(event) } },
      el("header", { class: "modal-head" }, this.title, cross),
      this.banner,
      this.body.node,
      this.body.news,
      el("footer", { class: "modal-foot" }, this.closeButton, this.submitButton),
    );
    this.dialog = el("dialog", { class: "dialog modal", "aria-modal": "true", "aria-labelledby": title }, this.form);
    this.dialog.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#key(event));
    this.dialog.addEventListener(
      "cancel",
      (/** @type {Event} */ event) => event.target === this.dialog && this.#cancelled(event),
    );
    trapFocus(this.dialog);
    document.body.append(this.dialog);
  }

  /**
   * @param {View} view
   * @returns {Layer} the same layer as before where the view is known, with its values; another form begins undrawn
   */
  #layer(view) {
    const known = this.layers.find((layer) => layer.view.id === view.id);
    if (known && known.view.callback_id !== view.callback_id) known.drawn = new Map();
    if (known) return Object.assign(known, { view });
    const surface = new Surface(this.server, this.workspace, { type: "view", view_id: view.id });
    for (const [block, actions] of Object.entries(view.state?.values ?? {})) {
      for (const [action, state] of Object.entries(actions))
        surface.values.set(block, action, stateValue(state, this.workspace));
    }
    /** @type {Layer} */
    const layer = { view, surface, drawn: new Map() };
    surface.onChange = (block) => this.#changed(layer, block);
    return layer;
  }

  #show() {
    const layer = this.top;
    if (!layer) return this.#hide();
    const isOther = this.shown !== layer || layer.drawn.size === 0;
    if (isOther) this.back ??= /** @type {HTMLElement} */ (document.activeElement);
    this.shown = layer;
    this.title.replaceChildren(...plainText(layer.view.title.text));
    this.closeButton.replaceChildren(...plainText(layer.view.close?.text ?? "Cancel"));
    this.submitButton.replaceChildren(
      el("span", { class: "button-text" }, plainText(layer.view.submit?.text ?? "Submit")),
    );
    this.submitButton.hidden = !layer.view.submit;
    if (isOther) this.banner.replaceChildren();
    if (this.sent !== layer.view) this.#send(undefined);
    layer.drawn = this.body.draw(layer.view, layer.surface, layer.drawn);
    if (!this.dialog.open) this.dialog.showModal();
    // A modal dialog makes the page behind it inert; not every screen reader knows that yet.
    this.page.behind.setAttribute("aria-hidden", "true");
    if (isOther) this.#begin(layer);
  }

  #hide() {
    this.shown = undefined;
    this.#send(undefined);
    this.page.behind.removeAttribute("aria-hidden");
    if (!this.dialog.open) return;
    this.dialog.close();
    this.body.clear();
    const back = this.back;
    this.back = null;
    // The browser has given the focus back without the caret, which comes only with a focus that moves.
    /** @type {HTMLElement} */ (document.activeElement).blur();
    if (back?.isConnected) back.focus({ preventScroll: true });
    else this.page.focusElsewhere();
  }

  /** Shows the beginning, which only a dialog that is open can scroll to. @param {Layer} layer */
  #begin(layer) {
    this.body.toTop();
    // Where there is nothing to fill in, a form asks: Enter alone must not answer that something is to be deleted.
    (this.body.firstField(layer.view) ?? this.closeButton).focus();
  }

  /** @param {Layer} layer @param {string} block */
  #changed(layer, block) {
    this.body.mend(block);
    layer.surface.storeSoon();
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const layer = this.top;
    // What came in its place, before its own answer did, is another form to send.
    if (!layer || !layer.view.submit || this.sent === layer.view || this.body.refuseHalfFilled()) return;
    const { view } = layer;
    layer.surface.forgetStoring();
    this.banner.replaceChildren();
    this.#send(view);
    const answer = (await layer.surface.settled())
      ? await this.server.act("submit", { view_id: view.id, values: layer.surface.values.toWire() })
      : { ok: false, error: NOT_UPLOADED };
    // What is done waits for what comes of it: until then a key would send the same form once more.
    if (this.sent === view && (!answer.ok || answer.errors)) this.#send(undefined);
    if (this.top === layer) this.#answered(answer);
    if (!answer.ok) layer.surface.storeSoon();
    else if (!answer.errors) this.page.refresh();
  }

  /** @param {import("./shapes.js").Answer} answer */
  #answered(answer) {
    if (answer.ok) this.body.showErrors(answer.errors ?? {});
    else this.banner.replaceChildren(icon("warning"), answer.error ?? TROUBLE);
  }

  /** @param {View | undefined} view */
  #send(view) {
    this.sent = view;
    this.submitButton.setAttribute("aria-busy", String(view !== undefined));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.#close();
    } else if (event.key === "Enter" && event.repeat && !isForLines(event)) {
      // Held down, it presses once: what has the focus by then may be of another form.
      event.preventDefault();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented)
      this.form.requestSubmit();
  }

  /** @param {Event} event the browser's own wish to close, such as a phone's back gesture */
  #cancelled(event) {
    event.preventDefault();
    this.#close();
  }

  /** @param {Layer[]} layers @returns {Promise<boolean>} asks where somebody typed or chose something */
  async #mayLose(layers) {
    const { top } = this;
    if (!layers.some((layer) => layer.surface.values.areChanged)) return true;
    return (await confirmed(LOSE, this.workspace)) && this.top === top;
  }

  async #close() {
    const layer = this.top;
    if (!layer || !(await this.#mayLose([layer]))) return;
    this.remove(layer.view.id);
    this.server.act("close", { view_id: layer.view.id });
  }

  async #closeAll() {
    const layer = this.top;
    if (!layer || !(await this.#mayLose(this.layers))) return;
    this.clear();
    this.server.act("clear_views", { view_id: layer.view.id });
  }
}

/** @param {KeyboardEvent} event Enter @returns {boolean} whether it begins a line where one writes several */
function isForLines(event) {
  return event.target instanceof HTMLTextAreaElement && !event.ctrlKey && !event.metaKey;
}
