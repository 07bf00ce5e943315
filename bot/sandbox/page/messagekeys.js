/** Keys on messages, as in Slack: arrows go from one to the next, and a letter does what its toolbar does. */
// @ts-check

/** @typedef {import("./shapes.js").Message} Message */

const TOOLS = /** @type {Record<string, string>} */ ({ r: "react", t: "reply" });

/**
 * @param {KeyboardEvent} event
 * @param {{
 *   scroller: HTMLElement, list: HTMLElement, find: (ts: string) => Message | undefined,
 *   acts: import("./acts.js").MessageActs,
 * }} place
 */
export function messageKey(event, { scroller, list, find, acts }) {
  const target = /** @type {HTMLElement} */ (event.target);
  const isMessage = target.matches(".message");
  if ((!isMessage && target !== scroller) || event.ctrlKey || event.metaKey || event.altKey) return;
  const next = neighbour(isMessage ? target : null, event.key, list);
  const message = isMessage ? find(target.dataset.ts ?? "") : undefined;
  if (next) next.focus();
  else if (!message || !use(event.key, target, message, acts)) return;
  event.preventDefault();
}

/**
 * Tab goes through the tools of the message one stands on, and past those of all others.
 *
 * @param {HTMLElement} list
 */
export function takeTabs(list) {
  const give = (/** @type {FocusEvent} */ event, /** @type {number} */ index) => {
    const message = /** @type {HTMLElement} */ (event.target).closest(".message");
    for (const node of message?.querySelectorAll(".toolbar-button") ?? [])
      /** @type {HTMLElement} */ (node).tabIndex = index;
  };
  list.addEventListener("focusin", (event) => give(event, 0));
  list.addEventListener("focusout", (event) => give(event, -1));
}

/** @param {HTMLElement | null} from @param {string} key @param {HTMLElement} list @returns {HTMLElement | undefined} */
function neighbour(from, key, list) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (!step) return undefined;
  const messages = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".message")]);
  return from ? messages[messages.indexOf(from) + step] : messages.at(-1);
}

/**
 * @param {string} key
 * @param {HTMLElement} node
 * @param {Message} message
 * @param {import("./acts.js").MessageActs} acts
 * @returns {boolean} whether the key means something here
 */
function use(key, node, message, acts) {
  const tool = TOOLS[key] && node.querySelector(`.message-toolbar [data-control="${TOOLS[key]}"]`);
  if (tool) /** @type {HTMLElement} */ (tool).click();
  else if (key === "e" && acts.mayEdit(message)) acts.edit(message);
  else if (["Delete", "Backspace"].includes(key) && acts.mayDelete(message)) acts.remove(message);
  else return false;
  return true;
}
