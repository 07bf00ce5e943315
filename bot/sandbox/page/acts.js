/** What a person may do with a message: react, edit, delete, and the app's message shortcuts. */
// @ts-check
import { confirmed } from "./confirm.js";
import { isJoin } from "./message.js";
import { TROUBLE } from "./server.js";

/** @typedef {import("./shapes.js").Message} Message */
/** @typedef {import("./workspace.js").Workspace} Workspace */

const DELETE = {
  title: { type: "plain_text", text: "Delete message" },
  text: { type: "plain_text", text: "Are you sure you want to delete this message? This cannot be undone." },
  confirm: { type: "plain_text", text: "Delete" },
  deny: { type: "plain_text", text: "Cancel" },
  style: "danger",
};

export class MessageActs {
  /**
   * @param {{
   *   server: import("./server.js").Server,
   *   workspace: Workspace,
   *   drafts: import("./drafts.js").Drafts,
   *   channel: string,
   *   say: (error: string) => void, edit: (ts: string) => void,
   * }} options say: shows why something was refused; edit: opens the message to be written again
   */
  constructor(options) {
    this.options = options;
  }

  /** @param {Message} message whether anything at all can be done with it */
  isOpen(message) {
    return !message.is_ephemeral && message.subtype !== "tombstone";
  }

  /** @param {Message} message */
  mayEdit(message) {
    return this.isOpen(message) && !isJoin(message) && !message.bot_id && message.user === this.options.workspace.me.id;
  }

  /** @param {Message} message the workspace's owners and admins delete what others wrote, too */
  mayDelete(message) {
    const isAdmin = ["owner", "admin"].includes(this.options.workspace.me.role);
    return this.isOpen(message) && (isAdmin || this.mayEdit(message));
  }

  /** @returns {import("./shapes.js").Shortcut[]} */
  get shortcuts() {
    return this.options.workspace.shortcuts("message");
  }

  /** @param {Message} message @param {string} name */
  toggle(message, name) {
    const reaction = message.reactions?.find((one) => one.name === name);
    const isMine = reaction?.users.includes(this.options.workspace.me.id);
    return this.#do(isMine ? "unreact" : "react", message.ts, { name });
  }

  /** @param {Message} message */
  edit(message) {
    if (this.mayEdit(message)) this.options.edit(message.ts);
  }

  /** @param {Message} message @param {string} text @returns {Promise<boolean>} */
  save(message, text) {
    return this.#do("edit", message.ts, { text });
  }

  /** @param {Message} message */
  async remove(message) {
    if (!this.mayDelete(message) || !(await confirmed(DELETE, this.options.workspace))) return;
    await this.#do("delete", message.ts, {});
  }

  /** @param {Message} message @param {string} callback */
  shortcut(message, callback) {
    return this.#do("shortcut", message.ts, { callback_id: callback });
  }

  /** @param {string} deed @param {string} ts @param {Record<string, any>} fields @returns {Promise<boolean>} */
  async #do(deed, ts, fields) {
    const { server, channel, say } = this.options;
    const answer = await server.act(deed, { channel, ts, ...fields });
    say(answer.ok ? "" : (answer.error ?? TROUBLE));
    return answer.ok;
  }
}
