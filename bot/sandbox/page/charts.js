/** Draws a data_visualization block: a picture with its legend, and a table of the same for those who do not see it. */
// @ts-check
import { el, svg } from "./dom.js";
import { number, plot } from "./plot.js";

/** @typedef {import("./shapes.js").Block} Block */
/** @typedef {import("./shapes.js").Chart} Chart */
/** @typedef {import("./shapes.js").Point} Point */

const KINDS = /** @type {Record<string, string>} */ ({ line: "Line", bar: "Bar", area: "Area", pie: "Pie" });
const USUAL_WIDTH = 560;

/** @param {Block} block @returns {HTMLElement} */
export function chart(block) {
  const shown = /** @type {Chart} */ (block.chart);
  const title = String(block.title);
  const name = `${KINDS[shown.type] ?? ""} chart: ${title}`;
  return el(
    "figure",
    { class: `block-chart is-${shown.type}`, "aria-label": name },
    el("figcaption", { class: "chart-title" }, title),
    shown.type === "pie" ? pie(shown.segments ?? [], name) : axes(shown, name),
    table(shown, title),
  );
}

/** @param {Chart} shown @param {string} name @returns {HTMLElement[]} */
function axes(shown, name) {
  const place = el("div", { class: "chart-plot" }, plot(shown, name, USUAL_WIDTH));
  let drawn = USUAL_WIDTH;
  // Text in a picture that only grows and shrinks could not be read on a phone.
  const fit = new ResizeObserver(() => {
    const width = Math.round(place.clientWidth);
    if (width === 0 || width === drawn) return;
    drawn = width;
    place.replaceChildren(plot(shown, name, width));
  });
  fit.observe(place);
  const names = (shown.series ?? []).map((series) => series.name);
  const entries = names.map((each) => el("span", {}, each));
  return entries.length > 1 ? [place, legend(names, entries)] : [place];
}

/** @param {string[]} names in the order of their colors @param {HTMLElement[]} entries what is said of each */
function legend(names, entries) {
  const row = (/** @type {HTMLElement} */ entry, /** @type {number} */ index) =>
    el("li", {}, el("span", { class: `chart-swatch series-${index}` }), entry);
  // The table says the same, and to whom it belongs.
  return el("ul", { class: "chart-legend", "aria-hidden": "true" }, entries.map(row));
}

/** @param {Point[]} segments @param {string} name @returns {HTMLElement} */
function pie(segments, name) {
  const whole = segments.reduce((sum, segment) => sum + segment.value, 0);
  let from = 0;
  const slices = segments.map((segment, index) => {
    const to = from + segment.value / whole;
    const words = svg("title", {}, `${segment.label}: ${number(segment.value)} (${percent(segment.value, whole)})`);
    const slice = svg("path", { class: `chart-slice series-${index}`, d: sector(from, to) }, words);
    from = to;
    return slice;
  });
  const entries = segments.map(({ label, value }) =>
    el(
      "span",
      { class: "pie-entry" },
      el("span", { class: "pie-label" }, label),
      el("b", {}, number(value)),
      el("span", { class: "pie-share" }, percent(value, whole)),
    ),
  );
  const names = segments.map(({ label }) => label);
  const picture = svg("svg", { viewBox: "-50 -50 100 100", role: "img", "aria-label": name }, slices);
  return el("div", { class: "chart-pie" }, picture, legend(names, entries));
}

/** @param {number} from @param {number} to both as parts of the whole, clockwise from the top */
function sector(from, to) {
  const at = (/** @type {number} */ part) =>
    [Math.sin(part * 2 * Math.PI) * 48, -Math.cos(part * 2 * Math.PI) * 48].map((one) => one.toFixed(3)).join(" ");
  // An arc that ends where it begins is none.
  if (to - from > 0.9999) return "M0 -48A48 48 0 1 1 0 48A48 48 0 1 1 0 -48Z";
  return `M0 0L${at(from)}A48 48 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}Z`;
}

/** @param {number} value @param {number} whole */
function percent(value, whole) {
  return `${Math.round((value / whole) * 100)}%`;
}

/** @param {Chart} shown @param {string} title */
function table(shown, title) {
  const segments = [{ name: "Value", data: shown.segments ?? [] }];
  const series = shown.series ?? segments;
  const categories = shown.axis_config?.categories ?? (shown.segments ?? []).map((segment) => segment.label);
  const corner = shown.axis_config?.x_label ?? "";
  const value = (/** @type {Point[]} */ data, /** @type {string} */ category) =>
    number(data.find((point) => point.label === category)?.value ?? 0);
  return el(
    "div",
    { class: "spoken" },
    el(
      "table",
      {},
      el("caption", {}, [title, shown.axis_config?.y_label].filter(Boolean).join(", ")),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          corner ? el("th", { scope: "col" }, corner) : el("td"),
          series.map((one) => el("th", { scope: "col" }, one.name)),
        ),
      ),
      el(
        "tbody",
        {},
        categories.map((category) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, category),
            series.map((one) => el("td", {}, value(one.data, category))),
          ),
        ),
      ),
    ),
  );
}
