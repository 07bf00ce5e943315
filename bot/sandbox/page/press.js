/** What happens while somebody presses waits until they let go: what is drawn again under a finger loses the press. */
// @ts-check

/** How long after a finger is lifted its click may still come, in ms. */
const CLICK_COMES = 50;

export class Press {
  constructor() {
    this.isOn = false;
    this.isByKey = false;
    /** @type {(() => void)[]} */
    this.held = [];
    const options = { capture: true };
    addEventListener("pointerdown", (event) => event.button === 0 && this.#begin(false), options);
    // A button is pressed by the blank when it is let go.
    addEventListener("keydown", (event) => event.key === " " && this.#begin(true), options);
    addEventListener("keyup", (event) => event.key === " " && this.#end(0), options);
    addEventListener("click", () => this.#end(0), options);
    addEventListener("pointerup", () => this.#end(CLICK_COMES), options);
    // Who lets go outside the window is seen to have done so when they are back.
    addEventListener("pointermove", (event) => event.buttons === 0 && !this.isByKey && this.#end(0), options);
    for (const name of ["pointercancel", "contextmenu"]) addEventListener(name, () => this.#end(0), options);
    // Not captured, so of the window alone: each press blurs what had the focus.
    addEventListener("blur", () => this.#end(0));
  }

  /** @param {() => void} draw is called now, or when nobody presses any more */
  after(draw) {
    if (this.isOn) this.held.push(draw);
    else draw();
  }

  /** Drops what waits: it is older than what is fetched now. */
  forget() {
    this.held = [];
  }

  /** @param {boolean} isByKey */
  #begin(isByKey) {
    clearTimeout(this.timer);
    this.isOn = true;
    this.isByKey = isByKey;
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
    for (const draw of this.held.splice(0)) queueMicrotask(draw);
  }
}
