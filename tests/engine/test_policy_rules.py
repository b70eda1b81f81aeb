"""Rule files that a policy names."""

from knigge.engine.policy import load_policy
from knigge.engine.source import Source


def test_rule_files_belong_to_the_policy_that_names_them() -> None:
    rule = Source("house.knigge", 'rule house.loud about reply forbid text says "laut" end')
    source = Source("p.yaml", "policy: p\nrule_files: [house.knigge]\nrules:\n  house.loud: note\n")

    found, diagnostics = load_policy(source, lambda name, _: rule if name == rule.name else None, lambda _: [])

    assert not diagnostics
    assert found is not None
    assert found.own == (rule,)
    assert [choice.pattern for choice in found.choices] == ["house.loud"]


def test_a_rule_file_that_is_not_there_is_named_where_it_is_asked_for() -> None:
    source = Source("p.yaml", "policy: p\nrule_files:\n  - nowhere.knigge\n")

    found, diagnostics = load_policy(source, lambda _name, _seen_from: None, lambda _: [])

    assert found is None
    assert [(each.code, source.place(each.span.start).line) for each in diagnostics] == [("K335", 3)]
