"""Whether a German ihr means the readers („wenn ihr wollt“) or a woman and what is hers („gefällt ihr“, „ihr Rad“)."""

from __future__ import annotations

from typing import Final

from ..tokens import Kind, Text

# Second person plural of verbs, where it differs from the third person singular.
_PLURAL_VERBS: Final = frozenset(
    """habt seid koennt wollt muesst sollt duerft moegt werdet wisst moechtet wuerdet koenntet haettet waert wart
    solltet muesstet duerftet wolltet hattet wurdet lasst gebt nehmt seht lest esst sprecht helft fahrt
    tragt haltet ratet schlaft lauft vergesst trefft werft fangt""".split()
)
_REACH: Final = 40  # tokens looked ahead; keeps a text without full stops cheap
# Verbs with a dative: „das gefällt ihr“, „das Rad, das ihr gehört“ speak of a woman.
_DATIVE: Final = frozenset(
    """gefaellt gehoert fehlt schmeckt passt passiert gelingt hilft dankt steht geht tut liegt reicht faellt
    genuegt begegnet folgt nuetzt schadet gratuliert vertraut zusteht zugeht leidtut gebuehrt galt gilt
    bleibt""".split()
)
_VOCATIVES: Final = frozenset(
    """lieben suessen beiden zwei drei vier alle anderen leute guten schoenen hasen tollen verrueckten wunderbaren
    engel helden maeuse""".split()
)
_CALLS: Final = frozenset("hallo hi hey hoi huhu moin servus na danke ahoi liebe und".split())
SUBORDINATORS: Final = frozenset(
    """wenn dass ob falls weil sobald damit bevor was wie wo wann warum wieso welche welchen solange nachdem sofern
    wohin womit worauf wofuer wozu und oder aber sondern als den die das denen dem obwohl""".split()
)
BEFORE_VERB: Final = frozenset(
    """wann warum wieso weshalb wie was wo wohin woher wen wem welche welchen welches und oder aber denn dann so da
    hier dort heute morgen jetzt nun bald gerne gern natuerlich danach vielleicht hoffentlich sonst dabei
    dazu damit dafuer bitte ja nein also auch schon am im ab bis woran worauf wofuer womit wozu dadurch
    deshalb darum""".split()
)


def means_readers(text: Text, index: int) -> bool:
    """Whether ihr means „you all“: beside a second person plural, before a vocative, never before its noun."""
    before, after = neighbour(text, index, -1), neighbour(text, index, 1)
    clause_first, clause_last = text.clauses[text.clause_of[index]]
    if after in _PLURAL_VERBS or before in _PLURAL_VERBS:
        return True
    if text.word(index) == "Ihr" and after.endswith("en") and text.word(index + 1).islower():
        return True  # „Ihr lieben Leute“; a possessive would be „Ihre lieben“
    if after in _VOCATIVES and (index == clause_first or before in _CALLS):
        return True
    clause_last = min(clause_last, index + _REACH)
    while clause_last - 1 > index and text.kinds[clause_last - 1] is not Kind.WORD:
        clause_last -= 1
    last = text.folds[clause_last - 1]
    if index - 1 >= clause_first and _is_weak_plural(before, text.word(index - 1)) and before not in _DATIVE:
        if index - 1 == clause_first and not _starts_noun(text, index + 1):
            return True
        return index - 2 >= clause_first and text.folds[index - 2] in BEFORE_VERB and not _starts_noun(text, index + 1)
    if after and _is_weak_plural(after, text.word(index + 1)) and after not in _DATIVE:
        return index == clause_first or neighbour(text, index, -1) in SUBORDINATORS
    if index == clause_first and not _PLURAL_VERBS.isdisjoint(text.folds[index + 1 : min(index + 5, clause_last)]):
        return True
    if before in SUBORDINATORS or index == clause_first:
        if last in _PLURAL_VERBS and clause_last - 1 > index:
            return True
        weak = clause_last - 1 > index and _is_weak_plural(last, text.word(clause_last - 1))
        return weak and last not in _DATIVE and before in SUBORDINATORS and not _starts_noun(text, index + 1)
    return False


def neighbour(text: Text, index: int, step: int) -> str:
    """The fold beside a token in its sentence, empty at the edge."""
    place = index + step
    if 0 <= place < len(text) and text.sentence_of[place] == text.sentence_of[index]:
        return text.folds[place]
    return ""


def _is_weak_plural(folded: str, word: str) -> bool:
    """Whether a word looks like a verb in -t: lower case, no participle."""
    if len(folded) < 4 or not word.islower() or not folded.endswith("t"):
        return False
    return folded not in _NOT_VERBS and not (folded.startswith("ge") and len(folded) > 6 and word.islower())


_NOT_VERBS: Final = frozenset(
    """nicht leicht vielleicht dicht jetzt selbst dort sofort damit somit womit hiermit bereits sonst fast meist
    erst ernst schlecht gut laut seit statt anstatt direkt exakt perfekt nett echt recht schlicht sowie samt
    mit ist hat wird zuerst zuletzt letzt bekannt fort weit zeit welt stadt art wort punkt einst
    knapp hart zart insgesamt gesamt""".split()
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
