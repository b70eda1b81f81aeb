"""Words of a promise -> whether it is kept by something that can be read here.

Telling is done here whatever it is about: „wir nennen hier ...“, `I'll follow up here`. Putting something here is so
only of what can be read: a plan can be put here, a bench cannot; and „Wir legen den Plan hier aus“ is a room.
"""

from __future__ import annotations

from typing import Final

from ..regex import Regex

HERE: Final = frozenset("hier here thread".split())
_TELLS: Final = Regex(
    r"\b(?:haben|hast|habt|hoer\w+|les\w+|liest|seh\w+|sieht|siehst|find\w+|erfahr\w+|erfaehr\w+|wissen|weisst"
    r"|post\w*|schreib\w+|sag\w*|nenn\w*|mitteil\w*|teil\w*\b.*\bmit|meld\w*|antwort\w*|bericht\w*|veroeffentlich\w*"
    r"|verlink\w*|aktualisier\w*|beantwort\w*|verrat\w*|bestaetig\w*|hochlad\w*|lad\w*\b.*\bhoch|nachtrag\w*"
    r"|stell\w*\b.*\b(?:online|rein)|komm\w*\b.*\bzurueck|wieder hier|hier wieder|hier zurueck"
    r"|have|hear|read|see|know|tell|say|upload|share|publish|report|reply|answer|respond|confirm|follow up|get back"
    r"|come back|back here|be back|link|update|write|explain|let you know)\b"
)
_PUTS: Final = Regex(
    r"steh\w*|lieg\w*|komm\w*|erschein\w*|folg\w*|leg\w*|setz\w*|pack\w*|pinn\w*|stell\w*|reich\w*|nachreich\w*|trag\w*"
    r"|gib\w*|geb\w*|ist|sind|put|pop|drop|stick|add|leave|pin|go|be|set"
)
NEWS: Final = Regex(
    r"\w*termine?|\w*plan|\w*plaene|\w*listen?|\w*zahlen|\w*daten|\w*bericht|\w*ergebnis(?:se)?|\w*werte|(?:zwischen|sach)?stand"
    r"|\w*fotos?|bild(?:er)?|\w*link|\w*video|\w*protokoll|infos?|information(?:en)?|\w*antwort(?:en)?|auskunft"
    r"|\w*erklaerung|\w*unterlagen|\w*formular|\w*uebersicht|\w*loesung|\w*zeiten|uhrzeit|\w*preise?|adresse|\w*nummer"
    r"|namen?|stellungnahme|entscheidung|auswertung|\w*meldung|neues|neuigkeiten|anleitung|dates?|plans?|lists?|figures"
    r"|numbers|results?|reports?|photos?|pictures?|links?|statements?|info|information|answers?|details|maps?|timetable"
    r"|schedule|menu|prices?|address|names?|decision|minutes|updates?|news|times|cop(?:y|ies)|documents?|forms?|readings?"
)
_ROOMS: Final = frozenset(
    """vorbei aus auf ab an filiale laden rathaus schalter tresen eingang buero halle markt regal counter desk office
    shop store reception wall door""".split()
)
_ARTICLES: Final = frozenset(
    """der die das den dem des ein eine einen einem ihr ihre ihren ihrem dein deine deinen deinem euer eure euren unser
    unsere unseren unserem alle the a an your our all this these""".split()
)
_BESIDE: Final = frozenset(
    """mit zum zur zu bei beim nach fuer wegen laut ueber um von vom aus vor with for about after from to on at by
    of""".split()
)


def told_here(words: tuple[str, ...]) -> bool:
    """Whether folded words of one part of a clause name this place and tell or show something there."""
    if HERE.isdisjoint(words):
        return False
    if _TELLS.search(" ".join(words)) is not None:
        return True
    return shown(words) and any(_PUTS.fullmatch(word) is not None for word in words)


def shown(words: tuple[str, ...]) -> bool:
    """Whether something to be read is the subject or the object: „den neuen Plan“, not „mit dem Plan“ in a room."""
    if not _ROOMS.isdisjoint(words):
        return False
    for at, word in enumerate(words):
        if NEWS.fullmatch(word) is None:
            continue
        begin = at
        if begin > 1 and words[begin - 2] in _ARTICLES | _BESIDE and words[begin - 1] not in _ARTICLES:
            begin -= 1
        if begin and words[begin - 1] in _ARTICLES:
            begin -= 1
        if not begin or words[begin - 1] not in _BESIDE:
            return True
    return False
