/** A text box as high as what is typed in it, up to a limit. */
// @ts-check

const MOST_HEIGHT = 240;

/** @param {HTMLTextAreaElement} input */
export function grow(input) {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, MOST_HEIGHT)}px`;
}
