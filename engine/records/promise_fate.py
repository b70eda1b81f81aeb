"""One promise and what happened afterwards -> its fate: kept, late, broken, open, released, or not to be known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from ..finding import Outcome, Step
from ..values import dataclass
from .loose import ANSWERS
from .moments import spelled
from .promise_deeds import (
    Aftermath,
    Answer,
    Word,
    confirms,
    denies,
    given,
    keeps,
    releases,
    tells_of_private,
)
from .promise_terms import Deed, Pledge, Waits
from .verdicts import Case, shown, step

_NO_DAYS: Final = timedelta(0)
_TOLD: Final = {
    Deed.HERE: ("eine Antwort hier", "an answer here"),
    Deed.WORD: ("eine Rückmeldung", "an answer"),
    Deed.PRIVATE: ("eine private Nachricht", "a private message"),
    Deed.LETTER: ("Post oder Mail", "a letter or mail"),
    Deed.CALL: ("ein Anruf", "a call"),
    Deed.PAYMENT: ("eine Zahlung", "a payment"),
    Deed.PARCEL: ("eine Sendung", "a parcel"),
    Deed.CHECK: ("eine Prüfung", "a check"),
    Deed.OTHER: ("eine Tat", "a deed"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one promise. `done` is when it was kept, None when it was not or nobody knows."""

    pledge: Pledge
    outcome: Outcome
    reason: str
    mark: str = ""
    needs: frozenset[str] = frozenset()
    done: datetime | None = None
    steps: tuple[Step, ...] = ()


def fate(case: Case, pledge: Pledge, after: Aftermath, at: datetime) -> Fate:
    """The fate of a promise whose clock runs since `at`; `pledge.due` is already its last instant."""
    kept = _kept(case, pledge, after)
    confirmed = next((word for word in after.words if confirms(word, pledge)), None)
    end = pledge.due
    denied = next((word for word in after.words if end is not None and word.at > end and denies(word, pledge)), None)
    released = _released(pledge, after, at)
    done = min((each.at for each in (kept, confirmed) if each is not None and each.at is not None), default=None)
    if released is not None and (done is None or released < done):
        reason = case.say(
            "vorher von der Kundschaft erlassen oder erledigt", "released or settled by the customer before"
        )
        return Fate(pledge, Outcome.NOT_APPLICABLE, reason, "released")
    if kept is not None and kept.at is not None and (pledge.due is None or kept.at <= pledge.due):
        reason = case.say("gehalten", "kept")
        return Fate(pledge, Outcome.FULFILLED, reason, done=kept.at, steps=(_ours(case, kept),))
    if confirmed is not None and (denied is None or confirmed.at < denied.at):
        reason = case.say("die Kundschaft bestätigt es", "the customer confirms it")
        line = step(case, confirmed.message, "Kundschaft bestätigt", "customer confirms")
        return Fate(pledge, Outcome.FULFILLED, reason, done=confirmed.at, steps=(line,))
    if denied is not None:
        return _denied(case, pledge, denied, kept, confirmed)
    unsure = _unsure(case, pledge, after)
    if unsure:
        needs = frozenset("published" if each.at is None else "in_reply_to" for each in unsure)
        reason = case.say("ob das die zugesagte Antwort war, ist offen", "whether that was the promised answer is open")
        return Fate(pledge, Outcome.UNDECIDED, reason, needs=needs, steps=tuple(_ours(case, each) for each in unsure))
    if kept is not None and kept.at is not None and pledge.due is not None:
        return _late(case, pledge, kept, kept.at, pledge.due)
    return _absent(case, pledge, after)


def waiting(case: Case, pledge: Pledge, after: Aftermath, at: datetime) -> Fate | Word:
    """What made the condition of a promise come true, or the fate of a promise where nothing did or it is not known."""
    kept = _kept(case, pledge, after)
    confirmed = next((word for word in after.words if confirms(word, pledge)), None)
    if pledge.waits is not Waits.EVENT:
        met = next(given(pledge, after), None)
        if met is not None:
            return met
    if kept is not None or confirmed is not None:
        return _done_anyway(case, pledge, kept, confirmed)
    if _released(pledge, after, at) is not None:
        reason = case.say("von der Kundschaft erlassen oder erledigt", "released or settled by the customer")
        return Fate(pledge, Outcome.NOT_APPLICABLE, reason, "released")
    unread = any(word.message.text is None for word in after.words)
    if pledge.waits is Waits.EVENT or (pledge.hidden and not after.private) or unread:
        reason = case.say("ob die Bedingung eintrat, ist nicht bekannt", "whether the condition came true is not known")
        return Fate(pledge, Outcome.UNDECIDED, reason, needs=frozenset({"condition"}))
    reason = case.say("die Bedingung ist nicht eingetreten", "the condition has not come true")
    return Fate(pledge, Outcome.NOT_APPLICABLE, reason, "unmet")


def told_due(case: Case, pledge: Pledge) -> str:
    """The deadline in words; a whole day ends at 24:00."""
    if pledge.due is None:
        return case.say("ohne Frist", "no deadline")
    if not pledge.day:
        return shown(case, pledge.due)
    eve = shown(case, pledge.due - timedelta(minutes=1))
    return eve.rsplit(" ", 1)[0] + " 24:00"


def told_deed(case: Case, pledge: Pledge) -> str:
    """What kind of deed was promised, in words."""
    names = [case.say(*_TOLD[deed]) for deed in Deed if deed in pledge.deeds]
    return case.say(" oder ", " or ").join(names)


def _kept(case: Case, pledge: Pledge, after: Aftermath) -> Answer | None:
    """The first thing we wrote that is the promised deed for sure."""
    return next((each for each in after.answers if each.at is not None and keeps(case, each, pledge)), None)


def _unsure(case: Case, pledge: Pledge, after: Aftermath) -> list[Answer]:
    """What we wrote in time, or nobody knows when, that may be the promised deed."""
    return [
        each
        for each in after.answers
        if (each.at is None or pledge.due is None or each.at <= pledge.due)
        and keeps(case, each, pledge) is not False
        and (each.at is None or keeps(case, each, pledge) is None)
    ]


def _released(pledge: Pledge, after: Aftermath, at: datetime) -> datetime | None:
    """When the person let us off, at the due instant at the latest; None when that never happened."""
    found = [word.at for word in after.words if releases(word, pledge)]
    if after.taken_back is not None:
        found.append(after.taken_back)
    return min((each for each in found if each >= at and (pledge.due is None or each <= pledge.due)), default=None)


def _denied(case: Case, pledge: Pledge, denied: Word, kept: Answer | None, confirmed: Word | None) -> Fate:
    """The customer says after the deadline that nothing came."""
    line = step(case, denied.message, "Kundschaft: nicht geschehen", "customer: it did not happen")
    done = kept.at if kept is not None else confirmed.at if confirmed is not None else None
    if done is not None:
        reason = case.say("erst nach der Frist gehalten", "kept only after the deadline")
        return Fate(pledge, Outcome.VIOLATION, reason, "late", done=done, steps=(line,))
    reason = case.say(
        "die Kundschaft sagt nach der Frist, dass es ausblieb", "the customer says after the deadline it never came"
    )
    return Fate(pledge, Outcome.VIOLATION, reason, "broken", steps=(line,))


def _late(case: Case, pledge: Pledge, kept: Answer, done: datetime, due: datetime) -> Fate:
    """We answered after the deadline: late, unless the deed could have been done unseen before."""
    line = _ours(case, kept)
    sure = pledge.deeds <= {Deed.HERE, Deed.WORD, Deed.PRIVATE}
    if not sure or (pledge.deeds != {Deed.HERE} and tells_of_private(case, kept)):
        reason = case.say(
            "ob es vorher anderswo geschah, zeigt das Archiv nicht",
            "the archive does not show whether it was done before",
        )
        return Fate(pledge, Outcome.UNDECIDED, reason, needs=frozenset({"deed"}), steps=(line,))
    late = spelled(max(done - due, _NO_DAYS), case.court.speech)
    return Fate(
        pledge, Outcome.VIOLATION, case.say(f"{late} zu spät", f"{late} late"), "late", done=done, steps=(line,)
    )


def _absent(case: Case, pledge: Pledge, after: Aftermath) -> Fate:
    """Nothing is on record that keeps the promise."""
    now = case.court.now
    seen = _would_be_seen(pledge, after)
    needs = frozenset[str]() if seen else frozenset({"deed"})
    if pledge.due is None:
        reason = case.say("eine Frist ist nicht bekannt", "no deadline is known")
        return Fate(pledge, Outcome.UNDECIDED, reason, needs=needs | {"deadline"})
    if now is None:
        return Fate(
            pledge,
            Outcome.UNDECIDED,
            case.say("heute ist nicht bekannt", "the present is not known"),
            needs=needs | {"now"},
        )
    if now <= pledge.due:
        left = spelled(pledge.due - now, case.court.speech)
        return Fate(pledge, Outcome.OPEN, case.say(f"noch {left} Zeit", f"{left} left"))
    if not seen:
        what = told_deed(case, pledge)
        reason = case.say(f"{what}: das Archiv zeigt es nicht", f"{what}: not on record either way")
        return Fate(pledge, Outcome.UNDECIDED, reason, needs=needs)
    if _hangs_nowhere(case):
        reason = case.say(
            "welche unserer Antworten dazu gehört, steht nirgends", "nothing says which of our answers belongs to it"
        )
        return Fate(pledge, Outcome.UNDECIDED, reason, needs=frozenset({"in_reply_to"}))
    holding = [each for each in after.answers if each.certain and each.empty]
    reason = case.say("nicht gehalten", "not kept")
    if any(each.renews for each in holding):
        reason = case.say(
            "nicht gehalten; eine neue Zusage hält die erste nicht", "not kept; a new promise does not keep the first"
        )
    return Fate(pledge, Outcome.VIOLATION, reason, "broken", steps=tuple(_ours(case, each) for each in holding))


def _hangs_nowhere(case: Case) -> bool:
    """Whether a promise was given in an answer that stands in no thread, so that its deed may stand anywhere."""
    message = case.scene.exchange.message
    if message.in_reply_to is not None or message.kind not in (*ANSWERS, None):
        return False
    at = case.court.archive.at(message)
    return at is not None and case.court.perhaps_followed(message, at) is not None


def _would_be_seen(pledge: Pledge, after: Aftermath) -> bool:
    """Whether the archive would show the deed if it had been done."""
    seen = {Deed.HERE, Deed.WORD, Deed.PRIVATE} if after.private else {Deed.HERE}
    return pledge.deeds <= seen


def _done_anyway(case: Case, pledge: Pledge, kept: Answer | None, confirmed: Word | None) -> Fate:
    """A promise whose condition is not known to have come true, and which was kept nevertheless."""
    if kept is not None:
        return Fate(pledge, Outcome.FULFILLED, case.say("gehalten", "kept"), done=kept.at, steps=(_ours(case, kept),))
    assert confirmed is not None
    line = step(case, confirmed.message, "Kundschaft bestätigt", "customer confirms")
    reason = case.say("die Kundschaft bestätigt es", "the customer confirms it")
    return Fate(pledge, Outcome.FULFILLED, reason, done=confirmed.at, steps=(line,))


def _ours(case: Case, answer: Answer) -> Step:
    if answer.empty:
        return step(case, answer.message, "wir, nur vertröstend", "we, only holding")
    return step(case, answer.message, "wir", "we")
