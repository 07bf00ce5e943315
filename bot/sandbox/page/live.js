/** Keeps one WebSocket to the server open, and opens it again whenever it falls. */
// @ts-check

const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 5000;

export class Live {
  /**
   * @param {string} as
   * @param {string} window
   * @param {{onEvent: (event: any) => void, onOpen: () => void, onDown: () => void}} handlers
   */
  constructor(as, window, handlers) {
    this.query = new URLSearchParams({ as, window });
    this.handlers = handlers;
    this.pause = FIRST_PAUSE;
    this.closed = false;
    this.#open();
  }

  /** @returns {boolean} whether what happens now will be heard */
  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  /** Starts over after what was to be fetched could not be. */
  restart() {
    this.socket?.close();
  }

  #open() {
    const address = new URL(`/sandbox/live?${this.query}`, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    address.hash = "";
    this.socket = new WebSocket(address);
    this.socket.addEventListener("open", () => this.#opened());
    this.socket.addEventListener("message", (frame) => this.#heard(frame));
    this.socket.addEventListener("close", () => this.#fell());
  }

  #opened() {
    this.pause = FIRST_PAUSE;
    if (!this.closed) this.handlers.onOpen();
  }

  /** @param {MessageEvent} frame */
  #heard(frame) {
    if (!this.closed) this.handlers.onEvent(JSON.parse(frame.data));
  }

  #fell() {
    if (this.closed) return;
    this.handlers.onDown();
    this.timer = setTimeout(() => this.#open(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }
}
