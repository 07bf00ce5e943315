/** What a composer offers while one types: commands after `/`, people after `@`, channels after `#`. */
// @ts-check
import { avatar } from "./avatar.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { shortcutLines } from "./shortcuts.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {import("./listbox.js").Choice} Choice */
/**
 * @typedef {{start: number, groups: import("./listbox.js").Group[], label: string}} Offer start: where the text to
 *   replace begins; a choice's value replaces it, or is a shortcut to run
 */

const MOST = 8;
// A name may have one blank in it.
const AT_CARET = /(^|[\s(])([@#])((?:[\p{L}\p{N}._-]+ )?[\p{L}\p{N}._-]*)$/u;

/**
 * @param {string} before the text up to the caret
 * @param {Workspace} workspace
 * @param {{commands: boolean}} options
 * @returns {Offer | null}
 */
export function completions(before, workspace, { commands }) {
  if (commands && /^\/\S*$/.test(before))
    return { start: 0, groups: slashGroups(before, workspace), label: "Commands and shortcuts" };
  if (commands && /^\/\S+ \S+$/.test(before)) {
    const choices = commandChoices(before, workspace.subcommands, workspace);
    if (choices.length > 0) return { start: 0, groups: [{ label: "", choices }], label: "What it can do" };
  }
  const match = AT_CARET.exec(before);
  if (!match) return null;
  const [, , sign, typed] = match;
  const start = before.length - typed.length - 1;
  const find = sign === "@" ? peopleChoices : channelChoices;
  const choices = find(typed.toLowerCase(), workspace);
  // A name that is written out already needs no completing, and Enter must send.
  const isComplete = choices.length === 1 && choices[0].value.trim().toLowerCase() === sign + typed.toLowerCase();
  const label = sign === "@" ? "People" : "Channels";
  return { start, groups: [{ label, choices: isComplete ? [] : choices }], label };
}

/**
 * @param {string} typed
 * @param {Workspace} workspace
 * @returns {import("./listbox.js").Group[]} a command that is written out stands alone: Enter must send it
 */
function slashGroups(typed, workspace) {
  if (workspace.commands.some(({ command }) => command === typed)) return [];
  const fitting = workspace
    .shortcuts("global")
    .filter(({ name }) => name.toLowerCase().startsWith(typed.slice(1).toLowerCase()));
  const shortcuts = fitting.map((one) => ({ value: one, content: shortcutLines(one, workspace) }));
  const groups = [
    { label: "Commands", choices: commandChoices(typed, workspace.commands, workspace) },
    { label: "Shortcuts", choices: shortcuts },
  ];
  return groups.filter((group) => group.choices.length > 0);
}

/**
 * @param {string} text
 * @param {Workspace} workspace
 * @returns {import("./shapes.js").Command | undefined} the command being written, once it is complete
 */
export function commandOf(text, workspace) {
  const known = [...workspace.subcommands, ...workspace.commands];
  return known.find(({ command }) => text === command || text.startsWith(`${command} `));
}

/**
 * @param {string} typed
 * @param {import("./shapes.js").Command[]} commands
 * @param {Workspace} workspace
 * @returns {Choice[]} a command that is written out needs no completing: Enter must send it
 */
function commandChoices(typed, commands, workspace) {
  if (commands.some(({ command }) => command === typed)) return [];
  const fitting = commands.filter(({ command }) => command.startsWith(typed));
  return fitting.map((command) => ({ value: `${command.command} `, content: commandLines(command, workspace) }));
}

/** @param {import("./shapes.js").Command} command @param {Workspace} workspace */
export function commandLines({ command, description, usage_hint: usage }, workspace) {
  return [
    avatar(workspace.bot, "small"),
    el(
      "span",
      { class: "hint-lines" },
      el("span", {}, el("strong", {}, command), " ", el("span", { class: "hint-usage" }, usage)),
      el("span", { class: "hint-description" }, description),
    ),
  ];
}

/** @param {string} typed @param {Workspace} workspace @returns {Choice[]} */
function peopleChoices(typed, workspace) {
  const everyone = [...workspace.actors(), workspace.bot];
  // Whoever is named already is not completed: the “ok” of “@ben ok” must be sent.
  if (everyone.some(({ name }) => typed.startsWith(`${name} `))) return [];
  const fits = (/** @type {import("./shapes.js").Person} */ person) =>
    [person.name, person.real_name, ...person.real_name.split(" ")].some((name) =>
      name.toLowerCase().startsWith(typed),
    );
  return everyone
    .filter(fits)
    .slice(0, MOST)
    .map((person) => ({
      value: `@${person.role === "bot" ? person.real_name : person.name} `,
      content: [
        avatar(person, "small"),
        el("strong", {}, person.real_name),
        el("span", { class: "hint-description" }, person.name),
      ],
    }));
}

/** @param {string} typed @param {Workspace} workspace @returns {Choice[]} */
function channelChoices(typed, workspace) {
  const fitting = workspace.listed("channels").filter((channel) => channel.name.toLowerCase().includes(typed));
  return fitting.slice(0, MOST).map((channel) => ({
    value: `#${channel.name} `,
    content: [icon(channel.kind === "private" ? "lock" : "hash"), el("span", {}, channel.name)],
  }));
}
