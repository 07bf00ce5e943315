/** Turns Slack's mrkdwn into DOM nodes. */
// @ts-check
import { fillTemplate, fullTime } from "./dates.js";
import { el } from "./dom.js";
import { emoji, isEmoji } from "./emoji.js";
import { addressOf, asOpened, here, permalinkHere } from "./place.js";
import { roleOf } from "./workspace.js";

/** @typedef {import("./workspace.js").Workspace} Workspace */
/** @typedef {(string | Node)[]} Nodes */

// What is already a node stands in the text as a character that no text has, so that emphasis can be found around it.
const ATOM = "\uffff";
const ATOMIC = /```([\s\S]+?)```\n?|`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+-]+)(?:::skin-tone-\d)?:/g;
const ATOM_OR_LINK = /\uffff|https?:\/\/[^\s<>|\uffff]*[^\s<>|\uffff.,:;!?)'"*_~]/g;
const QUOTED = /^(?:&gt;|>) ?/;
const EMPHASIS = /** @type {[string, string][]} */ ([
  ["*", "strong"],
  ["_", "em"],
  ["~", "s"],
]);

/** @param {string} text */
export function unescapeText(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

/**
 * @param {string} text
 * @param {Workspace} workspace
 * @param {{verbatim?: boolean}} [options] verbatim: bare addresses stay text
 * @returns {Nodes}
 */
export function mrkdwn(text, workspace, options = {}) {
  /** @type {Node[]} in the order in which they stand in the text */
  const atoms = [];
  const flat = text.replaceAll(ATOM, "").replace(ATOMIC, (whole, ...groups) => {
    const node = atom(whole, groups, workspace);
    if (node) atoms.push(node);
    return node ? ATOM : whole;
  });
  return options.verbatim ? lines(flat, atoms.values()) : withLinks(flat, atoms.values());
}

/** @param {string} flat @param {Iterator<Node>} atoms @returns {Nodes} */
function withLinks(flat, atoms) {
  /** @type {Node[]} */
  const both = [];
  const linked = flat.replace(ATOM_OR_LINK, (found) => {
    const address = unescapeText(found);
    both.push(found === ATOM ? atoms.next().value : link(address, address));
    return ATOM;
  });
  return lines(linked, both.values());
}

/** @param {string} text @returns {Nodes} plain_text: emoji, but no mark-up */
export function plainText(text) {
  return unescapeText(text)
    .split(/(:[a-z0-9_+-]+:)/)
    .map((part) => {
      const name = part.slice(1, -1);
      return part.startsWith(":") && part.length > 2 && isEmoji(name) ? emoji(name) : part;
    });
}

/** @param {import("./shapes.js").TextObject | undefined} object @param {Workspace} workspace @returns {Nodes} */
export function textNodes(object, workspace) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text, workspace, object) : plainText(object.text);
}

/** @param {string} whole @param {any[]} groups @param {Workspace} workspace @returns {Node | null} */
function atom(whole, groups, workspace) {
  const [preformatted, code, angle, name] = groups;
  if (preformatted !== undefined) return el("pre", {}, unescapeText(preformatted.replace(/^\n/, "")));
  if (code !== undefined) return el("code", {}, unescapeText(code));
  if (angle !== undefined) return reference(angle, workspace);
  return isEmoji(name) ? emoji(name) : null;
}

/** @param {string} inside what stands between < and > @param {Workspace} workspace @returns {Node | null} */
function reference(inside, workspace) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : unescapeText(inside.slice(bar + 1));
  if (target.startsWith("@")) return mention(target.slice(1), workspace);
  if (target.startsWith("#")) return channelLink(target.slice(1), label, workspace);
  if (target.startsWith("!")) return special(target.slice(1), label, workspace);
  return link(unescapeText(target), label || unescapeText(target).replace(/^mailto:/, ""));
}

/** @param {string} id @param {Workspace} workspace */
export function mention(id, workspace) {
  const person = workspace.person(id);
  const ownClass = id === workspace.me.id ? " is-me" : "";
  return el(
    "span",
    { class: `mention${ownClass}`, title: `${roleOf(person)}, ${person.tz_label}` },
    `@${person.real_name}`,
  );
}

/** @param {string} id @param {string} label @param {Workspace} workspace */
export function channelLink(id, label, workspace) {
  const channel = workspace.channels.get(id);
  if (!channel) return el("span", { class: "mention" }, `#${label || "private channel"}`);
  return el("a", { class: "mention", href: addressOf({ as: here().as, channel: id }) }, `#${channel.name}`);
}

/** @param {string} command @param {string} label @param {Workspace} workspace */
function special(command, label, workspace) {
  const [name, ...rest] = command.split("^");
  if (name === "date") return date(Number(rest[0]), rest[1] ?? "", rest[2] ?? "", label, workspace);
  if (name === "subteam") return el("span", { class: "mention" }, label || `@${rest[0]}`);
  return el("span", { class: "mention is-me" }, `@${name}`);
}

/**
 * @param {number} seconds
 * @param {string} template
 * @param {string} address
 * @param {string} fallback
 * @param {Workspace} workspace
 */
export function date(seconds, template, address, fallback, workspace) {
  const { tz } = workspace.me;
  const filled = fillTemplate(template, seconds, tz, workspace.now());
  if (filled === null) return document.createTextNode(fallback);
  const attributes = {
    class: "date",
    title: fullTime(seconds, tz),
    "data-seconds": seconds,
    "data-template": template,
  };
  const node = el("time", { ...attributes, datetime: new Date(seconds * 1000).toISOString() }, filled);
  return address ? link(address, node) : node;
}

/** Writes every date on the page again, as "3 minutes ago" grows old. @param {Workspace} workspace */
export function refreshDates(workspace) {
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("time[data-template]"))) {
    const filled = fillTemplate(
      node.dataset.template ?? "",
      Number(node.dataset.seconds),
      workspace.me.tz,
      workspace.now(),
    );
    if (filled !== null && filled !== node.textContent) node.textContent = filled;
  }
}

/**
 * @param {string} address
 * @param {string | Node} label
 * @returns {Node} an address that is no web or mail address stays text
 */
export function link(address, label) {
  if (!/^(https?:\/\/|mailto:)/i.test(address) || !URL.canParse(address)) return el("span", {}, label);
  const known = asOpened(address);
  const inside = permalinkHere(known);
  if (inside) return el("a", { href: inside }, label);
  return el("a", { href: known, target: "_blank", rel: "noopener noreferrer" }, label);
}

/** @param {string} flat @param {Iterator<Node>} atoms @returns {Nodes} lines, with neighbouring quoted ones in one quote */
function lines(flat, atoms) {
  /** @type {Nodes} */
  const nodes = [];
  /** @type {HTMLElement | null} */
  let quote = null;
  for (const line of flat.split("\n")) {
    const isQuoted = QUOTED.test(line);
    if (isQuoted && quote) quote.append(el("br"));
    else if (isQuoted) nodes.push((quote = el("blockquote")));
    else if (nodes.length > 0 && !quote) nodes.push(el("br"));
    if (quote && isQuoted) quote.append(...inline(line.replace(QUOTED, ""), atoms));
    else nodes.push(...inline(line, atoms));
    if (!isQuoted) quote = null;
  }
  return nodes;
}

/** @param {string} text @param {Iterator<Node>} atoms @returns {Nodes} */
function inline(text, atoms) {
  /** @type {Nodes} */
  const nodes = [];
  let from = 0;
  for (const { start, end, tag } of emphases(text)) {
    nodes.push(...leaves(text.slice(from, start), atoms), el(tag, {}, inline(text.slice(start + 1, end), atoms)));
    from = end + 1;
  }
  return [...nodes, ...leaves(text.slice(from), atoms)];
}

/** @param {string} text @returns {Generator<{start: number, end: number, tag: string}>} side by side, not those within */
function* emphases(text) {
  // A mark that nothing closes from here on is closed by nothing later either: looking again would take quadratic time.
  const unclosed = new Set();
  for (let start = 0; start < text.length; start += 1) {
    const known = EMPHASIS.find(([mark]) => mark === text[start]);
    if (!known || unclosed.has(known[0]) || !isBoundary(text[start - 1]) || isBlank(text[start + 1]))
      continue;
    const end = closing(text, known[0], start);
    if (end < 0) unclosed.add(known[0]);
    else {
      yield { start, end, tag: known[1] };
      start = end;
    }
  }
}

/** @param {string} text @param {string} mark @param {number} start */
function closing(text, mark, start) {
  for (let end = start + 2; end < text.length; end += 1) {
    if (text[end] === mark && !isBlank(text[end - 1]) && isBoundary(text[end + 1])) return end;
  }
  return -1;
}

/** @param {string | undefined} character within a mark: emphasis hugs its words, and a zero-width space holds it off */
function isBlank(character) {
  return character === undefined || /[\s\u200b]/.test(character);
}

/** @param {string | undefined} character beside a mark: emphasis never begins or ends inside a word */
function isBoundary(character) {
  return character === undefined || !/[\p{L}\p{N}]/u.test(character);
}

/** @param {string} text @param {Iterator<Node>} atoms @returns {Nodes} */
function leaves(text, atoms) {
  return text
    .split(/(\uffff)/)
    .map((part) => (part === ATOM ? atoms.next().value : unescapeText(part)))
    .filter((part) => part !== "");
}
