"""Form of address in German: Sie, du or ihr, with the words that show it, and whether two forms clash.

Unambiguous words decide first: du, dich, euch, deine; Sie, Ihnen, Ihre in the middle of a sentence; imperatives.
What the capital at the start of a sentence hides (Sie, Ihr, Ihre) is then read in the light of its verb, of the rest
of the text, and of persons named before whom it could mean. Lower-case sie and ihr are third persons unless the
verb says otherwise. Quotations, links, mentions and hashtags never count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..source import Span
from ..tokens import Kind, Text
from .imperatives import imperatives
from .language import vote
from .reading import Measurement, Reading, Signal, Type

VALUES: Final = ("formal", "singular", "plural", "informal", "mixed", "none")

_SINGULAR: Final = frozenset(
    """du dich dir dein deine deinem deinen deiner deines deins deinerseits deinetwegen haste kannste willste biste
    musste's machste weisste""".split()
)
_PLURAL: Final = frozenset("euch euer eure eurem euren eurer eures eurerseits euretwegen".split())
# Second person singular of common verbs: „Kennst den Spruch ja“, „Bist bald happy“; with the dialects' -sch.
_SINGULAR_VERBS: Final = frozenset(
    """hast bist kannst willst musst sollst darfst wirst magst moechtest weisst solltest koenntest haettest waerst
    wuerdest warst hattest brauchst kennst siehst findest machst gehst kommst bekommst duerftest muesstest nimmst gibst
    wolltest hesch chasch bisch wotsch muesch weisch gasch chunnsch""".split()
)
# Second person plural of verbs, where it differs from the third person singular.
_PLURAL_VERBS: Final = frozenset(
    """habt seid koennt wollt muesst sollt duerft moegt werdet wisst moechtet wuerdet koenntet haettet waert wart solltet
    muesstet duerftet wolltet hattet wurdet lasst gebt nehmt seht lest esst sprecht helft fahrt tragt haltet ratet schlaft
    lauft vergesst trefft werft fangt tut""".split()
)
# Verbs with a dative: „das gefällt ihr“, „das Rad, das ihr gehört“ speak of a woman.
_DATIVE: Final = frozenset(
    """gefaellt gehoert fehlt schmeckt passt passiert gelingt hilft dankt steht geht tut liegt reicht faellt genuegt
    begegnet folgt nuetzt schadet gratuliert vertraut zusteht zugeht leidtut gebuehrt galt gilt bleibt""".split()
)
_POSSESSIVE: Final = frozenset("ihr ihre ihrem ihren ihrer ihres".split())
_FORMAL: Final = _POSSESSIVE | {"sie", "ihnen", "ihrerseits", "ihretwegen"}
_VOCATIVES: Final = frozenset(
    """lieben suessen beiden zwei drei vier alle anderen leute guten schoenen hasen tollen verrueckten wunderbaren
    engel helden maeuse""".split()
)
_CALLS: Final = frozenset("hallo hi hey hoi huhu moin servus na danke ahoi liebe und".split())
_SUBORDINATORS: Final = frozenset(
    """wenn dass ob falls weil sobald damit bevor was wie wo wann warum wieso welche welchen solange nachdem sofern
    wohin womit worauf wofuer wozu und oder aber sondern als den die das denen dem obwohl""".split()
)
_BEFORE_VERB: Final = frozenset(
    """wann warum wieso weshalb wie was wo wohin woher wen wem welche welchen welches und oder aber denn dann so da hier
    dort heute morgen jetzt nun bald gerne gern natuerlich danach vielleicht hoffentlich sonst dabei dazu damit dafuer
    bitte ja nein also auch schon am im ab bis woran worauf wofuer womit wozu dadurch deshalb darum""".split()
)
# The forms themselves spoken of: „bleiben wir beim Sie“, „das Du anbieten“.
# „Und für alle Kinder: ...“ turns to others.
_TO_OTHERS: Final = frozenset("alle allen anderen andere".split())
_SPOKEN_OF: Final = frozenset("beim per zum vom ein kein".split())
_EXCLAMATIONS: Final = frozenset("ach na".split())
_GREETED: Final = frozenset("gruess gruesse gruesst behuet behuete vergelts pfiat servus".split())
_TITLES: Final = frozenset("majestaet exzellenz durchlaucht hoheit eminenz ehren".split())
# Third persons: women and groups whom a later Sie, Ihre, Ihnen at the start of a sentence may mean.
_WOMEN: Final = frozenset(
    """frau sie ihr mutter mama mami oma grossmutter tochter schwester tante freundin nachbarin kollegin chefin kundin
    dame lehrerin aerztin baeckerin saengerin autorin leiterin bekannte hebamme wirtin pfarrerin cousine nichte braut
    gattin ehefrau witwe familie mannschaft gruppe band katze huendin""".split()
)
_GROUPS: Final = frozenset(
    """eltern kinder leute gaeste mitarbeiter mitarbeitende mitarbeitenden kollegen kolleginnen kunden kundinnen kinder
    grosseltern geschwister nachbarn freunde jungs maedchen frauen maenner schueler schuelerinnen fahrer menschen tiere
    katzen hunde beide alle viele mehrere einige diese welche zwei drei vier fuenf sechs sieben acht zehn""".split()
)
_PLURAL_FINITE: Final = frozenset(
    """sind waren haben hatten werden wurden koennen konnten muessen mussten sollen sollten wollen wollten duerfen
    moechten wuerden haetten waeren koennten bleiben gehen kommen stehen liegen gehoeren machen""".split()
)
_SINGULAR_THIRD: Final = frozenset(
    """ist hat wird war hatte wurde kann muss soll will darf mag konnte musste sollte wollte durfte mochte waere haette
    wuerde koennte ging kam stand lag gab nahm blieb sah fand hielt liess rief schrieb sprach trug half""".split()
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
    evidence = sorted(_evidence(text), key=lambda piece: (piece.first, piece.last))
    spans = tuple(Span(text.starts[piece.first], text.ends[piece.last]) for piece in evidence)
    return Measurement(_value(text, evidence), spans, tuple(piece.form for piece in evidence))


def _may_be_german(text: Text) -> bool:
    votes, _ = vote(text)
    return votes[0] > 0 and max(votes) <= 2 * max(votes[0], votes[4])


def _value(text: Text, evidence: list[Evidence]) -> str:
    """The form of the whole text. Readers called by @name have each their own stretch of it."""
    if not evidence:
        return "none"
    stretches: dict[int, set[str]] = {}
    for piece in evidence:
        stretches.setdefault(_addressee(text, piece.first), set()).add(piece.form)
    if any("formal" in forms and len(forms) > 1 for forms in stretches.values()):
        return "mixed"
    forms = {piece.form for piece in evidence}
    if len(forms) == 1:
        return evidence[0].form
    if "formal" not in forms:
        return "informal"
    formal = sum(piece.form == "formal" for piece in evidence)
    return "formal" if 2 * formal > len(evidence) else "informal"


def _addressee(text: Text, index: int) -> int:
    """Where the reader was last named: @name before a colon or at a start, „Und ihr anderen:“; -1 before that."""
    for place in range(index, -1, -1):
        colon = ":" in text.after[place]
        if text.kinds[place] is Kind.MENTION and (colon or _starts_sentence(text, place)):
            return place
        if colon and not _TO_OTHERS.isdisjoint(text.folds[slice(*text.clauses[text.clause_of[place]])]):
            return place
    return -1


def _evidence(text: Text) -> Iterator[Evidence]:
    lower = not any(letter.isupper() for letter in text.raw)
    commands = dict(imperatives(text))
    certain: list[Evidence] = []
    open_places: list[int] = []
    for index, folded in enumerate(text.folds):
        if text.kinds[index] is not Kind.WORD or text.quoted[index]:
            continue
        if folded in _SINGULAR:
            if not _is_fixed(text, index):
                certain.append(Evidence(index, index, "singular"))
        elif folded in _PLURAL:
            if not _is_fixed(text, index):
                certain.append(Evidence(index, index, "plural"))
        elif folded == "ihr" and _is_plural_subject(text, index):
            certain.append(Evidence(index, index, "plural"))
        elif folded in _FORMAL:
            if text.word(index)[0].isupper() and not _is_fixed(text, index):
                if _starts_sentence(text, index):
                    open_places.append(index)
                else:
                    certain.append(_with_command(text, index))
            elif lower and folded == "sie" and _is_lower_question(text, index):
                certain.append(Evidence(index, index, "formal"))
        elif index in commands:
            certain.append(Evidence(index, index, commands[index]))
        elif folded in _SINGULAR_VERBS and not _near(text, index, _SINGULAR) and text.word(index)[0].islower():
            certain.append(Evidence(index, index, "singular"))
        elif folded in _SINGULAR_VERBS and _starts_sentence(text, index) and not _near(text, index, _SINGULAR):
            certain.append(Evidence(index, index, "singular"))
    yield from certain
    forms = {piece.form for piece in certain}
    for index in open_places:
        if _means_reader(text, index, forms):
            yield Evidence(index, index, "formal")


def _starts_sentence(text: Text, index: int) -> bool:
    """Whether a capital here says nothing: first word, or after a colon, a dash, a line break, an emoji or @name."""
    before = index - 1
    if before < 0 or text.sentence_of[before] != text.sentence_of[index]:
        return True
    if text.kinds[before] not in (Kind.WORD, Kind.NUMBER) and not text.after[before].strip(","):
        return before == 0 or _starts_sentence(text, before) or text.kinds[before] is Kind.EMOJI
    return not frozenset(":–—―-\n•…!?.").isdisjoint(text.after[before]) or (
        text.quoted[before] and text.after[before] == "" and _opens(text, index)
    )


def _opens(text: Text, index: int) -> bool:
    return text.raw[: text.starts[index]].rstrip()[-1:] in "„«»\"“"


def _is_fixed(text: Text, index: int) -> bool:
    """Whether the word is named, greeted with or part of a title rather than used on the reader."""
    before = text.folds[index - 1] if index else ""
    after = text.folds[index + 1] if index + 1 < len(text) else ""
    if text.word(index) == "Dir" and text.after[index].startswith(".") and _starts_sentence(text, index):
        return True  # the abbreviation of a director
    if before in _SPOKEN_OF and text.folds[index] in ("du", "sie"):
        return True
    if before == "das" and text.word(index) in ("Du", "Sie") and not after.endswith(("st", "en", "n")):
        return True
    if before in _GREETED and text.folds[index] in ("dich", "euch", "dir"):
        return True
    if before in _EXCLAMATIONS and text.folds[index] == "du" and text.after[index] != "":
        return before == "ach"
    if (before == "ach" or before == "oh") and text.folds[index] == "du":
        return True
    return after in _TITLES or (text.folds[index] == "du" and after in ("meine", "lieber", "liebe") and index == 0)


def _is_plural_subject(text: Text, index: int) -> bool:
    """Whether ihr means „you all“: beside a second person plural, before a vocative, never before its noun."""
    before, after = _neighbour(text, index, -1), _neighbour(text, index, 1)
    clause_first, clause_last = text.clauses[text.clause_of[index]]
    if after in _PLURAL_VERBS or before in _PLURAL_VERBS:
        return before != "tut"
    if after in _VOCATIVES and (index == clause_first or before in _CALLS):
        return True
    last = text.folds[clause_last - 1]
    if index - 1 >= clause_first and _is_weak_plural(before, text.word(index - 1)) and before not in _DATIVE:
        if index - 1 == clause_first and not _starts_noun(text, index + 1):
            return True
        return index - 2 >= clause_first and text.folds[index - 2] in _BEFORE_VERB and not _starts_noun(text, index + 1)
    if after and _is_weak_plural(after, text.word(index + 1)) and after not in _DATIVE:
        return index == clause_first or _neighbour(text, index, -1) in _SUBORDINATORS
    if before in _SUBORDINATORS or index == clause_first:
        if last in _PLURAL_VERBS and clause_last - 1 > index:
            return True
        weak = clause_last - 1 > index and _is_weak_plural(last, text.word(clause_last - 1))
        return weak and last not in _DATIVE and before in _SUBORDINATORS and not _starts_noun(text, index + 1)
    return False


def _neighbour(text: Text, index: int, step: int) -> str:
    """The fold beside a token in its sentence, empty at the edge."""
    place = index + step
    if 0 <= place < len(text) and text.sentence_of[place] == text.sentence_of[index]:
        return text.folds[place]
    return ""


def _is_weak_plural(folded: str, word: str) -> bool:
    """Whether a word looks like a verb in -t: lower case, no participle."""
    if len(folded) < 4 or not word.islower() or not folded.endswith("t") or folded.endswith(("st", "ht")) and folded.endswith("icht"):
        return False
    return folded not in _NOT_VERBS and not (folded.startswith("ge") and len(folded) > 6 and word.islower())


_NOT_VERBS: Final = frozenset(
    """nicht jetzt selbst dort sofort damit somit womit hiermit bereits sonst fast meist erst ernst leicht schlecht gut
    laut seit statt anstatt direkt exakt perfekt nett echt recht schlicht sowie samt mit ist hat wird ganzzeit zuerst
    zuletzt letzt bekannt fort weit zeit welt stadt art wort punkt einst knapp hart zart insgesamt gesamt""".split()
)


def _starts_noun(text: Text, index: int) -> bool:
    """Whether a noun with its adjectives follows, so that ihr is a possessive: „ihr neues Rad“."""
    place = index
    while place < len(text) and place < index + 3 and text.sentence_of[place] == text.sentence_of[index]:
        word = text.word(place)
        if text.kinds[place] is not Kind.WORD:
            return False
        if word[:1].isupper():
            return True
        if not text.folds[place].endswith(("e", "es", "er", "en", "em")) or text.after[place]:
            return False
        place += 1
    return False


def _with_command(text: Text, index: int) -> Evidence:
    """Sie with its verb where it commands: „Schicken Sie“; a question or a statement shows by its pronoun alone."""
    before = index - 1
    if text.folds[index] == "sie" and before >= 0 and text.folds[before].endswith("n") and not text.after[before]:
        clause_first = text.clauses[text.clause_of[index]][0]
        opens = before == clause_first or text.folds[before - 1] in ("bitte", "und", "oder", "dann")
        sentence_last = text.sentences[text.sentence_of[index]][1] - 1
        if opens and text.kinds[before] is Kind.WORD and "?" not in text.after[sentence_last]:
            if text.folds[before] not in _PLURAL_FINITE and text.folds[before] not in _SUBORDINATORS:
                return Evidence(before, index, "formal")
    return Evidence(index, index, "formal")


def _is_lower_question(text: Text, index: int) -> bool:
    """In a text typed without capitals: „können sie mir sagen“, verb first with a plural ending."""
    before = index - 1
    if before < 0 or text.sentence_of[before] != text.sentence_of[index] or not text.folds[before].endswith("n"):
        return False
    first = text.clauses[text.clause_of[index]][0]
    opens = before == first or (before == first + 1 and text.folds[first] in ("bitte", "und", *_BEFORE_VERB))
    return opens and text.folds[before] not in _SUBORDINATORS and text.folds[before] not in ("wenn", "denn", "dann")


def _near(text: Text, index: int, words: frozenset[str]) -> bool:
    """Whether one of `words` stands in the same sentence, so that a verb adds nothing."""
    first, last = text.sentences[text.sentence_of[index]]
    return any(text.folds[place] in words for place in range(first, last))


def _means_reader(text: Text, index: int, forms: set[str]) -> bool:
    """Whether Sie, Ihnen, Ihre at the start of a sentence is the reader, judged by verb, text and persons before."""
    folded = text.folds[index]
    after = _neighbour(text, index, 1)
    if folded == "sie":
        if not after:
            return "?" in text.after[index] or "formal" in forms
        if after in _SINGULAR_THIRD or (after.endswith("t") and after not in ("nicht", "jetzt", "selbst")):
            return False
        if _is_they(text, index):
            return False
        if "formal" in forms:
            return True
        if not after.endswith("n") and after != "sind":
            return False
        return not forms and not _has_group_before(text, index)
    if folded == "ihr" and _is_signature(text, index):
        return True
    if "formal" in forms and not ({"singular", "plural"} & forms):
        return True
    return not _has_person_before(text, index)


def _is_they(text: Text, index: int) -> bool:
    """Whether the sentence goes on with a lower-case sie of several: „Sie sprechen, was sagen sie?“"""
    _, last = text.sentences[text.sentence_of[index]]
    for place in range(index + 1, last):
        if text.word(place) == "sie":
            beside = (_neighbour(text, place, -1), _neighbour(text, place, 1))
            if any(word in _PLURAL_FINITE or word == text.folds[index + 1] for word in beside):
                return True
    return False


def _is_signature(text: Text, index: int) -> bool:
    """Whether „Ihr Team vom Rathaus“, „Ihre Stadtwerke“ closes the text: short, at its end, without a verb."""
    sentence = text.sentence_of[index]
    first, last = text.sentences[sentence]
    following = text.word(index + 1)[:1].isupper() if index + 1 < last else False
    return following and last == len(text) and last - index <= 6 and first <= index


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
    women = any(folded in _WOMEN or (folded.endswith("in") and len(folded) > 6) for folded in folds)
    return women or not _GROUPS.isdisjoint(folds)


def _two_sentences(text: Text, index: int) -> tuple[int, int]:
    """Token range of what comes before `index` in its own and the two sentences before."""
    sentence = text.sentence_of[index]
    return text.sentences[max(0, sentence - 2)][0], index


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
