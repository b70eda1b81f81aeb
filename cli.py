"""Commands: turn arguments into calls and verdicts into exit codes. Everything else is imported when it is needed.

The reason for its length: every option of every command stands here, so that help can be read in one place.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from typing import NoReturn, TextIO, TypeVar

import click

from .commands.bilingual import BROKEN_OFF, BilingualGroup, said_before, speech_of, spoken

SEVERITIES = ("note", "warning", "error", "never")
FORMATS = ("text", "json", "sarif", "junit", "markdown", "github", "csv")
REPORTS = ("html", "json", "xlsx", "csv", "pdf", "markdown", "sarif", "junit", "github")
ENDINGS = {
    ".html": "html", ".htm": "html", ".json": "json", ".xlsx": "xlsx", ".csv": "csv", ".pdf": "pdf", ".md": "markdown",
    ".sarif": "sarif", ".xml": "junit",
}  # fmt: skip
OFFICE = (".docx", ".doc", ".odt", ".rtf", ".xls", ".ods")
SHOWN = 20
_Command = TypeVar("_Command", bound=Callable[..., object])


def _out(text: str) -> None:
    _write(sys.stdout, text)


def _out_line(line: bytes) -> None:
    """Write a line of JSON in UTF-8, whatever the terminal speaks, and at once: somebody may wait for it."""
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def _out_bytes(lines: bytes) -> None:
    """Write bytes as they are; what is full is passed on by the stream itself."""
    sys.stdout.buffer.write(lines)


def _err(text: str) -> None:
    _write(sys.stderr, text)


def _write(stream: TextIO, text: str) -> None:
    """Write what the stream's encoding can show; the rest as escapes."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


def _format(given: str | None, target: str | None, among: tuple[str, ...], usual: str) -> str:
    """The format asked for, else the one that the ending of the file to write stands for, else the usual one."""
    ending = os.path.splitext(target or "")[1].lower()
    found = given or ENDINGS.get(ending, usual)
    if given is None and (ending in OFFICE or found not in among):
        raise click.UsageError(f"nothing is written as {ending}; choose --format {', '.join(among)}")
    return found


def _finish(call: Callable[[], int]) -> None:
    """Run a command and end with its exit code; a mistake is told in words and ends in exit code 2."""
    try:
        code = _called(call)
        sys.stdout.flush()
    except BrokenPipeError:
        _closed()
    except OSError as problem:
        _err(f"knigge: the answer could not be written ({problem.strerror or problem})\n")
        code = 3
    sys.exit(code)


def _called(call: Callable[[], int]) -> int:
    from .engine.diagnostics import KniggeError, Level, render, told

    try:
        return call()
    except KniggeError as problem:
        speech = spoken(click.get_current_context(silent=True))
        grave = [each for each in problem.diagnostics if each.level is Level.ERROR] or list(problem.diagnostics)
        for diagnostic in grave[:SHOWN]:
            _err(render(diagnostic, speech) + "\n\n")
        if len(grave) > SHOWN:
            more = len(grave) - SHOWN
            _err(f"... und {more} weitere\n\n" if speech == "de" else f"... and {more} more\n\n")
        _err(f"knigge: {told(problem, speech)}\n")
        return 2


def _closed() -> NoReturn:
    """The reader went away: say so and end, for not everything was told."""
    _turn_away()
    _err("knigge: the output was closed before everything was written\n")
    sys.exit(3)


def _unless_left(call: Callable[[], int]) -> int:
    """The exit code of a command that answers line by line; a reader who has seen enough, as `head`, is no mishap."""
    try:
        return call()
    except BrokenPipeError:
        _turn_away()
        return 3


def _turn_away() -> None:
    """Let what is still to be written go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _policy(command: _Command) -> _Command:
    default = os.environ.get("KNIGGE_POLICY", "default")
    help_ = "A policy that ships, by name, or a YAML file. [default: default]"
    return click.option("--policy", "-p", default=default, metavar="POLICY", help=help_)(command)


def _lang(command: _Command) -> _Command:
    help_ = "Language of our words; else the locale's."
    return click.option("--lang", type=click.Choice(("de", "en")), help=help_)(command)


@click.group(cls=BilingualGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(None, "--version", package_name="knigge", message="knigge %(version)s")
@_lang
@click.pass_context
def cli(ctx: click.Context, lang: str | None) -> None:
    """Judge what a company says on social media against its own guidelines.

    Begin with:  knigge check --text "Wie Sie sicher wissen, steht das in den AGB."
    """
    if lang:  # said before the command, it holds for the command
        ctx.default_map = said_before(cli, lang)


@cli.command()
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER|-]...")
@click.option("--text", "texts", multiple=True, metavar="TEXT", help="A draft as it stands; may be given again.")
@click.option("--answers", metavar="TEXT", help="The message that the drafts answer.")
@click.option("--thread", metavar="FILE", help="JSON Lines of a conversation; the drafts answer its last message.")
@click.option(
    "--policy",
    "-p",
    "policies",
    multiple=True,
    metavar="POLICY",
    help="A policy that ships, by name, or a YAML file; several with their own days make a history. [default: default]",
)
@click.option("--as-if", metavar="POLICY", help="Judge the past by this policy, whatever its days are.")
@click.option("--now", metavar="TIME", help="The present, for deadlines that run: 2026-03-02T16:30. Else unknown.")
@click.option("--channel", "-c", metavar="NAME", help="facebook, instagram, x, linkedin ...")
@click.option("--kind", type=click.Choice(("reply", "post", "comment", "dm", "story")), help="[default: reply]")
@click.option("--text-language", type=click.Choice(("de", "en")), help="Language of the drafts; else detected.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    metavar="FORMAT",
    help="text to read, json for programs; for build servers sarif, junit and github; markdown for a pull request or "
    "mail; csv for tables. [default: by the ending of --out, else text]",
)
@click.option(
    "--dialect",
    type=click.Choice(("rfc4180", "excel-de")),
    default="rfc4180",
    show_default=True,
    help="With csv: excel-de opens in German Excel with a double click.",
)
@click.option("--out", "target", metavar="FILE", help="Write the answer to this file, whole or not at all.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="error",
    show_default=True,
    help="Exit with 1 from this severity on.",
)
@click.option(
    "--verdicts",
    type=click.Choice(("findings", "all")),
    default="findings",
    show_default=True,
    help="With json: also every rule's verdict.",
)
@_lang
def check(
    paths: tuple[str, ...], texts: tuple[str, ...], answers: str | None, thread: str | None,
    policies: tuple[str, ...], as_if: str | None, now: str | None, channel: str | None, kind: str | None,
    text_language: str | None, format_: str | None, dialect: str, target: str | None, fail_on: str, verdicts: str,
    lang: str | None,
) -> None:  # fmt: skip
    """Judge drafts before they are public, and what happened on a channel.

    A text file is one draft; lines that begin with > at its top are the message it answers. A .jsonl file holds one
    record a line: messages, acts, contests; they are judged together, answers and deadlines too. A folder stands for
    the drafts in it and in the folders inside, - for standard input.

    Exit code: 0 nothing found from --fail-on, 1 something, 2 a mistake in arguments, rules or policy, 3 some input
    could not be judged.
    """
    from .commands.check import Request, run
    from .commands.inputs import Asked
    from .reports.text import Style

    if not paths and not texts:
        if sys.stdin is None or sys.stdin.isatty():
            raise click.UsageError('nothing to judge: name a file, or give --text "..."')
        paths = ("-",)
    target = None if target == "-" else target
    shown = sys.stdout.isatty() and target is None
    colour = shown and "NO_COLOR" not in os.environ
    width = min(100, max(50, os.get_terminal_size().columns)) if shown else 88
    style = Style(speech_of(lang), width, colour)
    asked = Asked(channel, kind, text_language, answers)
    named = (as_if,) if as_if else policies or (os.environ.get("KNIGGE_POLICY", "default"),)
    request = Request(
        paths, texts, asked, thread, named[0], _format(format_, target, FORMATS, "text"), fail_on, verdicts == "all",
        style, now, named[1:], bool(as_if), dialect, target,
    )  # fmt: skip
    _finish(lambda: run(request, _out, _err, _out_line))


@cli.command()
@click.argument("paths", nargs=-1, metavar="[FILE|-]...")
@click.option("--text", "texts", multiple=True, metavar="TEXT", help="A text as it stands; may be given again.")
@click.option("--answers", metavar="TEXT", help="The message that bare texts answer.")
@click.option("--signals", multiple=True, metavar="LIST", help="Names, with * for a part; `none`. [default: all]")
@click.option("--concepts", multiple=True, metavar="LIST", help="Names, with * for a part; `none`. [default: all]")
@click.option("--list", "list_", is_flag=True, help="Show all signals and concepts: unit, meaning, source, languages.")
@_policy
@click.option("--channel", "-c", metavar="NAME", help="Channel of texts that do not say it.")
@click.option("--text-language", metavar="CODE", help="Language of texts that do not say it; else detected.")
@click.option("--workers", "-w", type=click.IntRange(1, 256), default=1, metavar="N", help="Processes. [default: 1]")
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", help="With --list.")
@_lang
def measure(
    paths: tuple[str, ...], texts: tuple[str, ...], answers: str | None, signals: tuple[str, ...],
    concepts: tuple[str, ...], list_: bool, policy: str, channel: str | None, text_language: str | None, workers: int,
    format_: str, lang: str | None,
) -> None:  # fmt: skip
    """Measure texts: language, signals such as the form of address, and concepts such as criticism.

    Reads JSON Lines, a record with "text" or a bare "text" a line, and writes one line of JSON for each, in order.
    - stands for standard input. Lists are separated by commas: --signals address,words --concepts "tone-*,criticism".

    Exit code: 0 all measured, 2 a mistake in arguments or policy, 3 some text could not be measured or only in part;
    its line says why.
    """
    from .commands.inputs import Asked
    from .commands.measure import Request, list_all, run

    asked = Asked(channel, None, text_language, answers)
    speech = speech_of(lang)
    if list_:
        width = min(140, os.get_terminal_size().columns) if sys.stdout.isatty() else 120
        _finish(lambda: list_all(Request((), (), asked, policy, signals, concepts, speech), format_, width, _out))
    if not paths and not texts:
        if sys.stdin is None or sys.stdin.isatty():
            raise click.UsageError('nothing to measure: name a file, or give --text "..."')
        paths = ("-",)
    request = Request(paths, texts, asked, policy, signals, concepts, speech, workers)
    _finish(lambda: _unless_left(lambda: run(request, _out_line, _err)))


@cli.command()
@click.argument("archives", nargs=-1, metavar="ARCHIVE...")
@click.option("--out", "-o", required=True, metavar="FOLDER", help="Where the tables go; new, or begun before.")
@click.option(
    "--policy",
    "-p",
    "policies",
    multiple=True,
    metavar="POLICY",
    help="A policy that ships, by name, or a YAML file; several with their own days make a history. [default: default]",
)
@click.option("--as-if", metavar="POLICY", help="Judge the past by this policy, whatever its days are.")
@click.option("--now", metavar="TIME", help="The present, for deadlines that run: 2026-03-02T16:30. Else unknown.")
@click.option("--map", "map_", metavar="FILE", help="Which column is what, for tables; see `knigge import --suggest`.")
@click.option("--query", metavar="SQL", default="", help="What to read from a database; its address is the archive.")
@click.option("--workers", "-w", type=click.IntRange(1, 256), metavar="N", help="Processes. [default: one a core]")
@click.option("--engine", type=click.Choice(("local", "spark")), default="local", show_default=True)
@click.option("--resume", is_flag=True, help="Go on with a run that was broken off.")
@click.option(
    "--verdicts",
    type=click.Choice(("decided", "all")),
    default="decided",
    show_default=True,
    help="All: rules that do not apply are rows too.",
)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="error",
    show_default=True,
    help="Exit with 1 from this severity on.",
)
@click.option(
    "--max-errors",
    type=click.FloatRange(0, 100),
    default=1.0,
    show_default=True,
    metavar="PERCENT",
    help="Exit with 3 where more of what was read could not be evaluated.",
)
@click.option("--part-size", type=click.IntRange(1), default=4000, show_default=True, metavar="N", hidden=True)
@click.option("--quiet", "-q", is_flag=True, help="No progress, only the closing lines.")
@_lang
def audit(
    archives: tuple[str, ...], out: str, policies: tuple[str, ...], as_if: str | None, now: str | None,
    map_: str | None, query: str, workers: int | None, engine: str, resume: bool, verdicts: str, fail_on: str,
    max_errors: float, part_size: int, quiet: bool, lang: str | None,
) -> None:  # fmt: skip
    """Judge whole archives: every message, thread, act, contest and timeline, into a folder of tables.

    An archive is a file (JSON Lines, also .gz and .zst, CSV, Excel, Parquet), a folder of these, the address of a
    database, or - for standard input. The folder holds verdicts.parquet, records.parquet, threads.parquet,
    summary.json, errors.jsonl and run.json. A run that was broken off goes on with --resume.

    Exit code: 0 nothing found from --fail-on, 1 something, 2 a mistake in arguments, rules or policy, 3 too much
    could not be evaluated.
    """
    import signal
    import time

    from .audit.progress import Bar, Log, Quiet, Show
    from .commands.audit import Request, run
    from .reports.text import Style

    if not archives and not resume:
        raise click.UsageError("nothing to judge: name an archive")
    speech = speech_of(lang)
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    usual = "default" if resume else os.environ.get("KNIGGE_POLICY", "default")  # what goes on has its policy
    named = (as_if,) if as_if else policies or (usual,)
    request = Request(
        archives, out, named, bool(as_if), now, workers or os.cpu_count() or 1, engine, resume, map_, query,
        verdicts == "all", fail_on, max_errors / 100, part_size, Style(speech, 88, colour), lang,
    )  # fmt: skip
    show: Show = Quiet()
    if not quiet:
        show = Bar(time.monotonic, speech) if sys.stderr.isatty() else Log(_err, time.monotonic, speech)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # `kill` and a shutdown end it as Ctrl-C does
    _finish(lambda: run(request, show, _err))


@cli.command("import")
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option("--map", "map_", metavar="MAP.yaml", help="Which column of a table becomes which key of a record.")
@click.option("--query", default="", metavar="SQL", help="For a database: a select, or the name of a table.")
@click.option("--out", "-o", default="", metavar="FILE", help="Write here, all or nothing. [default: standard output]")
@click.option("--errors", default="", metavar="FILE", help="Everything that could not be read, one line of JSON each.")
@click.option("--suggest", is_flag=True, help="Show a map to start from, guessed from the names of the columns.")
@_lang
def import_(
    sources: tuple[str, ...], map_: str | None, query: str, out: str, errors: str, suggest: bool, lang: str | None
) -> None:
    """Turn archives of other tools into records: JSON Lines, one record a line.

    Reads JSON Lines, JSON, CSV, TSV, Excel, Parquet (also .gz, .zst), folders of these, - for standard input, and
    databases: knigge import sqlite:///archive.db --query replies

    Begin with:  knigge import export.csv --suggest > map.yaml

    Exit code: 0 all read, 2 a mistake in arguments or map, 3 something could not be read, wholly or in part.
    """
    from .commands.imports import Request, run, run_suggest

    if not sources:
        if sys.stdin is None or sys.stdin.isatty():
            raise click.UsageError("nothing to import: name a file, a folder or a database")
        sources = ("-",)
    request = Request(sources, map_ or "", query, out, errors, speech_of(lang))
    if suggest:
        _finish(lambda: run_suggest(request, _out))
    _finish(lambda: _unless_left(lambda: run(request, _out_bytes, _err)))


@cli.command()
@click.argument("paths", nargs=-1, required=True, metavar="ARCHIVE...")
@click.option("--min-size", "least", type=click.IntRange(2), default=5, show_default=True, help="Fewest uses.")
@click.option(
    "--likeness",
    type=click.IntRange(50, 100),
    default=70,
    show_default=True,
    help="How alike the uses of a module are at least, in per cent.",
)
@click.option(
    "--format", "format_", type=click.Choice(("text", "json", "csv", "knigge")), default="text", show_default=True,
    help="knigge: phrases and concepts to start rules from.",
)  # fmt: skip
@click.option("--map", "map_", default="", metavar="FILE", help="Which column is what, for tables; as for import.")
@click.option("--query", default="", metavar="SQL", help="For a database: a select, or the name of a table.")
@_lang
def templates(
    paths: tuple[str, ...], least: int, likeness: int, format_: str, map_: str, query: str, lang: str | None
) -> None:
    """Find the text modules in use: whole replies said again and again, and passages inside different replies.

    Reads what `knigge import` and `knigge audit` read: JSON Lines, CSV, Excel, Parquet, folders of these, databases,
    - for standard input; of these, what we wrote ourselves. Names, numbers, dates and links are shown as slots;
    nobody is named.

    Exit code: 0 all read, 2 a mistake in arguments, 3 something could not be read; the line at the end says how much.
    """
    from .commands.templates import Request, run

    width = min(120, max(50, os.get_terminal_size().columns)) if sys.stdout.isatty() else 100
    request = Request(paths, least, likeness / 100, format_, speech_of(lang), width, map_, query)
    _finish(lambda: run(request, _out, _err))


@cli.command()
@click.argument("folder", metavar="DIR")
@click.option("--format", "format_", type=click.Choice(REPORTS), help="[default: by the ending of --out, else html]")
@click.option("--out", "-o", required=True, metavar="FILE", help="Where to; - for standard output.")
@click.option("--against", metavar="DIR", help="Compare with this other audit: html, markdown or json.")
@click.option("--dialect", type=click.Choice(("rfc4180", "excel-de")), help="How CSV is written; else rfc4180.")
@click.option("--since", metavar="DAY", help="Tell only of the time from this day on: 2026-03-01.")
@click.option("--until", metavar="DAY", help="Tell only of the time up to this day.")
@click.option("--names", is_flag=True, help="Show names and texts as they are; wants --reason.")
@click.option("--reason", metavar="TEXT", help="Why names are shown; written into the report.")
@click.option("--any-version", is_flag=True, help="Also an audit by another version, which the report then says.")
@click.option("--lang", type=click.Choice(("de", "en")), help="Language of the report; else that of the audit.")
def report(
    folder: str, format_: str | None, out: str, against: str | None, dialect: str | None, since: str | None,
    until: str | None, names: bool, reason: str | None, any_version: bool, lang: str | None,
) -> None:  # fmt: skip
    """Tell what an audit found: DIR is the folder that `knigge audit` wrote.

    The HTML report is one file without scripts that works offline and prints; JSON is the same for other programs.
    Excel and CSV list the findings; SARIF, JUnit, GitHub and Markdown carry them into reviews.
    A span chosen with --since and --until is compared with the time before, the whole archive in halves.

    Exit code: 0 written, 2 DIR is no finished audit or a mistake in arguments.
    """
    from .commands.report import Request, run

    request = Request(
        folder, _format(format_, out, REPORTS, "html"), out, lang, speech_of(lang), names, reason, since, until,
        any_version, against, dialect,
    )  # fmt: skip
    _finish(lambda: run(request, _err))


@cli.group()
def rules() -> None:
    """Look at rules, test them, and find mistakes in them."""


@rules.command("list")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@_policy
@_lang
def rules_list(files: tuple[str, ...], policy: str, lang: str | None) -> None:
    """One line a rule: id, severity, what it is about, title."""
    from .commands.rules import list_rules

    _finish(lambda: list_rules(policy, files, speech_of(lang), _out))


@rules.command("show")
@click.argument("name", required=False)
@click.option("--facts", "subject", metavar="SUBJECT", help="What a rule about post, reply or message may ask for.")
@click.option("--file", "files", multiple=True, metavar="FILE", help="More rule files.")
@_policy
@_lang
def rules_show(name: str | None, subject: str | None, files: tuple[str, ...], policy: str, lang: str | None) -> None:
    """A rule or concept as it is written, with German keywords under --lang de."""
    from .commands.rules import show_facts, show_rule

    if subject is not None:
        _finish(lambda: show_facts(subject, speech_of(lang), _out))
    if not name:
        raise click.UsageError("which rule? give its name, or --facts reply")
    _finish(lambda: show_rule(policy, files, name, speech_of(lang), _out))


@rules.command("test")
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER]...")
@click.option("--rule", "names", multiple=True, metavar="NAME", help="Only this rule or concept; may be given again.")
@_policy
@_lang
def rules_test(files: tuple[str, ...], names: tuple[str, ...], policy: str, lang: str | None) -> None:
    """Run the examples that rules and concepts carry."""
    from .commands.rules import test_rules

    _finish(lambda: test_rules(policy, files, names, speech_of(lang), _out))


@rules.command("lint")
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER]...")
@click.option("--notes", is_flag=True, help="Show notes as well.")
@click.option("--explain", "code", metavar="CODE", help="What a code like K203 means.")
@_policy
@_lang
def rules_lint(files: tuple[str, ...], notes: bool, code: str | None, policy: str, lang: str | None) -> None:
    """Find mistakes: unknown names, wrong types, conditions that can never hold, missing examples."""
    from .commands.rules import explain, lint

    speech = speech_of(lang)
    _finish(lambda: explain(code, speech, _out) if code else lint(policy, files, notes, speech, _out))


@cli.group()
def policy() -> None:
    """Check a policy and see what it amounts to."""


@policy.command("check")
@click.argument("name", default="default", metavar="[POLICY]")
@_lang
def policy_check(name: str, lang: str | None) -> None:
    """Say whether a policy can be used, with every mistake at its line."""
    from .commands.policies import check_policy

    _finish(lambda: check_policy(name, speech_of(lang), _out))


@policy.command("show")
@click.argument("name", default="default", metavar="[POLICY]")
@click.option("--now", metavar="DAY", help="The state of this day: 2026-03-02. [default: the first, and each change]")
@_lang
def policy_show(name: str, now: str | None, lang: str | None) -> None:
    """The effective policy: each value with the file and line it came from, each dated change with its days."""
    from .commands.policies import show_policy

    _finish(lambda: show_policy(name, now, speech_of(lang), _out))


@policy.command("schema")
def policy_schema() -> None:
    """The JSON Schema of policies, for editors."""
    from .commands.policies import schema

    _finish(lambda: schema(_out))


@cli.command()
@click.argument("folder", default=".", metavar="[FOLDER]")
@_lang
def init(folder: str, lang: str | None) -> None:
    """Write a commented policy and one rule file to start from."""
    from .commands.init import start

    _finish(lambda: start(folder, speech_of(lang), _out))


def main(prog_name: str = "knigge") -> None:
    """Run the command line; an interruption ends with 130."""
    gc.set_threshold(100_000, 50, 50)  # nearly all that start-up and compiling make stays until the end
    try:
        cli(prog_name=prog_name)
    except KeyboardInterrupt:
        _leave()
    except SystemExit as ended:
        if ended.code == BROKEN_OFF:
            _leave()
        raise


def _leave() -> NoReturn:
    """End with the code of Ctrl-C: Python itself would now and then end by the signal instead."""
    sys.stderr.flush()
    os._exit(BROKEN_OFF)
