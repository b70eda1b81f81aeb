"""Who signs at the end of a text: „^AB“, „Viele Grüße, Jana“, „Ihr Praxisteam“."""

from __future__ import annotations

from typing import Final

from ..regex import Regex
from ..tokens import Kind, Text
from ..values import dataclass
from .persons import GIVEN_NAMES, TITLES, capitalised


@dataclass(frozen=True, slots=True)
class Part:
    """A greeting or signature: its kind, the tokens `first` up to `last`, and the tokens of the name in it, if any."""

    kind: str
    first: int
    last: int
    name: tuple[int, int] | None = None


_WISHES: Final = frozenset("gute guten gutes schoene schoenen schoenes viel viele alles frohe frohes happy".split())
_FORMULA: Final = frozenset(
    """gruss gruesse gruessen gruessle lg vg mfg bg glg herzlich herzlichst beste best regards cheers sincerely yours
    wishes thanks xo""".split()
)
_BEFORE_FORMULA: Final = frozenset(
    """mit viele vielen liebe lieben beste besten freundliche freundlichen herzliche herzlichen schoene schoenen
    sonnige sonnigen einen ein kind warm best many und freundlichem herzlichem alles""".split()
)
_POSSESSIVE: Final = frozenset("ihr ihre dein deine euer eure your".split())
_TEAM_ENDS: Final = (
    *("team", "crew", "service", "dienst", "redaktion", "genossenschaft", "verwaltung", "support", "bank", "werke"),
    *(
        "zentrale",
        "abteilung",
        "buero",
        "amt",
        "office",
        "owners",
        "family",
        "staff",
        "care",
        "haus",
        "verein",
        "media",
    ),
    *("stelle", "apotheke", "leitung", "vorstand", "schule", "praxis", "kanzlei", "hotline", "mannschaft", "desk"),
)
_INSIDE_NAME: Final = frozenset("vom von am aus der dem im in the from of at und and for fuer & your ihr ihre".split())
_NOT_A_NAME: Final = frozenset(
    """danke sorry thanks servus tschuess bye ciao prost glueckwunsch pardon bitte hallo amen ende super stimmt korrekt
    okay ok ja nein gern gerne willkommen schade versprochen yes no please done namaste""".split()
)
_TAG: Final = Regex(
    r"(?:(?<=[\s.!?…)\]])|^)(?P<mark>[\^*~]|/(?!/)|"
    r"[-–—](?!-))\s?(?P<name>[^\W\d_]{1,14}\.?)(?P<rest>,? [^\n.!?]{2,40})?[\s\W]*$"
)
_BRACKETED: Final = Regex(r"\(([A-ZÄÖÜ][a-zäöüß]{1,13}|[A-Z]{2,3})\)\s*$")


def signed(text: Text) -> Part | None:
    """The signature of `text`, of kind person, initials, team, or formula when nobody is named; None without one."""
    count = len(text)
    last = count - 1
    while last >= 0 and text.kinds[last] in (Kind.EMOJI, Kind.LINK, Kind.HASHTAG):
        last -= 1
    if last < 0:
        return None
    tagged = _tag(text, last)
    if tagged:
        return tagged
    formula = _formula(text, last)
    if formula is not None:
        return formula
    if text.after[last].strip() and not (text.after[last].strip() == "." and len(text.folds[last]) == 1):
        return None
    first, end = text.sentences[text.sentence_of[last]]
    if text.sentence_of[last] == 0 or end - first > 8:
        return None
    return _closing_line(text, first, last)


def body_end(text: Text) -> int:
    """The offset at which a text may go on: before its signature, where it has one and something stands before it."""
    part = signed(text)
    if part is None:
        return len(text.raw)
    before = text.raw[: text.starts[part.first]].rstrip()
    if before.endswith(_MARKS):
        before = before.rstrip("^*~/-–—(").rstrip()
    return len(before) or len(text.raw)


_MARKS: Final = ("^", "*", "~", "/", "-", "–", "—", "(")


def _tag(text: Text, last: int) -> Part | None:
    """„^AB“, „/JK“, „*SR“, „– Jana, records“, „(Kim)“ at the very end."""
    tail = text.raw[: text.ends[last] + 2].rstrip()
    begin = max(0, len(tail) - 70)
    found = _TAG.search(tail, begin)
    if found and found.start() > 0:
        name, mark, rest = found["name"], found["mark"], found["rest"]
        first = _token_at(text, found.start("name"))
        if first is None or (rest and not name[0].isupper()):
            if first is not None and rest and mark in "-–—" and _is_team(text, first, last):
                return Part("team", first, last)
            return None
        bare = name.rstrip(".")
        if mark in "-–—~" and not bare[0].isupper():
            return None
        role = rest and rest[0] == "," and len(rest.split()) <= 4
        if rest and not role and any(word[0].islower() and word not in _INSIDE_NAME for word in rest.split()):
            return None
        if not rest and ((len(bare) <= 3 and bare.isupper()) or (len(bare) <= 2 and bare.islower())):
            return Part("initials", first, last)
        if rest and bare.lower() in ("your", "ihr", "dein", "euer", "the"):
            return Part("team", first, last)
        return Part("person", first, last, (first, first))
    bracketed = _BRACKETED.search(tail, begin)
    if bracketed:
        first = _token_at(text, bracketed.start(1))
        word = bracketed.group(1)
        if first is not None and (word.isupper() or text.folds[first] in GIVEN_NAMES):
            return Part("initials" if word.isupper() else "person", first, last, (first, first))
    return None


def _token_at(text: Text, offset: int) -> int | None:
    for index in range(len(text) - 1, -1, -1):
        if text.starts[index] <= offset < text.ends[index]:
            return index
        if text.ends[index] <= offset:
            break
    return None


def _formula(text: Text, last: int) -> Part | None:
    """A closing formula in the last eight words, with or without the name behind it."""
    for index in range(last, max(-1, last - 8), -1):
        if text.folds[index] not in _FORMULA:
            continue
        first = index
        while first and not text.after[first - 1] and _leads_formula(text, first - 1):
            first -= 1
        begins = first == 0 or bool(text.after[first - 1]) or text.kinds[first - 1] is Kind.EMOJI
        if not begins or (text.folds[index] in ("best", "beste", "thanks") and first == index and index == last):
            continue
        if index == last:
            return Part("formula", first, last)
        if "!" in text.after[last] or "?" in text.after[last]:
            continue
        rest = range(index + 1, last + 1)
        if text.folds[index] in ("best", "beste", "thanks", "herzlich", "yours") and not text.after[index]:
            continue
        if any(not _may_sign(text, position) for position in rest):
            if _is_team(text, index + 1, last):
                return Part("team", first, last)
            continue
        who = _who(text, index + 1, last)
        return Part(who.kind, first, last, who.name)
    return None


def _is_team(text: Text, first: int, last: int) -> bool:
    """„euer Serviceteam“, `your friends at the library`, `the office`: short, and nothing but the name of a group."""
    if last - first > 5 or text.folds[first] not in _POSSESSIVE | {"the", "das"}:
        return False
    places = [index for index in range(first + 1, last) if text.folds[index] in ("at", "from", "of", "vom", "von")]
    head = places[0] - 1 if places else last
    return head > first and text.folds[head].endswith((*_TEAM_ENDS, "friends", "people", "freunde", "leute"))


def _leads_formula(text: Text, index: int) -> bool:
    """„Viele“, „Mit freundlichen“, or a capitalised adjective: „Sportliche“ Grüße."""
    folded = text.folds[index]
    return folded in _BEFORE_FORMULA or (capitalised(text, index) and folded.endswith(("che", "chen", "ige", "igen")))


def _closing_line(text: Text, first: int, last: int) -> Part | None:
    """A last line or sentence without a verb that holds a name, a role or a team: „Jana“, „Ihr Praxisteam“."""
    before = text.after[first - 1] if first else ""
    if first and not before and text.kinds[first - 1] is not Kind.EMOJI:
        return None
    if any(not _may_sign(text, index) for index in range(first, last + 1)):
        return None
    if text.folds[first] in _NOT_A_NAME | _WISHES or (text.folds[last] in _NOT_A_NAME and last > first):
        return None
    if not capitalised(text, first) or (last == first and len(text.word(first)) < 2):
        return None
    who = _who(text, first, last)
    own = text.folds[first] in _POSSESSIVE
    if who.kind == "team" and not own and last == first and not text.folds[last].endswith(("team", "crew")):
        return None
    if who.kind == "person" and not own and last - first > 1:
        head = text.folds[first]
        comma = any("," in text.after[index] for index in range(first, last))
        if not (comma or head in GIVEN_NAMES or head in TITLES or text.folds[last] in GIVEN_NAMES or last - first == 2):
            return None
    return who


def _may_sign(text: Text, index: int) -> bool:
    return capitalised(text, index) or text.folds[index] in _INSIDE_NAME or text.folds[index] in TITLES


def _who(text: Text, first: int, last: int) -> Part:
    """Whether the tokens name a person or a team."""
    named = any(text.folds[index] in GIVEN_NAMES or text.folds[index] in TITLES for index in range(first, last + 1))
    head = last
    for index in range(first, last + 1):
        if text.folds[index] in ("vom", "von", "aus", "from", "of", "at", "im") or "," in text.after[index]:
            head = index if "," in text.after[index] else max(first, index - 1)
            break
    if not named and text.folds[head].endswith(_TEAM_ENDS):
        return Part("team", first, last)
    start = first + 1 if text.folds[first] in _POSSESSIVE and last > first else first
    return Part("person", first, last, (start, max(start, head)))
