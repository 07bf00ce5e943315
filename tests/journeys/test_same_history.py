"""Whichever way something is done, by verb, form, button or menu: the same history, the same row, the same words."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

import pytest
from sqlalchemy import Engine

from bot.app import Connections, Tracker
from bot.language import grammar
from bot.language.acts import ChangingIncidentAct, FillIn, StartDraft
from bot.language.following_acts import FollowingAct
from bot.language.reminding_acts import RemindingAct
from bot.language.verb import Verb
from bot.language.verbs import VERBS
from bot.sandbox import Sandbox
from storage.engine import Engines
from tests.journeys.deeds_table import CASES, DEEDS
from tests.journeys.playing import (
    ON_HOME,
    Case,
    Known,
    all_known,
    begin_all,
    connected,
    differences,
    is_answered,
    newest_number,
    quick_tracker,
    unlike,
)
from tests.journeys.seeing import private_answers
from tests.journeys.steps import play
from tests.waiting import until_all_is_said


@pytest.fixture
def tracker(connections: Connections, both_engines: Engines, clean_engine: Engine) -> Iterator[Tracker]:
    """Give a bot that need not wait between messages."""
    with connected(quick_tracker(connections, both_engines), clean_engine) as tracker:
        yield tracker


def _changes(verb: Verb) -> bool:
    """Tell whether one of the verb's examples changes an incident or who follows, or opens a form that does."""
    typed = [f"{verb.word} {example}".replace("@ana", "<@U0ANA|ana>") for example in verb.examples]
    acts = [grammar.parse(text) for text in typed]
    return any(isinstance(act, ChangingIncidentAct | FollowingAct | RemindingAct | FillIn | StartDraft) for act in acts)


def test_no_verb_that_changes_something_is_missing_from_the_table() -> None:
    changing = {verb.word for verb in VERBS if _changes(verb)}

    assert changing <= DEEDS.keys()
    looking = {"show", "list", "mine", "search", "stats", "history", "help"}
    about_the_workspace = {"users", "services", "categories", "settings"}
    assert {verb.word for verb in VERBS} - changing - {"export"} == looking | about_the_workspace


def test_every_way_to_do_something_leads_to_the_same(acme: Sandbox, tracker: Tracker, clean_engine: Engine) -> None:
    chloe, ana, ben = (acme.person(handle) for handle in ("chloe", "ana", "ben"))
    scenes = begin_all(chloe, CASES, clean_engine)

    # A Home tab that somebody has opened is drawn again after each deed: it comes last, with nothing under way.
    for name, way in sorted(CASES, key=lambda case: case[1] in ON_HOME):
        scene = scenes[name, way]
        if way in ON_HOME:
            until_all_is_said(clean_engine)
        play(scene, DEEDS[name].ways[way])
        scene.number = scene.number or newest_number(clean_engine)
    until_all_is_said(clean_engine)

    by_number = all_known(clean_engine, reader=ana, told=(ana, ben))
    known = {case: by_number[scene.number] for case, scene in scenes.items()}
    answers = private_answers(chloe)
    assert [problem for case in known for problem in _problems(case, known)] == []
    assert [case for case in CASES if not is_answered(CASES[case], case[1], scenes[case].number, answers)] == []


def _problems(case: Case, known: Mapping[Case, Known]) -> list[str]:
    """Return what is not as the table says, and not as it is when the deed is done in the first way."""
    (name, way), now, deed = case, known[case], CASES[case]
    first = known[name, next(iter(deed.ways))]
    compared = [(field.name, getattr(now, field.name), getattr(first, field.name)) for field in fields(Known)]
    return [f"{name} by {way}: {problem}" for problem in [*differences(deed, now), *unlike(compared)]]
