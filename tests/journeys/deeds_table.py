"""Every deed that changes something, every way to do it, and by hand what comes of it."""

from tests.journeys.playing import MOMENT, OPENED, TITLE, TOLD_BEN, Case, Deed, Happened, Steps
from tests.journeys.steps import (
    Step,
    chooses,
    fills,
    in_row,
    on_answer,
    on_card,
    on_home,
    on_page,
    picks,
    presses,
    presses_in_form,
    promises,
    submits,
    types,
)

WITHDRAWN = "#{n} was withdrawn by @chloe."
DELETED = "@chloe deleted #{n} — " + TITLE + ". An admin can restore it for 30 days."


def _private(*steps: Step) -> Steps:
    """On the card that only she sees."""
    return (types("{n}"), *steps)


def _everywhere(
    verb: str, words: str, pressed: Step, *form: Step, picked: tuple[Step, ...] | None = None
) -> dict[str, Steps]:
    """The ways of a verb: `form` is what `pressed` leads to on a card, `picked` what picking does, if that differs."""
    follows = form if picked is None else picked
    ways: dict[str, Steps] = {
        "verb": (types(f"{verb} {{n}} {words}"),),
        "picker": (types(verb), picks, submits("Next" if follows else verb.capitalize()), *follows),
        "card": (on_card, pressed, *form),
        "private card": _private(pressed, *form),
    }
    return ways | {"number": (types(f"{verb} {{n}}"), *form)} if form and picked is None else ways


_NOTE = (fills(Note="as agreed"), submits("Save"))
_STATUS = (submits("Save"),)
_RESOLVE = (fills(Note="rolled back"), submits("Resolve"))
_EDIT = (fills(Title="Checkout is slow"), submits("Save"))
_NEW = (
    presses_in_form("More"),
    fills(
        Title=TITLE,
        Severity="SEV1 critical",
        Priority="P2",
        Service="payments",
        Categories=["api"],
        Assignee="ben",
        Summary="since 11:00",
    ),
    submits("Open incident"),
)
_EVERYTHING = (
    fills(
        Title="Checkout is slow",
        Severity="SEV1 critical",
        Priority="P2",
        Service="payments",
        Categories=["api"],
        Assignee="ana",
        Summary="since noon",
    ),
    submits("Save"),
)
_DELETE = (types("delete {n}"), submits("Delete"))
_DONE = "#{n} — " + TITLE
_NOTED = " Your note is a comment now."
STARTED: Happened = ("status", "open", "in_progress")
RESOLVED: Happened = ("status", "open", "resolved")
COMMENTED: Happened = ("commented", None, "as agreed")
PROMISED: Happened = ("update_due", None, MOMENT)
_STARTED_SAID, _RESOLVED_SAID = (
    "Chloe Martin started on this. Status: In progress.",
    "Chloe Martin resolved this. Status: Resolved.",
)
_CHANGED = (
    "assignee @ben → @ana, severity SEV3 → SEV1, priority “follows the severity” → P2, "
    f"title “{TITLE}” → “Checkout is slow”, summary none → “since noon”, "
    "service none → payments, categories none → api."
)
_TOLD_RESOLVED = (TOLD_BEN, "@chloe resolved #{n}.")

DEEDS: dict[str, Deed] = {
    "new": Deed(
        opening=(),
        ways={
            "verb": (types(f"new {TITLE} sev1 p2 @ben service:payments cat:api -- since 11:00"),),
            "form": (types("new"), *_NEW),
            "filled form": (
                types("new sev1 p2 @ben service:payments cat:api -- since 11:00"),
                fills(Title=TITLE),
                submits("Open incident"),
            ),
            "panel": (types(""), presses("New incident"), *_NEW),
            "help": (types("help"), presses("New incident"), *_NEW),
        },
        answer=f"Opened #{{n}} SEV1 · P2 · @ben · payments · api — {TITLE}",
        before=(),
        happened=OPENED,
    ),
    "take": Deed(
        ways=_everywhere("take", "", presses("Take"))
        | {
            "slip": (types("tkae {n}"), presses("take {n}")),
            "row": (on_page, in_row("Take")),
            "Home tab": (on_home, presses("Take")),
        },
        answer=f"You have {_DONE}, which was @ben's. It is In progress.",
        happened=(STARTED, ("assignee", "U0BEN", "U0CHLOE")),
        said=("Chloe Martin took this. Status: In progress.",),
        told={"ben": (TOLD_BEN, "@chloe took #{n} from you.")},
    ),
    "release": Deed(
        ways=_everywhere("release", "", chooses("Release")),
        answer=f"Changed {_DONE}: assignee @ben → nobody.",
        happened=(("assignee", "U0BEN", None),),
        said=("Chloe Martin released this, which was @ben's.",),
        told={"ben": (TOLD_BEN, "@chloe released #{n}, which was yours.")},
    ),
    "assign": Deed(
        ways=_everywhere(
            "assign", "@ana as agreed", chooses("Assign"), fills(Assignee="ana", Note="as agreed"), submits("Assign")
        ),
        answer=f"Changed {_DONE}: assignee @ben → @ana.{_NOTED}",
        happened=(("assignee", "U0BEN", "U0ANA"), COMMENTED),
        said=("Chloe Martin changed assignee @ben → @ana.\n>as agreed",),
        told={
            "ana": ("@chloe assigned #{n} to you: as agreed",),
            "ben": (TOLD_BEN, "@chloe gave #{n}, which was yours, to @ana: as agreed"),
        },
    ),
    "start": Deed(
        ways=_everywhere("start", "", chooses("Start"), picked=_STATUS),
        answer=f"Started on {_DONE}. It is In progress.",
        happened=(STARTED,),
        said=(_STARTED_SAID,),
    ),
    "start with a note": Deed(
        ways={
            "verb": (types("start {n} as agreed"),),
            "picker": (types("start"), picks, submits("Next"), *_NOTE),
        },
        answer=f"Started on {_DONE}. It is In progress.{_NOTED}",
        happened=(STARTED, COMMENTED),
        said=(f"{_STARTED_SAID}\n>as agreed",),
    ),
    "comment": Deed(
        ways=_everywhere("comment", "as agreed", presses("Comment"), fills(Comment="as agreed"), submits("Comment")),
        answer=f"Comment added to {_DONE}",
        happened=(COMMENTED,),
        said=("Chloe Martin commented:\n>as agreed",),
    ),
    "comment that promises": Deed(
        ways=_everywhere(
            "comment",
            "as agreed due:2h",
            presses("Comment"),
            fills(Comment="as agreed"),
            promises(2),
            submits("Comment"),
        )
        | {"slip": (types("coment {n} as agreed due:2h"), presses("comment {n} as agreed due:2h"))},
        answer=f"Comment added to {_DONE}. The next update is due ",
        happened=(PROMISED, COMMENTED),
        said=("Chloe Martin commented:\n>as agreed\nThe next update is due ….",),
    ),
    "promise": Deed(
        ways={
            "verb": (types("comment {n} due:2h"),),
            "words": (types("next update {n} 2h"), presses("comment {n} due:2h")),
            "number": (types("comment {n}"), promises(2), submits("Comment")),
            "picker": (types("comment"), picks, submits("Next"), promises(2), submits("Comment")),
            "card": (on_card, presses("Comment"), promises(2), submits("Comment")),
        },
        answer=f"The next update on {_DONE} is due ",
        happened=(PROMISED,),
        said=("Chloe Martin promised the next update for ….",),
    ),
    "mitigate": Deed(
        ways=_everywhere("mitigate", "", chooses("Mitigate"), picked=_STATUS),
        answer=f"Mitigated {_DONE}.",
        happened=(("status", "open", "mitigated"),),
        said=("Chloe Martin mitigated this. Status: Mitigated.",),
    ),
    "revert": Deed(
        begins=(types("start {n}"),),
        ways=_everywhere("revert", "", chooses("Revert"), picked=_STATUS),
        answer=f"Set back {_DONE}. It is Open.",
        before=(*OPENED, STARTED),
        happened=(("status", "in_progress", "open"),),
        said=(_STARTED_SAID, "Chloe Martin set this back. Status: Open."),
    ),
    "resolve": Deed(
        ways=_everywhere("resolve", "rolled back", presses("Resolve"), *_RESOLVE, picked=_RESOLVE)
        | {"row": (on_page, in_row("Resolve"), *_RESOLVE)},
        answer=f"Resolved {_DONE}.{_NOTED}",
        happened=(RESOLVED, ("commented", None, "rolled back")),
        said=(f"{_RESOLVED_SAID}\n>rolled back",),
        told={"ben": (TOLD_BEN, "@chloe resolved #{n}: rolled back")},
    ),
    "reopen": Deed(
        begins=(types("resolve {n}"),),
        ways=_everywhere("reopen", "", presses("Reopen"), picked=_STATUS) | {"row": (on_page, in_row("Reopen"))},
        answer=f"Reopened {_DONE}. It is In progress.",
        before=(*OPENED, RESOLVED),
        happened=(("status", "resolved", "in_progress"),),
        said=(_RESOLVED_SAID, "Chloe Martin reopened this. Status: In progress."),
        told={"ben": (*_TOLD_RESOLVED, "@chloe reopened #{n}.")},
    ),
    "severity": Deed(
        ways=_everywhere("severity", "sev1 as agreed", chooses("Severity"), fills(Severity="SEV1 critical"), *_NOTE),
        answer=f"Changed {_DONE}: severity SEV3 → SEV1. Its priority follows: P1.{_NOTED}",
        happened=(("severity", "sev3", "sev1"), COMMENTED),
        said=("Chloe Martin changed severity SEV3 → SEV1.\n>as agreed",),
        told={"ben": (TOLD_BEN, "@chloe changed #{n}: severity SEV3 → SEV1. as agreed")},
    ),
    "priority": Deed(
        ways=_everywhere("priority", "p1 as agreed", chooses("Priority"), fills(Priority="P1"), *_NOTE),
        answer=f"Changed {_DONE}: priority “follows the severity” → P1.{_NOTED}",
        happened=(("priority", None, "p1"), COMMENTED),
        said=("Chloe Martin changed priority “follows the severity” → P1.\n>as agreed",),
    ),
    "edit": Deed(
        ways=_everywhere("edit", "Checkout is slow", chooses("Edit"), *_EDIT)
        | {
            "answer": (on_answer("Opened #{n} "), presses("Edit"), *_EDIT),
            "Home tab": (on_home, chooses("Edit"), *_EDIT),
        },
        answer=f"Changed #{{n}} — Checkout is slow: title “{TITLE}” → “Checkout is slow”.",
        happened=(("title", TITLE, "Checkout is slow"),),
        said=(f"Chloe Martin changed title “{TITLE}” → “Checkout is slow”.",),
    ),
    "edit of everything": Deed(
        ways={
            "number": (types("edit {n}"), *_EVERYTHING),
            "picker": (types("edit"), picks, submits("Next"), *_EVERYTHING),
            "card": (on_card, chooses("Edit"), *_EVERYTHING),
            "private card": _private(chooses("Edit"), *_EVERYTHING),
            "answer": (on_answer("Opened #{n} "), presses("Edit"), *_EVERYTHING),
        },
        answer=f"Changed #{{n}} — Checkout is slow: {_CHANGED}",
        happened=(
            ("assignee", "U0BEN", "U0ANA"),
            ("severity", "sev3", "sev1"),
            ("priority", None, "p2"),
            ("title", TITLE, "Checkout is slow"),
            ("summary", None, "since noon"),
            ("service", None, "payments"),
            ("categories", None, "api"),
        ),
        said=(f"Chloe Martin changed {_CHANGED}",),
        told={
            "ana": ("@chloe assigned #{n} to you.",),
            "ben": (TOLD_BEN, "@chloe gave #{n}, which was yours, to @ana."),
        },
    ),
    "follow": Deed(
        ways={
            "verb": (types("follow {n}"),),
            "number": (types("{n} follow"),),
            "card": (on_card, chooses("Follow")),
            "private card": _private(chooses("Follow")),
            "slip": (types("folow {n}"), presses("follow {n}")),
            "answer": (types("unfollow {n}"), presses("follow {n}")),
        },
        answer=f"You follow {_DONE}. You are told when it is resolved or reopened",
        happened=(),
        followers={"U0CHLOE": "main"},
    ),
    "follow all": Deed(
        ways={
            "verb": (types("follow {n} all"),),
            "number": (types("{n} follow all changes"),),
            "follow": (types("follow {n}"), presses("All changes")),
        },
        answer=f"You follow {_DONE}. You are told of all changes.",
        happened=(),
        followers={"U0CHLOE": "all"},
    ),
    "unfollow": Deed(
        begins=(types("follow {n} all"),),
        ways={
            "verb": (types("unfollow {n}"),),
            "number": (types("{n} unfollow"),),
            "private card": _private(chooses("Unfollow")),
            "answer": (on_answer("You follow #{n} — "), presses("Unfollow")),
        },
        answer="You don't follow #{n} any more.",
        happened=(),
    ),
    "remind": Deed(
        ways={
            "verb": (types("remind {n} 2h"),),
            "number": (types("{n} remind in 2 hours"),),
        },
        answer="Moved. The next reminder of #{n} comes ",
        happened=(("snoozed", None, MOMENT),),
    ),
    "stop reminders": Deed(
        ways={
            "verb": (types("remind {n} off"),),
            "answer": (types("remind {n}"), presses("Stop")),
        },
        answer="Stopped the reminders of #{n}, for everyone.",
        happened=(("reminders", "on", "off"),),
        said=("Chloe Martin stopped the reminders.",),
    ),
    "restart reminders": Deed(
        begins=(types("remind {n} off"),),
        ways={
            "verb": (types("remind {n} on"),),
            "answer": (on_answer("Stopped the reminders of #{n}"), presses("Undo")),
        },
        answer="Reminders of #{n} come again. The next reminder of #{n} comes ",
        before=(*OPENED, ("reminders", "on", "off")),
        happened=(("reminders", "off", "on"),),
        said=("Chloe Martin stopped the reminders.", "Chloe Martin restarted the reminders."),
    ),
    "undo": Deed(
        ways={"answer": (on_answer("Opened #{n} "), presses("Undo"))},
        answer=f"Withdrew {_DONE}.",
        happened=(("deleted", None, None),),
        told={"ben": (WITHDRAWN,)},
    ),
    "delete": Deed(
        ways={
            "number": _DELETE,
            "picker": (types("delete"), picks, submits("Next"), submits("Delete")),
            "card": (on_card, chooses("Delete"), submits("Delete")),
            "private card": _private(chooses("Delete"), submits("Delete")),
        },
        answer=f"Deleted {_DONE}. It can be restored for 30 days.",
        happened=(("deleted", None, None),),
        told={"ben": (DELETED,)},
    ),
    "restore": Deed(
        begins=_DELETE,
        ways={
            "verb": (types("restore {n}"),),
            "picker": (types("restore"), picks, submits("Restore")),
            "card": (on_card, presses("Restore")),
            "answer": (on_answer("Deleted #{n} "), presses("Undo")),
        },
        answer=f"Restored {_DONE}. It is Open.",
        before=(*OPENED, ("deleted", None, None)),
        happened=(("restored", None, None),),
        said=("Chloe Martin restored this.",),
    ),
}

CASES: dict[Case, Deed] = {(name, way): deed for name, deed in DEEDS.items() for way in deed.ways}
