"""What is doubtful about records -> words; never with the words of those who wrote, for this goes into a log."""

from __future__ import annotations

from typing import Final

from .tables import TOO_LARGE, UNREAD_TEXT, UNREAD_TEXTS

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "clash": (
        "unter dieser Kennung steht anderer Inhalt auch hier: {}; nicht beurteilt",
        "this id stands for other content here too: {}; not judged",
    ),
    "cycle": (
        "{} antworten im Kreis aufeinander; wer wem antwortet, bleibt offen",
        "{} answer each other in a circle; who answers whom stays open",
    ),
    "zone": (
        "{} hat keine Zeitzone und gilt als unbekannt; nennen kann sie `zone` in der Zuordnung oder "
        "`calendar: {{source_zone: Europe/Berlin}}` in der Policy",
        "{} has no time zone and counts as unknown; `zone` in the map or `calendar: {{source_zone: Europe/Berlin}}` "
        "in the policy can name it",
    ),
    "time": (
        "{} ist keine Zeit wie 2026-03-02T16:30:00+01:00 und gilt als unbekannt",
        "{} is no time like 2026-03-02T16:30:00+01:00 and counts as unknown",
    ),
    TOO_LARGE: (
        "ein Gespräch mit {} Nachrichten: zu groß, um als Ganzes beurteilt zu werden; keine davon wurde geprüft",
        "a thread of {} messages: too large to be judged as a whole; none of them was looked at",
    ),
    UNREAD_TEXT: (
        "dieser Text ließ sich nicht mit den anderen vergleichen; ob er sich wiederholt, bleibt offen, und die anderen "
        "sind ohne ihn verglichen",
        "this text could not be compared with the others; whether it is said again stays open, and the others were "
        "compared without it",
    ),
    UNREAD_TEXTS: (
        "{} Nachrichten ließen sich nicht mit den anderen vergleichen; ob sich Texte wiederholen, bleibt überall "
        "offen, wo es nicht feststeht",
        "{} messages could not be compared with the others; whether texts are said again stays open wherever it is not "
        "certain",
    ),
    "span": ("{} endet, bevor es beginnt", "{} ends before it begins"),
}


def doubt(what: str, detail: str, speech: str) -> str:
    """A doubt in German or English; `detail` as it stands where there are no words.

    >>> doubt("time", "published `gestern`", "en")
    'published `gestern` is no time like 2026-03-02T16:30:00+01:00 and counts as unknown'
    """
    words = _WORDS.get(what)
    return words[speech != "de"].format(detail) if words else detail
