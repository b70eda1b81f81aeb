"""Suggestions that another rule would object to: each is judged as if it were the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import nodes
from .diagnostics import Diagnostic, Level, say
from .evaluator import evaluate
from .parser import Parsed
from .program import Program, untaught
from .record import Author, Exchange, Message, Role

_KINDS = {"post": "post"}


def suggestions_at_odds(parsed: Sequence[Parsed], program: Program) -> Iterator[Diagnostic]:
    """One warning for each suggested wording in which some rule finds something, with the words it found.

    Phrases only: what was learned reads whole replies, and a suggestion is a piece of advice.
    """
    program = untaught(program)
    for each in parsed:
        for block in each.file.blocks:
            if not isinstance(block, nodes.Rule):
                continue
            for item in block.items:
                if isinstance(item, nodes.Suggest):
                    for language, text in item.local:
                        yield from _judged(each, block, item, language, text, program)


def _judged(
    file: Parsed, rule: nodes.Rule, item: nodes.Suggest, language: str, text: str, program: Program
) -> Iterator[Diagnostic]:
    if language not in program.lexicons:
        return
    kind = _KINDS.get(rule.subject, "reply")
    message = Message("suggestion", text, kind, None, language, Author("us", Role.US))
    for finding in evaluate(program, Exchange(message, None, False)).findings:
        if finding.end - finding.start < len(text) or finding.rule == rule.id:
            claim = say(
                "the suggestion in `{language}` is itself caught by `{rule}`", language=language, rule=finding.rule
            )
            hint = say("it found `{words}`", words=finding.excerpt)
            yield Diagnostic("K290", Level.WARNING, file.source, item.span, claim, hint)
