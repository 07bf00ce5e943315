"""What becomes of each incident, told through the very rules that hold in Slack."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.operating.seeds.calendar import at_work, moments
from bot.operating.seeds.cast import Cast
from bot.operating.seeds.scenarios import SCENARIOS
from bot.rules import changes, lifecycle
from bot.rules.lifecycle import Move
from storage.records import (
    Category,
    Change,
    HistoryEntry,
    Incident,
    Life,
    Person,
    Priority,
    Service,
    Severity,
    Status,
    in_order,
)

DAYS = 90
_ALWAYS_THE_SAME = 42
_WHERE = ("eu-west", "eu-north", "us-east", "us-west", "ap-south")
_WHO = ("Northwind", "Contoso", "Fabrikam", "Globex", "Initech", "Umbrella")
_MINUTES_TO_TAKE = {Severity.SEV1: 4, Severity.SEV2: 12, Severity.SEV3: 60, Severity.SEV4: 300}
_MINUTES_OF_WORK = {Severity.SEV1: 35, Severity.SEV2: 90, Severity.SEV3: 420, Severity.SEV4: 1500}
_MITIGATED = {Severity.SEV1: 0.85, Severity.SEV2: 0.6, Severity.SEV3: 0.3, Severity.SEV4: 0.1}
_URGENT = (Severity.SEV1, Severity.SEV2)
_MORE_DETAILS = (
    "Seen by several people, so it is not only me.",
    "Screenshots are with support.",
    "Another customer has just called about it.",
)
_TAKING = ("On it.", "Looking into it.", "Taking this one.", None, None, None)
_HANDING_OVER = ("My shift is over, {name} goes on.", "{name} knows this part better.", "Over to {name}.")
_BACK = ("It is back.", "Not over: the same again since a few minutes ago.", "Came back after the weekend's traffic.")
_FOR_GOOD = ("This time the cause is gone, not only the symptom.", "Fixed for good; watched it for a day.")
_AFTERWARDS = (
    "Post mortem is on Thursday at 14:00.",
    "Thanks everybody, that was quick.",
    "Added what we learnt to the runbook.",
    "Support has told everybody who asked.",
)
_FALSE_ALARM = ("False alarm: the monitoring itself was broken.", "Solved itself; could not find a cause.")


def lives(count: int, *, team_id: str, cast: Cast, until: datetime) -> Iterator[Life]:
    """Give incidents of the DAYS before, oldest first; their numbers are still to be given.

    Who, what and how long is the same each time; only the days are counted back from `until`.
    """
    chance = Random(_ALWAYS_THE_SAME)  # noqa: S311 - it has to be predictable
    positions = [chance.random() for _ in range(count)]
    for index, at in enumerate(moments(positions, until=until, days=DAYS)):
        its_own = Random(f"{_ALWAYS_THE_SAME} {index}")  # noqa: S311
        yield _Story(its_own, cast, team_id=team_id, at=at, until=until).told()


class _Story:
    """One incident from its opening to its end, or to the present.

    What chance decides never depends on how far it has come: the same things happen whatever the day.
    """

    def __init__(self, chance: Random, cast: Cast, *, team_id: str, at: datetime, until: datetime) -> None:
        self._chance = chance
        self._cast = cast
        self._at = at
        self._until = until
        self._scenario = chance.choice(SCENARIOS)
        self._fill_ins = _fill_ins(chance)
        self._reporter, self._owner = chance.choice(cast.reporters), chance.choice(cast.responders)
        self._happened: list[HistoryEntry] = []
        self._incident = self._opened(team_id)
        self._severity = self._incident.severity
        self._keep(changes.opening(self._incident), self._reporter)

    def told(self) -> Life:
        """Return how it went."""
        self._begin()
        self._look_for_the_cause()
        if not self._happens(0.03):
            self._mend()
        return Life(incident=self._incident, happened=tuple(self._happened))

    def _opened(self, team_id: str) -> Incident:
        chance, scenario, at = self._chance, self._scenario, self._at
        severity = Severity(f"sev{chance.choice(scenario.severities)}")
        labels = in_order(Category(id=0, name=name) for name in scenario.categories)
        return Incident(
            id=0,
            team_id=team_id,
            number=0,
            title=self._filled(scenario.title),
            summary=self._filled(scenario.summary) if self._happens(0.8) else None,
            severity=severity,
            own_priority=Priority(f"p{chance.randint(1, 4)}") if self._happens(0.1) else None,
            status=Status.OPEN,
            service=Service(id=0, name=scenario.service) if self._happens(0.95) else None,
            categories=labels if self._happens(0.85) else (),
            reporter_id=self._reporter.id,
            assignee_id=self._owner.id if self._happens(0.2) else None,
            opened_in=None,
            created_at=at,
            updated_at=at,
            acknowledged_at=None,
            mitigated_at=None,
            resolved_at=None,
            deleted_at=None,
            deleted_by=None,
            last_activity_at=at,
            update_due_at=None,
            card_channel=None,
            card_ts=None,
        )

    def _begin(self) -> None:
        if self._happens(0.25):
            self._comment(3, self._reporter, self._chance.choice(_MORE_DETAILS))
        taking = self._chance.choice(_TAKING)
        how = Move.START if self._happens(0.15) else Move.TAKE
        self._move(self._minutes(_MINUTES_TO_TAKE), self._owner, how, taking)

    def _look_for_the_cause(self) -> None:
        findings = self._chance.sample(self._scenario.looking, self._chance.randint(0, len(self._scenario.looking)))
        for finding in findings:
            self._comment(self._minutes(_MINUTES_OF_WORK) / 3, self._owner, finding)
        if self._happens(0.12):
            self._correct(self._chance.choice(list(Severity)))
        if self._happens(0.12):
            before, self._owner = self._owner, self._chance.choice(self._cast.responders)
            if before != self._owner:
                words = self._chance.choice(_HANDING_OVER).format(name=self._owner.name)
                self._change(30, before, words, assignee_id=self._owner.id)

    def _correct(self, severity: Severity) -> None:
        words = "Worse than it looked." if severity < self._severity else "Not as bad as it looked."
        if severity != self._severity:
            self._change(5, self._owner, words, severity=severity)

    def _mend(self) -> None:
        if self._happens(0.05):
            self._move(self._minutes(_MINUTES_OF_WORK), self._owner, Move.RESOLVE, self._chance.choice(_FALSE_ALARM))
            return
        if self._chance.random() < _MITIGATED[self._severity]:
            self._move(self._minutes(_MINUTES_OF_WORK), self._owner, Move.MITIGATE, self._scenario.mitigated)
        last = self._chance.choice(self._scenario.fixed)
        self._move(self._minutes(_MINUTES_OF_WORK) * 2, self._owner, Move.RESOLVE, last)
        if self._happens(0.07):
            self._move(self._chance.uniform(60, 3000), self._reporter, Move.REOPEN, self._chance.choice(_BACK))
            self._comment(30, self._owner, "Looking again.")
            again = self._chance.choice(_FOR_GOOD)
            self._move(self._minutes(_MINUTES_OF_WORK) * 2, self._owner, Move.RESOLVE, again)
        if self._happens(0.15):
            self._comment(self._chance.uniform(10, 900), self._reporter, self._chance.choice(_AFTERWARDS))

    def _move(self, minutes: float, actor: Person, move: Move, note: str | None = None) -> None:
        """A start of what somebody was assigned is their way to take it."""
        if move is Move.TAKE and self._incident.assignee_id == actor.id:
            move = Move.START
        self._do(minutes, actor, note, lambda at: lifecycle.apply(self._incident, move, actor_id=actor.id, now=at))

    def _change(self, minutes: float, actor: Person, note: str, **fields: Any) -> None:
        def changed(at: datetime) -> Incident:
            return lifecycle.acted_on(replace(self._incident, **fields), actor_id=actor.id, now=at)

        self._do(minutes, actor, note, changed)

    def _comment(self, minutes: float, actor: Person, words: str) -> None:
        self._change(minutes, actor, words)

    def _do(self, minutes: float, actor: Person, said: str | None, act: Callable[[datetime], Incident]) -> None:
        """Let so many minutes pass, in working hours unless it is urgent; what would be in the future is not done."""
        at = self._at + timedelta(seconds=int(max(1.0, minutes) * 60))
        self._at = at if self._severity in _URGENT else at_work(at)
        if self._at >= self._until:
            self._at = self._until
            return
        before, self._incident = self._incident, act(self._at)
        comment = (HistoryEntry(change=Change.COMMENTED, said=self._filled(said)),) if said else ()
        self._keep((*changes.between(before, self._incident), *comment), actor)

    def _keep(self, entries: Iterable[HistoryEntry], actor: Person) -> None:
        self._happened += [replace(entry, actor_id=actor.id, at=self._at) for entry in entries]

    def _happens(self, probability: float) -> bool:
        return self._chance.random() < probability

    def _minutes(self, usual: Mapping[Severity, int]) -> float:
        """Seldom much less, now and then much more than usual."""
        return self._chance.lognormvariate(0, 0.8) * usual[self._severity]

    def _filled(self, words: str) -> str:
        return words.format(**self._fill_ins)


def _fill_ins(chance: Random) -> dict[str, str]:
    return {
        "where": chance.choice(_WHERE),
        "who": chance.choice(_WHO),
        "n": str(chance.randint(3, 48)),
        "share": str(chance.choice((5, 8, 12, 20, 35, 60))),
        "at": f"{chance.randint(0, 23):02d}:{chance.choice((0, 5, 10, 20, 40)):02d}",
    }
