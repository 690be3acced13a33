"""What a run of ``engines.py`` measured, kept as JSON so that others reckon with it: ``scale.py``, and a later look."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from ground import ROOT
from program import Asked
from serving import Load

KEPT = ROOT / "build" / "benchmarks" / "engines.json"
"""Where the last run's figures lie."""


@dataclass(frozen=True, slots=True)
class Took:
    """What indexing an archive took once: seconds on the clock, of the processors, and the most memory held at once."""

    seconds: float
    cpu: float
    memory: int


@dataclass(frozen=True, slots=True)
class Written:
    """What writing articles took that were read already: ``preparing`` is the seconds of making terms and all else that
    processes do side by side, added up; ``writing`` the seconds of the rest, and ``writing_cpu`` the processors' for
    that where one process does nothing else."""

    took: Took
    seconds: float
    preparing: float
    writing: float
    writing_cpu: float | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """What one contender did with so many articles. ``again`` is a second run over files that have not changed,
    ``nodes`` the memory of processes that run all the time."""

    contender: str
    articles: int
    indexed: tuple[Took, ...] = ()
    again: Took | None = None
    written: Written | None = None
    size: int = 0
    nodes: int = 0
    asked: Asked | None = None
    loads: tuple[Load, ...] = ()

    @property
    def rates(self) -> list[float]:
        """Files a second, reading included, of each run."""
        return [self.articles / took.seconds for took in self.indexed]

    @property
    def rate(self) -> float | None:
        """Files a second, reading included: the median of the runs."""
        return median(self.rates) if self.indexed else None

    @property
    def memory(self) -> int:
        """The most memory that making the index took."""
        takes = [*self.indexed, *([self.written.took] if self.written else [])]
        return max((took.memory for took in takes), default=0)

    def warm(self) -> list[float]:
        """Return the milliseconds of all queries that were asked before."""
        return [time for kind in self.asked.times for time in self.asked.again(kind)] if self.asked else []

    def cold(self) -> list[float]:
        """Return the milliseconds of all queries that were asked for the first time."""
        return [time for kind in self.asked.times for time in self.asked.first(kind)] if self.asked else []


@dataclass
class Figures:
    """A run: the machine, files a second of reading alone with one process and with two, and every trial.

    ``page_bytes`` is the size of a saved page."""

    machine: str
    reading: dict[str, list[float]] = field(default_factory=dict)
    page_bytes: int = 0
    trials: list[Trial] = field(default_factory=list)

    @property
    def sizes(self) -> list[int]:
        """The numbers of articles, ascending."""
        return sorted({trial.articles for trial in self.trials})

    def of(self, contender: str, articles: int) -> Trial | None:
        """Return the trial of a contender with so many articles, if there was one."""
        found = (one for one in self.trials if (one.contender, one.articles) == (contender, articles))
        return next(found, None)

    def at(self, articles: int, names: Iterable[str] | None = None) -> list[Trial]:
        """Return the trials with so many articles, of contenders with these names or of all."""
        chosen = None if names is None else set(names)
        return [one for one in self.trials if one.articles == articles and (chosen is None or one.contender in chosen)]

    def save(self, path: Path = KEPT) -> None:
        """Write the figures down."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")


def load_figures(path: Path = KEPT) -> Figures:
    """Return the figures of an earlier run. Raises FileNotFoundError where there was none."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    return Figures(**{**plain, "trials": [_trial(trial) for trial in plain["trials"]]})


def _trial(plain: dict[str, Any]) -> Trial:
    written = plain["written"]
    return Trial(
        contender=plain["contender"],
        articles=plain["articles"],
        indexed=tuple(Took(**took) for took in plain["indexed"]),
        again=plain["again"] and Took(**plain["again"]),
        written=written and Written(**{**written, "took": Took(**written["took"])}),
        size=plain["size"],
        nodes=plain["nodes"],
        asked=plain["asked"] and Asked(**plain["asked"]),
        loads=tuple(_load(load) for load in plain["loads"]),
    )


def _load(plain: dict[str, Any]) -> Load:
    times: Sequence[float] = plain["times"]
    return Load(**{**plain, "times": tuple(times)})
