"""`knigge check` on records: bad input is named, the rest is judged, and all figures agree."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from knigge.cli import cli
from knigge.engine.library import read_text

Json = dict[str, object]
Check = Callable[..., Result]
NOTHING, SOMETHING, MISTAKE, UNEVALUATED = 0, 1, 2, 3
_RULES: Final = {
    "house.answer": ("thread", 'after customer message where text says "wo" '
                     'expect reply by us within 3 business hours'),
    "house.acts": ("action", 'permit delete, hide only if ground is one of ("insult") and approvals by different '
                   "people >= 2 and notice to author within 24 hours"),
    "house.dates": ("contest", "forbid ends is before starts"),
    "house.week": ("timeline", "per week expect at most 2 posts"),
    "house.rude": ("reply", 'forbid text says "doof"'),
    "house.helped": ("reply", 'when parent says "kaputt" require text says "morgen"'),
    "house.followed": ("post", 'forbid followed by (comment by customer where text says "doof") within 2 days'),
    "house.many": ("post", "forbid count of (comment by customer) by different people > 900000"),
    "house.undone": ("thread", "after delete by us expect unhide by us within 2 days"),
}  # fmt: skip
_EXAMPLES: Final = {
    "thread": 'catches "Mon 9:00 customer: wo?" given now = "Fri 9:00" allows "Mon 9:00 us: Hallo."',
    "action": "catches \"a\" given ground = other allows \"a\" given action = block",
    "contest": 'catches "a" given starts = "Tue 9:00", ends = "Mon 9:00" allows "a" given starts = "Mon 9:00", '
    'ends = "Tue 9:00"',
    "timeline": 'catches "Mon 9:00 us post: a" then "Mon 9:00 us post: b" then "Mon 9:00 us post: c" given coverage = '
    '"2026-03-02 2026-03-09", now = "2026-03-10" allows "Mon 9:00 us post: a"',
}  # fmt: skip
_OWN: Final = {
    "house.rude": 'catches de "Das ist doof." allows de "Gut."',
    "house.helped": 'catches de "a" given parent = "kaputt" allows de "a" given parent = none',
    "house.followed": 'catches "Mon 9:00 us post: a" then "Mon 10:00 customer to 1: doof" given now = "Fri 9:00" '
    'allows "Mon 9:00 us post: a" given now = "Fri 9:00"',
    "house.many": 'known miss "Mon 9:00 us post: a" catches "Mon 9:00 us post: a" allows "Mon 9:00 us post: a"',
    "house.undone": 'catches "Mon 9:00 customer: a" then "Mon 10:00 us delete: ground = x" given now = "Fri 9:00" '
    'allows "Mon 9:00 customer: a"',
}  # fmt: skip


def _policy() -> str:
    blocks = []
    for name, (subject, demand) in _RULES.items():
        blocks.append(
            f"  rule {name} about {subject}\n    clause answered-in-time severity warning\n"
            f'    title de "T" en "T" because de "W" en "W" message de "M" en "M"\n    {demand}\n'
            f"    {_OWN.get(name) or _EXAMPLES[subject]}\n  end\n"
        )
    return "policy: house\npacks: [shared]\nown_rules: |\n" + "".join(blocks)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a policy `house.yaml`; its program is compiled once."""
    folder = tmp_path_factory.mktemp("house")
    (folder / "house.yaml").write_text(_policy(), encoding="utf-8")
    return folder


@pytest.fixture
def check(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """A function that runs `knigge check` on records; lines may be objects or texts."""
    monkeypatch.setenv("KNIGGE_CACHE", str(folder / "cache"))
    monkeypatch.chdir(folder)
    return _check


def _check(lines: Sequence[Mapping[str, object] | str], *arguments: str, speech: str = "de") -> Result:
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    Path("records.jsonl").write_bytes("\n".join(written).encode("utf-8", "surrogatepass"))
    given = ["check", "records.jsonl", "--policy", "house.yaml", "--lang", speech, *arguments]
    result = CliRunner().invoke(cli, given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def _report(result: Result) -> Json:
    report: object = json.loads(result.stdout)
    Draft202012Validator(json.loads(read_text("grammar/result.schema.json"))).validate(report)
    assert isinstance(report, dict)
    return report


def _verdicts(result: Result) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    results = _report(result)["results"]
    assert isinstance(results, list)
    for each in results:
        found |= {(each["id"], verdict["rule"]): verdict["verdict"] for verdict in each["verdicts"]}
    return found


ALL: Final = ("--format", "json", "--verdicts", "all")
NOW: Final = ("--now", "2026-03-20T12:00:00+01:00")


def asked(id_: str = "m1", **more: object) -> Json:
    """A customer's question on a Monday morning."""
    author = {"id": "u1", "role": "customer", "name": "Aylin"}
    record: Json = {"type": "message", "id": id_, "thread": "t1", "channel": "facebook", "account": "acme"}
    record |= {"kind": "comment", "author": author, "published": "2026-03-02T10:00:00+01:00", "language": "de"}
    return record | {"text": "Wo bleibt mein Paket?"} | more


def answered(id_: str = "m2", **more: object) -> Json:
    """Our answer an hour later."""
    own = {"kind": "reply", "author": {"id": "a1", "role": "us"}, "published": "2026-03-02T11:00:00+01:00"}
    return asked(id_) | own | {"in_reply_to": "m1", "text": "Hallo Aylin, es kommt morgen."} | more


def act(id_: str = "x1", **more: object) -> Json:
    """A deletion whose record is complete."""
    record: Json = {"type": "action", "id": id_, "action": "delete", "object": "m1", "actor": "a1", "ground": "insult"}
    record |= {"channel": "facebook", "account": "acme", "performed": "2026-03-02T12:00:00+01:00"}
    record |= {"approvals": [{"by": each, "at": "2026-03-02T11:00:00+01:00"} for each in ("a2", "a3")]}
    return record | {"notice_sent": "2026-03-02T13:00:00+01:00"} | more


def contest(id_: str = "g1", **more: object) -> Json:
    """A contest of a week."""
    record: Json = {"type": "contest", "id": id_, "channel": "facebook", "account": "acme", "text": "Wir verlosen."}
    times = {"starts": "2026-03-02T10:00:00+01:00", "ends": "2026-03-09T10:00:00+01:00"}
    return record | {"published": "2026-03-02T10:00:00+01:00"} | times | more


_COUNTED: Final = {
    "read": r"Gelesen (\d+)", "judged": r"beurteilt (\d+)", "spans": r"(\d+) Zeitr", "violations": r"(\d+) Verst",
    "open": r"(\d+) offen", "undecided": r"(\d+) nicht entschieden", "errors": r"(\d+) nicht beurteilbar",
    "remarks": r"(\d+) Anmerkung", "unreadable": r"(\d+) Eingabe",
}  # fmt: skip


def _counts(check: Check, lines: Sequence[Mapping[str, object] | str], *arguments: str) -> dict[str, int]:
    """The figures of the JSON report, after comparing them with its verdicts, the closing line, the exit code."""
    shown, told = check(lines, *ALL, *arguments), check(lines, *arguments)
    report = _report(shown)
    counts, results = report["counts"], report["results"]
    assert isinstance(counts, dict) and isinstance(results, list)
    closing = told.stdout.splitlines()[-1]
    for name, pattern in _COUNTED.items():
        found = re.search(pattern, closing)
        assert (int(found[1]) if found else 0) == counts[name], (name, closing, counts)
    outcomes = [verdict["verdict"] for each in results for verdict in each["verdicts"]]
    for name, outcome in (
        ("violations", "violation"),
        ("open", "open"),
        ("undecided", "undecided"),
        ("errors", "error"),
    ):
        assert outcomes.count(outcome) == counts[name]
    assert told.exit_code == shown.exit_code
    if counts["errors"] or counts["unreadable"] or not counts["judged"] + counts["spans"]:
        assert told.exit_code == UNEVALUATED
    assert told.stderr.count("\n") == counts["remarks"] + counts["unreadable"]
    return counts


def test_sound_records_have_a_closing_line_and_end_with_0(check: Check) -> None:
    german, english = check([asked(), answered()], *NOW), check([asked(), answered()], *NOW, speech="en")

    assert (german.exit_code, german.stderr) == (NOTHING, "")
    assert german.stdout.splitlines()[-1] == "Gelesen 2, beurteilt 2: 0 Verstöße."
    assert english.stdout.splitlines()[-1] == "Read 2, judged 2: 0 violations."


def test_all_figures_agree(check: Check) -> None:
    lines: list[Json | str] = [
        asked(), answered(published="2026-03-02T16:00:00+01:00"), asked("m3", thread="t2"), act(), act("x2", ground=""),
        contest(), contest("g2", ends="2026-03-01T10:00:00+01:00"), asked("m4", thread="t4", text=None), "{", "7",
        answered("m5", text="Das ist doof.", in_reply_to="m9", thread="t5"), act("x3", actor=None),
    ]  # fmt: skip

    counts = _counts(check, lines, *NOW)

    assert (counts["read"], counts["unreadable"], counts["violations"]) == (10, 2, 6)
    assert counts["undecided"] >= 3 and counts["remarks"] == 2


@pytest.mark.parametrize(
    ("lines", "told", "verdicts"),
    [
        ([asked(published="2026-03-02T10:00:00")], "hat keine Zeitzone", {("m1", "house.answer"): "undecided"}),
        ([asked(published="2026-02-30T10:00:00+01:00")], "ist keine Zeit", {("m1", "house.answer"): "undecided"}),
        ([asked(published="2026-03-02T25:00:00+01:00")], "ist keine Zeit", {("m1", "house.answer"): "undecided"}),
        ([asked(published="0001-01-01T00:00:00Z")], "ist keine Zeit", {("m1", "house.answer"): "undecided"}),
        ([answered(in_reply_to="m77")], "steht nicht im Archiv", {("m2", "house.helped"): "undecided"}),
        (
            [asked("a", in_reply_to="b", thread=None), asked("b", in_reply_to="a", thread=None)],
            "antworten im Kreis",
            {("a", "house.answer"): "violation"},
        ),
        ([asked(in_reply_to="m1")], "`m1` antwortet laut Datensatz auf sich selbst", {}),
        ([act(approvals="a1")], "`approvals` muss eine Liste sein, hier steht: ein Text", {}),
        ([act(object="m77")], "worauf sich das bezieht", {("x1", "house.acts"): "fulfilled"}),
        ([act(approvals=[{"by": None, "at": None}, {}])], "", {("x1", "house.acts"): "violation"}),
        ([act(approvals=[])], "", {("x1", "house.acts"): "violation"}),
        ([act(performed="gestern")], "performed `gestern` ist keine Zeit", {("x1", "house.acts"): "violation"}),
        ([act(notice_sent="2026-03-02T13:00")], "notice_sent", {("x1", "house.acts"): "violation"}),
        ([contest(ends="2026-03-01T10:00:00+01:00")], "endet, bevor es beginnt", {("g1", "house.dates"): "violation"}),
        ([contest(ends="bald")], "ends `bald` ist keine Zeit", {("g1", "house.dates"): "undecided"}),
        (
            [{"type": "coverage", "from": "2026-03-09T00:00+01:00", "until": "2026-03-02T00:00+01:00"}],
            "endet, bevor es beginnt",
            {},
        ),
        ([asked(author={"id": "u1", "role": "king"})], "`author.role` kann nicht `king` sein", {}),
        ([act(action="vaporise")], "`action` kann nicht `vaporise` sein", {}),
        (["[1, 2]", '"x"', "7", "null", "{}", '{"type": 4}', "{'a': 1}", "NaN"], "records.jsonl:1", {}),
        ([asked(), asked(text="Wo ist es?")], "verschiedener Inhalt", {("m1", "house.answer"): "error"}),
    ],
)  # fmt: skip
def test_bad_input_is_named_and_the_rest_is_judged(
    lines: list[Json | str], told: str, verdicts: dict[tuple[str, str], str], check: Check
) -> None:
    rest = [asked("r1", thread="r"), answered("r2", thread="r", in_reply_to="r1")]

    result = check([*lines, *rest], *ALL, *NOW)

    found = _verdicts(result)
    assert told in result.stderr
    assert {key: found.get(key) for key in verdicts} == verdicts
    assert found["r1", "house.answer"] == "fulfilled"
    _counts(check, [*lines, *rest], *NOW)


def test_what_is_not_on_record_alone_is_no_fault(check: Check) -> None:
    result = check([answered(in_reply_to="m77"), answered("m8", in_reply_to="m78")], *NOW)

    assert result.exit_code == NOTHING
    assert result.stderr == "knigge: `m2`, `m8`: was hier beantwortet wird, steht nicht im Archiv: `m77`, `m78`\n"


def test_an_undecided_verdict_says_what_it_lacked(check: Check) -> None:
    results = _report(check([asked(published=None), act(actor=None)], *ALL))["results"]

    assert isinstance(results, list)
    needs = {(each["id"], open_["rule"]): open_["needs"] for each in results for open_ in each["undecided"]}
    assert needs["m1", "house.answer"] == ["published"]
    assert needs["x1", "house.acts"] == ["actor"]


LONG: Final = 8_000


def _long_thread() -> list[Json]:
    """Two hundred people who write on, in one thread; we answer some, now and then without saying whom."""
    found: list[Json] = []
    for number in range(LONG):
        clock = f"{number // 3600 % 10 + 8:02}:{number // 60 % 60:02}:{number % 60:02}"
        at = f"2026-03-{2 + number // 10_000:02}T{clock}+01:00"
        before = f"m{number - 1}" if number else None
        if number % 3 == 2:
            found.append(answered(f"m{number}", in_reply_to=before if number % 30 else None, published=at))
        else:
            author = {"id": f"u{number % 200}", "role": "customer", "name": f"P{number % 200}"}
            found.append(asked(f"m{number}", in_reply_to=before, published=at, author=author, text="wo"))
    return found


@pytest.mark.parametrize("thread", ["t1", None])
def test_a_long_thread_takes_time_by_its_length_and_not_by_its_square(thread: str | None, check: Check) -> None:
    lines = [each | {"thread": thread} for each in _long_thread()]
    lines[0] |= {"kind": "post", "author": {"id": "a1", "role": "us"}}
    lines += [act(f"x{number}", object=f"m{number}") for number in range(1000)]

    taken = []
    for share in (4, 1):
        some = lines[: len(lines) // share]
        began = time.process_time()
        report = _report(check(some, *ALL, *NOW))
        taken.append(time.process_time() - began)
        assert isinstance(report["counts"], dict) and report["counts"]["read"] == len(some)

    assert taken[1] < 8 * taken[0] + 1


_ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["\ud800", "\u202e\u2066wo", "a\0b", "us", "9" * 400, "x" * 100_001, 10**4200,
                       "0001-01-01T00:00:00+14:00",
                       "9999-12-31T23:59:59-14:00", "2026-03-02T10:00+01:00", "wo doof kaputt"]),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=6), some, max_size=3),
    max_leaves=5,
)  # fmt: skip
_KEYS: Final = sorted(
    {*asked(), *answered(), *act(), *contest(), "automated", "reason", "terms", "region", "parent", "customer"}
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(_KEYS), _ODD), max_size=5), _ODD, st.binary(max_size=40))
def test_no_records_crash_the_command(
    check: Check, changes: list[tuple[int, str, object]], line: object, rest: bytes
) -> None:
    coverage: Json = {"type": "coverage", "channel": "facebook"}
    records: list[Json] = [asked(), answered(), act(), contest(), coverage]
    for at, key, value in changes:
        records[at][key] = value
    lines: list[Json | str] = [
        *records,
        json.dumps(line),
        rest.decode("utf-8", "ignore").replace("\0", "").replace("\n", ""),
    ]

    result = check(lines, *ALL, *NOW)

    assert result.exit_code in (NOTHING, SOMETHING, UNEVALUATED)
    counts = _report(result)["counts"] if records else {}
    assert isinstance(counts, dict)
    assert counts["read"] + counts["unreadable"] == sum(bool(str(each).strip()) for each in lines)
    assert check(lines, *NOW).exit_code == result.exit_code


def test_what_would_decide_the_undecided_is_counted(check: Check) -> None:
    asked = {
        "type": "message",
        "kind": "comment",
        "author": {"id": "u1", "role": "customer"},
        "text": "wo?",
        "language": "de",
    }
    lines = [asked | {"id": f"m{number}", "thread": f"t{number}"} for number in range(3)]
    sure = asked | {"id": "m9", "thread": "t9", "published": "2026-03-02T09:00:00+01:00"}

    told = check([*lines, sure], "--now", "2026-03-02T10:00").output

    assert "Nicht entschieden:\n  3 × offen, solange unbekannt ist: der Zeitpunkt der Veröffentlichung\n" in told
    assert "Nicht entschieden" not in check([sure], "--now", "2026-03-02T10:00").output


def test_the_state_of_every_thread_is_told(check: Check) -> None:
    ticket = {"type": "ticket", "id": "k", "thread": "t2", "state": "closed"}

    found = _report(check([asked("q1", thread="t1"), asked("q2", thread="t2"), ticket], "--format", "json"))["threads"]

    assert isinstance(found, list)
    assert [each["id"] for each in found] == ["t1", "t2"]
    assert (found[1]["state"], found[1]["why"]) == ("closed", "ticket")
