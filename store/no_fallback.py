"""Rasa wraps every tracker store so that a failing one goes on in a memory which is never read: it says yes, and forgets.

Without the wrapper the failure reaches who sent the message, who can send it again.
"""

from __future__ import annotations

from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain


def stop_falling_back() -> None:
    """From now on Rasa's agents of this process use their tracker store as it is."""
    Agent._create_tracker_store = staticmethod(_as_it_is)


def _as_it_is(store: TrackerStore | None, domain: Domain) -> TrackerStore:
    if store is None:
        return InMemoryTrackerStore(domain)
    store.domain = domain
    return store
