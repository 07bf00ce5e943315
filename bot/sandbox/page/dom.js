/** Builds DOM nodes from data, always as text and never as markup. */
// @ts-check

const SVG = "http://www.w3.org/2000/svg";
let lastId = 0;

/** @param {string} prefix */
export function uniqueId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes] as in HTML, and `on: {event: handler}`; null and false are left out
 * @param {...any} children nodes, strings, arrays of them; null and false are left out
 * @returns {any}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  setAttributes(node, attributes);
  append(node, children);
  return node;
}

/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...any} children
 * @returns {any}
 */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  setAttributes(node, attributes);
  append(node, children);
  return node;
}

/** @param {Element} node @param {Record<string, any>} attributes */
function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") listen(node, value);
    else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

/** @param {Element} node @param {Record<string, any>} handlers */
function listen(node, handlers) {
  for (const [event, handler] of Object.entries(handlers)) node.addEventListener(event, handler);
}

/** @param {Element} node @param {any[]} children */
function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false && child !== "") node.append(child);
  }
}

/** Text that only a screen reader says. @param {string} text */
export function spoken(text) {
  return el("span", { class: "spoken" }, text);
}

/** @param {number} count @param {string} noun */
export function counted(count, noun) {
  const plural = noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${count} ${count === 1 ? noun : plural}`;
}

/** @param {Element} root @returns {HTMLElement[]} what Tab reaches inside `root`, in order */
export function focusable(root) {
  const selector = ':is(a[href], button, input, select, textarea, [tabindex="0"]):not([disabled])';
  return /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)]).filter(
    (node) => node.tabIndex >= 0 && node.getClientRects().length > 0,
  );
}
