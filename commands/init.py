"""`knigge init`: a commented policy and one rule file to start from, both of which pass their tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from ..engine.diagnostics import KniggeError
from .path_words import told

Write = Callable[[str], None]

_POLICY: Final = {
    "de": """\
# Die Policy eurer Organisation. Prüfen:   knigge policy check {name}
# Einen Entwurf beurteilen:               knigge check --policy {name} --text "..."

policy: haus
extends: default                # alle mitgelieferten Regeln; hier steht nur, was anders ist

organisation:
  name: Muster GmbH             # euer Name, wie ihr ihn schreibt
  address: sie                  # sie, du, ihr, mirror (wie die Kundin schreibt) oder avoid
  products: []                  # Produktnamen: gelten nie als Geschrei oder Fachwort
  confidential: []              # was nicht nach außen darf, zum Beispiel Projektnamen

rule_files:
  - {rule}

# Strenger oder milder: eine Regel je Zeile (knigge rules list), mit * auch viele auf einmal.
rules:
  tone.shouting: note
  # template.*: off

# Die kurze Form einer eigenen Regel. Lange Regeln stehen besser in einer Datei: own_rules: | oder hausregel.knigge
simple_rules:
  - id: haus.kundschaft
    about: reply
    clause: personal-answer
    severity: note
    forbid: ["(liebe|werte) Kundschaft"]
    message:
      de: „{{match}}“ spricht niemanden an. Nennen Sie den Menschen beim Namen.
      en: “{{match}}” speaks to nobody. Use the person's name.
    catches: ["Liebe Kundschaft, Ihre Anfrage ist angekommen."]
    allows: ["Liebe Frau Demir, Ihre Kundschaft freut uns seit 2012."]
""",
    "en": """\
# Your organisation's policy. Check it:   knigge policy check {name}
# Judge a draft:                         knigge check --policy {name} --text "..."

policy: house
extends: default                # all bundled rules; only what differs stands here

organisation:
  name: Example Ltd             # your name as you write it
  address: sie                  # German texts: sie, du, ihr, mirror (as the customer writes) or avoid
  products: []                  # product names: never taken for shouting or jargon
  confidential: []              # what must not go out, such as project names

rule_files:
  - {rule}

# Stricter or milder: one rule a line (knigge rules list), many at once with *.
rules:
  tone.shouting: note
  # template.*: off

# The short form of a rule of your own. Longer ones are better kept in a file: own_rules: | or house-rule.knigge
simple_rules:
  - id: house.valued-customer
    about: reply
    language: en
    clause: personal-answer
    severity: note
    forbid: ["(dear|hello) valued customer"]
    message:
      de: „{{match}}“ spricht niemanden an. Nennen Sie den Menschen beim Namen.
      en: “{{match}}” speaks to nobody. Use the person's name.
    catches: ["Dear valued customer, we have received your request."]
    allows: ["Dear Ms Okafor, you are a valued customer of ours since 2012."]
""",
}
_RULES: Final = {
    "de": """\
# Eine eigene Regel. Prüfen:   knigge rules test {name}     Fehler finden:   knigge rules lint {name}
# Die Sprache: docs/language.md. Jedes englische Wort hat ein deutsches: rule/regel, says/sagt, end/ende.

begriff haus-vertrösten in de
  sagt "(zu|in) gegebener Zeit", "bei Gelegenheit"
  außer zitiert, verneint, frage
  findet "Wir melden uns zu gegebener Zeit." markiert "zu gegebener Zeit"
  lässt stehen "Sie schrieben: „zu gegebener Zeit“. Gemeint ist der 3. Mai."
ende

regel haus.vertröstung über antwort
  klausel keep-our-word
  schwere warnung
  titel de "Vertröstung" en "Putting off"
  weil de "Ohne Datum klingt jede Zusage wie eine Absage." en "Without a date every promise sounds like a refusal."
  in de
  verbiete text äußert haus-vertrösten
  meldung de "„{{match}}“ nennt keinen Termin. Bis wann?" en "“{{match}}” names no date. By when?"
  vorschlag sage stattdessen de "Bis Freitag haben Sie unsere Antwort." en "You have our answer by Friday."
  findet "Wir melden uns zu gegebener Zeit bei Ihnen."
  lässt stehen "Wir melden uns bis Freitag, 12 Uhr, bei Ihnen."
ende
""",
    "en": """\
# A rule of your own. Test it:   knigge rules test {name}     Find mistakes:   knigge rules lint {name}
# The language: docs/language.md. Every English word has a German one: rule/regel, says/sagt, end/ende.

concept house-putting-off in en
  says "in due (time|course)", "at some point"
  unless quoted, negated, question
  catches "We will get back to you in due course." marks "in due course"
  allows "You wrote “in due course”. That means 3 May."
end

rule house.putting-off about reply
  clause keep-our-word
  severity warning
  title de "Vertröstung" en "Putting off"
  because de "Ohne Datum klingt jede Zusage wie eine Absage." en "Without a date every promise sounds like a refusal."
  in en
  forbid text expresses house-putting-off
  message de "„{{match}}“ nennt keinen Termin. Bis wann?" en "“{{match}}” names no date. By when?"
  suggest say instead de "Bis Freitag haben Sie unsere Antwort." en "You have our answer by Friday."
  catches "We will get back to you in due course."
  allows "We will get back to you by Friday noon."
end
""",
}
_NAMES: Final = {"de": ("hausregeln.yaml", "hausregel.knigge"), "en": ("house-rules.yaml", "house-rule.knigge")}


def start(folder: str, speech: str, out: Write) -> int:
    """Write both files into `folder`; files that exist already are never touched."""
    base = Path(folder)
    policy, rule = (base / name for name in _NAMES[speech])
    for path in (policy, rule):
        if path.exists():
            raise KniggeError(told("exists", speech, path=path))
    try:
        base.mkdir(parents=True, exist_ok=True)
        for path, text in ((policy, _POLICY[speech]), (rule, _RULES[speech])):
            with path.open("x", encoding="utf-8") as file:
                file.write(text.format(name=path.name, rule=rule.name))
    except OSError as problem:
        raise KniggeError(told("unwritable", speech, path=folder, problem=problem.strerror or problem)) from None
    if speech == "de":
        out(f"Geschrieben: {policy} und {rule}\nWeiter mit:  knigge policy check {policy}\n")
        out(f"             knigge rules test {rule}\n")
    else:
        out(f"Written: {policy} and {rule}\nGo on with:  knigge policy check {policy}\n")
        out(f"             knigge rules test {rule}\n")
    return 0
