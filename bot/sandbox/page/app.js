/** Starts the page: follows the address, keeps what is shown up to date, and gives every part what it needs. */
// @ts-check
import { Developer } from "./developer.js";
import { Drafts } from "./drafts.js";
import { Live } from "./live.js";
import { ModalStack } from "./modal.js";
import { refreshDates } from "./mrkdwn.js";
import { go, here, settle } from "./place.js";
import { Press } from "./press.js";
import { Server } from "./server.js";
import { Shell } from "./shell.js";
import { drawSidebar } from "./sidebar.js";
import { Stage } from "./stage.js";
import { Unread } from "./unread.js";
import { windowName } from "./window.js";
import { Workspace } from "./workspace.js";

const FIRST_PERSON = "U0ANA";
const DATES_GROW_OLD = 20_000;
/** A little more than a SEV1 may lie untouched. */
const UNTIL_REMINDED = 31 * 60;
const STARTING_OVER = "Resetting the workspace…";

class App {
  /** @param {HTMLElement} root @param {string} window the name of this window */
  constructor(root, window) {
    this.root = root;
    this.window = window;
    this.unread = new Unread();
    this.press = new Press();
    /** @type {any[] | null} what happened while everything is on its way, which may be older than that */
    this.waiting = null;
    this.shell = new Shell(root);
    this.developer = new Developer({
      server: () => this.server,
      workspace: () => this.workspace,
      startOver: () => this.#startOver(),
    });
    addEventListener("hashchange", () => this.arrive());
    addEventListener("focus", () => this.press.after(() => this.workspace && this.#look()));
    setInterval(() => this.press.after(() => this.workspace && this.#tick(this.workspace)), DATES_GROW_OLD);
  }

  /** Shows what the address says. */
  arrive() {
    const place = here();
    if (!this.server || (place.as && place.as !== this.server.as)) return this.#become(place.as || FIRST_PERSON);
    if (!this.workspace) return;
    this.#showPlace();
    this.#whileReachable(() => this.stage?.load(here(), { again: false }));
  }

  /** @param {Workspace} workspace */
  #tick(workspace) {
    refreshDates(workspace);
    this.#redrawSidebar();
  }

  /** @param {string} as */
  #become(as) {
    this.live?.close();
    this.modals?.dismantle();
    this.shell.leave();
    this.workspace = undefined;
    this.stage = undefined;
    this.waiting = [];
    this.server = new Server(as, this.window);
    this.live = new Live(as, this.window, {
      onEvent: (event) => this.press.after(() => this.#happened(event)),
      onOpen: () => this.#whileReachable(() => this.#refresh()),
      onDown: () => this.#lost(),
    });
  }

  /** Fetches everything anew: at the start, and after a lost connection, when anything may have been missed. */
  async #refresh() {
    const server = /** @type {Server} */ (this.server);
    /** @type {any[]} */
    const waiting = (this.waiting = []);
    this.press.forget();
    const [state, { views, home }] = await Promise.all([server.state(), server.views()]);
    await new Promise((/** @type {(_?: unknown) => void} */ drawn) => this.press.after(drawn));
    if (waiting !== this.waiting) return;
    this.shell.say("");
    this.unread.fill(state.unread);
    if (this.workspace && this.workspace.state.born !== state.born) return this.#beginAnew();
    if (this.workspace) this.workspace.update(state);
    else this.#enter(new Workspace(state));
    this.stage?.showHome(home);
    this.developer.showFaults(state.faults);
    this.#showPlace();
    this.modals?.reconcile(views);
    this.waiting = null;
    for (const event of waiting) this.#happened(event);
    await Promise.all([this.stage?.load(here(), { again: true }), this.developer.load()]);
  }

  /** Nothing that this window knows is of the workspace that is there now. */
  #beginAnew() {
    Drafts.forgetAll();
    settle({ channel: "", tab: "", thread: "", message: "" });
    location.reload();
  }

  /**
   * The server may be gone in the middle of anything; then the stream says so, and everything is fetched when it is
   * back.
   *
   * @param {() => Promise<void> | undefined} fetching
   */
  async #whileReachable(fetching) {
    try {
      await fetching();
    } catch (error) {
      console.warn(error);
      this.live?.restart();
    }
  }

  /** @param {Workspace} workspace */
  #enter(workspace) {
    const server = /** @type {Server} */ (this.server);
    const stage = new Stage({
      server,
      workspace,
      drafts: new Drafts(server.as),
      openSidebar: (at) => this.shell.drawer.open(true, at),
      watchReminder: () => this.#watchReminder(),
    });
    this.workspace = workspace;
    this.stage = stage;
    this.modals = new ModalStack(server, workspace, {
      behind: this.root,
      refresh: () => this.#refreshViews(),
      focusElsewhere: () => stage.focus(),
    });
    settle({ as: workspace.me.id });
    this.shell.enter(stage, this.developer.node);
  }

  /** What a submitted view became is told by the live stream; when that is down, it has to be asked. */
  async #refreshViews() {
    if (this.live?.isOpen) return;
    const { views } = await /** @type {Server} */ (this.server).views();
    this.modals?.replace(views);
  }

  async #lost() {
    const words = this.isStartingOver ? STARTING_OVER : "Connection lost. Trying to reach the workspace again…";
    this.shell.say(words);
    if (!this.workspace) this.shell.sayAlone(words);
    // Also one whom the workspace had may be gone with its last first day.
    if (!(await /** @type {Server} */ (this.server).knowsMe())) go({ as: FIRST_PERSON });
  }

  #showPlace() {
    const workspace = /** @type {Workspace} */ (this.workspace);
    const channel = workspace.channelOr(here().channel, here().tab);
    if (!channel) return;
    if (channel.id !== here().channel) settle({ channel: channel.id, thread: "" });
    if (this.stage?.show(channel, here())) this.shell.drawer.open(false);
    const shown = this.stage?.conversation;
    if (shown?.tabs) workspace.appTab = shown.tab;
    this.#look();
    document.title = `${workspace.nameOf(channel)} · ${workspace.team.name}`;
  }

  /** What one looks at is read, and what was new there when one came stands under a line. */
  #look() {
    const { workspace, stage } = this;
    const shown = stage?.conversation;
    if (!workspace || !shown) return;
    const { channel } = shown;
    const { count, first_unread } = this.unread.of(workspace.me.id, channel.id);
    if (count > 0 && !shown.isHome) {
      if (first_unread) shown.list.drawLine(first_unread);
      if (document.hasFocus()) this.#read(channel.id);
    }
    shown.tabs?.count("messages", this.unread.of(workspace.me.id, channel.id).count);
    this.#redrawSidebar();
  }

  /** @param {string} channel @returns {boolean} whether a count changed */
  #read(channel) {
    const server = /** @type {Server} */ (this.server);
    server.act("read", { channel });
    return this.unread.hear([{ person: server.as, channel, count: 0, mentions: 0, first_unread: "" }], server.as);
  }

  #redrawSidebar() {
    const workspace = /** @type {Workspace} */ (this.workspace);
    const sidebar = drawSidebar(
      workspace,
      this.unread,
      () => this.#openBot("home"),
      (seconds) => this.#advance(seconds),
      this.developer.toggle,
    );
    this.shell.drawer.draw(sidebar);
  }

  /** @param {any} event from the live stream */
  #happened(event) {
    if (this.waiting) return void this.waiting.push(event);
    const handlers = /** @type {Record<string, () => void>} */ ({
      message: () => this.stage?.conversationIn(event.channel)?.put(event.message),
      message_changed: () => this.stage?.conversationIn(event.channel)?.put(event.message),
      message_deleted: () => this.stage?.conversationIn(event.channel)?.remove(event.ts),
      unread: () => this.#unreadChanged(event.rows),
      channel: () => this.#channelChanged(event.channel),
      person: () => this.#personChanged(event.person),
      home: () => this.stage?.showHome(event.view),
      clock: () => this.#clockMoved(event.time),
      request: () => this.developer.hear(event.request),
      faults: () => this.developer.showFaults(event.faults),
      view_opened: () => this.modals?.open(event.view),
      view_updated: () => this.modals?.update(event.view),
      view_closed: () => this.modals?.remove(event.view_id),
      views_cleared: () => this.modals?.clear(),
    });
    handlers[event.type]?.();
  }

  /** @param {import("./shapes.js").UnreadRow[]} rows */
  #unreadChanged(rows) {
    const { me } = /** @type {Workspace} */ (this.workspace);
    const shown = this.stage?.conversation;
    const watched = shown && !shown.isHome && document.hasFocus() ? shown.channel.id : "";
    const isSeen = (/** @type {import("./shapes.js").UnreadRow} */ row) =>
      row.person === me.id && row.channel === watched && row.count > 0;
    // Who watches it come needs no line, and nobody a sidebar that changes under the pointer for nothing.
    const isRead = rows.some(isSeen) && this.#read(watched);
    const unseen = rows.filter((row) => !isSeen(row));
    if (this.unread.hear(unseen, me.id) || isRead) this.#look();
  }

  /** @param {import("./shapes.js").Person} person */
  #personChanged(person) {
    this.workspace?.people.set(person.id, person);
    this.#redrawSidebar();
  }

  /** @param {import("./shapes.js").Channel} channel */
  #channelChanged(channel) {
    const workspace = /** @type {Workspace} */ (this.workspace);
    if (channel.members.includes(workspace.me.id) || channel.kind === "im") workspace.channels.set(channel.id, channel);
    else workspace.channels.delete(channel.id);
    this.#showPlace();
    this.stage?.conversationIn(channel.id)?.change(channel);
    // Who was put out of the channel they looked at stands in another now.
    this.#whileReachable(() => this.stage?.load(here(), { again: false }));
  }

  /** @param {number} time what the workspace's clock shows now */
  #clockMoved(time) {
    const workspace = /** @type {Workspace} */ (this.workspace);
    workspace.setTime(time);
    this.#tick(workspace);
  }

  /** @param {number} seconds */
  async #advance(seconds) {
    const answer = await /** @type {Server} */ (this.server).act("advance", { seconds });
    if (!answer.ok) this.shell.say(answer.error ?? "");
  }

  async #startOver() {
    const answer = await /** @type {Server} */ (this.server).act("start_over");
    this.isStartingOver = answer.ok;
    this.shell.say(answer.ok ? STARTING_OVER : (answer.error ?? ""));
  }

  /** @param {"home" | "messages"} tab */
  async #openBot(tab) {
    const answer = await /** @type {Server} */ (this.server).act("open_im");
    if (!answer.ok) return this.shell.say(answer.error ?? "");
    this.workspace?.channels.set(answer.channel.id, answer.channel);
    go({ channel: answer.channel.id, tab, thread: "" });
  }

  async #watchReminder() {
    await this.#openBot("messages");
    await this.#advance(UNTIL_REMINDED);
  }
}

new App(/** @type {HTMLElement} */ (document.getElementById("app")), await windowName()).arrive();
