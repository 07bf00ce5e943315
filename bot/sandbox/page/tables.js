/** Draws table and data_table blocks: the first row names the columns. */
// @ts-check
import { el } from "./dom.js";
import { richText } from "./richtext.js";

/** @typedef {import("./shapes.js").Block} Block */
/** @typedef {import("./workspace.js").Workspace} Workspace */

/** @param {Block} block @param {import("./surface.js").Surface} surface @returns {HTMLElement} */
export function table(block, { workspace }) {
  const [head, ...rows] = block.rows;
  const title = block.row_header_column_index;
  const cellOf = (/** @type {any} */ cell, /** @type {number} */ column) =>
    column === title
      ? el("th", { scope: "row", class: columnClass(block, cell, column) }, content(cell, workspace))
      : el("td", { class: columnClass(block, cell, column) }, content(cell, workspace));
  const names = head.map((/** @type {any} */ cell, /** @type {number} */ column) =>
    el("th", { scope: "col", class: columnClass(block, cell, column) }, content(cell, workspace)),
  );
  const name = block.caption ?? "Table";
  // What is wider than the message scrolls, also by keyboard.
  return el(
    "div",
    { class: "block-table", tabindex: "0", role: "region", "aria-label": name },
    el(
      "table",
      {},
      block.caption ? el("caption", {}, block.caption) : null,
      el("thead", {}, el("tr", {}, names)),
      el(
        "tbody",
        {},
        rows.map((/** @type {any[]} */ row) => el("tr", {}, row.map(cellOf))),
      ),
    ),
  );
}

/** @param {Block} block @param {any} cell @param {number} column */
function columnClass(block, cell, column) {
  const { align, is_wrapped: isWrapped } = block.column_settings?.[column] ?? {};
  const side = align ?? (cell.type === "raw_number" ? "right" : "left");
  return `is-${side} ${isWrapped ? "is-wrapped" : ""}`;
}

/** @param {any} cell @param {Workspace} workspace */
function content(cell, workspace) {
  return cell.type === "rich_text" ? richText(cell, workspace) : String(cell.text ?? cell.value ?? "");
}
