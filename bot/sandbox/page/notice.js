/** What is said above a box to who types in it alone, until it is dismissed or done with. */
// @ts-check
import { el } from "./dom.js";
import { icon } from "./icons.js";

export class Notice {
  /** @param {string} id @param {() => void} dismissed */
  constructor(id, dismissed) {
    this.dismissed = dismissed;
    this.node = el("div", { class: "notice", role: "alert", id });
  }

  /** @param {string} words empty: nothing any more */
  say(words) {
    this.node.replaceChildren(...(words ? this.#said(words) : []));
  }

  /** @param {string} words */
  #said(words) {
    const dismiss = () => {
      this.say("");
      this.dismissed();
    };
    return [
      el("p", { class: "ephemeral-note" }, icon("eye"), "Only visible to you"),
      el("p", { class: "notice-text" }, words),
      el(
        "button",
        { type: "button", class: "notice-dismiss", "aria-label": "Dismiss", on: { click: dismiss } },
        icon("close"),
      ),
    ];
  }
}
