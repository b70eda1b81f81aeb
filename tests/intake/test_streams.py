"""Packed files: unpacked on the way, kept as far as they go, refused when they swell up."""

import gzip
import io
from pathlib import Path

import pytest
import zstandard

from knigge.intake import streams
from knigge.intake.line import Trouble
from knigge.intake.streams import opened

from .conftest import Reader

_LINES = b"".join(b'{"text":"Nummer %d, %x"}\n' % (n, hash(str(n)) & 0xFFFFFFFF) for n in range(20_000))


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_packed_file_is_read_like_a_plain_one(read: Reader, pack: type[bytes]) -> None:
    lines = read("a.jsonl.gz", content=pack(_LINES))

    assert len(lines) == 20_000
    assert all(line.content for line in lines)


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_members_one_after_the_other_are_one_file(read: Reader, pack: type[bytes]) -> None:
    assert len(read("a.jsonl.zst", content=pack(_LINES) + pack(_LINES))) == 40_000


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("share", [0.5, 0.99])
def test_a_file_that_breaks_off_keeps_what_stands_before(read: Reader, pack: type[bytes], share: float) -> None:
    packed = pack(_LINES)

    lines = read("a.jsonl.gz", content=packed[: int(len(packed) * share)])

    *good, last = lines
    assert len(good) > 3_000 * share
    assert all(line.content for line in good)
    assert (last.reason, last.place) == ("cut-off", f"after line {len(good)}")


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_damage_in_the_middle_is_named(read: Reader, pack: type[bytes]) -> None:
    packed = bytearray(pack(_LINES))
    packed[len(packed) // 2 :] = b"\x5a" * (len(packed) - len(packed) // 2)

    *_, last = read("a.jsonl.gz", content=bytes(packed))

    assert last.reason in ("damaged", "cut-off")


def test_a_name_that_lies_is_named(read: Reader) -> None:
    (line,) = read("a.jsonl.gz", content=b'{"text":"a"}\n')

    assert line.reason == "damaged"


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_a_bomb_is_refused_before_it_goes_off(read: Reader, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "FREE", 1_000_000)
    pack = gzip.compress if name.endswith("gz") else zstandard.compress
    content = pack(b'{"text":"a"}\n' + b"\n" * 30_000_000)

    first, last = read(name, content=content)

    assert first.content == {"text": "a"}
    assert last.reason == "bomb"


def test_a_bomb_of_one_line_is_not_held(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "FREE", 1_000_000)

    (line,) = read("a.jsonl.zst", content=zstandard.compress(b"a" * 60_000_000))

    assert line.reason == "bomb"


def test_what_is_not_there_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as raised, opened(tmp_path / "nothing.jsonl"):
        pass

    assert raised.value.reason == "missing"


def test_lines_are_held_up_to_their_limit() -> None:
    stream = io.BytesIO(b"12345\n123456\n" + b"1" * 9 + b"\n12\n12345")

    assert list(streams.raw_lines(stream, 5)) == [b"12345\n", None, None, b"12\n", b"12345"]
