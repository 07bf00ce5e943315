/** The tools over a message one points at or stands on: react, reply, and a menu with the rest. */
// @ts-check
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { opensMenu } from "./menu.js";
import { pickEmoji } from "./picker.js";

/** @typedef {import("./shapes.js").Message} Message */
/** @typedef {import("./message.js").Showing} Showing */

/** @param {Message} message @param {Showing} showing */
export function toolbar(message, { inThread, openThread, acts, workspace }) {
  if (!acts.isOpen(message)) return null;
  const react = tool("emoji", "Add reaction", "react", () =>
    pickEmoji(react, (name) => acts.toggle(message, name), { alignEnd: true }),
  );
  react.setAttribute("aria-haspopup", "dialog");
  const reply = inThread ? null : tool("reply", "Reply in thread", "reply", () => openThread(message.ts));
  const items = menuOf(message, acts, workspace.bot.real_name);
  const more = items.length > 0 ? tool("more", "More actions", "more") : null;
  if (more) opensMenu(more, () => items);
  return el("div", { class: "message-toolbar" }, react, reply, more);
}

/**
 * @param {"emoji" | "reply" | "more"} sign
 * @param {string} label
 * @param {string} control
 * @param {() => void} [click]
 */
function tool(sign, label, control, click) {
  const attributes = { type: "button", class: "toolbar-button", tabindex: "-1", "aria-label": label, title: label };
  return el("button", { ...attributes, "data-control": control, on: click ? { click } : {} }, icon(sign));
}

/**
 * @param {Message} message
 * @param {import("./acts.js").MessageActs} acts
 * @param {string} app
 * @returns {import("./menu.js").Item[]}
 */
function menuOf(message, acts, app) {
  const edit = { label: ["Edit message"], key: "E", run: () => acts.edit(message) };
  const shortcuts = acts.shortcuts.map(({ name, callback_id: callback }) => ({
    label: [name],
    about: app,
    run: () => acts.shortcut(message, callback),
  }));
  const remove = { label: ["Delete message…"], key: "Delete", isDanger: true, run: () => acts.remove(message) };
  return [acts.mayEdit(message) ? edit : [], shortcuts, acts.mayDelete(message) ? remove : []].flat();
}
