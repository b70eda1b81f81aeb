"""Written grounds of acts -> the forms in which they are compared: `§ 185 StGB`, `stgb-185`, `StGB §185` are one.

Only the spelling is evened out. What a ground means, and whether it holds, is for people.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_PARAGRAPH: Final = re.compile(r"(?<![a-z\d])(\d+)(?:([a-eg-z])(?![a-z])| ?(bis|ter|quater|[a-e])(?![a-z.]))?")
_PART_OF_ONE: Final = re.compile(r"\b(?:abs|absatz|satz|s|nr|no|ziff|ziffer|lit)\b\.? ?\d+")
_COUNTRIES: Final = {"at": "at", "oe": "at", "oesterreich": "at", "ch": "ch", "schweiz": "ch", "de": "", "d": ""}
_LAWS: Final = {
    "stgb": "stgb", "strafgesetzbuch": "stgb", "oestgb": "at stgb", "sstgb": "ch stgb", "chstgb": "ch stgb",
    "atstgb": "at stgb", "urhg": "urhg", "kug": "kug", "kunsturhg": "kug", "dsgvo": "dsgvo", "gdpr": "dsgvo",
    "bdsg": "bdsg", "uwg": "uwg", "markeng": "markeng", "juschg": "juschg", "jmstv": "jmstv", "verbotsg": "verbotsg",
    "verbotsgesetz": "verbotsg", "zgb": "zgb", "urg": "urg", "dsg": "dsg", "vstgb": "vstgb", "mschg": "mschg",
}  # fmt: skip
_LAW_NAMES: Final = frozenset(name.replace(" ", "") for name in _LAWS.values())
_BEFORE_A_HOUSE_RULE: Final = re.compile(
    r"^\W*(?:(?:netiquette|hausregel|hausordnung|house rule|regel|rule|nr|no|punkt|ziffer)\b\W*)+"
)
_AROUND_A_GROUND: Final = frozenset(
    """und oder sowie von vom gegen an am der die das den dem des ein eine einen einem einer eines unser unsere unserer
    unseren unserem schwer schwere schwerer grob grobe grober massiv massive massiver wiederholt wiederholte
    wiederholter oeffentlich oeffentliche oeffentlicher mitarbeiter mitarbeiterin mitarbeitern mitarbeitenden
    mitarbeiterinnen kollege kollegen kollegin kolleginnen personal person personen nutzer nutzerin nutzern user kunde
    kunden kundin team gruppe and or of against to the a an our severe serious gross grave repeated public staff
    employee employees colleague colleagues people users member customer customers group""".split()
)
_AGAINST_CRITICISM: Final = re.compile(
    r"geschaefts?schaedig|ruf(?:schaedig|mord)|image ?schaedig"
    r"|(?:negativ|schlecht|abwertend)e?[rsn]? (?:bewertung|kritik|rezension|erfahrung"
    r"|(?:kommentare?|aeusserungen?) ueber uns)|kein\w* (?:\w+ )?kritik\b"
    r"|kritik\w* (?!(?:\w+ ){0,4}nicht (?:geloescht|entfernt))(?:\w+ ){0,5}(?:unerwuenscht"
    r"|nicht (?:erwuenscht|erlaubt|gestattet|geduldet)|untersagt|verboten|geloescht|entfernt)"
    r"|(?:no|negative|bad|critical) (?:criticism|reviews?|ratings?|feedback)\b"
    r"|(?:damag|harm|hurt)\w* (?:to )?(?:our|the) (?:business|reputation|brand|image)|(?:criticism|complaints?)"
    r" (?:\w+ ){0,4}(?:not (?:allowed|welcome|permitted|tolerated)|forbidden|deleted|removed)"
)
_PASSAGE: Final = 12
"""So many letters of a house rule are a quotation of it."""
_ONLY_UNLAWFUL: Final = frozenset(
    """unlawful unlawfulcontent illegal illegalcontent criminal crime law legal legalground rechtswidrig
    rechtswidrigerinhalt strafbar strafbarerinhalt straftat gesetz illegalerinhalt rechtsverstoss
    gesetzesverstoss""".split()
)


_ENGLISH_LAW: Final = re.compile(r"\b(german|swiss|austrian) (?:criminal|penal) code\b")
_ENGLISH_COUNTRIES: Final = {"german": "stgb", "swiss": "ch stgb", "austrian": "at stgb"}
_LEADS_ON: Final = frozenset(
    """der des einer eines einem dem von vom gegen gegenueber an am im in auf durch zum zur gemaess nach laut
    of against to towards in on by at under per""".split()
)
"""After one of these a ground is told more closely: „Beleidigung der Fahrerin“, “insult of a driver”."""
_OTHER_MATTER: Final = re.compile(
    r"\b(?:kein|nicht|ohne|no\b|not\b|without)|kritik|bewertung|rezension|review|criti|anw[aä]?e?lt|lawyer|klage|sue\b"
    r"|kuendig|cancel|presse|press\b|medien|media\b|boykott|boycott|produkt|product|unternehmen|firma|company|marke\b|brand"
    r"|geschaeft|business|ruf\b|image\b|reputation|konkurrenz|wettbewerb|competit"
)
"""What makes another matter of it: a threat to go to the press is none."""
_ENDING: Final = re.compile(r"(?<=[a-z]{4})(?:en|er|es|em|e|n|s)$")


def _stem(word: str) -> str:
    return _ENDING.sub("", word)


@lru_cache(maxsize=4096)  # a pure memo, as the lists of a policy are compared with every act
def spelling(written: str) -> str:
    """The one spelling of a ground: letters and digits alone, umlauts spelled out, a paragraph with its law first.

    >>> spelling("§ 185 Abs. 1 StGB"), spelling("stgb-185"), spelling("Off-Topic"), spelling("Beleidigung (§ 185 StGB)")
    ('stgb185', 'stgb185', 'offtopic', 'stgb185')
    >>> spelling("Art. 261 bis StGB (CH)"), spelling("–")
    ('chstgb261bis', '')
    """
    plain = _plain(written)
    words = _WORD.findall(plain)
    law = next((_LAWS[word] for word in words if word in _LAWS), "")
    if not law:
        return "".join(words)
    country = next((_COUNTRIES[word] for word in words if word in _COUNTRIES), "")
    found = _PARAGRAPH.search(_PART_OF_ONE.sub(" ", plain))
    number = "".join(each for each in found.groups() if each) if found else ""
    name = law if " " in law or not country else f"{country} {law}"
    return name.replace(" ", "") + number


def _plain(written: str) -> str:
    plain = written.casefold().translate(_UMLAUTS)
    return _ENGLISH_LAW.sub(lambda found: _ENGLISH_COUNTRIES[found[1]], plain)


@lru_cache(maxsize=4096)
def law_of(*written: str | None) -> str:
    """What is written that names a law; empty where nothing does.

    >>> law_of("Hetze", "§ 130 StGB"), law_of("insult (Section 185 German Criminal Code)"), law_of("x")
    ('§ 130 StGB', 'insult (Section 185 German Criminal Code)', '')
    """
    return next((each for each in written if each and re.split(r"\d", spelling(each))[0] in _LAW_NAMES), "")


@lru_cache(maxsize=4096)
def own_words(ground: str) -> str:
    """A ground without the law in it: what it says in words of its own.

    >>> own_words("Kritik (§ 185 StGB)"), own_words("schlechte Bewertung mit § 185 StGB"), own_words("§ 86a StGB")
    ('kritik', 'schlechte bewertung', '')
    """
    if not law_of(ground):
        return ground
    plain = re.sub(r"(?:§+|\b(?:art|abs|section|paragraph|paragraf|ff)\b)\W*", " ", _plain(ground))
    words = [word for word in _WORD.findall(plain) if not word[0].isdigit() and word not in _LAWS and len(word) > 1]
    while words and words[-1] in _LEADS_ON | _AROUND_A_GROUND | {"mit", "with"}:
        words.pop()
    return " ".join(word for word in words if word not in ("bis", "ter", "quater", "at", "ch", "de"))


@lru_cache(maxsize=256)
def _stemmed(words: tuple[str, ...]) -> frozenset[str]:
    """The entries of a list that are no laws, by their stems."""
    return frozenset(filter(None, (_joined(_WORD.findall(_plain(each))) for each in words if not law_of(each))))


def _joined(words: list[str]) -> str:
    return "".join(_stem(word) for word in words if word not in _AROUND_A_GROUND)


@lru_cache(maxsize=256)
def spellings(words: tuple[str, ...]) -> frozenset[str]:
    """The spellings of a list; an entry without letters or digits (`-`) stands for nothing."""
    return frozenset(filter(None, map(spelling, words)))


def is_listed(ground: str, words: tuple[str, ...]) -> bool:
    """Whether a ground is on a list: as it is spelled, or by its law where the list names the law without paragraph.

    Endings do not matter. Grounds named together („Beleidigung und Drohung“) are listed when every one of them is; one
    that is told more closely („schwere Beleidigung einer Fahrerin“) where the list has its beginning.

    >>> is_listed("schwere Beleidigungen und Drohung", ("Beleidigung", "Drohung"))
    True
    >>> is_listed("Drohung gegen den Fahrer", ("Drohung",)), is_listed("Drohung an die Presse", ("Drohung",))
    (True, False)
    >>> is_listed("keine Drohung", ("Drohung",))
    False
    """
    own, listed = spelling(ground), spellings(words)
    law = re.split(r"\d", own)[0]
    if not own or own in listed or (law in _LAW_NAMES and law in listed):
        return bool(own)
    stems = _stemmed(words)
    written = _WORD.findall(_plain(ground))
    named = [_stem(word) for word in written if word not in _AROUND_A_GROUND]
    if named and ("".join(named) in stems or stems.issuperset(named)):
        return True
    return any(
        written[at] in _LEADS_ON and _joined(written[:at]) in stems and not _OTHER_MATTER.search(" ".join(written[at:]))
        for at in range(1, len(written))
    )


def forbids_criticism(text: str) -> bool:
    """Whether a house rule forbids what nobody may forbid: to find fault with whoever wrote it.

    >>> forbids_criticism("Negative Bewertungen werden gelöscht."), forbids_criticism("Kritik ist willkommen.")
    (True, False)
    """
    return _AGAINST_CRITICISM.search(text.casefold().translate(_UMLAUTS)) is not None


def stands_for(ground: str, reference: str | None) -> str:
    """The ground, or the law it refers to where it says no more than that something is unlawful.

    >>> stands_for("unlawful", "StGB 86a"), stands_for("unlawful", None), stands_for("insult", "StGB 185")
    ('StGB 86a', 'unlawful', 'insult')
    """
    return reference if reference and spelling(ground) in _ONLY_UNLAWFUL else ground.rstrip(" .")


def house_rule_name(cited: str) -> str:
    """The name of a house rule as it is compared, without `Netiquette`, `Hausregel` and the like before it.

    >>> house_rule_name("Netiquette, Regel 3"), house_rule_name("Spam"), house_rule_name("Netiquette")
    ('3', 'spam', 'netiquette')
    """
    plain = cited.casefold().translate(_UMLAUTS)
    return spelling(_BEFORE_A_HOUSE_RULE.sub("", plain)) or spelling(cited)


def quotes_house_rule(cited: str, text: str) -> bool:
    """Whether what is cited is the text of a house rule, or a passage of some length out of it.

    >>> quotes_house_rule("Netiquette: Keine Werbung für eigene Angebote", "Keine Werbung für eigene Angebote.")
    True
    >>> quotes_house_rule("Werbung", "Keine Werbung für eigene Angebote."), quotes_house_rule("", "")
    (False, False)
    """
    said, whole = house_rule_name(cited), spelling(text)
    return bool(said) and (said == whole or (len(said) >= _PASSAGE and said in whole))
