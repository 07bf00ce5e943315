/** The middle of the page: one channel's header, messages and composer, and its open thread. */
// @ts-check
import { AppHome } from "./apphome.js";
import { avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { counted, el, spoken } from "./dom.js";
import { examples } from "./examples.js";
import { icon } from "./icons.js";
import { MessageList } from "./messages.js";
import { go } from "./place.js";
import { Tabs } from "./tabs.js";
import { Thread } from "./thread.js";
import { Timeline, isReply } from "./timeline.js";
import { drawWelcome } from "./welcome.js";

/** @typedef {import("./shapes.js").Message} Message */
/** @typedef {import("./shapes.js").Channel} Channel */

const PAGE = 50;
/** As many as the server gives at once. */
const MANY = 500;
const TABS = { home: "Home", messages: "Messages" };

export class Conversation {
  /**
   * @param {{
   *   server: import("./server.js").Server,
   *   workspace: import("./workspace.js").Workspace,
   *   drafts: import("./drafts.js").Drafts,
   *   channel: Channel, openThread: (ts: string) => void, openSidebar: (at?: "persons") => void, watchReminder: () => void,
   * }} options
   */
  constructor(options) {
    const { server, workspace, drafts, channel, openThread, watchReminder } = options;
    const title = workspace.titleOf(channel);
    this.options = options;
    this.channel = channel;
    this.timeline = new Timeline();
    /** @type {Thread | null} */
    this.thread = null;
    /** @type {"home" | "messages" | ""} */
    this.tab = "";
    this.composer = Composer.at({
      server,
      workspace,
      drafts,
      channel: channel.id,
      label: `Message ${title}`,
      placeholder: `Message ${title}`,
      sendLabel: "Send",
    });
    const write = (/** @type {string} */ text) => {
      if (text) this.composer.suggest(text);
      this.composer.focus();
    };
    const fill = () => examples(server, workspace, () => write(""));
    this.list = new MessageList({
      server,
      workspace,
      drafts,
      channel: channel.id,
      timeline: this.timeline,
      label: `Messages in ${title}`,
      openThread,
      top: drawWelcome(channel, workspace, { write, watchReminder, examples: fill }),
      loadEarlier: () => this.timeline.loadEarlier((before) => this.#before(before, PAGE)),
      say: (error) => this.composer.say(error),
    });
    this.head = el("header", { class: "pane-head" });
    this.foot = el("div");
    const on = { keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) };
    this.panel = el("div", { class: "panel", on }, this.list.node, this.foot);
    this.node = el("main", { class: "conversation", "aria-label": title }, this.head, this.panel);
    /** @type {AppHome | null} */
    this.home = workspace.isApps(channel) && workspace.state.app.has_home ? new AppHome(server, workspace) : null;
    if (this.home) this.#addTabs(this.home);
    this.drawHead();
    this.drawFoot();
  }

  /** @param {AppHome} home */
  #addTabs(home) {
    this.tabs = new Tabs(TABS, { label: "Tabs of the app", choose: (tab) => go({ tab, thread: "" }) });
    this.tabs.name("home", home.node);
    this.tabs.name("messages", this.panel);
    this.head.after(this.tabs.node);
    this.node.append(home.node);
    this.node.classList.add("has-tabs");
  }

  /** Whether one looks at the app's Home tab, and not at messages. */
  get isHome() {
    return this.tab === "home";
  }

  /** @param {string} tab of the app's conversation; others have only messages @returns {boolean} whether it changed */
  turnTo(tab) {
    const wanted = this.home && tab === "home" ? "home" : "messages";
    if (wanted === this.tab) return false;
    this.tab = wanted;
    this.isTold = !this.options.workspace.isApps(this.channel);
    this.tabs?.show(wanted);
    // Who leaves for the other tab and comes back has read what was there.
    this.list.drawLine("");
    return true;
  }

  /** The app hears which of its tabs a person opens. @param {boolean} again Home may be another by now */
  async tellOfTab(again) {
    if (this.isTold && !(again && this.isHome)) return;
    this.isTold = true;
    if (this.isHome) await this.home?.open();
    else await this.options.server.act("open_im");
  }

  /** Where one types, or the reason why one cannot. */
  drawFoot() {
    const words = this.options.workspace.whyMute(this.channel);
    const foot = words ? el("p", { class: "archived" }, words) : this.composer.node;
    if (foot === this.foot) return;
    this.foot.replaceWith(foot);
    this.foot = foot;
  }

  focus() {
    if (this.isHome) this.home?.focus();
    else if (this.foot === this.composer.node) this.composer.focus();
    else this.list.scroller.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented) this.focus();
  }

  drawHead() {
    const { workspace, openSidebar } = this.options;
    const { channel } = this;
    const isPerson = channel.kind === "im";
    const person = workspace.person(channel.user);
    const members = channel.members.map((id) => workspace.person(id));
    const you = `You are ${workspace.me.real_name}: switch person`;
    const sign = isPerson ? avatar(person, "small") : icon(channel.kind === "private" ? "lock" : "hash");
    this.head.replaceChildren(
      el(
        "button",
        {
          type: "button",
          class: "icon-button open-sidebar",
          "aria-label": "Open the sidebar",
          on: { click: () => openSidebar() },
        },
        icon("menu"),
      ),
      el(
        "h1",
        { class: "pane-title" },
        sign,
        workspace.nameOf(channel),
        isPerson && person.role === "bot" ? el("span", { class: "badge" }, "APP") : null,
      ),
      isPerson
        ? ""
        : el(
            "span",
            { class: "members", title: members.map((member) => member.real_name).join(", ") },
            el(
              "span",
              { class: "members-faces", "aria-hidden": "true" },
              members.slice(0, 3).map((member) => avatar(member, "tiny")),
            ),
            counted(members.length, "member"),
          ),
      el(
        "button",
        { type: "button", class: "icon-button me", title: you, on: { click: () => openSidebar("persons") } },
        avatar(workspace.me, "small"),
        spoken(you),
      ),
    );
  }

  /** @param {Channel} channel the same one, with other members or another name, archived or no longer */
  change(channel) {
    this.channel = channel;
    this.drawHead();
    this.drawFoot();
    this.thread?.change(channel);
  }

  async load() {
    const coming = this.options.server.messages(this.channel.id, { limit: PAGE });
    await this.timeline.load(coming, (page) => this.#renew(page));
    this.list.render();
  }

  /** @param {import("./timeline.js").Page} page the newest there is */
  #renew(page) {
    const held = this.timeline.messages;
    this.timeline.fill(page.messages, page.has_more);
    // After a lost connection, what was read further up stays where it is if the new page reaches it.
    const first = page.messages[0]?.ts ?? "";
    if (page.has_more && held.some((message) => message.ts === first))
      this.timeline.prepend(
        held.filter((message) => message.ts < first),
        true,
      );
  }

  /** @param {string} before @param {number} limit */
  #before(before, limit) {
    return this.options.server.messages(this.channel.id, { before, limit });
  }

  /** Brings a message into view, however long ago it was written; a reply in its thread. @param {string} ts */
  async reveal(ts) {
    const shown = this.thread?.options.ts ?? ts;
    await this.timeline.loadBackTo(shown, (before) => this.#before(before, MANY));
    this.list.reveal(shown);
    await this.thread?.reveal(ts);
  }

  /** @param {Message} message new or changed */
  put(message) {
    if (isReply(message)) {
      this.timeline.noteReply(message);
      this.list.render();
    }
    if (!isReply(message) || message.subtype === "thread_broadcast") this.list.put(message);
    this.thread?.put(message);
  }

  /** @param {string} ts */
  remove(ts) {
    this.timeline.remove(ts);
    this.list.render();
    this.thread?.remove(ts);
  }

  /** @param {string} ts empty: no thread @param {() => void} close @returns {boolean} whether anything changed */
  showThread(ts, close) {
    if (ts === (this.thread?.options.ts ?? "")) return false;
    const { server, workspace, drafts } = this.options;
    this.thread = ts ? new Thread({ server, workspace, drafts, channel: this.channel, ts, close }) : null;
    return true;
  }
}
