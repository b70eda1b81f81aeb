"""Rules -> the JSON Schema of a policy: what may be chosen and set is read off the rules that are loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from . import nodes
from .facts import CHANNELS
from .finding import Decision
from .keywords import keywords
from .packs import pack_names
from .policy_times import schema_of_times

ADDRESSES: Final = ("sie", "du", "ihr", "mirror", "avoid")
REGIONS: Final = ("de-DE", "de-AT", "de-CH", "de-LI", "en", "en-GB", "en-IE", "en-US")
ORGANISATIONS: Final = ("private", "public")
DECISIONS: Final = tuple(decision.value for decision in Decision)
OCCASIONS: Final = (
    ("error", "A draft in which a rule of this severity is violated."),
    ("warning", "A draft in which a rule of this severity is violated."),
    ("note", "A draft in which a rule of this severity is violated."),
    ("undecided", "A draft in which nothing is violated but something could not be decided."),
    ("routed", "A violation of a rule that names somebody to ask (`route`)."),
)
LANGUAGES: Final = ("de", "en")
ALL_PACKS: Final = "all"

_ID: Final = r"[^\W\d_](?:[\w-]*\w)?"
_RULE_ID: Final = rf"^{_ID}(?:\.[^\W_](?:[\w-]*\w)?)+$"
_CLAUSE_ID: Final = rf"^{_ID}(?:\.[^\W_](?:[\w-]*\w)?)*$"
_ELAPSED: Final = ("minutes", "hours", "days", "weeks")
_BUSINESS: Final = ("business-hours", "business-days")
_NUMBER: Final = r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?"

Schema = dict[str, object]


def policy_schema(rules: Sequence[nodes.Rule]) -> Schema:
    """The schema of a policy over `rules` (JSON Schema 2020-12). The same rules in another order: the same schema."""
    known = {rule.id: rule for rule in sorted(rules, key=lambda rule: rule.id)}
    channels = tuple(sorted({*CHANNELS, *_named_channels(known.values())}))
    parameters = {rule.id: _parameters(rule, channels) for rule in known.values() if declared(rule)}
    times = schema_of_times()
    changing = {
        "rules": _object(
            {rule.id: _reference("choice", _about(rule)) for rule in known.values()},
            "Which rules speak, and how gravely. A `*` stands for any letters; what is written later wins.",
            patternProperties={r"\*": {"$ref": "#/$defs/choice"}},
        ),
        "parameters": _object(parameters, "Numbers the rules let a policy set, by rule and name."),
        "calendar": times["calendar"],
        "lists": times["lists"],
        "house_rules": times["house_rules"],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "knigge policy",
        "description": "What one organisation chooses and sets: packs, rules, severities, parameters, decisions.",
        "type": "object",
        "required": ["policy"],
        "additionalProperties": False,
        "properties": {
            **_about_the_policy(),
            "channels": _list(
                {"$ref": "#/$defs/channel"},
                "Where the policy applies. Left out: on every channel.",
                ["facebook", "linkedin"],
            ),
            **changing,
            "decisions": _object(
                {name: _one_of(DECISIONS, what) for name, what in OCCASIONS},
                "What follows for the writer. If several apply, the strictest does: stop, approve, revise, publish.",
            ),
            "waivers": times["waivers"],
            "changes": _list(
                _object(
                    {"from": {**_day(), "description": "The first day of the change."}, **changing},
                    "What is different from a day on; the rest stays.",
                    required=["from"],
                ),
                "Dated changes, in order: the past is judged by what was in force then.",
            ),
            **_own_rules(),
        },
        "$defs": {
            "channel": {
                "title": "channel",
                "anyOf": [
                    {"enum": list(channels)},
                    {"type": "string", "pattern": "^own-[a-z0-9-]+$", "title": "channel", "examples": ["own-forum"]},
                ],
            },
            "choice": _choice(),
            "wording": _wording(),
        },
    }


def matches(pattern: str, rule: str) -> bool:
    """Whether a rule id fits a pattern in which `*` stands for any letters, dots too. Linear in both.

    >>> matches("tone.*", "tone.sarcasm"), matches("*.sarcasm", "tone.shouting")
    (True, False)
    """
    first, *rest = pattern.split("*")
    if not rest:
        return pattern == rule
    last = rest.pop()
    if not rule.startswith(first) or len(rule) < len(first) + len(last) or not rule.endswith(last):
        return False
    at, end = len(first), len(rule) - len(last)
    for part in rest:
        at = rule.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


def declared(rule: nodes.Rule) -> Mapping[str, nodes.Parameter]:
    """The parameters of a rule by name."""
    return {item.name: item for item in rule.items if isinstance(item, nodes.Parameter)}


def _named_channels(rules: Iterable[nodes.Rule]) -> Iterable[str]:
    for rule in rules:
        for item in rule.items:
            match item:
                case nodes.OnChannels():
                    yield from item.channels
                case nodes.Parameter():
                    yield from (channel for channel, _ in item.channels)
                case _:
                    continue


def _about_the_policy() -> Schema:
    """The keys that say whose policy this is, what it builds on and what it holds."""
    address = "How customers are addressed: sie, du, ihr, mirror (as they do), avoid (not at all)."
    organisation = {
        "name": _text("The name customers know.", ["Muster GmbH"]),
        "address": _one_of(ADDRESSES, address),
        "products": _list(_text("A name."), "Names of products and brands; they are never mistakes.", ["Musterstrom"]),
        "confidential": _list(
            _text("A term."), "What must not appear in public, such as project names.", ["Projekt Adler"]
        ),
        "contacts": _list(
            _text("A contact."), "Addresses and numbers the company gives out itself.", ["hilfe@muster.example"]
        ),
        "region": _one_of(REGIONS, "Spelling and law of this region."),
        "type": _one_of(
            ORGANISATIONS, "private, or public: an authority or public body, bound to hear everybody; acts weigh more."
        ),
    }
    day = _day()
    return {
        "policy": _text("The name of this policy; every report and decision carries it.", ["muster"]),
        "title": _text("The policy in a few words.", ["Kundendienst der Muster GmbH"]),
        "extends": _text("The policy this one builds on: a bundled name, or a file beside this one.", ["default"]),
        "packs": _list(
            _text("The name of a pack."),
            "Which packs of rules are loaded; `all` loads every bundled one.",
            [ALL_PACKS, *pack_names()],
            minItems=1,
        ),
        "languages": _list(
            _one_of(LANGUAGES, "de or en."),
            "Languages of the organisation, the first one foremost.",
            ["de"],
            minItems=1,
        ),
        "organisation": _object(organisation, "What the rules should know of the organisation."),
        "valid": _object(
            {
                "from": {**day, "description": "The first day on which the policy is in force."},
                "until": {**day, "description": "The last day on which the policy is in force."},
            },
            "When the policy is in force. Left out: always.",
        ),
        "owner": _text("Who answers for this policy; a role rather than a person.", ["Compliance"]),
        "guideline": _text("The title of the guideline this policy puts to work.", ["Social-Media-Leitfaden"]),
    }


def _day() -> Schema:
    return {"type": "string", "format": "date", "title": "date", "examples": ["2026-01-31"]}


def _own_rules() -> Schema:
    wording: Schema = {"$ref": "#/$defs/wording"}
    texts = _text("An example as somebody would write it.")
    guards = keywords().names("guards")
    simple = _object(
        {
            "id": _text("The name of the rule.", ["house.cheap"], pattern=_RULE_ID, title="rule id", maxLength=100),
            "forbid": _list(
                _text("A phrase."), "Texts must not say any of these.", ["billig", "[ganz] günstig~"], minItems=1
            ),
            "require": _list(_text("A phrase."), "Texts must say one of these.", ["Quelle:", "Stand:"], minItems=1),
            "message": {**wording, "description": "What the writer reads. `{match}` stands for the words found."},
            "clause": _text(
                "The clause of the guideline behind it.", ["eye-level"], pattern=_CLAUSE_ID, title="clause"
            ),
            "title": {**wording, "description": "The rule in two or three words. Left out: its id."},
            "because": {**wording, "description": "Why the guideline wants it so."},
            "suggest": {**wording, "description": "A wording that would be better."},
            "severity": _one_of(keywords().names("severities"), "How grave a violation is. Left out: warning."),
            "about": _one_of(("reply", "post", "message"), "What is judged. Left out: message, that is everything."),
            "language": _one_of(LANGUAGES, "Language of the phrases. Left out: the policy's first language."),
            "unless": _list(
                _one_of(guards, "Where a phrase does not count."),
                "Where a phrase does not count. Left out: quoted.",
                ["quoted", "negated"],
            ),
            "catches": _list(
                texts, "At least one text the rule must find fault with.", ["Das ist billig."], minItems=1
            ),
            "allows": _list(texts, "At least one text the rule must leave alone.", ["Das kostet wenig."], minItems=1),
        },
        "A rule in its short form.",
        required=["id", "message", "clause", "catches", "allows"],
        oneOf=[{"required": ["forbid"]}, {"required": ["require"]}],
    )
    return {
        "rule_files": _list(
            _text("A rule file, its path seen from the policy.", ["house-rule.knigge"]), "Rule files of your own."
        ),
        "own_rules": _text("Rules and concepts in the rule language, below `own_rules: |`."),
        "simple_rules": _list(simple, "Rules in their short form: phrases, a message, examples."),
    }


def _choice() -> Schema:
    severities = keywords().names("severities")
    mapping = _object(
        {
            "severity": _one_of(severities, "How grave a violation is."),
            "status": _one_of(keywords().names("statuses"), "trial: judged and counted, without consequence."),
            "route": _text("Whom to ask when the rule is violated.", ["Rechtsabteilung"]),
        },
        "Severity, status and route of the rule.",
        minProperties=1,
    )
    word = {"enum": ["on", "off", *severities], "title": "choice", "description": "on, off, or on with this severity."}
    return {"title": "choice", "anyOf": [word, mapping]}


def _wording() -> Schema:
    local = _object(
        {language: _text(f"The wording in `{language}`.") for language in LANGUAGES},
        "One wording for each language.",
        minProperties=1,
    )
    return {"title": "wording", "anyOf": [_text("One wording for all languages."), local]}


def _parameters(rule: nodes.Rule, channels: tuple[str, ...]) -> Schema:
    return _object({name: _parameter(each, channels) for name, each in declared(rule).items()}, _about(rule))


def _parameter(parameter: nodes.Parameter, channels: tuple[str, ...]) -> Schema:
    """A number, with or without its unit, for all channels or by channel."""
    number = _quantity(parameter.value.unit)
    own = ", ".join(f"{channel} {shown(value)}" for channel, value in parameter.channels)
    unit = f"in {_unit(parameter.value.unit)[0]}" if parameter.value.unit else "a number without a unit"
    if len(interchangeable(parameter.value.unit)) > 1:
        unit += ", or with another unit of time"
    by_channel = _object(
        {name: {"anyOf": number} for name in ("default", *channels)},
        "One number for each channel; `default` for those not named.",
        minProperties=1,
        patternProperties={"^own-": {"anyOf": number}},
    )
    described = (
        f"{unit[0].upper()}{unit[1:]}. The rule itself says {shown(parameter.value)}{f'; {own}' if own else ''}."
    )
    return {"description": described, "anyOf": [*number, by_channel]}


def _quantity(unit: str) -> list[Schema]:
    spellings = tuple(word for each in interchangeable(unit) for word in _unit(each))
    most: Schema = {"maximum": 100} if unit == "percent" else {}
    number: Schema = {"type": "number", "title": "number", "minimum": 0, "maximum": 999_999_999, **most}
    if not unit:
        return [number]
    capitals = [f"{word[0].upper()}{word[1:]}" for word in spellings]
    units = "|".join(dict.fromkeys([*spellings, *capitals]))
    pattern = rf"^(?![1-9][0-9]{{0,2}}\.[0-9]{{3}}(?![0-9])){_NUMBER} ?(?:{units})$"
    title = f"number of {spellings[0]}" if unit != "percent" else "number of percent"
    if len(interchangeable(unit)) > 1:
        title += " or another length of time"
    return [number, {"type": "string", "pattern": pattern, "title": title, "examples": [f"25 {spellings[0]}"]}]


def interchangeable(unit: str) -> tuple[str, ...]:
    """The units a policy may write for a number whose rule writes `unit`, that one first.

    A length of time may be told in any unit of time; where the rule does not count business time, the policy cannot.
    """
    if unit in _BUSINESS:
        return (unit, *(each for each in (*_BUSINESS, *_ELAPSED) if each != unit))
    return (unit, *(each for each in _ELAPSED if each != unit)) if unit in _ELAPSED else (unit,)


def _unit(unit: str) -> tuple[str, ...]:
    """All spellings of a unit; a unit that stands in no table is spelled as it is."""
    found = next((word for word in keywords().sections["units"] if word.name == unit), None)
    spellings = [spelling for both in found.spellings for spelling in both] if found else [unit]
    return tuple(dict.fromkeys(spellings))


def shown(quantity: nodes.Quantity) -> str:
    """A quantity as an author would write it.

    >>> shown(nodes.Quantity(25.0, "words"))
    '25 words'
    """
    number = str(int(quantity.value)) if quantity.value == int(quantity.value) else repr(quantity.value)
    return f"{number} {_unit(quantity.unit)[0]}" if quantity.unit else number


def _about(rule: nodes.Rule) -> str:
    """What an editor shows of a rule: its titles, else its id."""
    titles = [text for item in rule.items if isinstance(item, nodes.Title) for _, text in item.local]
    return " / ".join(titles) or rule.id


def _text(description: str, examples: Sequence[str] = (), **more: object) -> Schema:
    shown_examples: Schema = {"examples": list(examples)} if examples else {}
    return {"type": "string", "minLength": 1, "description": description, **shown_examples, **more}


def _one_of(words: Iterable[str], description: str) -> Schema:
    return {"enum": list(words), "description": description}


def _list(items: Schema, description: str, example: Sequence[str] = (), **more: object) -> Schema:
    shown_example: Schema = {"examples": [list(example)]} if example else {}
    return {"type": "array", "items": items, "description": description, **shown_example, **more}


def _object(properties: Mapping[str, object], description: str, **more: object) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
        "description": description,
        **more,
    }


def _reference(name: str, description: str) -> Schema:
    return {"$ref": f"#/$defs/{name}", "description": description}
