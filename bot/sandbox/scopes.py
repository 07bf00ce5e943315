"""The scopes the app has now: those its manifest asks for, less those that were taken from it."""

from bot.sandbox.faults import Faults
from bot.sandbox.manifest import Manifest
from bot.sandbox.refusals import SlackError


class Scopes:
    """Asked at every call and every event, for a scope may go and come back while the app runs."""

    def __init__(self, manifest: Manifest, faults: Faults) -> None:
        self._manifest = manifest
        self._faults = faults

    @property
    def granted(self) -> frozenset[str]:
        return self._manifest.scopes - self._faults.removed_scopes

    def has_any(self, *scopes: str) -> bool:
        """Whether one of them is there; where nothing is asked for, nothing is missing."""
        return not scopes or not self.granted.isdisjoint(scopes)

    def need(self, *scopes: str) -> None:
        """Any one of the scopes is enough; Slack's refusal names what is needed and what there is."""
        if not self.has_any(*scopes):
            provided = ",".join(sorted(self.granted))
            raise SlackError("missing_scope", beside={"needed": ",".join(scopes), "provided": provided})
