"""What the admins are told when something keeps the bot from working."""

from bot.views.troubles import Trouble, trouble
from tests.bot.views.judging import require_fit_to_send
from tests.tables import for_each


@for_each("kind", Trouble)
def test_every_trouble_is_fit_to_send(kind: Trouble) -> None:
    require_fit_to_send(trouble(kind, "C0INCIDENTS", bot_user_id="U0BOT"))


def test_a_scope_slack_does_not_name_can_be_told_all_the_same() -> None:
    assert "without a scope that I need." in trouble(Trouble.SCOPE, "", bot_user_id="U0BOT").text


@for_each(
    ("kind", "how"),
    [
        (Trouble.NO_CHANNEL, "Create a public channel called `incidents`"),
        (Trouble.ARCHIVED, "<#C1> is archived. Unarchive it."),
        (Trouble.NOT_INVITED, "Type `/invite` and <@U0BOT> there."),
        (Trouble.UNKNOWN, "If it is private, type `/invite` and <@U0BOT> there."),
        (Trouble.RESTRICTED, "Change who may post in the channel's settings."),
        (Trouble.SCOPE, "without the scope `C1`"),
        (Trouble.CARD, "some cards as they are now"),
        (Trouble.EXPORT, "without the scope `C1`, which is optional"),
    ],
)
def test_every_trouble_says_how_to_mend_it(kind: Trouble, how: str) -> None:
    assert how in trouble(kind, "C1", bot_user_id="U0BOT").text
