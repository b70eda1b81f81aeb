"""A program and a message give verdicts, findings and a decision."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from knigge.engine.compiler import compile_rules
from knigge.engine.evaluator import LONGEST, as_hint, concerns, evaluate
from knigge.engine.finding import Decision, Outcome, Result, Severity, Suggestion
from knigge.engine.parser import parse
from knigge.engine.policy import Policy
from knigge.engine.program import Program
from knigge.engine.record import Author, Exchange, Message, Role
from knigge.engine.source import Source

Judge = Callable[[str, Exchange], Result]


@pytest.fixture(scope="module")
def judged(program: Callable[[str], Program]) -> Judge:
    """A function from a rule's statements to what the rule says of an exchange; „doof“ is what it minds."""

    def judge(statements: str, exchange: Exchange) -> Result:
        demand = "" if "forbid" in statements or "require" in statements else 'forbid text says "doof"'
        return evaluate(
            program(
                'concept mood in de says "doof", "dumm" end concept mood in en says "silly" end\n'
                f"rule tone.mood about reply clause calm {demand} {statements}\n"
                'title de "Ton" en "Tone" because de "Darum." en "So."\n'
                'message de "„{match}“ {count}" en "“{match}” {count}" end'
            ),
            exchange,
        )

    return judge


def _reply(
    text: str, channel: str | None = None, language: str | None = "de", published: str | None = None
) -> Exchange:
    author = Author("us", Role.US)
    return Exchange(Message("m", text, "reply", channel, language, author, published=published))


def _outcome(result: Result) -> Outcome:
    (verdict,) = result.verdicts
    return verdict.outcome


def _edited(result: Result, text: str) -> list[str]:
    edits = [each for finding in result.findings for each in finding.suggestions]
    return [text[: each.start] + each.text + text[each.end :] for each in edits]


def test_each_place_is_a_finding(judged: Judge) -> None:
    result = judged("", _reply("Doof. Ganz doof!"))

    assert [(each.start, each.end, each.excerpt) for each in result.findings] == [(0, 4, "Doof"), (11, 15, "doof")]
    first = result.findings[0]
    assert (first.rule, first.clause, first.clause_text) == ("tone.mood", "calm", "We stay calm.")
    assert (first.title, first.why, first.message) == ("Tone", "So.", "“Doof” 2")
    assert _outcome(result) is Outcome.VIOLATION


def test_words_for_people_come_in_their_language(program: Callable[[str], Program]) -> None:
    compiled = program(
        'rule a.b about reply clause calm forbid text says "doof" title de "Ton" en "Tone"\n'
        'message de "Nein: {match}" en "No: {match}" end'
    )

    (finding,) = evaluate(compiled, _reply("doof"), "de").findings

    assert (finding.title, finding.message, finding.clause_text) == ("Ton", "Nein: doof", "Wir bleiben ruhig.")


def test_once_means_one_finding(judged: Judge) -> None:
    assert len(judged('forbid once text says "doof"', _reply("Doof, doof, doof")).findings) == 1


def test_places_that_overlap_are_one_finding(judged: Judge) -> None:
    result = judged('forbid text says "ganz doof" or text says "doof"', _reply("Ganz doof."))

    assert [each.excerpt for each in result.findings] == ["Ganz doof"]


def test_a_demand_without_a_place_marks_the_whole_text(judged: Judge) -> None:
    result = judged('require text says "danke"', _reply("Nein."))

    assert [(each.start, each.end, each.excerpt) for each in result.findings] == [(0, 5, "Nein.")]


@pytest.mark.parametrize(
    ("statements", "outcome"),
    [
        ("", Outcome.VIOLATION),
        ("forbid text says \"gut\"", Outcome.FULFILLED),
        ("require text says \"doof\"", Outcome.FULFILLED),
        ("require text says \"gut\"", Outcome.VIOLATION),
        ("when text.words > 9", Outcome.NOT_APPLICABLE),
        ("when channel is x", Outcome.UNDECIDED),
        ("when text.words > 9 and channel is x", Outcome.NOT_APPLICABLE),
        ('except text.words < 9 because "short"', Outcome.NOT_APPLICABLE),
        ('except channel is x because "x"', Outcome.UNDECIDED),
        ('forbid text says "gut" except channel is x because "x"', Outcome.FULFILLED),
        ("on x", Outcome.UNDECIDED),
        ("in de", Outcome.VIOLATION),
        ("in en", Outcome.NOT_APPLICABLE),
        ("if unknown channel then not-applicable when channel is x", Outcome.NOT_APPLICABLE),
        ("if unknown channel then undecided when channel is x", Outcome.UNDECIDED),
        ("if unknown channel then violation when channel is x", Outcome.VIOLATION),
        ("if unknown parent then violation when channel is x", Outcome.UNDECIDED),
        ("forbid text expresses mood", Outcome.VIOLATION),
        ("forbid count of mood >= 2", Outcome.FULFILLED),
    ],
)  # fmt: skip
def test_a_statement_has_its_outcome(statements: str, outcome: Outcome, judged: Judge) -> None:
    assert _outcome(judged(statements, _reply("Das ist doof."))) is outcome


def test_a_rule_judges_what_it_is_about(program: Callable[[str], Program]) -> None:
    def judged(about: str, message: Message) -> Outcome:
        text = f'rule a.b about {about} clause calm forbid public title de "T" en "T" message de "M" en "M" end'
        return _outcome(evaluate(program(text), Exchange(message)))

    reply, post = Message("m", "x", "reply", language="de"), Message("m", "x", "post", language="de")
    theirs = replace(reply, author=Author("c", Role.CUSTOMER))

    assert judged("reply", reply) is judged("post", post) is Outcome.VIOLATION
    assert judged("reply", post) is judged("post", reply) is Outcome.NOT_APPLICABLE
    assert judged("message", reply) is judged("message", post) is Outcome.VIOLATION
    assert judged("message", theirs) is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("by", "judged"),
    [
        ("", {None, Role.US}),
        ("by us", {None, Role.US}),
        ("by us, other", {None, Role.US, Role.OTHER}),
        ("von uns, anderen", {None, Role.US, Role.OTHER}),
        ("by customers, bots", {Role.CUSTOMER, Role.BOT}),
    ],
)
def test_a_rule_says_whose_messages_it_judges(
    by: str, judged: set[Role | None], program: Callable[[str], Program]
) -> None:
    text = f'rule a.b about reply clause calm {by} forbid public title de "T" en "T" message de "M" en "M" end'
    compiled = program(text)

    found = {
        role
        for role in (None, *Role)
        if _outcome(evaluate(compiled, Exchange(Message("m", "x", "reply", author=Author("a", role)))))
        is Outcome.VIOLATION
    }

    assert found == judged
    assert concerns(compiled, Message("m", "x", "reply", author=Author("a", Role.OTHER))) is (Role.OTHER in judged)
    assert not concerns(compiled, Message("m", "x", "post", author=Author("a", Role.OTHER)))
    assert concerns(compiled, Message("m", "x", "post"))


def test_channels_choose_rule_and_parameter(judged: Judge) -> None:
    statements = "parameter most = 9 words, on x = 2 words on x, facebook forbid text.words > most"

    assert _outcome(judged(statements, _reply("eins zwei drei", "x"))) is Outcome.VIOLATION
    assert _outcome(judged(statements, _reply("eins zwei drei", "facebook"))) is Outcome.FULFILLED
    assert _outcome(judged(statements, _reply("eins zwei drei", "blog"))) is Outcome.NOT_APPLICABLE


def test_an_unknown_language_leaves_open_what_depends_on_it(judged: Judge) -> None:
    unknown = _reply("Zzyzx qwrt", language="fr")

    open_ = judged("", unknown)
    decided = judged("forbid text.words > 1", unknown)

    assert (_outcome(open_), open_.verdicts[0].needs) == (Outcome.UNDECIDED, ("language",))
    assert open_.verdicts[0].reason == "is `fr`"
    assert _outcome(decided) is Outcome.VIOLATION


def test_a_region_is_no_other_language(judged: Judge) -> None:
    assert _outcome(judged("", _reply("doof", language="de-AT"))) is Outcome.VIOLATION


def test_a_rule_is_in_force_on_its_days_both_included(judged: Judge) -> None:
    statements = "valid from 2026-03-01 until 2026-03-31"

    def found(published: str | None) -> int:
        return len(judged(statements, _reply("doof", published=published)).findings)

    days = ["2026-02-28T23:59:00Z", "2026-03-01T00:00:00Z", "2026-03-31T23:59:59Z", "2026-04-01T00:00:00Z", None]
    assert [found(day) for day in days] == [0, 1, 1, 0, 1]


def test_a_message_without_words_is_undecided(judged: Judge) -> None:
    result = judged("", Exchange(Message("m", None, "reply")))

    assert (_outcome(result), result.verdicts[0].needs) == (Outcome.UNDECIDED, ("text",))


def test_a_parent_that_is_too_long_to_read_counts_as_unknown(judged: Judge) -> None:
    statements = 'forbid parent says "kaputt"'
    reply = _reply("Das ist gut.")
    short = replace(reply, parent=Message("p", "Alles kaputt.", "comment"), parent_known=True)
    long = replace(reply, parent=Message("p", "kaputt " * LONGEST, "comment"), parent_known=True)

    assert _outcome(judged(statements, short)) is Outcome.VIOLATION
    assert _outcome(judged(statements, long)) is Outcome.UNDECIDED


def test_a_text_that_is_too_long_is_an_error_and_no_pass(judged: Judge) -> None:
    longest = judged("", _reply("x" * LONGEST))
    longer = judged("", _reply("x" * (LONGEST + 1)))

    assert _outcome(longest) is Outcome.FULFILLED
    assert (_outcome(longer), longer.decision) == (Outcome.ERROR, Decision.REVISE)
    assert str(LONGEST) in longer.verdicts[0].reason


def test_an_empty_text_is_judged(judged: Judge) -> None:
    assert _outcome(judged("forbid text.words > 0", _reply(""))) is Outcome.FULFILLED
    (finding,) = judged("forbid text.words = 0", _reply("")).findings
    assert (finding.start, finding.end, finding.excerpt) == (0, 0, "")


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Das lief doof.", "Das lief."),
        ("Doof, das kommt vor.", "Das kommt vor."),
        ("Doof. Wir helfen.", "Wir helfen."),
        ("Gut. Doof. Wir helfen.", "Gut. Wir helfen."),
        ("Wir helfen, doof.", "Wir helfen."),
        ("Das ist doof gelaufen", "Das ist gelaufen"),
        ("doof", ""),
        ("Doof!", ""),
    ],
)
def test_words_are_taken_out_without_a_scar(text: str, without: str, judged: Judge) -> None:
    assert _edited(judged("suggest remove match", _reply(text)), text) == [without]


def test_a_replacement_speaks_the_language_of_the_text(judged: Judge) -> None:
    statements = 'forbid text expresses mood suggest replace match with de "schade" en "a pity"'

    assert _edited(judged(statements, _reply("Das ist doof.")), "Das ist doof.") == ["Das ist schade."]
    silly = judged(statements, _reply("This is silly.", language="en"))
    assert _edited(silly, "This is silly.") == ["This is a pity."]


def test_what_is_added_stands_at_the_end(judged: Judge) -> None:
    text = "Das ist doof."

    result = judged('suggest add de "Wir helfen." en "We help." suggest say instead de "So." en "So."', _reply(text))

    assert _edited(result, text) == ["Das ist doof. Wir helfen."]
    assert result.findings[0].advice == "Wir helfen. So."
    assert result.findings[0].suggestions == (Suggestion(13, 13, " Wir helfen."),)


@pytest.mark.parametrize("suggestion", ["remove match", 'replace match with de "x" en "x"'])
def test_what_has_no_place_is_not_edited(suggestion: str, judged: Judge) -> None:
    for demand in ('require text says "danke"', "forbid channel is x"):
        result = judged(f"{demand} suggest {suggestion}", _reply("Nein.", "x"))

        assert [each.suggestions for each in result.findings] == [()]


def test_a_message_is_filled_with_what_the_rule_did_not_read(program: Callable[[str], Program]) -> None:
    compiled = program(
        'rule a.b about reply clause calm forbid text says "doof" title de "T" en "T"\n'
        'because de "{match}: {text.words}" en "{match}: {text.words}"\n'
        'message de "{text.words} {kanal} {kunde.name} {bezug.wörter} {nie}" en "{channel} {customer.name} {count}" end'
    )

    (german,) = evaluate(compiled, _reply("Ganz doof.", "x"), "de").findings
    (english,) = evaluate(compiled, _reply("Ganz doof.", "x"), "en").findings

    assert (german.message, german.why) == ("2 x unbekannt unbekannt {nie}", "doof: 2")
    assert english.message == "x unknown 1"
    assert german.facts == (("channel", "x"), ("text.words", "2"))


def test_facts_that_were_read_are_kept_with_the_finding(judged: Judge) -> None:
    (finding,) = judged("when channel is x and text.words < 9", _reply("doof", "x")).findings

    assert finding.facts == (("channel", "x"), ("text.words", "1"))


@pytest.mark.parametrize(
    ("statements", "text", "severities"),
    [
        ('severity note severity error if text says "ganz doof"', "Doof, dann ganz doof.", ["note", "error"]),
        ('severity error if text says "ganz doof" severity note', "Doof, dann ganz doof.", ["note", "error"]),
        ("severity note severity error if channel is facebook", "Doof, dann ganz doof.", ["error", "error"]),
        ("severity note severity error if channel is x", "Doof.", ["note"]),
        ("severity note severity error if customer.name is aylin", "Doof.", ["note"]),
        ("severity note if text.words > 0 severity error if text.words > 1", "Doof.", ["note"]),
        ("severity error if text.words > 0 severity note if text.words = 1", "Doof.", ["note"]),
        ('forbid once text says "doof" severity error if text says "ganz"', "Doof, ganz", ["error"]),
        ('require text says "danke" severity error if text says "ganz"', "Doof, ganz", ["error"]),
        (
            "severity error if text expresses mood and text.words > most parameter most = 1 words",
            "Doof. Da.",
            ["error"],
        ),
        ("severity error if text expresses nosuch", "Doof.", ["warning"]),
    ],
)
def test_a_severity_may_depend(statements: str, text: str, severities: list[str], judged: Judge) -> None:
    result = judged(statements, _reply(text, "facebook"))

    assert [str(each.severity) for each in result.findings] == severities


def test_the_severity_of_a_policy_goes_before_those_of_the_rule(
    program: Callable[[str], Program], policy: Callable[[str], Policy]
) -> None:
    text = (
        'rule a.b about reply clause calm forbid text says "doof" severity error if text.words > 0\n'
        'title de "T" en "T" message de "M" en "M" end'
    )
    milder = policy("own_rules: |\n  rule a.b about reply\n    forbid public\n  end\nrules: {a.b: note}")
    compiled, _ = compile_rules([parse(Source("x", text))], milder, "test")

    assert compiled
    assert [str(each.severity) for each in evaluate(compiled, _reply("Doof.")).findings] == ["note"]
    assert [str(each.severity) for each in evaluate(program(text), _reply("Doof.")).findings] == ["error"]


def test_what_a_severity_asks_for_leaves_the_verdict_alone(program: Callable[[str], Program]) -> None:
    text = (
        'rule a.b about reply clause calm forbid text.words > 0 severity error if text says "doof"\n'
        'title de "T" en "T" message de "M" en "M" end'
    )

    (finding,) = evaluate(program(text), _reply("x", language=None)).findings

    assert str(finding.severity) == "warning"


def test_findings_come_in_text_order_the_gravest_first(program: Callable[[str], Program]) -> None:
    def rule(name: str, severity: str, word: str) -> str:
        return (
            f'rule a.{name} about reply clause calm severity {severity} forbid text says "{word}"\n'
            'title de "T" en "T" message de "M" en "M" end\n'
        )

    compiled = program(rule("late", "error", "doof") + rule("mild", "note", "das ist") + rule("grave", "error", "das"))

    assert [each.rule for each in evaluate(compiled, _reply("Das ist doof.")).findings] == [
        "a.grave",
        "a.mild",
        "a.late",
    ]


@pytest.mark.parametrize(
    ("statements", "text", "decision"),
    [
        ("severity note", "doof", Decision.PUBLISH),
        ("severity warning", "doof", Decision.REVISE),
        ("severity error", "doof", Decision.STOP),
        ("severity error", "gut", Decision.PUBLISH),
        ('severity warning route "legal"', "doof", Decision.APPROVE),
        ('severity error route "legal"', "doof", Decision.STOP),
        ("when channel is x", "doof", Decision.PUBLISH),
    ],
)
def test_the_gravest_finding_decides(statements: str, text: str, decision: Decision, judged: Judge) -> None:
    assert judged(statements, _reply(text)).decision is decision


def test_a_policy_decides_what_follows(program: Callable[[str], Program], policy: Callable[[str], Policy]) -> None:
    decisions = policy("decisions: {warning: approve, undecided: revise}").decisions
    compiled = program(
        'rule a.b about reply clause calm forbid text says "doof" title de "T" en "T" message de "M" en "M" end'
    )
    strict = replace(compiled, decisions={name: Decision(each) for name, each in decisions})

    assert evaluate(strict, _reply("doof")).decision is Decision.APPROVE
    assert evaluate(strict, _reply("doof", language="fr")).decision is Decision.REVISE


def test_a_channel_the_policy_does_not_cover_is_not_judged(program: Callable[[str], Program]) -> None:
    compiled = replace(
        program('rule a.b about reply clause calm forbid public title de "T" en "T" message de "M" en "M" end'),
        channels=("x",),
    )

    assert _outcome(evaluate(compiled, _reply("x", "facebook"))) is Outcome.NOT_APPLICABLE
    assert _outcome(evaluate(compiled, _reply("x", "x"))) is Outcome.VIOLATION


def test_what_was_read_for_a_condition_without_places_is_kept_with_the_finding(
    program: Callable[[str], Program],
) -> None:
    compiled = program(
        "concept lively in de holds when text.exclamations > 0 or text.words > 1 end\n"
        "rule a.b about reply clause calm when text expresses lively forbid text says „doof“\n"
        'title de "T" en "T" message de "M" en "M" end'
    )

    (finding,) = evaluate(compiled, _reply("Ganz doof!", "x")).findings
    assert finding.facts == (("text.exclamations", "1"), ("text.words", "2"))


def test_what_rests_on_a_hint_alone_is_a_note_without_edit_and_route(judged: Judge) -> None:
    result = judged('severity error route "Leitung" suggest replace match with de "nett" en "nice"', _reply("Doof."))
    (finding,) = result.findings

    hinted = as_hint(finding)

    assert (finding.severity, len(finding.suggestions), finding.route) == (Severity.ERROR, 1, "Leitung")
    assert (hinted.severity, hinted.suggestions, hinted.route) == (Severity.NOTE, (), "")
    assert hinted.message == finding.message
