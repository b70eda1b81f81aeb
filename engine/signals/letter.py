"""The parts of a reply that are no message: greeting, sign-off, signature, and slots nobody filled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..source import Span
from ..tokens import Kind, Text
from .persons import GIVEN_NAMES, TITLES, capitalised, joined, namelike, persons
from .reading import Measurement, Reading, Signal, Type


@dataclass(frozen=True, slots=True)
class Part:
    """A greeting or signature: its kind, the tokens `first` up to `last`, and the tokens of the name in it, if any."""

    kind: str
    first: int
    last: int
    name: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """`greeting` is None or of kind person, crowd, plain; `signature` None or of kind person, initials, team, formula."""

    greeting: Part | None
    signature: Part | None


_HELLO: Final = frozenset(
    """hallo hi hey hello dear liebe lieber liebes werte werter wertes gruezi servus moin hoi salue salut ciao huhu hej
    howdy respected greetings geehrte geehrter sg namaste""".split()
)
_HELLO_PAIRS: Final = frozenset(
    [("guten", word) for word in ("tag", "morgen", "abend", "mittag")]
    + [("good", word) for word in ("day", "morning", "afternoon", "evening")]
    + [("sehr", "geehrte"), ("sehr", "geehrter"), ("sehr", "verehrte"), ("gruess", "gott"), ("gruess", "sie")]
    + [("gruess", "dich"), ("schoenen", "tag"), ("s", "g"), ("hi", "there"), ("hello", "there"), ("hey", "there")]
)
_WISHES: Final = frozenset("gute guten gutes schoene schoenen schoenes viel viele alles frohe frohes happy".split())
_WARM: Final = frozenset("liebe lieber liebes dear werte werter geehrte geehrter respected sg g".split())
_CROWD: Final = frozenset(
    """alle allen all zusammen leute everyone everybody folks guys friends team damen herren ihr lieben miteinander
    beisammen sir madam gang you euch kids mums dads""".split()
)
_CROWD_STEMS: Final = (
    *("kund", "nutzer", "user", "interessent", "student", "studierend", "patient", "mieter", "gast", "gaest", "mitglied"),
    *("leser", "nachbar", "buerger", "fahrgast", "fahrgaest", "reisende", "abonnent", "hoerer", "zuschauer", "besucher"),
    *("teilnehm", "bewerber", "schueler", "eltern", "mitarbeit", "kolleg", "fans", "follower", "community", "freund"),
    *("sportfreund", "gemeinde", "customer", "guest", "passenger", "member", "valued", "resident", "neighbour"),
    *("neighbor", "parent", "applicant", "client", "consumer", "shopper", "traveller", "traveler", "pendler"),
    *("anwohn", "versicherte", "angehoerig", "spieler", "gamer", "hund", "einwohner", "anrainer", "teams"),
)
_CROWD_ENDS: Final = ("innen", "fans", "gast", "gaeste", "kunden", "kundin", "kundschaft", "mitglied", "leute", "freunde")
_FORMULA: Final = frozenset(
    """gruss gruesse gruessen gruessle lg vg mfg bg glg herzlich herzlichst beste best regards cheers sincerely yours
    wishes thanks xo""".split()
)
_BEFORE_FORMULA: Final = frozenset(
    """mit viele vielen liebe lieben beste besten freundliche freundlichen herzliche herzlichen schoene schoenen sonnige
    sonnigen einen ein kind warm best many und freundlichem herzlichem alles""".split()
)
_POSSESSIVE: Final = frozenset("ihr ihre dein deine euer eure your".split())
_TEAM_ENDS: Final = (
    *("team", "crew", "service", "dienst", "redaktion", "genossenschaft", "verwaltung", "support", "bank", "werke"),
    *("zentrale", "abteilung", "buero", "amt", "office", "owners", "family", "staff", "care", "haus", "verein", "media"),
    *("stelle", "apotheke", "leitung", "vorstand", "schule", "praxis", "kanzlei", "hotline", "mannschaft", "desk"),
)
_INSIDE_NAME: Final = frozenset("vom von am aus der dem im in the from of at und and for fuer & your ihr ihre".split())
_NOT_A_NAME: Final = frozenset(
    """danke sorry thanks servus tschuess bye ciao prost glueckwunsch pardon bitte hallo amen ende super stimmt korrekt
    okay ok ja nein gern gerne willkommen schade versprochen yes no please done namaste""".split()
)
_TAG: Final = re.compile(
    r"(?:(?<=[\s.!?…)\]])|^)(?P<mark>[\^*~]|/(?!/)|[-–—](?!-))\s?(?P<name>[^\W\d_]{1,14}\.?)(?P<rest>,? [^\n.!?]{2,40})?[\s\W]*$"
)
_BRACKETED: Final = re.compile(r"\(([A-ZÄÖÜ][a-zäöüß]{1,13}|[A-Z]{2,3})\)\s*$")


def letter(text: Text) -> Letter:
    """Greeting and signature of `text`; both None in an empty text."""
    if not len(text):
        return Letter(None, None)
    greeting = _greeting(text)
    signature = _signature(text)
    if signature and greeting and signature.first <= greeting.last:
        signature = None
    return Letter(greeting, signature)


def _greeting(text: Text) -> Part | None:
    first, count = 0, len(text)
    while first < count and text.kinds[first] in (Kind.MENTION, Kind.EMOJI):
        first += 1
    if first >= count or text.kinds[first] is not Kind.WORD:
        return None
    folds = text.folds
    pair = (folds[first], folds[first + 1]) if first + 1 < count else ("", "")
    if pair in _HELLO_PAIRS:
        last = first + 1
    elif folds[first] in _HELLO:
        last = first
    else:
        return _vocative_start(text, first)
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


def _vocative_start(text: Text, first: int) -> Part | None:
    """„Frau Haase, ...“, „Jana, ...“: a name set off at the very start."""
    if text.folds[first] in TITLES and capitalised(text, first):
        end = _name_end(text, first)
        if end > first and text.after[end][:1] in (",", "!", ":", "–"):
            return Part("person", first, end, (first, end))
    if text.folds[first] in GIVEN_NAMES and text.after[first][:1] in (",", "!") and capitalised(text, first):
        return Part("person", first, first, (first, first))
    return None


def _signature(text: Text) -> Part | None:
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


def _tag(text: Text, last: int) -> Part | None:
    """„^AB“, „/JK“, „*SR“, „– Jana, records“, „(Kim)“ at the very end."""
    tail = text.raw[: text.ends[last] + 2].rstrip()
    begin = max(0, len(tail) - 70)
    found = _TAG.search(tail, begin)
    if found and found.start() > 0:
        name, mark, rest = found["name"], found["mark"], found["rest"]
        first = _token_at(text, found.start("name"))
        if first is None or (rest and not name[0].isupper()):
            if first is not None and rest and mark in "–—" and name == "the":
                return Part("team", first, last)
            return None
        bare = name.rstrip(".")
        if mark in "-–—~" and not bare[0].isupper():
            return None
        role = rest and rest[0] == "," and len(rest.split()) <= 4
        if rest and not role and any(word[0].islower() and word not in _INSIDE_NAME for word in rest.split()):
            return None
        if not rest and (len(bare) <= 3 and bare.isupper() or len(bare) <= 2 and bare.islower()):
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
            continue
        who = _who(text, index + 1, last)
        return Part(who.kind, first, last, who.name)
    return None


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


_SLOT: Final = (
    r"(?:(?:[\w. -]{0,20}[ _.-])?(?:vor|nach|kunden?|firmen|benutzer|user|produkt|first|last|sur|full|company|agent|f|l)?[ _]?"
    r"(?:name|namen|anrede|titel|title|datum|date|uhrzeit|betrag|amount|thema|topic|ort|stadt|city|kunde|kundin|customer|"
    r"produkt|product|nummer|number|nr|grund|reason|link|signatur|signature|adresse|address|anliegen|order|ticket|agent|"
    r"firma|company|abteilung|department|salutation|filiale|placeholder|platzhalter|email|e-mail|telefon|phone)"
    r"(?:[ _-](?:einf(?:ü|ue)gen|eintragen|here|hier|einsetzen|name|number|id|des kunden|der kundin))?|insert [\w ]{2,30}|"
    r"[\w ]{2,30} (?:einf(?:ü|ue)gen|eintragen|einsetzen|here))"
)
_PLACEHOLDER: Final = re.compile(
    rf"""\{{\{{[^{{}}\n]{{1,40}}\}}\}} | \$?\{{[A-Za-zÄÖÜäöü][\w. ]{{1,40}}\}}
    | \[ \s* (?i:{_SLOT}) \s* \](?!\() | <\s*(?i:{_SLOT})\s*> | «\s*(?i:(?:vor|nach)name|anrede)\s*»
    | (?<![\w.,])X{{3,}}(?!\w) | (?<!\w)%[A-Z_]{{3,20}}% | (?<!\w)_{{4,}}(?!\w)
    | \b(?:[Hh]errn?/(?:Frau|in)|[Ff]rau/Herrn?|[Ll]ieber?/[Ll]ieber?|[Ll]iebe[/(*:_]r\)?|[Gg]eehrte[/(*:_]r\)?(?:[ ]Frau/Herrn?)?)(?=\s*[,.!?:;\n]|\s*$|\s+(?:[Hh]err|[Ff]rau))
    """,
    re.VERBOSE,
)
_INSTRUCTION: Final = frozenset(
    """betreff angeben anzugeben eintragen einsetzen setzen ersetzen ersetze ersetzt ersetzten statt format muster beispiel
    vorlage ausfuellen schreiben schreibe platzhalter textbaustein subject replace fill enter format template example
    placeholder substitute type instead""".split()
)


def _placeholders(reading: Reading) -> Measurement:
    raw = reading.text.raw
    if not any(mark in raw for mark in "[{<%_/(*:«X"):
        return Measurement(0.0)
    spans = tuple(
        Span(*found.span())
        for found in _PLACEHOLDER.finditer(raw)
        if not _instructed(reading.text, found.start(), found.end())
    )
    return Measurement(float(len(spans)), spans)


def _instructed(text: Text, start: int, end: int) -> bool:
    """Whether the slot stands in a quotation or in a sentence that tells the reader what to put there."""
    inside = [index for index in range(len(text)) if text.ends[index] > start and text.starts[index] < end]
    near = inside or [index for index in range(len(text)) if text.ends[index] <= start][-1:]
    if not near:
        return False
    first, last = text.sentences[text.sentence_of[near[0]]]
    slot = set(inside)
    told = any(text.folds[index] in _INSTRUCTION for index in range(first, last) if index not in slot)
    return told or any(text.quoted[index] for index in inside)


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
    spans = tuple(Span(text.starts[first], text.ends[last]) for first, last in addressed(text))
    return Measurement(float(len(spans)), spans)


def addressed(text: Text) -> tuple[tuple[int, int], ...]:
    """First and last token of every name the text calls somebody by: in the greeting, or set off by commas."""
    greeting = letter(text).greeting
    found = [greeting.name] if greeting and greeting.name else []
    for person in persons(text):
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
    return ends or opens


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
placeholders: Final = Signal(
    "text.placeholders", "text.platzhalter", Type.NUMBER, "places",
    "Slots of a template that nobody filled, outside quotations and instructions.",
    "own", "0", _placeholders,
)  # fmt: skip
