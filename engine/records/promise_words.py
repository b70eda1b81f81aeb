"""The words by which answers and remarks about promises are told apart, folded, German and English."""

from __future__ import annotations

from typing import Final

from ..regex import Regex
from .promise_terms import Deed

SUBJECTS: Final = {
    Deed.CALL: Regex(
        r"\b(?:anruf\w*|angerufen|ruft? .*an|rueckruf\w*|telefon\w*|zurueckgerufen|call\w*|rang|ring|phone\w*)\b"
    ),
    Deed.PAYMENT: Regex(
        r"\b(?:geld|betrag|euro|franken|erstatt\w*|gutschrift\w*|gutgeschrieben|ueberw\w*|rueckzahlung|konto"
        r"|zahlung\w*|money"
        r"|refund\w*|credit\w*|paid|payment|account|voucher|gutschein)\b|[€$£]"
    ),
    Deed.PARCEL: Regex(
        r"\b(?:paket\w*|paeckchen|sendung|ware|bestellung|order|ersatz\w*|geliefert|lieferung|geraet\w*|karte|teil|parcel\w*|package|replacement\w*"
        r"|deliver\w*|device)\b"
    ),
    Deed.LETTER: Regex(r"\b(?:e-?mails?|mails?|brief\w*|post|letter|email\w*)\b"),
    Deed.PRIVATE: Regex(r"\b(?:dm|pn|pm|direktnachricht\w*|privat\w*|private\w*|direct message\w*|inbox)\b"),
}  # fmt: skip
UNSEEN: Final = frozenset({Deed.CALL, Deed.LETTER, Deed.PRIVATE})
LATE_HINT: Final = Regex(
    r"\b(?:telefon\w*|telefoniert|angerufen|am hoerer|besprochen|(?:per|via|by) (?:e-?mail|mail|dm|pn|pm|post"
    r"|phone|telefon)"
    r"|gemailt|privat|private\w*|dm|pn|emailed|called|phoned|spoke|spoken|on the phone|as discussed)\b"
)
COURTESY: Final = frozenset(
    """danke dank vielen herzlichen besten lieben merci thanks thank you many so much very cheers bitte gern gerne
    geschehen you're are is welcome hallo hi hey hello moin servus gruezi guten tag morgen abend liebe lieber
    dear good morning afternoon evening gruesse viele beste freundliche mit freundlichen gruss lg vg mfg regards
    best kind wishes sorry tut uns mir leid ok okay alles klar ihr ihre ihren dein deine deinen eure your for
    fuer die das den der the geduld verstaendnis patience understanding hinweis nachricht message wir bitten um
    noch etwas ein wenig bisschen einen moment schoenen schoenes schoene wochenende woche nice lovely day
    weekend have great waiting warten kein problem no worries freut please bear with us a bit herr frau mr ms
    mrs team euer""".split()
)
THANKS: Final = Regex(
    r"^(?:(?:vielen|herzlichen|besten|lieben) )?(?:danke?|thanks|thank you|sorry|entschuldig\w*|verzeih\w*"
    r"|apolog\w*)\b"
    r"|^(?:es |das )?tut (?:uns|mir)\b.*\bleid\b|^we (?:are (?:so |very )?sorry|apolog\w*)\b"
)
HOLDS: Final = Regex(
    r"\b(?:(?:hat|haben)\b(?: \w+){0,4} noch (?:nicht|nichts|keine?) (?:\w+ ){0,2}(?:geantwortet|gemeldet"
    r"|zurueckgemeldet|reagiert|entschieden|geliefert|geschickt)|(?:has|have) not (?:\w+ )?(?:replied|answered"
    r"|responded|got back"
    r"|come back|decided)|yet to (?:hear|reply|answer|respond))\b|"
    r"\b(?:noch (?:dran|dabei|in arbeit|in klaerung|in pruefung|etwas geduld|(?:keine?n?"
    r"|nichts) (?:\w+ )?(?:antwort|rueckmeldung|neuigkeit\w*|neues|info\w*|nachricht|auskunft|ergebnis\w*|stand"
    r"|gehoert))|wissen (?:es |das |wir |leider )*noch nicht|sind (?:weiter\w* )?dran|bin (?:weiter\w* )?dran"
    r"|arbeiten (?:weiter\w* |noch )?daran|arbeite daran|in bearbeitung|weiter(?:hin)? (?:dran|in arbeit)"
    r"|dauert (?:leider )?noch"
    r"|braucht (?:leider )?noch|kuemmern uns|kuemmere mich|haben (?:sie|dich|das|es) nicht vergessen|nicht vergessen"
    r"|noch nicht (?:weiter|so ?weit|durch|schlauer)|wissen wir (?:hoffentlich |vielleicht )?mehr"
    r"|(?:we|i)(?: will| should| ll)? know more"
    r"|still (?:working|looking|waiting|checking|chasing|trying|investigating|digging|on it"
    r"|no (?:news|answer|word|reply))|(?:know|heard) (?:it "
    r"|anything |back )?yet|not forgotten|no news|working on it|looking into|on it"
    r"|bear with|haven ?t forgotten|have not forgotten|takes a (?:bit|little)|zwischenstand|wird (?:gerade "
    r"|noch )?geprueft)\b"
)
DONE: Final = Regex(
    r"\b(?:(?:ist|sind|ging|gingen) (?:\w+ ){0,3}(?:raus|rausgegangen|unterwegs|draussen|fertig|weg)"
    r"|went (?:out|through|off)"
    r"|(?:has|have) (?:just |now |already )?(?:gone|left|cleared|come through|rung)"
    r"|(?:i|we) (?:have )?(?:just |now |already )?(?:rang|called|sent|posted|refunded|paid|shipped|transferred|emailed)"
    r"|(?:is|are) (?:out|in the post|on (?:its|their) way|done|paid)"
    r"|erledigt|behoben|repariert|gefixt|korrigiert|geaendert|ausgetauscht|ersetzt|freigeschaltet"
    r"|wieder (?:da|an|frei|offen|heil)"
    r"|(?:haben|habe|ist|sind|wurden?)\b.*\b(?:\w*ge\w+(?:t|en)|\w+iert)|done|fixed|sorted|repaired|replaced"
    r"|corrected|changed"
    r"|(?:is|are) (?:back|open|working|up) ?(?:again)?|(?:has|have) been \w+ed)\b"
)
UPDATE: Final = Regex(
    r"\b(?:(?:ein|an|next|regular) update|updates|zwischenstand|(?:neuen|aktuellen) stand|naechste lage"
    r"|laufenden|posted|informed)\b"
)
YES: Final = Regex(
    r"^(?:ja|jo|jep|gern|gerne|bitte|ok|okay|einverstanden|klar|unbedingt|passt|yes|yep|please|sure|fine|go ahead)\b"
)
NO_MORE: Final = Regex(
    r"\b(?:muesst?|muessen|braucht|brauchen|brauchst|musst) (?:(?:sich|euch|dich|mich|uns|sie|ihr|du"
    r"|da) )*(?:nicht|nichts) mehr\b"
)
WHERE: Final = Regex(
    r"^(?:und |also |so |and )?(?:wo|where) (?:bleibt|ist|sind|bleiben|is|are) (?:der|die|das|mein\w*|unser\w*"
    r"|denn|my|our|the|that)\b"
)
FIGURES: Final = Regex(r"\b(?=\w*\d\w*\d\w*\d\w*\d)\w+\b")
"""A number of four figures or more, as customers give them: contract, order, telephone."""
