"""Form of address in German: Sie, du or ihr, with the words that show it, and whether two forms clash.

Unambiguous words decide first: du, dich, euch, deine; Sie, Ihnen, Ihre in the middle of a sentence; imperatives.
What the capital at the start of a sentence hides (Sie, Ihr, Ihre) is then read in the light of its verb, of the rest
of the text, and of persons named before whom it could mean. Lower-case sie and ihr are third persons unless the
verb says otherwise. Quotations, links, mentions and hashtags never count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from ..regex import Regex
from ..source import Span
from ..tokens import Kind, Text
from ..values import dataclass
from .imperatives import imperatives
from .language import vote
from .memo import Last
from .reading import Measurement, Reading, Signal, Type
from .you_all import BEFORE_VERB, SUBORDINATORS, means_readers, neighbour

VALUES: Final = ("formal", "singular", "plural", "informal", "mixed", "none")

_SINGULAR: Final = frozenset(
    """du dich dir dein deine deinem deinen deiner deines deins deinerseits deinetwegen haste kannste willste biste
    machste weisste""".split()
)
_PLURAL: Final = frozenset("euch euer eure eurem euren eurer eures eurerseits euretwegen".split())
# Second person singular of common verbs: „Kennst den Spruch ja“, „Bist bald happy“; with the dialects' -sch.
_SINGULAR_VERBS: Final = frozenset(
    """hast bist kannst willst musst sollst darfst wirst magst moechtest weisst solltest koenntest haettest waerst
    wuerdest warst hattest brauchst kennst siehst findest machst gehst kommst bekommst duerftest muesstest
    nimmst gibst wolltest hesch chasch bisch wotsch muesch weisch gasch chunnsch""".split()
)
_BREAKS: Final = frozenset(":–—―-\n•…!?.")
_QUOTES: Final = frozenset('„«»"“')
_REACH: Final = 40  # tokens looked back or ahead; keeps a text without full stops cheap
_FORMAL: Final = frozenset("sie ihnen ihr ihre ihrem ihren ihrer ihres ihrerseits ihretwegen".split())
_ROLES: Final = {
    **dict.fromkeys(_SINGULAR_VERBS, "verb"),
    **dict.fromkeys(_FORMAL, "formal"),
    **dict.fromkeys(_SINGULAR, "singular"),
    **dict.fromkeys(_PLURAL, "plural"),
}
# The forms themselves spoken of: „bleiben wir beim Sie“, „das Du anbieten“.
# „Und für alle Kinder: ...“ turns to others.
_TO_OTHERS: Final = frozenset("alle allen anderen andere".split())
_SPOKEN_OF: Final = frozenset("beim per zum vom ein kein".split())
_GREETED: Final = frozenset("gruess gruesse gruesst behuet behuete vergelts pfiat servus".split())
_BEFORE_NAME: Final = frozenset(
    "guten tag morgen abend hallo liebe lieber sehr geehrte geehrter gruezi ja nein".split()
)
_FEMALE: Final = Regex(r"[^ehl]in(?:nen)?$(?<=.{7})")
_IN_NAMES: Final = frozenset("vom von der des im in am an aus und fuer beim bei zur zum auf".split())
_TITLES: Final = frozenset("majestaet exzellenz durchlaucht hoheit eminenz ehren".split())
# Third persons: women and groups whom a later Sie, Ihre, Ihnen at the start of a sentence may mean.
_WOMEN: Final = frozenset(
    """frau mutter mama mami oma grossmutter tochter schwester tante freundin nachbarin kollegin chefin kundin dame
    lehrerin aerztin baeckerin saengerin autorin leiterin bekannte hebamme wirtin pfarrerin cousine nichte
    braut gattin ehefrau witwe familie mannschaft gruppe band katze huendin""".split()
)
_GROUPS: Final = frozenset(
    """eltern kinder leute gaeste mitarbeiter mitarbeitende mitarbeitenden kollegen kolleginnen kunden kundinnen
    grosseltern geschwister nachbarn freunde jungs maedchen frauen maenner schueler schuelerinnen menschen
    tiere katzen hunde beide alle viele mehrere einige""".split()
)
_PLURAL_FINITE: Final = frozenset(
    """sind waren haben hatten werden wurden koennen konnten muessen mussten sollen sollten wollen wollten duerfen
    moechten wuerden haetten waeren koennten bleiben gehen kommen stehen liegen gehoeren machen""".split()
)
_SINGULAR_THIRD: Final = frozenset(
    """ist hat wird war hatte wurde kann muss soll will darf mag konnte musste sollte wollte durfte mochte waere
    haette wuerde koennte ging kam stand lag gab nahm blieb sah fand hielt liess rief schrieb sprach trug
    half""".split()
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Tokens `first` to `last` (included) that address the reader in `form`."""

    first: int
    last: int
    form: str


def address_form(text: Text, language: str | None) -> Measurement:
    """The form in which `text` addresses its reader, one of `VALUES`, with the words that show it.

    `informal` is du together with ihr, which may be right to several readers; `mixed` is Sie together with either.
    Text in another language than German gives `none`; so does an empty text.
    """
    if language not in ("de", "gsw") and not (language is None and _may_be_german(text)):
        return Measurement("none")
    return _FORM(text)


def _german_form(text: Text) -> Measurement:
    evidence = sorted(_evidence(text), key=lambda piece: (piece.first, piece.last))
    spans = tuple(Span(text.starts[piece.first], text.ends[piece.last]) for piece in evidence)
    return Measurement(_value(text, evidence), spans, tuple(piece.form for piece in evidence))


_FORM: Final = Last(_german_form)


def _may_be_german(text: Text) -> bool:
    votes, _ = vote(text)
    return votes[0] > 0 and max(votes) <= 2 * max(votes[0], votes[4])


def _value(text: Text, evidence: list[Evidence]) -> str:
    """The form of the whole text; readers called one after the other have each their own stretch of it."""
    forms = {piece.form for piece in evidence}
    if "formal" not in forms or len(forms) == 1:
        return "none" if not forms else evidence[0].form if len(forms) == 1 else "informal"
    turns = _turns(text)
    stretches: dict[int, set[str]] = {}
    for piece in evidence:
        stretches.setdefault(bisect_right(turns, piece.first), set()).add(piece.form)
    if any("formal" in said and len(said) > 1 for said in stretches.values()):
        return "mixed"
    formal = sum(piece.form == "formal" for piece in evidence)
    return "formal" if 2 * formal > len(evidence) else "informal"


def _turns(text: Text) -> list[int]:
    """Token numbers where the text turns to another reader: „@velofritz: ...“, „Und für alle Kinder: ...“."""
    turns = []
    for index, kind in enumerate(text.kinds):
        colon = ":" in text.after[index]
        if kind is Kind.MENTION and (colon or _starts_sentence(text, index)):
            turns.append(index)
        elif colon:
            first, _ = text.clauses[text.clause_of[index]]
            if not _TO_OTHERS.isdisjoint(text.folds[max(first, index - _REACH) : index + 1]):
                turns.append(index + 1)
    return turns


def _evidence(text: Text) -> Iterator[Evidence]:
    """Every place that addresses the reader; capitals at the start of a sentence are judged last."""
    commands = dict(imperatives(text))
    plain = not any(letter.isupper() for letter in text.raw)
    certain: list[Evidence] = []
    open_places: list[int] = []
    for index, folded in enumerate(text.folds):
        role = _ROLES.get(folded)
        if role is None and index not in commands:
            continue
        if text.kinds[index] is not Kind.WORD or text.quoted[index]:
            continue
        if role in ("singular", "plural"):
            if not _is_fixed(text, index):
                certain.append(Evidence(index, index, role))
        elif folded == "ihr" and means_readers(text, index):
            certain.append(Evidence(index, index, "plural"))
        elif role == "formal":
            if _is_lower(text, index):
                if folded == "sie" and (plain or text.word(index) == "SIE") and _is_lower_question(text, index):
                    certain.append(Evidence(index, index, "formal"))
            elif not _is_fixed(text, index):
                if _starts_sentence(text, index):
                    open_places.append(index)
                else:
                    certain.append(_with_command(text, index))
        elif index in commands:
            certain.append(Evidence(index, index, commands[index]))
        elif not _near(text, index, _SINGULAR) and (text.word(index)[0].islower() or _starts_sentence(text, index)):
            certain.append(Evidence(index, index, "singular"))
    yield from certain
    if not open_places:
        return
    turns, named = _turns(text), _names_reader(text)
    forms: dict[int, set[str]] = {}
    for piece in certain:
        forms.setdefault(bisect_right(turns, piece.first), set()).add(piece.form)
    for index in open_places:
        if _means_reader(text, index, forms.get(bisect_right(turns, index), set()), named):
            yield Evidence(index, index, "formal")


def _is_lower(text: Text, index: int) -> bool:
    """Whether the word is in lower case, or stands among capitals, where its capital says nothing."""
    return text.word(index)[0].islower() or _is_loud(text, index)


def _starts_sentence(text: Text, index: int) -> bool:
    """Whether a capital here says nothing: first word, or after a colon, a dash, a line break, an emoji or @name."""
    before = index - 1
    while before >= max(0, index - _REACH) and text.sentence_of[before] == text.sentence_of[index]:
        marks = text.after[before]
        if not _BREAKS.isdisjoint(marks) or text.kinds[before] is Kind.EMOJI:
            return True
        if text.kinds[before] in (Kind.WORD, Kind.NUMBER):
            start = text.starts[index]
            return text.quoted[before] and not marks and text.raw[max(0, start - 3) : start].rstrip()[-1:] in _QUOTES
        before -= 1
    return True


def _is_fixed(text: Text, index: int) -> bool:
    """Whether the word is named, greeted with or part of a title rather than used on the reader."""
    before = text.folds[index - 1] if index else ""
    after = text.folds[index + 1] if index + 1 < len(text) else ""
    if text.word(index) == "Dir" and text.after[index].startswith(".") and _starts_sentence(text, index):
        return True  # the abbreviation of a director
    if before in _SPOKEN_OF and text.folds[index] in ("du", "sie"):
        return True
    if before == "das" and text.word(index) in ("Du", "Sie") and (not after or text.after[index].strip()):
        return True
    if text.word(index) == "du" and _is_french(text, index):
        return True
    if before in _GREETED and text.folds[index] in ("dich", "euch", "dir"):
        return True
    if before in ("ach", "oh") and text.folds[index] == "du":
        return True
    return after in _TITLES or (text.folds[index] == "du" and after in ("meine", "lieber", "liebe") and index == 0)


def _is_french(text: Text, index: int) -> bool:
    """Whether du stands inside a French name: „die Banque du Caire“; not „Hast du Zeit“, „wenn du Zeit hast“."""
    first, last = text.clauses[text.clause_of[index]]
    if index <= first + 1 or index + 1 >= last or text.after[index]:
        return False
    around = (text.word(index - 1), text.word(index + 1))
    return all(word[0].isupper() and word[1:].islower() for word in around) and not around[0].endswith("st")


def _is_loud(text: Text, index: int) -> bool:
    """Whether all around is in capitals, so that a capital says nothing."""
    return text.word(index).isupper() and any(
        0 <= place < len(text) and len(text.folds[place]) > 1 and text.word(place).isupper()
        for place in (index - 1, index + 1)
    )


def _with_command(text: Text, index: int) -> Evidence:
    """Sie with its verb where it commands: „Schicken Sie“; a question or a statement shows by its pronoun alone."""
    before = index - 1
    if text.folds[index] == "sie" and before >= 0 and text.folds[before].endswith("n") and not text.after[before]:
        clause_first = text.clauses[text.clause_of[index]][0]
        opens = before == clause_first or text.folds[before - 1] in ("bitte", "und", "oder", "dann")
        sentence_last = text.sentences[text.sentence_of[index]][1] - 1
        asked = "?" in text.after[sentence_last]
        if opens and not asked and text.folds[before] not in _PLURAL_FINITE | SUBORDINATORS:
            return Evidence(before, index, "formal")
    return Evidence(index, index, "formal")


def _is_lower_question(text: Text, index: int) -> bool:
    """Verb first with a plural ending, in a text without capitals or all in capitals: „können sie mir sagen“."""
    before = index - 1
    if before < 0 or text.sentence_of[before] != text.sentence_of[index] or not text.folds[before].endswith("n"):
        return False
    first = text.clauses[text.clause_of[index]][0]
    opens = before == first or (before == first + 1 and text.folds[first] in ("bitte", "und", *BEFORE_VERB))
    return opens and text.folds[before] not in SUBORDINATORS and text.folds[before] not in ("wenn", "denn", "dann")


def _near(text: Text, index: int, words: frozenset[str]) -> bool:
    """Whether one of `words` stands in the same sentence, so that a verb adds nothing."""
    first, last = text.sentences[text.sentence_of[index]]
    near = text.folds[max(first, index - _REACH) : min(last, index + _REACH)]
    return not words.isdisjoint(near)


def _means_reader(text: Text, index: int, forms: set[str], named: bool) -> bool:
    """Whether Sie, Ihnen, Ihre at the start of a sentence is the reader, judged by verb, text and persons before.

    `forms` are the unambiguous ones said to the same reader, `named` says that a reader is called by title and name.
    """
    folded = text.folds[index]
    after = neighbour(text, index, 1)
    if folded == "sie":
        if not after:
            return "?" in text.after[index] or "formal" in forms
        if after in _SINGULAR_THIRD or (after.endswith("t") and after not in ("nicht", "jetzt", "selbst")):
            return False
        if _is_they(text, index):
            return False
        if "formal" in forms:
            return True
        if (not after.endswith("n") and after != "sind") or _is_theirs(text, index):
            return False
        return not forms and (named or not _has_group_before(text, index))
    if folded in ("ihr", "ihre") and _is_signature(text, index):
        return True
    if forms <= {"formal"} and (forms or named):
        return True
    return not _has_person_before(text, index) and not _is_theirs(text, index)


def _is_theirs(text: Text, index: int) -> bool:
    """Whether a lower-case ihre of the same persons follows: „Sie verließen ihre Heimat“."""
    _, last = text.sentences[text.sentence_of[index]]
    return any(
        text.folds[place] in ("ihre", "ihren", "ihrem", "ihrer", "ihr") and text.word(place)[0].islower()
        for place in range(index + 1, min(last, index + _REACH))
    )


def _names_reader(text: Text) -> bool:
    """Whether somebody is called by title and name: „Ja, Frau Schiefer!“, „Guten Tag Herr Vogt“."""
    for index, folded in enumerate(text.folds):
        if folded in ("frau", "herr") and not text.quoted[index]:
            first, last = text.clauses[text.clause_of[index]]
            if max(last - index, (index - first) // 2) <= 3 and _BEFORE_NAME.issuperset(text.folds[first:index]):
                return True
    return False


def _is_they(text: Text, index: int) -> bool:
    """Whether the sentence goes on with a lower-case sie of several: „Sie sprechen, was sagen sie?“"""
    _, last = text.sentences[text.sentence_of[index]]
    for place in range(index + 1, min(last, index + _REACH)):
        if text.word(place) == "sie":
            beside = (neighbour(text, place, -1), neighbour(text, place, 1))
            if any(word in _PLURAL_FINITE or word == text.folds[index + 1] for word in beside):
                return True
    return False


def _is_signature(text: Text, index: int) -> bool:
    """Whether „Ihr Team vom Rathaus“, „Ihre Stadtwerke“ closes the text: short, at its end, names and nothing else."""
    last = len(text)
    if text.sentences[text.sentence_of[index]][1] != last or not 2 <= last - index <= 6:
        return False
    return text.word(index + 1)[:1].isupper() and all(
        text.word(place)[:1].isupper() or text.folds[place] in _IN_NAMES for place in range(index + 2, last)
    )


def _has_group_before(text: Text, index: int) -> bool:
    """Whether a sentence before speaks of several: a group, or a plural verb whose subject is not we."""
    first, last = _two_sentences(text, index)
    folds = text.folds[first:last]
    if not _GROUPS.isdisjoint(folds):
        return True
    return not _PLURAL_FINITE.isdisjoint(folds) and "wir" not in folds


def _has_person_before(text: Text, index: int) -> bool:
    """Whether a sentence before names a woman or a group to whom „Ihre“ may belong."""
    first, last = _two_sentences(text, index)
    folds = text.folds[first:last]
    women = any(folded in _WOMEN or _FEMALE.search(folded) is not None for folded in folds)
    return women or not _GROUPS.isdisjoint(folds)


def _two_sentences(text: Text, index: int) -> tuple[int, int]:
    """Token range of what comes before `index` in its own and the two sentences before."""
    sentence = text.sentence_of[index]
    return max(text.sentences[max(0, sentence - 2)][0], index - 2 * _REACH), index


def _address(reading: Reading) -> Measurement:
    return address_form(reading.text, reading.language)


def _forms(reading: Reading) -> Measurement:
    """How many families (Sie; du and ihr) address the reader: 0, 1, or 2 when they clash."""
    found = _address(reading)
    number = 2.0 if found.value == "mixed" else float(found.value != "none")
    return Measurement(number, found.spans, found.labels)


address: Final = Signal(
    "text.address",
    "text.anrede",
    Type.WORD,
    "form",
    "Form of address: Sie (formal), du (singular), ihr (plural), du and ihr (informal), Sie with either (mixed).",
    "own pronoun and imperative rules",
    "none",
    _address,
    (),
    VALUES,
)
address_forms: Final = Signal(
    "text.address-forms",
    "text.anredeformen",
    Type.NUMBER,
    "families",
    "How many of the two families, Sie and du with ihr, address the reader; 2 is a clash.",
    "own pronoun and imperative rules",
    "0",
    _forms,
)
