/** The files of a message: pictures to be seen, everything else as a card; each is a link that downloads it. */
// @ts-check
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { link } from "./mrkdwn.js";
import { asOpened } from "./place.js";

/** @typedef {{name: string, url_private: string, filetype?: string, size?: number}} SlackFile */

// What is a picture and nothing else; an SVG may hold more.
const PICTURES = new Set(["png", "jpg", "gif", "webp"]);
/** @type {Map<string, {width: number, height: number}>} of those seen before: their place is kept while they load */
const SIZES = new Map();

/** @param {SlackFile[]} files */
export function sentFiles(files) {
  const row = (/** @type {SlackFile} */ file) => {
    const isPicture = PICTURES.has(file.filetype ?? "");
    return el("li", { class: isPicture && "is-picture" }, link(file.url_private, isPicture ? picture(file) : card(file)));
  };
  return el("ul", { class: "sent-files", "aria-label": "Files" }, files.map(row));
}

/** @param {SlackFile} file @returns {HTMLElement} its name says what it is; without words for it, the picture is silent */
function picture(file) {
  const src = asOpened(file.url_private);
  const load = () => SIZES.set(src, { width: image.naturalWidth, height: image.naturalHeight });
  const error = () => {
    node.closest("li")?.classList.remove("is-picture");
    node.replaceWith(card(file));
  };
  const image = el("img", { src, alt: "", ...SIZES.get(src), on: { load, error } });
  const node = el("span", { class: "sent-picture" }, el("span", { class: "file-about" }, file.name), image);
  return node;
}

/** @param {SlackFile} file @returns {HTMLElement} */
function card(file) {
  const kind = [file.filetype?.toUpperCase(), file.size === undefined ? "" : sizeOf(file.size)];
  const words = [
    el("span", { class: "file-name" }, file.name),
    el("span", { class: "file-about" }, kind.filter(Boolean).join(" · ")),
  ];
  return el("span", { class: "file" }, icon("file"), el("span", { class: "file-words" }, words));
}

/** @param {number} bytes */
function sizeOf(bytes) {
  const [size, unit] = bytes < 1e3 ? [bytes, "B"] : bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${new Intl.NumberFormat("en", { maximumFractionDigits: 1 }).format(size)} ${unit}`;
}
