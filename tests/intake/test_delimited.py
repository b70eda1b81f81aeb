"""CSV as tools write it: delimiters, encodings, rows that do not fit, quotation marks that are never closed."""

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.intake import delimited
from knigge.intake.line import Line

from .conftest import Reader, made

_MAP = "keys: {text: Nachricht, author.name: Verfasser}"
_HEAD = "Nr;Nachricht;Verfasser\n"


def _texts(lines: Sequence[Line]) -> list[object]:
    return [line.content.get("text") if line.content is not None else line.reason for line in lines]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(read: Reader, delimiter: str) -> None:
    rows = f'Nr{delimiter}Nachricht{delimiter}Verfasser\n1{delimiter}"Ja, gern; so|so"{delimiter}A\n'

    (line,) = read("a.csv", content=rows.encode(), map_=_MAP)

    assert line.content is not None
    assert line.content["text"] == "Ja, gern; so|so"
    assert line.place == "row 2"


def test_the_first_line_of_excel_names_the_delimiter(read: Reader) -> None:
    (line,) = read("a.csv", content=b"sep=,\r\nNachricht,Verfasser\r\na;b;c,d\r\n", map_=_MAP)

    assert line.content is not None
    assert line.content["text"] == "a;b;c"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_is_found(read: Reader, encoding: str) -> None:
    text = _HEAD + "".join(f"{n};Grüße aus Köln – „{n}“;Aylin\n" for n in range(50))

    lines = read("a.csv", content=text.encode(encoding), map_=_MAP)

    assert _texts(lines) == [f"Grüße aus Köln – „{n}“" for n in range(50)]


def test_an_umlaut_far_below_decides_as_well(read: Reader) -> None:
    text = _HEAD + "1;plain;A\n" * 20_000 + "2;Grüße;A\n"

    assert _texts(read("a.csv", content=text.encode("windows-1252"), map_=_MAP))[-1] == "Grüße"


def test_mixed_encodings_are_named_row_by_row(read: Reader) -> None:
    content = _HEAD.encode() + "1;Grüße;A\n".encode() + "2;Grüße;A\n".encode("windows-1252") + b"3;gut;A\n"

    lines = read("a.csv", content=content, map_=_MAP)

    assert _texts(lines) == ["Grüße", "encoding", "gut"]
    assert lines[1].place == "row 3"


def test_the_map_may_name_the_encoding(read: Reader) -> None:
    lines = read(
        "a.csv", content=(_HEAD + "1;€;A\n").encode("iso-8859-15"), map_=f"table: {{encoding: iso-8859-15}}\n{_MAP}"
    )

    assert _texts(lines) == ["€"]


def test_rows_that_do_not_fit_the_header_are_named(read: Reader) -> None:
    lines = read("a.csv", content=(_HEAD + "1;a;A\n2;b\n3;c;A;x\n4;d;A;;\n;;\n\n5;e;A\n").encode(), map_=_MAP)

    assert _texts(lines) == ["a", "fields", "fields", "d", "e"]
    assert "number of fields: 2; the first row names 3" in lines[1].problem
    assert [line.place for line in lines] == ["row 2", "row 3", "row 4", "row 5", "row 8"]


def test_an_open_quotation_mark_does_not_swallow_the_rest(read: Reader) -> None:
    lines = read("a.csv", content=(_HEAD + '1;"offen;A\n2;b;A\n3;"c";A\n4;d;A\n').encode(), map_=_MAP)

    assert _texts(lines) == ["quotes", "b", "c", "d"]


def test_a_quotation_mark_open_over_many_lines_is_given_up(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_MOST_LINES", 5)

    lines = read("a.csv", content=(_HEAD + '1;"offen;A\n' + "2;b;A\n" * 20).encode(), map_=_MAP)

    assert _texts(lines) == ["quotes", *["b"] * 20]


def test_nul_bytes_are_named(read: Reader) -> None:
    lines = read("a.csv", content=(_HEAD + "1;a\0b;A\n2;b;A\n").encode(), map_=_MAP)

    assert _texts(lines) == ["nul", "b"]


def test_a_column_that_stands_twice_is_refused_where_it_is_used(read: Reader) -> None:
    content = b"Nr;Nachricht;Nr;Verfasser;Nachricht\n1;a;2;A;b\n"

    (used,) = read("a.csv", content=content, map_=_MAP)
    (unused,) = read("a.csv", content=content, map_="keys: {text: Verfasser}")

    assert used.reason == "column-twice"
    assert "2 and 5" in used.problem
    assert _texts([unused]) == ["A"]


def test_a_missing_column_names_those_there_are_and_its_place_in_the_map(read: Reader) -> None:
    (line,) = read("a.csv", content=_HEAD.encode() + b"1;a;A\n", map_="keys:\n  text: Nachrich\n")

    assert line.reason == "column-missing"
    assert line.problem.startswith("map.yaml:2:9: there is no column `Nachrich` here (did you mean `Nachricht`?);")
    assert line.problem.endswith("there are: `Nr`, `Nachricht`, `Verfasser`")


def test_lines_above_the_header_are_skipped_where_the_map_says_so(read: Reader) -> None:
    content = b"Export vom 2.3.2026\n\nNr;Nachricht;Verfasser\n1;a;A\n"

    assert _texts(read("a.csv", content=content, map_=f"table: {{header: 3}}\n{_MAP}")) == ["a"]


def test_old_macs_end_their_lines_differently(read: Reader) -> None:
    assert _texts(read("a.csv", content=b"Nachricht;Verfasser\ra;A\rb;B\r", map_=_MAP)) == ["a", "b"]


def test_without_a_map_the_columns_are_keys(read: Reader) -> None:
    (line,) = read("a.csv", content=b"text,author.id,author.role,thread\n,a1,us,\n")

    assert line.content == {"text": "", "author": {"id": "a1", "role": "us"}}


def test_without_a_map_a_foreign_table_is_refused(read: Reader) -> None:
    (line,) = read("a.csv", content=_HEAD.encode() + b"1;a;A\n")

    assert line.reason == "no-map"
    assert "--suggest" in line.problem


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "empty"), (b"Nachricht;Verfasser\n", "no-rows"), (b"\n\n", "no-header")]
)
def test_empty_tables_say_what_they_are(read: Reader, content: bytes, reason: str) -> None:
    assert _texts(read("a.csv", content=content, map_=_MAP)) == [reason]


_CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(str.strip).filter(bool)
_RECORDS = st.lists(
    st.fixed_dictionaries({"id": _CELLS, "text": _CELLS, "name": _CELLS, "role": st.sampled_from(["us", "customer"])}),
    min_size=1,
    max_size=8,
)


@given(_RECORDS, st.sampled_from(";,\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_records_come_back_from_a_table(records: list[dict[str, str]], delimiter: str, encoding: str) -> None:
    """Records -> table -> map -> the same records."""
    import tempfile
    from pathlib import Path

    from knigge.intake.archive import read_archive

    table = io.StringIO()
    writer = csv.writer(table, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["Nr", "Nachricht", "Verfasser", "Rolle"])
    role = {"us": "Agent", "customer": "Kunde"}
    writer.writerows([[each["id"], each["text"], each["name"], role[each["role"]]] for each in records])
    map_ = made(
        "keys: {id: Nr, text: Nachricht, author.name: Verfasser,"
        " author.role: {column: Rolle, values: {Agent: us, Kunde: customer}}}"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.csv")
        path.write_bytes(table.getvalue().encode(encoding))

        lines = list(read_archive([str(path)], map_, "en"))

    assert [line.content for line in lines] == [
        {
            "type": "message",
            "id": each["id"],
            "text": each["text"],
            "author": {"name": each["name"], "role": each["role"]},
        }
        for each in records
    ]


@given(st.binary(max_size=300))
def test_no_bytes_crash_a_table(content: bytes) -> None:
    import tempfile
    from pathlib import Path

    from knigge.intake.archive import read_archive

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.csv")
        path.write_bytes(b"text;b\n" + content)

        for line in read_archive([str(path)], None, "de"):
            assert (line.content is None) == bool(line.problem)
