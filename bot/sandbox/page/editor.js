/** A message while its author writes it again: Enter saves, Escape leaves it as it was. */
// @ts-check
import { Completer } from "./completer.js";
import { el } from "./dom.js";
import { grow } from "./grow.js";
import { unescapeText } from "./mrkdwn.js";

/** @typedef {import("./shapes.js").Message} Message */
/** @typedef {import("./workspace.js").Workspace} Workspace */

const TAGS = /<(@|#)?([^>|]+)(?:\|([^>]*))?>/g;

/**
 * @param {string} text as Slack keeps it
 * @param {Workspace} workspace
 * @returns {string} as it was typed, with names where ids stand
 */
export function typedText(text, workspace) {
  const untagged = text.replace(TAGS, (whole, sign, target, label) => {
    if (sign === "@") return `@${handle(target, workspace)}`;
    if (sign === "#") return `#${workspace.channels.get(target)?.name ?? label ?? target}`;
    return target.startsWith("!") ? whole : target;
  });
  return unescapeText(untagged);
}

/** @param {string} id @param {Workspace} workspace */
function handle(id, workspace) {
  const person = workspace.person(id);
  return person.role === "bot" ? person.real_name : person.name;
}

/**
 * @param {Message} message
 * @param {import("./acts.js").MessageActs} acts
 * @param {() => void} done
 * @returns {HTMLElement}
 */
export function editor(message, acts, done) {
  const { workspace, drafts, channel } = acts.options;
  const before = typedText(message.text ?? "", workspace);
  const place = `${channel} edit ${message.ts}`;
  const leave = () => {
    completer.close();
    drafts.keep(place, {});
    done();
  };
  const save = async () => {
    const text = input.value.trim();
    // As in Slack, a message with nothing left in it is one to delete.
    if (text === "" && !message.files?.length) return acts.remove(message);
    if (text === before || (await acts.save(message, text))) leave();
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (event.isComposing || completer.onKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) save();
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  };
  const naming = { "aria-label": "Edit message", "data-control": "edit", rows: 1 };
  const changed = () => {
    grow(input);
    drafts.keep(place, { text: input.value === before ? "" : input.value });
  };
  const typed = () => {
    changed();
    completer.offer();
  };
  const input = el("textarea", { class: "composer-input", ...naming, on: { keydown: key, input: typed } });
  const frame = el(
    "div",
    { class: "editor composer-frame" },
    input,
    el("div", { class: "editor-buttons" }, button("Cancel", "", leave), button("Save", "button-primary", save)),
  );
  const completer = new Completer(input, { workspace, commands: false, anchor: () => frame, onChange: changed });
  input.value = drafts.get(place).text || before;
  requestAnimationFrame(() => grow(input));
  return frame;
}

/** @param {string} label @param {string} style @param {() => void} click */
function button(label, style, click) {
  return el("button", { type: "button", class: `button ${style}`, on: { click } }, label);
}
