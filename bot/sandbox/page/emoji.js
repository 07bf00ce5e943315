/** Emoji by Slack's names; those the tracker lives by are drawn here, so that they look alike on every machine. */
// @ts-check
import { el, svg } from "./dom.js";

const CHARACTERS = {
  "+1": "👍",
  "-1": "👎",
  100: "💯",
  alarm_clock: "⏰",
  arrow_down: "⬇️",
  arrow_right: "➡️",
  arrow_up: "⬆️",
  bar_chart: "📊",
  boom: "💥",
  bug: "🐛",
  bust_in_silhouette: "👤",
  busts_in_silhouette: "👥",
  calendar: "📅",
  chart_with_downwards_trend: "📉",
  chart_with_upwards_trend: "📈",
  clap: "👏",
  clipboard: "📋",
  clock1: "🕐",
  construction: "🚧",
  email: "✉️",
  exclamation: "❗",
  fire: "🔥",
  gear: "⚙️",
  grey_question: "❔",
  hammer_and_wrench: "🛠️",
  heart: "❤️",
  hourglass: "⌛",
  hourglass_flowing_sand: "⏳",
  house: "🏠",
  inbox_tray: "📥",
  information_source: "ℹ️",
  link: "🔗",
  lock: "🔒",
  mag: "🔍",
  memo: "📝",
  no_bell: "🔕",
  ok_hand: "👌",
  outbox_tray: "📤",
  package: "📦",
  paperclip: "📎",
  pencil2: "✏️",
  point_right: "👉",
  pray: "🙏",
  question: "❓",
  raised_hands: "🙌",
  repeat: "🔁",
  robot_face: "🤖",
  rocket: "🚀",
  see_no_evil: "🙈",
  smile: "😄",
  slightly_smiling_face: "🙂",
  sob: "😭",
  sparkles: "✨",
  speech_balloon: "💬",
  star: "⭐",
  stopwatch: "⏱️",
  tada: "🎉",
  thinking_face: "🤔",
  thumbsdown: "👎",
  thumbsup: "👍",
  unlock: "🔓",
  wastebasket: "🗑️",
  wave: "👋",
  wrench: "🔧",
  zap: "⚡",
  zzz: "💤",
};

/** @param {string} fill @param {string} [stroke] */
const circle = (fill, stroke = fill) => [["circle", { cx: 10, cy: 10, r: 8, fill, stroke }]];
/** @param {string} fill @param {string} mark @returns {[string, Record<string, any>][]} */
const tile = (fill, mark) => [
  ["rect", { x: 1.5, y: 1.5, width: 17, height: 17, rx: 3.5, fill }],
  [
    "path",
    {
      d: mark,
      fill: "none",
      stroke: "#fff",
      "stroke-width": 2.4,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    },
  ],
];
const TICK = "M5.5 10.5 8.75 13.75 14.5 6.75";
const CROSS = "M6 6l8 8M14 6l-8 8";

/** @type {Record<string, any[]>} */
const DRAWINGS = {
  red_circle: circle("#dd2e44"),
  large_orange_circle: circle("#f4900c"),
  large_yellow_circle: circle("#fdcb58"),
  large_green_circle: circle("#78b159"),
  large_blue_circle: circle("#55acee"),
  large_purple_circle: circle("#aa8ed6"),
  white_circle: circle("#f5f8fa", "#b0bac2"),
  black_circle: circle("#31373d"),
  white_check_mark: tile("#5fae47", TICK),
  heavy_check_mark: [
    ["path", { d: TICK, fill: "none", stroke: "#5fae47", "stroke-width": 3, "stroke-linecap": "round" }],
  ],
  x: [["path", { d: CROSS, fill: "none", stroke: "#dd2e44", "stroke-width": 3, "stroke-linecap": "round" }]],
  warning: [
    ["path", { d: "M10 2.2 18.6 17a.9.9 0 0 1-.8 1.3H2.2A.9.9 0 0 1 1.4 17z", fill: "#ffcc4d" }],
    ["path", { d: "M10 8v4.6M10 15.5h.01", stroke: "#231f20", "stroke-width": 2, "stroke-linecap": "round" }],
  ],
  rotating_light: [
    ["path", { d: "M4.5 15V9.5a5.5 5.5 0 0 1 11 0V15z", fill: "#dd2e44" }],
    ["rect", { x: 2.5, y: 15, width: 15, height: 3, rx: 1, fill: "#8899a6" }],
    [
      "path",
      {
        d: "M10 .8v1.6M2.6 3.5l1.3 1.2M17.4 3.5l-1.3 1.2",
        stroke: "#f4900c",
        "stroke-width": 1.4,
        "stroke-linecap": "round",
      },
    ],
    ["circle", { cx: 10, cy: 11, r: 2.2, fill: "#ffd8de" }],
  ],
  bell: [
    ["path", { d: "M3 15c1.8-1.5 2-3.2 2-6a5 5 0 0 1 10 0c0 2.8.2 4.5 2 6z", fill: "#ffac33" }],
    ["path", { d: "M8 15.5a2 2 0 0 0 4 0z", fill: "#c1694f" }],
    ["circle", { cx: 10, cy: 3, r: 1.5, fill: "#ffac33" }],
  ],
  pushpin: [
    ["path", { d: "M9.3 11.2 3 17.5", stroke: "#99aab5", "stroke-width": 1.6, "stroke-linecap": "round" }],
    ["path", { d: "M11.5 2.5 17.5 8.5 14.8 9.2 12 12l-.4 3.6-7.2-7.2L8 8l2.8-2.8z", fill: "#dd2e44" }],
  ],
  adhesive_bandage: [
    ["rect", { x: 1, y: 6, width: 18, height: 8, rx: 4, fill: "#e8b48a", transform: "rotate(-45 10 10)" }],
    ["rect", { x: 6.5, y: 6.5, width: 7, height: 7, fill: "#f3d6bd", transform: "rotate(-45 10 10)" }],
    ["circle", { cx: 10, cy: 8.2, r: 0.7, fill: "#c1694f" }],
    ["circle", { cx: 10, cy: 11.8, r: 0.7, fill: "#c1694f" }],
    ["circle", { cx: 8.2, cy: 10, r: 0.7, fill: "#c1694f" }],
    ["circle", { cx: 11.8, cy: 10, r: 0.7, fill: "#c1694f" }],
  ],
  eyes: [
    ["ellipse", { cx: 5.6, cy: 10, rx: 3.9, ry: 5.8, fill: "#f5f8fa", stroke: "#8899a6" }],
    ["ellipse", { cx: 14.4, cy: 10, rx: 3.9, ry: 5.8, fill: "#f5f8fa", stroke: "#8899a6" }],
    ["circle", { cx: 4.5, cy: 10.6, r: 1.9, fill: "#292f33" }],
    ["circle", { cx: 13.3, cy: 10.6, r: 1.9, fill: "#292f33" }],
  ],
};

/** Every name, each picture once. */
export const EMOJI = [...Object.keys(DRAWINGS), ...Object.keys(CHARACTERS)].filter(
  (name) => !name.startsWith("thumbs"),
);

/** @param {string} name without its colons; Slack ignores a skin tone it cannot show */
export function isEmoji(name) {
  return Object.hasOwn(DRAWINGS, name) || Object.hasOwn(CHARACTERS, name);
}

/** @param {string} name @returns {HTMLElement | SVGElement} */
export function emoji(name) {
  const label = `${name.replaceAll("_", " ")} emoji`;
  const parts = DRAWINGS[name];
  if (!parts) {
    const character = CHARACTERS[/** @type {keyof typeof CHARACTERS} */ (name)];
    return el("span", { class: "emoji emoji-text", role: "img", "aria-label": label, title: `:${name}:` }, character);
  }
  const drawn = parts.map(([tag, attributes]) => svg(tag, attributes));
  return svg("svg", { class: "emoji", viewBox: "0 0 20 20", role: "img", "aria-label": label }, drawn);
}
