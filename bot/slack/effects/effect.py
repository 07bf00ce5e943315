"""What all effects have in common."""

from pydantic import BaseModel, ConfigDict


class OutboxEffect(BaseModel):
    """What is kept in the outbox: frozen, and nothing in it that this release does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ToldDirectly(OutboxEffect):
    """What one person is told in their conversation with us."""

    person_id: str

    @property
    def lane(self) -> str:
        """Return the person's lane."""
        return f"dm:{self.person_id}"
