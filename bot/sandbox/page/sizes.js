/** How large nodes are: the browser tells of a change only after the scroll events that it causes. */
// @ts-check

export class Sizes {
  /** @param {HTMLElement[]} nodes @param {() => void} changed */
  constructor(nodes, changed) {
    this.nodes = nodes;
    this.told = "";
    const observer = new ResizeObserver(() => {
      this.told = this.#now();
      changed();
    });
    for (const node of nodes) observer.observe(node, { box: "border-box" });
  }

  /** Whether nothing is larger or smaller than the browser has told. */
  get areTold() {
    return this.told === this.#now();
  }

  #now() {
    return this.nodes.map((node) => node.offsetHeight).join(" ");
  }
}
