"""Import maps: what they make of a row, and mistakes at their line and column."""

import csv
import io
import shlex
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.codes import CODES
from knigge.engine.diagnostics import Level, spoken
from knigge.engine.source import Source
from knigge.intake.archive import read_archive
from knigge.intake.delimited import PLAIN
from knigge.intake.import_map import load_map
from knigge.intake.line import Header, Row
from knigge.intake.suggest import suggest

from .conftest import Reader, made

_TABLE = b"Nr;Art;Text;Rolle;Zeit;Freigabe;Wert\n"


@pytest.mark.parametrize(
    ("text", "code", "place", "words"),
    [
        ("", "K311", (1, 1), "--suggest"),
        ("- a\n", "K360", (1, 1), "keys"),
        ("keys: [a\n", "K308", (1, 9), ""),
        ("key: {text: a}\n", "K321", (1, 1), "did you mean `keys`?"),
        ("map: x\n", "K360", (1, 1), "`keys:`"),
        ("keys: {text: a}\nrecords: [{keys: {text: a}}]\n", "K360", (1, 1), "`records:`"),
        ("keys: {txt: a}\n", "K322", (1, 8), "`text:`"),
        ("zone: Europe/Berln\nkeys: {text: a}\n", "K361", (1, 7), "`Europe/Berlin`"),
        ("table: {encoding: utf-9}\nkeys: {text: a}\n", "K361", (1, 19), "utf-8"),
        ("table: {delimiter: ;;}\nkeys: {text: a}\n", "K326", (1, 20), "`;`"),
        ("keys:\n  text: a\n  author.role: {column: b, values: {x: agent}}\n", "K323", (3, 40), "`us`"),
        ("keys: {text: a, kind: {constant: tweet}}\n", "K323", (1, 34), "post"),
        ("keys: {text: a, published: {column: b, format: hh:mm}}\n", "K361", (1, 48), "TT.MM.JJJJ"),
        ("keys: {text: a, channel: {}}\n", "K360", (1, 17), "`constant`"),
        ("keys: {text: a, channel: {column: a, constant: b}}\n", "K360", (1, 17), "`constant`"),
        ("keys: {text: a, author: b, author.role: c}\n", "K360", (1, 28), "out"),
        ("keys: {text: a}\nkeys: {text: b}\n", "K307", (2, 1), ""),
    ],
)
def test_a_mistake_is_shown_at_its_place(text: str, code: str, place: tuple[int, int], words: str) -> None:
    map_, diagnostics = load_map(Source("map.yaml", text))

    first = next(each for each in diagnostics if each.level is Level.ERROR)
    spot = first.source.place(first.span.start)
    assert map_ is None
    assert (first.code, (spot.line, spot.column)) == (code, place)
    assert words in first.hint
    assert "policy" not in first.message + first.hint
    assert code in {each.code for each in CODES}


def test_a_key_that_looks_like_a_slip_is_a_warning() -> None:
    map_, (warning,) = load_map(Source("m", "keys: {text: a, tread: b}\n"))

    assert map_ is not None
    assert (warning.code, warning.level, warning.hint) == ("K362", Level.WARNING, "did you mean `thread`?")


def test_a_row_becomes_the_records_whose_conditions_hold(read: Reader) -> None:
    map_ = """
records:
  - when: {Art: [Antwort, kommentar]}
    keys: {id: Nr, text: Text}
  - when: {Art: Löschung}
    type: action
    keys: {id: Nr, action: {constant: delete}, object: Text, approvals: {column: Freigabe, split: ","}}
"""
    content = _TABLE + "1;antwort;a;;;;\n2;Löschung;m9;;;a3, a9;\n3;Notiz;b;;;;\n".encode()

    reply, deletion, note = read("a.csv", content=content, map_=map_)

    assert reply.content == {"type": "message", "id": "1", "text": "a"}
    assert deletion.content == {
        "type": "action", "id": "2", "action": "delete", "object": "m9", "approvals": ["a3", "a9"],
    }  # fmt: skip
    assert (note.reason, note.skipped) == ("not-chosen", True)


def test_cells_are_translated_read_and_left_alone(read: Reader) -> None:
    map_ = """
table: {decimal: ","}
zone: Europe/Berlin
keys:
  text: Text
  author.role: {column: Rolle, values: {Agent: us, Kunde: customer}, empty: other}
  published: {column: Zeit, format: [TT.MM.JJJJ hh:mm, unix]}
  share: {column: Wert, kind: number}
  language: {constant: de}
"""
    rows = [
        '1;x;"Gr&uuml;&szlig;e Ã¼ ";agent;2.3.2026 16:30;;1.234,5',
        "2;x;;;1772465400;;abc",
        "3;x;b;Chef;bald;;7",
        "4;x;c;Kunde;25.10.2026 02:30;;",
    ]

    one, two, three, four = read("a.csv", content=_TABLE + "\n".join(rows).encode(), map_=map_)

    assert one.content is not None
    assert two.content is not None
    assert one.content == {
        "type": "message", "text": "Gr&uuml;&szlig;e Ã¼ ", "author": {"role": "us"},
        "published": "2026-03-02T16:30:00+01:00", "share": 1234.5, "language": "de", "id": one.content["id"],
    }  # fmt: skip
    assert two.content["text"] == ""
    assert two.content["author"] == {"role": "other"}
    assert two.content["published"] == "2026-03-02T15:30:00+00:00"
    assert [remark.reason for remark in two.remarks] == ["number-unreadable"]
    assert [remark.reason for remark in three.remarks] == ["value-unknown", "time-unreadable"]
    assert three.remarks[0].text == "`author.role`: the map has no value for “Chef”; stays unknown"
    assert [remark.reason for remark in four.remarks] == ["time-ambiguous"]


@pytest.mark.parametrize(("ambiguous", "offset"), [("earlier", "+02:00"), ("later", "+01:00")])
def test_the_map_may_say_what_an_hour_that_came_twice_means(read: Reader, ambiguous: str, offset: str) -> None:
    map_ = f"zone: Europe/Berlin\nambiguous: {ambiguous}\nkeys: {{text: Text, published: Zeit}}"

    (line,) = read("a.csv", content=b"Text;Zeit\na;25.10.2026 02:30\n", map_=map_)

    assert line.content is not None
    assert line.content["published"] == f"2026-10-25T02:30:00{offset}"


def test_made_ids_stay_the_same_and_differ_between_rows(read: Reader) -> None:
    content = b"Text;Zeit\na;1\na;1\n"

    first = [line.content["id"] for line in read("a.csv", content=content, map_="keys: {text: Text}") if line.content]
    again = [line.content["id"] for line in read("b.csv", content=content, map_="keys: {text: Text}") if line.content]

    assert first == again
    assert len(set(first)) == 2


def test_a_day_stays_a_day(read: Reader) -> None:
    (line,) = read("a.csv", content=b"Text;Zeit\na;02.03.2026\n", map_="zone: UTC\nkeys: {text: Text, published: Zeit}")

    assert line.content is not None
    assert line.content["published"] == "2026-03-02"


def _suggested(header: str, *rows: str) -> str:
    cells = [tuple(next(csv.reader([row], delimiter=";"))) for row in rows]
    columns = tuple(next(csv.reader([header], delimiter=";")))
    items: list[Header | Row] = [Header(columns), *(Row("", n, each) for n, each in enumerate(cells, start=2))]
    return suggest(items, "export.csv", "de")


def test_a_german_export_is_recognised() -> None:
    text = _suggested(
        "Datum;Uhrzeit;Kanal;Verfasser;Rolle;Nachricht;Antwort auf;Bemerkung",
        "02.03.2026;16:30;Facebook;Aylin;Kunde;Wo bleibt mein Paket?;;",
        "02.03.2026;17:05;Twitter;Team;Agent;Wir schauen nach.;1;intern",
    )
    map_ = made(text)

    assert {key.path: key.columns for key in map_.recipes[0].keys} == {
        ("text",): ("Nachricht",), ("in_reply_to",): ("Antwort auf",), ("author", "name"): ("Verfasser",),
        ("published",): ("Datum", "Uhrzeit"), ("author", "role"): ("Rolle",), ("channel",): ("Kanal",),
    }  # fmt: skip
    assert "Kunde: customer" in text
    assert "Twitter: x" in text
    assert "nicht zugeordnet: Bemerkung" in text


def test_an_english_export_is_recognised_with_its_way_of_writing_times() -> None:
    text = _suggested(
        "Message ID;Created Time;Direction;From;Message;Parent ID",
        "17;03/25/2026 16:30;Inbound;Jane;Where is it?;",
        "18;03/25/2026 17:30;Outbound;Acme;On its way.;17",
    )
    map_ = made(text)

    keys = {".".join(key.path): key for key in map_.recipes[0].keys}
    assert keys["published"].formats == ("MM/DD/YYYY hh:mm",)
    assert dict(keys["author.role"].values) == {"inbound": "customer", "outbound": "us"}
    assert keys["id"].columns == ("Message ID",)


def test_without_a_name_the_longest_column_is_the_message() -> None:
    map_ = made(_suggested("A;B;C", "1;ein langer Satz, wie ihn Leute schreiben;x"))

    assert map_.recipes[0].keys[0].columns == ("B",)


_NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"]), min_size=1, max_size=20).map(
    lambda name: " ".join(name.split())
)


@given(st.lists(_NAMES.filter(bool), min_size=1, max_size=6, unique=True), st.lists(_NAMES, min_size=6, max_size=6))
def test_every_suggestion_can_be_used_as_it_stands(names: list[str], cells: list[str]) -> None:
    items: list[Header | Row] = [Header(tuple(names)), Row("row 2", 2, tuple(cells[: len(names)]))]

    text = suggest(items, "a.csv", "en")

    assert made(text).form == PLAIN


@given(st.text(max_size=200))
def test_no_text_crashes_the_reader_of_maps(text: str) -> None:
    map_, diagnostics = load_map(Source("m", text))

    assert map_ is not None or diagnostics


def test_the_bundled_words_of_columns_name_known_keys() -> None:
    from knigge.engine.library import read_text
    from knigge.intake.known_keys import known_keys

    keys = [line.split("|")[0].strip() for line in read_text("grammar/columns.txt").splitlines() if "|" in line]
    keys = [key for key in keys if not key.startswith(("#", "published."))]

    assert keys
    assert set(keys) <= set(known_keys("message"))


def test_a_table_and_its_map_give_valid_records(tmp_path: Path) -> None:
    from knigge.engine.intake import read_record
    from knigge.engine.record import Message

    table = io.StringIO("Nr,Text\n1,a\n")
    (tmp_path / "a.csv").write_text(table.getvalue())

    for line in read_archive([str(tmp_path / "a.csv")], made("keys: {id: Nr, text: Text}"), "en"):
        assert isinstance(read_record(line.content, "x"), Message)


_MISTAKES: Final = (
    "", "- a\n", "keys: [a\n", "key: {text: a}\n", "map: x\n", "keys: {text: a}\nrecords: [{keys: {text: a}}]\n",
    "keys: {txt: a}\n", "zone: Europe/Berln\nkeys: {text: a}\n", "table: {encoding: utf-9}\nkeys: {text: a}\n",
    "table: {delimiter: ;;}\nkeys: {text: a}\n", "table: {header: 0}\nkeys: {text: a}\n",
    "table: {decimal: x}\nkeys: {text: a}\n", "keys:\n  text: a\n  author.role: {column: b, values: {x: agent}}\n",
    "keys: {text: a, kind: {constant: tweet}}\n", "keys: {text: a, published: {column: b, format: hh:mm}}\n",
    "keys: {text: a, channel: {}}\n", "keys: {text: a, channel: {column: a, constant: b}}\n",
    "keys: {text: a, author: b, author.role: c}\n", "keys: {text: a}\nkeys: {text: b}\n", "keys:\n\ttext: a\n",
    "keys: []\n", "keys:\n", "records: [{type: action}]\n", "keys: {text: a, tread: b}\n", "keys: {text: *a}\n",
    "keys: {text: &a b}\n", "keys: {text: !x b}\n", "keys: {text: a: b}\n", "keys: {text: 'a}\n", "keys: {text: }\n",
    "keys: {text: a}\n---\nkeys: {text: b}\n", "keys: {text: a, x..y: b}\n", "type: brief\nkeys: {text: a}\n",
)  # fmt: skip


@pytest.mark.parametrize("text", _MISTAKES)
def test_every_mistake_in_a_map_has_german_words(text: str) -> None:
    _, diagnostics = load_map(Source("map.yaml", text))

    assert diagnostics
    for english in diagnostics:
        assert spoken(english.message, "de") != english.message
        assert spoken(english.hint, "de") != english.hint or not english.hint


def test_what_the_names_of_columns_do_not_say_their_values_do() -> None:
    text = _suggested(
        "Nr;A;B;C;D",
        "1;01.03.2026 10:00;Nutzer;Wo bleibt mein Paket denn nun schon wieder?;",
        "2;01.03.2026 11:00;Mitarbeiter;Wir sehen nach und melden uns.;1",
        "3;02.03.2026 10:00;Nutzer;Danke, das hat geholfen!;2",
        "4;02.03.2026 12:00;;Gern geschehen, einen schönen Tag noch.;3",
    )

    assert {key.path: key.columns for key in made(text).recipes[0].keys} == {
        ("text",): ("C",), ("id",): ("Nr",), ("in_reply_to",): ("D",), ("published",): ("A",),
        ("author", "role"): ("B",),
    }  # fmt: skip
    assert "in_reply_to: D  # ?" in text
    assert "    # empty: customer  # ? leere Zellen gelten sonst als eigene Nachrichten" in text


def test_a_map_that_does_not_say_who_speaks_says_that() -> None:
    assert "ohne diese Angabe gilt jede Nachricht als eigene" in _suggested("Nr;Nachricht", "1;Wo bleibt es?")


def test_the_command_in_a_suggested_map_can_be_copied() -> None:
    text = suggest([Header(("id", "text"))], "Export März 'neu'.csv", "de", 'select "a" from b')

    command = next(line for line in text.splitlines() if "--map" in line).partition("knigge ")[2]
    assert shlex.split(command)[:4] == ["import", "Export März 'neu'.csv", "--query", 'select "a" from b']


def test_a_day_as_excel_counts_it_is_a_time(read: Reader) -> None:
    map_ = "zone: Europe/Berlin\nkeys: {text: Text, published: {column: Zeit, format: excel}}\n"
    content = _TABLE + b'1;;a;;"46115,5868";;\n2;;b;;46115;;\n3;;c;;gestern;;\n'

    first, second, third = read("a.csv", content=content, map_=map_)

    assert first.content is not None and second.content is not None
    assert first.content["published"] == "2026-04-03T14:05:00+02:00"
    assert second.content["published"] == "2026-04-03T00:00:00+02:00"
    assert [each.reason for each in third.remarks] == ["time-unreadable"]
    assert "format: excel" in _suggested("Text;Gesendet am", "Hallo;46115.5868", "Gut;46116.25")


def test_the_column_that_others_point_to_numbers_the_rows() -> None:
    text = _suggested(
        "Laufnr;Merkmal;Vorgänger;Wortlaut",
        "x-1;a7;;Wann fährt der letzte Bus heute?",
        "x-2;b8;a7;Um 23 Uhr ab Rathaus.",
        "x-3;c9;b8;Vielen Dank für die Auskunft!",
    )

    assert "  id: Merkmal  # ?\n  in_reply_to: Vorgänger  # ?\n" in text
    assert "  text: Wortlaut  # ?\n" in text


def test_a_column_that_says_it_is_a_number_is_one() -> None:
    assert '  id: "Sende-Nr."  # ?\n' in _suggested("Sende-Nr.;Text", "4711;Wo bleibt es?", "4712;Ist da.")


def test_a_column_of_long_words_is_no_text() -> None:
    unlike = ("0b7c1d9e-2f64-4a6b-9d7e-61a0c2b9f3d4", "5f0c66aa-7d2b-4f0a-8a40-3f2f4f9a3a10")

    assert "  text: Was  # ?\n" in _suggested("Spur;Was", f"{unlike[0]};Geht es heute?", f"{unlike[1]};Ja, bis 18 Uhr.")


def test_an_answer_without_a_numbered_question_is_told() -> None:
    text = _suggested("Antwort auf;Nachricht", "3;Wo bleibt es?", "3;Ist da.")

    assert "  # id: {column: ...}  # ? ohne Nummer je Zeile findet keine Antwort ihre Frage\n" in text


@pytest.mark.parametrize(("second", "told"), [("04/05/2026", True), ("14/05/2026", False)])
def test_a_day_that_could_be_a_month_is_told(second: str, told: bool) -> None:
    text = _suggested("Datum;Uhrzeit;Text", "03/04/2026;10:15;Wo bleibt es?", f"{second};10:20;Ist da.")

    assert ("# ? erst der Tag oder erst der Monat?" in text) is told
    assert 'format: "DD/MM/YYYY hh:mm"' in text


_REVIEWS = (
    "2026-03-02T10:15:00Z;Karin;Kaffee kalt, Brötchen von gestern.;2026-03-03T09:00:00Z;Ab morgen kommt er frisch.;Uli",
    "2026-03-04T18:40:00Z;Jens;Warum dauert das so lange?;;;",
)


@pytest.mark.parametrize(
    "header",
    [
        "Bewertet am;Kunde;Bewertungstext;Antwort am;Antwort des Unternehmens;Beantwortet von",
        "Date;Customer;Review;Response Date;Owner Response;Replied by",
        "Review Submit Date and Time;Reviewer;Review Text;Developer Reply Date and Time;Developer Reply Text;Agent",
        "Datum;Name;Frage;Antwort Datum;Antwort;Bearbeiter",
    ],
)
def test_an_answer_in_the_row_of_its_question_is_a_message_of_its_own(header: str) -> None:
    theirs, ours = made(_suggested(header, *_REVIEWS)).recipes
    asked, name, text, answered, answer, agent = header.split(";")

    assert {".".join(key.path): key.columns or key.constant for key in theirs.keys} == {
        "text": (text,), "author.name": (name,), "published": (asked,), "author.role": "customer",
    }  # fmt: skip
    assert {".".join(key.path): key.columns or key.constant for key in ours.keys} == {
        "text": (answer,), "author.name": (agent,), "published": (answered,), "author.role": "us",
    }  # fmt: skip


def test_an_answer_points_to_the_number_of_its_row() -> None:
    theirs, ours = made(_suggested("Review ID;Review;Reply", "a;Not so good, sorry.;We see.", "b;Very good.;")).recipes

    assert [key.columns for key in theirs.keys if key.path == ("id",)] == [("Review ID",)]
    assert [key.columns for key in ours.keys if key.path == ("in_reply_to",)] == [("Review ID",)]


def test_where_a_row_has_its_own_speaker_an_answer_is_no_second_message() -> None:
    text = _suggested(
        "Rolle;Nachricht;Antwort", "Kunde;Wo bleibt es denn?;3 mal gefragt", "Agent;Ist da, bitte.;ja doch"
    )

    assert len(made(text).recipes) == 1


_SIDE_BY_SIDE: Final = """records:
  - keys: {text: Frage, author.role: {constant: customer}}
  - keys: {text: Antwort, author.role: {constant: us}}
"""


def test_an_empty_answer_is_no_message_and_both_stand_in_one_thread(read: Reader) -> None:
    lines = read("a.csv", content=b"Frage,Antwort,Sterne\nWo?,Hier.,5\nWann?, ,4\n,,5\n", map_=_SIDE_BY_SIDE)

    found = [(each.content or {}).get("text") for each in lines]
    threads = [(each.content or {}).get("thread") for each in lines]
    assert (found, lines[3].reason) == (["Wo?", "Hier.", "Wann?", None], "not-chosen")
    assert threads[0] == threads[1] != threads[2]
    assert len({(each.content or {}).get("id") for each in lines[:3]} | set(threads[:3])) == 5


def test_a_row_that_says_where_it_belongs_keeps_its_thread(read: Reader) -> None:
    map_ = _SIDE_BY_SIDE.replace("{text: Frage,", "{text: Frage, thread: Nr,").replace(
        "{text: Antw", "{thread: Nr, text: Antw"
    )
    lines = read("a.csv", content=b"Nr,Frage,Antwort\n7,Wo?,Hier.\n", map_=map_)

    assert [(each.content or {})["thread"] for each in lines] == ["7", "7"]


def test_who_writes_most_often_is_taken_for_us_and_marked() -> None:
    rows = ["Bad Lindau;Wo bleibt er denn?", "Amt: West;Er kommt um zehn.", "Mia;Und wann noch?", "Amt: West;Um elf."]

    clear = _suggested("Verfasser;Text", *rows, "Jo;Danke sehr!", "Amt: West;Gern.", "Amt: West;Bis dann.")
    unclear = _suggested("Verfasser;Text", *rows, "Mia;Danke sehr!")

    role = next(key for key in made(clear).recipes[0].keys if key.path == ("author", "role"))
    assert (role.values, role.otherwise) == ((("amt: west", "us"),), "customer")
    assert '"Amt: West": us}  # ? schreibt am häufigsten' in clear
    assert "# author.role: {column: ..." in unclear


@pytest.mark.parametrize(
    ("column", "words", "seen"),
    [("Public", "true false true", {"true"}), ("Intern", "nein ja Nein", {"nein"}),
     ("Sichtbarkeit", "Öffentlich intern öffentlich", {"öffentlich"}), ("is_private", "0 1 0", {"0"})],
)  # fmt: skip
def test_notes_among_colleagues_are_left_out(column: str, words: str, seen: set[str]) -> None:
    rows = [f"{word};Wo bleibt es denn, Nummer {at}?" for at, word in enumerate(words.split())]

    (recipe,) = made(_suggested(f"{column};Nachricht", *rows)).recipes

    assert recipe.when == ((column, frozenset(seen)),)


@pytest.mark.parametrize(
    ("column", "words"), [("Public", "true true"), ("Intern", "morgen nein"), ("Stern", "ja nein")]
)
def test_what_parts_nothing_or_is_not_understood_leaves_nothing_out(column: str, words: str) -> None:
    (recipe,) = made(_suggested(f"{column};Nachricht", *(f"{word};Wo bleibt es?" for word in words.split()))).recipes

    assert not recipe.when


def test_where_nothing_says_what_answers_what_the_map_asks_for_it() -> None:
    asks = "# thread: {column: ...}  # ? was gehört zusammen?"

    assert asks in _suggested("Nachricht;Rolle", "Wo?;Kunde", "Hier.;Agent")
    assert asks not in _suggested("Nachricht;Vorgang", "Wo?;1", "Hier.;1")
    assert asks not in _suggested("Frage;Antwort", "Wo ist es?;Hier ist es.", "Wann kommt es?;Um zehn Uhr.")


def test_what_repeats_is_no_id_but_what_rows_share() -> None:
    rows = ["501;ute;Darf mein Hund mit?", "501;hof;Ja, gern.", "501;ute;Danke sehr!", "502;hof;Neu im Hof."]

    (recipe,) = made(_suggested("post_id;autor;text", *rows)).recipes

    keys = {key.path: key.columns for key in recipe.keys}
    assert keys["thread",] == ("post_id",) and ("id",) not in keys
