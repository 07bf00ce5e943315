/** What stands before a channel's first message: where one is, and on a first visit what there is to try. */
// @ts-check
import { avatar } from "./avatar.js";
import { el } from "./dom.js";
import { firstSteps } from "./firststeps.js";
import { icon } from "./icons.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("./shapes.js").Channel} Channel */

const INTRODUCTION = "This is a whole workspace on your own machine, with the incident tracker in it.";

/**
 * @param {Channel} channel
 * @param {Workspace} workspace
 * @param {import("./firststeps.js").Ways} ways
 */
export function drawWelcome(channel, workspace, ways) {
  if (channel.kind === "im") return drawPerson(channel, workspace);
  const isIncidents = channel.name === "incidents";
  return el(
    "section",
    { class: "welcome", "aria-label": "About this channel" },
    el("span", { class: "welcome-sign" }, icon(channel.kind === "private" ? "lock" : "hash")),
    el("h2", {}, isIncidents ? "Incidents are run here" : `Welcome to #${channel.name}`),
    el("p", {}, isIncidents ? INTRODUCTION : "This is the very beginning of the channel."),
    isIncidents ? firstSteps(workspace, ways) : null,
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
