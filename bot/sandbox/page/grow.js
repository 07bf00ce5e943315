/** A text box as high as what is typed in it, up to the limit in its style. */
// @ts-check

/** @param {HTMLTextAreaElement} input */
export function grow(input) {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
}
