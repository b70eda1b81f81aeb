"""Parse tree -> nodes, comments shared out among the statements they stand at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from lark import Token, Tree

from . import nodes
from .diagnostics import Diagnostic, Level, Said, did_you_mean, row, say
from .keywords import keywords
from .lexer import Comment
from .names import canonical, canonical_wording
from .nodes import Layout, Local, Phrase, Quantity
from .source import Source, Span

Branch = Tree[Token]
_EXAMPLES: Final = {
    "CATCHES": "catches", "ALLOWS": "allows", "LEAVES_OPEN": "leaves-open",
    "KNOWN_MISS": "known-miss", "KNOWN_FALSE_ALARM": "known-false-alarm",
}  # fmt: skip


class Build:
    """Makes the nodes of one block; owns the comments not yet placed."""

    def __init__(self, source: Source, comments: tuple[Comment, ...], diagnostics: list[Diagnostic]) -> None:
        self._source = source
        self._comments = list(comments)
        self._diagnostics = diagnostics
        self._own: frozenset[str] = frozenset()  # names of the rule's parameters, which go before facts

    def block(self, tree: Branch) -> nodes.AnyBlock:
        """The node of a whole block."""
        kind, name = _token(tree, 0), _token(tree, 1)
        end = tree.children[-1]
        span = Span(_start(kind), _end(end) if isinstance(end, Token) else _span(tree).end)
        place = {"span": span, "id_span": _span(name)}
        layout = Layout(self._before(span.start), "")
        match tree.data:
            case "guideline":
                layout = Layout(layout.comments, self._behind(_end(_token(tree, 2))))
                branches = [child for child in tree.children if isinstance(child, Tree)]
                valid = next((self._valid(child) for child in branches if child.data != "guideline_clause"), None)
                clauses = tuple(self._guideline_clause(child) for child in branches if child.data == "guideline_clause")
                closing = self._closing(span.end)
                return nodes.Guideline(
                    str(name), str(tree.children[2]), valid, clauses, layout=layout, closing=closing, **place
                )
            case "define":
                phrases = self._phrases(_branches(tree)[0])
                language = _language(tree) if isinstance(tree.children[3], Token) and len(tree.children) > 4 else ""
                return nodes.Define(
                    str(name), language, phrases, layout=layout, closing=self._closing(span.end), **place
                )
            case "concept":
                layout = Layout(layout.comments, self._behind(_end(_token(tree, 3))))
                items = tuple(self._concept_item(child) for child in _branches(tree))
                closing = self._closing(span.end)
                return nodes.Concept(str(name), _language(tree), items, layout=layout, closing=closing, **place)
            case _:
                layout = Layout(layout.comments, self._behind(_end(_token(tree, 3))))
                subject = _token(tree, 3)
                known = self._table("subjects", subject, "K203", say("subject"))
                self._own = frozenset(_parameter_names(tree))
                rule_items = tuple(item for child in _branches(tree) for item in self._rule_items(child))
                closing = self._closing(span.end)
                return nodes.Rule(str(name), known, rule_items, layout=layout, closing=closing, **place)

    def _concept_item(self, tree: Branch) -> nodes.ConceptItem:
        span, layout = _span(tree), self._layout(tree)
        match tree.data:
            case "says":
                children = _branches(tree)
                condition = self._condition(children[1]) if len(children) > 1 else None
                return nodes.SaysLine(self._phrases(children[0]), condition, span, layout)
            case "unless":
                return nodes.Unless(tuple(self._conditions(tree)), span, layout)
            case "only":
                return nodes.OnlyIf(self._conditions(tree)[0], span, layout)
            case "holds":
                return nodes.HoldsWhen(self._conditions(tree)[0], span, layout)
            case "learned":
                return nodes.LearnedFrom(str(_token(tree, 1)), span, layout)
            case "title":
                return nodes.Title(self._filled(_tree(tree, 1)), span, layout)
            case "because":
                return nodes.Because(self._filled(_tree(tree, 1)), span, layout)
            case _:
                return self._example(tree, span, layout)

    def _rule_items(self, tree: Branch) -> Iterator[nodes.RuleItem]:
        """One node a statement, but one for each parameter where several are set at once."""
        if tree.data == "parameter":
            yield from self._parameters(tree)
        else:
            yield self._rule_item(tree)

    def _rule_item(self, tree: Branch) -> nodes.RuleItem:
        span, layout = _span(tree), self._layout(tree)
        match tree.data:
            case "clause":
                return nodes.ClauseOf(str(tree.children[1]), span, layout)
            case "severity":
                level = self._table("severities", _token(tree, 1), "K204", say("severity"))
                return nodes.SeverityOf(level, next(iter(self._conditions(tree)), None), span, layout)
            case "title":
                return nodes.Title(self._filled(_tree(tree, 1)), span, layout)
            case "message":
                return nodes.MessageOf(self._filled(_tree(tree, 1)), span, layout)
            case "because":
                return nodes.Because(self._filled(_tree(tree, 1)), span, layout)
            case "by":
                tokens = [child for child in _tree(tree, 1).children if isinstance(child, Token) and child.type == "ID"]
                roles = tuple(self._table("roles", token, "K209", say("role")) for token in tokens)
                return nodes.ByRoles(roles, span, layout)
            case "on":
                return nodes.OnChannels(_ids(_tree(tree, 1)), span, layout)
            case "in":
                return nodes.InLanguages(_ids(_tree(tree, 1)), span, layout)
            case "valid_from" | "valid_until":
                return self._valid(tree, layout)
            case "when":
                return nodes.When(self._conditions(tree)[0], span, layout)
            case "forbid":
                return nodes.Forbid(self._conditions(tree)[0], False, span, layout)
            case "forbid_once":
                return nodes.Forbid(self._conditions(tree)[0], True, span, layout)
            case "require":
                return nodes.Require(self._conditions(tree)[0], span, layout)
            case "permit":
                acts = tuple(self._event_name([token]) for token in _id_tokens(_tree(tree, 1)))
                return nodes.Permit(acts, self._condition(_tree(tree, -1)), span, layout)
            case "after":
                return nodes.After(tuple(self._event(child) for child in _branches(tree)), span, layout)
            case "expect":
                branches = _branches(tree)
                events = tuple(self._event(child) for child in branches if child.data == "event")
                limits = [self._value(child) for child in branches if child.data != "event"]
                later = any(isinstance(child, Token) and child.type == "OR_LATER" for child in tree.children)
                return nodes.Expect(events, limits[0] if limits else None, later, span, layout)
            case "tally_between" | "tally_least" | "tally_most":
                return self._tally(tree, span, layout)
            case "per":
                return nodes.Per(self._table("periods", _token(tree, 1), "K226", say("period")), span, layout)
            case "except":
                return nodes.Exception_(self._conditions(tree)[0], str(tree.children[-1]), span, layout)
            case "if_unknown":
                verdict = self._table("verdicts", _token(tree, 3), "K205", say("verdict"))
                return nodes.IfUnknown(self._name(_token(tree, 1)), verdict, span, layout)
            case "route":
                return nodes.Route(str(tree.children[1]), span, layout)
            case "status":
                return nodes.Status(self._table("statuses", _token(tree, 1), "K206", say("status")), span, layout)
            case "suggest_remove":
                return nodes.Suggest("remove", (), span, layout)
            case "suggest_replace":
                return nodes.Suggest("replace", self._local(_tree(tree, 2)), span, layout)
            case "suggest_add":
                return nodes.Suggest("add", self._local(_tree(tree, 2)), span, layout)
            case "suggest_say":
                return nodes.Suggest("say", self._local(_tree(tree, 2)), span, layout)
            case _:
                return self._example(tree, span, layout)

    def _guideline_clause(self, tree: Branch) -> nodes.GuidelineClause:
        demands = _ids(_tree(tree, -1)) if len(tree.children) > 3 else ()
        layout = self._layout(tree)
        return nodes.GuidelineClause(str(tree.children[1]), self._local(_tree(tree, 2)), demands, _span(tree), layout)

    def _valid(self, tree: Branch, layout: Layout | None = None) -> nodes.Valid:
        dates = [str(child) for child in tree.children if isinstance(child, Token) and child.type == "DATE"]
        where = layout or Layout()
        if tree.data == "valid_until":
            return nodes.Valid(None, dates[0], _span(tree), where)
        return nodes.Valid(dates[0], dates[1] if len(dates) > 1 else None, _span(tree), where)

    def _parameters(self, tree: Branch) -> Iterator[nodes.Parameter]:
        """`parameter a = 1, on x = 2, b = 3`: two parameters, the first with a value of its own for x."""
        layout = self._layout(tree)
        name, value, channels = str(_token(tree, 1)), _quantity(_tree(tree, 3)), list[tuple[str, Quantity]]()
        for setting in _branches(tree)[1:]:
            quantity = _quantity(_tree(setting, -1))
            if setting.data == "on_channel":
                channels.append((str(_token(setting, 2)), quantity))
                continue
            yield nodes.Parameter(name, value, tuple(channels), _span(tree), layout)
            name, value, channels, layout = str(_token(setting, 1)), quantity, [], Layout()
        yield nodes.Parameter(name, value, tuple(channels), _span(tree), layout)

    def _tally(self, tree: Branch, span: Span, layout: Layout) -> nodes.Tally:
        *limits, tallied = _branches(tree)
        share = any(isinstance(child, Token) for child in tallied.children)
        event = self._event(_branches(tallied)[0])
        values = [self._value(limit) for limit in limits]
        least = None if tree.data == "tally_most" else values[0]
        most = None if tree.data == "tally_least" else values[-1]
        return nodes.Tally(least, most, event, share, span, layout)

    def _event(self, tree: Branch) -> nodes.Event:
        """An event by its words: `customer message expresses question or criticism`, `reply by us`."""
        if tree.data != "event":  # in brackets
            return self._event(_branches(tree)[0])
        name = _branches(tree)[0]
        words = [_token(word, 0) for word in _branches(name)]
        by = tuple(self._table("roles", token, "K209", say("role")) for token in _id_tokens(tree))
        if len(words) > 1 and (role := keywords().canonical("roles", str(words[0]))):
            by, words = (role, *by), words[1:]
        condition: nodes.Condition | None = None
        for child in _branches(tree)[1:]:
            if child.data == "filter_concepts":
                told = tuple(nodes.Expresses("text", str(token), _span(token)) for token in _id_tokens(child))
                spoken: nodes.Condition = told[0] if len(told) == 1 else nodes.Or(told, _span(child))
                more = self._conditions(child)
                parts = more[0].parts if more and isinstance(more[0], nodes.And) else tuple(more)
                condition = nodes.And((spoken, *parts), _span(child)) if more else spoken
            else:
                condition = self._conditions(child)[0]
        return nodes.Event(self._event_name(words), by, condition, _span(tree))

    def _event_name(self, words: list[Token]) -> str:
        """The canonical name of an event written in one word or two."""
        written = " ".join(str(word) for word in words)
        name = keywords().canonical("events", written)
        if name is not None:
            return name
        spellings = [each for word in keywords().sections["events"] for both in word.spellings for each in both]
        hint = did_you_mean(written, spellings) or _known("events")
        span = Span(_start(words[0]), _end(words[-1]))
        message = say("unknown event `{written}`", written=written)
        self._diagnostics.append(Diagnostic("K227", Level.ERROR, self._source, span, message, hint))
        return written

    def _example(self, tree: Branch, span: Span, layout: Layout) -> nodes.Example:
        kind = _EXAMPLES[str(_token(_tree(tree, 0), 0).type)]
        language = text = ""
        given: list[nodes.Given] = []
        marks: list[str] = []
        steps: list[str] = []
        before = ""
        for child in tree.children[1:]:
            if isinstance(child, Tree):
                given.append(self._given(child))
                before = "GIVEN"
            elif child.type == "ID":
                language = str(child)
            elif child.type == "STRING" and before == "THEN":
                steps.append(str(child))
            elif child.type == "STRING" and before in ("", "ID"):
                text, before = str(child), "TEXT"
            elif child.type == "STRING":
                marks.append(str(child))
            elif child.type in ("THEN", "GIVEN", "MARKS"):
                before = child.type
        return nodes.Example(kind, text, language, tuple(given), tuple(marks), span, layout, tuple(steps))

    def _conditions(self, tree: Branch) -> list[nodes.Condition]:
        """The conditions among the children of a statement, in order."""
        return [self._condition(child) for child in tree.children if isinstance(child, Tree)]

    def _condition(self, tree: Branch) -> nodes.Condition:
        span = _span(tree)
        match tree.data:
            case "or_":
                parts = tuple(self._conditions(tree))
                return parts[0] if len(parts) == 1 else nodes.Or(parts, span)
            case "and_":
                parts = tuple(self._conditions(tree))
                return parts[0] if len(parts) == 1 else nodes.And(parts, span)
            case "not_":
                return nodes.Not(self._conditions(tree)[0], span)
            case "at_least":
                written = str(_token(tree, 1))
                count = int(written) if written.isdigit() and len(written) < 4 else 0
                return nodes.AtLeast(count, tuple(self._conditions(tree)), span)
            case "says_":
                text = _token(tree, 2)
                return nodes.Says(self._scope(_token(tree, 0)), Phrase(str(text), _span(text)), span)
            case "expresses":
                return nodes.Expresses(self._scope(_token(tree, 0)), str(tree.children[2]), span)
            case "compare":
                left, operator, right = tree.children
                return nodes.Compare(self._value(_as_tree(left)), str(operator), self._value(_as_tree(right)), span)
            case "known" | "unknown":
                return nodes.Known(self._name(_token(tree, 0)), tree.data == "known", span)
            case "is_" | "is_one_of" | "is_not":
                kinds = ("ID", "STRING")
                words = tuple(str(c) for c in tree.children[1:] if isinstance(c, Token) and c.type in kinds)
                positive = nodes.IsOneOf(self._name(_token(tree, 0)), words, "", span)
                return nodes.Not(positive, span) if tree.data == "is_not" else positive
            case "is_listed":
                return nodes.IsOneOf(self._name(_token(tree, 0)), (), str(_token(tree, 2)), span)
            case "is_before" | "is_after":
                names = [self._name(token) for token in _id_tokens(tree)]
                return nodes.Ordered(names[0], tree.data == "is_before", names[1], span)
            case "timely":
                return nodes.Timely(self._name(_token(tree, 0)), self._value(_tree(tree, -1)), span)
            case "followed_by" | "preceded_by":
                event, *limits = _branches(tree)
                within = self._value(limits[0]) if limits else None
                return nodes.Near(self._event(event), tree.data == "preceded_by", within, span)
            case "resembles":
                return self._resembles(tree, span)
            case "guard":
                return nodes.Bare(str(tree.children[0]), span)
            case "bare":
                written = _token(tree, 0)
                return nodes.Bare(keywords().canonical("guards", str(written)) or self._name(written), span)
            case _:
                return self._conditions(tree)[0]

    def _resembles(self, tree: Branch, span: Span) -> nodes.Resembles:
        """`[text] resembles POOL >= SHARE [at least N times|different people] [within DURATION]`."""
        share: nodes.Value = Quantity(100.0, "percent")
        least: nodes.Value = Quantity(1.0)
        within: nodes.Value | None = None
        pool, operator, people, before = "", ">=", False, ""
        for child in tree.children:
            if isinstance(child, Tree):
                value = self._value(child)
                match before:
                    case "COMPARE":
                        share = value
                    case "AT_LEAST":
                        least = value
                    case _:
                        within = value
            elif child.type == "ID" and before == "RESEMBLES":
                pool = self._table("pools", child, "K228", say("pool of texts"))
            elif child.type == "COMPARE":
                operator = str(child)
            people = people or (isinstance(child, Token) and child.type == "DIFFERENT_PEOPLE")
            before = child.type if isinstance(child, Token) else ""
        return nodes.Resembles(pool, operator, share, least, people, within, span)

    def _value(self, tree: Branch) -> nodes.Value:
        match tree.data:
            case "people":
                return nodes.Name(f"{self._name(_token(tree, 0))}.people", _span(tree))
            case "count_of_event":
                people = any(isinstance(c, Token) and c.type == "BY_DIFFERENT_PEOPLE" for c in tree.children)
                return nodes.CountOfEvent(self._event(_branches(tree)[0]), people, _span(tree))
            case "quantity":
                return _quantity(tree)
            case "count_of":
                return nodes.CountOf(str(tree.children[1]), False, _span(tree))
            case "rate_of":
                return nodes.CountOf(str(tree.children[1]), True, _span(tree))
            case "value":
                return self._value(_as_tree(tree.children[0]))
            case _:
                return nodes.Name(self._name(_token(tree, 0)), _span(tree))

    def _given(self, tree: Branch) -> nodes.Given:
        value = tree.children[2]
        fact = self._name(_token(tree, 0))
        return nodes.Given(fact, _quantity(value) if isinstance(value, Tree) else str(value), _span(tree))

    def _name(self, token: Token) -> str:
        """The English name of a fact or signal, whichever language it was written in."""
        return canonical(str(token), self._own)

    def _scope(self, token: Token) -> str:
        return self._table("scopes", token, "K207", say("scope"))

    def _table(self, section: str, token: Token, code: str, what: Said) -> str:
        """The canonical name of a word that must stand in a keyword table; else a diagnostic and the word itself."""
        written = self._source.text[_start(token) : token.end_pos] if token.type != "ID" else str(token)
        name = keywords().canonical(section, written)
        if name is not None:
            return name
        spellings = [each for word in keywords().sections[section] for both in word.spellings for each in both]
        hint = did_you_mean(written, spellings) or _known(section)
        message = say("unknown {what} `{written}`", what=what, written=written)
        self._diagnostics.append(Diagnostic(code, Level.ERROR, self._source, _span(token), message, hint))
        return written

    def _phrases(self, tree: Branch) -> tuple[Phrase, ...]:
        return tuple(
            Phrase(str(child), _span(child))
            for child in tree.children
            if isinstance(child, Token) and child.type == "STRING"
        )

    def _local(self, tree: Branch) -> Local:
        """Wordings with their languages; the same language twice is a mistake."""
        found: dict[str, str] = {}
        tokens = [child for child in tree.children if isinstance(child, Token)]
        for language, text in zip(tokens[::2], tokens[1::2], strict=True):
            if str(language) not in ("de", "en") or str(language) in found:
                twice = say("language `{language}` is given twice here", language=str(language))
                unknown = say("language `{language}` is unknown here", language=str(language))
                message = twice if str(language) in found else unknown
                hint = say("write one text for `de` and one for `en`")
                self._diagnostics.append(Diagnostic("K208", Level.ERROR, self._source, _span(language), message, hint))
            found[str(language)] = str(text)
        return tuple(found.items())

    def _filled(self, tree: Branch) -> Local:
        """Wordings with placeholders in them."""
        return tuple((language, canonical_wording(text, self._own)) for language, text in self._local(tree))

    # Comments

    def _layout(self, tree: Branch) -> Layout:
        span = _span(tree)
        inside = self._take(lambda comment: comment.span.start < span.end)
        return Layout(tuple(comment.text for comment in inside), self._behind(span.end))

    def _before(self, position: int) -> tuple[str, ...]:
        return tuple(comment.text for comment in self._take(lambda comment: comment.span.start < position))

    def _behind(self, position: int) -> str:
        """The remark that follows `position` on the same line."""
        if self._comments and self._comments[0].trailing:
            between = self._source.text[position : self._comments[0].span.start]
            if "\n" not in between and not between.strip():
                return self._comments.pop(0).text
        return ""

    def _closing(self, position: int) -> Layout:
        return Layout(self._before(position), self._behind(position))

    def _take(self, belongs: Callable[[Comment], bool]) -> Iterator[Comment]:
        taken = []
        while self._comments and belongs(self._comments[0]):
            taken.append(self._comments.pop(0))
        return iter(taken)


def _known(section: str) -> Said:
    return say("known here: {names}", names=row(keywords().told(section, name) for name in keywords().names(section)))


def _quantity(tree: Branch) -> Quantity:
    unit = str(tree.children[1]) if len(tree.children) > 1 else ""
    return Quantity(float(str(tree.children[0])), unit)


def _parameter_names(rule: Branch) -> Iterator[str]:
    for child in _branches(rule):
        if child.data == "parameter":
            yield str(_token(child, 1))
            yield from (str(_token(each, 1)) for each in _branches(child) if each.data == "one_more")


def _id_tokens(tree: Branch) -> list[Token]:
    return [child for child in tree.children if isinstance(child, Token) and child.type == "ID"]


def _ids(tree: Branch) -> tuple[str, ...]:
    return tuple(str(child) for child in tree.children if isinstance(child, Token) and child.type == "ID")


def _language(tree: Branch) -> str:
    return str(tree.children[3])


def _branches(tree: Branch) -> list[Branch]:
    return [child for child in tree.children if isinstance(child, Tree)]


def _tree(tree: Branch, index: int) -> Branch:
    return _as_tree(tree.children[index])


def _as_tree(child: Token | Branch) -> Branch:
    assert isinstance(child, Tree), child
    return child


def _token(tree: Branch, index: int) -> Token:
    child = tree.children[index]
    assert isinstance(child, Token), child
    return child


def _start(token: Token) -> int:
    return token.start_pos or 0


def _end(token: Token) -> int:
    return token.end_pos or 0


def _span(piece: Token | Branch) -> Span:
    if isinstance(piece, Token):
        return Span(_start(piece), _end(piece))
    return Span(getattr(piece.meta, "start_pos", 0), getattr(piece.meta, "end_pos", 0))
