/** Three things to try on a first visit; whoever hides them never sees them again. */
// @ts-check
import { el, uniqueId } from "./dom.js";
import { isRemembered, remember } from "./remembered.js";

/**
 * @typedef {{write: (text: string) => void, watchReminder: () => void, examples: () => HTMLElement | null}} Ways
 *   write: puts words into the composer; watchReminder: lets half an hour pass, and goes where the app reminds one;
 *   examples: offers to have some made, or is nothing
 */

const LIST = "/incident mine";

/** @param {import("./workspace.js").Workspace} workspace @param {Ways} ways @returns {HTMLElement | null} */
export function firstSteps(workspace, { write, watchReminder, examples }) {
  if (isRemembered("first steps hidden")) return null;
  const open = `/incident new Checkout is down sev1 @${workspace.me.name}`;
  const id = uniqueId("steps");
  const steps = [
    step("Open your first incident", [el("code", {}, open), "Press Enter to send it"], () => write(open)),
    step("See your list", [el("code", {}, LIST), "What you reported or have, unresolved first"], () => write(LIST)),
    step(
      "Move the clock and watch a reminder arrive",
      ["Half an hour without a word about a SEV1 is too long"],
      watchReminder,
    ),
  ];
  const node = el(
    "section",
    { class: "steps", "aria-labelledby": id },
    el("h3", { id }, "Three things to try"),
    el("ol", {}, steps),
  );
  const hide = () => {
    remember("first steps hidden", true);
    node.remove();
    write("");
  };
  const offered = examples();
  if (offered) node.append(offered);
  node.append(el("button", { type: "button", class: "steps-hide", on: { click: hide } }, "Hide these"));
  return node;
}

/** @param {string} title @param {(string | HTMLElement)[]} about @param {() => void} click */
function step(title, about, click) {
  const button = el(
    "button",
    { type: "button", class: "step", on: { click } },
    el("span", { class: "step-title" }, title),
    about.map((line) => el("span", { class: "step-about" }, line)),
  );
  return el("li", {}, button);
}
