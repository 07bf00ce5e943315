/** The left side: the workspace's name, channels, direct messages, apps, and who one is. */
// @ts-check
import { avatar } from "./avatar.js";
import { fillTemplate, timeOf } from "./dates.js";
import { el, spoken, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { addressOf, here } from "./place.js";
import { roleOf } from "./workspace.js";

/** @typedef {import("./unread.js").Unread} Unread */
/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("./shapes.js").Channel} Channel */
/** @typedef {import("./shapes.js").Person} Person */

const JUMPS = /** @type {[string, string, number][]} */ ([
  ["+30 min", "30 minutes", 30 * 60],
  ["+1 h", "1 hour", 60 * 60],
  ["+4 h", "4 hours", 4 * 60 * 60],
  ["+1 day", "1 day", 24 * 60 * 60],
]);

/**
 * @param {Workspace} workspace
 * @param {Unread} unread
 * @param {() => void} openBot
 * @param {(seconds: number) => void} advance
 * @param {HTMLElement} tools the way to the developer tools
 * @returns {HTMLElement}
 */
export function drawSidebar(workspace, unread, openBot, advance, tools) {
  return el(
    "div",
    { class: "sidebar-inner" },
    el(
      "div",
      { class: "sidebar-head" },
      el("span", { class: "sidebar-team" }, workspace.team.name),
      el("span", { class: "sidebar-kind", title: "A Slack-compatible workspace on this machine" }, "Sandbox"),
    ),
    el(
      "nav",
      { class: "sidebar-nav", "aria-label": "Conversations" },
      group(
        "Channels",
        workspace.listed("channels").map((channel) => entry(channel, workspace, unread)),
      ),
      group(
        "Direct messages",
        workspace.listed("people").map((channel) => entry(channel, workspace, unread)),
      ),
      group("Apps", apps(workspace, unread, openBot)),
    ),
    whoAmI(workspace, unread),
    clock(workspace, advance),
    tools,
  );
}

/** Time passes for everybody, and for the bot. @param {Workspace} workspace @param {(seconds: number) => void} advance */
function clock(workspace, advance) {
  const id = uniqueId("clock");
  const now = workspace.now();
  const shown = `${fillTemplate("{date_short}", now, workspace.me.tz, now)}, ${timeOf(now, workspace.me.tz)}`;
  return el(
    "section",
    { class: "clock", "aria-labelledby": id },
    el("h2", { id }, "Clock"),
    el("p", { class: "clock-time" }, shown),
    el(
      "div",
      { class: "clock-jumps" },
      JUMPS.map(([label, words, seconds]) =>
        el(
          "button",
          {
            type: "button",
            class: "clock-jump",
            "aria-label": `${label}: move the clock forward by ${words}`,
            on: { click: () => advance(seconds) },
          },
          label,
        ),
      ),
    ),
  );
}

/** @param {string} title @param {HTMLElement[]} entries */
function group(title, entries) {
  if (entries.length === 0) return null;
  const id = uniqueId("group");
  return el(
    "section",
    { class: "sidebar-group", "aria-labelledby": id },
    el("h2", { id }, title),
    el(
      "ul",
      {},
      entries.map((one) => el("li", {}, one)),
    ),
  );
}

/** @param {Channel} channel @param {Workspace} workspace @param {Unread} unread @returns {HTMLElement} */
function entry(channel, workspace, unread) {
  const { count, mentions } = unread.of(workspace.me.id, channel.id);
  const isHere = here().channel === channel.id;
  const sign =
    channel.kind === "im"
      ? avatar(workspace.person(channel.user), "tiny")
      : icon(channel.kind === "private" ? "lock" : "hash");
  return el(
    "a",
    {
      class: `sidebar-entry ${count ? "is-unread" : ""}`,
      href: addressOf({ as: workspace.me.id, channel: channel.id, tab: tabOf(channel, workspace, count) }),
      "aria-current": isHere ? "page" : null,
    },
    sign,
    el("span", { class: "sidebar-name" }, workspace.nameOf(channel)),
    mentions ? el("span", { class: "sidebar-count", "aria-hidden": "true" }, String(mentions)) : null,
    count ? spoken(`(${count} unread${mentions && channel.kind !== "im" ? `, ${mentions} for you` : ""})`) : null,
  );
}

/** @param {Channel} channel @param {Workspace} workspace @param {number} count of what is new: it is among messages */
function tabOf(channel, workspace, count) {
  if (!workspace.isApps(channel)) return "";
  return count > 0 ? "messages" : workspace.appTab;
}

/** @param {Workspace} workspace @param {Unread} unread @param {() => void} openBot */
function apps(workspace, unread, openBot) {
  const channels = workspace.listed("apps");
  if (channels.length > 0) return channels.map((channel) => entry(channel, workspace, unread));
  return [
    el(
      "button",
      { type: "button", class: "sidebar-entry", on: { click: openBot } },
      avatar(workspace.bot, "tiny"),
      el("span", { class: "sidebar-name" }, workspace.bot.real_name),
    ),
  ];
}

/**
 * One click changes the person; opened in a new window, the two work side by side.
 *
 * @param {Workspace} workspace
 * @param {Unread} unread
 */
function whoAmI(workspace, unread) {
  const id = uniqueId("who");
  return el(
    "nav",
    { class: "who", "aria-labelledby": id },
    el("h2", { id }, "Who am I"),
    el(
      "ul",
      {},
      workspace.actors().map((person) => el("li", {}, personLink(person, workspace, unread))),
    ),
  );
}

/** @param {Person} person @param {Workspace} workspace @param {Unread} unread */
function personLink(person, workspace, unread) {
  const isMe = person.id === workspace.me.id;
  const count = isMe ? 0 : unread.mentionsOf(person.id);
  const zone = person.tz.split("/").at(-1)?.replaceAll("_", " ") ?? person.tz;
  const address = addressOf({ as: person.id, channel: here().channel, tab: here().tab });
  return el(
    "div",
    { class: "who-row" },
    el(
      "a",
      { class: "who-person", href: address, "aria-current": isMe ? "true" : null },
      avatar(person, "small"),
      el(
        "span",
        { class: "who-lines" },
        el("span", { class: "who-name" }, person.real_name),
        el("span", { class: "who-about" }, `${roleOf(person)} · ${zone}`),
      ),
      count > 0 ? [el("span", { class: "who-news", "aria-hidden": "true" }), spoken(`(${count} unread)`)] : null,
      el("span", { class: "who-time" }, timeOf(workspace.now(), person.tz)),
    ),
    isMe
      ? null
      : el(
          "a",
          {
            class: "who-window",
            href: address,
            target: "_blank",
            "aria-label": `Open a window for ${person.real_name}`,
            title: "Open in a new window",
          },
          icon("window"),
        ),
  );
}
