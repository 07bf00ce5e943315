/** The files that go with a message: picked or dropped beside what is typed, and gone with it. */
// @ts-check
import { el } from "./dom.js";
import { takeDrops } from "./files.js";
import { toolButton } from "./toolbutton.js";
import { MOST_FILES, Uploads } from "./uploads.js";

/** @typedef {import("./shapes.js").Option} Option */

export class Attachments {
  /**
   * @param {import("./server.js").Server} server
   * @param {{refuse: (words: string) => void, focus: () => void, onChange: () => void}} composer
   */
  constructor(server, composer) {
    this.composer = composer;
    /** @type {Option[]} */
    this.files = [];
    this.uploads = new Uploads(server, {
      most: MOST_FILES,
      kinds: [],
      files: () => this.files,
      keep: (files) => this.#keep(files),
      refuse: composer.refuse,
      focus: composer.focus,
    });
    this.input = el("input", { type: "file", multiple: true, hidden: true, on: { change: () => this.#picked() } });
    this.button = toolButton("file", "Attach files", () => this.input.click());
    this.node = el("div", { class: "composer-files" }, this.uploads.list, this.uploads.status);
  }

  get isEmpty() {
    return this.files.length === 0 && !this.isUploading;
  }

  get isUploading() {
    return this.uploads.underWay.size > 0;
  }

  /** @returns {Promise<boolean>} whether all that is under way arrives */
  settled() {
    return this.uploads.settled();
  }

  get ids() {
    return this.files.map((file) => file.value);
  }

  /** @param {Option[]} files uploaded before */
  restore(files) {
    this.files = files;
    this.uploads.show();
  }

  /** Is done with those that were sent. @param {string[]} ids */
  drop(ids) {
    this.#keep(this.files.filter((file) => !ids.includes(file.value)));
    this.uploads.show();
  }

  /** @param {HTMLElement} node where files may be dropped */
  takeDrops(node) {
    takeDrops(node, (picked) => this.uploads.add(picked));
  }

  #picked() {
    const picked = [...this.input.files];
    this.input.value = "";
    this.uploads.add(picked);
    this.composer.focus();
  }

  /** @param {Option[]} files */
  #keep(files) {
    this.files = files;
    this.composer.onChange();
  }
}
