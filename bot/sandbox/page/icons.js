/** The page's own line icons, drawn as SVG. */
// @ts-check
import { svg } from "./dom.js";

const PATHS = {
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.25h14M2.5 12.75h14",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  close: "M5 5l10 10M15 5 5 15",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  chevron: "M5.5 8 10 12.5 14.5 8",
  check: "M4.5 10.5 8.5 14.5 15.5 6",
  reply: "M3 4.5h14v9.5H9.5L6 17v-3H3z",
  people:
    "M7.5 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.5c0-3 2.2-4.5 5.5-4.5s5.5 1.5 5.5 4.5M13 4.3a3 3 0 0 1 0 5.4M15 12.3c1.9.6 3 2 3 4.2",
  slash: "M12.5 3.5 7.5 16.5",
  mention: "M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM13 7v4.5c0 2.5 4 2 4-1.5a7 7 0 1 0-3 5.7",
  down: "M10 4v12M5 11l5 5 5-5",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 12.25a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5z",
  warning: "M10 3 18 17H2zM10 8v4M10 14.6h.01",
  file: "M5.5 2.5h6l3.5 3.5v11.5h-9.5zM11.5 2.5V6H15",
  emoji: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM7.5 8.3v.01M12.5 8.3v.01M7 11.7c.7 1.2 1.8 1.8 3 1.8s2.3-.6 3-1.8",
  zap: "M11 2.5 4.5 11.5h4.75L8.5 17.5l7-9.5h-5z",
  trash: "M3.5 5.5h13M8 5.5v-2h4v2M5 5.5l.75 11.5h8.5L15 5.5M8.25 8.5v5.5M11.75 8.5v5.5",
  code: "M7 6 3 10l4 4M13 6l4 4-4 4",
  window: "M8 4H4v12h12v-4M11 3.5h5.5V9M16.5 3.5 9.5 10.5",
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  return svg(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" },
    svg("path", {
      d: PATHS[name],
      fill: "none",
      stroke: "currentColor",
      "stroke-width": name === "more" ? 2.6 : 1.5,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}

export function sendIcon() {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" },
    svg("path", {
      d: "M2.6 3.2c-.2-.7.5-1.3 1.2-1L17.4 9c.8.4.8 1.6 0 2L3.8 17.8c-.7.3-1.4-.3-1.2-1L4.4 11l6.1-1-6.1-1z",
      fill: "currentColor",
    }),
  );
}
