/** What has been filled in on one surface, by block and action, kept while the surface is drawn again. */
// @ts-check
import { channelOption, fileOption, personOption } from "./options.js";

/** @typedef {import("./shapes.js").FieldValue} FieldValue */
/** @typedef {import("./workspace.js").Workspace} Workspace */

// Slack writes the same endings after `initial_` in an element and after `selected_` in a view's state.
const ENDINGS = [
  "option",
  "options",
  "user",
  "users",
  "conversation",
  "conversations",
  "channel",
  "channels",
  "date",
  "time",
  "date_time",
];

export class Values {
  constructor() {
    /** @type {Map<string, {block: string, action: string, value: FieldValue}>} */
    this.entries = new Map();
    /** @type {Map<string, FieldValue>} what each field held before the person did anything */
    this.beginnings = new Map();
  }

  /** Whether anything is filled in otherwise than it was given. */
  get areChanged() {
    return [...this.entries].some(([key, { value }]) => !isSame(orNothing(value), orNothing(this.beginnings.get(key))));
  }

  /**
   * Is told of a field when it is drawn; again after an update, which may well begin with what was typed meanwhile.
   *
   * @param {string} block
   * @param {string} action
   * @param {FieldValue} value
   */
  begin(block, action, value) {
    const key = keyOf(block, action);
    if (!this.beginnings.has(key)) this.beginnings.set(key, value);
  }

  /** @param {string} block @param {string} action @returns {FieldValue} */
  get(block, action) {
    return this.entries.get(keyOf(block, action))?.value ?? null;
  }

  /** @param {string} block @param {string} action */
  has(block, action) {
    return this.entries.has(keyOf(block, action));
  }

  /** @param {string} block @param {string} action @param {FieldValue} value */
  set(block, action, value) {
    this.entries.set(keyOf(block, action), { block, action, value });
  }

  /** Forgets what the surface no longer asks for. @param {(block: string, action: string) => boolean} isAsked */
  retain(isAsked) {
    for (const [key, { block, action }] of this.entries) {
      if (isAsked(block, action)) continue;
      this.entries.delete(key);
      this.beginnings.delete(key);
    }
  }

  /** @returns {Record<string, Record<string, any>>} as the server takes them */
  toWire() {
    /** @type {Record<string, Record<string, any>>} an app may name a block `__proto__` */
    const wire = Object.create(null);
    for (const { block, action, value } of this.entries.values())
      (wire[block] ??= Object.create(null))[action] = wireValue(value);
    return wire;
  }
}

/** @param {string} block @param {string} action */
function keyOf(block, action) {
  return JSON.stringify([block, action]);
}

/** @param {any} value an option goes out as its value, a list as a list of those @returns {any} */
export function wireValue(value) {
  if (Array.isArray(value)) return value.map(wireValue);
  return value !== null && typeof value === "object" ? value.value : value;
}

/** @param {any} value @returns {FieldValue} the same for a list of nothing, which nobody can tell from it */
function orNothing(value) {
  return value === undefined || value?.length === 0 ? null : value;
}

/** @param {FieldValue} one @param {FieldValue} other */
export function isSame(one, other) {
  return JSON.stringify(wireValue(one)) === JSON.stringify(wireValue(other));
}

/** @param {any} element @param {Workspace} workspace @returns {FieldValue} what an element starts with */
export function initialValue(element, workspace) {
  return element.initial_value ?? firstOf(element, "initial_", workspace);
}

/** @param {any} state one entry of a view's `state.values` @param {Workspace} workspace @returns {FieldValue} */
export function stateValue(state, workspace) {
  if (state.files) return state.files.map(fileOption);
  return state.value ?? firstOf(state, "selected_", workspace);
}

/** @param {any} source @param {string} prefix @param {Workspace} workspace */
function firstOf(source, prefix, workspace) {
  const ending = ENDINGS.find((name) => source[prefix + name] !== undefined && source[prefix + name] !== null);
  return ending ? withNames(ending, source[prefix + ending], workspace) : null;
}

/**
 * @param {string} ending
 * @param {any} value
 * @param {Workspace} workspace
 * @returns {any} ids become options, so that they have a name to show
 */
function withNames(ending, value, workspace) {
  if (Array.isArray(value)) return value.map((one) => withNames(ending, one, workspace));
  if (ending.startsWith("user")) return personOption(workspace.person(value));
  if (ending.startsWith("channel") || ending.startsWith("conversation")) return channelOption(value, workspace);
  return value;
}
