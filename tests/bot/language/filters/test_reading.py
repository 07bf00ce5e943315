"""Filters as people type them, with by hand what they mean; and what is refused, with what it could have been."""

from datetime import date, timedelta

import pytest

from bot.errors import Refusal
from bot.language import filters
from bot.language.filters import EXPLAINED, NotAFilter
from bot.language.mentions import mark
from storage.records import ME, UNRESOLVED, Day, Filter, Period, Priority, Severity, Sort, Status
from tests.tables import for_each

ANA, BEN = "<@U0ANA|ana>", "<@U0BEN|ben>"
ONE_TWO = (Severity.SEV1, Severity.SEV2)

MEANT: dict[str, Filter] = {
    "": Filter(),
    "open": Filter(statuses=(Status.OPEN,)),
    "OPEN,": Filter(statuses=(Status.OPEN,)),
    "progress": Filter(statuses=(Status.IN_PROGRESS,)),
    "in progress": Filter(statuses=(Status.IN_PROGRESS,)),
    "in progress, p1": Filter(statuses=(Status.IN_PROGRESS,), priorities=(Priority.P1,)),
    "In  Progress": Filter(statuses=(Status.IN_PROGRESS,)),
    "in-progress": Filter(statuses=(Status.IN_PROGRESS,)),
    "mitigated": Filter(statuses=(Status.MITIGATED,)),
    "resolved": Filter(statuses=(Status.RESOLVED,)),
    "closed": Filter(statuses=(Status.RESOLVED,)),
    "unresolved": Filter(statuses=UNRESOLVED),
    "all": Filter(),
    "all open": Filter(statuses=(Status.OPEN,)),
    "status:any,mitigated": Filter(statuses=(Status.MITIGATED,)),
    "all sev1 sev2 unresolved oldest": Filter(
        statuses=UNRESOLVED, severities=ONE_TWO, sort=Sort.CREATED, is_descending=False
    ),
    "open resolved": Filter(statuses=(Status.OPEN, Status.RESOLVED)),
    "resolved unresolved": Filter(),
    "status:mitigated,open": Filter(statuses=(Status.OPEN, Status.MITIGATED)),
    "status:progress": Filter(statuses=(Status.IN_PROGRESS,)),
    "status:in progress": Filter(statuses=(Status.IN_PROGRESS,)),
    "status:in progress,open; p1": Filter(statuses=(Status.OPEN, Status.IN_PROGRESS), priorities=(Priority.P1,)),
    "status:open,in progress": Filter(statuses=(Status.OPEN, Status.IN_PROGRESS)),
    'status:"in progress"': Filter(statuses=(Status.IN_PROGRESS,)),
    "sev1": Filter(severities=(Severity.SEV1,)),
    "SEV-1": Filter(severities=(Severity.SEV1,)),
    "sev:1-2": Filter(severities=ONE_TWO),
    "sev1-2": Filter(severities=ONE_TWO),
    "sev:2-1": Filter(severities=ONE_TWO),
    "sev1,2": Filter(severities=ONE_TWO),
    "sev:1,sev2": Filter(severities=ONE_TWO),
    "sev2 sev1": Filter(severities=ONE_TWO),
    "sev:1-4": Filter(),
    "severity:critical": Filter(severities=(Severity.SEV1,)),
    "p1": Filter(priorities=(Priority.P1,)),
    "p:1,2": Filter(priorities=(Priority.P1, Priority.P2)),
    "p1-2": Filter(priorities=(Priority.P1, Priority.P2)),
    "prio:3": Filter(priorities=(Priority.P3,)),
    ANA: Filter(assignee="U0ANA"),
    f"{ANA} {ANA}": Filter(assignee="U0ANA"),
    f"assignee:{ANA}": Filter(assignee="U0ANA"),
    f"assignee: {ANA}": Filter(assignee="U0ANA"),
    "me": Filter(assignee=ME),
    "@me": Filter(assignee=ME),
    "myself": Filter(assignee=ME),
    "@myself,": Filter(assignee=ME),
    "assignee:me": Filter(assignee=ME),
    "assignee:nobody": Filter(is_unassigned=True),
    "unassigned": Filter(is_unassigned=True),
    f"reporter:{BEN}": Filter(reporter="U0BEN"),
    "reporter:me": Filter(reporter=ME),
    "mine": Filter(is_mine=True),
    f"mine {ANA}": Filter(is_mine=True, assignee="U0ANA"),
    "service:pay": Filter(service="pay"),
    "service:“pay roll”": Filter(service="pay roll"),
    "service:R&amp;D": Filter(service="R&D"),
    "cat:x cat:y category:X": Filter(categories=("x", "y")),
    "age&gt;4h": Filter(older_than=timedelta(hours=4)),
    "age&lt;30min": Filter(younger_than=timedelta(minutes=30)),
    "age:2w": Filter(older_than=timedelta(days=14)),
    "since:7d": Filter(opened=Period(timedelta(days=7))),
    "since:Today": Filter(opened=Period(Day.TODAY)),
    "since:2026-10-01": Filter(opened=Period(date(2026, 10, 1))),
    "since:2026-10": Filter(opened=Period(date(2026, 10, 1))),
    "until:2026-2": Filter(opened=Period(until=date(2026, 2, 28))),
    "until:yesterday": Filter(opened=Period(until=Day.YESTERDAY)),
    "since:this-week": Filter(opened=Period(Day.THIS_WEEK)),
    "since:This week, until:this  month": Filter(opened=Period(Day.THIS_WEEK, Day.THIS_MONTH)),
    "7d": Filter(opened=Period(timedelta(days=7))),
    "30 Days": Filter(opened=Period(timedelta(days=30))),
    "last 2 weeks, open": Filter(opened=Period(timedelta(days=14)), statuses=(Status.OPEN,)),
    "in the last 4 h": Filter(opened=Period(timedelta(hours=4))),
    "last week": Filter(opened=Period(Day.LAST_WEEK, Day.LAST_WEEK)),
    "in last month, sev1": Filter(opened=Period(Day.LAST_MONTH, Day.LAST_MONTH), severities=(Severity.SEV1,)),
    "in the last month, sev1": Filter(opened=Period(timedelta(days=30)), severities=(Severity.SEV1,)),
    "resolved last Quarter": Filter(resolved=Period(Day.LAST_QUARTER, Day.LAST_QUARTER)),
    "since:last year until:last-week": Filter(opened=Period(Day.LAST_YEAR, Day.LAST_WEEK)),
    "week": Filter(opened=Period(timedelta(days=7))),
    "in the past in past week": Filter(opened=Period(timedelta(days=7))),
    "sev1 past month p1": Filter(
        opened=Period(timedelta(days=30)), severities=(Severity.SEV1,), priorities=(Priority.P1,)
    ),
    "Today": Filter(opened=Period(Day.TODAY, Day.TODAY)),
    "this week;": Filter(opened=Period(Day.THIS_WEEK, Day.THIS_WEEK)),
    "resolved this month": Filter(resolved=Period(Day.THIS_MONTH, Day.THIS_MONTH)),
    "sev1 closed in the last 2 weeks p1": Filter(
        severities=(Severity.SEV1,), priorities=(Priority.P1,), resolved=Period(timedelta(days=14))
    ),
    "resolved sev1 today": Filter(severities=(Severity.SEV1,), resolved=Period(Day.TODAY, Day.TODAY)),
    f"today closed, {ANA}": Filter(assignee="U0ANA", resolved=Period(Day.TODAY, Day.TODAY)),
    "status:resolved 7d": Filter(resolved=Period(timedelta(days=7))),
    "resolved since:2026-10 today": Filter(
        resolved=Period(Day.TODAY, Day.TODAY), opened=Period(since=date(2026, 10, 1))
    ),
    "resolved in progress today": Filter(
        statuses=(Status.IN_PROGRESS, Status.RESOLVED), opened=Period(Day.TODAY, Day.TODAY)
    ),
    "resolved for the last week": Filter(resolved=Period(timedelta(days=7))),
    "this week resolved, 7d": Filter(opened=Period(Day.THIS_WEEK, Day.THIS_WEEK), resolved=Period(timedelta(days=7))),
    "resolved since:7d": Filter(statuses=(Status.RESOLVED,), opened=Period(timedelta(days=7))),
    "resolved resolved-until:2026-10": Filter(statuses=(Status.RESOLVED,), resolved=Period(until=date(2026, 10, 31))),
    '"resolved" today': Filter(phrases=("resolved",), opened=Period(Day.TODAY, Day.TODAY)),
    "in October 2026, open": Filter(opened=Period(date(2026, 10, 1), date(2026, 10, 31)), statuses=(Status.OPEN,)),
    "October, 2026": Filter(opened=Period(date(2026, 10, 1), date(2026, 10, 31))),
    "october, sev1": Filter(opened=Period(Day.OCTOBER, Day.OCTOBER), severities=(Severity.SEV1,)),
    "resolved on Monday": Filter(resolved=Period(Day.MONDAY, Day.MONDAY)),
    "from last month": Filter(opened=Period(Day.LAST_MONTH, Day.LAST_MONTH)),
    "in the previous week": Filter(opened=Period(Day.LAST_WEEK, Day.LAST_WEEK)),
    "since thu": Filter(opened=Period(Day.THURSDAY)),
    "resolved since last week": Filter(resolved=Period(Day.LAST_WEEK)),
    "until Sept": Filter(opened=Period(until=Day.SEPTEMBER)),
    "until the last 7 days": Filter(opened=Period(until=timedelta(days=7))),
    "since:sat until:sun": Filter(opened=Period(Day.SATURDAY, Day.SUNDAY)),
    "feb 2026": Filter(opened=Period(date(2026, 2, 1), date(2026, 2, 28))),
    "2026-10": Filter(opened=Period(date(2026, 10, 1), date(2026, 10, 31))),
    "in 2026-10-05": Filter(opened=Period(date(2026, 10, 5), date(2026, 10, 5))),
    '"2026-10" service:"this month"': Filter(phrases=("2026-10",), service="this month"),
    '"exact  words"': Filter(phrases=("exact words",)),
    "“exact words” «again»": Filter(phrases=("exact words", "again")),
    '"not closed': Filter(phrases=("not closed",)),
    '""': Filter(),
    "sort:updated": Filter(sort=Sort.UPDATED),
    "sort:severity asc": Filter(sort=Sort.SEVERITY, is_descending=False),
    "sort:unresolved": Filter(sort=Sort.UNRESOLVED),
    "sort:status:desc": Filter(sort=Sort.STATUS, is_descending=True),
    "sev1, oldest first": Filter(severities=(Severity.SEV1,), sort=Sort.CREATED, is_descending=False),
    "oldest; p1": Filter(sort=Sort.CREATED, is_descending=False, priorities=(Priority.P1,)),
    "Newest First": Filter(sort=Sort.CREATED),
    "worst first today": Filter(sort=Sort.SEVERITY, opened=Period(Day.TODAY, Day.TODAY)),
    "open incidents sorted by severity": Filter(statuses=(Status.OPEN,), sort=Sort.SEVERITY),
    "sev1 and sev2 that are open, by age": Filter(
        severities=ONE_TWO, statuses=(Status.OPEN,), sort=Sort.CREATED, is_descending=False
    ),
    "by date, sev1": Filter(sort=Sort.CREATED, severities=(Severity.SEV1,)),
    "my incidents order by Activity": Filter(is_mine=True, sort=Sort.UPDATED),
    "incidents": Filter(),
    "not resolved without owner": Filter(statuses=UNRESOLVED, is_unassigned=True),
    "Nobody, everything": Filter(is_unassigned=True),
    f"reported by {BEN}, assigned to {ANA}": Filter(reporter="U0BEN", assignee="U0ANA"),
    "opened by me this week": Filter(reporter=ME, opened=Period(Day.THIS_WEEK, Day.THIS_WEEK)),
    f"resolved this week by {ANA}": Filter(assignee="U0ANA", resolved=Period(Day.THIS_WEEK, Day.THIS_WEEK)),
    "resolved opened this week": Filter(statuses=(Status.RESOLVED,), opened=Period(Day.THIS_WEEK, Day.THIS_WEEK)),
    "created in the last 7 days": Filter(opened=Period(timedelta(days=7))),
    "all open sev1 and sev2 oldest first": Filter(
        statuses=(Status.OPEN,), severities=ONE_TWO, sort=Sort.CREATED, is_descending=False
    ),
    "sev1 or sev2 & open, or in progress": Filter(severities=ONE_TWO, statuses=(Status.OPEN, Status.IN_PROGRESS)),
    f"unresolved for {ANA} with p1 on service:pay in the last 2 weeks": Filter(
        statuses=UNRESOLVED,
        assignee="U0ANA",
        priorities=(Priority.P1,),
        service="pay",
        opened=Period(timedelta(days=14)),
    ),
    "for past week": Filter(opened=Period(timedelta(days=7))),
    "desc": Filter(sort=Sort.CREATED, is_descending=True),
    f"open, sev:1-2; service:pay {ANA}": Filter(
        statuses=(Status.OPEN,), severities=ONE_TWO, service="pay", assignee="U0ANA"
    ),
}
REFUSED = {
    "sev5": "There is no severity “5”: severities are sev1 to sev4.",
    "sev:1-5": "There is no severity “1-5”: severities are sev1 to sev4.",
    "sev:bad": "There is no severity “bad”: severities are sev1 to sev4.",
    "p5": "There is no priority “p5”: priorities are p1 to p4.",
    "status:opne": "There is no status “opne”: statuses are open, progress, mitigated, resolved and unresolved.",
    f"{ANA} {BEN}": "An incident has one assignee; you named @ana and @ben.",
    f"{ANA} me": "An incident has one assignee; you named @ana and me.",
    f"reporter:{ANA} reporter:{BEN}": "An incident has one reporter; you named @ana and @ben.",
    "service:pay service:search": "An incident has one service; you named pay and search.",
    f"unassigned {ANA}": "“unassigned” and “@ana” contradict each other: leave one out.",
    "since:7d since:8d": "`since:` can be said once; you said it 2 times.",
    "sort:created sort:updated": "`sort:` can be said once; you said it 2 times.",
    "first sev1": "“first” is no filter.",
    "asc desc": "`asc or desc` can be said once; you said it 2 times.",
    "since:2026-13": (
        "“2026-13” is no date. Type it as `since:2026-10-01`, `since:2026-10`, `since:7d` or `since:yesterday`."
    ),
    "until:0001-01-01": (
        "“0001-01-01” is no date. Type it as `until:2026-10-01`, `until:2026-10`, `until:7d` or `until:yesterday`."
    ),
    "2026-13": "“2026-13” is no date. Type it as `2026-10`, `2026-10-01`, `7d` or `yesterday`.",
    "open resolved today": "`open` and a time of resolution contradict each other: leave one out.",
    "open mitigated resolved-until:7d": (
        "`status:open,mitigated` and a time of resolution contradict each other: leave one out."
    ),
    "resolved-since:soon": (
        "“soon” is no date. Type it as `resolved-since:2026-10-01`, `resolved-since:2026-10`, `resolved-since:7d` or "
        "`resolved-since:yesterday`."
    ),
    "7d last month": "`since:` can be said once; you said it 2 times.",
    "may 3000": "“3000-05” is no date. Type it as `2026-10`, `2026-10-01`, `7d` or `yesterday`.",
    "in the last 30": "“the” is no filter.",
    "sev1 or mine": "“or” is no filter.",
    "cat:x or cat:y": "“or” is no filter.",
    "sev:1-2 or all": "“or” is no filter.",
    "open and not sev1": "“not” is no filter.",
    "sorted by hand": "“sorted” is no filter.",
    "by": "“by” is no filter.",
    "sev1 by week": "“by” is no filter.",
    "assigned to": "Nothing stands behind `assignee:`. For example: `assignee:me`.",
    "not owned by me": "“not” is no filter.",
    'open assigned to service:"pay roll"': '“assignee:service:"pay roll"” is no filter.',
    "incident": "“incident” is no filter.",
    "reported by": "Nothing stands behind `reporter:`. For example: `reporter:@ben`.",
    "nobody but me": "“but” is no filter.",
    "unresolved for 3 days": "“for” is no filter.",
    "unresolved for 3d": "“for” is no filter.",
    "unresolved for the last 3 days": "“for” is no filter.",
    "open for Week, sev1": "“for” is no filter.",
    "sev1 for 3 months": "“for” is no filter.",
    "and": "“and” is no filter.",
    "with for": "“with” is no filter.",
    "this": "“this” is no filter.",
    "age&gt;soon": "“soon” is no age. Type it as `age>4h`, `age>30m` or `age<7d`.",
    "@banana": "“@banana” is nobody here. Choose somebody from the list Slack shows as you type @.",
    "reporter:banana": "“banana” is nobody here. Choose somebody from the list Slack shows as you type @.",
    "sort:age": (
        "Nothing is sorted by “age”: type `sort:` and created, updated, severity, status or unresolved; "
        "then, if need be, asc or desc."
    ),
    "service:": "Nothing stands behind `service:`. For example: `service:payments`.",
    "sev:": "Nothing stands behind `sev:`. For example: `sev:1-2`.",
    "owner:": "Nothing stands behind `owner:`. For example: `assignee:me`.",
    f"service:{'x' * 61}": "A name has at most 60 characters; this one has 61.",
    '"' + "x" * 1300: "That is too much to look for at once: filters have room for 1,200 characters.",
    "banana": "“banana” is no filter.",
    "42": "“42” is no filter.",
    "p99": "“p99” is no filter.",
    "opne": "“opne” is no filter. Did you mean `open`?",
    "unasigned": "“unasigned” is no filter. Did you mean `unassigned`?",
    "stauts:open": "“stauts:open” is no filter. Did you mean `status:open`?",
    "servce:pay": "“servce:pay” is no filter. Did you mean `service:pay`?",
    "this week service database": "“service” is no filter. Did you mean `service:database`?",
    'Category "card payments" sev1': '“Category” is no filter. Did you mean `Category:"card payments"`?',
    "open severity 2": "“severity” is no filter. Did you mean `severity:2`?",
    f"reporter {BEN}, open": "“reporter” is no filter. Did you mean `reporter:@ben`?",
    "priority": "“priority” is no filter.",
    "severity bad": "“severity” is no filter.",
    "service card payments": "“service” is no filter.",
    "stauts:banana": "“stauts:banana” is no filter.",
    "prio 1 " * 1000: "“prio” is no filter.",
    "service a cat b " * 1000: "“service” is no filter.",
    "opne stauts:open " * 1000: "“opne” is no filter.",
}


def read(typed: str) -> Filter:
    return filters.read(mark(typed))


@for_each("typed", MEANT)
def test_what_is_typed_means_what_the_table_says_and_is_written_so_that_it_means_the_same(typed: str) -> None:
    wanted = read(typed)

    assert wanted == MEANT[typed]
    assert read(filters.typed(wanted)) == wanted


@for_each("typed", REFUSED)
def test_what_cannot_be_is_refused_with_what_can(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(typed)

    assert str(refused.value) == REFUSED[typed]


def test_a_slip_of_the_pen_is_offered_corrected_with_all_the_rest() -> None:
    with pytest.raises(NotAFilter) as refused:
        read(f"opne sev1 service:“pay roll” {ANA}")

    assert refused.value.corrected == f'open sev1 service:"pay roll" {ANA}'


@for_each(
    ("typed", "words", "wanted"),
    [
        ("disk full", ("disk", "full"), Filter()),
        ("disk open full sev1", ("disk", "full"), Filter(statuses=(Status.OPEN,), severities=(Severity.SEV1,))),
        ('"disk full" quota', ("quota",), Filter(phrases=("disk full",))),
        ("Error in service: foo", ("Error", "in", "service:", "foo"), Filter()),
        ("error @myself myself", ("error", "myself"), Filter(assignee=ME)),
        ("p99 foo:bar @banana active all me 42", ("p99", "foo:bar", "@banana", "active", "all", "me", "42"), Filter()),
        ("asc sort:created asc", ("asc",), Filter(sort=Sort.CREATED, is_descending=False)),
        ("a &amp; b &lt;-&gt; ':*", ("a", "&", "b", "<->", "':*"), Filter()),
        (f"ask {BEN} about in progress", ("ask", "about"), Filter(assignee="U0BEN", statuses=(Status.IN_PROGRESS,))),
    ],
)
def test_in_a_search_words_that_are_no_filters_are_searched(typed: str, words: tuple[str, ...], wanted: Filter) -> None:
    assert filters.split(mark(typed)) == (words, wanted)


@for_each("typed", ["sev5", "service:a service:b", f"{ANA} {BEN}", "since:soon"])
def test_a_search_refuses_a_filter_that_cannot_be_too(typed: str) -> None:
    with pytest.raises(Refusal):
        filters.split(mark(typed))


@for_each("typed", ["open", "mine", "sev1", "sev9", "in progress", "p1 x", ANA, "age&gt;4h", "service:x"])
def test_a_text_that_begins_with_a_filter_is_told(typed: str) -> None:
    assert filters.is_one(mark(typed))


@for_each("typed", ["", "42", "banana open", '"open"', "p99", "opened", "sevens"])
def test_a_text_that_begins_with_another_word_is_told(typed: str) -> None:
    assert not filters.is_one(mark(typed))


def test_every_example_of_the_help_means_something() -> None:
    for explained in EXPLAINED:
        for example in explained.examples:
            assert read(example.replace("@ana", ANA).replace("@ben", BEN)) != Filter(), example
