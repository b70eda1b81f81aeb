"""Deadlines that are named and cannot be read: „bis zum Sommerfest“, `before the inspection`, „in den Ferien“.

Whoever promises „bis zum Sommerfest“ has named an end, so no usual patience may take its place: what is not understood
is unknown. Left out is what only looks like it: `by phone`, `by our team`, „bis bald“, „vor Ort“, „bis zu 20 Euro“.
"""

from __future__ import annotations

from typing import Final

from ..regex import Regex
from ..tokens import Kind, Text

_OPENERS: Final = frozenset("bis bevor spaetestens until till by before vor vorm after nach latest".split())
_ALONE: Final = frozenset("spaetestens bis bevor by before latest".split())
_ARTICLES: Final = frozenset(
    """der die das den dem des zum zur am an im in zu the a an this these next coming kommenden naechsten naechster
    dieser diesem diesen unserer unserem unseren unser unsere our your ihrer ihrem ihren ihr deiner deinem deinen the
    spaetestens einem einer einen""".split()
)
# German „bis“ that greets, measures or puts off.
_NO_END: Final = frozenset(
    """bald dann gleich spaeter nachher neulich jetzt heute auf ueber ins nach hierher hierhin dorthin dato
    further hin her now ungefaehr etwa circa""".split()
)
# `by` that tells how, not when; a possessive or a person behind it acts.
_MEANS: Final = frozenset(
    """phone telephone dm pm email mail post message text sms letter fax hand name car bus train van courier bike boat
    plane taxi road rail air accident mistake chance law heart far default means way return using itself myself
    ourselves yourself themselves me us you him her them it whatsapp chat video link card transfer cheque bank paypal
    invoice credit debit voucher cash order tracked special registered special recorded instalments instalment virtue
    request appointment popular numbers side half""".split()
)
_ACTORS: Final = frozenset(
    """our my ourselves team colleague colleagues engineer engineers technician technicians workshop department staff
    crew someone somebody manager driver specialist specialists expert experts mr mrs ms dr owner office""".split()
)
_PASSING_BY: Final = frozenset("stop drop come pass swing call pop go stopping dropping coming passing stand".split())
# „Vor“ and „nach“ of places, persons and lengths already gone.
_PLACES: Final = Regex(
    r"ort|allem|haus\w*|tuer\w*|hause|filiale\w*|schalter\w*|eingang|kasse|laden|gericht|gebaeude|halle|bahnhof|augen"
    r"|ihnen|dir|euch|uns|mir|ihm|kurzem|langem|wie|\w*strasse|parkplatz|fenster|stau|druck|publikum|hand|platz|theke"
)
_VERB_BEFORE_NACH: Final = Regex(
    r"such\w*|schau\w*|frag\w*|seh\w*|guck\w*|erkundig\w*|forsch\w*|rufen|rufe|look\w*|ask\w*|run\w*|nam(?:e|ed)|see"
)
_SPAN: Final = frozenset(
    """wochen monaten monate jahren jahre weeks months years ferien sommerferien winterferien herbstferien osterferien
    pfingstferien weihnachtsferien semesterferien schulferien feiertage feiertagen urlaub urlaubs sommerpause sommer
    herbst winter fruehjahr fruehling jahresverlauf summer autumn spring term semester quartal quarter saison season
    holidays holiday break jahr jahres year""".split()
)
_INTO: Final = frozenset("in im innerhalb binnen innert within over during waehrend nach after".split())


def unclear_end(text: Text, first: int, last: int) -> tuple[int, int] | None:
    """First and last token of a deadline in the clause of tokens `first` to `last` that names no readable moment."""
    for index in range(first, last + 1):
        if text.quoted[index]:
            continue
        end = _until(text, index, last) or _during(text, index, last)
        if end is not None:
            return index, end
    return _behind(text, last)


def _behind(text: Text, last: int) -> tuple[int, int] | None:
    """A deadline that stands alone in the next clause: „Wir melden uns, spätestens zum Richtfest“."""
    if last + 1 >= len(text) or text.sentence_of[last + 1] != text.sentence_of[last]:
        return None
    begin, end = text.clauses[text.clause_of[last + 1]]
    if text.folds[begin] not in _ALONE or text.folds[begin : begin + 2] == ("bis", "dahin"):
        return None
    found = _until(text, begin, end - 1)
    return None if found is None else (begin, found)


def _until(text: Text, index: int, last: int) -> int | None:
    """The last token of what „bis“, `by`, `before` ... reach to; None where no end is named by them."""
    opener = text.folds[index]
    if opener not in _OPENERS:
        return None
    at = index + 1
    while at <= last and text.folds[at] in _ARTICLES:
        at += 1
    behind = text.folds[index + 1] if index + 1 <= last else ""
    if at > last or text.kinds[at] > Kind.NUMBER:  # a verb's prefix, the end of a clause: „schlage ich vor“
        return None
    goal = text.folds[at]
    match opener:
        case "bis" | "until" | "till":
            if behind == "zu" and (goal.isdigit() or text.kinds[at] is Kind.NUMBER):
                return None
            return None if goal in _NO_END and at == index + 1 else _reach(text, at, last)
        case "by":
            before = text.folds[index - 1] if index else ""
            acts = behind in _MEANS or goal in _MEANS | _ACTORS or behind in _ACTORS or goal.endswith("ing")
            measured = text.kinds[at] is Kind.NUMBER
            return None if acts or measured or before in _PASSING_BY else _reach(text, at, last)
        case "vor" | "vorm":
            past = text.kinds[at] is Kind.NUMBER or goal in ("kurzem", "langem", "einiger", "einigen", "ein", "zwei")
            named = text.word(at)[0].isupper() and _PLACES.fullmatch(goal) is None
            return _reach(text, at, last) if named and not past else None
        case "nach" | "after":
            return _reach(text, at, last) if _event(text, index, at, first=opener == "after") else None
        case _:
            return None if goal == "long" else _reach(text, at, last)


def _event(text: Text, index: int, at: int, first: bool) -> bool:
    """Whether „nach der Sitzung“, `after the meeting` look past an event, not a place or a thing looked for."""
    begin = text.clauses[text.clause_of[index]][0]
    if any(_VERB_BEFORE_NACH.fullmatch(each) for each in text.folds[begin:index]):
        return False
    if first:
        return at > index + 1 or text.folds[at] in _SPAN
    return at > index + 1 and text.word(at)[0].isupper() and _PLACES.fullmatch(text.folds[at]) is None


def _during(text: Text, index: int, last: int) -> int | None:
    """The last token of „in den nächsten Wochen“, „im Sommer“, `within the year`: too long or too vague to measure."""
    if text.folds[index] not in _INTO:
        return None
    for at in range(index + 1, min(index + 5, last + 1)):
        if text.folds[at] in _SPAN:
            return at
        if text.folds[at] not in _ARTICLES | {"few", "paar", "couple", "of", "laufe", "course", "einigen", "wenigen"}:
            return None
    return None


def _reach(text: Text, at: int, last: int) -> int:
    """The last word that belongs to the goal at `at`: its noun and what follows in capitals."""
    while at < last and at < len(text) - 1 and text.kinds[at + 1] <= Kind.NUMBER:
        noun = text.word(at)[0].isupper() or text.kinds[at] is Kind.NUMBER
        if noun and not text.word(at + 1)[0].isupper():
            break
        if text.folds[at + 1] in ("und", "and", "oder", "or", "wir", "ich", "we", "i"):
            break
        at += 1
    return at
