/** Names this window, so that a form stands in the window that opened it and in no other. */
// @ts-check

const KEY = "window";

/** @returns {Promise<string>} the same after a reload; a duplicated tab gets a name of its own */
export async function windowName() {
  const known = sessionStorage.getItem(KEY);
  if (known && (await isFree(known))) return known;
  const name = crypto.randomUUID();
  sessionStorage.setItem(KEY, name);
  await isFree(name);
  return name;
}

/** @param {string} name @returns {Promise<boolean>} whether no window has it; it is ours from then on */
function isFree(name) {
  return new Promise((resolve) => {
    navigator.locks.request(`window ${name}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      // Held until the window is gone.
      return lock && new Promise(() => {});
    });
  });
}
