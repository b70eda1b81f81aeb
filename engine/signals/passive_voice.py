"""Passives and events without a doer, German and English, by structure."""

from __future__ import annotations

from typing import Final

from ..regex import Regex
from ..tokens import Kind, Text
from ..values import dataclass
from .persons import GIVEN_NAMES, TITLES


@dataclass(frozen=True, slots=True)
class Passive:
    """One passive: its tokens from auxiliary to participle, whether it is negated, whether a doer is named."""

    language: str
    first: int
    last: int
    participle: int
    negated: bool
    agent: bool


_FINITE: Final = frozenset("werde wirst wird werdet wurde wurdest wurden wurdet wuerde wuerden".split())
_PAST: Final = frozenset("wurde wurdest wurden wurdet worden".split())
_MODALS: Final = frozenset(
    """kann koennen konnte konnten koennte koennten muss muessen musste mussten muesste muessten darf duerfen
    durfte durften soll sollen sollte sollten will wollte""".split()
)
# Strong participles without their prefix. In the first list the form is never an infinitive; in the second it may be.
_STRONG: Final = (
    *("nommen", "schrieben", "schlossen", "schlosen", "brochen", "boten", "funden", "wiesen", "worfen", "sprochen"),
    *("zogen", "hoben", "loren", "schoben", "standen", "trieben", "gangen", "troffen", "holfen", "bunden", "worben"),
    *("wogen", "sandt", "bracht", "wandt", "dacht", "tan", "schieden", "schnitten", "strichen", "griffen", "litten"),
    *("rissen", "schwiegen", "stiegen", "stohlen", "logen", "gossen", "schossen", "frohren", "froren", "zwungen"),
    *(
        "sungen",
        "drungen",
        "wunden",
        "schwunden",
        "schmolzen",
        "golten",
        "goren",
        "hauen",
        "ronnen",
        "glichen",
        "wichen",
    ),
)
_SAME: Final = (
    *(
        "lassen",
        "halten",
        "geben",
        "fahren",
        "laden",
        "raten",
        "tragen",
        "fallen",
        "messen",
        "treten",
        "lesen",
        "sehen",
    ),
    *("gessen", "kommen", "fangen", "laufen", "rufen", "stossen", "hoben", "waschen", "schlagen", "graben"),
)
_PARTICLE: Final = (
    "ab|an|auf|aus|bei|ein|fest|fort|frei|gut|heim|her|hin|hoch|los|mit|nach|nieder|statt|um|unter|ueber|vor|weg|"
    "weiter|wieder|"
    "zu|zurueck|zusammen|durch|bereit|bekannt|still|gleich|sicher|voll|lahm|dar|da|dazu|hinzu|heraus|herunter|raus|"
    "runter|rein|"
    "herein|entgegen|offen|richtig|fehl|falsch|klar|tot|zwischen|gegen|hinter|rueck|rueckab|um|neu|vorbei|voraus|"
    "vorweg|krank"
)
_UNSEPARATED: Final = "be|ver|er|ent|emp|zer|miss|ueber|unter|wider|hinter|durch|um"
_PARTICIPLE: Final = Regex(
    rf"(?:(?:{_PARTICLE}){{0,2}}ge(?!ht$|lt$|rt$)[a-z]{{2,}}t|(?:[a-z]{{2,}})?iert|"
    rf"(?:(?:{_PARTICLE}))?(?:{_UNSEPARATED}|voll|wieder)[a-z]{{3,}}t|"
    rf"(?:{_PARTICLE}){{0,2}}(?:ge|{_UNSEPARATED})?(?:ge)?(?:" + "|".join(_STRONG) + "))"
)
_AMBIGUOUS: Final = Regex(
    rf"(?:(?:{_PARTICLE}){{0,2}}ge|(?:{_PARTICLE})?(?:{_UNSEPARATED}))(?:" + "|".join(_SAME) + ")"
)
_NO_PARTICIPLE: Final = frozenset(
    """bereit bekannt beliebt gesund gerecht bewusst gewiss erst ernst umsonst ueberhaupt insgesamt gesamt
    unbekannt berechtigt bestimmt gespannt verwirrt beruehmt interessiert begeistert zufrieden verrueckt
    verliebt erwachsen gut verletzt geeignet erkaeltet gestresst geduscht verhasst vielleicht ersichtlich
    durchaus einverstanden gebraucht erlaubt""".split()
)
_BE: Final = frozenset("is are was were be been being am got get gets getting 's 're".split())
_PRESENT: Final = frozenset({"is", "are", "am", "be", "'s", "'re"})
_IRREGULAR: Final = frozenset(
    """made found sent lost taken done given told shut broken hidden stolen forgotten overlooked cut set put kept
    held paid sold withdrawn written read shown known built bought caught chosen driven eaten felt fought frozen
    heard hit hurt laid led left lent let meant met misled overpaid overridden overwritten proven run seen
    shaken spent spoken split spread struck stuck swept thrown torn understood undone upheld won worn drawn
    dealt brought begun undertaken rung reset mislaid sought""".split()
)
_STATE: Final = frozenset(
    """closed located interested pleased excited supposed used tired based delighted concerned involved married
    related committed dedicated determined experienced limited qualified sorted gone done finished retired
    pinned bolted allowed required needed worried scared thrilled honoured honored bored shocked disappointed
    saddened embarrassed ashamed convinced prepared signed marked named called born packed staffed spread set
    stuck left meant fixed refunded gravelled advised aligned sold shut built logged connected subscribed""".split()
)
_ADVERBS: Final = frozenset(
    """not also already just now never always since sadly unfortunately accidentally wrongly automatically being
    been then only still again therefore recently later immediately temporarily permanently all both n't
    currently soon out fully carefully duly regrettably incorrectly mistakenly inadvertently yet""".split()
)
NEGATION: Final = frozenset(
    "nicht kein keine keinen keinem keiner keines nie niemals not never no nothing nichts cannot".split()
)
_PEOPLE: Final = Regex(
    r"(?:[a-z]*(?:kolleg|team|mitarbeit|technik|fahrer|filiale|stadtrat|gemeinderat|gericht|behoerde|polizei|"
    r"feuerwehr|leitung|chef|"
    r"firma|hersteller|zusteller|vorstand|kanton|verein|bundesrat|parlament|verwaltung|abteilung|pilot|jury|"
    r"praktikant|crew|"
    r"bagger|versicher|lieferant|spedition)[a-z]*)|(?:(?:our|my)?(?:team|staff|colleague|engineer|crew|council|"
    r"court|police|"
    r"museum|volunteers?|reader|readers|technician|driver|manager|railway|company|board|jury|mail|carrier|"
    r"neighbours?|forty))[a-z]*"
)
_OURS: Final = frozenset(
    """uns mir unserem unserer unseren unsere unser meinem meiner mich us me our my ihm ihr him her them you ihnen
    dir""".split()
)
_NO_AGENT: Final = frozenset(
    """system systemen dort hier stelle seite anfang heute hand haus amts allein beginn grund fehler mistake
    accident""".split()
)


def passives(text: Text, language: str | None) -> tuple[Passive, ...]:
    """The passives of a text in order; `language` None: both languages are tried. None in an empty text."""
    found: list[Passive] = []
    if language in (None, "de"):
        found += _german(text)
    if language in (None, "en"):
        found += _english(text)
    return tuple(sorted(found, key=lambda each: each.first))


def is_participle(text: Text, index: int, past: bool) -> bool:
    """Whether token `index` is a German participle; what may as well be an infinitive only after `past`."""
    folded = text.folds[index]
    if folded in _NO_PARTICIPLE or text.kinds[index] is not Kind.WORD or len(folded) < 5:
        return folded == "getan"
    if text.word(index)[0].isupper() and index != text.sentences[text.sentence_of[index]][0]:
        return False
    return bool(_PARTICIPLE.fullmatch(folded) or (past and _AMBIGUOUS.fullmatch(folded)))


def _german(text: Text) -> list[Passive]:
    found: list[Passive] = []
    used: set[int] = set()
    for index, folded in enumerate(text.folds):
        if folded in ("worden", "werden") or folded in _FINITE:
            for participle in _participles_of(text, index):
                if participle not in used:
                    used.add(participle)
                    first, last = min(index, participle), max(index, participle)
                    found.append(
                        Passive(
                            "de", first, last, participle, _negated(text, first, last), named_agent(text, participle)
                        )
                    )
    return found


def _participles_of(text: Text, index: int) -> list[int]:
    """The participles that the form of `werden` at `index` governs, coordinated ones too."""
    folded = text.folds[index]
    first, last = text.clauses[text.clause_of[index]]
    past = folded in _PAST or (folded == "werden" and any(text.folds[each] in _MODALS for each in range(first, last)))
    before = index - 1
    if before >= first and text.folds[before] in ("nicht", "sein", "zu"):
        before -= 1
    if before >= first and not text.after[before].strip() and is_participle(text, before, past or folded == "worden"):
        return _with_coordinated(text, before, -1, first, past)
    if folded == "worden" or (folded == "werden" and past):
        return []
    for position in range(last - 1, index, -1):
        if is_participle(text, position, folded in _PAST):
            behind = text.folds[position + 1 : position + 2]
            if position + 1 < last and behind and _is_noun(text, position + 1):
                continue
            if behind and behind[0] in ("haben", "hat", "sein", "hatte"):
                continue
            return _with_coordinated(text, position, -1, index + 1, folded in _PAST)
    ends = text.sentences[text.sentence_of[index]][1]
    if last < ends and last - index <= 4 and not any(_infinitive_like(text, each) for each in range(index + 1, last)):
        for position in range(last, ends):
            closes = position + 1 == ends or bool(text.after[position].strip())
            if closes and is_participle(text, position, folded in _PAST):
                return [position]
            if text.folds[position] in _MODALS:
                break
    return []


def _with_coordinated(text: Text, position: int, step: int, bound: int, past: bool) -> list[int]:
    """The participle and those tied to it: „geprüft und genehmigt“."""
    found = [position]
    while (
        position - 2 >= bound
        and text.folds[position + step] in ("und", "oder", "bzw")
        and is_participle(text, position + 2 * step, past)
    ):
        position += 2 * step
        found.append(position)
    return found


def _is_noun(text: Text, index: int) -> bool:
    return text.word(index)[0].isupper()


def _infinitive_like(text: Text, index: int) -> bool:
    return text.folds[index].endswith("en") and not text.word(index)[0].isupper()


def _english(text: Text) -> list[Passive]:
    found: dict[int, Passive] = {}
    for index, folded in enumerate(text.folds):
        if folded not in _BE or text.quoted[index]:
            continue
        position = index + 1
        while position < len(text) and text.folds[position] in _ADVERBS and not text.after[position - 1].strip():
            position += 1
        if position >= len(text) or position - index > 4 or text.after[position - 1].strip():
            continue
        between = text.folds[index + 1 : position]
        present = folded in _PRESENT and "being" not in between and "been" not in between
        if _english_participle(text.folds[position]) and not (present and text.folds[position] in _STATE):
            if folded in ("'s", "'re") and "been" not in between and "being" not in between:
                continue  # „it's closed“ is a state, „Jana's finished“ an owner or a perfect
            negated, agent = _negated(text, index, position), named_agent(text, position)
            found.setdefault(position, Passive("en", index, position, position, negated, agent))
    return list(found.values())


def _english_participle(folded: str) -> bool:
    regular = folded.endswith("ed") and len(folded) > 4 and folded not in ("indeed", "speed", "hundred", "need")
    return regular or folded in _IRREGULAR


def _negated(text: Text, first: int, last: int) -> bool:
    clause = text.clauses[text.clause_of[last]]
    return any(text.folds[index] in NEGATION for index in range(min(clause[0], first), last + 1))


def named_agent(text: Text, index: int) -> bool:
    """Whether the sentence of token `index` names a doer: „von uns“, „durch Frau Keller“, „by our team“."""
    first, last = text.sentences[text.sentence_of[index]]
    for position in range(first, last - 1):
        folded = text.folds[position]
        if folded in ("von", "vom", "durch", "by", "seitens") and not text.after[position].strip():
            for step in range(position + 1, min(position + 5, last)):
                following = text.folds[step]
                if following in _NO_AGENT:
                    break
                if following in _OURS and (step == position + 1):
                    nearby = text.folds[step + 1 : step + 2]
                    if nearby and nearby[0] in _NO_AGENT:
                        break
                    return True
                if following in TITLES or (following in GIVEN_NAMES and text.word(step)[0].isupper()):
                    return True
                if _PEOPLE.fullmatch(following):
                    return True
                if text.after[step].strip():
                    break
    return False
