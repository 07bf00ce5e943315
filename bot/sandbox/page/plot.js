/** Draws series over categories as SVG: axes, and lines, bars or areas. */
// @ts-check
import { svg } from "./dom.js";

/** @typedef {import("./shapes.js").Chart} Chart */
/** @typedef {import("./shapes.js").Series} Series */
/**
 * @typedef {{width: number, left: number, top: number, bottom: number, band: number, categories: string[],
 *            y: (value: number) => number}} Frame bottom: where the lowest tick is; band: the room of one category
 */

const HEIGHT = 220;
const TICKS = 4;
const LETTER = 6.4;
const STEPS = [1, 2, 5, 10];
const WIDEST_BAR = 32;
const format = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

/** @param {number} value */
export function number(value) {
  return format.format(value);
}

/** @param {Chart} chart @param {string} name @param {number} width @returns {SVGElement} */
export function plot(chart, name, width) {
  const series = chart.series ?? [];
  const { categories = [], x_label: xLabel, y_label: yLabel } = chart.axis_config ?? {};
  const ticks = ticksFor(series.flatMap((one) => one.data.map((point) => point.value)));
  const left = Math.max(...ticks.map((tick) => number(tick).length)) * LETTER + 12;
  const top = yLabel ? 26 : 10;
  const bottom = HEIGHT - (xLabel ? 42 : 24);
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  /** @type {Frame} */
  const frame = {
    width,
    left,
    top,
    bottom,
    categories,
    band: (width - left - 4) / Math.max(categories.length, 1),
    y: (value) => bottom - ((value - low) / (high - low)) * (bottom - top),
  };
  const draw = chart.type === "bar" ? bars : lines;
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT, role: "img", "aria-label": name },
    ticks.map((tick) => gridLine(frame, tick)),
    categoryLabels(frame),
    yLabel ? svg("text", { class: "axis-label", x: 0, y: 12 }, yLabel) : null,
    xLabel
      ? svg("text", { class: "axis-label", x: (left + width) / 2, y: HEIGHT - 4, "text-anchor": "middle" }, xLabel)
      : null,
    draw(frame, series, chart.type === "area"),
  );
}

/** @param {number[]} values @returns {number[]} round numbers from below the least, or 0, to above the greatest */
function ticksFor(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const raw = (high - low || 1) / TICKS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const fine = (STEPS.find((step) => raw <= step * power) ?? 10) * power;
  // Where only whole things are counted, there are no halves of them.
  const step = values.every(Number.isInteger) ? Math.max(1, fine) : fine;
  const first = Math.floor(low / step);
  const count = Math.max(Math.ceil(high / step), first + 1) - first;
  return Array.from({ length: count + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** @param {Frame} frame @param {number} tick */
function gridLine({ width, left, y }, tick) {
  const at = y(tick);
  const line = svg("line", { class: tick === 0 ? "axis-zero" : "axis-grid", x1: left, x2: width, y1: at, y2: at });
  return [line, svg("text", { class: "axis-text", x: left - 8, y: at + 4, "text-anchor": "end" }, number(tick))];
}

/** @param {Frame} frame as many as there is room for */
function categoryLabels(frame) {
  let every = 1;
  while (!isApart(placed(frame, every))) every += 1;
  return placed(frame, every).map(({ category, x }) =>
    svg("text", { class: "axis-text", x, y: frame.bottom + 17, "text-anchor": "middle" }, category),
  );
}

/** @param {Frame} frame @param {number} every so many, from the last one back: it is the newest */
function placed(frame, every) {
  const last = frame.categories.length - 1;
  return frame.categories
    .map((category, index) => {
      const half = (category.length * LETTER) / 2;
      return { category, index, half, x: Math.max(half, Math.min(middle(frame, index), frame.width - half)) };
    })
    .filter(({ index }) => (last - index) % every === 0);
}

/** @param {{x: number, half: number}[]} labels */
function isApart(labels) {
  return labels.every((one, at) => at === 0 || labels[at - 1].x + labels[at - 1].half + LETTER < one.x - one.half);
}

/** @param {Frame} frame @param {number} index of a category */
function middle({ left, band }, index) {
  return left + band * (index + 0.5);
}

/** @param {Series} series @param {string} category */
function valueOf(series, category) {
  return series.data.find((point) => point.label === category)?.value ?? 0;
}

/** @param {Series} series @param {string} category @returns {SVGElement} what pointing at it says */
function words(series, category) {
  return svg("title", {}, `${series.name}, ${category}: ${number(valueOf(series, category))}`);
}

/** @param {Frame} frame @param {Series[]} all */
function bars(frame, all) {
  const room = Math.min(frame.band * 0.72, WIDEST_BAR * all.length);
  const each = room / all.length;
  const gap = Math.min(2, each * 0.2);
  return all.map((series, place) =>
    frame.categories.map((category, index) => {
      const [zero, end] = [frame.y(0), frame.y(valueOf(series, category))];
      const x = middle(frame, index) - room / 2 + place * each + gap / 2;
      const box = { x, y: Math.min(zero, end), width: Math.max(each - gap, 1), height: Math.abs(zero - end) };
      return svg("rect", { class: `chart-bar series-${place}`, ...box, rx: 2 }, words(series, category));
    }),
  );
}

/** @param {Frame} frame @param {Series[]} all @param {boolean} isArea */
function lines(frame, all, isArea) {
  return all.map((series, place) => {
    const points = frame.categories.map((category, index) => ({
      category,
      x: middle(frame, index),
      y: frame.y(valueOf(series, category)),
    }));
    const path = points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
    const zero = frame.y(0).toFixed(1);
    const floor = `M${points[0]?.x.toFixed(1)} ${zero}L${path}L${points.at(-1)?.x.toFixed(1)} ${zero}Z`;
    const dots = points.map(({ category, x, y }) =>
      svg(
        "g",
        { class: "chart-point" },
        svg("circle", { cx: x, cy: y, r: 3 }),
        svg("circle", { class: "chart-reach", cx: x, cy: y, r: 10 }),
        words(series, category),
      ),
    );
    const area = isArea ? svg("path", { class: "chart-area", d: floor }) : null;
    const line = svg("path", { class: "chart-line", d: `M${path}` });
    return svg("g", { class: `series-${place}` }, area, line, dots);
  });
}
