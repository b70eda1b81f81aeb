"""Diagnostics in German: a line for every sentence of ours, and real mistakes read aloud."""

from __future__ import annotations

import ast
import json
import pickle
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter
from typing import Final

import pytest

from knigge.engine.checker import check
from knigge.engine.codes import CODES
from knigge.engine.diagnostics import (
    Diagnostic,
    KniggeError,
    Said,
    did_you_mean,
    keyword,
    render,
    say,
    spoken,
    term,
    told,
)
from knigge.engine.german import catalogue
from knigge.engine.keywords import keywords
from knigge.engine.library import read_text
from knigge.engine.nodes import Rule
from knigge.engine.parser import parse
from knigge.engine.policy import load_policy
from knigge.engine.policy_times import schema_of_times
from knigge.engine.schema import policy_schema
from knigge.engine.signals.reading import Type
from knigge.engine.source import Source
from knigge.intake.import_map import TYPES, load_map, of_a_map

_GUIDELINE: Final = 'guideline house "House" clause calm de "Ruhig." en "Calm." end\n'
_REST: Final = """  title de "Ton" en "Tone"
  message de "Nicht so." en "Not so."
  catches "Das ist doof."
  allows "Das ist gut."
end
"""
_RULE: Final = 'rule tone.mood about reply\n  clause calm\n  forbid text says "doof"\n' + _REST
_REGEL: Final = """regel ton.laune über antwort
  klausel calm
  verbiete text sagt "doof"
  titel de "Ton" en "Tone"
  meldung de "Nicht so." en "Not so."
  findet "Das ist doof."
  lässt stehen "Das ist gut."
ende
"""
RULES: Final = (
    ("ein falsch geschriebenes Schlüsselwort", _RULE.replace("clause calm", "clause calm\n  sevrity error")),
    ("ein unbekannter Begriff", _RULE.replace('says "doof"', "expresses moodd")),
    ("ein unbekanntes Signal", _RULE.replace('text says "doof"', "text.wrods > 60")),
    ("ein Block ohne Ende", 'concept mood in de\n  says "doof"\n' + _RULE),
    ("eine Regel ohne Beispiele", _RULE.replace('  catches "Das ist doof."\n  allows "Das ist gut."\n', "")),
    ("eine Regel ohne Klausel und ohne Meldung", re.sub("  (clause|message).*\n", "", _RULE)),
    ("eine englische Fassung fehlt", _RULE.replace(' en "Tone"', "")),
    ("Tage in falscher Folge", _RULE.replace("clause calm", "clause calm valid from 2026-03-01 until 2026-02-01")),
    ("eine unbekannte Schwere", _RULE.replace("clause calm", "clause calm severity grave")),
    ("eine Bedingung, die nie zutrifft", _RULE.replace('text says "doof"', "text.words > 60 and text.words < 50")),
    ("eine Klammer in einer Wendung",
     'concept mood in de\n  says "(doof"\n  catches "Das ist doof."\n  allows "Gut."\nend\n'),
    ("eine Regel, die zweimal dasteht", _RULE + _RULE),
    ("ein Vergleich ohne Zahl", _RULE.replace('text says "doof"', "channel > 3")),
    ("eine Frist an der falschen Stelle", _RULE.replace('text says "doof"', "text.words > 3 hours")),
    ("deutsch: ein falsch geschriebenes Schlüsselwort", _REGEL.replace("klausel", "schwehre fehler klausel")),
    ("deutsch: kein Beispiel", _REGEL.replace('  findet "Das ist doof."\n', "")),
    ("deutsch: eine Ausnahme, die nie greift", _REGEL.replace(
        'text sagt "doof"', 'text.wörter > 60\n  ausgenommen text.wörter < 50 weil "kurz"')),
    ("deutsch: keine Forderung", _REGEL.replace('  verbiete text sagt "doof"\n', "")),
    ("deutsch: eine unbekannte Schwere", _REGEL.replace("klausel calm", "klausel calm schwere schlimm")),
)  # fmt: skip
"""Rule files with a mistake in each."""
POLICIES: Final = (
    ("eine unbekannte Angabe", "policy: haus\nowner: Compliance\ntitel: Haus\n"),
    ("ein Wert von falscher Gestalt", "policy: haus\nchannels: facebook\nvalid: 2026\n"),
    ("ein deutsches Datum", "policy: haus\nvalid: {from: 31.12.2026}\n"),
    ("Tage in falscher Folge", "policy: haus\nvalid: {from: 2026-03-01, until: 2026-02-01}\n"),
    ("ein ja statt on", "policy: haus\nrules: {tone.mood: ja}\n"),
    ("ein unbekannter Stellwert", "policy: haus\nparameters: {tone.mood: {most: 3}}\n"),
    ("eine Angabe an falscher Stelle", "policy: haus\nholidays: [DE-BY]\n"),
    ("eine Angabe zweimal", "policy: haus\npolicy: heim\n"),
    ("kein YAML", 'policy: haus\ntitle: Regeln: unsere\nowner: "Compliance\n'),
    ("eine Policy, die es nicht gibt", "policy: haus\nextends: strickt\n"),
    ("Öffnungszeiten und Zeitzone", "policy: haus\ncalendar: {hours: {mon-fri: 17-9}}\n"),
    ("eine unbekannte Zeitzone", "policy: haus\ncalendar: {zone: Europe/Berln}\n"),
    ("eine Ausnahme ohne Zeitzone", "policy: haus\nwaivers: [{rule: tone.mood, reason: Streik, approver: Leitung, "
     "signed: 2026-03-01T10:00:00+01:00, until: 2026-03-31T18:00:00}]\n"),
)  # fmt: skip
"""Policies with a mistake in each."""
MAPS: Final = (
    ("eine leere Zuordnung", ""),
    ("weder keys noch records", "map: export\n"),
    ("eine unbekannte Zeitzone und Rolle",
     "zone: Europe/Berln\nkeys: {text: a, author.role: {column: b, values: {x: agent}}}\n"),
    ("kein Text", "keys: {channel: {column: a, constant: b}}\n"),
    ("ein Trennzeichen aus zweien", "table: {delimiter: ;;}\nkeys: {text: a}\n"),
    ("ein Verweis", "keys: {text: *a}\n"),
)  # fmt: skip
"""Import maps with a mistake in each."""


def _of_rules(text: str) -> list[Diagnostic]:
    parsed, guideline = parse(Source("haus.knigge", text)), parse(Source("leitfaden.knigge", _GUIDELINE))
    return [*parsed.diagnostics, *(each for each in check([parsed, guideline]) if each.level != "note")]


def _of_policy(text: str) -> list[Diagnostic]:
    rules = [block for block in parse(Source("haus.knigge", _RULE)).file.blocks if isinstance(block, Rule)]
    return load_policy(Source("haus.yaml", text), lambda _name, _seen_from: None, lambda _packs: rules)[1]


def test_real_mistakes_are_told_in_german(
    golden: Callable[[str, str], None], diagnosed: Callable[[str], list[Diagnostic]]
) -> None:
    shown = []
    for title, text in RULES:
        shown += [(title, each) for each in _of_rules(text) or diagnosed(text)]
    shown += [(title, each) for title, text in POLICIES for each in _of_policy(text)]
    shown += [(title, each) for title, text in MAPS for each in load_map(Source("export.yaml", text))[1]]

    golden("diagnostics/de.txt", "\n".join(f"## {title}\n{render(each, 'de')}\n" for title, each in shown))


def test_every_sentence_has_a_german_line_with_the_same_places(repository: Path) -> None:
    german = catalogue().templates

    missing = [each for each in _templates(repository) if each not in german]
    other = [each for each in german if _places(each) != _places(german[each])]

    assert (missing, other) == ([], [])


def test_every_german_line_is_used(repository: Path) -> None:
    used = {*_templates(repository), *(of_a_map(_made(each)).template for each in _templates(repository)), *_named()}

    assert [each for each in catalogue().templates if each not in used] == []


def test_no_german_line_stands_twice() -> None:
    lines = [line for line in read_text("grammar/diagnostics-de.txt").splitlines() if line and not line.startswith("#")]
    names = [line.split(" | ")[0] for line in lines]

    assert [line for line in lines if " | " not in line] == []
    assert [name for name in names if names.count(name) > 1] == []


def test_every_code_is_explained_in_german() -> None:
    german = catalogue().codes

    assert list(german) == [each.code for each in CODES]
    for each in german.values():
        assert not each.title.endswith((".", "!")), each
        assert each.explanation.endswith("."), each
        assert not re.search(r"\b(the|and|is|of)\b", each.title), each


def test_german_words_keep_the_style_of_messages() -> None:
    for english, german in catalogue().templates.items():
        assert german.count("`") % 2 == 0, german
        assert not german.endswith((".", "!")) or german.endswith("..."), german
        assert german.endswith("?") == english.endswith("?"), german


def test_words_that_nobody_made_stay_as_they_are() -> None:
    assert spoken("the policy", "de") == "the policy"
    assert spoken(term("no {such} line"), "de") == "no {such} line"
    assert spoken(say("unknown concept `{name}`", name="{x}"), "de") == "den Begriff `{x}` gibt es nicht"
    assert spoken(did_you_mean("regl", ["regel"]), "en") == "did you mean `regel`?"


def test_an_exception_speaks_german_where_its_words_do() -> None:
    assert told(KniggeError(say("the rules cannot be used")), "de") == "die Regeln lassen sich nicht verwenden"
    assert told(KniggeError("schon deutsch"), "de") == "schon deutsch"


def test_words_survive_the_way_to_another_process_and_are_plain_text_in_json() -> None:
    words = say("unknown {what} `{written}`", what=say("role"), written="{uss}")

    again = pickle.loads(pickle.dumps(words))

    assert (again, spoken(again, "de")) == (words, "die Rolle `{uss}` ist nicht bekannt")
    assert json.dumps(words) == '"unknown role `{uss}`"'


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('regel a.b über antwort verlange text sagt "x" ende', '`findet "..."` ergänzen'),
        ('rule a.b about reply require text says "x" end', '`catches "..."` ergänzen'),
    ],
)
def test_hints_have_the_keywords_of_the_file(text: str, hint: str) -> None:
    assert hint in "\n".join(render(each, "de") for each in _of_rules(text) if each.code == "K230")


def test_a_keyword_is_english_unless_the_file_is_german() -> None:
    assert spoken(keyword("reply", "antwort"), "de") == "reply"


def _made(template: str) -> Said:
    return Said(template, dict.fromkeys(_places(template), ""))


def _templates(repository: Path) -> list[str]:
    """Every template that `say` of the diagnostics is called with; the words of reports have another `say`."""
    found: dict[str, None] = {}
    for room in ("engine", "intake", "commands", "audit"):
        for path in sorted((repository / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            if not any(_imports_say(node) for node in ast.walk(tree)) and path.name != "diagnostics.py":
                continue
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                    template = node.args[0]
                    assert isinstance(template, ast.Constant), f"{path}:{node.lineno}: a template is written out"
                    found[str(template.value)] = None
    return list(found)


def _imports_say(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.ImportFrom)
        and (node.module or "").endswith("diagnostics")
        and any(name.name == "say" for name in node.names)
    )


def _places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _named() -> Iterator[str]:
    """Words that are known at run time only: titles of the schemas, units, types of values and of records."""
    yield "text of the form wanted here"
    yield from (each.value for each in Type)
    yield from TYPES
    yield from (spelling for word in keywords().sections["units"] for spelling in word.spellings[0])
    yield from ("percent", *_titles(policy_schema([])), *_titles(schema_of_times()))
    yield from _titles(json.loads(read_text("grammar/import-map.schema.json")))


def _titles(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(title := schema.get("title"), str):
            yield title
        for part in schema.values():
            yield from _titles(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _titles(part)
