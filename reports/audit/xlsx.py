"""An audit -> an Excel workbook of five sheets, row by row: the memory it takes does not grow with the archive.

Every text is written as text and made safe on top of it, every number as a number, every time as a time. The same
audit gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO, Final

import xlsxwriter

from ...engine.version import VERSION
from . import cover
from .csv import columns_of, local, times, words
from .definitions import DEFINITIONS, meaning_of, title_of
from .model import Model
from .notation import number
from .sentences import action_sentence, clause_words
from .sheet import Cell, Share, Sheet, Styles, Title, Words
from .table_words import told
from .verdict_rows import Archive, count_verdicts, verdict_rows
from .wording import channel, said, say
from .xlsx_tables import action_rows, thread_rows

MOST: Final = 200_000
"""Lines of one sheet; a workbook with more opens too slowly to be of use, and Excel ends at 1,048,576."""

FINDINGS: Final = ("violation", "waived")
_WIDTHS: Final = {
    "verdict": 12, "severity": 10, "rule": 24, "title": 28, "subject": 12, "id": 18, "places": 9, "at": 17, "due": 17,
    "done": 17, "mark": 13, "channel": 12, "account": 14, "team": 12, "thread": 16, "kind": 10, "excerpt": 44,
    "message": 52, "reason": 36, "needs": 26, "why": 44, "better": 44, "advice": 44, "route": 16, "clause": 22,
    "version": 15, "author": 16,
}  # fmt: skip


def write(model: Model, out: BinaryIO) -> None:
    """The workbook; findings that are too many for a sheet are cut, and the sheet says so."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {"title": cover.title(model)[:200], "comments": f"knigge {VERSION}", "created": _ended(model)}
        )
        styles = Styles(book, model.speech)
        with Archive(model.run.path, model.speech) as archive:
            _summary(model, styles.sheet(told("summary", model.speech)))
            _findings(model, styles.sheet(told("findings", model.speech)))
            _threads(model, archive, styles.sheet(told("threads", model.speech)))
            _actions(model, archive, styles.sheet(told("actions", model.speech)))
            _method(model, styles.sheet(told("method", model.speech)))


def _ended(model: Model) -> datetime:
    """When the audit ended; a fixed day where it does not say."""
    read = local(model.run.ended, "UTC")
    return (read or datetime(2026, 1, 1, tzinfo=UTC)).replace(tzinfo=None)


def _summary(model: Model, sheet: Sheet) -> None:
    speech = model.speech
    sheet.widths(46, 26, 26, 14, 14, 14, 40)
    sheet.line(Title(cover.title(model)))
    sheet.line(cover.span(model))
    for each in cover.judged(model):
        sheet.line(each)
    sheet.line()
    sheet.line(Title(say(f"state-{model.decision.state}", speech)))
    sheet.line(model.decision.sentence)
    for each in cover.notes(model):
        sheet.line(each)
    sheet.line()
    sheet.head("figure", "low", "high", "judged", "violations", "unknown", "trend")
    for headline in model.headlines:
        shares = headline.unit == "share"
        low: Cell = Share(headline.low) if shares else cover.value(headline, speech)
        high: Cell = Share(headline.high) if shares else ""
        numbers = (headline.judged, headline.violations, headline.unknown)
        sheet.line(say(f"headline-{headline.id}", speech), low, high, *numbers, cover.trend(model, headline))
    sheet.line()
    sheet.line(Title(say("first", speech)))
    for todo in model.actions:
        sheet.line(action_sentence(todo, model.run, speech), todo.count)
        for case in todo.cases:
            sheet.line(f"   {case.id}", channel(case.channel, speech), local(case.at, model.run.zone), case.told)
    sheet.line()
    sheet.head("clause", "low", "high", "judged", "violations", "unknown", "state")
    figure = model.figure("clauses")
    for row in range(len(figure.rows)):
        sheet.line(
            clause_words(str(figure.cell("clause", row)), model.run, speech),
            Share(_kept(figure.cell("high", row))),
            Share(_kept(figure.cell("low", row))),
            *(figure.count(each, row) for each in ("judged", "violations", "unknown")),
            said("cs", str(figure.cell("state", row)), speech),
        )


def _kept(violated: object) -> float | None:
    return 1 - violated if isinstance(violated, int | float) else None


def _findings(model: Model, sheet: Sheet) -> None:
    speech, columns = model.speech, columns_of(model)
    all_ = count_verdicts(model, FINDINGS)
    if all_ > MOST:
        note = told("cut", speech, n=number(MOST, speech), all=number(all_, speech))
    else:
        note = told("count-told", speech, n=number(count_verdicts(model, FINDINGS[:1]), speech))
    sheet.widths(*(_WIDTHS[name] for name in columns))
    sheet.note(note)
    sheet.table(columns)
    for row in verdict_rows(model, FINDINGS, MOST):
        cells: dict[str, Cell] = {**words(row, speech), "places": row.places}
        cells |= {name: local(at, model.run.zone) for name, at in times(row).items()}
        sheet.line(*(cells[name] for name in columns))
    sheet.filtered(told("no-rows", speech))


def _threads(model: Model, archive: Archive, sheet: Sheet) -> None:
    sheet.widths(22, 18, 18, 20, 14, 18, 12, 18)
    _streamed(model, sheet, ("thread", "state", "since", "rests-on", "channel", "account", "violations", "gravest"),
              thread_rows(model, archive))  # fmt: skip


def _actions(model: Model, archive: Archive, sheet: Sheet) -> None:
    sheet.widths(22, 14, 18, 16, 14, 18, 20, 52, 60)
    heads = ("id", "kind", "at", "record", "channel", "account", "thread", "rules-broken", "reason")
    _streamed(model, sheet, heads, action_rows(model, archive))


def _streamed(model: Model, sheet: Sheet, heads: tuple[str, ...], rows: Iterator[tuple[Cell, ...]]) -> None:
    """A sheet of rows; what is beyond the sheet is counted and said, not written."""
    sheet.table(heads)
    beyond = 0
    for place, row in enumerate(rows):
        if place < MOST:
            sheet.line(*row)
        else:
            beyond += 1
    if beyond:
        about = {"n": number(MOST, model.speech), "all": number(MOST + beyond, model.speech)}
        sheet.line(told("cut-rows", model.speech, **about))
    sheet.filtered(told("no-rows", model.speech))


def _method(model: Model, sheet: Sheet) -> None:
    speech, run = model.speech, model.run
    sheet.widths(38, 70, 14, 12, 12, 12, 16)
    sheet.line(Title(say("definitions", speech)))
    sheet.line(Words(say("method-told", speech)))
    sheet.head("figure", "meaning")
    for name in (name for name in DEFINITIONS if name.startswith("headline-") or model.figure(name).sql):
        sheet.line(title_of(name, speech), Words(meaning_of(name, speech)))
    sheet.line()
    sheet.line(Title(say("rule-versions", speech)))
    sheet.head("rule", "title", "version", "severity", "judged", "violations", "precision")
    by_rule = model.figure("by-rule")
    places = {str(name): row for row, name in enumerate(by_rule.column("rule"))} if by_rule.rows else {}
    for rule in run.rules:
        row = places.get(rule.id)
        numbers = [by_rule.count(each, row) if row is not None else 0 for each in ("judged", "violations")]
        measured = [each.precision for each in model.precisions if each.rule == rule.id]
        title = rule.title_de if speech == "de" else rule.title_en
        sheet.line(rule.id, title, rule.version, said_severity(rule.severity, speech), *numbers,
                   Share(min(measured)) if measured else "–")  # fmt: skip
    sheet.line()
    sheet.line(Title(say("policies", speech)))
    for policy in run.policies:
        sheet.line(policy.name, policy.digest, policy.since or "", policy.until or "")
    for source in run.inputs:
        sheet.line(source.name, source.sha256, source.format)
    sheet.line()
    sheet.line(Title(say("section-waivers", speech)))
    sheet.head("rule", "reason", "until", "approver", "used")
    for waiver in run.waivers:
        sheet.line(waiver.rule, waiver.reason, waiver.until, waiver.approver, waiver.used)
    sheet.line()
    sheet.line(say("made", speech, version=VERSION))


def said_severity(severity: str, speech: str) -> str:
    """The word for a severity; itself where there is none."""
    return say(severity, speech) if severity in ("note", "warning", "error") else severity
