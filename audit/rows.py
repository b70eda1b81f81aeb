"""Results -> rows of `verdicts.parquet`, with what is known of each subject; columns as in `tables`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pyarrow as pa

from ..engine.condition_nodes import wording
from ..engine.finding import Finding, Outcome, Result, Verdict
from ..engine.program import CompiledRule, Program
from ..engine.record import Action, Contest, Message, Role, is_ours
from ..engine.records.archive import Archive, role_of
from ..engine.records.eras import Eras, calendar_of
from ..engine.records.moments import instant
from ..engine.values import dataclass
from .pseudonyms import pseudonym
from .tables import VERDICTS

_DONE: Final = ("answered", "kept", "done")
"""Facts of a verdict that are the instant of the expected deed."""


@dataclass(frozen=True, slots=True)
class About:
    """What a table tells of a subject besides its verdicts; `at` in UTC, `day` and `hour` in the calendar's zone."""

    channel: str | None
    account: str | None
    team: str | None
    thread: str | None
    author: str | None
    role: str | None
    kind: str | None
    language: str | None
    at: datetime | None
    day: date | None
    hour: int | None


class Teller:
    """Says of every subject of an archive what the tables tell of it; owns the key of the pseudonyms."""

    def __init__(self, archive: Archive, eras: Eras, key: bytes) -> None:
        self._archive = archive
        self._key = key
        self._zone = ZoneInfo(calendar_of(eras.programs[-1]).zone)
        self._actions = {each.id: each for each in archive.actions}
        self._contests = {each.id: each for each in archive.contests}

    def about(self, result: Result) -> About:
        """What is known of the subject of a result."""
        match result.subject:
            case "message":
                return self.message(self._archive.messages[result.id], result.language)
            case "action":
                return self.action(self._actions[result.id])
            case "contest":
                return self.contest(self._contests[result.id])
            case _:
                return self._period(result)

    def message(self, message: Message, language: str | None = None) -> About:
        """What is known of a message; `language` as it was found."""
        author = message.author
        role = str(author.role) if author and author.role else str(Role.US) if is_ours(message) else None
        name = (author.id or author.name) if author else None
        thread = self._archive.thread_of.get(message.id)
        return self._told(
            message.channel, message.account, message.extra, thread, name, role, message.kind,
            language or message.language, message.published,
        )  # fmt: skip

    def action(self, action: Action) -> About:
        """What is known of an act; its channel, where it does not say, is that of what it touched."""
        target = self._archive.messages.get(action.target or "")
        channel = action.channel or (target.channel if target else None)
        account = action.account or (target.account if target else None)
        thread = self._archive.thread_of.get(action.target or "")
        role = role_of(self._archive, action)
        return self._told(
            channel, account, action.extra, thread, action.actor, str(role) if role else None, action.action, None,
            action.performed,
        )  # fmt: skip

    def contest(self, contest: Contest) -> About:
        """What is known of a contest; what it does not say itself its post does."""
        post = self._archive.messages.get(contest.post or "")
        channel = contest.channel or (post.channel if post else None)
        account = contest.account or (post.account if post else None)
        written = contest.published or (post.published if post else None)
        thread = self._archive.thread_of.get(contest.post or "")
        return self._told(channel, account, contest.extra, thread, None, None, "contest", contest.language, written)

    def _period(self, result: Result) -> About:
        channel, _, account = result.place.partition("/")
        key = result.id.rpartition("/")[2]
        kind = "week" if "W" in key else "day" if key.count("-") == 2 else "month"
        first = date.fromisoformat(f"{key}-1" if kind == "week" else key if kind == "day" else f"{key}-01")
        at = datetime(first.year, first.month, first.day, tzinfo=self._zone).astimezone(UTC)
        return About(channel or None, account or None, None, None, None, None, kind, None, at, first, 0)

    def _told(
        self,
        channel: str | None,
        account: str | None,
        extra: Mapping[str, object],
        thread: str | None,
        author: str | None,
        role: str | None,
        kind: str | None,
        language: str | None,
        written: str | None,
    ) -> About:
        at = instant(written, self._archive.zone)
        local = at.astimezone(self._zone) if at is not None else None
        team = extra.get("team")
        return About(
            channel, account, str(team) if team is not None else None, thread, pseudonym(self._key, author), role, kind,
            language, at.astimezone(UTC) if at else None, local.date() if local else None,
            local.hour if local else None,
        )  # fmt: skip


def verdict_batch(
    results: Iterable[Result], teller: Teller, programs: Iterable[Program], speech: str, every: bool
) -> pa.RecordBatch:
    """The verdicts of these results as rows; those that did not apply only where `every` one is wanted."""
    known = {
        (program.digest, rule.id): rule for program in programs for rule in (*program.rules, *program.records.rules)
    }
    by_id = {rule.id: rule for rule in known.values()}
    columns: list[list[object]] = [[] for _ in VERDICTS]
    for result in results:
        about: About | None = None
        for verdict in result.verdicts:
            if verdict.outcome is Outcome.NOT_APPLICABLE and not every:
                continue
            about = about or teller.about(result)
            rule = known.get((result.program, verdict.rule)) or by_id.get(verdict.rule)
            for row in _rows(result, verdict, about, rule, speech):
                for column, value in zip(columns, row, strict=True):
                    column.append(value)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, VERDICTS, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=VERDICTS)


def _rows(
    result: Result, verdict: Verdict, about: About, rule: CompiledRule | None, speech: str
) -> Iterable[Sequence[object]]:
    """The rows of a verdict, one a place in the text, at least one."""
    facts = dict(verdict.facts)
    found: tuple[Finding | None, ...] = verdict.findings or (None,)
    for number, finding in enumerate(found, start=1):
        severity = finding.severity if finding else rule.severity if rule else None
        clause = finding.clause if finding else rule.clause if rule else None
        title = finding.title if finding else verdict.title or (wording(rule.title, speech) if rule else "")
        all_facts = dict(finding.facts) | facts if finding else facts
        yield (
            result.subject, result.id, number, verdict.rule, verdict.version, clause, str(verdict.outcome),
            verdict.mark, str(severity) if severity else None, title, about.channel, about.account, about.team,
            about.thread, about.author, about.role, about.kind, about.language, about.at, about.day, about.hour,
            _instant(facts.get("due")), _instant(next((facts[key] for key in _DONE if key in facts), None)),
            finding.start if finding else None, finding.end if finding else None, finding.excerpt if finding else None,
            finding.message if finding else None, finding.why if finding else None,
            finding.advice if finding else None, _suggested(finding), finding.route if finding else None,
            verdict.reason, list(verdict.needs), json.dumps(all_facts, ensure_ascii=False) if all_facts else None,
            _trail(verdict), result.policy, result.program,
        )  # fmt: skip


def _instant(written: str | None) -> datetime | None:
    """A fact as an instant; None where it is none ("not at all")."""
    at = instant(written)
    return at.astimezone(UTC) if at is not None else None


def _suggested(finding: Finding | None) -> str | None:
    if finding is None or not finding.suggestions:
        return None
    told = [{"start": each.start, "end": each.end, "text": each.text} for each in finding.suggestions]
    return json.dumps(told, ensure_ascii=False)


def _trail(verdict: Verdict) -> str | None:
    if not verdict.trail:
        return None
    return json.dumps([{"at": step.at or None, "what": step.what} for step in verdict.trail], ensure_ascii=False)
