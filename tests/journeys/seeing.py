"""What people see: cards in the incidents channel, the thread under one, direct messages, private answers; and rows."""

from sqlalchemy import Engine

from bot.sandbox import Answer, MessageOnScreen, Modal, Person
from bot.sandbox.driver import labels
from bot.sandbox.inputs import options_of
from storage import audit_log, comments, incidents
from storage.records import Comment, Incident

INCIDENTS = "#incidents"
BOT = "@Incident Tracker"
REMINDER = ":bell:"
"""What every reminder begins with."""
REFUSED = "You typed:"
"""What every refusal of a command repeats, and no other answer says."""


def cards(person: Person, number: int | None = None) -> list[MessageOnScreen]:
    """Return the cards the person sees in the incidents channel, of one incident or of all."""
    public = [message for message in person.messages(INCIDENTS) if not message.raw.get("is_ephemeral")]
    public = [message for message in public if not message.text.startswith(REMINDER)]
    return [message for message in public if number is None or f"#{number} " in message.text]


def card(person: Person, number: int) -> MessageOnScreen:
    """Return the one card of an incident."""
    [found] = cards(person, number)
    return found


def menu_of(shown: MessageOnScreen) -> list[str]:
    """Return what the one menu of a card offers."""
    [menu] = labels.menus(shown.blocks)
    return [labels.option_label(option) for option in options_of(menu.placed.element)]


def menu_place(shown: MessageOnScreen | Modal) -> str:
    """Return where Slack's client remembers what was chosen from the one menu of a card."""
    [menu] = labels.menus(shown.blocks)
    return menu.placed.block_id


def cards_in(person: Person, channel: str) -> list[str]:
    """Return the headlines of the open cards the person sees in any channel."""
    shown = [message for message in person.messages(channel) if not message.raw.get("is_ephemeral")]
    found = [message for message in shown if {"Take", "Comment"} <= set(message.labels)]
    return [message.seen_text.splitlines()[0] for message in found]


def thread(person: Person, number: int) -> list[str]:
    """Return what was said under the card, without what only this person sees."""
    _, *replies = [reply for reply in person.thread(card(person, number)) if not reply.raw.get("is_ephemeral")]
    return [reply.seen_text for reply in replies]


def direct_messages(person: Person) -> list[str]:
    """Return what the bot told the person directly."""
    return [message.seen_text for message in person.messages(BOT) if not message.raw.get("is_ephemeral")]


def warnings(person: Person) -> list[str]:
    """Return what the bot told the person, as an admin, of what is wrong."""
    return [told for told in direct_messages(person) if told.startswith(":warning:")]


def types(person: Person, text: str, *, channel: str = INCIDENTS) -> str:
    """Type a command and return the private answer as it is seen."""
    answer = person.type(channel, text)
    return answer.seen_text if isinstance(answer, Answer) else ""


def answer_to(person: Person, text: str) -> Answer:
    """Type a command and return the private answer, to press what is in it."""
    answer = person.type(INCIDENTS, text)
    assert answer is not None
    return answer


def form_of(person: Person) -> Modal:
    """Return the form that is open before the person."""
    assert person.modal is not None
    return person.modal


def form_after(person: Person, text: str) -> Modal:
    """Type a command and return the form that it opens."""
    person.type(INCIDENTS, text)
    return form_of(person)


def form_of_picked(person: Person, verb: str) -> Modal:
    """Return the form a verb goes on with once #1 is picked: typed with its number, it would be done at once."""
    form = form_after(person, f"/incident {verb}")
    form.fill("Incident", form.suggestions("Incident", "#1")[0])
    form.submit("Next")
    return form_of(person)


def has_form(person: Person) -> bool:
    """Tell whether a form is open before the person."""
    return person.modal is not None


def private_answers(person: Person, *, channel: str = INCIDENTS) -> list[str]:
    """Return what only this person sees there, oldest first."""
    return [answer.seen_text for answer in person.private_answers(channel)]


def until_told(person: Person, words: str, *, channel: str = INCIDENTS) -> None:
    """Return when one of the private answers says these words; those beside an ack arrive a moment after it."""
    person.wait_for(lambda: any(words in answer for answer in private_answers(person, channel=channel)))


def stored(engine: Engine, number: int) -> Incident:
    """Return the incident as it is kept, deleted or not."""
    with engine.connect() as tx:
        return incidents.get_even_deleted(tx, "T0ACME", number)


def last_comment(engine: Engine, number: int) -> Comment | None:
    """Return the newest comment on an incident as it is kept."""
    with engine.connect() as tx:
        return comments.last(tx, incidents.get_even_deleted(tx, "T0ACME", number))


def said_last(engine: Engine, number: int) -> str | None:
    """Return the words of the newest comment on an incident, None when there is none."""
    comment = last_comment(engine, number)
    return comment.body if comment else None


def audited(engine: Engine) -> list[tuple[str, str, str, str | None, str | None]]:
    """Return what admins did, oldest first: who, what, on what, from, to."""
    with engine.connect() as tx:
        entries = audit_log.newest(tx, "T0ACME", limit=100)[::-1]
    return [(entry.actor_id, entry.act, entry.subject, entry.old, entry.new) for entry in entries]
