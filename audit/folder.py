"""The folder of a run: what lies where, who may write, and what a run that was broken off left behind."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ..engine.diagnostics import KniggeError
from .work import write_bytes

RUN: Final = "run.json"
SUMMARY: Final = "summary.json"
ERRORS: Final = "errors.jsonl"
WORK: Final = ".work"
_LOCK: Final = ".lock"
_TIDIED: Final = ".tidied"
"""What `.work` is called from when it is no longer needed until it is gone."""


class Folder:
    """The folder of a run; owns its lock, so that two runs never write into one."""

    def __init__(self, path: Path, speech: str) -> None:
        """Nothing is touched before `claim`."""
        self.path = path
        self.work = path / WORK
        self.parts = self.work / "parts"
        self.done = self.work / "done"
        self._german = speech == "de"
        self._lock: int | None = None

    def claim(self, resume: bool) -> bool:
        """Take the folder for this run; gives back whether an earlier run is to be gone on with."""
        begun = (self.work / "run.json").exists()
        self._sweep()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            there = sorted(each.name for each in self.path.iterdir() if each.name != _LOCK)
        except OSError as problem:
            if self.path.exists() and not self.path.is_dir():
                raise KniggeError(
                    self._say(f"{self.path} ist eine Datei, kein Ordner", f"{self.path} is a file, not a folder")
                ) from None
            why = problem.strerror or problem
            raise KniggeError(self._say(
                f"der Ordner {self.path} lässt sich nicht anlegen ({why})",
                f"the folder {self.path} cannot be made ({why})",
            )) from None  # fmt: skip
        if there == [WORK] and not begun:  # ended before it knew what to do: nothing is lost by beginning anew
            there = []
        if there and not resume:
            raise KniggeError(self._full(begun))
        if resume and there and not self.work.exists():
            whole = (self.path / RUN).exists()
            raise KniggeError(self._say(
                f"in {self.path} ist nichts offen: der Lauf ist fertig" if whole else
                f"{self.path} ist kein Ordner einer angefangenen Prüfung",
                f"nothing is left to do in {self.path}: the run is finished" if whole else
                f"{self.path} is no folder of a run that was begun",
            ))  # fmt: skip
        self._take()
        for each in (self.work, self.parts, self.done):
            each.mkdir(exist_ok=True)
        return begun and resume

    def release(self) -> None:
        """Let another run have the folder."""
        if self._lock is not None:
            os.close(self._lock)
            (self.path / _LOCK).unlink(missing_ok=True)
            self._lock = None

    def _take(self) -> None:
        """Hold the lock as long as this process lives, however it ends."""
        self._lock = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            import fcntl

            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # another system: the folder is not guarded there
            return
        except OSError:
            os.close(self._lock)
            self._lock = None
            raise KniggeError(self._say(
                f"in {self.path} schreibt gerade ein anderer Lauf", f"another run is writing into {self.path}"
            )) from None  # fmt: skip

    def _full(self, begun: bool) -> str:
        if begun:
            return self._say(
                f"in {self.path} wurde ein Lauf begonnen: mit `--resume` geht er weiter",
                f"a run was begun in {self.path}: `--resume` goes on with it",
            )
        return self._say(
            f"{self.path} ist nicht leer; nichts wird überschrieben",
            f"{self.path} is not empty; nothing is overwritten",
        )

    def _say(self, german: str, english: str) -> str:
        return german if self._german else english

    def write(self, name: str, content: Mapping[str, object]) -> None:
        """A JSON file of the run, in one step."""
        told = json.dumps(content, ensure_ascii=False, indent=1)
        write_bytes(self.path / name, told.encode("utf-8", "backslashreplace"))

    def note(self, name: str, content: object) -> None:
        """A JSON file for going on later, in one step; only its owner may read it, for it may hold a password."""
        place = self.work / name
        place.with_name(place.name + ".part").touch(mode=0o600)
        write_bytes(place, json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace"))

    def noted(self, name: str) -> object | None:
        """What was noted under a name; None where nothing was."""
        place = self.work / name
        return json.loads(place.read_text("utf-8")) if place.exists() else None

    def turn(self) -> str:
        """A mark for what this run writes beside the parts, another one each time a run goes on.

        So a process that a killed run left behind for a moment writes nothing that anybody reads.
        """
        noted = self.noted("turn.json")
        number = noted + 1 if isinstance(noted, int) else 1
        self.note("turn.json", number)
        return f"t{number}"

    def tidy(self) -> None:
        """Remove what is only needed to go on, in one step: who breaks this off finds a run that is finished."""
        try:
            os.replace(self.work, self.path / _TIDIED)
        except OSError:  # somebody has a file of it open, and the system minds: then file by file
            shutil.rmtree(self.work, ignore_errors=True)
        self._sweep()

    def _sweep(self) -> None:
        shutil.rmtree(self.path / _TIDIED, ignore_errors=True)
