"""How a run shows how far it is: a bar on a terminal, a line a minute elsewhere, nothing where it is to be quiet."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Final, Protocol

from .run import State

_MINUTE: Final = 60.0
_STEPS: Final = {
    "gather": ("lesen", "reading"),
    "plan": ("einteilen", "planning"),
    "texts": ("Wiederholungen suchen", "looking for repeats"),
    "judge": ("beurteilen", "judging"),
    "join": ("zusammenfügen", "joining"),
}


class Show(Protocol):
    """Something that hears how far a run is."""

    def __enter__(self) -> object: ...
    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def told(self, state: State) -> None:
        """Take notice of a state; called often."""


class Quiet:
    """Shows nothing."""

    def __enter__(self) -> Quiet:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def told(self, state: State) -> None:
        """Nothing to do."""


class Log(Quiet):
    """A line at the beginning of every step and once a minute; owns when it last spoke."""

    def __init__(self, write: Callable[[str], None], seconds: Callable[[], float], speech: str) -> None:
        self._write = write
        self._seconds = seconds
        self._speech = speech
        self._step = ""
        self._begun = self._last = 0.0

    def told(self, state: State) -> None:
        """Write a line where one is due."""
        now = self._seconds()
        if state.step != self._step:
            self._step, self._begun = state.step, now
        elif now - self._last < _MINUTE:
            return
        self._last = now
        self._write(line(state, now - self._begun, self._speech) + "\n")


def line(state: State, seconds: float, speech: str) -> str:
    """A state in words: the step, how many records, the share, the time left, violations so far."""
    german = speech == "de"
    parts = [_STEPS[state.step][0 if german else 1]]
    if state.whole:
        share = f"{100 * state.done / state.whole:.0f} %"
        parts.append(
            f"{state.done} von {state.whole} ({share})" if german else f"{state.done} of {state.whole} ({share})"
        )
    elif state.done:
        parts.append(_counted(state.done, ("Datensatz", "Datensätze"), ("record", "records"), german))
    fresh = state.done - state.kept
    if fresh and seconds >= 1:
        rate = fresh / seconds
        parts.append(f"{rate:.0f}/s")
        if state.whole:
            parts.append(_left((state.whole - state.done) / rate, german))
    if state.violations:
        parts.append(_counted(state.violations, ("Verstoß", "Verstöße"), ("violation", "violations"), german))
    return ", ".join(parts)


def _counted(count: int, de: tuple[str, str], en: tuple[str, str], german: bool) -> str:
    """A count with its noun, one or many: "1 Verstoß", "2 Verstöße"."""
    return f"{count} {(de if german else en)[count != 1]}"


def _left(seconds: float, german: bool) -> str:
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    told = f"{hours} h {rest:02} min" if hours else f"{minutes} min" if minutes else f"{seconds:.0f} s"
    return f"noch {told}" if german else f"{told} left"


class Bar(Quiet):
    """One line that moves, by rich; owns the display while the run lasts."""

    def __init__(self, seconds: Callable[[], float], speech: str) -> None:
        from rich.console import Console
        from rich.live import Live
        from rich.text import Text

        self._live = Live(Text(""), console=Console(stderr=True), refresh_per_second=4, transient=True)
        self._text = Text
        self._seconds = seconds
        self._speech = speech
        self._step = ""
        self._begun = 0.0

    def __enter__(self) -> Bar:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def told(self, state: State) -> None:
        """Draw the line anew."""
        now = self._seconds()
        if state.step != self._step:
            self._step, self._begun = state.step, now
        bar = ""
        if state.whole:
            filled = round(24 * state.done / state.whole)
            bar = "█" * filled + "░" * (24 - filled) + " "
        self._live.update(self._text(bar + line(state, now - self._begun, self._speech)))
