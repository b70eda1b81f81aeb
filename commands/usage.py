"""What the command line itself says, in German: headings of its help, and what is wrong with a call.

Loaded only when German help or a German complaint is asked for. Click makes its sentences in English; they are known
again by the templates in grammar/usage-de.txt, and what is not known stays English.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from functools import cache
from typing import IO, Final, TypeVar

import click

from ..engine.library import read_text

_CAPITALS: Final = re.compile(r"\[OPTIONS\]|\[ARGS\]\.\.\.|INTEGER RANGE|FLOAT RANGE|MAP\.yaml|\b[A-Z]{3,}\b")
_Command = TypeVar("_Command", bound=click.Command)
_QUOTED: Final = re.compile(r"'([^']*)'")
_EXTRA: Final = re.compile(r"\[(?P<said>default: [^\]]*|required)\]$")


@cache
def german_help() -> dict[str, str]:
    """The help in German: `command`, or `command --option`, to its words; lines of one name are paragraphs."""
    words: dict[str, list[str]] = {}
    for name, text in _pairs("grammar/help-de.txt"):
        words.setdefault(name, []).append(text)
    return {name: "\n\n".join(paragraphs) for name, paragraphs in words.items()}


def in_german(said: str) -> str:
    """A sentence of the command line in German; as it is where nobody translated it."""
    plain = " ".join(said.split())
    for template, german in _sentences():
        if found := template.fullmatch(plain):
            return german.format(*(in_german(part) for part in found.groups()))
    first, stop, rest = plain.partition(". ")  # "No such option '--polcy'. Did you mean '--policy'?"
    return f"{in_german(first + stop.strip())} {in_german(rest)}" if rest else said


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The templates, those with the most words of their own first, each with its German words."""
    pairs = sorted(_pairs("grammar/usage-de.txt"), key=lambda each: -len(each[0].replace("{}", "")))
    return tuple((re.compile(re.escape(said).replace(r"\{\}", "(.+?)")), german) for said, german in pairs)


def _pairs(resource: str) -> list[tuple[str, str]]:
    lines = [line for line in read_text(resource).splitlines() if "|" in line and not line.startswith("#")]
    return [(said.strip(), german.strip()) for said, _, german in (line.partition(" | ") for line in lines)]


def _capitals(written: str) -> str:
    """FILE and the like, in German."""
    return _CAPITALS.sub(lambda found: in_german(found[0]), written)


class GermanFormatter(click.HelpFormatter):
    """Help with German headings and names of values."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that says how a command is called."""
        super().write_usage(prog, _capitals(args), "Aufruf: ")

    def write_heading(self, heading: str) -> None:
        """A heading such as `Optionen:`."""
        super().write_heading(in_german(heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options or commands with what they mean."""
        shown = [
            (_capitals(name), _EXTRA.sub(lambda found: f"[{in_german(found['said'])}]", in_german(meaning)))
            for name, meaning in rows
        ]
        super().write_dl(shown, col_max, col_spacing)


def german(command: _Command, context: click.Context) -> _Command:
    """A command with its German help, a group with that of its commands."""
    words = german_help()
    path = context.command_path.partition(" ")[2]
    shown = copy.copy(command)
    shown.help = words.get(path or "knigge", command.help)
    shown.params = [_with_help(each, words, path or "knigge") for each in command.get_params(context)]
    shown.add_help_option = False
    if isinstance(shown, click.Group):
        below = {name: (copy.copy(each), f"{path} {name}".strip()) for name, each in shown.commands.items()}
        for each, full in below.values():
            each.help = words.get(full, each.help)
        shown.commands = {name: each for name, (each, _) in below.items()}
    return shown


def _with_help(parameter: click.Parameter, words: dict[str, str], path: str) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    shown = copy.copy(parameter)
    shown.help = next((words[key] for name in parameter.opts if (key := f"{path} {name}") in words), parameter.help)
    return shown


class Complaint(click.ClickException):
    """What is wrong with a call, told in German."""

    exit_code = 2

    def __init__(self, problem: click.UsageError) -> None:
        super().__init__(problem.format_message())
        self._context = problem.ctx

    def show(self, file: IO[str] | None = None) -> None:
        """How the command is called, where its help is, what is wrong."""
        if self._context is not None:
            click.echo(self._context.get_usage(), file=file, err=True)
            click.echo(f"Hilfe gibt „{self._context.command_path} --help“.\n", file=file, err=True)
        told = _QUOTED.sub(lambda found: f"„{_capitals(found[1])}“", in_german(self.message))
        click.echo(f"Fehler: {told}", file=file, err=True)
