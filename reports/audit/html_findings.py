"""Sections of the page: findings with examples, what was left open, waivers, and the method."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ..wording import routed
from .blocks import aside, how, nothing, table
from .definitions import DEFINITIONS, meaning_of, title_of
from .findings import Example, Finding
from .folder import RuleInfo, WaiverInfo
from .markup import Content, Html, joined, quoted, tag
from .model import Model
from .notation import NBSP, day, interval, number, share, when
from .sentences import clause_words
from .wording import channel, counted, fact, said, say

_MOST: Final = 25
_ENDING_DAYS: Final = 30


def findings(model: Model) -> Html:
    """The gravest and most frequent violations, each with examples in context."""
    speech, ranked = model.speech, model.figure("violated")
    if not ranked.rows:
        return nothing(say("no-findings", speech))
    told = [say("names-hidden", speech)] if model.names_reason is None else []
    if model.run.speech != speech:
        told.append(say("run-language", speech))
    more = len(ranked.rows) - len(model.findings)
    return joined(
        tag("p", " ".join(told)) if told else None,
        *(_finding(model, each) for each in model.findings),
        aside(counted("more-rules", more, speech)) if more > 0 else None,
        how([ranked], speech),
    )


def _finding(model: Model, finding: Finding) -> Html:
    speech = model.speech
    rule = next((each for each in model.run.rules if each.id == finding.rule), None)
    many = counted("count-of", finding.violations, speech)
    head = tag(
        "h3", finding.title, " ", tag("span", f"{said_severity(finding.severity, speech)} · {many}", class_="quietly")
    )
    clause = clause_words(rule.clause, model.run, speech) if rule else ""
    why = finding.examples[0].why if finding.examples else ""
    advice = finding.examples[0].advice if finding.examples else ""
    facts = [
        (say("guideline", speech), quoted(clause), None),
        (say("why", speech), quoted(why), model.run.speech),
        (say("advice", speech), quoted(advice), model.run.speech),
    ]
    listed = [
        joined(tag("dt", name), tag("dd", value, lang=lang if lang != speech else None))
        for (name, value, lang), word in zip(facts, (clause, why, advice), strict=True)
        if word
    ]
    more = finding.violations - len(finding.examples)
    return tag(
        "article",
        head,
        tag("p", tag("code", finding.rule), class_="rule-id"),
        tag("dl", *listed),
        *(_example(model, each) for each in finding.examples),
        aside(say("more", speech, n=number(more, speech))) if more > 0 else None,
        class_="finding",
    )


def said_severity(severity: str, speech: str) -> str:
    """The word for a severity."""
    return say(severity, speech) if severity in ("note", "warning", "error") else severity


def _example(model: Model, each: Example) -> Html:
    """One violation: where and when, the words, what to say of it, what would be better, what went before."""
    speech, zone = model.speech, model.run.zone
    lang = model.run.speech if model.run.speech != speech else None
    at = when(each.at, zone, speech) if each.at and each.subject != "timeline" else ""
    place = [at, channel(each.channel, speech) if each.channel else ""]
    head = tag("p", tag("span", quoted(each.id), class_="id"), *(f" · {part}" for part in place if part),
               f" · {say('by', speech)}{NBSP}{each.author}" if each.author else None, class_="where")  # fmt: skip
    parts: list[Content] = [head]
    if each.excerpt and each.excerpt not in each.message:
        parts.append(tag("blockquote", tag("p", quoted(each.excerpt), dir="auto")))
    if each.message:
        parts.append(tag("p", quoted(each.message), class_="message", lang=lang))
    if each.reason and each.reason.rpartition(": ")[2] not in each.message:
        parts.append(tag("p", quoted(each.reason), class_="reason", lang=lang))
    if each.better:
        parts.append(
            tag("p", tag("strong", f"{say('better-wording', speech)}: "), quoted(each.better), class_="better")
        )
    if each.route:
        parts.append(tag("p", f"{say('route', speech)}: ", quoted(routed(each.route, speech)), class_="route"))
    if each.timeline:
        steps = [tag("li", tag("span", when(step.at, zone, speech), class_="at"), " ", quoted(step.what))
                 for step in each.timeline]  # fmt: skip
        parts.append(tag("ol", *steps, class_="timeline", aria_label=say("timeline", speech), lang=lang))
    return tag("div", *parts, class_="example")


def left_open(model: Model) -> Html:
    """Facts that would decide, records that were not judged, and what could not be read."""
    speech = model.speech
    needs, unread = model.figure("needs"), model.figure("unread")
    parts: list[Content] = []
    if needs.rows:
        heads = [say(each, speech) for each in ("fact", "verdicts", "rules")]
        rows: list[list[Content]] = [
            [quoted(fact(str(name)[:80], speech)),
             *(number(needs.count(each, row), speech) for each in ("verdicts", "rules"))]
            for row, name in enumerate(needs.column("fact")[:_MOST])
        ]  # fmt: skip
        parts += [tag("p", say("needs-told", speech)), table(title_of("needs", speech), heads, rows, (1, 2))]
        more = len(needs.rows) - _MOST
        parts.append(aside(say("more", speech, n=number(more, speech))) if more > 0 else None)
    else:
        parts.append(nothing(say("no-needs", speech)))
    if unread.rows:
        heads = [say(each, speech) for each in ("reason", "state", "records")]
        rows = [[said("reason", str(reason), speech) if reason else "–", said("status", str(status), speech),
                 number(unread.count("records", row), speech)]
                for row, (status, reason, _) in enumerate(unread.rows)]  # fmt: skip
        parts += [tag("p", say("unread-told", speech)), table(title_of("unread", speech), heads, rows[:_MOST], (2,))]
    if model.run.troubles:
        heads = [say(each, speech) for each in ("reason", "number", "example")]
        rows = [[quoted((each.reason or said("reason", each.what, speech))[:200]), number(each.count, speech),
                 quoted(each.example[:120])] for each in model.run.troubles[:_MOST]]  # fmt: skip
        parts.append(table(say("troubles", speech), heads, rows, (1,)))
    return joined(*parts, how([needs, unread], speech))


def waivers(model: Model) -> Html:
    """Signed exceptions: how far used, and when they end."""
    speech, figure = model.speech, model.figure("waived")
    if not model.run.waivers:
        return nothing(say("no-waivers", speech))
    heads = [say(each, speech) for each in ("rule", "reason", "approver", "valid-until", "used", "state")]
    rows = [
        [tag("code", each.rule), quoted(each.reason[:200]), quoted(each.approver[:80]),
         day(each.until, speech) if each.until else say("always", speech), _used(each, speech),
         say(_waiver_state(each, model.run.now), speech)]
        for each in model.run.waivers[:_MOST]
    ]  # fmt: skip
    return joined(table(say("section-waivers", speech), heads, rows), how([figure], speech))


def _used(waiver: WaiverInfo, speech: str) -> str:
    if waiver.uses is None:
        return number(waiver.used, speech)
    return say("used-of", speech, n=number(waiver.used, speech), all=number(waiver.uses, speech))


def _waiver_state(waiver: WaiverInfo, now: str | None) -> str:
    """Ended, ending within thirty days, used up or running, as seen from the present of the run."""
    if waiver.uses is not None and waiver.used >= waiver.uses:
        return "used-up"
    if now and waiver.until:
        try:
            left = datetime.fromisoformat(waiver.until) - datetime.fromisoformat(now)
        except (ValueError, TypeError):
            return "running"
        if left.total_seconds() < 0:
            return "ended"
        if left.days < _ENDING_DAYS:
            return "ending"
    return "running"


def method(model: Model) -> Html:
    """What every figure means, the rules with their versions, policies and sources."""
    speech, run = model.speech, model.run
    names = [*(each.figure.id for each in model.headlines), *(each.id for each in model.figures)]
    meanings = [[title_of(name, speech), meaning_of(name, speech)] for name in names if name in DEFINITIONS]
    heads = [say("figure", speech), say("meaning", speech)]
    trial = say("trial", speech, rules=", ".join(model.scope.trial)) if model.scope.trial else None
    return joined(
        tag("p", say("method-told", speech)),
        tag("p", trial) if trial else None,
        tag("h3", say("definitions", speech)),
        table(say("definitions", speech), heads, meanings),
        tag("h3", say("rule-versions", speech)),
        _rules(model),
        tag("h3", say("policies", speech)),
        table(
            say("policies", speech),
            [say(each, speech) for each in ("policy", "digest", "valid")],
            [[quoted(each.name[:80]), tag("code", each.digest[:16]), _valid(each.since, each.until, speech)]
             for each in run.policies[:_MOST]],
        ),
        table(
            say("source", speech),
            [say("source", speech), say("digest", speech)],
            [[quoted(each.name[-120:]), tag("code", each.sha256[:16])] for each in run.inputs[:_MOST]],
        ),
        aside(say("more", speech, n=len(run.inputs) - _MOST)) if len(run.inputs) > _MOST else None,
    )  # fmt: skip


def _valid(since: str | None, until: str | None, speech: str) -> str:
    start = f"{say('since', speech)} {day(since, speech)}" if since else ""
    end = f"{say('until', speech)} {day(until, speech)}" if until else ""
    return " ".join(part for part in (start, end) if part) or say("always", speech)


def _rules(model: Model) -> Html:
    """Only rules that judged something; the others are counted."""
    speech, figure = model.speech, model.figure("by-rule")
    known: dict[str, RuleInfo] = {each.id: each for each in model.run.rules}
    rows: list[list[Content]] = []
    for row, name in enumerate(figure.column("rule")):
        rule = known.get(str(name))
        low, high = figure.cell("low", row), figure.cell("high", row)
        violated = interval(low, high, speech) if isinstance(low, float) and isinstance(high, float) else "–"
        rows.append(
            [
                joined(
                    tag("code", str(name)), " ", (rule.title_de if speech == "de" else rule.title_en) if rule else ""
                ),
                tag("code", rule.version[:12]) if rule else "–",
                number(figure.count("judged", row), speech),
                violated,
                _precision(model, str(name)),
            ]
        )
    heads = [say(each, speech) for each in ("rule", "version", "judged", "violations", "precision")]
    command = next((each.command for each in model.precisions), "make quality")
    return joined(
        table(title_of("by-rule", speech), heads, rows, (2, 3)),
        aside(say("precision-told", speech, command=command)),
        how([figure], speech),
    )


def _precision(model: Model, rule: str) -> str:
    told = [
        f"{said('language', each.language, model.speech)} {share(each.precision, model.speech)} ({each.texts})"
        for each in model.precisions
        if each.rule == rule
    ]
    return ", ".join(told) or "–"
