/** The app's global shortcuts, in a menu of the composer. */
// @ts-check
import { avatar } from "./avatar.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { opensMenu } from "./menu.js";
import { TROUBLE } from "./server.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("./shapes.js").Shortcut} Shortcut */

/**
 * @param {Workspace} workspace
 * @param {(shortcut: Shortcut) => void} run
 * @returns {HTMLElement | null} the button of the menu; null when the app has none
 */
export function shortcutsButton(workspace, run) {
  const shortcuts = workspace.shortcuts("global");
  if (shortcuts.length === 0) return null;
  const naming = { "aria-label": "Shortcuts", title: "Shortcuts" };
  const node = el("button", { type: "button", class: "composer-tool", ...naming }, icon("zap"));
  const items = () => shortcuts.map((one) => ({ label: shortcutLines(one, workspace), run: () => run(one) }));
  opensMenu(node, items, { alignEnd: false });
  return node;
}

/** @param {Shortcut} shortcut @param {Workspace} workspace @returns {Node[]} */
export function shortcutLines({ name, description }, workspace) {
  const about = `${workspace.bot.real_name} · ${description}`;
  const words = [el("strong", {}, name), " ", el("span", { class: "hint-description" }, about)];
  return [avatar(workspace.bot, "small"), el("span", { class: "hint-lines" }, words)];
}

/** @param {import("./server.js").Server} server @param {Shortcut} shortcut @returns {Promise<string>} why it failed */
export async function runShortcut(server, shortcut) {
  const answer = await server.act("shortcut", { callback_id: shortcut.callback_id });
  return answer.ok ? "" : (answer.error ?? TROUBLE);
}
