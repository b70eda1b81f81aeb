"""Whether an e-mail address, a number or a street is the organisation's own way in, meant to be public."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from ..record import Organisation
from ..regex import Regex
from ..tokens import Text
from .persons import persons

_ROLE_BOXES: Final = Regex(
    r"(?i)(?:info|service|kontakt|contact|support|hello|hallo|hi|hilfe|help|helpdesk|office|buero|büro|team|presse|"
    r"press|media|"
    r"datenschutz|privacy|dpo|post|mail|kundenservice|kundendienst|kunden|customer\w*|care|bewerbung\w*|jobs?|"
    r"karriere|careers?|"
    r"no-?reply|feedback|reservierung\w*|buchung\w*|bookings?|sales|verkauf|vertrieb|shop|bestellung\w*|orders?|"
    r"rechnung\w*|"
    r"billing|accounts?|abuse|security|empfang|rezeption|reception|zentrale|redaktion|leserbriefe|widerruf|returns?|"
    r"retouren?|"
    r"beschwerde\w*|complaints?|enquir\w+|inquir\w+|social|community|events?|tickets?|anmeldung\w*|sekretariat|"
    r"verwaltung|"
    r"gemeinde|rathaus|stadt|schule|praxis|werkstatt|ask|frag\w*)(?:[._+-]?[a-z0-9-]{0,20})?@"
)
_FREE_MAIL: Final = frozenset(
    """gmail googlemail gmx web yahoo hotmail outlook live icloud me aol freenet bluewin protonmail proton posteo
    mailbox arcor sunrise aon chello btinternet""".split()
)
_SERVICE: Final = Regex(
    r"(?:49|43|41|44|353|61)?0?(?:800|808|801|810|820|840|842|844|848|900|901|180\d|137|115|116\d{3}|11\d{1,4}|112|"
    r"110|300|303|"
    r"330|333|343|344|345|370|371|1800|1300|1850|1890)\d*|1?(?:800|888|877|866|855|844|833)\d{7}"
)
_THEIRS: Final = Regex(
    r"\b(?:Ihr(?:e|er|em|en)?|ihr(?:e|er|em|en)|[Dd]ein(?:e|er|em|en)?|[Ee]ure[rmn]?|[Yy]our|[Hh]is|[Hh]er|"
    r"[Ss]ein(?:e|er|em|en))"
    r"\s(?:\w+\s){0,2}?\w*(?:[Nn]ummer|[Tt]elefon\w*|[Hh]andy\w*|[Mm]obil\w*|[Ff]estnetz\w*|[Aa]nschluss|number|"
    r"phone|mobile|cell|landline|line)\b|"
    r"\b(?:[Ww]ir|[Ii]ch|er|sie|[Kk]olleg\w+|[Tt]echniker\w*)\s(?:\w+\s){0,3}?(?:Sie|dich|euch|Ihnen|"
    r"dir)\b[^.!?]*(?:unter|auf|an|über)\b|"
    r"\b(?:call(?:ed|ing)?|ring|rang|text(?:ed)?|reach(?:ed)?|phoned?|tried) you\b|"
    r"\b(?:called|rang|texted|reached|phoned|tried|(?:will|can|could|'ll|to) (?:call|ring|text|reach|phone)) "
    r"(?:him|her)\b|"
    r"\b(?:erreichen|rufen|kontaktieren|erreiche|rufe|erreicht|angerufen) (?:wir|ich|haben) (?:Sie|dich|euch)\b"
)
_INVITING: Final = Regex(
    r"(?i)\b(?:uns|unser\w*|mir|mich|mein\w*|us|our|ours|my|me|ruf\w*|anruf\w*|anzurufen|anrufen|wählen|wähl|"
    r"erreichbar|erreich\w+|melden|"
    r"melde|meldet|hinweise|fragen|auskunft|beratung|hotline|helpline|hitzetelefon|notruf\w*|leitstelle|zentrale|"
    r"\w*telefonnummer|"
    r"\w+telefon|notdienst\w*|bereitschaft\w*|sprechstunde|öffnungszeiten|besetzt|fundbüro|empfang|sekretariat|"
    r"anmeldung|call|ring|dial|"
    r"bell|lines|contact|helpdesk|desk|service|office|info\w*|gamble aware|open|montags|dienstags|mittwochs|"
    r"donnerstags|freitags|hilft|werktags|täglich|weekdays|daily|"
    r"zwischen \d{1,2}(?:[:.]\d\d)?(?: uhr)? und \d{1,2}|between \d{1,2}(?: ?[ap]m)? and \d{1,2}|"
    r"\d{1,2}(?: uhr)? bis \d{1,2} uhr)\b"
)
_SIGNED: Final = Regex(r"(?:[^\W\d_][\w-]+[ ,:]{1,3}){1,2}(?:(?:Tel|Telefon|Durchwahl|mobil|mobile|phone)[.: ]{1,3})?")
_TITLED: Final = Regex(r"(?i)^(?:herrn?|frau|mr|mrs|ms|miss|dr|ihre?|your|his|her|seine?)\b")
_MAIL_IN: Final = Regex(r"(?i)\b(?:uns|mir|mich|us|me)\b[^.!?]*$")
_MAIL_THEIRS: Final = Regex(
    r"\b(?:Ihr|Dein|dein|[Ee]ure|[Yy]our|[Hh]is|[Hh]er|[Ss]ein)\w*\s(?:\w+\s){0,2}?"
    r"(?:\w*[Mm]ail\w*|\w*[Aa]dresse|address)\b|"
    r"(?i:\b(?:haben|habe|hat|hatten|schrieb|geschrieben|geschickt|gesendet|"
    r"wrote|sent|mailed|emailed|had|have|going to)\b)"
)
_OUR_PLACE: Final = Regex(
    r"(?i)\b(?:uns|unser\w*|wir|filiale\w*|büro|haltestelle\w*|ersatzhalt\w*|eingang|\w*eingang|markt|geschäft|"
    r"laden|shop|store|branch|"
    r"office|praxis|werkstatt|station\w*|treffpunkt|treffen|veranstaltung\w*|einladung|saal|halle|baustelle|"
    r"sperrung|gesperrt|umleitung|"
    r"our|us|venue|hall|depot|schalter|rathaus|museum|kirche|schule|bibliothek|apotheke\w*|fest|umgezogen|eröffn\w+|"
    r"parkhaus|gleis|rohrbruch|"
    r"kabel\w*|strom\w*|wasser\w*|linie)\b"
)
_DWELLING: Final = Regex(
    r"\b(?:Ihr(?:e|er|em|en)?|[Dd]ein(?:e|er|em|en)?|[Ee]ure[rmn]?|[Yy]our|[Hh]is|"
    r"[Hh]er)\s(?:\w+\s){0,2}?(?:[Aa]dresse|[Aa]nschrift|[Ww]ohnung|"
    r"[Hh]aus|Nachbar\w*|address|flat|house|home|place|neighbou?r)\b|\b(?:wohn(?:t|e|en|st|haft)|lives? (?:at|in|on)|"
    r"Adresse|[Nn]achbar\w*|bei Ihnen|"
    r"zu Ihnen|bei dir|zu dir|Lieferadresse|address(?:ed)?|delivered to|send (?:it|a new one|one) to|going to|"
    r"neighbou?rs?|ich wohne|meine Adresse|my address)\b"
    r"|(?i:\b(?:(?:wir|ich)\s(?:schick|send|liefer|bring|versend)(?:en?)|(?:schick|send|liefer|bring|versend)en?\s(?:wir|ich))"
    r"\b[^.!?]*\ban\s(?:die|den|das|der)\b)"
    r"|(?i:\b(?:paket|päckchen|karte|sendung|brief|lieferung|ersatz\w*|gerät)\s(?:\w+\s){0,2}(?:geht|gehen|ging)\b"
    r"[^.!?]*\ban\s(?:die|den|das|der)\b)"
    r"|(?i:\b(?:we|i)(?:\s?['’]ll|\swill)?\s(?:send|post|ship|deliver|mail)\b[^.!?]*\bto\b)"
)


def own_email(text: Text, start: int, address: str, organisation: Organisation) -> bool:
    """Whether `address` is configured, of the organisation's domain, a box of a role, or one to write to us.

    An address of a free mail service, one that is called the reader's or a third person's, and one that we wrote to
    ourselves is not offered.
    """
    name, _, domain = address.casefold().partition("@")
    if _ROLE_BOXES.fullmatch(name + "@"):
        return True
    known = {contact.casefold() for contact in organisation.contacts if "@" in contact}
    domains = {contact.partition("@")[2] for contact in known}
    if address.casefold() in known:
        return True
    if domain.partition(".")[0] in _FREE_MAIL:
        return False
    before = text.raw[:start][-120:].rpartition(". ")[2]
    return domain in domains or (bool(_MAIL_IN.search(before)) and not _MAIL_THEIRS.search(before))


def is_contact_point(text: Text, start: int, digits: str, organisation: Organisation) -> bool:
    """Whether the phone number at `start` is configured, a service number, or offered so that the reader may call it.

    A number that the sentence calls the reader's or a third person's is none, nor one without any invitation.
    """
    known = {_national(re.sub(r"\D", "", contact)) for contact in organisation.contacts}
    if _national(digits) in known:
        return True
    if _SERVICE.fullmatch(digits.removeprefix("00")):
        return True
    sentence = _around(text, start)
    if _THEIRS.search(sentence):
        return False
    return bool(_INVITING.search(sentence)) or _signed(text, start)


def _signed(text: Text, start: int) -> bool:
    """Whether the number stands behind a first name at the very end, as those sign who want to be called."""
    number = text.sentence_of[max(0, bisect_right(text.starts, start) - 1)]
    signature = text.raw[text.starts[text.sentences[number][0]] : start]
    last = number == len(text.sentences) - 1
    return last and bool(_SIGNED.fullmatch(signature)) and not _TITLED.search(signature)


def public_place(text: Text, start: int, end: int, organisation: Organisation) -> bool:
    """Whether the street at `start` is configured or a public place: no dwelling and no person beside it."""
    street = text.raw[start:end].casefold()
    if any(street in contact.casefold() for contact in organisation.contacts):
        return True
    sentence = _around(text, start)
    if _DWELLING.search(sentence):
        return False
    return bool(_OUR_PLACE.search(sentence.replace(text.raw[start:end], " "))) or not _person_in_sentence(text, start)


def _person_in_sentence(text: Text, start: int) -> bool:
    number = text.sentence_of[max(0, bisect_right(text.starts, start) - 1)]
    return any(text.sentence_of[person.first_token] == number for person in persons(text))


def _around(text: Text, start: int) -> str:
    """The sentence that holds the offset, with the one before it when it is short."""
    index = max(0, bisect_right(text.starts, start) - 1)
    number = text.sentence_of[index]
    first, last = text.sentences[number]
    if number and index - first < 4:
        first = text.sentences[number - 1][0]
    return text.slice(first, last - 1)


def _national(digits: str) -> str:
    """A number without country code and leading noughts, so that +49 30 1 and 030 1 are one."""
    return re.sub(r"^(?:00)?(?:49|43|41|44|353)?0*", "", digits)
