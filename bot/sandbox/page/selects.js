/** Selects of every kind: from a list, from the app, of people, of channels; single and multiple. */
// @ts-check
import { combobox, narrowing } from "./combobox.js";
import { dropdown } from "./dropdown.js";
import { unescapeText } from "./mrkdwn.js";
import { channelOption, personOption } from "./options.js";

/** @typedef {import("./field.js").Field} Field */
/** @typedef {import("./shapes.js").Option} Option */

const LEAST_TYPED = 3;

/**
 * @param {any} source an element or an answer with `options` or `option_groups`
 * @returns {{label: string, options: Option[]}[]}
 */
function groupsOf(source) {
  if (!source.option_groups) return [{ label: "", options: source.options ?? [] }];
  return source.option_groups.map((/** @type {any} */ group) => ({
    label: unescapeText(group.label.text),
    options: group.options,
  }));
}

/** @param {Field} field */
function suggestions(field) {
  const least = field.element.min_query_length ?? LEAST_TYPED;
  return async (/** @type {string} */ typed) => {
    if (typed.length < least) return { groups: [], note: `Type ${least} or more characters to search` };
    const answer = await field.surface.suggest(field.blockId, field.actionId, typed);
    return answer.ok ? { groups: groupsOf(answer) } : { groups: [], note: answer.error };
  };
}

/** @param {Field} field */
function people(field) {
  const options = [...field.surface.workspace.people.values()]
    .filter((person) => person.role !== "deactivated")
    .map(personOption);
  return narrowing([{ label: "", options }]);
}

/** @param {Field} field @param {(channel: import("./shapes.js").Channel) => boolean} isOffered */
function channels(field, isOffered) {
  const { workspace } = field.surface;
  const options = [...workspace.channels.values()]
    .filter(isOffered)
    .map((channel) => channelOption(channel.id, workspace));
  return narrowing([{ label: "", options }]);
}

/** @type {Record<string, (field: Field) => any>} */
const SOURCES = {
  static_select: (field) => narrowing(groupsOf(field.element)),
  external_select: suggestions,
  users_select: people,
  conversations_select: (field) => channels(field, () => true),
  channels_select: (field) => channels(field, (channel) => channel.kind === "channel"),
};

/** @type {Record<string, (field: Field) => HTMLElement>} every kind, alone and with `multi_` before it */
export const SELECTS = Object.fromEntries(
  Object.entries(SOURCES).flatMap(([kind, source]) => [
    [kind, (/** @type {Field} */ field) => combobox(field, source(field), { takesMany: false })],
    [`multi_${kind}`, (/** @type {Field} */ field) => combobox(field, source(field), { takesMany: true })],
  ]),
);
SELECTS.static_select = (field) => dropdown(field, groupsOf(field.element));
