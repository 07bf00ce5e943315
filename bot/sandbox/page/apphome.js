/** The app's Home tab: the view it published for this person, changed in place whenever it publishes another. */
// @ts-check
import { el } from "./dom.js";
import { Surface } from "./surface.js";
import { stateValue, Values } from "./values.js";
import { ViewBody } from "./viewbody.js";

/** @typedef {import("./shapes.js").View} View */

const NOTHING_YET = "has not shown anything here yet. It does as soon as it runs.";

export class AppHome {
  /** @param {import("./server.js").Server} server @param {import("./workspace.js").Workspace} workspace */
  constructor(server, workspace) {
    this.server = server;
    this.workspace = workspace;
    /** What one filled in outlives a restart of the workspace, after which the view is another. */
    this.values = new Values();
    /** @type {View | null} */
    this.view = null;
    /** @type {import("./viewbody.js").Drawn} */
    this.drawn = new Map();
    this.body = new ViewBody("home-body");
    this.words = el("p", { class: "home-words", role: "status" });
    this.node = el("div", { class: "home", tabindex: "-1", hidden: true }, this.words, this.body.node, this.body.news);
  }

  focus() {
    this.node.focus();
  }

  /** Tells the app that one looks at it now; what it publishes then comes through the live stream. */
  async open() {
    const answer = await this.server.act("open_home");
    const waiting = this.view ? "" : `${this.workspace.bot.real_name} ${NOTHING_YET}`;
    this.words.textContent = answer.ok ? waiting : (answer.error ?? "");
  }

  /** @param {View | null} view */
  show(view) {
    if (!view) return;
    if (view.id !== this.view?.id) this.#begin(view);
    this.view = view;
    this.words.textContent = "";
    const { scrollTop } = this.node;
    this.drawn = this.body.draw(view, /** @type {Surface} */ (this.surface), this.drawn);
    this.node.scrollTop = scrollTop;
  }

  /** @param {View} view */
  #begin(view) {
    const { server, workspace, values } = this;
    const surface = new Surface(server, workspace, { type: "view", view_id: view.id }, values);
    for (const [block, actions] of Object.entries(view.state?.values ?? {})) {
      for (const [action, state] of Object.entries(actions))
        if (!values.has(block, action)) values.set(block, action, stateValue(state, workspace));
    }
    surface.onChange = () => surface.storeSoon();
    surface.say = (error) => (this.words.textContent = error);
    this.surface = surface;
    this.drawn = new Map();
  }
}
