/** A person's picture: initials on the person's colour. */
// @ts-check
import { el, svg } from "./dom.js";

/** @param {string} name */
function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return words.length > 1 ? words[0][0] + words[words.length - 1][0] : name.slice(0, 2);
}

/** @param {import("./shapes.js").Person} person @param {string} [size] `small`, `tiny` or nothing */
export function avatar(person, size = "") {
  const node = el(
    "span",
    { class: `avatar ${size ? `avatar-${size}` : ""}`, "aria-hidden": "true" },
    person.role === "bot" ? beacon() : initials(person.real_name).toUpperCase(),
  );
  // Darker than the person's own colour, so that white initials can be read on any of them.
  node.style.backgroundColor = `color-mix(in srgb, ${person.color} 80%, black)`;
  return node;
}

function beacon() {
  return svg(
    "svg",
    { viewBox: "0 0 32 32" },
    svg("path", { d: "M9 23v-6a7 7 0 0 1 14 0v6z", fill: "#fff" }),
    svg("rect", { x: 6.5, y: 22, width: 19, height: 3.5, rx: 1.75, fill: "#fff", opacity: 0.8 }),
    svg("path", {
      d: "M16 4.5v3M6.6 8.2l2 2M25.4 8.2l-2 2",
      stroke: "#fff",
      "stroke-width": 2.2,
      "stroke-linecap": "round",
    }),
  );
}
