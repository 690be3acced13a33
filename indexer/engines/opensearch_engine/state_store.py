"""Keeps the state of an index in the cluster: read at once after it was written, changed by one process at a time."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from indexer.cluster_errors import ClusterBusyError
from indexer.engines.opensearch_engine.addresses import cluster_of
from indexer.engines.opensearch_engine.requests import Cluster
from indexer.engines.opensearch_engine.schema import STATE
from indexer.engines.opensearch_engine.states import IndexState, state_from_json, state_to_json
from indexer.errors import IndexDamagedError

_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 0.8
"""Seconds: with many writers a change finds its gap sooner where those that lost wait longer."""

_REMEMBERED = 199
"""Changes by name: so many others may come before a lost answer is asked for again."""


class Stated(NamedTuple):
    """A state, the index that holds it, and the two numbers that say that it has not been changed since."""

    state: IndexState
    kept_in: str
    number: int
    term: int


def look(cluster: Cluster, index: str, place: str) -> Stated | None:
    """Return the state in ``index``, a name or an alias; None where there is none. Raises IndexDamagedError."""
    answer = cluster.look_up(f"/{index}/_doc/{STATE}")
    if answer is None:
        return None
    try:
        state = state_from_json(answer["_source"][STATE])
    except (KeyError, TypeError) as error:
        raise IndexDamagedError(place, f"its state has no {error}") from error
    return Stated(state, answer["_index"], answer["_seq_no"], answer["_primary_term"])


def begin(cluster: Cluster, index: str, state: IndexState) -> bool:
    """Write the first state of an index; tell whether none was there yet."""
    return cluster.try_to("PUT", f"/{index}/_create/{STATE}", {STATE: state_to_json(state)})


def change(cluster: Cluster, index: str, place: str, alter: Callable[[IndexState], IndexState]) -> IndexState:
    """Replace the state by what ``alter`` makes of it, as it is at that moment, and return that.

    ``alter`` may raise, and may be asked several times. Raises IndexDamagedError where there is no state, and
    ClusterBusyError where others were quicker for as long as the cluster is waited for.
    """
    name = uuid.uuid4().hex[:12]
    limit, pause = time.monotonic() + cluster.patience, _FIRST_PAUSE
    while True:
        stated = look(cluster, index, place)
        if stated is None:
            raise IndexDamagedError(place, "the document with its state is gone")
        if name in stated.state.changes:  # an answer was lost and the request sent again
            return stated.state
        altered = alter(stated.state)
        if altered == stated.state:
            return altered
        altered = replace(altered, changes=(*altered.changes[-_REMEMBERED:], name))
        version = {"if_seq_no": stated.number, "if_primary_term": stated.term}
        if cluster.try_to("PUT", f"/{index}/_doc/{STATE}", {STATE: state_to_json(altered)}, **version):
            return altered
        if time.monotonic() > limit:
            reason = f"others changed its state first, at every try for {cluster.patience:.0f} seconds"
            raise ClusterBusyError(cluster_of(cluster.settings), cluster.settings.index, reason)
        time.sleep(random.uniform(0, pause))
        pause = min(2 * pause, _LONGEST_PAUSE)
