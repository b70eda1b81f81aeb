"""The text modules in use -> text, JSON, CSV, or a starting point in the rule language."""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from ..engine.templates.modules import Module
from ..engine.values import dataclass

FORMATS: Final = ("text", "json", "csv", "knigge")
_COLUMNS: Final = (
    "number", "kind", "size", "texts", "share", "authors_share", "first", "last", "channels", "language", "pattern",
    "slots", "fixed_words", "words", "example",
)  # fmt: skip
_MOST_PHRASES: Final = 4
_FEWEST_WORDS: Final = 3
_MOST_WORDS: Final = 14
_GAP: Final = "[0-4]"
_FILLINGS: Final = {
    "de": {"{name}": "Kim", "{number}": "7", "{date}": "3. März", "{link}": "example.org"},
    "en": {"{name}": "Kim", "{number}": "7", "{date}": "3 March", "{link}": "example.org"},
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What became of the records that were read."""

    read: int
    compared: int
    short: int
    others: int
    textless: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class Told:
    """The report, and the line at its end, which goes beside it."""

    report: str
    closing: str


def render(modules: Sequence[Module], counted: Counted, format_: str, speech: str, width: int = 88) -> Told:
    """The modules in one of the formats; numbers and words of people in German or English."""
    match format_:
        case "json":
            report = _as_json(modules, counted)
        case "csv":
            report = _as_csv(modules)
        case "knigge":
            report = as_rules(modules, speech)
        case _:
            report = _as_text(modules, counted, speech, width)
    return Told(report, _closing(counted, speech))


def _row(number: int, module: Module) -> dict[str, object]:
    return {
        "number": number,
        "kind": module.kind,
        "size": module.size,
        "texts": module.texts,
        "share": round(module.share, 4),
        "authors_share": None if module.authors_share is None else round(module.authors_share, 4),
        "first": module.first.isoformat() if module.first else None,
        "last": module.last.isoformat() if module.last else None,
        "channels": list(module.channels),
        "language": module.language,
        "pattern": module.pattern.text,
        "slots": list(module.pattern.slots),
        "fixed_words": module.pattern.fixed,
        "words": module.pattern.words,
        "example": module.example,
    }


def _as_json(modules: Sequence[Module], counted: Counted) -> str:
    shown = {
        "read": counted.read,
        "compared": counted.compared,
        "too_short": counted.short,
        "not_ours": counted.others,
        "without_text": counted.textless,
        "unreadable": counted.unreadable,
        "modules": [_row(number, module) for number, module in enumerate(modules, start=1)],
    }
    return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"


def _as_csv(modules: Sequence[Module]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for number, module in enumerate(modules, start=1):
        row = _row(number, module)
        cells = {key: ", ".join(map(str, value)) if isinstance(value, list) else value for key, value in row.items()}
        writer.writerow({key: _harmless(value) for key, value in cells.items()})
    return file.getvalue()


def _harmless(value: object) -> object:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _as_text(modules: Sequence[Module], counted: Counted, speech: str, width: int) -> str:
    german = speech == "de"
    if not modules:
        nothing = "Keine Textbausteine gefunden." if german else "No text modules found."
        return nothing + "\n"
    lines: list[str] = []
    heads = {
        "reply": ("Ganze Texte, die immer wieder kommen", "Whole texts that come again and again"),
        "passage": ("Stellen in sonst verschiedenen Texten", "Passages in otherwise different texts"),
    }
    kind = ""
    for number, module in enumerate(modules, start=1):
        if module.kind != kind:
            kind = module.kind
            lines += [heads[kind][not german], ""]
        lines += [*_entry(number, module, german, width), ""]
    return "\n".join(lines)


def _entry(number: int, module: Module, german: bool, width: int) -> list[str]:
    share = _percent(module.share, german)
    used = f"{module.size} × · {share} " + ("der Texte" if german else "of the texts")
    wordings = f"{module.texts} " + (
        ("Fassung" if module.texts == 1 else "Fassungen")
        if german
        else ("wording" if module.texts == 1 else "wordings")
    )
    if module.authors_share is None:
        people = "von weniger als fünf bekannten Personen" if german else "by fewer than five known people"
    else:
        people = ("von {} der Schreibenden" if german else "by {} of those who write").format(
            _percent(module.authors_share, german)
        )
    when = _when(module, german)
    pattern = module.pattern
    fixed = (
        f"{pattern.fixed} von {pattern.words} Wörtern fest"
        if german
        else f"{pattern.fixed} of {pattern.words} words fixed"
    )
    wrapped = textwrap.wrap(pattern.text, max(30, width - 4), break_long_words=False)
    lines = [
        f"{number}. {used} · {wordings} · {people}",
        f"    {' · '.join(filter(None, (when, ', '.join(module.channels), fixed)))}",
    ]
    lines += [f"    {line}" for line in wrapped]
    if "{text}" in pattern.text:
        label = "zum Beispiel: " if german else "for example: "
        lines += [f"    {line}" for line in textwrap.wrap(label + module.example, max(30, width - 4))]
    return lines


def _when(module: Module, german: bool) -> str:
    if module.first is None or module.last is None:
        return "ohne Datum" if german else "undated"
    first, last = _day(module.first, german), _day(module.last, german)
    if first == last:
        return first
    return f"{first} bis {last}" if german else f"{first} to {last}"


def _day(day: date, german: bool) -> str:
    return f"{day:%d.%m.%Y}" if german else day.isoformat()


def _percent(share: float, german: bool) -> str:
    number = f"{share * 100:.1f}" if share < 0.1 else f"{share * 100:.0f}"
    return f"{number.replace('.', ',')} %" if german else f"{number}%"


def _closing(counted: Counted, speech: str) -> str:
    if speech == "de":
        return (
            f"knigge: {counted.read} gelesen = {counted.compared} verglichen + {counted.short} zu kurz + "
            f"{counted.others} nicht von uns + {counted.textless} ohne Text + {counted.unreadable} nicht lesbar\n"
        )
    return (
        f"knigge: {counted.read} read = {counted.compared} compared + {counted.short} too short + "
        f"{counted.others} not ours + {counted.textless} without text + {counted.unreadable} unreadable\n"
    )


def as_rules(modules: Sequence[Module], speech: str) -> str:
    """A rule file to start from: a set of phrases for every module, and below each a concept to be finished."""
    german = speech == "de"
    lines = [
        "# Textbausteine aus dem Archiv, als Anfang: Streichen Sie, was in Ordnung ist, und benennen Sie den Rest."
        if german
        else "# Text modules of the archive, to start from: strike out what is fine, and give the rest a name.",
        "# [0-4] steht, wo sich der Text von Mal zu Mal ändert."
        if german
        else "# [0-4] stands where the text changes from one use to the next.",
        "",
    ]
    for number, module in enumerate(modules, start=1):
        phrases = _phrases(module.pattern.text)
        language = module.language if module.language in _FILLINGS else None
        if not phrases or language is None:
            continue
        name = f"{'baustein' if german else 'module'}-{number}"
        lines += [
            f"# {module.size} ×, {module.pattern.fixed}/{module.pattern.words}: {_plain(module.example)[:150]}",
            f"define {name} in {language}",
            ",\n".join(f'  "{phrase}"' for phrase in phrases),
            "end",
            *_skeleton(name, module, language, german),
            "",
        ]
    return "\n".join(lines)


def _skeleton(name: str, module: Module, language: str, german: bool) -> list[str]:
    example = module.example
    for slot, filling in _FILLINGS[language].items():
        example = example.replace(slot, filling)
    other = "Ein Text, der so nicht gemeint ist." if german else "A text that is not meant by this."
    return [
        f"# concept {name}-used in {language}",
        f'#   says "<{name}>"',
        f'#   catches "{_plain(example)}"',
        f'#   allows "{other}"',
        "# end",
    ]


def _plain(text: str) -> str:
    """Without quotation marks, which would end the example, in one line."""
    return " ".join(re.sub('["“”„«»‹›‚‘]', "", text).split())


def _phrases(pattern: str) -> list[str]:
    """Phrases of the rule language for the fixed words of a pattern, at most one a sentence, each once."""
    found: dict[str, None] = {}
    for sentence in re.split(r"(?<=[.!?:…])\s+", pattern):
        runs = [_trimmed(run) for run in _runs(sentence)]
        best = max(runs, key=_fixed, default=[])
        if _fixed(best) >= _FEWEST_WORDS:
            found[" ".join(best)] = None
    return list(found)[:_MOST_PHRASES]


def _runs(sentence: str) -> Iterator[list[str]]:
    """The stretches of a sentence in which only whole words change: no sign but commas behind a word stands inside."""
    items: list[str] = []
    for token in sentence.split():
        match = re.fullmatch(r"(?P<word>[^\W_]+(?:['’-][^\W_]+)*|\{\w+\})(?P<sign>\W*)", token)
        word, sign = (match["word"], match["sign"]) if match else ("", "")
        if word.startswith("{"):
            items += [] if items[-1:] == [_GAP] else [_GAP]
        elif word:
            items.append(word + ("," if sign == "," else ""))
        if not word or sign not in ("", ",") or (sign and word.startswith("{")) or _fixed(items) == _MOST_WORDS:
            yield items
            items = []
    yield items


def _trimmed(items: list[str]) -> list[str]:
    """Without gaps at both ends, and without a comma behind the last word."""
    words = [place for place, item in enumerate(items) if item != _GAP]
    if not words:
        return []
    kept = items[words[0] : words[-1] + 1]
    return [*kept[:-1], kept[-1].removesuffix(",")]


def _fixed(items: Sequence[str]) -> int:
    return sum(item != _GAP for item in items)
