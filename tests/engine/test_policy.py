"""A policy says what it means, where each value came from, and what in it cannot be meant."""

import json
import re
import time
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from knigge.engine.diagnostics import Diagnostic, render
from knigge.engine.nodes import Quantity, Rule
from knigge.engine.parser import parse
from knigge.engine.policy import USUAL_DECISIONS, Policy, bundled, bundled_names, load_policy
from knigge.engine.policy_choices import RuleChoice
from knigge.engine.policy_show import show
from knigge.engine.schema import matches, policy_schema
from knigge.engine.schema_check import check_value
from knigge.engine.source import Source
from knigge.engine.yaml_values import read_yaml

PLAIN: Final = """
rule plain.overlong about reply
  title de "Zu lang" en "Too long"
  parameter most-words = 60 words, on x = 40 words
  parameter share = 30 %
  parameter times = 3
  forbid text.words > most-words
end
"""
TONE: Final = """
rule tone.sarcasm about reply forbid text expresses sarcasm end
rule tone.shouting about reply forbid text expresses shouting end
"""

OWN: Final = """own_rules: |
  rule house.own about reply
    parameter most = 3 words
    forbid text.words > most
  end
"""
SIMPLE: Final = """simple_rules:
  - id: house.cheap
    forbid: [billig]
    message: Nicht billig.
    clause: eye-level
    catches: [Das ist billig.]
    allows: [Das kostet wenig.]
"""

# What is written below `policy: p`, line and column of the only mistake, words of its message and of its hint.
MISTAKES: Final = (
    ("titel: x", 2, 1, "unknown key `titel`", "did you mean `title`?"),
    ("packs: [xyzzy]", 2, 9, "unknown pack `xyzzy`", "known here: all"),
    ("rules: {ton.*: off}", 2, 9, "no rule fits the pattern `ton.*`", "did you mean `tone.*`?"),
    ("rules: {tone.sarkasm: off}", 2, 9, "unknown rule `tone.sarkasm`", "did you mean `tone.sarcasm`?"),
    ("rules: {tone.*: warnung}", 2, 17, "`warnung`", "write `warning`"),
    ("rules: {tone.*: false}", 2, 17, "`false`", "write `off`"),
    ("rules: {tone.*: eror}", 2, 17, "`eror`", "did you mean `error`?"),
    ("rules: {tone.*: [off]}", 2, 17, "this list stands where a group of keys is wanted", ""),
    ("rules:\n  tone.*:\n    route: x\n    rute: y", 5, 5, "unknown key `rute`", "did you mean `route`?"),
    ("rules:\n  tone.*: {status: probe}", 3, 20, "`probe`", "write one of `trial`"),
    ("parameters: {tone.sarcasm: {x: 1}}", 2, 14, "`tone.sarcasm` has nothing to set", "take the lines out"),
    ("parameters: {plain.overlang: {x: 1}}", 2, 14, "unknown rule `plain.overlang`", "`plain.overlong`"),
    ("parameters:\n  plain.overlong:\n    most-word: 3", 4, 5, "reads no parameter `most-word`", "`most-words`"),
    ("parameters:\n  plain.overlong:\n    most-words: 3 %", 4, 17, "`3 %` is no number of words", "`25 words`"),
    ("parameters:\n  plain.overlong:\n    most-words: 012", 4, 17, "`012`", "write `12`"),
    ("parameters:\n  plain.overlong:\n    most-words: '12'", 4, 17, "`12`", "without quotation marks"),
    ("parameters:\n  plain.overlong:\n    times: 2,5", 4, 12, "`2,5`", "write `2.5`"),
    ("parameters:\n  plain.overlong:\n    times: -1", 4, 12, "`-1` is out of range", "at least 0"),
    ("parameters:\n  plain.overlong:\n    times: .inf", 4, 12, "`.inf`", ""),
    ("parameters:\n  plain.overlong:\n    times: 12:30", 4, 12, "`12:30`", ""),
    ("parameters:\n  plain.overlong:\n    share: 120", 4, 12, "`120` is out of range", "at most 100"),
    ("parameters:\n  plain.overlong:\n    share: {facebok: 3}", 4, 13, "unknown channel `facebok`", "`facebook`"),
    ("channels: [facebok]", 2, 12, "`facebok`", "did you mean `facebook`?"),
    ("languages: [fr]", 2, 13, "`fr`", "write one of `de`, `en`"),
    ("languages: de", 2, 12, "`de` stands where a list is wanted", "`[de]`"),
    ("organisation: {address: Sie}", 2, 25, "`Sie`", "did you mean `sie`?"),
    ("organisation: {region: de-DE, products: ~}", 2, 41, "here is nothing, and a list is wanted", ""),
    ("decisions: {error: halt}", 2, 20, "`halt`", "`stop`"),
    ("decisions: {eror: stop}", 2, 13, "unknown key `eror`", "did you mean `error`?"),
    ("valid: {from: 31.1.2026}", 2, 15, "`31.1.2026` is no date", "write `2026-01-31`"),
    ("valid: {from: 2026-02-30}", 2, 15, "`2026-02-30` is no date", "there is no such day"),
    ("valid: {from: 2026-02-03, until: 2026-02-02}", 2, 34, "ends on `2026-02-02`, before it begins", ""),
    ("owner: [a]", 2, 8, "this list stands where a text is wanted", ""),
    ("calendars:", 2, 1, "unknown key `calendars`", "write it under `calendar`"),
    ("owner: null", 2, 8, "here is nothing, and a text is wanted", "take the line out"),
    ("languages: {de: on}", 2, 12, "this group of keys stands where a list is wanted", "begin each item with `- `"),
    ("languages: [[de]]", 2, 13, "this list stands where a text is wanted", ""),
    ("valid: {until: 31.2.2026}", 2, 16, "`31.2.2026` is no date", "there is no such day"),
    ("parameters: {plain.overlong: {times: {x: 2,5}}}", 2, 44, "`5` stands alone here", "`2.5`"),
    ("calendar: {hours: {Mo-Do: 8-16}}", 2, 20, "unknown key `Mo-Do`", "`mo-fr`"),
    ("calendar: {special: {24.12.: 8-12}}", 2, 22, "unknown key `24.12.`", "`12-24`"),
    ("extends: defaultt", 2, 10, "no policy `defaultt`", "did you mean `default`?"),
    ("own_rules: rule a.b", 2, 12, "a block of their own", "write `own_rules: |`"),
    ("own_rules: |\n  rule a.b about reply\n   sevrity note\n  end", 4, 4, "`sevrity`", "did you mean `severity`?"),
    (SIMPLE.replace("    clause", "    owner: x\n    clause"), 6, 5, "unknown key `owner`", "known here"),
    (SIMPLE.replace("id: house.cheap", "id: cheap"), 3, 9, "`cheap` is no rule id", "`house.cheap`"),
    (SIMPLE.replace("    forbid: [billig]\n", ""), 3, 5, "neither forbids nor requires", "`forbid` and `require`"),
    (SIMPLE.replace("[Das ist billig.]", "[]"), 7, 14, "here is nothing", "write at least one"),
    (SIMPLE.replace("Nicht billig.", "{fr: x, de: y}"), 5, 15, "unknown key `fr`", "known here: de, en"),
)


def test_a_policy_holds_what_it_says() -> None:
    policy = _sound(
        "title: Muster\nlanguages: [en, de]\nchannels: [facebook, own-forum]\nowner: Compliance\nguideline: Leitfaden\n"
        "organisation: {name: no, address: du, products: [1984, On], region: de-CH}\nvalid: {from: 2026-01-01}\n"
        "rules: {'*': note, tone.sarcasm: off, tone.*: {severity: error, route: Recht}}\ndecisions: {error: revise}\n"
    )

    assert (policy.name, policy.title, policy.owner, policy.guideline_title) == (
        "p",
        "Muster",
        "Compliance",
        "Leitfaden",
    )
    assert (policy.organisation.name, policy.organisation.address) == ("no", "du")
    assert policy.organisation.products == ("1984", "On")
    assert policy.languages == policy.organisation.languages == ("en", "de")
    assert (policy.valid_from, policy.valid_until, policy.packs) == ("2026-01-01", None, ("all",))
    assert policy.channels == ("facebook", "own-forum")
    assert dict(policy.decisions) == {**USUAL_DECISIONS, "error": "revise"}
    assert policy.choices == (
        RuleChoice("*", True, "note"),
        RuleChoice("tone.sarcasm", False),
        RuleChoice("tone.*", None, "error", "Recht", None),
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("25", {"": 25.0, "x": 25.0}),
        ("25 Wörter", {"": 25.0, "x": 25.0}),
        ("2.5 words", {"": 2.5, "x": 2.5}),
        ("1e2", {"": 100.0, "x": 100.0}),
        ("{facebook: 30}", {"facebook": 30.0}),
        ("{default: 25, facebook: 30 words, own-a: 1}", {"": 25.0, "facebook": 30.0, "own-a": 1.0, "x": 25.0}),
    ],
)
def test_a_parameter_is_a_number_for_all_channels_or_one_for_each(written: str, expected: dict[str, float]) -> None:
    policy = _sound(f"parameters:\n  plain.overlong:\n    most-words: {written}\n")

    assert {channel: value for _, _, channel, value in policy.parameters} == {
        channel: Quantity(number, "words") for channel, number in expected.items()
    }


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2 business days", Quantity(2.0, "business-days")),
        ("24 hours", Quantity(24.0, "hours")),
        ("2 Werktage", Quantity(2.0, "business-days")),
        ("4", Quantity(4.0, "business-hours")),
    ],
)
def test_a_length_of_time_may_be_written_in_another_unit(written: str, meant: Quantity) -> None:
    own = "own_rules: |\n  rule house.slow about reply\n    parameter answer-time = 3 business hours\n"
    own += "    forbid text.words > 3\n  end\n"

    policy = _sound(f"{own}parameters:\n  house.slow:\n    answer-time: {written}\n")

    assert [value for *_, value in policy.parameters] == [meant]


@pytest.mark.parametrize(("text", "line", "column", "message", "hint"), MISTAKES)
def test_a_mistake_is_named_where_it_was_made(text: str, line: int, column: int, message: str, hint: str) -> None:
    policy, diagnostics = _load({"p.yaml": f"policy: p\n{text}\n"})

    assert policy is None
    assert [(_place(each), each.message, each.hint) for each in diagnostics][1:] == []
    assert _place(diagnostics[0]) == (line, column)
    assert message in diagnostics[0].message
    assert hint in diagnostics[0].hint


@pytest.mark.parametrize("text", ["title: x", "policy:"])
def test_a_policy_needs_a_name(text: str) -> None:
    policy, diagnostics = _load({"p.yaml": text})

    assert policy is None
    assert [each.code for each in diagnostics] == ["K322"]


@pytest.mark.parametrize(
    ("written", "hint"),
    [("true", None), ("false", None), ("yes", "write `true`"), ("off", "write `false`"), ("True", ""), ("1", "")],
)
def test_only_true_and_false_are_truth_values(written: str, hint: str | None) -> None:
    value, _ = read_yaml(Source("x.yaml", f"a: {written}"))
    assert value is not None

    diagnostics = check_value(value, {"type": "object", "properties": {"a": {"type": "boolean"}}})

    assert [each.hint for each in diagnostics] == ([] if hint is None else [hint])


def test_a_key_without_a_value_counts_as_not_written() -> None:
    policy = _sound("extends: default\npacks:\norganisation:\n  name:\nrules:\n  tone.*:\n")

    assert policy.packs == ("all",)
    assert policy.choices == ()


def test_own_rules_are_rules_like_all_others() -> None:
    policy = _sound(
        f"{OWN}{SIMPLE}rules: {{house.*: error, house.own: note}}\nparameters: {{house.own: {{most: 4}}}}\n"
    )

    blocks = [block for source in policy.own for block in parse(source).file.blocks]

    assert [block.id for block in blocks] == ["house.own", "house.cheap-wording", "house.cheap"]
    assert policy.parameters == (("house.own", "most", "", Quantity(4.0, "words")),)


def test_extending_merges_groups_and_replaces_lists_and_single_values() -> None:
    base = (
        "policy: base\ntitle: Base\nowner: Haus\npacks: [plain, tone]\nlanguages: [de, en]\n"
        "organisation: {name: Base, products: [a, b], region: de-AT}\n"
        "rules: {tone.*: off, plain.*: {severity: note}, tone.sarcasm: error}\n"
        "parameters: {plain.overlong: {most-words: 10, share: 5}}\ndecisions: {note: revise}\n" + OWN
    )
    policy, diagnostics = _load(
        {
            "p.yaml": "policy: p\nextends: base.yaml\nlanguages: [en]\norganisation: {name: P, products: [c]}\n"
            "rules: {tone.*: note, plain.*: {route: Recht}}\n"
            "parameters: {plain.overlong: {most-words: {facebook: 20}}}\ndecisions: {error: approve}\n" + SIMPLE,
            "base.yaml": base,
        }
    )

    assert diagnostics == []
    assert policy is not None
    assert (policy.name, policy.title, policy.owner) == ("p", "p", "Haus")
    assert (policy.packs, policy.languages) == (("plain", "tone"), ("en",))
    assert (policy.organisation.name, policy.organisation.products) == ("P", ("c",))
    assert policy.organisation.region == "de-AT"
    assert [choice.pattern for choice in policy.choices] == ["plain.*", "tone.sarcasm", "tone.*", "plain.*"]
    assert dict(policy.decisions) | {"error": "approve", "note": "revise"} == dict(policy.decisions)
    numbers = {(name, channel): value.value for _, name, channel, value in policy.parameters}
    assert numbers == {
        ("most-words", ""): 10.0,
        ("most-words", "x"): 10.0,
        ("most-words", "facebook"): 20.0,
        ("share", ""): 5.0,
    }
    assert [source.name for source in policy.own] == ["base.yaml (own_rules)", "p.yaml (simple_rules house.cheap)"]


def test_the_rules_of_all_policies_add_up() -> None:
    base = f"policy: base\n{OWN}{SIMPLE}"
    own, short = OWN.replace("house.own", "house.other"), SIMPLE.replace("house.cheap", "house.dear")

    policy, diagnostics = _load({"p.yaml": f"policy: p\nextends: base.yaml\n{own}{short}", "base.yaml": base})

    assert diagnostics == []
    assert policy is not None
    rules = [block.id for source in policy.own for block in parse(source).file.blocks if isinstance(block, Rule)]
    assert rules == ["house.own", "house.cheap", "house.other", "house.dear"]


@pytest.mark.parametrize("text", ["- policy", "policy"])
def test_a_policy_is_a_group_of_keys(text: str) -> None:
    policy, diagnostics = _load({"p.yaml": text})

    assert policy is None
    assert [each.code for each in diagnostics] == ["K311"]


def test_a_base_may_speak_of_packs_its_heirs_leave_out() -> None:
    base = "policy: base\npacks: [plain, tone]\nparameters: {plain.overlong: {share: 5}}\n"

    policy, diagnostics = _load({"p.yaml": "policy: p\nextends: base.yaml\npacks: [tone]\n", "base.yaml": base})

    assert diagnostics == []
    assert policy is not None
    assert policy.parameters == ()


def test_a_mistake_in_the_base_is_reported_in_the_base() -> None:
    _, diagnostics = _load({"p.yaml": "policy: p\nextends: b.yaml\n", "b.yaml": "policy: b\nrules: {x.*: on}\n"})

    assert [(each.source.name, _place(each)) for each in diagnostics] == [("b.yaml", (2, 9))]


@pytest.mark.parametrize("circle", [("p.yaml",), ("a.yaml", "b.yaml", "p.yaml"), ("a.yaml", "b.yaml", "a.yaml")])
def test_a_policy_that_extends_itself_names_the_circle(circle: tuple[str, ...]) -> None:
    chain = ("p.yaml", *circle)
    files = {name: f"policy: x\nextends: {after}\n" for name, after in pairwise(chain)}

    policy, diagnostics = _load(files)

    assert policy is None
    (found,) = [each for each in diagnostics if each.code == "K341"]
    assert " -> ".join(f"`{name}`" for name in chain) in found.message


def test_a_chain_of_policies_ends_somewhere() -> None:
    files = {f"{number}.yaml": f"policy: p\nextends: {number + 1}.yaml\n" for number in range(20)}

    policy, diagnostics = _load({"p.yaml": "policy: p\nextends: 0.yaml\n", **files})

    assert policy is None
    assert [each.code for each in diagnostics] == ["K342"]
    assert "`p.yaml` -> `0.yaml`" in diagnostics[0].message


def test_the_digest_is_of_the_content_and_not_of_the_layout() -> None:
    first = _sound(f"rules: {{tone.*: off}}\nowner: me\n{OWN}")
    comments = OWN.replace("    parameter", "    # how many\n    parameter").replace("  end", "\n  end")
    second = _sound(f"# mine\nowner: 'me'\n{comments}\nrules:\n  tone.*:   off\n")
    other = _sound(f"rules: {{tone.*: off}}\nowner: me\n{OWN.replace('3 words', '4 words')}")

    assert first.digest == second.digest
    assert first.digest != other.digest
    assert len(first.digest) == 64


def test_showing_a_policy_names_the_place_of_every_value() -> None:
    policy, _ = _load(
        {
            "p.yaml": f"policy: p\nextends: base.yaml\nrules:\n  tone.*: off\n{OWN}{SIMPLE}",
            "base.yaml": "policy: base\nowner: Haus\nparameters:\n  plain.overlong:\n    share: 5 %\n",
        }
    )
    assert policy is not None

    shown = [re.split(r"\s{2,}", line) for line in show(policy).splitlines()[1:]]

    assert ["owner", "Haus", "# base.yaml:2"] in shown
    assert ["parameters.plain.overlong.share", "5 %", "# base.yaml:5"] in shown
    assert ["rules.tone.*", "off", "# p.yaml:4"] in shown
    assert ["own_rules", "house.own", "# p.yaml:6"] in shown
    assert ["simple_rules", "house.cheap", "# p.yaml:11"] in shown
    assert ["decisions.error", "stop", "# not set, so as usual"] in shown


def test_the_default_policy_says_what_happens_when_nothing_is_said() -> None:
    source = bundled("default")
    assert source is not None
    default, diagnostics = load_policy(source, _nothing, _packs)
    nothing = _sound("")

    assert diagnostics == []
    assert default is not None
    assert dict(default.decisions) == dict(nothing.decisions) == USUAL_DECISIONS
    assert (default.packs, default.languages) == (nothing.packs, nothing.languages)
    assert default.organisation == nothing.organisation


@pytest.mark.parametrize("name", bundled_names())
def test_every_bundled_policy_is_sound(name: str) -> None:
    source = bundled(name)
    assert source is not None

    value, diagnostics = read_yaml(source)

    assert diagnostics == []
    assert value is not None


def test_the_schema_is_a_schema_and_goes_by_the_rules() -> None:
    schema = policy_schema(_packs(("all",)))

    Draft202012Validator.check_schema(schema)

    assert policy_schema(tuple(reversed(_packs(("all",))))) == schema
    text = json.dumps(schema, ensure_ascii=False)
    assert "In words. The rule itself says 60 words; x 40 words." in text
    assert "Zu lang / Too long" in text
    assert set(re.findall(r'"K\d+"', text)) == set()


@given(st.text("ab.*", max_size=8), st.text("ab.", max_size=8))
def test_a_pattern_fits_as_its_stars_say(pattern: str, rule: str) -> None:
    expected = re.fullmatch(".*".join(re.escape(part) for part in pattern.split("*")), rule, re.DOTALL)

    assert matches(pattern, rule) == bool(expected)


KEYS: Final = """policy rules tone.* parameters plain.overlong share default x organisation extends own_rules
simple_rules id forbid message catches valid from""".split()
WORDS: Final = st.sampled_from(["", "on", "~", "1", "x", "'a'"])


@given(
    st.recursive(WORDS, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(KEYS), inner), max_leaves=12)
)
def test_no_policy_makes_it_raise(value: object) -> None:
    policy, diagnostics = _load({"p.yaml": _flow(value)})

    assert (policy is None) == bool(diagnostics)
    for each in diagnostics:
        assert each.message == each.message.strip(" .")
        assert each.code in render(each)


@pytest.mark.parametrize(
    "text",
    [
        "policy: p\nsimple_rules:\n" + "  - {}\n" * 6_000,
        "policy: p\nrules:\n" + "".join(f"  a{number}.*: on\n" for number in range(9_000)),
        "policy: p\norganisation:\n  products: [" + "a, ~, " * 9_000 + "]\n",
        "policy: p\n" + "".join(f"k{number}: 1\n" for number in range(9_000)),
    ],
)
def test_no_policy_takes_long(text: str) -> None:
    begun = time.process_time()

    policy, diagnostics = _load({"p.yaml": text})

    assert policy is None
    assert diagnostics
    assert time.process_time() - begun < 10


def _sound(text: str) -> Policy:
    policy, diagnostics = _load({"p.yaml": f"policy: p\n{text}"})
    assert diagnostics == []
    assert policy is not None
    return policy


def _load(files: dict[str, str]) -> tuple[Policy | None, list[Diagnostic]]:
    def resolve(name: str, _: Source) -> Source | None:
        return Source(name, files[name]) if name in files else bundled(name)

    return load_policy(Source("p.yaml", files["p.yaml"]), resolve, _packs)


def _nothing(_name: str, _asking: Source) -> Source | None:
    return None


def _packs(names: tuple[str, ...]) -> Sequence[Rule]:
    texts = {"plain": PLAIN, "tone": TONE, "all": PLAIN + TONE}
    read = [parse(Source(f"{name}.knigge", texts[name])) for name in names if name in texts]
    assert not [diagnostic for each in read for diagnostic in each.diagnostics]
    return [block for each in read for block in each.file.blocks if isinstance(block, Rule)]


def _place(diagnostic: Diagnostic) -> tuple[int, int]:
    outer, offset = diagnostic.source.outermost(diagnostic.span.start)
    place = outer.place(offset)
    return place.line, place.column


def _flow(value: object) -> str:
    """A value as YAML in one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(_flow(inner) for inner in value) + "]"
        case _:
            return str(value)
