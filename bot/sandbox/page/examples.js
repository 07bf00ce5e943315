/** The offer to fill the app with made-up incidents, as long as nobody has taken it. */
// @ts-check
import { el } from "./dom.js";

/**
 * @param {import("./server.js").Server} server
 * @param {import("./workspace.js").Workspace} workspace
 * @returns {HTMLElement | null}
 */
export function examples(server, workspace) {
  if (!workspace.state.can_be_filled) return null;
  const button = el("button", { type: "button", class: "examples-fill" }, "Fill it with examples");
  const about = el("span", { role: "status" }, "Three months of made-up incidents, for full lists and charts");
  button.addEventListener("click", async () => {
    button.disabled = true;
    about.textContent = "They are being made…";
    const answer = await server.act("fill");
    workspace.state.can_be_filled &&= !answer.ok;
    about.textContent = answer.error || "The examples are here. Try /incident list or /incident stats 30d";
    if (answer.ok) button.remove();
    else button.disabled = false;
  });
  return el("p", { class: "examples" }, button, about);
}
