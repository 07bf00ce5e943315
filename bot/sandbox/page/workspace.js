/** What this person knows of the workspace: people, channels, commands and the server's clock. */
// @ts-check

/** @typedef {import("./shapes.js").Person} Person */
/** @typedef {import("./shapes.js").Channel} Channel */
/** @typedef {import("./shapes.js").Message} Message */

const FALLBACK_COLOR = "#5b5b66";
const ROLES = /** @type {Record<string, string>} */ ({
  owner: "Owner",
  admin: "Admin",
  member: "Full member",
  guest: "Guest",
});

export class Workspace {
  /** @param {import("./shapes.js").State} state */
  constructor(state) {
    /** The tab of the app's conversation that one looked at last. */
    this.appTab = "home";
    /** @type {Map<string, Person>} */
    this.people = new Map();
    /** @type {Map<string, Channel>} */
    this.channels = new Map();
    this.state = state;
    this.skew = 0;
    this.update(state);
  }

  /** @param {import("./shapes.js").State} state */
  update(state) {
    this.state = state;
    this.people = new Map([...state.people, state.bot].map((person) => [person.id, person]));
    this.channels = new Map(state.channels.map((channel) => [channel.id, channel]));
    this.setTime(state.time);
  }

  /** @param {number} time what the workspace's clock shows now, in Unix seconds */
  setTime(time) {
    this.skew = time - Date.now() / 1000;
  }

  get team() {
    return this.state.team;
  }

  get me() {
    return this.people.get(this.state.me.id) ?? this.state.me;
  }

  get bot() {
    return this.state.bot;
  }

  get commands() {
    return this.state.commands;
  }

  /** What may follow a command, each written with it. */
  get subcommands() {
    return this.state.subcommands;
  }

  /** @param {"global" | "message"} type @returns {import("./shapes.js").Shortcut[]} */
  shortcuts(type) {
    return this.state.shortcuts.filter((shortcut) => shortcut.type === type);
  }

  /** @returns {number} Unix seconds by the workspace's clock, which people may move forward */
  now() {
    return Date.now() / 1000 + this.skew;
  }

  /** @param {string | undefined} id @returns {Person} someone unknown still has a name to show */
  person(id) {
    const unknown = {
      id: id ?? "",
      name: id ?? "unknown",
      real_name: id ?? "Unknown",
      tz: "UTC",
      tz_label: "UTC",
      role: "member",
      color: FALLBACK_COLOR,
    };
    return this.people.get(id ?? "") ?? unknown;
  }

  /** @param {Message} message */
  author(message) {
    return message.bot_id && !message.user ? this.bot : this.person(message.user);
  }

  /** @returns {Person[]} who can act here: no bots, nobody deactivated */
  actors() {
    return [...this.people.values()].filter((person) => !["bot", "deactivated"].includes(person.role));
  }

  /** @param {Channel} channel */
  nameOf(channel) {
    return channel.kind === "im" ? this.person(channel.user).real_name : channel.name;
  }

  /** @param {Channel} channel how a sentence names it: `#incidents`, `Incident Tracker` */
  titleOf(channel) {
    return channel.kind === "im" ? this.nameOf(channel) : `#${channel.name}`;
  }

  /** @param {Channel} channel whether it is the conversation with the app, which may have a Home tab */
  isApps(channel) {
    return channel.kind === "im" && channel.user === this.bot.id;
  }

  /** @param {Channel} channel @returns {string} why nobody can write there; empty when they can */
  whyMute(channel) {
    if (channel.is_archived) return "This channel is archived: it can be read, not written to.";
    return this.isApps(channel) && !this.state.app.takes_messages
      ? "Sending messages to this app has been turned off."
      : "";
  }

  /** @param {string} wanted @param {string} tab of the app @returns {Channel | undefined} it, or the one to start in */
  channelOr(wanted, tab) {
    const all = [...this.channels.values()];
    const apps = tab ? all.find((channel) => this.isApps(channel)) : undefined;
    return this.channels.get(wanted) ?? apps ?? all.find((channel) => channel.name === "incidents") ?? all[0];
  }

  /** @param {string} kind @returns {Channel[]} by name */
  listed(kind) {
    const inApps = (/** @type {Channel} */ channel) => this.isApps(channel);
    const wanted = {
      channels: (/** @type {Channel} */ channel) => channel.kind !== "im",
      people: (/** @type {Channel} */ channel) => channel.kind === "im" && !inApps(channel),
      apps: inApps,
    }[kind];
    return [...this.channels.values()]
      .filter(wanted ?? (() => false))
      .sort((a, b) => this.nameOf(a).localeCompare(this.nameOf(b)));
  }
}

/** @param {Person} person @returns {string} what Slack calls it: a member is something else in the tracker */
export function roleOf(person) {
  return ROLES[person.role] ?? person.role;
}
