/** Switches faults of the Web API on and off, to see what the bot makes of them. */
// @ts-check
import { el, uniqueId } from "./dom.js";
import { icon } from "./icons.js";

/** @typedef {import("./shapes.js").Fault} Fault */
/** @typedef {import("./shapes.js").Answer} Answer */

const ANY = "*";
const KINDS = /** @type {Record<string, {label: string, seconds?: string, usual?: number, most?: number}>} */ ({
  rate_limited: { label: "429 Too many requests", seconds: "Retry-After, in seconds", usual: 5, most: 3600 },
  server_error: { label: "500 Internal error" },
  drop_after: { label: "Answer dropped" },
  slow: { label: "Slow answer", seconds: "Delay, in seconds", usual: 2, most: 60 },
});

export class FaultBoard {
  /**
   * @param {{change: (fields: {method: string, kind: string | null, seconds: number | null}) => Promise<Answer>,
   *          onChange: (isAny: boolean) => void}} options onChange: whether any fault is switched on
   */
  constructor(options) {
    this.options = options;
    this.kind = select(Object.entries(KINDS).map(([value, { label }]) => [value, label]));
    this.method = select([[ANY, "Every method"]]);
    this.seconds = el("input", { type: "number", class: "text-input", min: "1", step: "1", required: true });
    this.secondsField = field("Seconds", this.seconds);
    this.on = el("ul", { class: "faults-on", "aria-label": "Faults that are switched on" });
    this.said = el("p", { class: "faults-said", role: "status" });
    this.kind.addEventListener("change", () => this.#askSeconds());
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#switchOn();
    };
    this.form = el(
      "form",
      { class: "faults-form", novalidate: true, on: { submit } },
      field("What goes wrong", boxed(this.kind)),
      field("Where", boxed(this.method)),
      this.secondsField,
      el("button", { type: "submit", class: "button" }, "Switch on"),
    );
    this.node = el("div", { class: "faults" }, this.form, this.said, this.on);
    this.#askSeconds();
  }

  /** @param {string[]} methods that a fault can be switched on for */
  offer(methods) {
    const chosen = this.method.value;
    this.method.replaceChildren(...methods.map((name) => el("option", { value: name }, nameOf(name))));
    this.method.value = methods.includes(chosen) ? chosen : ANY;
  }

  /** @param {Fault[]} faults */
  show(faults) {
    const had = this.on.contains(document.activeElement);
    this.on.replaceChildren(...faults.map((fault) => this.#entry(fault)));
    if (had) (this.on.querySelector("button") ?? this.kind).focus();
    this.options.onChange(faults.length > 0);
  }

  #askSeconds() {
    const { seconds, usual, most } = KINDS[this.kind.value];
    this.secondsField.hidden = seconds === undefined;
    if (seconds === undefined) return;
    this.secondsField.querySelector("label").textContent = seconds;
    this.seconds.max = String(most);
    this.seconds.value = String(usual);
  }

  async #switchOn() {
    const kind = this.kind.value;
    const seconds = KINDS[kind].seconds === undefined ? null : Number(this.seconds.value);
    const method = this.method.value;
    const words = `On: ${describe({ method, kind, seconds: seconds ?? 0 })}.`;
    this.#say(await this.options.change({ method, kind, seconds }), words);
  }

  /** @param {Fault} fault @returns {HTMLElement} */
  #entry(fault) {
    const words = describe(fault);
    const off = async () => {
      const answer = await this.options.change({ method: fault.method, kind: null, seconds: null });
      this.#say(answer, `Off: ${words}.`);
    };
    return el(
      "li",
      { class: "fault" },
      icon("warning"),
      el("span", { class: "fault-words" }, words),
      el(
        "button",
        { type: "button", class: "button", "aria-label": `Switch off ${words}`, on: { click: off } },
        "Switch off",
      ),
    );
  }

  /** @param {Answer} answer @param {string} words when it was done */
  #say(answer, words) {
    this.said.textContent = answer.ok ? words : (answer.error ?? "");
    this.said.classList.toggle("is-error", !answer.ok);
    if (answer.ok) this.show(answer.faults);
  }
}

/** @param {string} method */
function nameOf(method) {
  return method === ANY ? "Every method" : method;
}

/** @param {Fault} fault */
function describe({ method, kind, seconds }) {
  const what = { rate_limited: `429, Retry-After ${seconds} s`, slow: `Slow by ${seconds} s` }[kind];
  return `${what ?? KINDS[kind]?.label ?? kind}, ${method === ANY ? "every method" : method}`;
}

/** @param {[string, string][]} choices */
function select(choices) {
  return el(
    "select",
    { class: "select" },
    choices.map(([value, label]) => el("option", { value }, label)),
  );
}

/** @param {HTMLElement} box */
function boxed(box) {
  return el("div", { class: "select-box" }, box, icon("chevron"));
}

/** @param {string} label @param {HTMLElement} content with one control in it @returns {any} */
function field(label, content) {
  const id = uniqueId("fault");
  (content.matches("select, input") ? content : content.querySelector("select, input"))?.setAttribute("id", id);
  return el("div", { class: "faults-field" }, el("label", { for: id }, label), content);
}
