/** Where the window is: the person, channel and thread, kept in the address so that a reload stays there. */
// @ts-check

/**
 * @typedef {{as: string, channel: string, tab: string, thread: string, message: string}} Place tab: of the app's
 *   conversation; message: one to bring into view
 */

/** @returns {Place} */
export function here() {
  const fields = new URLSearchParams(location.hash.slice(1));
  const field = (/** @type {string} */ name) => fields.get(name) ?? "";
  return {
    as: field("as"),
    channel: field("channel"),
    tab: field("tab"),
    thread: field("thread"),
    message: field("message"),
  };
}

/** @param {Partial<Place>} place @returns {string} an address for `href` */
export function addressOf(place) {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(place)) if (value) fields.set(name, value);
  return `#${fields}`;
}

// Where Slack finds the workspace itself.
const ANY_WORKSPACE = "https://slack.com";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * @param {string} address
 * @returns {string} the same by the name this page was opened by, where it is of this workspace: to the browser this
 *   machine's other names are other sites, and those the workspace answers nothing
 */
export function asOpened(address) {
  const url = new URL(address, location.href);
  const isOurs = url.protocol === location.protocol && url.port === location.port && LOOPBACK.includes(url.hostname);
  return isOurs && LOOPBACK.includes(location.hostname) ? url.href.replace(url.origin, location.origin) : address;
}

/**
 * @param {string} address a link
 * @returns {string | null} the same message on this page, when it is a message's permalink
 */
export function permalinkHere(address) {
  const { origin, pathname, searchParams } = new URL(address, location.href);
  const [, channel, seconds, micros] = /^\/archives\/(\w+)\/p(\d{10})(\d{6})$/.exec(pathname) ?? [];
  if (![location.origin, ANY_WORKSPACE].includes(origin) || !channel) return null;
  return addressOf({
    as: here().as,
    channel,
    thread: searchParams.get("thread_ts") ?? "",
    message: `${seconds}.${micros}`,
  });
}

/** Goes there, as following a link would. @param {Partial<Place>} place */
export function go(place) {
  location.hash = addressOf({ ...here(), ...place });
}

/** Corrects the address without a step in the browser's history. @param {Partial<Place>} place */
export function settle(place) {
  history.replaceState(null, "", addressOf({ ...here(), ...place }));
}
