"""Nodes -> rule source, in English or German keywords. Parsing what was printed gives the same tree."""

from __future__ import annotations

from typing import Final, assert_never

from . import nodes
from .keywords import keywords
from .names import spelled, spelled_wording
from .nodes import Layout, Local, Quantity

_EXAMPLES: Final = {
    "catches": "CATCHES",
    "allows": "ALLOWS",
    "leaves-open": "LEAVES_OPEN",
    "known-miss": "KNOWN_MISS",
    "known-false-alarm": "KNOWN_FALSE_ALARM",
}
_PEOPLE: Final = ".people"
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def print_file(file: nodes.File, language: str) -> str:
    """The whole file with its comments; blocks are set apart by an empty line."""
    blocks = [print_block(block, language) for block in file.blocks]
    if file.comments:
        blocks.append("".join(f"# {comment}".rstrip() + "\n" for comment in file.comments))
    return "\n".join(blocks)


def print_block(block: nodes.AnyBlock, language: str) -> str:
    """One block, ending in a line break."""
    return _print(block, _Printer(language, _parameters(block)))


def print_meaning(block: nodes.AnyBlock) -> str:
    """The block in English without its comments: equal for blocks that mean the same, however they are laid out."""
    return _print(block, _Uncommented("en", _parameters(block)))


def print_condition(condition: nodes.Condition) -> str:
    """One condition in English."""
    return _Printer("en", frozenset()).condition(condition)


def print_value(value: nodes.Value) -> str:
    """One value in English."""
    return _Printer("en", frozenset()).value(value)


def _parameters(block: nodes.AnyBlock) -> frozenset[str]:
    items = block.items if isinstance(block, nodes.Rule) else ()
    return frozenset(item.name for item in items if isinstance(item, nodes.Parameter))


def _print(block: nodes.AnyBlock, printer: _Printer) -> str:
    match block:
        case nodes.Guideline():
            validity = f" {printer.valid(block.valid)}" if block.valid else ""
            header = f"{printer.word('GUIDELINE')} {block.id} {quoted(block.title)}{validity}"
            body = [printer.lay(each.layout, printer.guideline_clause(each)) for each in block.clauses]
        case nodes.Define():
            spoken = f" {printer.word('IN')} {block.language}" if block.language else ""
            header = f"{printer.word('DEFINE')} {block.id}{spoken}"
            body = [", ".join(quoted(phrase.text) for phrase in block.phrases)]
        case nodes.Concept():
            header = f"{printer.word('CONCEPT')} {block.id} {printer.word('IN')} {block.language}"
            body = [printer.lay(each.layout, printer.concept_item(each)) for each in block.items]
        case nodes.Rule():
            subject = printer.table("subjects", block.subject)
            header = f"{printer.word('RULE')} {block.id} {printer.word('ABOUT')} {subject}"
            body = [printer.lay(each.layout, printer.rule_item(each)) for each in block.items]
        case _:
            assert_never(block)
    lines = printer.lay(block.layout, header).split("\n")
    lines += [f"  {line}" for each in body for line in each.split("\n")]
    lines += printer.closing(block.closing)
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A text as a string of the rule language.

    >>> quoted('Sie „x“ "y"')
    '"Sie „x“ \\\\"y\\\\""'
    """
    return '"' + "".join(_ESCAPES.get(sign, sign if _plain(sign) else f"\\u{ord(sign):04x}") for sign in text) + '"'


def _plain(sign: str) -> bool:
    return sign.isprintable() or ord(sign) > 0xFFFF or sign in "\u00a0\u200d"


class _Printer:
    """Spells statements in one language; `own` are names of parameters, which no fact may be taken for."""

    def __init__(self, language: str, own: frozenset[str]) -> None:
        self._language = language
        self._own = own

    def word(self, name: str) -> str:
        return self.table("keywords", name)

    def table(self, section: str, name: str) -> str:
        return keywords().spelled(section, name, self._language)

    def name(self, name: str) -> str:
        return spelled(name, self._language, self._own)

    def lay(self, layout: Layout, statement: str) -> str:
        above = "".join(f"# {comment}".rstrip() + "\n" for comment in layout.comments)
        return above + statement + (f"  # {layout.remark}" if layout.remark else "")

    def closing(self, layout: Layout) -> list[str]:
        comments = [f"  # {comment}".rstrip() for comment in layout.comments]
        return [*comments, self.lay(Layout((), layout.remark), self.word("END"))]

    def local(self, local: Local) -> str:
        return " ".join(f"{language} {quoted(text)}" for language, text in local)

    def quantity(self, quantity: Quantity) -> str:
        number = f"{quantity.value:.10f}".rstrip("0").rstrip(".")
        unit = self.table("units", quantity.unit) if quantity.unit else ""
        return f"{number} {unit}".rstrip()

    def valid(self, valid: nodes.Valid) -> str:
        if valid.since is None:
            return f"{self.word('VALID_UNTIL')} {valid.until}"
        until = f" {self.word('UNTIL')} {valid.until}" if valid.until else ""
        return f"{self.word('VALID_FROM')} {valid.since}{until}"

    def guideline_clause(self, clause: nodes.GuidelineClause) -> str:
        demands = f" {self.word('DEMANDS')} {', '.join(clause.demands)}" if clause.demands else ""
        return f"{self.word('CLAUSE')} {clause.id} {self.local(clause.local)}{demands}"

    def concept_item(self, item: nodes.ConceptItem) -> str:
        match item:
            case nodes.SaysLine():
                phrases = ", ".join(quoted(phrase.text) for phrase in item.phrases)
                return f"{self.word('SAYS')} {phrases}{self.only_if(item.condition)}"
            case nodes.Unless():
                return f"{self.word('UNLESS')} " + ", ".join(self.condition(each) for each in item.conditions)
            case nodes.OnlyIf():
                return f"{self.word('ONLY_IF')} {self.condition(item.condition)}"
            case nodes.HoldsWhen():
                return f"{self.word('HOLDS_WHEN')} {self.condition(item.condition)}"
            case nodes.LearnedFrom():
                return f"{self.word('LEARNED_FROM')} {item.model}"
            case nodes.Title() | nodes.Because():
                return self.text_item(item)
            case nodes.Example():
                return self.example(item)
            case _:
                assert_never(item)

    def only_if(self, condition: nodes.Condition | None) -> str:
        return f" {self.word('IF')} {self.condition(condition)}" if condition else ""

    def text_item(self, item: nodes.Title | nodes.Because | nodes.MessageOf) -> str:
        names = {nodes.Title: "TITLE", nodes.Because: "BECAUSE", nodes.MessageOf: "MESSAGE"}
        local = tuple((code, spelled_wording(text, self._language, self._own)) for code, text in item.local)
        return f"{self.word(names[type(item)])} {self.local(local)}"

    def rule_item(self, item: nodes.RuleItem) -> str:
        match item:
            case nodes.ClauseOf():
                return f"{self.word('CLAUSE')} {item.id}"
            case nodes.SeverityOf():
                level = self.table("severities", item.level)
                return f"{self.word('SEVERITY')} {level}{self.only_if(item.condition)}"
            case nodes.Title() | nodes.Because() | nodes.MessageOf():
                return self.text_item(item)
            case nodes.ByRoles():
                return f"{self.word('BY')} {', '.join(self.table('roles', role) for role in item.roles)}"
            case nodes.OnChannels():
                return f"{self.word('ON')} {', '.join(item.channels)}"
            case nodes.InLanguages():
                return f"{self.word('IN')} {', '.join(item.languages)}"
            case nodes.Valid():
                return self.valid(item)
            case nodes.Parameter():
                channels = "".join(
                    f", {self.word('ON')} {name} = {self.quantity(each)}" for name, each in item.channels
                )
                return f"{self.word('PARAMETER')} {item.name} = {self.quantity(item.value)}{channels}"
            case nodes.When():
                return f"{self.word('WHEN')} {self.condition(item.condition)}"
            case nodes.Forbid():
                once = f" {self.word('ONCE')}" if item.once else ""
                return f"{self.word('FORBID')}{once} {self.condition(item.condition)}"
            case nodes.Require():
                return f"{self.word('REQUIRE')} {self.condition(item.condition)}"
            case nodes.Permit():
                acts = ", ".join(self.table("events", act) for act in item.actions)
                return f"{self.word('PERMIT')} {acts} {self.word('ONLY_IF')} {self.condition(item.condition)}"
            case nodes.After():
                return f"{self.word('AFTER')} {', '.join(self.event(each) for each in item.events)}"
            case nodes.Expect():
                later = f" {self.word('OR_LATER')}" if item.later else ""
                *first, last = item.events
                events = ", ".join([*map(self.event, first), self.event(last, timed=item.within is not None)])
                return f"{self.word('EXPECT')} {events}{self.within(item.within)}{later}"
            case nodes.Per():
                return f"{self.word('PER')} {self.table('periods', item.period)}"
            case nodes.Tally():
                return self.tally(item)
            case nodes.Exception_():
                reason = f"{self.word('BECAUSE')} {quoted(item.reason)}"
                return f"{self.word('EXCEPT')} {self.condition(item.condition)} {reason}"
            case nodes.IfUnknown():
                verdict = self.table("verdicts", item.verdict)
                return f"{self.word('IF_UNKNOWN')} {self.name(item.fact)} {self.word('THEN')} {verdict}"
            case nodes.Route():
                return f"{self.word('ROUTE')} {quoted(item.target)}"
            case nodes.Status():
                return f"{self.word('STATUS')} {keywords().spelled('statuses', item.name, self._language)}"
            case nodes.Suggest():
                names = {"remove": "REMOVE", "replace": "REPLACE", "add": "ADD", "say": "SAY_INSTEAD"}
                return f"{self.word('SUGGEST')} {self.word(names[item.action])} {self.local(item.local)}".rstrip()
            case nodes.Example():
                return self.example(item)
            case _:
                assert_never(item)

    def example(self, item: nodes.Example) -> str:
        language = f" {item.language}" if item.language else ""
        given = ", ".join(f"{self.name(each.fact)} = {self.given(each.value)}" for each in item.given)
        given = f" {self.word('GIVEN')} {given}" if given else ""
        marks = f" {self.word('MARKS')} " + ", ".join(quoted(mark) for mark in item.marks) if item.marks else ""
        steps = "".join(f" {self.word('THEN')} {quoted(step)}" for step in item.steps)
        return f"{self.word(_EXAMPLES[item.kind])}{language} {quoted(item.text)}{steps}{given}{marks}"

    def given(self, value: str | Quantity) -> str:
        return self.quantity(value) if isinstance(value, Quantity) else quoted(value)

    def tally(self, item: nodes.Tally) -> str:
        """`expect between least and most posts`."""
        many = keywords().many("events", item.event.what, self._language)
        what = keywords().dative("events", many) if item.share else many
        tallied = (f"{self.word('OF')} " if item.share else "") + self.event(item.event, what)
        expect = self.word("EXPECT")
        if item.least is not None and item.most is not None:
            span = f"{self.value(item.least)} {self.word('AND')} {self.value(item.most)}"
            return f"{expect} {self.word('BETWEEN')} {span} {tallied}"
        if item.least is not None:
            return f"{expect} {self.word('AT_LEAST')} {self.value(item.least)} {tallied}"
        assert item.most is not None
        return f"{expect} {self.word('AT_MOST')} {self.value(item.most)} {tallied}"

    def event(self, event: nodes.Event, what: str = "", timed: bool = False) -> str:
        """`message by customer expresses question or criticism`; `what` is its word where it is not the usual one.

        `timed`: a limit that is not its own follows.
        """
        roles = f" {self.word('OR')} ".join(self.table("roles", role) for role in event.by)
        by = f" {self.word('BY')} {roles}" if roles else ""
        return f"{what or self.table('events', event.what)}{by}{self.filter(event.condition, timed)}"

    def filter(self, condition: nodes.Condition | None, timed: bool = False) -> str:
        """What is asked of the message of an event, with its blank."""
        if condition is None:
            return ""
        parts = condition.parts if isinstance(condition, nodes.Or) else (condition,)
        told = [part.concept for part in parts if isinstance(part, nodes.Expresses) and part.scope == "text"]
        if len(told) == len(parts):
            return f" {self.word('EXPRESSES')} " + f" {self.word('OR')} ".join(told)
        asked = self.condition(condition)
        return f" {self.word('WHERE')} ({asked})" if timed else f" {self.word('WHERE')} {asked}"

    def within(self, limit: nodes.Value | None) -> str:
        """A limit of time with its blank."""
        if limit is None:
            return ""
        if isinstance(limit, nodes.Quantity):
            unit = keywords().dative("units", self.table("units", limit.unit)) if limit.unit else ""
            return f" {self.word('WITHIN')} {self.quantity(Quantity(limit.value))} {unit}".rstrip()
        return f" {self.word('WITHIN')} {self.value(limit)}"

    def resembles(self, condition: nodes.Resembles) -> str:
        """`text resembles past >= 85 % at least 3 times within 30 days`."""
        text, pool = self.scope("text"), self.table("pools", condition.pool)
        what = self.word("DIFFERENT_PEOPLE" if condition.people else "TIMES")
        least = ""
        if condition.people or condition.least != Quantity(1.0):
            least = f" {self.word('AT_LEAST')} {self.value(condition.least)} {what}"
        share = f"{condition.operator} {self.value(condition.share)}"
        return f"{text} {self.word('RESEMBLES')} {pool} {share}{least}{self.within(condition.within)}"

    def condition(self, condition: nodes.Condition, inside: str = "") -> str:
        """A condition; `inside` names the operator around it (or, and, not), so that brackets keep its tree."""
        match condition:
            case nodes.Says():
                return f"{self.scope(condition.scope)} {self.word('SAYS')} {quoted(condition.phrase.text)}"
            case nodes.Expresses():
                return f"{self.scope(condition.scope)} {self.word('EXPRESSES')} {condition.concept}"
            case nodes.Compare():
                return f"{self.value(condition.left)} {condition.operator} {self.value(condition.right)}"
            case nodes.Known():
                return f"{self.name(condition.fact)} {self.word('IS_KNOWN' if condition.known else 'IS_UNKNOWN')}"
            case nodes.IsOneOf():
                if condition.named:
                    return f"{self.name(condition.fact)} {self.word('IS_ONE_OF')} {condition.named}"
                if len(condition.words) == 1:
                    return f"{self.name(condition.fact)} {self.word('IS')} {quoted(condition.words[0])}"
                return (
                    f"{self.name(condition.fact)} {self.word('IS_ONE_OF')} ({', '.join(map(quoted, condition.words))})"
                )
            case nodes.Near():
                word = self.word("PRECEDED_BY" if condition.before else "FOLLOWED_BY")
                return f"{word} ({self.event(condition.event)}){self.within(condition.within)}"
            case nodes.Timely():
                to = f" {self.word('TO_AUTHOR')}" if condition.fact == "notice" else ""
                return f"{self.name(condition.fact)}{to}{self.within(condition.within)}"
            case nodes.Ordered():
                word = self.word("IS_BEFORE" if condition.before else "IS_AFTER")
                return f"{self.name(condition.left)} {word} {self.name(condition.right)}"
            case nodes.Resembles():
                return self.resembles(condition)
            case nodes.Bare():
                guard = self.table("guards", condition.name)
                return self.name(condition.name) if guard == condition.name else guard
            case nodes.Not():
                return f"{self.word('NOT')} {self.condition(condition.part, 'not')}"
            case nodes.And():
                text = f" {self.word('AND')} ".join(self.condition(part, "and") for part in condition.parts)
                return f"({text})" if inside in ("and", "not") else text
            case nodes.Or():
                text = f" {self.word('OR')} ".join(self.condition(part, "or") for part in condition.parts)
                return f"({text})" if inside in ("or", "and", "not") else text
            case nodes.AtLeast():
                parts = ", ".join(self.condition(part) for part in condition.parts)
                return f"{self.word('AT_LEAST')} {condition.count} {self.word('OF')} ({parts})"
            case _:
                assert_never(condition)

    def value(self, value: nodes.Value) -> str:
        match value:
            case nodes.Quantity():
                return self.quantity(value)
            case nodes.Name():
                if value.name.endswith(_PEOPLE):
                    return f"{self.name(value.name.removesuffix(_PEOPLE))} {self.word('BY_DIFFERENT_PEOPLE')}"
                return self.name(value.name)
            case nodes.CountOf():
                return f"{self.word('RATE_OF' if value.per_100_words else 'COUNT_OF')} {value.concept}"
            case nodes.CountOfEvent():
                people = f" {self.word('BY_DIFFERENT_PEOPLE')}" if value.people else ""
                return f"{self.word('COUNT_OF')} ({self.event(value.event)}){people}"
            case _:
                assert_never(value)

    def scope(self, scope: str) -> str:
        return self.table("scopes", scope)


class _Uncommented(_Printer):
    """Leaves comments out."""

    def lay(self, layout: Layout, statement: str) -> str:
        return statement

    def closing(self, layout: Layout) -> list[str]:
        return [self.word("END")]
