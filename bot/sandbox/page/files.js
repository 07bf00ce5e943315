/** The field that takes files: picked or dropped, uploaded at once, and listed until the form is sent. */
// @ts-check
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { MOST_FILES, Uploads } from "./uploads.js";

/** @typedef {import("./field.js").Field} Field */

/** @param {Field} field @returns {HTMLElement} */
export function fileInput(field) {
  const most = field.element.max_files ?? MOST_FILES;
  const kinds = (field.element.filetypes ?? []).map((/** @type {string} */ kind) => kind.toLowerCase());
  const uploads = new Uploads(field.surface.server, {
    most,
    kinds,
    files: () => /** @type {import("./shapes.js").Option[]} */ (Array.isArray(field.value) ? field.value : []),
    keep: (files) => field.keep(files),
    refuse: (words) => field.onRefused(words),
    focus: () => input.focus(),
  });
  const add = (/** @type {File[]} */ picked) => {
    uploads.add(picked);
    field.surface.waitFor(uploads.settled());
  };
  const input = picker(field, most, kinds, add);
  const words = most === 1 ? "Choose a file" : "Choose files";
  // Not a second label: the field has its name, and is pressed where it lies over this.
  const pick = el("span", { class: "button file-pick", "aria-hidden": "true" }, icon("file"), words);
  const drop = el("div", { class: "file-drop" }, input, pick);
  const node = el("div", { class: "files" }, drop, uploads.list, uploads.status);
  takeDrops(node, add);
  return node;
}

/** @param {Field} field @param {number} most @param {string[]} kinds @param {(picked: File[]) => void} add */
function picker(field, most, kinds, add) {
  const change = () => {
    const picked = [...input.files];
    // The same file may be picked again after it was taken off the list.
    input.value = "";
    add(picked);
  };
  const input = el("input", {
    ...field.naming(),
    class: "file-input",
    type: "file",
    multiple: most > 1,
    accept: kinds.map((kind) => `.${kind}`).join(",") || null,
    "data-control": field.actionId,
    on: { change },
  });
  return input;
}

/** @param {HTMLElement} node @param {(picked: File[]) => void} add files that are dropped on it */
export function takeDrops(node, add) {
  const isOver = (/** @type {boolean} */ over) => node.classList.toggle("is-over", over);
  node.addEventListener("dragover", (event) => {
    event.preventDefault();
    isOver(true);
  });
  node.addEventListener("dragleave", () => isOver(false));
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    isOver(false);
    add([...(event.dataTransfer?.files ?? [])]);
  });
}
