"""What a form must know comes back with it, however much it is."""

import pytest
from pydantic import ValidationError

from bot.views.forms.context import Context
from tests.bot.views.forms.reading import FULL
from tests.tables import for_each


@for_each("context", [Context(), Context(number=42), FULL])
def test_what_was_packed_comes_back(context: Context) -> None:
    assert Context.model_validate_json(context.packed()) == context


def test_the_fullest_context_fits_into_a_form() -> None:
    assert len(FULL.packed()) <= 3000


def test_what_is_not_there_takes_no_room() -> None:
    assert Context().packed() == "{}"


def test_moments_come_back_to_the_microsecond() -> None:
    """By them a form tells whether something happened since."""
    assert Context.model_validate_json(FULL.packed()).saw == FULL.saw


@for_each("packed", ['{"response_url": ["swordfish"]}', '{"number": "swordfish"}', "swordfish", "["])
def test_what_cannot_be_read_is_not_quoted(packed: str) -> None:
    with pytest.raises(ValidationError) as error:
        Context.model_validate_json(packed)

    assert "swordfish" not in str(error.value)
