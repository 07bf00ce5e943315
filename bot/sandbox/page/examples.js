/** The offer to fill the app with made-up incidents, as long as nobody has taken it. */
// @ts-check
import { el } from "./dom.js";

const ABOUT = "Three months of made-up incidents, for full lists and charts";

/**
 * @param {import("./server.js").Server} server
 * @param {import("./workspace.js").Workspace} workspace
 * @param {() => void} [goOn] puts the focus where a person goes on; without it, it stays there
 * @returns {HTMLElement | null}
 */
export function examples(server, workspace, goOn) {
  if (!workspace.state.can_be_filled) return null;
  const button = el("button", { type: "button", class: "examples-fill" }, "Fill it with examples");
  const about = el("span", { role: "status", tabindex: "-1" }, ABOUT);
  button.addEventListener("click", async () => {
    button.disabled = true;
    about.textContent = "They are being made…";
    const answer = await server.act("fill");
    workspace.state.can_be_filled &&= !answer.ok;
    about.textContent = answer.error || "The examples are here. Try /incident list or /incident stats 30d";
    const hasLeft = document.activeElement !== button && document.activeElement !== document.body;
    if (answer.ok) button.remove();
    else button.disabled = false;
    // A button that is switched off loses the focus; whoever has gone elsewhere meanwhile stays there.
    if (hasLeft) return;
    if (!answer.ok) button.focus();
    else if (goOn) goOn();
    else about.focus();
  });
  return el("p", { class: "examples" }, button, about);
}
