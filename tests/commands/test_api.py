"""The public functions of `knigge`, as a program calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import knigge
from knigge.engine.diagnostics import KniggeError

_TREE: Final = Path(knigge.__file__).resolve().parent.parent
_POLICY: Final = """policy: house
packs: [shared]
own_rules: |
  concept rude in de says "doof"
    catches "Das ist doof." allows "Das ist gut."
  end
  concept answered in de says "gut" if parent says "kaputt"
    catches "Gut." given parent = "Alles kaputt." allows "Gut." given parent = "Hallo."
  end
  rule house.rude about message in de
    clause eye-level severity error
    title de "Grob" en "Rude" because de "Das kränkt." en "It offends."
    forbid text expresses rude or text expresses answered
    message de "„{match}“ kränkt." en "“{match}” offends."
    suggest remove match
    catches de "Das ist doof." given parent = none allows de "Das ist schön." given parent = none
  end
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The path of a policy with two small concepts."""
    monkeypatch.setenv("KNIGGE_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "house.yaml"
    path.write_text(_POLICY, encoding="utf-8")
    return str(path)


def test_the_public_function_gives_the_record(house: str) -> None:
    measured = knigge.measure("Ihr Satz ist doof.", policy=house, signals=["address"], concepts="rude", id="m")

    assert dict(measured) == {
        "id": "m",
        "language": "de",
        "signals": {"address": {"form": "formal", "spans": [[0, 3, "formal"]]}},
        "concepts": {"rude": {"holds": True, "score": 1.0, "spans": [[13, 17]]}},
        "measured": "all",
        "notes": [],
    }


def test_the_public_function_knows_parent_and_language(house: str) -> None:
    def holds(**given: str) -> object:
        measured = knigge.measure("Wieder gut.", policy=house, signals="none", concepts="answered", **given)
        return measured["concepts"]["answered"]["holds"]

    assert holds(language="de", parent="Alles kaputt.") is True
    assert holds(language="de", parent="Hallo.") is False
    assert holds(language="de") is None
    assert holds(language="fr", parent="Alles kaputt.") is None


def test_the_public_function_says_what_was_wrong_with_the_call(house: str) -> None:
    with pytest.raises(KniggeError, match="did you mean `address`"):
        knigge.measure("x", policy=house, signals="adress")
    with pytest.raises(TypeError, match="text must be a str, not int"):
        knigge.measure(json.loads("5"), policy=house)
    assert knigge.measure("a" * 100_001, policy=house)["notes"][0]["code"] == "too-long"


def test_importing_knigge_stays_cheap() -> None:
    code = "import sys, knigge; print(sorted(name for name in sys.modules if name.startswith('knigge')))"

    found = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(_TREE)}, capture_output=True, check=True
    )

    assert found.stdout.decode().strip() == "['knigge', 'knigge.engine', 'knigge.engine.version']"


def test_what_is_not_there_is_no_attribute() -> None:
    assert set(knigge.__all__) == {"__version__", "measure"}
    with pytest.raises(AttributeError, match="no attribute 'mesure'"):
        getattr(knigge, "mesure")  # noqa: B009 - written plainly, the type checker would refuse it
