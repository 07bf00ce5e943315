/** People, channels and files as options: what is chosen has a name to show and a value to send. */
// @ts-check

/** @typedef {import("./shapes.js").Option} Option */

/** @param {import("./shapes.js").Person} person @returns {Option} */
export function personOption(person) {
  return { text: { type: "plain_text", text: person.real_name }, value: person.id };
}

/** @param {string} id @param {import("./workspace.js").Workspace} workspace @returns {Option} */
export function channelOption(id, workspace) {
  const channel = workspace.channels.get(id);
  return { text: { type: "plain_text", text: channel ? workspace.titleOf(channel) : id }, value: id };
}

/** @param {{id: string, name: string}} file Slack's file object @returns {Option} */
export function fileOption(file) {
  return { text: { type: "plain_text", text: file.name }, value: file.id };
}
