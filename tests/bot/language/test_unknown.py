"""Words that are no verb: nothing is done, and what may have been meant is offered, ready to be done."""

from bot.language.acts import (
    Act,
    AddComment,
    Draft,
    EditIncident,
    FillIn,
    FormName,
    MoveIncident,
    OpenIncident,
    PickIncident,
    RestoreIncident,
    StartDraft,
)
from bot.language.grammar import parse
from bot.language.looking_acts import ListIncidents, ShowIncident
from bot.rules.lifecycle import Move
from bot.rules.merging import Edit
from storage.records import Filter, Priority, Severity, Status
from tests.bot.language.refused import refusal
from tests.tables import for_each

ANA = "<@U0ANA|ana>"


@for_each(
    ("typed", "offers"),
    [
        ("open Checkout is down", ["new Checkout is down", "list open"]),
        ("opne", ["list open", "new"]),
        ("opne sev1 down", ["new sev1 down", "list open"]),
        ("unasigned sev1", ["list unassigned sev1"]),
        ("resolvd since:7d", ["list resolved since:7d"]),
        ("mitigated 42", ["mitigate 42"]),
        ("sev1 DB down", ["new sev1 DB down", "search sev1 DB down"]),
        ("service:db replica lag", ["new service:db replica lag", "search service:db replica lag"]),
        ("service:db unresolvd", ["new service:db unresolvd", "list service:db unresolved"]),
        ("resolved payments", ["new resolved payments", "search resolved payments"]),
        ("unresolved payments", ["search unresolved payments", "new unresolved payments"]),
        ("sev:1-2 unresolvd", ["list sev:1-2 unresolved", "search sev:1-2 unresolvd"]),
        ("service database", ["new service database", "list service:database"]),
        ("stats this week service database", ["stats this week service:database"]),
        (f"list open reporter {ANA}", [f"list open reporter:{ANA}", f"search open reporter {ANA}"]),
        ("since:7d vpn", ["search since:7d vpn"]),
        ("age&gt;4h vpn", ["search age&gt;4h vpn"]),
        ("list banana", ["search banana"]),
        ("list opne sev1", ["list open sev1", "search opne sev1"]),
        ("list 42", ["show 42", "search 42"]),
        ("export resolved lately", []),
        ("new sev9, DB down", ["new DB down"]),
        ("export and", []),
        ("stats lately sev1", []),
        ("stats this month vs last month", ["stats this month", "stats last month"]),
        ("stats sev1 versus sev2", ["stats sev1", "stats sev2"]),
        ("stats 2026-10 compared to 2026-09", ["stats 2026-10", "stats 2026-09"]),
        ("stats this month vs previous month", ["stats this month", "stats previous month"]),
        ("stats this month vs", ["stats this month"]),
        ("stats compared with last week", ["stats last week"]),
        ("stats vs banana", []),
        ("export opne 2026-11", ["export open 2026-11"]),
        ("mine is down", ["new mine is down", "search is down"]),
        ("open 42", ["show 42", "reopen 42"]),
        ("OPEN #42", ["show 42", "reopen 42"]),
        ("open 42 again", ["new 42 again", "list open"]),
        ("update", ["edit", "comment"]),
        ("update the title", ["edit", "comment"]),
        ("update 42 in 1 hour", ["comment 42 due:1h"]),
        ("Next update #42 by 5pm", ["comment 42"]),
        ("42 next update in 30 min", ["comment 42 due:30m"]),
        ("next update in 1h", ["comment"]),
        ("next update 42 30m", ["comment 42 due:30m"]),
        ("Next update for #42", ["comment 42"]),
        ("promise 42 2h", ["comment 42 due:2h"]),
        ("next update 42 in 40 days", ["comment 42"]),
        ("next update 42 hours", ["comment 42"]),
        ("next update 42 1h 30m", ["comment 42 due:1h30m"]),
        ("next update #42 in about 2 hours", ["comment 42 due:2h"]),
        ("next update 30m", ["comment"]),
        ("update 42 30 min", ["comment 42 due:30m"]),
        ("update 42 hosts", ["comment 42 hosts", "edit 42 hosts"]),
        ("next update fails", ["new next update fails"]),
        ("update 42", ["comment 42", "edit 42"]),
        ("update 42 sev1", ["severity 42 sev1", "comment 42 sev1"]),
        ("change inc-42 SEV-1 again", ["severity 42 SEV-1 again", "comment 42 SEV-1 again"]),
        ("set 42 p1", ["priority 42 p1", "comment 42 p1"]),
        (f"modify 42 {ANA}", [f"assign 42 {ANA}", f"comment 42 {ANA}"]),
        ("mark 42 as resolved, rolled back", ["resolve 42 rolled back"]),
        ("set 42 to in progress", ["start 42"]),
        ("Move #42 to monitoring", ["mitigate 42"]),
        ("mark the date", ["new mark the date"]),
        ("update 42 status to open", ["reopen 42"]),
        ("change status of 42 to done", ["resolve 42"]),
        ("set status 42 dead", ["comment 42 status dead", "edit 42 status dead"]),
        ("status 42 mitigated", ["mitigate 42"]),
        ("show 42 again", ["show 42"]),
        ("delete 42 duplicate", ["delete 42"]),
        ("severity 42 up", []),
        ("give 42 to me", ["take 42"]),
        ("why remind 42", ["remind 42 why", "new why remind 42"]),
        ("who changed 42?", ["history 42", "new who changed 42?"]),
        ("what happened to 42", ["history 42", "new what happened to 42"]),
        ("make 42 critical", ["severity 42 critical", "comment 42 critical"]),
        (f"make {ANA} admin", [f"users {ANA} admin"]),
        ("make it so", ["new make it so"]),
        ("change severity of 42 to sev1", ["severity 42 sev1"]),
        (f"set 42 assignee to {ANA}", [f"assign 42 {ANA}"]),
        ("change title of 42 to DB is down", ["edit 42 DB is down"]),
        ("edit title 42 DB is down", ["edit 42 DB is down"]),
        ("change the service", ["edit", "comment"]),
        ("set time zone", ["settings"]),
        ("cancel 42", ["resolve 42", "delete 42"]),
        ("cancel it", ["new cancel it"]),
        ("cancel", []),
        ("mark", []),
        ("make", ["users"]),
        ("update 42 fixed the index", ["resolve 42 the index", "comment 42 fixed the index"]),
        ("42 not resolved", ["comment 42 not resolved", "new 42 not resolved"]),
        ("3 pods crashed", ["comment 3 pods crashed", "new 3 pods crashed"]),
        ("change the severity of 42 to sev1", ["severity 42 sev1"]),
        ("change severity of 42", ["severity 42"]),
        ("change severity of 42 from sev1 to sev2", ["severity 42 sev2"]),
        ("who changed the title of checkout", ["new who changed the title of checkout"]),
        ("stop following service:db", ["unfollow service:db"]),
        ("audit", ["settings log"]),
        ("audit log", ["settings log"]),
        ("42: still down", ["comment 42 still down", "new 42 still down"]),
        ("42 is fixed", ["resolve 42", "new 42 is fixed"]),
        ("42 was a false alarm", ["resolve 42 false alarm", "new 42 was a false alarm"]),
        ("42 is sev1", ["severity 42 sev1", "comment 42 sev1", "new 42 is sev1"]),
        ("42 back to nobody", ["comment 42 back to nobody", "new 42 back to nobody"]),
        (f"hand over 42 to {ANA}", [f"assign 42 {ANA}"]),
        ("42 critical", ["severity 42 critical", "comment 42 critical", "new 42 critical"]),
        ("open incident 42", ["show 42", "reopen 42"]),
        ("incidents about expired certificates", ["search expired certificates"]),
        ("what is on my plate", ["mine", "new what is on my plate"]),
        ("is 42 open?", ["show 42", "new is 42 open?"]),
        ("who am I", ["users @me", "new who am I"]),
        (
            "how many incidents did we have last month",
            ["stats last month", "new how many incidents did we have last month"],
        ),
        ("how many since 2026-13", ["stats", "new how many since 2026-13"]),
        ("mttr 7d", ["stats 7d"]),
        ("send me a csv of what is open", ["export"]),
        ("send us a csv of open", ["export a csv of open"]),
        ("send it", ["new send it"]),
        ("tell me about service:db", ["follow about service:db"]),
        ("tell 42 on it", ["comment 42 on it"]),
        (f"promote {ANA} to admin", [f"users {ANA} to admin"]),
        ("bring back 42", ["restore 42"]),
        ("bring coffee", ["new bring coffee"]),
        ("stop reminders of 42", ["remind 42 off"]),
        ("reply 42 on it", ["comment 42 on it"]),
        ("take 42 and 43", ["take 42", "take 43"]),
        ("resolve 42, 43 rolled back", ["resolve 42 43 rolled back", "resolve 42", "resolve 43"]),
        ("resolve 42 and 43 see &lt;@U0BEN&gt;", ["resolve 42 see &lt;@U0BEN&gt;", "resolve 43 see &lt;@U0BEN&gt;"]),
        ("delete 42 43", ["delete 42", "delete 43"]),
        ("resolve 42, 43", ["resolve 42", "resolve 43"]),
        ("release 42 & 43", ["release 42", "release 43"]),
        (f"{ANA} 42 assign", [f"assign 42 {ANA}"]),
        ("how do I resolve one?", ["help resolve", "new how do I resolve one?"]),
        ("what can you do", ["help", "new what can you do"]),
        ("how 42 died", ["show 42", "new how 42 died"]),
        ("update 42 still down", ["comment 42 still down", "edit 42 still down"]),
        ("update 42 sev5", ["comment 42 sev5"]),
        ("42 sev1", ["severity 42 sev1", "comment 42 sev1", "new 42 sev1"]),
        ("42 p1 for now", ["priority 42 p1 for now", "comment 42 p1 for now", "new 42 p1 for now"]),
        (f"42 {ANA}", [f"assign 42 {ANA}", f"comment 42 {ANA}", f"new 42 {ANA}"]),
        ("42 still down", ["comment 42 still down", "new 42 still down"]),
        ("title 42 New words", ["edit 42 New words"]),
        ("title 42 sev1", ["edit 42"]),
        ("Summary #42 all dead\nat noon", ["edit 42 -- all dead\nat noon"]),
        ("description 42", ["edit 42"]),
        ("service 42 payments", ["edit 42 service:payments"]),
        ('service 42 "card payments"', ['edit 42 service:"card payments"']),
        (f"service 42 {'x' * 61}", ["edit 42"]),
        ("category 42 api", ["edit 42 cat:api"]),
        ("cat 42 api", ["edit 42 cat:api"]),
        ("42 category api", ["edit 42 cat:api", "new 42 category api"]),
        ("42 cat:api", ["edit 42 cat:api", "new 42 cat:api"]),
        (
            '42 service:"card payments" sev1',
            ['edit 42 service:"card payments" sev1', 'new 42 service:"card payments" sev1'],
        ),
        ("service:x 42", ["edit 42 service:x"]),
        ("42 sev9 service:x", ["comment 42 sev9 service:x"]),
        ("42 cat:api is slow", ["comment 42 cat:api is slow", "new 42 cat:api is slow"]),
        ("service add billing", ["services add billing"]),
        ("Service desk is down", ["new Service desk is down"]),
        ("sev1 42", ["severity 42 sev1"]),
        ("P1 #42", ["priority 42 P1"]),
        (f"{ANA} 42", [f"assign 42 {ANA}"]),
        ("sev1 42 pods lost", ["severity 42 sev1 pods lost", "new sev1 42 pods lost"]),
        ("merge 42 205", ["resolve 42 duplicate of #205"]),
        ("Duplicate 42 of #205", ["resolve 42 duplicate of #205"]),
        ("42 link to 205", ["comment 42 see #205", "new 42 link to 205"]),
        ("merge 42 fails", ["new merge 42 fails"]),
        ("merge 42 42", ["new merge 42 42"]),
        ("42 False alarm, sorry", ["resolve 42 False alarm, sorry", "new 42 False alarm, sorry"]),
        ("false alarm 42", ["resolve 42 false alarm"]),
        ("42 duplicate of 7", ["resolve 42 duplicate of #7", "new 42 duplicate of 7"]),
        ("42 false alert again", ["comment 42 false alert again", "new 42 false alert again"]),
        ("Monitoring 42 lag is falling", ["mitigate 42 lag is falling"]),
        ("42 contained", ["mitigate 42", "new 42 contained"]),
        ("investigating 42", ["start 42"]),
        ("acknowledged 42", ["take 42"]),
        ("fixed 42 rolled back", ["resolve 42 rolled back"]),
        ("monitoring is broken", ["new monitoring is broken"]),
        ("who has 42?", ["show 42", "new who has 42?"]),
        ("assigned to me", ["list unresolved @me"]),
        (f"assigned to {ANA}", [f"list unresolved {ANA}"]),
        ("assigned", ["assign"]),
        ("assigned 42", ["assign 42"]),
        ("whats unresolved", ["list unresolved", "new whats unresolved"]),
        ("What’s open, sev1?", ["list open sev1", "new What’s open, sev1?"]),
        ("what do I have?", ["list unresolved @me", "new what do I have?"]),
        (f"what does {ANA} have", [f"list unresolved {ANA}", f"new what does {ANA} have"]),
        ("what is not resolved", ["new what is not resolved"]),
        ("what isn’t open", ["new what isn’t open"]),
        (f"assigned to {ANA} but not sev1", [f"new assigned to {ANA} but not sev1"]),
        ("who has not resolved sev1", ["new who has not resolved sev1"]),
        (
            "which were resolved in the last week?",
            ["list resolved in the last week", "new which were resolved in the last week?"],
        ),
        (
            "what was closed in the last 3 days",
            ["list closed in the last 3 days", "new what was closed in the last 3 days"],
        ),
        ("what of 42 in the last 3 days", ["show 42", "new what of 42 in the last 3 days"]),
        ("what was resolved 2026-13", ["new what was resolved 2026-13"]),
        ("what happened yesterday", ["new what happened yesterday"]),
        (f"what did {ANA} resolve", [f"new what did {ANA} resolve"]),
        (f"what has {ANA} resolved today", [f"list {ANA} resolved today", f"new what has {ANA} resolved today"]),
        ("who has the most", ["users", "new who has the most"]),
        ("who changed what", ["settings log", "new who changed what"]),
        ("42 why did 7 nodes die", ["comment 42 why did 7 nodes die", "new 42 why did 7 nodes die"]),
        ("lower 42 sev2", ["severity 42 sev2"]),
        ("Downgrade 42 to sev3 in one region", ["severity 42 to sev3 in one region"]),
        ("raise severity of 42 to sev1", ["severity 42 sev1"]),
        ("increase priority 42 p1", ["priority 42 p1"]),
        ("42 bump to sev1", ["severity 42 sev1", "new 42 bump to sev1"]),
        ("raise 42 to sev2, half of them are out", ["severity 42 to sev2, half of them are out"]),
        ("promise update 42 in 1h", ["comment 42 due:1h"]),
        ("raise the limit", ["new raise the limit"]),
        ("lower", ["severity"]),
        ("decline 42", ["new decline 42"]),
        ("false 42", ["new false 42"]),
        ("unresolve 42 it is back", ["reopen 42 it is back"]),
        ("postpone 42 2h", ["remind 42 2h"]),
        ("pause 42", ["remind 42"]),
        ("stop 42", ["remind 42 off"]),
        ("42 silence", ["remind 42 off", "new 42 silence"]),
        ("stop", ["remind"]),
        ("stop the press", ["new stop the press"]),
        ("mute 42", ["remind 42 off", "unfollow 42"]),
        (f"mute {ANA}", [f"unfollow {ANA}"]),
        ("Critical", ["list unresolved sev1"]),
        ("low", ["list unresolved sev4"]),
        ("low disk", ["new low disk"]),
        ("stale", ["list unresolved sort:updated asc"]),
        ("why 42", ["remind 42 why"]),
        ("why did 42 die", ["show 42", "new why did 42 die"]),
        (f"handover 42 {ANA}", [f"assign 42 {ANA}"]),
        (f"hand 42 over to {ANA}, please", [f"assign 42 {ANA}"]),
        (f"give {ANA} 42", [f"assign {ANA} 42"]),
        (f"give 42 to {ANA} please have a look", [f"assign 42 to {ANA} please have a look"]),
        ("taking 42", ["take 42"]),
        ("fixing 42", ["start 42"]),
        ("closing 42", ["resolve 42"]),
        ("user", ["users"]),
        ("undo", ["reopen", "revert", "restore", "delete"]),
        ("undo 42", ["reopen 42", "revert 42", "restore 42", "delete 42"]),
        ("undo the last deploy", ["new undo the last deploy"]),
        ("deleted", ["restore"]),
        ("deleted 42", ["delete 42"]),
        ("list deleted sev1", ["restore"]),
        ("numbers", ["stats"]),
        ("csv this month", ["export this month"]),
        ("show stats 7d", ["stats 7d"]),
        ("show history 42", ["history 42"]),
        ("show banana", []),
        ("comment list open", ["list open"]),
        ("Link down in 42 racks", ["new Link down in 42 racks"]),
        ("banana", []),
        ("banana x", ["new banana x"]),
        ("what is going on", ["new what is going on"]),
        ("what", []),
        ("wath 42", ["follow 42"]),
        ("statsu last week", ["stats last week"]),
        ("Banana   x\ny", ["new Banana x\ny"]),
        (f"R&amp;D &lt;b&gt; {ANA}", [f"new R&amp;D &lt;b&gt; {ANA}"]),
        (f"{ANA} is down", [f"new {ANA} is down", f"search {ANA} is down"]),
    ],
)
def test_what_may_have_been_meant_is_offered(typed: str, offers: list[str]) -> None:
    assert list(refusal(typed).offers) == offers


@for_each(
    ("word", "meant"),
    [
        ("done", MoveIncident(Move.RESOLVE, 42)),
        ("finish", MoveIncident(Move.RESOLVE, 42)),
        ("solved", MoveIncident(Move.RESOLVE, 42)),
        ("unassign", EditIncident(42, Edit(assignee_id=None))),
        ("drop", EditIncident(42, Edit(assignee_id=None))),
        ("reassign", FillIn(FormName.ASSIGN, 42)),
        ("escalate", FillIn(FormName.SEVERITY, 42)),
        ("remove", FillIn(FormName.DELETE, 42)),
        ("undelete", RestoreIncident(42)),
        ("info", ShowIncident(42)),
        ("details", ShowIncident(42)),
        ("say", FillIn(FormName.COMMENT, 42)),
        ("report", OpenIncident(Draft(title="42"))),
    ],
)
def test_a_synonym_is_offered_as_the_verb_it_stands_for(word: str, meant: Act) -> None:
    [offer] = refusal(f"{word.capitalize()} 42").offers

    assert parse(offer) == meant


@for_each(("word", "meant"), [("done", PickIncident("resolve")), ("report", StartDraft(Draft()))])
def test_a_bare_synonym_is_offered_bare(word: str, meant: Act) -> None:
    [offer] = refusal(word).offers

    assert parse(offer) == meant


@for_each(
    ("typed", "nearest"),
    [
        ("resovle 42", "resolve 42"),
        ("resolv 42", "resolve 42"),
        ("RESLOVE 42 rolled  back", "resolve 42 rolled  back"),
        ("tkae 42", "take 42"),
        ("crete x is down", "create x is down"),
        ("nwe x is down", "new x is down"),
        ("coment 42 hello", "comment 42 hello"),
        ("mitigated 42", "mitigate 42"),
        ("asign 42 <@U0ANA|ana>", "assign 42 <@U0ANA|ana>"),
        ("sevrity 42 sev1", "severity 42 sev1"),
        ("relese 42", "release 42"),
        ("histroy 42", "history 42"),
        ("lst", "list"),
        ("hlep", "help"),
        ("hlep new", "help new"),
    ],
)
def test_a_slip_of_the_pen_is_offered_as_the_nearest_verb_with_all_that_follows(typed: str, nearest: str) -> None:
    assert list(refusal(typed).offers) == [nearest]


@for_each("typed", ["server is down", "listening port closed", "prioritizer stuck"])
def test_a_word_near_to_a_verb_begins_a_title_where_the_verb_would_not_take_what_follows(typed: str) -> None:
    assert list(refusal(typed).offers) == [f"new {typed}"]


@for_each(
    ("typed", "offer"),
    [("42 resovle", "resolve 42"), ("42 coment still down", "comment 42 still down"), ("42 done", "resolve 42")],
)
def test_a_slip_of_the_pen_behind_the_number_is_offered_as_the_nearest_verb(typed: str, offer: str) -> None:
    assert refusal(typed).offers[0] == offer


@for_each(
    ("typed", "sentence"),
    [
        ("resovle 42", "There is no verb “resovle”. Did you mean `/incident resolve 42`?"),
        ("42 hot", "There is no verb “hot”. Did you mean `/incident comment 42 hot` or `/incident new 42 hot`?"),
        (
            f"banana {ANA} R&amp;D\n`now`",
            "There is no verb “banana”. To open an incident: `/incident new banana @ana R&D 'now'`.",
        ),
        (
            "42 to ana",
            "There is no verb “ana”. Did you mean `/incident comment 42 to ana` or `/incident new 42 to ana`?",
        ),
        ("banana", "There is no verb “banana”."),
        ("Banana,", "There is no verb “banana”."),
        ("...", "There is no verb “...”."),
        (
            "undo 42",
            (
                "There is no verb “undo”. “Undo” is a button under my answer to you, for 60 seconds; "
                "verbs take back what is older. "
                "Did you mean `/incident reopen 42` or `/incident revert 42` or `/incident restore 42` or "
                "`/incident delete 42`?"
            ),
        ),
        ("banana x", "There is no verb “banana”. To open an incident: `/incident new banana x`."),
    ],
)
def test_a_refusal_says_what_is_offered(typed: str, sentence: str) -> None:
    assert str(refusal(typed)) == f"{sentence} `/incident help` lists them all."


@for_each(
    ("typed", "sentence"),
    [
        ("Open 42", "“42” is no filter. Did you mean `/incident show 42` or `/incident reopen 42`?"),
        (
            "open on payments",
            "“payments” is no filter. Did you mean `/incident search open payments` or `/incident list open`?",
        ),
        (f"{ANA} x", "“x” is no filter. Did you mean `/incident new @ana x` or `/incident search @ana x`?"),
    ],
)
def test_what_begins_with_a_filter_is_refused_for_the_word_that_is_none(typed: str, sentence: str) -> None:
    assert str(refusal(typed)) == f"{sentence} `/incident help filters` explains them all."


@for_each("typed", ["stats this month vs last month", "stats this month vs", "stats vs banana"])
def test_who_compares_is_told_what_each_number_is_compared_with(typed: str) -> None:
    assert str(refusal(typed)).startswith(
        "One thing at a time; each number stands beside what it was in the time before."
    )


def test_a_refusal_says_everything_that_is_offered() -> None:
    refused = refusal("open Checkout is down")

    assert refused.offers == ("new Checkout is down", "list open")
    assert "`/incident list open`" in str(refused)


@for_each("typed", ["xyzzy", "日本語", "🔥", '"', "&lt;!channel&gt;", "x" * 5000, "banana " + "x" * 9000])
def test_a_refusal_is_short_whatever_was_typed(typed: str) -> None:
    sentence = str(refusal(typed))

    assert sentence.startswith("There is no verb “")
    assert sentence.endswith(" `/incident help` lists them all.")
    assert len(sentence) < 300


def test_an_offer_is_whole_where_its_words_are_shown_in_part() -> None:
    refused = refusal("banana " + "x" * 900)

    assert refused.offers == ("new banana " + "x" * 900,)
    assert "x" * 120 not in str(refused)


@for_each(
    ("typed", "acts"),
    [
        (
            f"update 42 {ANA} R&amp;D &lt;b&gt;",
            [EditIncident(42, Edit(assignee_id="U0ANA"), "R&D <b>"), AddComment(42, "@ana R&D <b>")],
        ),
        (
            "update 42 sev1 a &amp;amp; b",
            [EditIncident(42, Edit(severity=Severity.SEV1), "a &amp; b"), AddComment(42, "sev1 a &amp; b")],
        ),
        (
            "42 P2 1 &lt; 2",
            [
                EditIncident(42, Edit(priority=Priority.P2), "1 < 2"),
                AddComment(42, "P2 1 < 2"),
                OpenIncident(Draft(title="42 P2 1 < 2")),
            ],
        ),
        (
            "banana &lt;@U0BEN|ben&gt; <@U0YAM|山田\u3000太郎>",
            [OpenIncident(Draft(title="banana <@U0BEN|ben>", assignee_id="U0YAM"))],
        ),
        ("banana <!channel> &lt;!channel&gt; x", [OpenIncident(Draft(title="banana @channel <!channel> x"))]),
        (
            f"open sev1 {ANA} x",
            [
                OpenIncident(Draft(title="x", severity=Severity.SEV1, assignee_id="U0ANA")),
                ListIncidents(Filter(statuses=(Status.OPEN,))),
            ],
        ),
    ],
)
def test_an_offer_does_what_was_typed_with_its_people_and_its_signs(typed: str, acts: list[Act]) -> None:
    assert [parse(offer) for offer in refusal(typed).offers] == acts


@for_each(
    "typed",
    [
        "server is down",
        "lst open",
        "statsu 7d",
        "resovle it",
        "escalate database 42",
    ],
)
def test_nothing_is_offered_that_would_be_refused(typed: str) -> None:
    for offer in refusal(typed).offers:
        parse(offer)


@for_each(
    "typed",
    [
        f"update 42 {ANA} <@U0BEN|ben>",
        "open sev5 x",
        "banana @nobody",
        f"reassign 42 {ANA} <@U0BEN|ben>",
    ],
)
def test_nothing_is_offered_that_contradicts_itself(typed: str) -> None:
    for offer in refusal(typed).offers:
        parse(offer)
