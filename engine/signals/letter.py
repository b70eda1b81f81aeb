"""The parts of a reply that are no message: greeting, sign-off and signature."""

from __future__ import annotations

from typing import Final

from ..source import Span
from ..tokens import Kind, Text
from ..values import dataclass
from .memo import Last
from .persons import GIVEN_NAMES, TITLES, Person, capitalised, joined, namelike, persons
from .reading import Measurement, Reading, Signal, Type
from .signoff import Part, signed


@dataclass(frozen=True, slots=True)
class Letter:
    """`greeting`: None, or of kind person, crowd, plain; `signature`: None, or person, initials, team, formula."""

    greeting: Part | None
    signature: Part | None


_HELLO: Final = frozenset(
    """hallo hi hey hello dear liebe lieber liebes werte werter wertes gruezi grueezi servus moin hoi salue
    salut ciao huhu hej howdy hiya heya respected greetings geehrte geehrter sg namaste""".split()
)
_HELLO_PAIRS: Final = frozenset(
    [("guten", word) for word in ("tag", "morgen", "abend", "mittag")]
    + [("good", word) for word in ("day", "morning", "afternoon", "evening")]
    + [("sehr", "geehrte"), ("sehr", "geehrter"), ("sehr", "verehrte"), ("gruess", "gott"), ("gruess", "sie")]
    + [("gruess", "dich"), ("schoenen", "tag"), ("s", "g"), ("hi", "there"), ("hello", "there"), ("hey", "there")]
)
# Said before a name they greet: „Danke Jana,“, “Morning John!”; else they are words like any other.
_BEFORE_NAMES: Final = frozenset(
    "morning afternoon evening morgen abend mahlzeit thanks thx cheers danke merci".split()
)
_PAIRS_BEFORE_NAMES: Final = frozenset(
    [("thank", "you"), ("many", "thanks"), ("thanks", "again"), ("danke", "dir"), ("danke", "ihnen")]
    + [(word, "dank") for word in ("vielen", "besten", "herzlichen", "lieben")]
)
# What goes on after a name between commas; a list of names does not.
_GOES_ON: Final = frozenset("and but as because so i we und aber denn weil da das wir ich wenn dass".split())
_WARM: Final = frozenset("liebe lieber liebes dear werte werter geehrte geehrter respected sg g".split())
_CROWD: Final = frozenset(
    """alle allen all zusammen leute everyone everybody folks guys friends team damen herren ihr lieben miteinander
    beisammen sir madam gang you euch kids mums dads""".split()
)
_CROWD_STEMS: Final = (
    *(
        "kund",
        "nutzer",
        "user",
        "interessent",
        "student",
        "studierend",
        "patient",
        "mieter",
        "gast",
        "gaest",
        "mitglied",
    ),
    *(
        "leser",
        "nachbar",
        "buerger",
        "fahrgast",
        "fahrgaest",
        "reisende",
        "abonnent",
        "hoerer",
        "zuschauer",
        "besucher",
    ),
    *("teilnehm", "bewerber", "schueler", "eltern", "mitarbeit", "kolleg", "fans", "follower", "community", "freund"),
    *("sportfreund", "gemeinde", "customer", "guest", "passenger", "member", "valued", "resident", "neighbour"),
    *("neighbor", "parent", "applicant", "client", "consumer", "shopper", "traveller", "traveler", "pendler"),
    *("anwohn", "versicherte", "angehoerig", "spieler", "gamer", "hund", "einwohner", "anrainer", "teams"),
)
_CROWD_ENDS: Final = (
    "innen",
    "fans",
    "gast",
    "gaeste",
    "kunden",
    "kundin",
    "kundschaft",
    "mitglied",
    "leute",
    "freunde",
)


def letter(text: Text) -> Letter:
    """Greeting and signature of `text`; both None in an empty text."""
    return _LETTER(text)


def _take_apart(text: Text) -> Letter:
    if not len(text):
        return Letter(None, None)
    greeting = _greeting(text)
    signature = signed(text)
    if signature and greeting and signature.first <= greeting.last:
        signature = None
    return Letter(greeting, signature)


_LETTER: Final = Last(_take_apart)


def _greeting(text: Text) -> Part | None:
    first, count = 0, len(text)
    while first < count and text.kinds[first] in (Kind.MENTION, Kind.EMOJI):
        first += 1
    if first >= count or text.kinds[first] is not Kind.WORD or text.quoted[first]:
        return None
    folds = text.folds
    if folds[first] in _WARM and first + 1 < count and folds[first + 1].startswith(("gruss", "gruess")):
        return None  # a closing formula
    pair = (folds[first], folds[first + 1]) if first + 1 < count else ("", "")
    if pair in _HELLO_PAIRS:
        last = first + 1
    elif folds[first] in _HELLO:
        last = first
    else:
        return _before_name(text, first) or _vocative_start(text, first)
    while last + 1 < count and not text.after[last] and folds[last + 1] in _HELLO | {"sie", "there", "r"}:
        last += 1
    name = last + 1
    if text.after[last] and not (text.after[last] == "." and folds[last] in ("g", "sg")):
        if text.after[last] == "," and folds[last] not in _WARM and _name_end(text, name) >= name:
            end = _name_end(text, name)
            if end + 1 == count or text.after[end][:1] in (",", "!", ".", ":", "–", "\n"):
                return _addressed(text, first, name, end)
        return None if folds[last] in _WARM else Part("plain", first, last)
    if name >= count:
        return Part("plain", first, last)
    end = _name_end(text, name)
    if end >= name:
        return _addressed(text, first, name, end)
    if _is_crowd(folds[name]):
        end = name
        while end + 1 < count and not text.after[end] and end - name < 4 and folds[end + 1] not in ("wir", "ich", "we"):
            end += 1
        return Part("crowd", first, end)
    return None if folds[last] in _WARM else Part("plain", first, last)


def _addressed(text: Text, first: int, name: int, end: int) -> Part:
    crowd = any(_is_crowd(text.folds[index]) for index in range(name, end + 1))
    if crowd and not text.after[end] and text.folds[end + 1 : end + 2] in (("von",), ("of",)):
        crowd = False  # „Liebe Eltern von Tim“ are two people
    if crowd and text.folds[name] in TITLES - {"sir", "madam"}:
        crowd = False
    return Part("crowd", first, end) if crowd else Part("person", first, end, (name, end))


def _name_end(text: Text, index: int) -> int:
    """The last token of the name (or crowd) that begins at `index`; `index - 1` when there is none."""
    last = index - 1
    position = index
    while position < len(text) and position - index < 6:
        folded = text.folds[position]
        known = folded in TITLES or namelike(text, position) or _is_crowd(folded)
        glue = folded in ("und", "and", "von", "van", "de", "&", "oder", "dr", "lieber", "liebe") and position > index
        if text.kinds[position] is Kind.MENTION and position == index:
            return position
        if not known and not glue:
            break
        if known:
            last = position
        marks = text.after[position]
        ends = marks and not (marks == "." and (folded in TITLES or len(folded) <= 2))
        twin = marks == "," and position + 1 < len(text) and text.folds[position + 1] in ("lieber", "liebe")
        if ends and not twin:
            break
        position += 1
    return last


def _is_crowd(folded: str) -> bool:
    return folded in _CROWD or folded.startswith(_CROWD_STEMS) or folded.endswith(_CROWD_ENDS)


def _before_name(text: Text, first: int) -> Part | None:
    """„Danke Jana, ...“, “Morning John! ...”: a word that greets only with a first name behind it and a mark after."""
    last = first + (text.folds[first : first + 2] in _PAIRS_BEFORE_NAMES)
    name = last + 1
    if last == first and text.folds[first] not in _BEFORE_NAMES:
        return None
    if name >= len(text) or text.after[last] not in ("", ","):
        return None
    if text.folds[name] not in GIVEN_NAMES or not capitalised(text, name):
        return None
    end = _name_end(text, name)
    if end + 1 == len(text):  # „Danke, Jana“ alone is signed
        return None if text.after[last] and not text.after[end] else _addressed(text, first, name, end)
    goes_on = not text.after[last] and text.folds[end + 1] in ("for", "fuer")
    return (
        _addressed(text, first, name, end)
        if goes_on or text.after[end][:1] in (",", "!", ".", ":", "–", "\n")
        else None
    )


def _vocative_start(text: Text, first: int) -> Part | None:
    """„Frau Haase, ...“, „Jana, ...“: a name set off at the very start."""
    if text.folds[first] in TITLES and capitalised(text, first):
        end = _name_end(text, first)
        if end > first and text.after[end][:1] in (",", "!", ":", "–"):
            return Part("person", first, end, (first, end))
    if text.folds[first] in GIVEN_NAMES and text.after[first][:1] in (",", "!") and capitalised(text, first):
        return Part("person", first, first, (first, first))
    return None


def _greeting_of(reading: Reading) -> Measurement:
    part = letter(reading.text).greeting
    return Measurement("none") if part is None else Measurement(part.kind, (_span(reading.text, part),), (part.kind,))


def _signature_of(reading: Reading) -> Measurement:
    part = letter(reading.text).signature
    if part is None or part.kind == "formula":
        return Measurement("none")
    span = _span(reading.text, part)
    start = span.start
    while start and reading.text.raw[start - 1] in "^*~/–—-( ":
        start -= 1
    marked = Span(start + (reading.text.raw[start] == " "), span.end)
    return Measurement(part.kind, (marked,), (part.kind,))


def _names_of(reading: Reading) -> Measurement:
    text = reading.text
    found = called(text, letter(text), persons(text))
    spans = tuple(Span(text.starts[first], text.ends[last]) for first, last in found)
    return Measurement(float(len(spans)), spans)


def called(text: Text, parts: Letter, people: tuple[Person, ...]) -> tuple[tuple[int, int], ...]:
    """First and last token of every name the text calls somebody by: in the greeting, or set off by commas."""
    found = [parts.greeting.name] if parts.greeting and parts.greeting.name else []
    for person in people:
        if _set_off(text, person.first_token, person.last_token) and text.folds[person.first_token] in TITLES:
            found.append((person.first_token, person.last_token))
    for index, folded in enumerate(text.folds):
        if folded in GIVEN_NAMES and capitalised(text, index) and _set_off(text, index, index):
            found.append((index, index))
    return tuple(dict.fromkeys(sorted(found)))


def _set_off(text: Text, first: int, last: int) -> bool:
    """Whether a comma stands before the tokens and a comma or the end of the sentence behind them."""
    if not first or text.after[first - 1].strip() != "," or not text.after[last] or joined(text, last):
        return False
    ends = text.sentences[text.sentence_of[last]][1] == last + 1
    opens = first - text.sentences[text.sentence_of[first]][0] <= 2 and "," in text.after[last]
    if ends or opens or "," not in text.after[last]:
        return ends or opens
    return text.folds[last + 1] in _GOES_ON and text.folds[first - 1] not in GIVEN_NAMES


def _span(text: Text, part: Part) -> Span:
    return Span(text.starts[part.first], text.ends[part.last])


greeting: Final = Signal(
    "text.greeting", "text.begrüßung", Type.WORD, "kind",
    "Whom the greeting at the start addresses: a named person, a crowd or a mere role, nobody (plain), or no greeting.",
    "own", "none", _greeting_of, ("de", "en"), ("person", "crowd", "plain", "none"),
)  # fmt: skip
signature: Final = Signal(
    "text.signature", "text.unterschrift", Type.WORD, "kind",
    "Who signs at the end: a person by name, initials, a team, or nobody (a mere closing formula included).",
    "own", "none", _signature_of, ("de", "en"), ("person", "initials", "team", "none"),
)  # fmt: skip
names: Final = Signal(
    "text.names", "text.namen", Type.NUMBER, "names",
    "Names by which the reader is called, in the greeting or between commas.",
    "own", "0", _names_of, ("de", "en"),
)  # fmt: skip
