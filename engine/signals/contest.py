"""Whether a text invites its readers to a contest or giveaway.

One word decides nothing: a prize, an act by which one takes part, and a draw, a deadline or the name of a contest
must come together. Reports on winners, warnings of fakes, other people's contests and competition in the market lack
the invitation.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from ..regex import Regex
from ..source import Span
from ..tokens import Text
from .reading import Measurement, Reading, Signal, Type

# Without one of these there is no prize; the cheap question first.
_MAY: Final = (
    "gewinn verlos auslos ausgelost lostopf tombola preisausschreiben preis giveaway give win prize raffle sweepstake"
    " draw chance verschenk giving grabs"
).split()
_PRIZE: Final = Regex(
    r"(?i)\b(?:zu gewinnen|gewinnen? (?:könnt|kannst|können)|(?:könnt|kannst|können|wollt|möchtest|willst)"
    r" [^.!?\n]{0,60}\bgewinn(?:en|t)?\b|wer [^.!?\n]{4,60}\bgewinn(?:en|t)\b"
    r"|und (?:mit etwas glück )?gewinn(?:e|t|en)?\b|gewinne? (?:ein|eine|einen|zwei|drei|vier|fünf|\d|tickets"
    r"|karten|freikarten|gutschein\w*|mit)\b"
    r"|gewinnen sie (?:ein|eine|einen|zwei|drei|\d|tickets|karten|mit)\w*|gewinnt (?:ein|eine|einen|zwei|drei"
    r"|\d|tickets|karten|mit)\b"
    r"|(?:wir |ich )?verlos(?:e|en|t)\b|verlosung|verschenken? (?:wir|ich)? ?\d?|haupt(?:preis|gewinn)\w*"
    r"|(?:sach|geld|buch)?preise?\b(?= (?:im wert|warten|sind|gibt))"
    r"|als preise? (?:winkt|winken|gibt)|zu gewinnen|gewinnspiel\w*|chance auf (?:ein|eine|einen|zwei|den|die|das|\d)"
    r"|(?:to|and|could|can) win\b|win (?:a|an|one|two|three|four|five|our|the|\d|tickets|your)\b|chance to win"
    r"|up for grabs"
    r"|(?:we(?:'re|’re| are) )?giving away|give(?:ing)?[- ]?away|prizes?\b|raffle\w*|prize draw|sweepstakes?)"
)
_ACT: Final = Regex(
    r"(?i)\b(?:mach(?:t|en sie|e)? (?:einfach |jetzt |schnell |auch |gleich )?mit\b|mit(?:zu)?machen"
    r"|teil(?:zu)?nehmen\b|nehmt (?:\w+ ){0,3}teil|nimm (?:\w+ ){0,3}teil"
    r"|nehmen sie (?:\w+ ){0,3}teil|kommentier(?:t|e|en sie)?\b|(?:in|unter) (?:die|den|diesen"
    r"|dem) (?:kommentare?n?|post|beitrag)|markier(?:t|e|en sie)?\b|verlink(?:t|e)\b"
    r"|(?:lik(?:e|t|ed)|liked|teilt?|teile|teilen sie|folgt?|folge|folgen sie|abonnier(?:t|e)|repostet?) (?:uns"
    r"|unsere[nrm]?|diesen|den|dieses|die seite)\b"
    r"|(?:schick|send|mail|schreib|verrat|sag|zeig|erzähl|poste|lad)(?:e|et|t|en sie)? (?:uns|mir|ein|eine|euer"
    r"|dein|ihr|bis|eure|deine|ihre|sie)\b|postet\b"
    r"|beantworte(?:t|n sie)?\b|hinterlass(?:t|en sie|e)?\b|registrier(?:t|e|en sie) (?:euch|dich|sich)"
    r"|füll(?:t|e|en sie) |einsenden|hüpf(?:t|e) in den"
    r"|(?:das |die |der )(?:beste|schönste|schnellste|lustigste|originellste|kreativste"
    r"|witzigste)\w* [^.!?\n]{0,30}gewinnt|wer (?:\w+ ){0,8}(?:errät|kommentiert|weiß|weiss|schreibt|schickt"
    r"|mitmacht|postet|rät)"
    r"|(?:to|can|will be|you(?:'ll| will)?) enter(?:ed)?\b|enter (?:now|here|by|our|the|at|via|below|today"
    r"|for)\b|take part|tag (?:a|two|three|your|us|someone|\d)|(?:drop|leave) (?:a|us a|your) comment"
    r"|comment (?:below|with|your|and|on|here|by)|(?:like|share|follow|retweet|repost|rt) (?:this|our|us|and|&"
    r"|the|\+)|tell us|answer (?:this|the|our|in)|submit your|send us|sign up|guess (?:the|how|which|who)"
    r"|(?:best|funniest|prettiest|fastest) [^.!?\n]{0,30}wins)\b"
)
_DRAW: Final = Regex(
    r"(?i)\b(?:ausgelost|auslosung|auslosen|losen wir|lost (?:die|der|unsere|das)|los entscheidet|losverfahren"
    r"|lostopf|zufallsprinzip|glücksfee"
    r"|teilnahmeschluss|einsendeschluss|teilnahmebedingungen|tnb|jury|gewinner(?:in|innen|\*innen"
    r"|:innen)? (?:werden|wird|geben|ziehen|benachrichtigen|küren|erfahren|steht)"
    r"|(?:wir )?(?:ziehen|küren|verlosen|verlost|verlose)|verlosung (?:am|läuft|endet)|bis (?:zum |spätestens "
    r"|einschließlich )?(?:sonntag|montag|dienstag|mittwoch|donnerstag|freitag|samstag|morgen|heute|\d{1,2}\.)"
    r"|(?:am|am \w+,? den) \d{1,2}\.|gewinnspiel\w*|giveaway|verlosung|preisausschreiben|tombola"
    r"|wettbewerb(?! um| am markt| in der branche)|contest|competition|raffle|sweepstakes?|prize draw"
    r"|(?:will be|is|are|be) (?:drawn|picked|chosen|announced)|(?:draw|pick|choose) (?:a|the|one|two|three|\d"
    r"|our)? ?(?:lucky )?(?:winners?|names?)|at random|entries? (?:close|end|by|until)|(?:closes|ends|closing"
    r"|open until)"
    r"|(?:by|until|before) (?:\d|mon|tue|wed|thu|fri|sat|sun|tomorrow|tonight|midnight|noon)\w*|terms (?:apply"
    r"|and conditions)|t&cs?|judges?)\b"
)
_OVER: Final = Regex(
    r"(?i)\b(?:gewonnen (?:hat|haben|habt|hast)|(?:hat|haben|habt|hast) (?:\w+ ){0,6}gewonnen|ist (?:die "
    r"|der )?gewinner(?:in)?\b|(?:die |der )?gewinner(?:in|innen)? (?:ist|sind|heißt|heissen|heißen|stehen? fest)"
    r"|glückwunsch|gratul\w+|beendet|vorbei|abgelaufen|(?:has|have) won|won (?:the|our|a)|winners? (?:is|are"
    r"|was|were)\b(?! (?:drawn|picked|chosen|announced))|congrat\w*|is over|has ended|closed yesterday)"
)
_ABSTRACT: Final = Regex(
    r"(?i)\W{1,2}(?:\w+ ){0,2}(?:einblicke?|eindr[uü]cke?|erkenntnisse?|überblick|abstand|zeit|vertrauen|klarheit|mut"
    r"|kraft|freunde|freundschaften|perspektiven?|einsichten?|insights?|time|friends|trust|confidence|clarity|perspectives?)\b"
)
"""What one may win without its being a prize, right behind the verb: „gewinnt Einblicke“."""
_WARNING: Final = Regex(
    r"(?i)\b(?:fake|gefälscht\w*|falsche[nsr]? gewinnspiel\w*|betrug\w*|betrüger\w*|scam\w*|phishing|vorsicht"
    r"|warn(?:en|ung)|nicht von uns|kein(?:e|en)? (?:gewinnspiel\w*|verlosung\w*)"
    r"|verlos(?:en|t|e) (?:\w+ ){0,4}(?:nichts|gar nicht|überhaupt nicht)"
    r"|no (?:prize draws?|raffles?|giveaways?|sweepstakes?|lottery)(?! (?:entry|fee|tickets? needed))"
    r"|veranstalten keine|machen keine|(?:we )?never run|not (?:from us|ours|run by us)|don['’]?t fall|beware"
    r"|impersonat\w+)\b"
)


def invitation(text: Text) -> tuple[tuple[int, int, str], ...]:
    """The places (code points) of prize, act and draw when `text` invites to a contest, else none; quotations aside."""
    lower = text.raw.lower()
    if not any(part in lower for part in _MAY):
        return ()
    prize, act = _places(text, _PRIZE, "prize"), _places(text, _ACT, "entry")
    if not prize or not act or _WARNING.search(text.raw) is not None:
        return ()
    draw = _places(text, _DRAW, "draw")
    if not draw or (_OVER.search(text.raw) is not None and len(draw) + len(act) < 4):
        return ()
    return tuple(sorted({*prize, *act, *draw}))


def _places(text: Text, pattern: Regex, label: str) -> list[tuple[int, int, str]]:
    found = []
    for match in pattern.finditer(text.raw):
        index = bisect_right(text.starts, match.start()) - 1
        if pattern is _PRIZE and _ABSTRACT.match(text.raw, match.end()) is not None:
            continue
        if index < 0 or not text.quoted[index]:
            found.append((match.start(), match.end(), label))
    return found


def _measure(reading: Reading) -> Measurement:
    found = invitation(reading.text)
    if not found:
        return Measurement("none")
    return Measurement(
        "invitation", tuple(Span(start, end) for start, end, _ in found), tuple(label for *_, label in found)
    )


contest: Final = Signal(
    "text.contest", "text.gewinnspiel", Type.WORD, "kind",
    "An invitation to a contest or giveaway: a prize, an act to take part, and a draw, deadline or name of it.",
    "own", "none", _measure, ("de", "en"), ("invitation", "none"),
)  # fmt: skip
