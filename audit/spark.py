"""The same run on Spark: gather, plan, judge and join as in `run`, tables and parts on the machines of a cluster.

The driver holds what it holds in a local run too (essences of own texts, violations under waivers, the final tables as
they are written); everything else is Spark's. Answers come back wave by wave, and each wave is noted when it is whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..engine.diagnostics import KniggeError
from ..engine.values import dataclass
from ..intake.line import SKIPPED
from .again import asked_of, find_again
from .batch import write_outlook
from .folder import RUN, Folder
from .gather import gather
from .join import Counts, join, problems
from .plan import divide
from .run import Clock, Order, State, Told, _begin, _write_problems, _write_run
from .spark_judge import LOST, Errand, again_rows, asker, name_of, pieces
from .spark_read import gather_native, is_native
from .spark_session import WORK, Held, check, held
from .spark_store import SparkStore
from .supervisor import Done, Supervisor
from .texts import keep_texts, without_texts
from .work import Task, write_bytes

if TYPE_CHECKING:
    from .batch import Brief
    from .spark_api import Broadcast, DataFrame

_WAVE: Final = 8
"""Parts of a wave for each processor of the cluster; what a wave has not brought home is lost when the driver dies."""
_LEAST: Final = 32
"""Parts a wave has at least."""
_ELSEWHERE: Final = "No module named"


def audit_on_spark(order: Order, resume: bool, clock: Clock, told: Told) -> Counts:
    """Carry out an order in its folder, as `run.audit` does, with the same tables at the end.

    Sources that are addresses (`s3a://...`, `table://...`) are read by Spark, all others by the driver.
    """
    folder, speech = order.folder, order.brief.speech
    check(speech)
    sources = _sources(order)
    going_on = folder.claim(resume)
    try:
        with held(order.workers, speech) as session:
            begun, brief = _begin(order, going_on, clock)
            with _guarded(folder, speech):
                return _Run(replace(order, brief=brief), sources, begun, session, clock, told).carried_out()
    finally:
        folder.release()


def _sources(order: Order) -> tuple[str, ...]:
    """The addresses that Spark is to read; empty where the driver reads."""
    named = order.asked.get("sources")
    sources = tuple(str(each) for each in named) if isinstance(named, Sequence) and not isinstance(named, str) else ()
    native = tuple(each for each in sources if is_native(each))
    german = order.brief.speech == "de"
    if native and len(native) < len(sources):
        others = ", ".join(each for each in sources if each not in native)
        raise KniggeError(
            f"{others}: Adressen für Spark und andere Quellen lassen sich nicht mischen" if german else
            f"{others}: addresses for Spark and other sources cannot be mixed"
        )  # fmt: skip
    if native and order.asked.get("map"):
        raise KniggeError(
            "`--map` gilt nicht für Adressen, die Spark liest; dort heißen die Spalten wie die Schlüssel der Datensätze"
            if german else
            "`--map` is not for addresses that Spark reads; there columns are named like the keys of records"
        )  # fmt: skip
    return native


@contextmanager
def _guarded(folder: Folder, speech: str) -> Iterator[None]:
    """What Spark cannot do ends the run in words; what is done stays."""
    from .spark_api import Py4JError, PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as problem:
        if _ELSEWHERE in str(problem):
            missing = str(problem).partition(_ELSEWHERE)[2].strip().partition("\n")[0]
            german = (
                f"auf den Rechnern des Clusters fehlt das Python-Modul {missing}; dort muss dasselbe installiert sein"
            )
            english = f"the machines of the cluster lack the Python module {missing}; the same must be installed there"
            raise KniggeError(german if speech == "de" else english) from None
        first = str(problem).strip().partition("\n")[0][:300]
        raise OSError(None, f"Spark: {first}", str(folder.path)) from None


@dataclass(frozen=True, slots=True)
class _Wave:
    """Parts that are judged in one job, each with how many records are judged in it."""

    number: int
    parts: Mapping[int, int]


class _Run:
    """One run; owns its store and how far it is."""

    def __init__(
        self, order: Order, sources: Sequence[str], begun: Mapping[str, object], held_: Held, clock: Clock, told: Told
    ) -> None:
        self._order = order
        self._folder = order.folder
        self._sources = sources
        self._begun = begun
        self._session = held_.session
        self._tries = held_.tries
        self._clock = clock
        self._told = told
        place = self._session.conf.get(WORK, "") or f"file://{(order.folder.work / 'spark').resolve()}"
        self._store = SparkStore(self._session, f"{place.rstrip('/')}/{_mark(begun)}")
        noted = self._folder.noted("seconds.json")
        self._seconds: dict[str, float] = dict(noted) if isinstance(noted, dict) else {}

    def carried_out(self) -> Counts:
        """Every step that is not done yet; gives back what was counted."""
        folder, order = self._folder, self._order
        if isinstance(tables := folder.noted("spark.json"), dict):
            self._store.remember(tables)
        if folder.noted("gathered.json") is None:
            with self._timed("gather"):
                self._gather()
        planned = folder.noted("plan.json")
        if planned is None:
            with self._timed("plan"):
                planned = self._plan()
        assert isinstance(planned, dict)
        with self._timed("judge"):
            files = self._judge(planned)
        with self._timed("join"):
            self._told(State("join"))
            programs, run = order.brief.eras.programs, order.brief.run
            counts = join(self._store, folder.done, files, programs, folder.path, run)
            _write_problems(
                folder, problems(self._store, folder.done, files, order.brief.speech), planned, order.brief.speech
            )
        self._none_lost(counts)
        _write_run(order, self._begun, counts, self._seconds, self._clock)
        told = json.loads((folder.path / RUN).read_text("utf-8"))
        folder.write(RUN, {**told, "engine": "spark", "spark": self._session.version})
        self._tidy()
        folder.tidy()
        return counts

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        since = self._clock.seconds()
        yield
        self._seconds[step] = round(self._seconds.get(step, 0.0) + self._clock.seconds() - since, 3)
        self._folder.note("seconds.json", self._seconds)

    def _gather(self) -> None:
        order = self._order
        zone = order.brief.eras.programs[0].records.zone
        self._told(State("gather"))
        if self._sources:
            read = gather_native(self._sources, self._store, zone, order.brief.speech)
            inputs: list[Mapping[str, object]] = [
                {"name": each, "format": "spark", "bytes": None, "sha256": None} for each in self._sources
            ]
        else:
            inputs = list(order.inputs())
            read = gather(
                order.lines(), self._store, zone, order.brief.speech, lambda number: self._told(State("gather", number))
            )
        self._folder.note("spark.json", self._store.told())
        self._folder.note("gathered.json", {"read": read, "inputs": inputs})

    def _plan(self) -> dict[str, object]:
        order, store = self._order, self._store
        self._told(State("plan"))
        found = divide(store, order.brief.eras, order.size)
        per_wave = max(_LEAST, _WAVE * self._session.sparkContext.defaultParallelism)
        where = pieces(store, found, per_wave)
        judged = store.rows("select part, count(*) from members where judge group by part order by part")
        parts = {name_of(int(str(part))): int(str(number)) for part, number in judged}
        for part, spans in found.periods.items():
            parts[name_of(part)] = parts.get(name_of(part), 0) + len(spans)
        planned: dict[str, object] = {
            "parts": parts, "vast": found.vast, "pieces": where, "per_wave": per_wave,
            "whole": write_outlook(found.whole),
        }  # fmt: skip
        self._folder.note("spark.json", store.told())
        self._folder.note("plan.json", planned)
        return planned

    def _judge(self, planned: Mapping[str, object]) -> list[str]:
        """Judge what is not judged yet; gives back the names of all answers, in the order of the parts."""
        folder, order = self._folder, self._order
        parts = planned["parts"]
        assert isinstance(parts, dict)
        brief = self._session.sparkContext.broadcast(order.brief)
        asked = asked_of(order.brief.eras.programs)
        if asked and folder.noted("again.json") is None:
            left = {name: parts[name] for name in without_texts(folder.parts, parts)}
            self._in_waves(planned, left, brief, None)
            unread = find_again(folder.parts, list(parts), asked)
            folder.note("again.json", {"questions": len(asked), "unread": unread})
        finished: dict[str, list[str]] = {}
        for name in parts:
            noted = folder.noted(f"done/{name}.done")
            if isinstance(noted, list):
                finished[name] = noted
        self._in_waves(planned, {name: n for name, n in parts.items() if name not in finished}, brief, finished)
        brief.destroy()
        return [file for name in parts for file in finished[name]]

    def _in_waves(
        self,
        planned: Mapping[str, object],
        left: Mapping[str, int],
        brief: Broadcast[Brief],
        finished: dict[str, list[str]] | None,
    ) -> None:
        """Have the parts that are left answered, wave by wave; with `finished` judged, else only their texts."""
        per_wave, whole, parts = planned["per_wave"], planned["whole"], planned["parts"]
        assert isinstance(per_wave, int) and isinstance(whole, str) and isinstance(parts, dict)
        order, step = self._order, "texts" if finished is None else "judge"
        errand = Errand(whole, order.patience, self._tries, finished is None)
        waves: dict[int, dict[int, int]] = {}
        for name, number in left.items():
            waves.setdefault((int(name) - 1) // per_wave, {})[int(name)] = number
        kept = sum(parts.values()) - sum(left.values())
        state = State(step, kept, sum(parts.values()), 0, kept)
        self._told(state)
        for number, wanted in sorted(waves.items()):
            wave = _Wave(number, wanted)
            violations = self._answered(wave, planned, brief, errand, finished)
            state = replace(state, done=state.done + sum(wanted.values()), violations=state.violations + violations)
            self._told(state)

    def _answered(
        self,
        wave: _Wave,
        planned: Mapping[str, object],
        brief: Broadcast[Brief],
        errand: Errand,
        finished: dict[str, list[str]] | None,
    ) -> int:
        """Carry out one wave and bring its answers home; gives back how many violations there were."""
        folder = self._folder
        target = folder.parts if finished is None else folder.done
        place = f"{self._store.place}/{'texts' if finished is None else 'answers'}/{wave.number:06}"
        rows = self._rows(wave, planned, finished is not None)
        answers = rows.groupBy("part").applyInArrow(asker(brief, errand), "part bigint, file string, content binary")
        answers.write.mode("overwrite").parquet(place)
        there: set[int] = set()
        lost: list[str] = []
        for row in self._session.read.parquet(place).toLocalIterator():
            part, file, content = int(row[0]), str(row[1]), bytes(row[2])
            there.add(part)
            if file == LOST:
                write_bytes(folder.parts / f"{name_of(part)}.parquet", content)
                lost.append(name_of(part))
            else:
                write_bytes(target / file, content)
        if missing := sorted(set(wave.parts) - there):
            raise OSError(None, f"Spark: no answer for part {missing[0]}", str(folder.path))
        if finished is not None:
            for name in (name_of(part) for part in sorted(wave.parts)):
                if name not in lost:
                    finished[name] = [name]
                    folder.note(f"done/{name}.done", [name])
        self._narrowed(lost, target, finished)
        if finished is None:
            return 0
        return sum(_violations(target / f"{file}.json") for part in wave.parts for file in finished[name_of(part)])

    def _rows(self, wave: _Wave, planned: Mapping[str, object], judging: bool) -> DataFrame:
        """The rows of the parts of a wave, each part whole in one partition."""
        found = self._session.read.parquet(str(planned["pieces"])).where(f"wave = {wave.number}").drop("wave")
        whole = max(wave.parts) - min(wave.parts) + 1 == len(wave.parts)
        if not whole:
            found = found.where(f"part in ({', '.join(str(part) for part in wave.parts)})")
        if judging:
            told = {}
            for part in wave.parts:
                beside = self._folder.parts / f"{name_of(part)}.again.json"
                if beside.exists():
                    told[part] = beside.read_text("utf-8")
            if told:
                found = found.unionByName(self._session.createDataFrame(again_rows(told), found.schema))
        return found.repartition(2 * len(wave.parts), "part")

    def _narrowed(self, lost: Sequence[str], target: Path, finished: dict[str, list[str]] | None) -> None:
        """Judge on the driver what Spark gave up: the supervisor finds the one record that stops it."""
        parts = self._folder.parts
        tasks = [
            Task(name, str(parts / f"{name}.parquet"), str(target / f"{name}d"), only_texts=finished is None)
            for name in lost
        ]

        def hear(done: Done) -> None:
            if finished is None:
                keep_texts(parts, done)
            else:
                finished[done.name] = list(done.files)
                self._folder.note(f"done/{done.name}.done", list(done.files))

        brief = self._folder.work / "brief.pickle"
        Supervisor(brief, self._order.workers, self._order.patience).run(tasks, hear, lambda: None)

    def _none_lost(self, counts: Counts) -> None:
        """Every record that was read is told of once, or the run is not finished."""
        passed_over = ", ".join(f"'{reason}'" for reason in sorted(SKIPPED))
        read = self._store.number(f"select count(*) from records where fate not in ({passed_over})")
        told = sum(number for reason, number in counts.reasons.items() if reason in SKIPPED)
        if read != counts.read - told:
            raise KniggeError(f"{read} records were read and {counts.read - told} are told of: a fault of knigge")

    def _tidy(self) -> None:
        """Remove the tables of the run, wherever they lie."""
        gateway = self._session.sparkContext._jvm
        if gateway is not None:
            path = gateway.org.apache.hadoop.fs.Path(self._store.place)
            path.getFileSystem(self._session.sparkContext._jsc.hadoopConfiguration()).delete(path, True)


def _mark(begun: Mapping[str, object]) -> str:
    """A name for the tables of a run, so that two runs may use one folder of the cluster."""
    return "run-" + "".join(each for each in str(begun["started"]) if each.isalnum())


def _violations(answer: Path) -> int:
    found = json.loads(answer.read_text("utf-8"))["counts"].get("verdict-violation", 0)
    return int(found)
