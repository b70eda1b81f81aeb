"""The command line speaks the language of whoever calls it: help, and what is wrong with a call."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner, Result

from knigge.cli import cli
from knigge.commands.usage import german_help, in_german


def _call(*arguments: str, locale: str = "de_DE.UTF-8") -> Result:
    return CliRunner().invoke(cli, list(arguments), prog_name="knigge", env={"LC_ALL": locale})


def _commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, each in group.commands.items():
        full = f"{path} {name}".strip()
        yield full, each
        if isinstance(each, click.Group):
            yield from _commands(each, full)


def _options(command: click.Command) -> list[click.Option]:
    return [each for each in command.params if isinstance(each, click.Option) and not each.hidden and each.help]


def test_every_command_and_every_option_has_german_help() -> None:
    words = german_help()
    named = [("knigge", cli), *_commands(cli)]

    assert [path for path, _ in named if path not in words] == []
    missing = [
        f"{path} {each.opts[0]}"
        for path, command in named
        for each in _options(command)
        if not any(f"{path} {name}" in words for name in each.opts)
    ]
    assert missing == []


def test_no_german_help_is_left_over() -> None:
    known = {"knigge", *(path for path, _ in _commands(cli))}
    for path, command in [("knigge", cli), *_commands(cli)]:
        known |= {f"{path} {name}" for each in command.params for name in each.opts} | {f"{path} --help"}

    assert sorted(german_help().keys() - known) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["chek"], "Fehler: Den Befehl „chek“ gibt es nicht."),
        (["rules", "tset"], "Fehler: Den Befehl „tset“ gibt es nicht."),
        (["check", "--polcy", "x"], "Fehler: Die Option „--polcy“ gibt es nicht."),
        (["audit", "archiv.jsonl"], "Fehler: Es fehlt die Option „--out“ / „-o“."),
        (["report"], "Fehler: Es fehlt die Angabe „ORDNER“."),
        (["check", "--kind", "brief"], "„brief“ ist keins von „reply“, „post“"),
        (["audit", "a", "--out", "b", "--workers", "zwei"], "„zwei“ ist keine ganze Zahl."),
        (["audit", "a", "--out", "b", "--workers", "0"], "0 liegt nicht im Bereich 1<=x<=256."),
        (["import", "--map"], "Fehler: Nach der Option „--map“ fehlt ihr Wert."),
        (["rules", "list", "--lang"], "Fehler: Nach der Option „--lang“ fehlt ihr Wert."),
        (["init", "a", "b"], "Fehler: Diese Angabe ist zu viel: b"),
        (["init", "a", "b", "c"], "Fehler: Diese Angaben sind zu viel: b c"),
        (["audit", "--out", "b"], "Fehler: Hier ist nichts zu beurteilen: ein Archiv nennen"),
    ],
)
def test_a_wrong_call_is_told_in_german(arguments: list[str], told: str) -> None:
    done = _call(*arguments)

    assert done.exit_code == 2
    assert told in done.stderr
    assert done.stdout == ""


def test_a_wrong_call_is_told_in_english_elsewhere() -> None:
    done = _call("chek", locale="en_GB.UTF-8")

    assert done.exit_code == 2
    assert "Error: No such command 'chek'" in done.stderr
    assert "Usage: knigge [OPTIONS] COMMAND [ARGS]..." in done.stderr


def test_the_language_asked_for_wins_over_the_locale_before_and_behind_the_command() -> None:
    for arguments in (["--lang", "en", "report"], ["report", "--lang", "en"], ["report", "--lang=en"]):
        assert "Error: Missing argument 'DIR'" in _call(*arguments).stderr, arguments
    for arguments in (["--lang", "de", "report"], ["report", "--lang", "de"]):
        assert "Es fehlt die Angabe" in _call(*arguments, locale="C").stderr, arguments


def test_a_language_before_the_command_holds_for_its_answer() -> None:
    german = _call("--lang", "de", "rules", "list", locale="C")

    assert german.exit_code == 0
    assert german.stdout == _call("rules", "list", "--lang", "de", locale="C").stdout
    assert german.stdout != _call("rules", "list", locale="C").stdout


def test_the_help_of_all_commands_is_german_throughout() -> None:
    shown = _call("--help")

    assert shown.exit_code == 0
    assert shown.stdout.startswith("Aufruf: knigge [OPTIONEN] BEFEHL [ANGABEN]...")
    assert "Prüfen, was ein Unternehmen in sozialen Medien sagt" in shown.stdout
    rules = _call("rules", "--help").stdout
    assert "Die Beispiele ausprobieren" in rules
    for english in ("Usage", "Options", "Commands", "Show", "default:"):
        assert english not in shown.stdout + rules + _call("audit", "--help").stdout


def test_what_nobody_translated_stays_as_it_was() -> None:
    assert in_german("The moon is no cheese") == "The moon is no cheese"
    assert in_german("The moon is no cheese. No such option 'x'.") == (
        "The moon is no cheese. Die Option „x“ gibt es nicht."
    )


@pytest.mark.parametrize(("speech", "told"), [("de", "knigge: abgebrochen\n"), ("en", "knigge: broken off\n")])
def test_ctrl_c_is_neither_a_finding_nor_a_mistake(monkeypatch: pytest.MonkeyPatch, speech: str, told: str) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("knigge.commands.check.run", interrupted)
    monkeypatch.setattr("knigge.commands.rules.test_rules", interrupted)
    for arguments in (["check", "--text", "Gern!"], ["rules", "test"]):
        ended = _call(*arguments, "--lang", speech)
        assert (ended.exit_code, ended.stderr.lstrip("\n")) == (130, told)
