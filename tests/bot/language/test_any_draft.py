"""Any title with any tokens around it, in any order, comes back as title and tokens."""

from dataclasses import dataclass
from itertools import chain
from string import ascii_lowercase, digits

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.language import writing
from bot.language.acts import Draft
from bot.language.mentions import mark
from bot.language.tokens import read_draft
from storage.records import Priority, Severity
from tests.bot.language.typed import TYPED, escaped

BLANKS = st.sampled_from([" ", "  ", "\t", "\u00a0"])
OUTER_WORDS = st.sampled_from(
    [
        "DB",
        "down",
        "p50",
        "severity",
        "sev",
        "service:",
        "cat:",
        "foo:bar",
        "R&D",
        "<b>",
        '24"',
        "—",
        "x",
    ]
) | st.text(f"{ascii_lowercase}äöüß日本", min_size=1, max_size=12)
INNER_WORDS = OUTER_WORDS | st.sampled_from(
    ["sev1", "SEV9", "sev 2", "p2", "service:pay", "cat:api", '"so"', "a--b", "--flag"]
)
NAMES = st.text(f"{ascii_lowercase}{digits}_.-", min_size=1, max_size=20)


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it may be typed, and what it says."""

    typed: str
    kind: str
    value: str


def _severity(value: Severity) -> st.SearchStrategy[Token]:
    return st.sampled_from([value.value, value.upper(), value.capitalize(), f"sev {value[-1]}"]).map(
        lambda typed: Token(typed, "severity", value)
    )


def _named(keys: list[str], kind: str) -> st.SearchStrategy[Token]:
    quoted = st.sampled_from(["{}", '"{}"', "“{}”", '"{} x"', "„{} x“"])
    return st.builds(
        lambda key, name, form: Token(f"{key}:{form.format(name)}", kind, name + (" x" if " x" in form else "")),
        st.sampled_from(keys),
        NAMES,
        quoted,
    )


SEVERITIES = st.sampled_from(Severity).flatmap(_severity)
PRIORITIES = st.sampled_from(Priority).map(lambda value: Token(value.upper(), "priority", value))
ASSIGNEES = st.sampled_from(["<@U0ANA>", "<@U0ANA|ana>", "<@U0ANA|Ana de la Torre>"]).map(
    lambda typed: Token(typed, "assignee_id", "U0ANA")
)
SERVICES = _named(["service", "SERVICE"], "service")
CATEGORIES = _named(["cat", "Cat", "category"], "categories")


@st.composite
def tokens(draw: st.DrawFn) -> list[Token]:
    """Draw at most one of each kind, several categories, in any order."""
    single = [draw(st.none() | kind) for kind in (SEVERITIES, PRIORITIES, ASSIGNEES, SERVICES)]
    several = draw(st.lists(CATEGORIES, max_size=3))
    return draw(st.permutations([token for token in [*single, *several] if token]))


@st.composite
def titles(draw: st.DrawFn) -> list[str]:
    """Draw words of which neither the first nor the last is a token."""
    inner = draw(st.lists(INNER_WORDS, max_size=4))
    return [draw(OUTER_WORDS), *inner, draw(OUTER_WORDS)]


SUMMARIES = st.none() | st.text(f"{ascii_lowercase}{digits}:.,\n -", max_size=30)


@settings(deadline=None)
@given(data=st.data(), around=tokens(), title=titles(), summary=SUMMARIES)
def test_title_and_tokens_come_back(
    data: st.DataObject, around: list[Token], title: list[str], summary: str | None
) -> None:
    split = data.draw(st.integers(0, len(around)))
    front, back = around[:split], around[split:]
    words = [*(token.typed for token in front), *map(escaped, title), *(token.typed for token in back)]
    blanks = [data.draw(BLANKS) for _ in words]
    typed = "".join(chain.from_iterable(zip(words, blanks, strict=True)))
    begin = data.draw(st.sampled_from([" -- ", "\n", "\r\n"]))

    draft = read_draft(mark(typed + (begin + summary if summary is not None else "")))

    said = {token.kind: token.value for token in around}
    assert draft == Draft(
        title=" ".join(title),
        summary=(summary or "").strip() or None,
        severity=Severity(said["severity"]) if "severity" in said else None,
        priority=Priority(said["priority"]) if "priority" in said else None,
        assignee_id=said.get("assignee_id"),
        service=said.get("service"),
        categories=tuple(dict.fromkeys(token.value for token in around if token.kind == "categories")),
    )
    assert writing.typed(draft, {}) is not None


@settings(deadline=None)
@given(TYPED)
def test_whatever_is_typed_is_a_draft_or_a_refusal(typed: str) -> None:
    try:
        draft = read_draft(mark(typed))
    except Refusal:
        return

    assert draft.title is None or draft.title.strip()
    assert draft.summary is None or draft.summary.strip()
    for name in (draft.service, *draft.categories):
        assert name is None or 0 < len(name) <= 60
    again = writing.typed(draft, {})
    assert again is None or read_draft(mark(again)) == draft
