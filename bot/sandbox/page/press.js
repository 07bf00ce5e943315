/** What happens while somebody presses waits until they let go: what is drawn again under a finger loses the press. */
// @ts-check

/** After a finger is lifted, in ms, its click may be still to come. */
const CLICK_COMES = 50;

export class Press {
  /** @param {(event: any) => void} happened */
  constructor(happened) {
    this.happened = happened;
    this.isOn = false;
    /** @type {any[]} */
    this.held = [];
    const ways = { capture: true };
    addEventListener("pointerdown", (event) => event.button === 0 && this.#begin(), ways);
    addEventListener("click", () => this.#end(0), ways);
    addEventListener("pointerup", () => this.#end(CLICK_COMES), ways);
    // Who presses and goes elsewhere lets go where nobody tells us.
    addEventListener("pointermove", (event) => event.buttons === 0 && this.#end(0), ways);
    for (const name of ["pointercancel", "contextmenu"]) addEventListener(name, () => this.#end(0), ways);
    // Of the window alone: a press takes the focus from what had it.
    addEventListener("blur", () => this.#end(0));
  }

  /** @param {any} event happens now, or when nobody presses any more */
  hear(event) {
    if (this.isOn) this.held.push(event);
    else this.happened(event);
  }

  /** Drops what waits: everything is fetched anew. */
  forget() {
    this.held = [];
  }

  #begin() {
    clearTimeout(this.timer);
    this.isOn = true;
  }

  /** @param {number} wait in ms */
  #end(wait) {
    if (!this.isOn) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#goOn(), wait);
  }

  #goOn() {
    this.isOn = false;
    // Each by itself: one that cannot be shown takes no other with it.
    for (const event of this.held.splice(0)) queueMicrotask(() => this.happened(event));
  }
}
