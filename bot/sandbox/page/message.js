/** Draws one message: its author, its time, its blocks or text, and the way to its thread. */
// @ts-check
import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { ago, fullTime, timeOf } from "./dates.js";
import { counted, el } from "./dom.js";
import { editor } from "./editor.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { reactions } from "./reactions.js";
import { sentFiles } from "./sentfiles.js";
import { toolbar } from "./toolbar.js";

/** @typedef {import("./shapes.js").Message} Message */
/** @typedef {import("./workspace.js").Workspace} Workspace */
/**
 * @typedef {{workspace: Workspace, surface: import("./surface.js").Surface, isGrouped: boolean, inThread: boolean,
 *            openThread: (ts: string) => void, acts: import("./acts.js").MessageActs,
 *            stopEditing: (() => void) | null}} Showing stopEditing: while its author writes it again
 */

const SECONDS_GROUPED = 300;
const MOST_FACES = 5;

/**
 * Whether a message stands under its author's previous one without repeating the name.
 *
 * @param {Message | undefined} before
 * @param {Message} message
 * @param {Workspace} workspace
 */
export function isGrouped(before, message, workspace) {
  if (!before || before.is_ephemeral || message.is_ephemeral || before.reply_count || message.subtype) return false;
  const isClose = Number(message.ts) - Number(before.ts) < SECONDS_GROUPED;
  return isClose && workspace.author(before).id === workspace.author(message).id;
}

/**
 * Draws one message; one that cannot be drawn says so and never takes the others with it.
 *
 * @param {Message} message
 * @param {Showing} showing
 * @returns {HTMLElement}
 */
export function drawMessage(message, showing) {
  try {
    return article(message, showing);
  } catch (error) {
    console.error("message could not be drawn", message, error);
    const words = el("p", { class: "not-drawn" }, "This message could not be shown.");
    return el("div", { class: "message", role: "article", "data-ts": message.ts, tabindex: "-1" }, words);
  }
}

/** @param {Message} message @param {Showing} showing @returns {HTMLElement} */
function article(message, showing) {
  const { workspace } = showing;
  const who = message.subtype === "tombstone" ? "Deleted message" : workspace.author(message).real_name;
  const name = `${who}, ${clock(message, workspace)}`;
  const signs = { grouped: showing.isGrouped, ephemeral: message.is_ephemeral, written: showing.stopEditing };
  const classes = Object.entries(signs).map(([sign, holds]) => (holds ? `is-${sign}` : ""));
  return el(
    "div",
    { class: `message ${classes.join(" ")}`, role: "article", "aria-label": name, "data-ts": message.ts, tabindex: "-1" },
    note(message, showing),
    el(
      "div",
      { class: "message-row" },
      gutter(message, showing),
      el(
        "div",
        { class: "message-body" },
        head(message, showing),
        showing.stopEditing ? editor(message, showing.acts, showing.stopEditing) : content(message, showing),
        reactions(message, showing),
        replies(message, showing),
      ),
    ),
    showing.stopEditing ? null : toolbar(message, showing),
  );
}

/** @param {Message} message @param {Showing} showing what sets a message apart from the others around it */
function note(message, { inThread }) {
  if (message.is_ephemeral) return el("p", { class: "ephemeral-note" }, icon("eye"), "Only visible to you");
  if (message.subtype !== "thread_broadcast" || inThread) return null;
  return el("p", { class: "ephemeral-note" }, icon("reply"), "Replied to a thread");
}

/** @param {Message} message @param {Showing} showing */
function gutter(message, { workspace, isGrouped: isUnder }) {
  if (message.subtype === "tombstone") return el("div", { class: "message-gutter is-gone" }, icon("trash"));
  const shown = isUnder
    ? el("span", { class: "gutter-time", "aria-hidden": "true" }, clock(message, workspace).replace(/ [AP]M/, ""))
    : avatar(workspace.author(message));
  return el("div", { class: "message-gutter" }, shown);
}

/** @param {Message} message @param {Showing} showing */
function head(message, { workspace, isGrouped: isUnder }) {
  if (message.subtype === "tombstone") return null;
  const author = workspace.author(message);
  const seconds = Number(message.ts);
  const when = { datetime: new Date(seconds * 1000).toISOString(), title: fullTime(seconds, workspace.me.tz) };
  return el(
    "div",
    { class: `message-head ${isUnder ? "spoken" : ""}` },
    el("span", { class: "message-author" }, author.real_name),
    author.role === "bot" ? el("span", { class: "badge" }, "APP") : null,
    el("time", { class: "message-time", ...when }, clock(message, workspace)),
  );
}

/** @param {Message} message @param {Workspace} workspace */
function clock(message, workspace) {
  return timeOf(Number(message.ts), workspace.me.tz);
}

/**
 * What a person typed says the same in its text as in its rich_text, and the text knows every mention.
 *
 * @param {Message} message
 */
function isTyped(message) {
  return !message.bot_id && (message.blocks ?? []).every((block) => block.type === "rich_text");
}

/** @param {Message} message whether Slack itself says that its author came into the channel */
export function isJoin(message) {
  return message.subtype === "channel_join";
}

/** @param {Message} message @param {import("./surface.js").Surface} surface @returns {string} as Slack shows it */
function joined({ inviter }, { container }) {
  return `was added to <#${container.type === "message" ? container.channel : ""}> by <@${inviter}>.`;
}

/** @param {Message} message @param {Showing} showing */
function content(message, showing) {
  const files = message.files?.length ? sentFiles(message.files) : null;
  if (message.blocks?.length && !isTyped(message)) return [drawBlocks(message.blocks, showing.surface), files];
  const edited = message.edited ? el("span", { class: "edited" }, " (edited)") : null;
  const words = mrkdwn((isJoin(message) ? joined(message, showing.surface) : message.text) ?? "", showing.workspace);
  return [el("div", { class: "message-text" }, words, edited), files];
}

/** @param {Message} message @param {Showing} showing */
function replies(message, { workspace, inThread, openThread }) {
  if (!message.reply_count || inThread) return null;
  const faces = (message.reply_users ?? [])
    .slice(0, MOST_FACES)
    .map((id) => avatar(id === workspace.bot.id ? workspace.bot : workspace.person(id), "tiny"));
  const latest = Number(message.latest_reply ?? message.ts);
  return el(
    "div",
    { class: "replies" },
    el("span", { class: "replies-faces" }, faces),
    el(
      "button",
      { type: "button", class: "replies-link", "data-control": "thread", on: { click: () => openThread(message.ts) } },
      replyCount(message.reply_count),
    ),
    el(
      "span",
      { class: "replies-time" },
      "Last reply ",
      el(
        "time",
        { "data-template": "{ago}", "data-seconds": latest, title: fullTime(latest, workspace.me.tz) },
        ago(latest, workspace.now()),
      ),
    ),
  );
}

/** @param {number} count */
export function replyCount(count) {
  return counted(count, "reply");
}
