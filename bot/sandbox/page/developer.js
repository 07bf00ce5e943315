/** The developer tools: what the workspace and the bot say to each other, faults between them, and another first day. */
// @ts-check
import { confirmed } from "./confirm.js";
import { el, spoken, uniqueId } from "./dom.js";
import { examples } from "./examples.js";
import { FaultBoard } from "./faults.js";
import { icon } from "./icons.js";
import { isRemembered, remember } from "./remembered.js";
import { RequestLog } from "./requests.js";

/** @typedef {import("./server.js").Server} Server */
/** @typedef {import("./workspace.js").Workspace} Workspace */

const NAME = "Developer tools";
const plain = (/** @type {string} */ text) => ({ type: "plain_text", text });
const RESET = {
  title: plain("Reset workspace"),
  text: plain(
    "Back to the first day: the first channels and people, no messages, no incidents, no faults, and the real time. " +
      "This cannot be undone.",
  ),
  confirm: plain("Reset workspace"),
  deny: plain("Cancel"),
  style: "danger",
};

export class Developer {
  /**
   * @param {{server: () => Server | undefined, workspace: () => Workspace | undefined, startOver: () => void}} options
   *   who looks changes while this stays
   */
  constructor(options) {
    this.options = options;
    this.isOpen = isRemembered("developer tools");
    this.log = new RequestLog({
      whole: (id) => /** @type {Server} */ (options.server()).request(id),
      zone: () => options.workspace()?.me.tz ?? "UTC",
    });
    this.board = new FaultBoard({
      change: (fields) => /** @type {Server} */ (options.server()).act("fault", fields),
      onChange: (isAny) => this.#warn(isAny),
    });
    this.#build();
    this.#show();
  }

  #build() {
    const title = uniqueId("developer");
    const id = uniqueId("developer");
    this.examples = el("div");
    this.heading = el("h2", { id: title, class: "developer-title", tabindex: "-1" }, NAME);
    this.warning = el("span", { class: "developer-warning" });
    this.toggle = el(
      "button",
      {
        type: "button",
        class: "sidebar-entry developer-toggle",
        "aria-label": NAME,
        "aria-controls": id,
        on: { click: () => this.open(!this.isOpen) },
      },
      icon("code"),
      el("span", { class: "sidebar-name" }, NAME),
      this.warning,
    );
    this.tools = el(
      "section",
      {
        class: "developer",
        id,
        "aria-labelledby": title,
        on: { keydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.open(false) },
      },
      this.#head(),
      el("div", { class: "developer-body" }, this.log.node, this.#side()),
    );
    /** Where they stand while they are open; closed, nothing of them is kept there. */
    this.node = el("div", { class: "developer-place" });
  }

  #head() {
    const filter = el("input", { type: "checkbox" });
    filter.addEventListener("change", () => this.log.showRefusals(filter.checked));
    return el(
      "header",
      { class: "developer-head" },
      this.heading,
      el("label", { class: "developer-filter" }, filter, "Problems only"),
      el("button", { type: "button", class: "button", on: { click: () => this.log.clear() } }, "Clear"),
      el(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": "Close developer tools",
          on: { click: () => this.open(false) },
        },
        icon("close"),
      ),
    );
  }

  #side() {
    const reset = el("button", { type: "button", class: "button developer-reset" }, "Reset workspace…");
    reset.addEventListener("click", () => this.#reset());
    return el(
      "div",
      { class: "developer-side" },
      el("h3", {}, "Faults of the Web API"),
      this.board.node,
      el("h3", {}, "Workspace"),
      this.examples,
      el("p", { class: "developer-about" }, "Throw away all messages and incidents, and begin again."),
      reset,
    );
  }

  /** @param {boolean} isOpen */
  open(isOpen) {
    this.isOpen = isOpen;
    remember("developer tools", isOpen);
    this.#show();
    if (isOpen) this.load();
    else this.log.clear();
    (isOpen ? this.heading : this.#way()).focus();
  }

  /** Fetches what there is; what comes meanwhile, by the live stream, finds its place among it. */
  async load() {
    if (!this.isOpen) return;
    this.log.clear();
    this.#offerExamples();
    const { requests, methods } = await /** @type {Server} */ (this.options.server()).requests();
    this.board.offer(methods);
    this.log.put(requests);
    this.log.toEnd();
  }

  /** @param {import("./shapes.js").Request} request one that has just ended */
  hear(request) {
    if (this.isOpen) this.log.putSoon(request);
  }

  /** @param {import("./shapes.js").Fault[]} faults */
  showFaults(faults) {
    this.board.show(faults);
  }

  /** Also here: what a first visit offers stands above all that was said since, and can be hidden. */
  #offerExamples() {
    const [server, workspace] = [this.options.server(), this.options.workspace()];
    const offered = server && workspace ? examples(server, workspace) : null;
    this.examples.replaceChildren(...(offered ? [offered] : []));
  }

  #show() {
    this.node.replaceChildren(...(this.isOpen ? [this.tools] : []));
    this.toggle.setAttribute("aria-expanded", String(this.isOpen));
  }

  /** Where one goes on from when it closes: on a narrow screen the button is out of sight with the sidebar. */
  #way() {
    const opener = /** @type {HTMLElement | null} */ (document.querySelector(".open-sidebar"));
    return opener?.getClientRects().length ? opener : this.toggle;
  }

  /** @param {boolean} isAny a fault that is forgotten would puzzle whoever looks next */
  #warn(isAny) {
    this.warning.replaceChildren(...(isAny ? [icon("warning"), spoken("Faults are switched on")] : []));
    this.toggle.setAttribute("aria-label", isAny ? `${NAME}, faults are switched on` : NAME);
  }

  async #reset() {
    const workspace = /** @type {Workspace} */ (this.options.workspace());
    if (await confirmed(RESET, workspace)) this.options.startOver();
  }
}
