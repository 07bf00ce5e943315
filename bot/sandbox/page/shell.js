/** The frame of the page: the sidebar's place, the line that tells of the connection, and the way past both. */
// @ts-check
import { el } from "./dom.js";
import { Drawer } from "./drawer.js";

export class Shell {
  /** @param {HTMLElement} root of the page */
  constructor(root) {
    this.root = root;
    this.drawer = new Drawer(root);
    this.status = el("div", { class: "connection", role: "status" });
    this.desk = el("div", { class: "desk" });
  }

  /** @param {string} words empty: nothing is the matter */
  say(words) {
    this.status.textContent = words;
  }

  /** @param {string} words instead of a workspace, while there is none to show */
  sayAlone(words) {
    this.root.replaceChildren(el("p", { class: "starting", role: "status" }, words));
  }

  /** What the last person had stays to be seen until the next one's is here, and nobody acts in it. */
  leave() {
    this.desk.setAttribute("inert", "");
  }

  /** @param {import("./stage.js").Stage} stage @param {HTMLElement} tools */
  enter(stage, tools) {
    const skip = (/** @type {Event} */ event) => {
      event.preventDefault();
      stage.focus();
    };
    this.drawer.stay = () => stage.focusToType();
    this.desk.removeAttribute("inert");
    this.desk.replaceChildren(this.status, stage.node, tools);
    this.root.replaceChildren(
      el(
        "nav",
        { class: "skip-place", "aria-label": "Skip" },
        el("a", { class: "skip", href: "#", on: { click: skip } }, "Skip to the message box"),
      ),
      this.drawer.node,
      this.drawer.veil,
      this.desk,
    );
    this.root.removeAttribute("aria-busy");
  }
}
