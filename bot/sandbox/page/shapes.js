/**
 * The shapes of what the sandbox's server sends, for the type checker and the reader; nothing here runs.
 *
 * @typedef {{id: string, name: string, real_name: string, tz: string, tz_label: string, role: string,
 *            color: string}} Person
 * @typedef {{id: string, name: string, kind: "channel" | "private" | "im", user?: string, members: string[],
 *            is_archived: boolean}} Channel
 * @typedef {{command: string, description: string, usage_hint: string}} Command
 * @typedef {{callback_id: string, name: string, type: string, description: string}} Shortcut
 * @typedef {{name: string, users: string[], count: number}} Reaction
 * @typedef {{team: {id: string, name: string}, me: Person, people: Person[], bot: Person,
 *            app: {takes_messages: boolean, has_home: boolean}, channels: Channel[], commands: Command[],
 *            subcommands: Command[], shortcuts: Shortcut[], time: number, faults: Fault[], born: string,
 *            can_be_filled: boolean, unread: UnreadRow[]}} State
 * @typedef {{person: string, channel: string, count: number, mentions: number, first_unread: string}} UnreadRow
 *   mentions: how many of them are for this person; first_unread: the ts of the first that the channel itself shows,
 *   empty for none
 * @typedef {{id: number, at: number, direction: "to_app" | "from_app", what: string, summary: string,
 *            ms: number | null, ok: boolean, error: string | null, problems: string[], status?: number,
 *            fault?: string, attempt?: number}} Request
 * @typedef {{method: string, kind: string, seconds: number}} Fault
 * @typedef {{ts: string, user?: string, bot_id?: string, text: string, blocks?: Block[], thread_ts?: string,
 *            reply_count?: number, reply_users?: string[], latest_reply?: string, edited?: {ts: string},
 *            subtype?: string, inviter?: string, is_ephemeral?: boolean, files?: any[], reactions?: Reaction[]}} Message
 * @typedef {{type: string, text: string, emoji?: boolean, verbatim?: boolean}} TextObject
 * @typedef {{text: TextObject, value: string, description?: TextObject, url?: string}} Option
 * @typedef {{label: TextObject, options: Option[]}} OptionGroup
 * @typedef {Record<string, any> & {type: string, block_id?: string}} Block
 * @typedef {Record<string, any> & {type: string, action_id?: string}} Element_
 * @typedef {{id: string, type: string, callback_id: string, title: TextObject, blocks: Block[], submit?: TextObject,
 *            close?: TextObject, state?: {values: Record<string, Record<string, any>>}}} View
 * @typedef {{label: string, value: number}} Point
 * @typedef {{name: string, data: Point[]}} Series
 * @typedef {{type: string, series?: Series[], segments?: Point[],
 *            axis_config?: {categories?: string[], x_label?: string, y_label?: string}}} Chart
 * @typedef {{type: "message", channel: string, ts: string} | {type: "view", view_id: string}} Container
 * @typedef {Record<string, any> & {ok: boolean, error?: string}} Answer
 * @typedef {string | boolean | Option | string[] | Option[] | null} FieldValue
 */

export {};
