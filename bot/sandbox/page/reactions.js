/** The reactions under a message: who gave which, one's own taken back with a click, and a way to add another. */
// @ts-check
import { counted, el } from "./dom.js";
import { emoji, isEmoji } from "./emoji.js";
import { icon } from "./icons.js";
import { pickEmoji } from "./picker.js";

/** @typedef {import("./shapes.js").Message} Message */
/** @typedef {import("./shapes.js").Reaction} Reaction */
/** @typedef {import("./message.js").Showing} Showing */

/** @param {Message} message @param {Showing} showing */
export function reactions(message, { acts, workspace }) {
  if (!message.reactions?.length || !acts.isOpen(message)) return null;
  const add = el(
    "button",
    {
      type: "button",
      class: "reaction reaction-add",
      "aria-label": "Add reaction",
      title: "Add reaction",
      "data-control": "react here",
      "aria-haspopup": "dialog",
      on: { click: () => pickEmoji(add, (name) => acts.toggle(message, name), { alignEnd: false }) },
    },
    icon("emoji"),
  );
  const pills = message.reactions.map((one) => pill(one, workspace, () => acts.toggle(message, one.name)));
  return el("div", { class: "reactions", role: "group", "aria-label": "Reactions" }, pills, add);
}

/** @param {Reaction} reaction @param {import("./workspace.js").Workspace} workspace @param {() => void} toggle */
function pill({ name, users, count }, workspace, toggle) {
  const isMine = users.includes(workspace.me.id);
  const who = users.map((id) => (id === workspace.me.id ? "you" : workspace.person(id).real_name));
  const words = new Intl.ListFormat("en").format(who);
  return el(
    "button",
    {
      type: "button",
      class: `reaction ${isMine ? "is-mine" : ""}`,
      "aria-pressed": String(isMine),
      "aria-label": `${name.replaceAll("_", " ")}, ${counted(count, "reaction")}: ${words}`,
      title: `${words[0]?.toUpperCase() ?? ""}${words.slice(1)} reacted with :${name}:`,
      "data-control": `reaction ${name}`,
      on: { click: toggle },
    },
    isEmoji(name) ? emoji(name) : `:${name}:`,
    el("span", { class: "reaction-count" }, String(count)),
  );
}
