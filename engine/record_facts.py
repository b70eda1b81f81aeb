"""Facts of acts and contests, and of messages once they are on record. A missing key is unknown, an empty one empty.

Apart from the facts of texts (`facts.py`), so that checking a draft loads nothing of this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from .facts import FACTS, Fact
from .record import Action, Approval, Contest, Exchange, Period
from .records.moments import instant
from .signals.reading import Measurement, Reading, Type

_ACTION: Final = ("action",)
_CONTEST: Final = ("contest",)
_ON_RECORD: Final = ("post", "reply", "message", "thread")
Read = Callable[[Exchange, Reading], Measurement]


def _absent(name: str) -> Measurement:
    return Measurement(None, needs=(name,))


def _extra(exchange: Exchange) -> Mapping[str, object]:
    """The optional keys of what is judged."""
    about = exchange.about
    return about.extra if isinstance(about, Action | Contest) else exchange.message.extra


def _truth(name: str, key: str = "") -> Read:
    """A true-or-false key; a text, a number or a list counts as true unless it is empty."""

    def read(exchange: Exchange, _: Reading) -> Measurement:
        value = _extra(exchange).get(key or name.replace("-", "_"))
        return _absent(name) if value is None else Measurement(bool(value))

    return read


def _word(name: str, key: str) -> Read:
    """A word among the optional keys."""

    def read(exchange: Exchange, _: Reading) -> Measurement:
        value = _extra(exchange).get(key)
        return _absent(name) if value is None else Measurement(str(value) or None)

    return read


def _act(exchange: Exchange, _: Reading) -> Measurement:
    about = exchange.about
    return Measurement(about.action) if isinstance(about, Action) else _absent("action")


def _ground(exchange: Exchange, _: Reading) -> Measurement:
    about = exchange.about
    known = isinstance(about, Action) and about.ground is not None
    return Measurement(about.ground or None) if known and isinstance(about, Action) else _absent("ground")


def _reference(exchange: Exchange, _: Reading) -> Measurement:
    about = exchange.about
    known = isinstance(about, Action) and about.ground_reference is not None
    return Measurement(bool(about.ground_reference)) if known and isinstance(about, Action) else _absent("reference")


def _reason(exchange: Exchange, _: Reading) -> Measurement:
    """How many words the reason has; a tick in a box has none."""
    value = _extra(exchange).get("reason")
    return _absent("reason") if value is None else Measurement(float(len(str(value).split())))


def _counted(exchange: Exchange) -> tuple[Approval, ...] | None:
    """Approvals that count as second pairs of eyes: by somebody known who neither acted nor asked for the act."""
    about = exchange.about
    if not isinstance(about, Action) or about.approvals is None:
        return None
    involved = {about.actor, about.extra.get("requested_by")}
    dated = [
        each for each in about.approvals if each.by and each.by not in involved and instant(each.at, _zone(exchange))
    ]
    return tuple(sorted(dated, key=lambda each: (str(instant(each.at, _zone(exchange))), each.by or "")))


def _zone(exchange: Exchange) -> str:
    return exchange.past.zone if exchange.past else ""


def _before(exchange: Exchange) -> list[Approval] | None:
    """The approvals given no later than the act; None when they or its time are unknown."""
    counted, about = _counted(exchange), exchange.about
    performed = instant(about.performed, _zone(exchange)) if isinstance(about, Action) else None
    if counted is None or performed is None:
        return None
    return [each for each in counted if (at := instant(each.at, _zone(exchange))) and at <= performed]


def _approvals(exchange: Exchange, _: Reading) -> Measurement:
    given = _before(exchange)
    return _absent("approvals") if given is None else Measurement(float(len(given)))


def _approving(exchange: Exchange, _: Reading) -> Measurement:
    given = _before(exchange)
    return _absent("approvals") if given is None else Measurement(float(len({each.by for each in given})))


def _second_look(exchange: Exchange, _: Reading) -> Measurement:
    """When a second person had approved, before the act or after it."""
    counted = _counted(exchange)
    if counted is None:
        return _absent("approvals")
    others = [each for each in counted if each.by != counted[0].by]
    return Measurement(others[0].at) if others else Measurement(None)


def _notice(exchange: Exchange, _: Reading) -> Measurement:
    about = exchange.about
    return Measurement(about.notice_sent or None) if isinstance(about, Action) else _absent("notice")


def _performed(exchange: Exchange, _: Reading) -> Measurement:
    about = exchange.about
    known = isinstance(about, Action) and instant(about.performed, _zone(exchange)) is not None
    return Measurement(about.performed) if known and isinstance(about, Action) else _absent("performed")


def _published(exchange: Exchange, _: Reading) -> Measurement:
    about = exchange.about
    written = about.published if isinstance(about, Contest) else exchange.message.published
    return Measurement(written) if instant(written, _zone(exchange)) else _absent("published")


def _actor_role(exchange: Exchange, _: Reading) -> Measurement:
    role = exchange.past.actor_role(exchange.about) if exchange.past and isinstance(exchange.about, Action) else None
    return Measurement(role) if role else _absent("actor")


def _house_rule(exchange: Exchange, _: Reading) -> Measurement:
    """Whether the ground or its reference is a published house rule that was in force on the day of the act."""
    about, past = exchange.about, exchange.past
    if not isinstance(about, Action) or past is None or not past.house_rules:
        return _absent("house-rule")
    if about.ground is None and about.ground_reference is None:
        return _absent("ground")
    return _in_force(exchange, about.performed, "performed")


def _house_rule_then(exchange: Exchange, _: Reading) -> Measurement:
    """The same for the day on which the content was posted."""
    about, past = exchange.about, exchange.past
    if not isinstance(about, Action) or past is None or not past.house_rules:
        return _absent("house-rule")
    return _in_force(exchange, exchange.message.published, "published")


def _in_force(exchange: Exchange, written: str | None, name: str) -> Measurement:
    about, past = exchange.about, exchange.past
    assert isinstance(about, Action) and past is not None
    day = past.local_day(written)
    if day is None:
        return _absent(name)
    cited = {(about.ground or "").casefold(), (about.ground_reference or "").casefold()} - {""}
    return Measurement(
        any(
            rule.id.casefold() in cited and (rule.since or day) <= day <= (rule.until or day)
            for rule in past.house_rules
        )
    )


def _contest(name: str) -> Read:
    """A time of a contest."""

    def read(exchange: Exchange, _: Reading) -> Measurement:
        about = exchange.about
        fields = {"starts": about.starts, "ends": about.ends} if isinstance(about, Contest) else {}
        value = fields.get(name)
        return _absent(name) if value is None else Measurement(value or None)

    return read


def _region(exchange: Exchange, reading: Reading) -> Measurement:
    """The country a contest is for: its own, else the organisation's."""
    about = exchange.about
    written = (about.region if isinstance(about, Contest) else None) or reading.organisation.region
    return Measurement(written.lower().rpartition("-")[2]) if written else _absent("region")


def _terms(exchange: Exchange, _: Reading) -> Measurement:
    about = exchange.about
    if not isinstance(about, Contest) or about.terms is None:
        return _absent("terms")
    return Measurement(bool(about.terms.strip()))


def _declared(exchange: Exchange, _: Reading) -> Measurement:
    return Measurement(isinstance(exchange.about, Contest) and not exchange.about.extra.get("undeclared"))


def platforms(contest: Contest, channel: str | None) -> tuple[str, ...]:
    """The channels a contest runs on: those in its `channels`, else `channel`; empty when unknown."""
    listed = contest.extra.get("channels")
    named = [str(each).casefold() for each in listed] if isinstance(listed, list) else []
    return tuple(dict.fromkeys([*([channel.casefold()] if channel else []), *named]))


def _runs_on(*names: str) -> Read:
    """Whether a contest runs on a platform."""

    def read(exchange: Exchange, _: Reading) -> Measurement:
        about = exchange.about
        found = platforms(about, exchange.message.channel) if isinstance(about, Contest) else ()
        return Measurement(any(name in found for name in names)) if found else _absent("channel")

    return read


def _dates_clash(exchange: Exchange, _: Reading) -> Measurement:
    about, past = exchange.about, exchange.past
    return past.dates_clash(about) if isinstance(about, Contest) and past is not None else _absent("dates")


def _period(name: str) -> Read:
    """A figure of a span of a timeline."""

    def read(exchange: Exchange, _: Reading) -> Measurement:
        about, past = exchange.about, exchange.past
        if not isinstance(about, Period) or past is None:
            return _absent(name)
        return past.figure(name, about)

    return read


RECORD_FACTS: Final[tuple[Fact, ...]] = (
    Fact("published", "veröffentlicht", Type.TIME, "When it was published.", _published,
         subjects=(*_ON_RECORD, "contest"), label=("der Zeitpunkt der Veröffentlichung", "the time of publication")),
    Fact("automated", "automatisch", Type.TRUTH, "A machine sent it.", _truth("automated"), subjects=_ON_RECORD),
    Fact("imported", "eingespielt", Type.TRUTH, "It was brought in from elsewhere.", _truth("imported"),
         subjects=_ON_RECORD),
    Fact("approved-text", "freigegebener-text", Type.TRUTH, "It is an approved text, known by its id.",
         _truth("approved-text", "approved_text"), subjects=_ON_RECORD),
    Fact("series", "reihe", Type.TRUTH, "It belongs to a declared series (outage, safety).", _truth("series"),
         subjects=_ON_RECORD),
    Fact("action", "handlung", Type.WORD, "What was done: delete, hide, block, lock ...", _act, subjects=_ACTION,
         label=("die Handlung", "the act")),
    Fact("ground", "grund", Type.WORD, "The ground that was given for it.", _ground, subjects=_ACTION,
         label=("ein Grund, den die Richtlinie zulässt", "a ground that the guideline accepts")),
    Fact("reference", "fundstelle", Type.TRUTH, "The law or house rule behind the ground is named.", _reference,
         subjects=_ACTION, label=("die Vorschrift oder Hausregel", "the law or house rule")),
    Fact("reason.words", "begründung.wörter", Type.NUMBER, "How many words the reason has.", _reason, unit="words",
         subjects=_ACTION, label=("eine Begründung in Worten", "a reason in words")),
    Fact("approvals", "freigaben", Type.NUMBER, "Approvals before the act by people who neither did it nor asked for "
         "it.", _approvals, subjects=_ACTION, label=("die Freigaben vor der Handlung", "approvals before the act")),
    Fact("approvals.people", "freigaben.personen", Type.NUMBER, "How many different people approved before the act.",
         _approving, subjects=_ACTION, label=("Freigaben von genug verschiedenen Personen vor der Handlung",
                                              "approvals by enough different people before the act")),
    Fact("second-look", "zweiter-blick", Type.TIME, "When a second person had looked at it.", _second_look,
         subjects=_ACTION, label=("der Blick einer zweiten Person", "a second person's look")),
    Fact("notice", "mitteilung", Type.TIME, "When the author was told.", _notice, subjects=_ACTION,
         label=("die Mitteilung an die betroffene Person", "notice to the author")),
    Fact("notice-not-possible", "mitteilung-unmöglich", Type.TRUTH, "Nobody could be told, for a reason on record.",
         _truth("notice-not-possible"), subjects=_ACTION,
         label=("ein Grund, warum keine Mitteilung möglich war", "why no notice was possible")),
    Fact("appeal", "widerspruch", Type.TRUTH, "A way to object was named.", _truth("appeal"), subjects=_ACTION,
         label=("der Weg zum Widerspruch", "a way to object")),
    Fact("copy-kept", "kopie", Type.TRUTH, "A copy of the item was kept.", _truth("copy-kept"), subjects=_ACTION,
         label=("eine Kopie des Beitrags", "a copy of the item")),
    Fact("milder-means", "mildere-mittel", Type.TRUTH, "Milder means were considered.", _truth("milder-means"),
         subjects=_ACTION, label=("die Prüfung milderer Mittel", "milder means considered")),
    Fact("emergency", "notfall", Type.TRUTH, "It could not wait for a second person.", _truth("emergency"),
         subjects=_ACTION, label=("ein Notfall", "an emergency")),
    Fact("repeated", "wiederholt", Type.TRUTH, "The author had done it before.", _truth("repeated"), subjects=_ACTION,
         label=("die Wiederholung", "that it was repeated")),
    Fact("grave", "schwerwiegend", Type.TRUTH, "The case was grave.", _truth("grave"), subjects=_ACTION,
         label=("dass der Fall schwer wiegt", "that the case was grave")),
    Fact("bulk", "massenhaft", Type.TRUTH, "Deceptive commercial content in bulk.", _truth("bulk"), subjects=_ACTION),
    Fact("plainly-false", "offenkundig-falsch", Type.TRUTH, "Plainly false.", _truth("plainly-false"),
         subjects=_ACTION, label=("dass der Inhalt offenkundig falsch war", "that it was plainly false")),
    Fact("serves-disinformation", "dient-desinformation", Type.TRUTH, "It served disinformation.",
         _truth("serves-disinformation"), subjects=_ACTION,
         label=("dass der Inhalt der Desinformation diente", "that it served disinformation")),
    Fact("performed", "ausgeführt", Type.TIME, "When it was done.", _performed, subjects=_ACTION,
         label=("der Zeitpunkt der Handlung", "the time of the act")),
    Fact("actor.role", "handelnde.rolle", Type.WORD, "On whose side it was done.", _actor_role,
         ("us", "customer", "other", "bot", "platform", "filter", "author"), subjects=_ACTION),
    Fact("house-rule", "hausregel", Type.TRUTH, "The ground is a house rule in force on the day of the act.",
         _house_rule, subjects=_ACTION, label=("eine an dem Tag geltende Hausregel", "a house rule in force that day")),
    Fact("house-rule-then", "hausregel-damals", Type.TRUTH, "The house rule was in force when the content was posted.",
         _house_rule_then, subjects=_ACTION,
         label=("eine Hausregel, die schon galt", "a house rule in force when it was posted")),
    Fact("region", "land", Type.WORD, "The country it is for: de, at, ch ...", _region, subjects=_CONTEST),
    Fact("terms", "bedingungen", Type.TRUTH, "There are terms of entry.", _terms, subjects=_CONTEST,
         label=("die Teilnahmebedingungen", "the terms")),
    Fact("starts", "beginn", Type.TIME, "When entry opens.", _contest("starts"), subjects=_CONTEST,
         label=("wann es beginnt", "when it begins")),
    Fact("ends", "ende-der-teilnahme", Type.TIME, "When entry closes.", _contest("ends"), subjects=_CONTEST,
         label=("wann Schluss ist", "when it ends")),
    Fact("declared", "angemeldet", Type.TRUTH, "There is a contest record, not only a post.", _declared,
         subjects=_CONTEST),
    Fact("dates-clash", "daten-widersprechen-sich", Type.TRUTH, "Start, end and publication of record, post and terms "
         "contradict each other.", _dates_clash, subjects=_CONTEST),
    Fact("on-facebook", "auf-facebook", Type.TRUTH, "It runs on Facebook.", _runs_on("facebook"), subjects=_CONTEST),
    Fact("on-instagram", "auf-instagram", Type.TRUTH, "It runs on Instagram.", _runs_on("instagram"),
         subjects=_CONTEST),
    Fact("on-tiktok", "auf-tiktok", Type.TRUTH, "It runs on TikTok.", _runs_on("tiktok"), subjects=_CONTEST),
    Fact("on-youtube", "auf-youtube", Type.TRUTH, "It runs on YouTube.", _runs_on("youtube"), subjects=_CONTEST),
    Fact("on-x", "auf-x", Type.TRUTH, "It runs on X.", _runs_on("x", "twitter"), subjects=_CONTEST),
    Fact("on-linkedin", "auf-linkedin", Type.TRUTH, "It runs on LinkedIn.", _runs_on("linkedin"), subjects=_CONTEST),
    Fact("account-kind", "art-des-kontos", Type.WORD, "What the account is: page, group, event, profile (a person's).",
         _word("account-kind", "account_kind"), ("page", "group", "event", "profile"), subjects=_CONTEST,
         label=("ob Seite oder persönliches Profil", "whether page or personal profile")),
    Fact("hashtags-fit", "hashtags-passen", Type.TRUTH, "Somebody looked: the hashtags belong to the contest.",
         _truth("hashtags-fit", "hashtags_fit"), subjects=_CONTEST,
         label=("ob die Hashtags zum Gewinnspiel passen", "whether the hashtags belong to the contest")),
    Fact("figures-bought", "zahlen-gekauft", Type.TRUTH, "Views, likes or subscribers were bought or bent.",
         _truth("figures-bought", "figures_bought"), subjects=_CONTEST,
         label=("ob Zahlen gekauft wurden", "whether figures were bought")),
    Fact("prize-given", "preis-vergeben", Type.TRUTH, "The prize was handed over.",
         _truth("prize-given", "prize_given"), subjects=_CONTEST,
         label=("ob der Preis vergeben wurde", "whether the prize was given")),
    Fact("imprint", "impressum", Type.TRUTH, "The profile has a legal notice.", _truth("imprint"), subjects=_CONTEST,
         label=("ob das Profil ein Impressum hat", "whether the profile has a legal notice")),
    Fact("posts", "beiträge", Type.NUMBER, "Own top-level posts of the period.", _period("posts"),
         subjects=("timeline",)),
    Fact("longest-gap", "längste-pause", Type.NUMBER, "Days between two own posts that follow each other.",
         _period("longest-gap"), unit="days", subjects=("timeline",)),
    Fact("dialogue-share", "dialog-anteil", Type.SHARE, "Own posts with questions below them that we answered, of all "
         "that had questions.", _period("dialogue-share"), subjects=("timeline",)),
    Fact("criticism-gap", "kritik-abstand", Type.SHARE, "How much less often critical posts were answered than "
         "others.", _period("criticism-gap"), subjects=("timeline",)),
)  # fmt: skip

ALL_FACTS: Final = (*FACTS, *RECORD_FACTS)
