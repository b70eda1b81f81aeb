"""A command line in two languages: German help and complaints where `--lang de` or the locale says so.

Click is told by the classes of its commands; the German words are loaded only when they are wanted.
"""

from __future__ import annotations

import itertools
import locale
import os
import sys
from typing import IO, Final

import click

_SPEECH: Final = "knigge.speech"
"""Where a call keeps its language, for itself and the commands below it."""

BROKEN_OFF: Final = 130
"""The exit code after Ctrl-C, as shells have it."""


def speech_of(asked: str | None) -> str:
    """German or English words: as asked, else as the locale says."""
    if asked:
        return asked
    known = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    if known is None:
        known = locale.getlocale()[0] or ""
    return "de" if known.lower().startswith("de") else "en"


def spoken(context: click.Context | None) -> str:
    """The language of a call, as far as it was read."""
    known = context.meta.get(_SPEECH) if context is not None else None
    return str(known) if known else speech_of(None)


def said_before(group: click.Group, lang: str) -> dict[str, object]:
    """`lang` as the default of every command below a group: it was said in front of them."""
    return {
        name: said_before(each, lang) if isinstance(each, click.Group) else {"lang": lang}
        for name, each in group.commands.items()
    }


class BilingualContext(click.Context):
    """A call whose help and complaints are in the language of its user."""

    def make_formatter(self) -> click.HelpFormatter:
        """What lays out the help."""
        if spoken(self) != "de":
            return super().make_formatter()
        from .usage import GermanFormatter

        return GermanFormatter(width=self.terminal_width, max_width=self.max_content_width)


class BilingualCommand(click.Command):
    """A command whose help is German where its user speaks it; the words are in grammar/help-de.txt."""

    context_class = BilingualContext

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Look for `--lang` before anything else, for `--help` may stand in front of it."""
        asked = [value for name, value in itertools.pairwise([*args, ""]) if name == "--lang"]
        asked += [arg.removeprefix("--lang=") for arg in args if arg.startswith("--lang=")]
        if asked or _SPEECH not in ctx.meta:
            ctx.meta[_SPEECH] = speech_of(asked[-1] if asked else None)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help in the language asked for; what has no German words stays English."""
        shown = self
        if spoken(ctx) == "de":
            from .usage import german

            shown = german(self, ctx)
        super(BilingualCommand, shown).format_help(ctx, formatter)


class BilingualGroup(BilingualCommand, click.Group):
    """Several commands under one name; whatever is wrong with a call is told in the language of its user."""

    command_class = BilingualCommand
    group_class = type

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """Read the arguments of the group."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as problem:
            raise _told(problem) from problem

    def invoke(self, ctx: click.Context) -> object:
        """Call the command that is named."""
        try:
            return super().invoke(ctx)
        except click.UsageError as problem:
            raise _told(problem) from problem
        except KeyboardInterrupt:
            raise BrokenOff("abgebrochen" if spoken(ctx) == "de" else "broken off") from None


class BrokenOff(click.ClickException):
    """Somebody pressed Ctrl-C: that is neither a finding nor a mistake."""

    exit_code = BROKEN_OFF

    def show(self, file: IO[str] | None = None) -> None:
        """A word on it; the line begins anew behind what the terminal shows of the key."""
        click.echo(f"\nknigge: {self.message}", file=file or sys.stderr)


def _told(problem: click.UsageError) -> click.ClickException:
    """What is wrong with a call, in German where its user speaks it; help is no complaint."""
    if spoken(problem.ctx) != "de" or type(problem).__name__ == "NoArgsIsHelpError":
        return problem
    from .usage import Complaint

    return Complaint(problem)
