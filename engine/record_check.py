"""Rules over records -> diagnostics: the shape fits the subject, events and limits are sound, timelines can be read."""

from __future__ import annotations

from typing import Final

from . import nodes
from .book import Book, about_one_of
from .condition_check import check_condition, check_duration
from .diagnostics import Level, Said, say
from .intake import RecordError
from .keywords import keywords
from .nodes import ACTS, PROMISED_TIME
from .parts import rule_events
from .records.steps import StepError, is_step, now_of, of_record, records_of
from .source import Source

SHAPES: Final = (nodes.Forbid, nodes.Require, nodes.Permit, nodes.Expect, nodes.Tally)
_TEXTS: Final = ("post", "reply", "message")
_FITS: Final[dict[type, tuple[str, ...]]] = {
    nodes.Forbid: (*_TEXTS, "action", "contest", "timeline"),
    nodes.Require: (*_TEXTS, "action", "contest", "timeline"),
    nodes.Permit: ("action",),
    nodes.Expect: ("thread",),
    nodes.Tally: ("timeline",),
}
_WORDS: Final[dict[type, Said]] = {
    nodes.Forbid: say("`forbid`"), nodes.Require: say("`require`"), nodes.Permit: say("`permit`"),
    nodes.Expect: say("`expect`"), nodes.Tally: say("`expect ... per`"),
}  # fmt: skip
DEMANDED: Final = {
    "action": say("add `permit ... only if ...`"),
    "thread": say("add `after ... expect ... within ...`"),
    "timeline": say("add `per week expect ...`"),
}
GIVEN_ON_RECORD: Final = frozenset(
    """channels account_kind hashtags_fit figures_bought prize_given imprint
    now coverage house_rules terms region starts ends published post action actor actor_role ground
    ground_reference reason approvals notice_sent notice_not_possible performed emergency repeated grave bulk
    plainly_false serves_disinformation copy_kept milder_means appeal own requested_by legal_view text original_text
    channel kind approved_text series automated customer_record""".split()
)
FILLED: Final[dict[str, tuple[str, ...]]] = {
    "thread": ("due", "answered", "late", "waiting", "promised", "kind-of-deed"),
    "timeline": ("count", "least", "most"),
    "action": ("missing", "due"),
    "contest": ("platform", "dates"),
    "post": ("alike", "alike-to", "times", "people"),
    "reply": ("alike", "alike-to", "times", "people"),
    "message": ("alike", "alike-to", "times", "people"),
}
"""What fills the wordings of rules about a subject, beside facts and parameters."""


def check_subject(book: Book, source: Source, block: nodes.Rule, shape: nodes.Shape) -> None:
    """Each shape judges its own kind of subject, and has the parts it needs."""
    fits: tuple[str, ...] = _FITS[type(shape)]
    if block.subject not in fits:
        subject, demand = keywords().told("subjects", block.subject), _WORDS[type(shape)]
        message = say("a {subject} cannot be judged by {demand}", subject=subject, demand=demand)
        book.say("K229", Level.ERROR, source, shape.span, message, about_one_of(fits))
    after = any(isinstance(item, nodes.After) for item in block.items)
    per = any(isinstance(item, nodes.Per) for item in block.items)
    if isinstance(shape, nodes.Expect) != after:
        lacks_after, lacks_expect = say("`expect` needs an `after`"), say("`after` starts no clock without an `expect`")
        hint = say("write `after customer message expect reply by us`")
        book.say("K229", Level.ERROR, source, shape.span, lacks_expect if after else lacks_after, hint)
    if (block.subject == "timeline") != per:
        lacks_per = say("a timeline is judged by spans of time")
        message = say("only a timeline is judged by spans of time") if per else lacks_per
        hint = say("write `per week`, and the rule `about timeline`")
        book.say("K229", Level.ERROR, source, shape.span, message, hint)


def check_events(book: Book, source: Source, block: nodes.Rule, parameters: dict[str, nodes.Parameter]) -> None:
    """What is asked of the messages of events, and the limits of time."""
    asked = nodes.Rule(block.id, "message", block.items, span=block.span, id_span=block.id_span)
    for event in rule_events(block):
        if event.condition is not None:
            about = asked if event.what not in ACTS else nodes.Rule(block.id, "action", block.items)
            check_condition(book, source, event.condition, about, "", placed=False)
    for item in block.items:
        match item:
            case nodes.Expect(within=within) if within is not None:
                named = isinstance(within, nodes.Name) and within.name == PROMISED_TIME
                if not named:
                    check_duration(book, source, within, block, parameters)
            case _:
                pass


def check_steps(book: Book, source: Source, example: nodes.Example, rule: nodes.Rule) -> None:
    """The steps of a timeline can be read."""
    if rule.subject in ("thread", "timeline") and not is_step(example.text):
        no_step = say("`{step}` has no day, time, person and colon", step=example.text[:40])
        message = say("this timeline cannot be read: {why}", why=no_step)
        book.say("K234", Level.ERROR, source, example.span, message, say("write `Mon 16:30 customer Aylin: text`"))
        return
    try:
        records_of(example, rule.subject, "UTC")
        now_of(example, "UTC")
    except (StepError, RecordError, ValueError) as problem:
        why = of_record(problem) if isinstance(problem, RecordError) else problem.args[0]
        message = say("this timeline cannot be read: {why}", why=why if isinstance(why, Said) else str(problem))
        hint = say("write `Mon 16:30 customer Aylin: text`")
        book.say("K234", Level.ERROR, source, example.span, message, hint)
