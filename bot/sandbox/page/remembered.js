/** Small choices about the page itself, kept in this browser for good. */
// @ts-check

/** @typedef {"developer tools" | "first steps hidden"} Choice */

/** @param {Choice} name @returns {boolean} */
export function isRemembered(name) {
  return localStorage.getItem(name) !== null;
}

/** @param {Choice} name @param {boolean} isSo */
export function remember(name, isSo) {
  if (isSo) localStorage.setItem(name, "yes");
  else localStorage.removeItem(name);
}
