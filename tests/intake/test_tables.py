"""Excel and Parquet: sheets, types, damage, and files that only carry the name."""

import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knigge.intake import excel
from knigge.intake.archive import tables_of
from knigge.intake.delimited import PLAIN
from knigge.intake.guesses import header_row

from .conftest import Reader

_MAP = """
zone: Europe/Berlin
keys: {id: Nr, text: Nachricht, published: {columns: [Datum, Uhrzeit]}}
"""


def _book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_cells_of_excel_become_texts_and_times(read: Reader, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Nr", "Datum", "Uhrzeit", "Nachricht", None],
        [17.0, date(2026, 3, 2), time(16, 30), "Grüße", None],
        [None, None, None, None, None],
        [18, datetime(2026, 3, 29, 2, 30), None, "x", None],
        [1.2345678901234567e18, None, None, 5, "zu viel"],
    ]
    path = _book(tmp_path / "a.xlsx", {"Daten": rows, "Hilfe": [["Text"]]})

    first, second, third, other = read(path, map_=_MAP)

    assert first.place == "sheet Daten, row 2"
    assert first.content == {"type": "message", "id": "17", "text": "Grüße", "published": "2026-03-02T16:30:00+01:00"}
    assert second.place == "sheet Daten, row 4"
    assert [remark.reason for remark in second.remarks] == ["time-skipped"]
    assert third.reason == "fields"
    assert (other.reason, other.place, other.skipped) == ("other-sheet", "sheet Hilfe", False)


def test_a_cell_formatted_as_a_day_stays_a_day(read: Reader, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Nr", "Datum", "Nachricht"], [1, None, "x"], [2, None, "x"], [3, None, "x"]]
    path = _book(tmp_path / "a.xlsx", {"Daten": rows})
    book = openpyxl.load_workbook(path)
    written = ((datetime(2026, 3, 2), "DD.MM.YYYY"), (datetime(2026, 3, 2), "DD.MM.YYYY hh:mm"),
               (datetime(2026, 3, 2, 9), "DD.MM.YYYY"))  # fmt: skip
    for row, (value, form) in enumerate(written, start=2):
        book["Daten"].cell(row, 2).value = value
        book["Daten"].cell(row, 2).number_format = form
    book.save(path)

    lines = read(path, map_="zone: Europe/Berlin\nkeys: {id: Nr, text: Nachricht, published: Datum}\n")

    assert [line.content["published"] for line in lines if line.content] == [
        "2026-03-02", "2026-03-02T00:00:00+01:00", "2026-03-02T09:00:00+01:00",
    ]  # fmt: skip


def _with_result(path: Path, cell: str, stored: str) -> None:
    """Store a result of the formula in a cell, as a program that calculates does."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    before, _, behind = parts[sheet].decode().partition(f'<c r="{cell}"')
    formula, _, rest = behind.partition("</c>")
    written = formula[formula.index("<f>") : formula.index("</f>") + 4]
    parts[sheet] = f'{before}<c r="{cell}" t="str">{written}<v>{stored}</v></c>{rest}'.encode()
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)


def test_a_formula_nobody_calculated_is_the_error_of_its_row(read: Reader, tmp_path: Path) -> None:
    """One that was calculated is its result, an empty text too; a column that is not asked for says nothing."""
    rows: list[list[object]] = [
        ["Nr", "Nachricht", "Notiz"], [1, "=A1&A2", "a"], [2, "=A1&A2", "b"], [3, "=A1&A2", "c"], [4, "x", "=A1"],
    ]  # fmt: skip
    path = _book(tmp_path / "a.xlsx", {"Daten": rows})
    _with_result(path, "B2", "Gern.")
    _with_result(path, "B3", "")

    lines = read(path, map_="keys: {id: Nr, text: Nachricht}\n")

    assert [(each.place, each.reason) for each in lines] == [
        ("sheet Daten, row 2", ""), ("sheet Daten, row 3", ""), ("sheet Daten, row 4", "no-result"),
        ("sheet Daten, row 5", ""),
    ]  # fmt: skip
    assert [each.content["text"] for each in lines if each.content] == ["Gern.", None, "x"]
    assert lines[2].problem.startswith("cell B4 holds a formula whose result is not stored")


def test_an_error_in_a_cell_is_no_text(read: Reader, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Nr", "Nachricht", "Notiz"], [1, "#N/A", "a"], [2, "#NV ist ein Hashtag", "#REF!"]]

    lines = read(_book(tmp_path / "a.xlsx", {"Daten": rows}), map_="keys: {id: Nr, text: Nachricht}\n")

    assert [each.reason for each in lines] == ["error-value", ""]
    assert lines[0].problem.startswith("cell B2 holds the error #N/A")
    assert lines[1].content is not None
    assert lines[1].content["text"] == "#NV ist ein Hashtag"


def test_a_formula_in_what_chooses_a_row_hides_none(read: Reader, tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", {"Daten": [["Art", "Text"], ["=A1", "x"], ["antwort", "y"], ["frage", "=A1"]]})

    lines = read(path, map_="records: [{when: {Art: antwort}, keys: {text: Text}}]\n")

    assert [each.reason for each in lines] == ["no-result", "", "not-chosen"]


def test_an_id_that_excel_has_cut_stays_unknown(read: Reader, tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", {"D": [["Nr", "Nachricht"], [1.2345678901234567e18, "x"]]})

    (line,) = read(path, map_="keys: {thread: Nr, text: Nachricht}")

    assert line.content is not None
    assert "thread" not in line.content
    assert [remark.reason for remark in line.remarks] == ["cut-number"]


def test_the_map_chooses_the_sheet(read: Reader, tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", {"Hilfe": [["x"]], "Daten": [["Titel"], [], ["Text"], ["hallo"]]})

    (line,) = read(path, map_="table: {sheet: Daten, header: 3}\nkeys: {text: Text}")
    (missing,) = read(path, map_="table: {sheet: Date}\nkeys: {text: Text}")

    assert line.content is not None
    assert line.content["text"] == "hallo"
    assert (
        missing.problem
        == "map.yaml:1:16: there is no sheet `Date` (did you mean `Daten`?); there are: `Hilfe`, `Daten`"
    )


def test_what_is_no_excel_is_said(read: Reader, tmp_path: Path) -> None:
    reasons = {
        b"": "empty",
        b"Nr;Text\n1;a\n": "not-excel",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600: "old-excel",
        b"PK\x03\x04" + b"\0" * 100: "not-excel",
    }
    with zipfile.ZipFile(tmp_path / "z.xlsx", "w") as packed:
        packed.writestr("readme.txt", "not a workbook")

    assert {content: read("a.xlsx", content=content)[0].reason for content in reasons} == reasons
    assert read(tmp_path / "z.xlsx")[0].reason == "not-excel"


def test_a_workbook_that_swells_up_is_refused(read: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "FREE", 1_000_000)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)

    assert read(tmp_path / "a.xlsx")[0].reason == "bomb"


def test_a_cut_workbook_is_named(read: Reader, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Text"]]
    rows += [[f"Nummer {n}"] for n in range(500)]
    path = _book(tmp_path / "a.xlsx", {"D": rows})
    path.write_bytes(path.read_bytes()[:-2000])

    assert read(path, map_="keys: {text: Text}")[-1].reason in ("not-excel", "damaged")


def test_parquet_keeps_its_types(read: Reader, tmp_path: Path) -> None:
    when = datetime(2026, 3, 2, 15, 30, 0, 123456, tzinfo=UTC)
    table = pa.table(
        {
            "text": ["a", None],
            "published": pa.array([when, None], pa.timestamp("ns", "UTC")),
            "author": [{"id": "a1", "role": "us"}, None],
            "score": [Decimal("1.50"), None],
            "share": [float("nan"), 2.0],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")

    first, second = read(tmp_path / "a.parquet")

    assert first.content == {
        "text": "a",
        "published": "2026-03-02T15:30:00.123456+00:00",
        "author": {"id": "a1", "role": "us"},
        "score": "1.50",
        "share": None,
    }
    assert second.content == {"text": None, "share": 2}
    assert second.place == "row group 1, row 2"


def test_a_damaged_row_group_does_not_take_the_others_along(read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    rows = [f"Nummer {n} {'x' * (n % 50)}" for n in range(3000)]
    pq.write_table(pa.table({"text": rows}), path, row_group_size=1000, use_dictionary=False)
    column = pq.ParquetFile(path).metadata.row_group(1).column(0)
    content = bytearray(path.read_bytes())
    start = column.data_page_offset
    content[start : start + 400] = b"\xff" * 400
    path.write_bytes(content)

    lines = read(path)

    broken = [line for line in lines if line.content is None]
    assert [line.reason for line in broken] == ["lost-rows"]
    assert broken[0].problem.startswith("row group 2 is damaged, 1000 rows are missing")
    assert len(lines) == 2001


def test_a_parquet_of_another_schema_is_named_and_the_rest_is_read(read: Reader, tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["a"]}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"Nachricht": ["b"]}), tmp_path / "b.parquet")
    pq.write_table(pa.table({"text": ["c"]}), tmp_path / "c.parquet")

    lines = read(tmp_path)

    assert [line.reason for line in lines] == ["", "no-map", ""]
    assert "`Nachricht`" in lines[1].problem


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "empty"), (b"PAR1", "not-parquet"), (b"text\na\n", "not-parquet")]
)
def test_what_is_no_parquet_is_said(read: Reader, content: bytes, reason: str) -> None:
    assert read("a.parquet", content=content)[0].reason == reason


def test_values_python_cannot_hold_are_named_row_by_row(read: Reader, tmp_path: Path) -> None:
    far = pa.array([0, 4 * 10**14, 0], pa.int64()).cast(pa.timestamp("ms"))  # the year 14645
    pq.write_table(pa.table({"text": ["a", "b", "c"], "published": far}), tmp_path / "a.parquet")

    lines = read(tmp_path / "a.parquet")

    assert [line.reason for line in lines] == ["", "value", ""]
    assert lines[2].place == "row group 1, row 3"


def test_a_title_above_the_columns_is_seen(tmp_path: Path) -> None:
    rows = "".join(f"{number};02.03.2026 16:30;Hallo, da bin ich\n" for number in range(5))
    path = tmp_path / "a.csv"
    path.write_text(f"Export vom 1.4.2026\n\nNr;Zeit;Nachricht\n{rows}", encoding="utf-8")
    book = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for cells in (["Export"], [], ["Nr", None, "Nachricht"], *([n, "de", "Hallo"] for n in range(5))):
        sheet.append(cells)
    workbook.save(book)

    found = [header_row(items) for _, items in tables_of([str(path), str(book)], PLAIN, "de", "")]

    assert found == [3, 3]


def test_a_row_that_is_too_long_is_no_title(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text,kind\n" + "1,a,reply,zuviel\n" * 9, encoding="utf-8")

    ((_, items),) = tables_of([str(path)], PLAIN, "de", "")

    assert header_row(items) == 1


def test_an_answer_that_is_but_a_number_is_a_text(read: Reader, tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": ["a"], "text": [4711]}), tmp_path / "a.parquet")

    (line,) = read(tmp_path / "a.parquet")

    assert line.content == {"id": "a", "text": "4711"}
