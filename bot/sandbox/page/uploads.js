/** Files on their way to the workspace and those that are there, listed with a way to take each one back. */
// @ts-check
import { el, spoken } from "./dom.js";
import { icon } from "./icons.js";
import { fileOption } from "./options.js";
import { TROUBLE } from "./server.js";

/** @typedef {import("./shapes.js").Option} Option an uploaded file by its id, under its name */

export const MOST_FILES = 10;
const LARGEST = 10 * 1024 * 1024;

export class Uploads {
  /**
   * @param {import("./server.js").Server} server
   * @param {{
   *   files: () => Option[], keep: (files: Option[]) => void, refuse: (words: string) => void, focus: () => void,
   *   most: number, kinds: string[],
   * }} options files and keep: where the uploaded ones are held; focus: for when the last one is taken back
   */
  constructor(server, options) {
    this.server = server;
    this.options = options;
    /** @type {Set<Promise<boolean>>} */
    this.underWay = new Set();
    this.picked = 0;
    /** @type {Map<string, number>} the place of each uploaded file, by its id, among all that were picked */
    this.places = new Map();
    this.list = el("ul", { class: "file-list" });
    this.status = el("span", { class: "spoken", role: "status" });
    this.show();
  }

  /** @param {File[]} picked all of them or, with a word why, none */
  add(picked) {
    const { files, most, refuse } = this.options;
    const wrong = picked.map((file) => this.#problem(file)).find((problem) => problem !== "");
    const isTooMuch = picked.length > most - files().length - this.underWay.size;
    refuse(wrong ?? (isTooMuch ? `Please select no more than ${most} files.` : ""));
    if (wrong || isTooMuch) return;
    for (const file of picked) {
      const work = this.#upload(file).finally(() => this.underWay.delete(work));
      this.underWay.add(work);
    }
  }

  /** @returns {Promise<boolean>} whether all that is under way arrives; why not has been said by then */
  async settled() {
    return (await Promise.all(this.underWay)).every(Boolean);
  }

  show() {
    const waiting = [...this.list.querySelectorAll(".is-uploading")];
    this.list.replaceChildren(...this.options.files().map((file) => this.#row(file)), ...waiting);
  }

  /** @param {File} file @returns {string} */
  #problem(file) {
    const { kinds } = this.options;
    const ending = file.name.split(".").at(-1)?.toLowerCase() ?? "";
    if (file.size > LARGEST) return `${file.name} is too large: a file has 10 MB at most.`;
    const isWanted = kinds.length === 0 || kinds.includes(ending) || (ending === "jpeg" && kinds.includes("jpg"));
    return isWanted ? "" : `${file.name} is not one of the kinds of file this takes: ${kinds.join(", ")}.`;
  }

  /** @param {File} file @returns {Promise<boolean>} */
  async #upload(file) {
    const place = this.picked++;
    const name = el("span", { class: "file-name" }, file.name);
    const waiting = el("li", { class: "file is-uploading" }, icon("file"), name, "Uploading…");
    this.list.append(waiting);
    const answer = await this.server.upload(file);
    if (!answer.ok) {
      waiting.remove();
      this.options.refuse(answer.error ?? TROUBLE);
      return false;
    }
    const uploaded = fileOption(answer.file);
    this.places.set(uploaded.value, place);
    this.options.keep([...this.options.files(), uploaded].sort((one, other) => this.#place(one) - this.#place(other)));
    // The other rows stay as they are: somebody may have the focus on one.
    waiting.replaceWith(this.#row(uploaded));
    this.status.textContent = `${file.name} added`;
    return true;
  }

  /** @param {Option} file @returns {number} what was there before anything was picked comes first */
  #place(file) {
    return this.places.get(file.value) ?? -1;
  }

  /** @param {Option} file */
  #remove(file) {
    this.options.keep(this.options.files().filter((one) => one.value !== file.value));
    this.show();
    this.status.textContent = `${file.text.text} removed`;
    const next = /** @type {HTMLElement | null} */ (this.list.querySelector("button"));
    if (next) next.focus();
    else this.options.focus();
  }

  /** @param {Option} file */
  #row(file) {
    const remove = el(
      "button",
      { type: "button", class: "chip-remove", on: { click: () => this.#remove(file) } },
      spoken(`Remove ${file.text.text}`),
      icon("close"),
    );
    return el("li", { class: "file" }, icon("file"), el("span", { class: "file-name" }, file.text.text), remove);
  }
}
