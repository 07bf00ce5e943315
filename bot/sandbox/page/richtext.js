/** Draws rich_text blocks: sections, lists, quotes and preformatted text. */
// @ts-check
import { el } from "./dom.js";
import { emoji, isEmoji } from "./emoji.js";
import { channelLink, date, link, mention } from "./mrkdwn.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */

const STYLES = /** @type {[string, string][]} */ ([
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
  ["code", "code"],
]);

/** @type {Record<string, (leaf: any, workspace: Workspace) => Node | string>} */
const LEAVES = {
  text: (leaf) => leaf.text,
  link: (leaf) => link(leaf.url, leaf.text ?? leaf.url),
  user: (leaf, workspace) => mention(leaf.user_id, workspace),
  usergroup: (leaf) => el("span", { class: "mention" }, `@${leaf.usergroup_id}`),
  channel: (leaf, workspace) => channelLink(leaf.channel_id, "", workspace),
  broadcast: (leaf) => el("span", { class: "mention is-me" }, `@${leaf.range}`),
  emoji: (leaf) => (isEmoji(leaf.name) ? emoji(leaf.name) : `:${leaf.name}:`),
  color: (leaf) => leaf.value,
  date: (leaf, workspace) => date(leaf.timestamp, leaf.format, leaf.url ?? "", leaf.fallback ?? "", workspace),
};

/** @type {Record<string, (part: any, workspace: Workspace) => Node>} */
const CONTAINERS = {
  rich_text_section: (part, workspace) => el("p", {}, leaves(part, workspace)),
  rich_text_quote: (part, workspace) => el("blockquote", {}, leaves(part, workspace)),
  rich_text_preformatted: (part, workspace) => el("pre", {}, leaves(part, workspace)),
  rich_text_list: (part, workspace) =>
    el(
      part.style === "ordered" ? "ol" : "ul",
      { class: `rich-list indent-${part.indent ?? 0}`, start: part.offset ? part.offset + 1 : null },
      part.elements.map((/** @type {any} */ item) => el("li", {}, leaves(item, workspace))),
    ),
};

/** @param {import("./shapes.js").Block} block @param {Workspace} workspace */
export function richText(block, workspace) {
  return el(
    "div",
    { class: "block-rich-text" },
    (block.elements ?? []).map((/** @type {any} */ part) => container(part, workspace)),
  );
}

/** @param {any} part @param {Workspace} workspace */
function container(part, workspace) {
  const draw = CONTAINERS[part.type];
  return draw ? draw(part, workspace) : el("p", { class: "not-drawn" }, `${part.type} is not drawn here yet`);
}

/** @param {any} part @param {Workspace} workspace */
function leaves(part, workspace) {
  return (part.elements ?? []).map((/** @type {any} */ leaf) => styled(leaf, workspace));
}

/** @param {any} leaf @param {Workspace} workspace @returns {Node | string} */
function styled(leaf, workspace) {
  const draw = LEAVES[leaf.type];
  const plain = draw ? draw(leaf, workspace) : `[${leaf.type}]`;
  const wanted = STYLES.filter(([style]) => leaf.style?.[style]);
  return wanted.reduce((/** @type {Node | string} */ node, [, tag]) => el(tag, {}, node), plain);
}
