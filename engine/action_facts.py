"""Facts of acts: ground, approvals, notice, house rules. What is not on record is unknown."""

from __future__ import annotations

import re
from typing import Final

from .facts import Fact
from .record import Action, Approval, Exchange, Role
from .record_keys import Read, absent, extra, is_yes, truth
from .records.grounds import forbids_criticism, house_rule_name, law_of, own_words, quotes_house_rule, stands_for
from .records.moments import instant
from .signals.reading import Measurement, Reading, Type

_ACTION: Final = ("action",)
_SHUTTING: Final = frozenset({"lock", "mute", "block", "comments-off", "filter"})
"""Acts that silence others, whoever wrote the post they stand at."""
_QUOTATION: Final = re.compile(r"[\"“„»«‚‘'][^\W\d_][^\n]*?[\"”“«»‘’']")
_MACHINES: Final = frozenset({"platform", "filter", "bot", "system"})
"""Before a colon or alone: no person approves under such a name."""


def _act(exchange: Exchange, _: Reading) -> Measurement:
    about = exchange.about
    return Measurement(about.action) if isinstance(about, Action) else absent("action")


def _ground(exchange: Exchange, _: Reading) -> Measurement:
    """The ground; one that only says "unlawful" is the law that stands beside it."""
    about = exchange.about
    if not isinstance(about, Action) or about.ground is None:
        return absent("ground")
    return Measurement(stands_for(about.ground, about.ground_reference) or None)


def _ground_words(exchange: Exchange, _: Reading) -> Measurement:
    """The ground in its own words, without a law that stands in it."""
    about = exchange.about
    if not isinstance(about, Action) or about.ground is None:
        return absent("ground")
    return Measurement(own_words(about.ground) or None)


def _ground_law(exchange: Exchange, _: Reading) -> Measurement:
    """The law that ground or reference name; beside a bare code („H3“) or no ground the reference says nothing."""
    about = exchange.about
    if not isinstance(about, Action) or about.ground is None:
        return absent("ground")
    told = law_of(about.ground) or any(len(word) > 3 for word in own_words(about.ground).split())
    return Measurement(law_of(about.ground, about.ground_reference) or None if told else None)


def _reference(exchange: Exchange, _: Reading) -> Measurement:
    about = exchange.about
    known = isinstance(about, Action) and about.ground_reference is not None
    return Measurement(bool(about.ground_reference)) if known and isinstance(about, Action) else absent("reference")


def _reason(exchange: Exchange, _: Reading) -> Measurement:
    """How many words the reason has; a tick in a box has none, single letters are none."""
    value = extra(exchange).get("reason")
    if value is None:
        return absent("reason")
    return Measurement(float(sum(sum(map(str.isalpha, word)) > 1 for word in str(value).split())))


def _reason_quotes(exchange: Exchange, _: Reading) -> Measurement:
    """Whether the reason quotes words, by quotation marks with a letter between them."""
    value = extra(exchange).get("reason")
    return absent("reason") if value is None else Measurement(_QUOTATION.search(str(value)) is not None)


def _own(exchange: Exchange, _: Reading) -> Measurement:
    """Whether the act touched something we had written ourselves. Who silences others does so under our posts, too."""
    if isinstance(exchange.about, Action) and exchange.about.action in _SHUTTING:
        return Measurement(False)
    said = extra(exchange).get("own")
    if said is not None:
        return Measurement(is_yes(said))
    author = exchange.message.author
    return Measurement(author.role is Role.US) if author and author.role else absent("own")


def _counted(exchange: Exchange, but: str = "") -> tuple[Approval, ...] | None:
    """Approvals that count, by time: dated, by people on our side, and not by who asked for the act (decision 007).

    With `but` "requester" theirs count too; with "actor" those of who acted do not either.
    """
    about = exchange.about
    if not isinstance(about, Action) or about.approvals is None:
        return None
    involved = {about.extra.get("requested_by")} if but != "requester" else set()
    involved |= {about.actor} if but == "actor" else set()
    dated = [
        (at, each.by, each)
        for each in about.approvals
        if each.by
        and each.by not in involved
        and _is_colleague(each.by, exchange)
        and (at := instant(each.at, _zone(exchange)))
    ]
    return tuple(each for _, _, each in sorted(dated, key=lambda found: found[:2]))


def _is_colleague(name: str, exchange: Exchange) -> bool:
    """Whether a name may be one of our people: no machine, no customer, not who wrote what is removed."""
    if name.partition(":")[0] in _MACHINES:
        return False
    author = exchange.message.author
    if author is not None and author.id == name and author.role is not Role.US:
        return False
    return exchange.past is None or exchange.past.side_of(name) in (None, Role.US)


def _zone(exchange: Exchange) -> str:
    return exchange.past.zone if exchange.past else ""


def _before(exchange: Exchange, but: str = "") -> list[Approval] | None:
    """The approvals given no later than the act; None when they or its time are unknown."""
    counted, about = _counted(exchange, but), exchange.about
    performed = instant(about.performed, _zone(exchange)) if isinstance(about, Action) else None
    if counted is None or performed is None:
        return None
    return [each for each in counted if (at := instant(each.at, _zone(exchange))) and at <= performed]


def _approvals(exchange: Exchange, _: Reading) -> Measurement:
    given = _before(exchange)
    return absent("approvals") if given is None else Measurement(float(len(given)))


def _approving(but: str = "") -> Read:
    """How many different people approved before the act."""

    def read(exchange: Exchange, _: Reading) -> Measurement:
        given = _before(exchange, but)
        return absent("approvals") if given is None else Measurement(float(len({each.by for each in given})))

    return read


def _second_look(exchange: Exchange, _: Reading) -> Measurement:
    """When a second person had approved, before the act or after it."""
    counted = _counted(exchange)
    if counted is None:
        return absent("approvals")
    others = [each for each in counted if each.by != counted[0].by]
    return Measurement(others[0].at) if others else Measurement(None)


def _notice(exchange: Exchange, _: Reading) -> Measurement:
    about = exchange.about
    return Measurement(about.notice_sent or None) if isinstance(about, Action) else absent("notice")


def _performed(exchange: Exchange, _: Reading) -> Measurement:
    about = exchange.about
    known = isinstance(about, Action) and instant(about.performed, _zone(exchange)) is not None
    return Measurement(about.performed) if known and isinstance(about, Action) else absent("performed")


def _actor_role(exchange: Exchange, _: Reading) -> Measurement:
    role = exchange.past.actor_role(exchange.about) if exchange.past and isinstance(exchange.about, Action) else None
    return Measurement(role) if role else absent("actor")


def _relied_on(exchange: Exchange, written: str | None, name: str) -> Measurement:
    """The house rule that ground or reference name, if it was in force on the day of `written`, known as `name`.

    One whose text forbids to find fault with us is none: criticism is no ground under any name.
    """
    about, past = exchange.about, exchange.past
    if not isinstance(about, Action) or past is None or not past.house_rules:
        return absent("house-rule")
    if about.ground is None and about.ground_reference is None:
        return absent("ground")
    day = past.local_day(written)
    if day is None:
        return absent(name)
    written_down = [each for each in (about.ground, about.ground_reference) if each]
    cited = set(map(house_rule_name, written_down)) - {""}
    found = (
        rule.id
        for rule in past.house_rules
        if (house_rule_name(rule.id) in cited or any(quotes_house_rule(each, rule.text) for each in written_down))
        and (rule.since or day) <= day <= (rule.until or day)
        and not forbids_criticism(rule.text)
    )
    return Measurement(next(found, None))


def _house_rule_id(exchange: Exchange, _: Reading) -> Measurement:
    about = exchange.about
    return _relied_on(exchange, about.performed if isinstance(about, Action) else None, "performed")


def _house_rule(exchange: Exchange, reading: Reading) -> Measurement:
    """Whether the ground or its reference is a published house rule that was in force on the day of the act."""
    found = _house_rule_id(exchange, reading)
    return found if found.needs else Measurement(found.value is not None)


def _house_rule_then(exchange: Exchange, _: Reading) -> Measurement:
    """The same for the day on which the content was posted."""
    found = _relied_on(exchange, exchange.message.published, "published")
    return found if found.needs else Measurement(found.value is not None)


def _legal_view(exchange: Exchange, _: Reading) -> Measurement:
    """What lawyers said of the ground, where they were asked: that it carries the act (true), or does not (false)."""
    value = extra(exchange).get("legal_view")
    return absent("legal-view") if value is None or value == "" else Measurement(is_yes(value))


ACTION_FACTS: Final[tuple[Fact, ...]] = (
    Fact("action", "handlung", Type.WORD, "What was done: delete, hide, block, lock ...", _act, subjects=_ACTION,
         label=("die Handlung", "the act")),
    Fact("ground", "grund", Type.WORD, "The ground that was given for it.", _ground, subjects=_ACTION,
         label=("ein Grund, den die Richtlinie zulässt", "a ground that the guideline accepts")),
    Fact("ground.words", "grund.worte", Type.WORD, "The ground in its own words, without a law in it.", _ground_words,
         subjects=_ACTION, label=("ein Grund, den die Richtlinie zulässt", "a ground that the guideline accepts")),
    Fact("ground.law", "grund.gesetz", Type.WORD, "The law that the ground or its reference names.", _ground_law,
         subjects=_ACTION, label=("ein Grund, den die Richtlinie zulässt", "a ground that the guideline accepts")),
    Fact("own", "eigen", Type.TRUTH, "It touched something we had written ourselves.", _own, subjects=_ACTION,
         label=("eigener Inhalt", "our own content")),
    Fact("reference", "vorschrift", Type.TRUTH, "The law or house rule behind the ground is named.", _reference,
         subjects=_ACTION, label=("die Vorschrift oder Hausregel", "the law or house rule")),
    Fact("reason.words", "begründung.wörter", Type.NUMBER, "How many words the reason has.", _reason, unit="words",
         subjects=_ACTION, label=("eine Begründung in Worten", "a reason in words")),
    Fact("reason.quotes", "begründung.zitiert", Type.TRUTH, "The reason quotes words of the post.", _reason_quotes,
         subjects=_ACTION, label=("eine Begründung in Worten", "a reason in words")),
    Fact("approvals", "freigaben", Type.NUMBER, "Approvals before the act by people who did not ask for it.",
         _approvals, subjects=_ACTION, label=("die Freigaben vor der Handlung", "approvals before the act")),
    Fact("approvals.people", "freigaben.personen", Type.NUMBER, "How many different people approved before the act.",
         _approving(), subjects=_ACTION, label=("Freigaben von genug verschiedenen Personen vor der Handlung",
                                                "approvals by enough different people before the act")),
    Fact("approvals.without-actor", "freigaben.ohne-handelnde", Type.NUMBER, "The same without whoever acted.",
         _approving("actor"), subjects=_ACTION, label=("Freigaben von genug verschiedenen Personen vor der Handlung",
                                                       "approvals by enough different people before the act")),
    Fact("approvals.with-requester", "freigaben.mit-auftrag", Type.NUMBER, "The same, with whoever asked for it.",
         _approving("requester"), subjects=_ACTION, label=("Freigaben vor der Handlung", "approvals before the act")),
    Fact("second-look", "zweiter-blick", Type.TIME, "When a second person had looked at it.", _second_look,
         subjects=_ACTION, label=("der Blick einer zweiten Person", "a second person's look")),
    Fact("notice", "mitteilung", Type.TIME, "When the author was told.", _notice, subjects=_ACTION,
         label=("die Mitteilung an die betroffene Person", "notice to the author")),
    Fact("notice-not-possible", "mitteilung-unmöglich", Type.TRUTH, "Nobody could be told, for a reason on record.",
         truth("notice-not-possible"), subjects=_ACTION,
         label=("ein Grund, warum keine Mitteilung möglich war", "why no notice was possible")),
    Fact("appeal", "widerspruch", Type.TRUTH, "A way to object was named.", truth("appeal"), subjects=_ACTION,
         label=("der Weg zum Widerspruch", "a way to object")),
    Fact("copy-kept", "kopie", Type.TRUTH, "A copy of the item was kept.", truth("copy-kept"), subjects=_ACTION,
         label=("eine Kopie des Beitrags", "a copy of the item")),
    Fact("milder-means", "mildere-mittel", Type.TRUTH, "Milder means were considered.", truth("milder-means"),
         subjects=_ACTION, label=("die Prüfung milderer Mittel", "milder means considered")),
    Fact("emergency", "notfall", Type.TRUTH, "It could not wait for a second person.", truth("emergency"),
         subjects=_ACTION, label=("ein Notfall", "an emergency")),
    Fact("repeated", "wiederholt", Type.TRUTH, "The author had done it before.", truth("repeated"), subjects=_ACTION,
         label=("die Wiederholung", "that it was repeated")),
    Fact("grave", "schwerwiegend", Type.TRUTH, "The case was grave.", truth("grave"), subjects=_ACTION,
         label=("dass der Fall schwer wiegt", "that the case was grave")),
    Fact("bulk", "massenhaft", Type.TRUTH, "Deceptive commercial content in bulk.", truth("bulk"), subjects=_ACTION,
         label=("dass es massenhafte Werbung war", "that it was bulk advertising")),
    Fact("plainly-false", "offenkundig-falsch", Type.TRUTH, "Plainly false.", truth("plainly-false"),
         subjects=_ACTION, label=("dass der Inhalt offenkundig falsch war", "that it was plainly false")),
    Fact("serves-disinformation", "dient-desinformation", Type.TRUTH, "It served disinformation.",
         truth("serves-disinformation"), subjects=_ACTION,
         label=("dass der Inhalt der Desinformation diente", "that it served disinformation")),
    Fact("performed", "ausgeführt", Type.TIME, "When it was done.", _performed, subjects=_ACTION,
         label=("der Zeitpunkt der Handlung", "the time of the act")),
    Fact("actor.role", "handelnde.rolle", Type.WORD, "On whose side it was done.", _actor_role,
         ("us", "customer", "other", "bot", "platform", "filter", "author"), subjects=_ACTION),
    Fact("house-rule", "hausregel", Type.TRUTH, "The ground is a house rule in force on the day of the act.",
         _house_rule, subjects=_ACTION, label=("eine an dem Tag geltende Hausregel", "a house rule in force that day")),
    Fact("house-rule.id", "hausregel.name", Type.WORD, "The house rule the ground relies on, if in force that day.",
         _house_rule_id, subjects=_ACTION, label=("eine zulässige Hausregel", "a house rule that may be a ground")),
    Fact("legal-view", "rechtsprüfung", Type.TRUTH, "Lawyers were asked and the ground carries the act.", _legal_view,
         subjects=_ACTION, label=("die Sicht der Rechtsabteilung", "a legal view")),
    Fact("house-rule-then", "hausregel-damals", Type.TRUTH, "The house rule was in force when the content was posted.",
         _house_rule_then, subjects=_ACTION,
         label=("eine Hausregel, die schon galt", "a house rule in force when it was posted")),
)  # fmt: skip
