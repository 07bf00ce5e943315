/** Dates as Slack writes them, in the reader's own time zone. */
// @ts-check

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
/** Seconds from 1970 to the last moment that a Date can be. */
const LAST = 8.64e12;
/** Largest first: the first unit that fits once is the one that is said. */
const UNITS = /** @type {[string, number][]} */ ([
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", 60 * MINUTE],
  ["minute", MINUTE],
]);
/** @type {Map<string, Intl.DateTimeFormat>} formatters are slow to make and are asked for by every message */
const formatters = new Map();

/** @param {string} tz @param {Intl.DateTimeFormatOptions} options */
function formatter(tz, options) {
  const key = tz + JSON.stringify(options);
  const known = formatters.get(key) ?? new Intl.DateTimeFormat("en-US", { timeZone: tz, ...options });
  formatters.set(key, known);
  return known;
}

/** @param {number} seconds @param {string} tz @param {Intl.DateTimeFormatOptions} options */
export function format(seconds, tz, options) {
  // Recent ICU data puts a narrow no-break space before AM and PM; Slack and our tests write a plain one.
  return formatter(tz, options)
    .format(seconds * 1000)
    .replace(/\u202f/g, " ");
}

/** @param {number} seconds @param {string} tz */
function parts(seconds, tz) {
  const options = /** @type {Intl.DateTimeFormatOptions} */ ({
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  return Object.fromEntries(
    formatter(tz, options)
      .formatToParts(seconds * 1000)
      .map((part) => [part.type, part.value]),
  );
}

/** @param {number} seconds @param {string} tz @returns {string} YYYY-MM-DD there */
export function dayOf(seconds, tz) {
  const { year, month, day } = parts(seconds, tz);
  return `${year}-${month}-${day}`;
}

/** @param {number} seconds @param {string} tz */
export function timeOf(seconds, tz) {
  return format(seconds, tz, { hour: "numeric", minute: "2-digit" });
}

/** @param {number} day */
function ordinal(day) {
  const last = day % 10;
  if (Math.floor(day / 10) % 10 === 1 || last < 1 || last > 3) return `${day}th`;
  return `${day}${["st", "nd", "rd"][last - 1]}`;
}

/** @param {number} seconds @param {string} tz @param {boolean} isFull the weekday too */
function longDate(seconds, tz, isFull) {
  const { year, day } = parts(seconds, tz);
  const month = format(seconds, tz, { month: "long" });
  const date = `${month} ${ordinal(Number(day))}, ${year}`;
  return isFull ? `${format(seconds, tz, { weekday: "long" })}, ${date}` : date;
}

/** @param {number} seconds @param {string} tz @param {number} now @returns {string | null} */
function nearDay(seconds, tz, now) {
  const distance = Math.round((Date.parse(dayOf(seconds, tz)) - Date.parse(dayOf(now, tz))) / 1000 / DAY);
  return (
    new Map([
      [-1, "yesterday"],
      [0, "today"],
      [1, "tomorrow"],
    ]).get(distance) ?? null
  );
}

/** @param {number} seconds @param {number} now */
export function ago(seconds, now) {
  const distance = Math.abs(now - seconds);
  const unit = UNITS.find(([, size]) => distance >= size);
  if (!unit) return seconds > now + 1 ? "in a few seconds" : "just now";
  const count = Math.floor(distance / unit[1]);
  const said = `${count} ${unit[0]}${count === 1 ? "" : "s"}`;
  return seconds > now ? `in ${said}` : `${said} ago`;
}

/** @type {Record<string, (seconds: number, tz: string, now: number) => string>} */
const TOKENS = {
  date_num: (seconds, tz) => dayOf(seconds, tz),
  date_slash: (seconds, tz) => format(seconds, tz, { month: "2-digit", day: "2-digit", year: "numeric" }),
  date: (seconds, tz) => longDate(seconds, tz, false),
  date_short: (seconds, tz) => format(seconds, tz, { month: "short", day: "numeric", year: "numeric" }),
  date_long: (seconds, tz) => longDate(seconds, tz, true),
  date_long_full: (seconds, tz) => format(seconds, tz, { month: "long", day: "numeric", year: "numeric" }),
  date_pretty: (seconds, tz, now) => nearDay(seconds, tz, now) ?? TOKENS.date(seconds, tz, now),
  date_short_pretty: (seconds, tz, now) => nearDay(seconds, tz, now) ?? TOKENS.date_short(seconds, tz, now),
  date_long_pretty: (seconds, tz, now) => nearDay(seconds, tz, now) ?? TOKENS.date_long(seconds, tz, now),
  day_divider_pretty: (seconds, tz, now) => dayTitle(seconds, tz, now),
  time: (seconds, tz) => timeOf(seconds, tz),
  time_secs: (seconds, tz) => format(seconds, tz, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago: (seconds, _tz, now) => ago(seconds, now),
};

/**
 * Fills a `<!date^…>` template in; null when it names a token or a time that does not exist: the fallback is shown.
 *
 * @param {string} template @param {number} seconds @param {string} tz @param {number} now
 * @returns {string | null}
 */
export function fillTemplate(template, seconds, tz, now) {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const isTime = Math.abs(seconds) <= LAST;
  if (!isTime || names.length === 0 || !names.every((name) => Object.hasOwn(TOKENS, name))) return null;
  const filled = template.replace(/\{(\w+)\}/g, (_, name) => TOKENS[name](seconds, tz, now));
  // A day's name opens the line it stands in ("Today at 11:06 AM"); `{ago}` mostly follows a word.
  return /^\{\w+_pretty\}/.test(template) ? filled[0].toUpperCase() + filled.slice(1) : filled;
}

/** @param {number} seconds @param {string} tz @param {number} now what a day divider says */
export function dayTitle(seconds, tz, now) {
  const near = nearDay(seconds, tz, now);
  if (near) return near[0].toUpperCase() + near.slice(1);
  const { year, day } = parts(seconds, tz);
  const [weekday, month] = [format(seconds, tz, { weekday: "long" }), format(seconds, tz, { month: "long" })];
  const title = `${weekday}, ${month} ${ordinal(Number(day))}`;
  return year === parts(now, tz).year ? title : `${title}, ${year}`;
}

/** @param {number} seconds @param {string} tz the whole of it, for a tooltip */
export function fullTime(seconds, tz) {
  return `${longDate(seconds, tz, true)} at ${TOKENS.time_secs(seconds, tz, seconds)}`;
}

/** @param {number} seconds @param {string} tz @returns {string} what a datetime-local input takes */
export function toLocalInput(seconds, tz) {
  const { year, month, day, hour, minute } = parts(seconds, tz);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/** @param {string} text from a datetime-local input @param {string} tz @returns {number | null} Unix seconds */
export function fromLocalInput(text, tz) {
  const asUtc = Date.parse(`${text}Z`) / 1000;
  if (!Number.isFinite(asUtc)) return null;
  const offset = (/** @type {number} */ at) =>
    Date.parse(`${toLocalInput(at, tz)}Z`) / 1000 - Math.floor(at / MINUTE) * MINUTE;
  // The second pass settles the hours around a change of the clocks.
  return asUtc - offset(asUtc - offset(asUtc));
}
