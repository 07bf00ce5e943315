/** The last requests between the workspace and the bot, as a table that grows at its end; a row opens on a click. */
// @ts-check
import { format } from "./dates.js";
import { el, spoken, uniqueId } from "./dom.js";

/** @typedef {import("./shapes.js").Request} Request */

const MOST = 200;
const NEAR_END = 24;
const SLOW = 1000;
/** The whole table is laid out again whenever there are others. */
const TOGETHER = 50;
const POINTER = /\s*\[json-pointer:([^\]]*)\]/;
const JSON_TEXTS = new Set(["attachments", "blocks", "files", "metadata", "private_metadata", "view"]);
const COLUMNS = ["Time", "Direction", "Request", "About", "Answer", "Took"];
const TO_THE_MILLISECOND = /** @type {Intl.DateTimeFormatOptions} */ ({
  hourCycle: "h23",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});
const FAULTS = /** @type {Record<string, string>} */ ({ drop_after: "answer dropped", slow: "slowed down" });

export class RequestLog {
  /**
   * @param {{whole: (id: number) => Promise<{request: any, answer: any} | null>, zone: () => string}} options
   *   whole: fetches all of one request; zone: whose time is shown
   */
  constructor(options) {
    this.options = options;
    /** @type {Map<number, {node: HTMLElement, more: HTMLElement | null}>} by number, the lowest first */
    this.rows = new Map();
    /** @type {Request[]} */
    this.coming = [];
    this.body = el("tbody", { role: "rowgroup" });
    this.empty = el("p", { class: "requests-empty" }, "Nothing was sent or asked yet.");
    const heads = COLUMNS.map((name) => el("th", { scope: "col", role: "columnheader" }, name));
    this.table = el(
      "table",
      { class: "requests-table", role: "table", "aria-label": "Requests, the newest last" },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads)),
      this.body,
    );
    const naming = { role: "region", "aria-label": "Requests and answers", tabindex: "0" };
    this.node = el("div", { class: "requests", ...naming }, this.table, this.empty);
  }

  clear() {
    this.#forgetComing();
    this.rows.clear();
    this.body.replaceChildren();
    this.empty.hidden = false;
  }

  /** Puts a row in its place by its number, with those that come at nearly the same time. @param {Request} request */
  putSoon(request) {
    this.coming.push(request);
    this.soon ??= setTimeout(() => {
      const { coming } = this;
      this.#forgetComing();
      this.put(coming);
    }, TOGETHER);
  }

  /** Puts rows in their places by their numbers, or over those that have them. @param {Request[]} requests */
  put(requests) {
    const { scrollTop, scrollHeight, clientHeight } = this.node;
    const wasAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    for (const request of requests) this.#put(request);
    this.empty.hidden = this.rows.size > 0;
    this.#trim();
    if (wasAtEnd) this.toEnd();
  }

  #forgetComing() {
    clearTimeout(this.soon);
    this.soon = undefined;
    this.coming = [];
  }

  /** @param {Request} request */
  #put(request) {
    const known = this.rows.get(request.id);
    const node = this.#row(request, known?.more ?? null);
    if (known) known.node.replaceWith(node);
    else this.#insert(request.id, node);
    this.rows.set(request.id, { node, more: known?.more ?? null });
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  /** @param {boolean} isOnly whether only what went wrong is shown */
  showRefusals(isOnly) {
    this.table.classList.toggle("only-refusals", isOnly);
    this.toEnd();
  }

  /** @param {number} id @param {HTMLElement} node */
  #insert(id, node) {
    const next = [...this.rows].filter(([other]) => other > id).reduce(lowest, null);
    this.body.insertBefore(node, next?.[1].node ?? null);
  }

  #trim() {
    while (this.rows.size > MOST) {
      const oldest = Math.min(...this.rows.keys());
      const { node, more } = /** @type {{node: HTMLElement, more: HTMLElement | null}} */ (this.rows.get(oldest));
      node.remove();
      more?.remove();
      this.rows.delete(oldest);
    }
  }

  /** @param {Request} request @param {HTMLElement | null} more what stands open below it @returns {HTMLElement} */
  #row(request, more) {
    const [arrow, words] = request.direction === "to_app" ? ["→ bot", "To the bot"] : ["bot →", "From the bot"];
    const cell = (/** @type {string} */ name, /** @type {any[]} */ ...content) =>
      el("td", { role: "cell", class: `request-${name}` }, content);
    const opener = el(
      "button",
      { type: "button", class: "request-what", "aria-expanded": String(more !== null) },
      request.what,
    );
    opener.addEventListener("click", () => this.#toggle(request.id, opener));
    return el(
      "tr",
      { role: "row", class: request.ok ? "request" : "request is-refused" },
      cell("at", format(request.at, this.options.zone(), TO_THE_MILLISECOND)),
      cell("direction", el("span", { "aria-hidden": "true" }, arrow), spoken(words)),
      cell("name", opener),
      cell("about", el("span", { title: request.summary }, request.summary)),
      cell("answer", answer(request)),
      cell("took", took(request)),
    );
  }

  /** @param {number} id @param {HTMLElement} opener */
  async #toggle(id, opener) {
    const row = this.rows.get(id);
    if (!row) return;
    const isOpening = row.more === null;
    opener.setAttribute("aria-expanded", String(isOpening));
    row.more?.remove();
    row.more = isOpening ? el("tr", { role: "row", class: "request-more" }) : null;
    if (!row.more) return;
    row.node.after(row.more);
    const cell = el("td", { role: "cell", colspan: String(COLUMNS.length) }, "Fetching…");
    row.more.append(cell);
    const whole = await this.options.whole(id);
    cell.replaceChildren(...(whole ? parts(whole) : ["This request is no longer kept."]));
    row.more.scrollIntoView({ block: "nearest" });
  }
}

/** @param {any} best @param {any} one */
function lowest(best, one) {
  return best === null || one[0] < best[0] ? one : best;
}

/** @param {Request} request */
function answer(request) {
  const fault = request.fault ? (FAULTS[request.fault] ?? "fault") : "";
  const retried = request.attempt ? `attempt ${request.attempt + 1}` : "";
  const status = request.status && request.status !== 200 ? String(request.status) : "";
  const word = request.error ?? (request.direction === "to_app" ? "acked" : "ok");
  return [
    el("span", { class: "request-result" }, [status, explained(word)].filter(Boolean).flatMap((one) => [one, " "])),
    [fault, retried].filter(Boolean).map((tag) => [el("span", { class: "request-tag" }, tag), " "]),
    request.problems.map((problem) => el("span", { class: "request-problem" }, explained(problem))),
  ];
}

/** @param {string} words @returns {any} with the place they speak of set apart */
function explained(words) {
  const plain = words.replace("[ERROR] ", "");
  const pointer = POINTER.exec(plain)?.[1];
  if (pointer === undefined) return plain;
  return [plain.replace(POINTER, ""), " ", spoken("at "), el("code", {}, pointer || "/")];
}

/** @param {Request} request */
function took({ ms }) {
  if (ms === null) return el("span", { title: "No answer came" }, "–");
  const words = ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms).toLocaleString("en")} ms`;
  return el("span", { class: ms >= SLOW ? "is-slow" : "" }, words);
}

/** @param {{request: any, answer: any}} whole @returns {HTMLElement[]} */
function parts(whole) {
  return /** @type {[string, any][]} */ ([
    ["Request", whole.request],
    ["Answer", whole.answer],
  ]).map(([title, value]) => {
    const id = uniqueId("json");
    const text = value === null ? "None" : JSON.stringify(value, readable, 2);
    return el(
      "section",
      { class: "request-json", "aria-labelledby": id },
      el("h4", { id }, title),
      el("pre", { tabindex: "0", "aria-labelledby": id }, text),
    );
  });
}

/** Unfolds what an app sends as JSON within a text; other texts stay. @param {string} name @param {any} value */
function readable(name, value) {
  if (typeof value !== "string" || !JSON_TEXTS.has(name) || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
