"""`knigge rules`: look at rules, test them, find mistakes in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from knigge.cli import cli
from knigge.commands.programs import make
from knigge.engine.codes import CODES

Run = Callable[..., Result]

_RULES: Final = """# our own
concept house-rude in de
  says "doof"
  unless quoted
  catches "Das ist doof." marks "doof"
  allows "Das ist gut."
  known miss "Das ist blöd."
end

rule house.rude about reply
  clause eye-level
  severity error
  title de "Grob" en "Rude"
  in de
  forbid text expresses house-rude
  message de "„{match}“ kränkt." en "“{match}” offends."
  catches "Das ist doof."
  allows "Das ist gut."
end
"""


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A function that runs `knigge rules` in a folder with `house.knigge` and a policy without bundled rules."""
    monkeypatch.setenv("KNIGGE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    Path("house.yaml").write_text("policy: house\npacks: [shared]\n", encoding="utf-8")
    Path("house.knigge").write_text(_RULES, encoding="utf-8")

    def run(command: str, *arguments: str) -> Result:
        result = CliRunner().invoke(cli, ["rules", command, "--policy", "house.yaml", *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return run


def test_rules_are_listed_with_severity_subject_and_title(rules: Run) -> None:
    english, german = rules("list", "house.knigge", "--lang", "en"), rules("list", "house.knigge", "--lang", "de")

    assert english.stdout.split() == ["house.rude", "error", "reply", "Rude"]
    assert german.stdout.split() == ["house.rude", "fehler", "antwort", "Grob"]
    assert (english.exit_code, german.exit_code) == (0, 0)


def test_a_rule_that_is_off_is_listed_as_off(rules: Run) -> None:
    Path("house.knigge").write_text(_RULES.replace("severity error", "status retired"), encoding="utf-8")

    assert rules("list", "house.knigge").stdout.split()[:2] == ["house.rude", "off"]


def test_a_rule_is_shown_in_either_language_of_keywords(rules: Run) -> None:
    english = rules("show", "house.rude", "--file", "house.knigge", "--lang", "en")
    german = rules("show", "house.rude", "--file", "house.knigge", "--lang", "de")

    assert english.stdout.startswith("# house.knigge:10\nrule house.rude about reply\n  clause eye-level\n")
    assert german.stdout.startswith("# house.knigge:10\nregel house.rude über antwort\n  klausel eye-level\n")


def test_a_name_nobody_knows_is_a_mistake(rules: Run) -> None:
    result = rules("show", "house.rood", "--file", "house.knigge")

    assert result.exit_code == 2
    assert result.stderr == "knigge: there is no rule or concept `house.rood`; did you mean `house.rude`?\n"


def test_facts_are_listed_for_a_subject(rules: Run) -> None:
    reply, post = rules("show", "--facts", "reply"), rules("show", "--facts", "post")

    assert (reply.exit_code, post.exit_code) == (0, 0)
    assert "customer.name" in reply.stdout
    assert "customer.name" not in post.stdout
    assert "text.words" in post.stdout


def test_facts_are_listed_by_their_german_names(rules: Run) -> None:
    english, german = rules("show", "--facts", "reply"), rules("show", "--facts", "antwort", "--lang", "de")

    assert german.exit_code == 0
    assert "text.wörter" in german.stdout and "text.words" not in german.stdout
    assert len(german.stdout.splitlines()) == len(english.stdout.splitlines())


@pytest.mark.parametrize(("subject", "hint"), [("replyy", "did you mean `reply`?"), ("nonsense", "known here: post")])
def test_facts_of_a_subject_nobody_knows_are_a_mistake(rules: Run, subject: str, hint: str) -> None:
    result = rules("show", "--facts", subject)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"no rule is about `{subject}`" in result.stderr
    assert hint in result.stderr


def test_examples_that_come_out_end_with_0(rules: Run) -> None:
    result = rules("test", "house.knigge")

    assert result.exit_code == 0
    assert result.stdout == ("1 example: known miss\n5 of 5 examples of 2 rules and concepts come out as written\n")


def test_an_example_that_does_not_come_out_is_shown_at_its_place(rules: Run) -> None:
    Path("house.knigge").write_text(
        _RULES.replace('  catches "Das ist doof."\n', '  catches "Gut."\n'), encoding="utf-8"
    )

    result = rules("test", "house.knigge")

    assert result.exit_code == 1
    assert "house.knigge:17:3: house.rude\n    catches   „Gut.“\n    but it    should be caught" in result.stdout
    assert "4 of 5 examples" in result.stdout


def test_an_example_that_is_no_longer_missed_is_told(rules: Run) -> None:
    Path("house.knigge").write_text(_RULES.replace("blöd", "doof"), encoding="utf-8")

    result = rules("test", "house.knigge")

    assert result.exit_code == 0
    assert "house.knigge:7: no longer missed: make it `catches`" in result.stdout


def test_single_rules_are_tested_by_name(rules: Run) -> None:
    assert "2 of 2 examples of 1 rules" in rules("test", "house.knigge", "--rule", "house.rude").stdout
    nobody = rules("test", "house.knigge", "--rule", "nobody")
    assert (nobody.exit_code, nobody.stderr) == (2, "knigge: no examples under `nobody`\n")


_SETTINGS: Final = """policy: house
packs: [plain]
parameters: {plain.overlong: {most-words-per-sentence: 2}}
rules: {house.dear: "off"}
simple_rules:
  - {id: house.cheap, forbid: [billig], message: Nein., clause: eye-level, catches: [Billig!], allows: [Gut.]}
  - {id: house.dear, forbid: [teuer], message: Nein., clause: eye-level, catches: [Teuer!], allows: [Gut.]}
"""


def test_examples_that_ship_and_differ_because_of_settings_are_no_failure(rules: Run) -> None:
    Path("house.yaml").write_text(_SETTINGS, encoding="utf-8")

    result, single = rules("test"), rules("test", "--rule", "plain.overlong")

    assert (result.exit_code, single.exit_code) == (0, 0)
    assert "because of your settings; this is no failure:\n" in result.stdout
    assert "× plain.overlong (rules/plain/overlong.knigge)\n" in result.stdout
    assert "should be left alone" not in result.stdout and "should be left alone" in single.stdout
    assert "off in this policy and not tested: `house.dear`\n" in result.stdout
    assert result.stdout.endswith("otherwise because of your settings; of your own 6 of 6\n")


def test_an_example_of_ones_own_fails_beside_those_that_differ_by_settings(rules: Run) -> None:
    Path("house.yaml").write_text(_SETTINGS.replace("[Billig!]", "[Preiswert!]"), encoding="utf-8")

    result = rules("test")

    assert result.exit_code == 1
    assert "„Preiswert!“\n    but it    should be caught" in result.stdout
    assert result.stdout.endswith("of your own 4 of 6\n")


def test_what_differs_without_any_settings_too_is_a_failure(rules: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("house.yaml").write_text(_SETTINGS, encoding="utf-8")
    set_so = make("house.yaml").program
    monkeypatch.setattr("knigge.commands.rules.usual_program", lambda _: set_so)

    result = rules("test", "--rule", "plain.overlong")

    assert result.exit_code == 1


def test_a_rule_that_is_off_is_not_said_to_have_no_examples(rules: Run) -> None:
    Path("house.yaml").write_text(_SETTINGS, encoding="utf-8")

    result = rules("test", "--rule", "house.dear")

    assert (result.exit_code, result.stderr) == (
        2, "knigge: the rule `house.dear` is off in this policy, so nothing is tested\n",
    )  # fmt: skip


def test_a_folder_stands_for_the_rule_files_in_it(rules: Run) -> None:
    Path("more/deep").mkdir(parents=True)
    Path("house.knigge").rename("more/deep/house.knigge")

    assert "5 of 5" in rules("test", "more").stdout


def test_a_policy_is_no_rule_file_and_a_rule_file_no_policy(rules: Run) -> None:
    swapped = rules("test", "house.yaml")
    other = CliRunner().invoke(cli, ["policy", "check", "house.knigge", "--lang", "de"])

    assert (swapped.exit_code, swapped.stdout) == (2, "")
    assert "name it with `--policy house.yaml`" in swapped.stderr
    assert other.exit_code == 2
    assert "mit `knigge rules test house.knigge` prüfen" in other.stderr


def test_sound_rules_lint_with_0(rules: Run) -> None:
    result = rules("lint", "house.knigge")

    assert (result.exit_code, result.stdout) == (0, "0 errors, 0 warnings, 0 notes\n")


@pytest.mark.parametrize(
    ("good", "bad", "code", "told"),
    [
        ("severity error", "sevrity error", 2, "did you mean `severity`?"),
        ("severity error", "on facebok", 1, "warning[K248]"),
        ("expresses house-rude", "expresses house-rood", 2, "error[K201]"),
        ('says "doof"', 'says "(doof"', 2, "error[K211]"),
        ("unless quoted", "unless negated", 0, "1 notes (--notes shows them)"),
        ("in de\n  forbid", "forbid", 1, "warning[K252]"),
    ],
)
def test_the_gravest_mistake_decides_the_exit_code(good: str, bad: str, code: int, told: str, rules: Run) -> None:
    assert good in _RULES
    Path("house.knigge").write_text(_RULES.replace(good, bad), encoding="utf-8")

    result = rules("lint", "house.knigge")

    assert (result.exit_code, told in result.stdout) == (code, True), result.stdout


def test_notes_are_shown_when_asked_for(rules: Run) -> None:
    Path("house.knigge").write_text(_RULES.replace("unless quoted", "unless negated"), encoding="utf-8")

    assert "note[K222]" not in rules("lint", "house.knigge").stdout
    assert "note[K222]" in rules("lint", "house.knigge", "--notes").stdout


@pytest.mark.parametrize("command", ["list", "test"])
def test_rules_with_mistakes_are_not_run(command: str, rules: Run) -> None:
    Path("house.knigge").write_text(_RULES.replace("severity", "sevrity"), encoding="utf-8")

    result = rules(command, "house.knigge")

    assert result.exit_code == 2
    assert "house.knigge:12:3" in result.stderr
    assert result.stderr.endswith("knigge: the rules cannot be used\n")


def test_a_rule_file_cut_anywhere_is_a_mistake_that_names_the_place(rules: Run) -> None:
    for at in range(30, len(_RULES) - 5, 60):
        Path("house.knigge").write_text(_RULES[:at], encoding="utf-8")

        result = rules("lint", "house.knigge")

        assert result.exit_code == 2, _RULES[:at]
        assert "--> house.knigge:" in result.stdout


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "gone.knigge: there is no such file"),
        (b"\xff\xfe\x00\x01", "gone.knigge: not UTF-8 text (byte 0)"),
    ],
)
@pytest.mark.parametrize("command", ["list", "test", "lint"])
def test_a_file_that_cannot_be_read_is_a_mistake(command: str, content: bytes | None, told: str, rules: Run) -> None:
    if content is not None:
        Path("gone.knigge").write_bytes(content)

    result = rules(command, "gone.knigge")

    assert result.exit_code == 2
    assert told in result.stderr


def test_an_empty_rule_file_holds_no_mistake(rules: Run) -> None:
    Path("empty.knigge").write_text("")

    assert rules("lint", "empty.knigge").exit_code == 0


def test_a_file_without_examples_is_not_called_tested(rules: Run) -> None:
    Path("bare.knigge").write_text("# to be written\n", encoding="utf-8")

    tested = rules("test", "bare.knigge")

    assert (tested.exit_code, tested.stdout) == (2, "")
    assert "no examples in bare.knigge, so nothing is tested" in tested.stderr


def test_every_code_can_be_explained(rules: Run) -> None:
    for each in CODES:
        result = rules("lint", "--explain", each.code.lower())

        assert (result.exit_code, result.stdout) == (0, f"{each.code}: {each.title}\n\n{each.explanation}\n")


def test_a_code_nobody_knows_is_a_mistake(rules: Run) -> None:
    result = rules("lint", "--explain", "K999")

    assert result.exit_code == 2
    assert result.stderr.startswith("knigge: there is no code `K999`;")


def test_a_german_reader_is_told_in_german(rules: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")

    explained, linted = rules("lint", "--explain", "k203"), rules("lint", "house.knigge")
    tested, unknown = rules("test", "house.knigge"), rules("show", "house.rud", "--file", "house.knigge")

    assert explained.stdout.startswith("K203: ein unbekannter Gegenstand\n\nEine Regel handelt von")
    assert linted.stdout.splitlines()[-1].startswith("Fehler: 0, Warnungen: 0, Hinweise: ")
    assert "Beispielen gehen aus wie geschrieben (Regeln und Begriffe: " in tested.stdout
    assert "gibt es nicht; meinten Sie `house.rude`?" in unknown.stderr
