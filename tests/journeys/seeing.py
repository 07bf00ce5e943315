"""What people see: cards in the incidents channel, the thread under one, direct messages, private answers."""

from bot.sandbox import Answer, MessageOnScreen, Modal, Person

INCIDENTS = "#incidents"
BOT = "@Incident Tracker"


def cards(person: Person, number: int | None = None) -> list[MessageOnScreen]:
    """Return the cards the person sees in the incidents channel, of one incident or of all."""
    public = [message for message in person.messages(INCIDENTS) if not message.raw.get("is_ephemeral")]
    return [message for message in public if number is None or f"#{number} " in message.text]


def card(person: Person, number: int) -> MessageOnScreen:
    """Return the one card of an incident."""
    [found] = cards(person, number)
    return found


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


def form_of(person: Person) -> Modal:
    """Return the form that is open before the person."""
    assert person.modal is not None
    return person.modal


def has_form(person: Person) -> bool:
    """Tell whether a form is open before the person."""
    return person.modal is not None


def until_told(person: Person, words: str, *, channel: str = INCIDENTS) -> None:
    """Return when one of the private answers says these words; those beside an ack arrive a moment after it."""
    person.wait_for(lambda: any(words in answer.seen_text for answer in person.private_answers(channel)))
