/** What stands before a channel's first message: where one is, and what there is to try. */
// @ts-check
import { avatar } from "./avatar.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("./shapes.js").Channel} Channel */

const INTRODUCTION =
  "This is a whole workspace on your own machine, with the incident tracker in it. Nothing you do here leaves it. " +
  "Three things to try:";
const TRIES = /** @type {[string, string][]} */ ([
  ["/incident new Checkout is down sev1 @ana", "Open an incident in one line; its card appears here for everyone"],
  ["/incident list", "The newest incidents"],
  ["/incident help", "Everything it understands"],
]);

/**
 * @param {Channel} channel
 * @param {Workspace} workspace
 * @param {(text: string) => void} write puts words into the composer
 */
export function drawWelcome(channel, workspace, write) {
  if (channel.kind === "im") return drawPerson(channel, workspace);
  const isIncidents = channel.name === "incidents";
  return el(
    "section",
    { class: "welcome", "aria-label": "About this channel" },
    el("span", { class: "welcome-sign" }, icon(channel.kind === "private" ? "lock" : "hash")),
    el("h2", {}, isIncidents ? "Incidents are run here" : `Welcome to #${channel.name}`),
    el("p", {}, isIncidents ? INTRODUCTION : "This is the very beginning of the channel."),
    isIncidents
      ? el(
          "ul",
          { class: "tries" },
          TRIES.map(([text, about]) => el("li", {}, attempt(text, about, write))),
        )
      : null,
  );
}

/** @param {string} text @param {string} about @param {(text: string) => void} write */
function attempt(text, about, write) {
  return el(
    "button",
    { type: "button", class: "try", on: { click: () => write(text) } },
    el("code", {}, text),
    el("span", { class: "try-about" }, about),
  );
}

/** @param {Channel} channel @param {Workspace} workspace */
function drawPerson(channel, workspace) {
  const person = workspace.person(channel.user);
  return el(
    "section",
    { class: "welcome", "aria-label": "About this conversation" },
    avatar(person, "large"),
    el("h2", {}, person.real_name),
    el(
      "p",
      {},
      person.role === "bot"
        ? "The app writes to you here when something is yours to know."
        : `This conversation is between you and ${person.real_name}.`,
    ),
  );
}
