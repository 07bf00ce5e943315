/** Letters that are typed one soon after another, where nothing takes what is written: they may begin a name. */
// @ts-check

// As long as browsers wait for the next letter of a name.
const PAUSE = 1000;

export class Spelling {
  spelled = "";

  /**
   * The same letter again begins anew. A blank goes on with what was spelled, and alone is a key like others.
   *
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was a letter of it
   */
  hears({ key, ctrlKey, metaKey, altKey }) {
    if (key.startsWith("Arrow") || key === "Home" || key === "End") this.spelled = "";
    if (ctrlKey || metaKey || altKey || key.length !== 1 || (key === " " && !this.spelled)) return false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.spelled = ""), PAUSE);
    const letter = key.toLowerCase();
    this.spelled = this.spelled === letter ? letter : this.spelled + letter;
    return true;
  }

  /**
   * @param {HTMLElement[]} entries
   * @param {number} at where one stands: a longer beginning may fit it still, a first letter goes on to the next
   * @returns {number} which entry begins so, -1 for none
   */
  find(entries, at) {
    const { length } = entries;
    const from = Math.max(at, 0) + (this.spelled.length === 1 ? 1 : 0);
    const inOrder = entries.map((_, index) => (from + index) % length);
    return inOrder.find((index) => wordsOf(entries[index]).startsWith(this.spelled)) ?? -1;
  }
}

/** @param {HTMLElement} node @returns {string} without an emoji before them */
function wordsOf(node) {
  return (node.textContent ?? "").toLowerCase().replace(/^[^\p{L}\p{N}]+/u, "");
}
