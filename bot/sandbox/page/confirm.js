/** Asks before something is done, as a block's `confirm` wants it. */
// @ts-check
import { el, uniqueId } from "./dom.js";
import { trapFocus } from "./focus.js";
import { textNodes } from "./mrkdwn.js";

/**
 * @param {any} wanted Slack's confirmation dialog object
 * @param {import("./workspace.js").Workspace} workspace
 * @returns {Promise<boolean>}
 */
export function confirmed(wanted, workspace) {
  return new Promise((resolve) => {
    const dialog = dialogFor(wanted, workspace);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    trapFocus(dialog);
  });
}

/** @param {any} wanted @param {import("./workspace.js").Workspace} workspace @returns {HTMLDialogElement} */
function dialogFor(wanted, workspace) {
  const title = uniqueId("confirm");
  const style = wanted.style === "danger" ? "button-danger" : "button-primary";
  const answer = (/** @type {string} */ value, /** @type {string} */ classes, /** @type {any} */ text) =>
    el(
      "button",
      { type: "button", class: `button button-large ${classes}`, on: { click: () => dialog.close(value) } },
      textNodes(text, workspace),
    );
  const dialog = el(
    "dialog",
    { class: "dialog confirm", "aria-modal": "true", "aria-labelledby": title },
    el("h2", { id: title, class: "dialog-title" }, textNodes(wanted.title, workspace)),
    el("div", { class: "confirm-text" }, textNodes(wanted.text, workspace)),
    el("div", { class: "dialog-buttons" }, answer("no", "", wanted.deny), answer("yes", style, wanted.confirm)),
  );
  return dialog;
}
