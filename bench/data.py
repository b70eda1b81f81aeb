"""The development data (../shared/data), the families in it, and the split that keeps a third of it apart."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knigge.engine.record import Author, Exchange, Message, Role

ROOT: Final = Path(__file__).resolve().parent.parent
SHARED: Final = ROOT.parent / "shared"

FAMILIES: Final[tuple[tuple[str, str], ...]] = (
    ("lecturing", "rule:eye-level.lecturing"),
    ("commanding-calm", "rule:eye-level.commanding-calm"),
    ("blame-shift", "rule:eye-level.blame"),
    ("non-apology", "rule:apology.non-apology"),
    ("hollow-phrase", "rule:template.hollow"),
    ("mass-address", "rule:template.mass-address"),
    ("officialese", "rule:plain.officialese"),
    ("hidden-agent", "rule:plain.hidden-agent"),
    ("sarcasm", "rule:tone.sarcasm"),
    ("shouting", "rule:tone.shouting"),
    ("address-mixed", "rule:address.mixed"),
    ("absolute-promise", "rule:claim.absolute"),
    ("admission", "rule:claim.admission"),
    ("deflection", "rule:individual.deflection"),
    ("private-data", "rule:privacy.personal-data"),
    ("confidential-leak", "rule:confidential.leak"),
    ("ad-unlabelled", "rule:advertising.unlabelled"),
    ("apology", "concept:apology"),
    ("promise", "concept:promise"),
    ("solution", "concept:solution"),
    ("personal", "concept:personal"),
    ("criticism", "concept:criticism"),
    ("question", "concept:question"),
    ("praise", "concept:praise"),
    ("attack", "concept:attack"),
    ("legal-threat", "concept:legal-threat"),
    ("crisis", "concept:crisis"),
)
"""Every family of the authored cases with the rule or concept that stands for it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One authored case: the exchange, the families it surely shows and surely does not, its traps."""

    id: str
    language: str
    exchange: Exchange
    labels: frozenset[str]
    not_labels: frozenset[str]
    traps: frozenset[str]
    held_back: bool


def authored(language: str, shared: Path = SHARED) -> list[Row]:
    """The authored cases of one language; empty when the data is not there."""
    path = shared / "data" / f"authored_cases_{language}.jsonl.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [row(json.loads(line)) for line in file]


def row(case: dict[str, object]) -> Row:
    """A case as it is written down, one JSON object."""
    kind = {"reply": "reply", "post": "post", "incoming": "comment"}[str(case["kind"])]
    ours = case["kind"] != "incoming"
    author = Author(str(case.get("author") or ""), Role.US if ours else Role.CUSTOMER)
    parent_text = case.get("parent")
    parent = Message("parent", parent_text, "comment") if isinstance(parent_text, str) else None
    channel = str(case["channel"]) if case.get("channel") else None
    text, language = str(case["text"]), str(case["lang"])
    message = Message(str(case["id"]), text, kind, channel, language, author)
    return Row(
        message.id,
        language,
        Exchange(message, parent, parent is not None),
        _words(case.get("labels")),
        _words(case.get("not_labels")),
        _words(case.get("traps")),
        held_back(parent_text if isinstance(parent_text, str) else text),
    )


def _words(value: object) -> frozenset[str]:
    return frozenset(str(each) for each in value) if isinstance(value, list) else frozenset()


def held_back(group: str) -> bool:
    """Whether a case belongs to the third set aside: by its parent (else its text), so that pairs stay together."""
    digest = hashlib.sha256(f"knigge-held-back:{group.strip()}".encode()).hexdigest()
    return int(digest, 16) % 3 == 0


@dataclass(frozen=True, slots=True)
class Foreign:
    """A case of a set that others wrote and labelled; `held_back`: nothing is learned from it."""

    id: str
    language: str
    group: str
    label: str
    exchange: Exchange
    held_back: bool


def foreign(name: str, shared: Path = SHARED) -> Iterator[Foreign]:
    """The cases of a foreign set in their order; none when it is not there. Contrasting pairs share a group."""
    path = shared / "data" / f"{name}.jsonl.gz"
    if not path.exists():
        return
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for case in map(json.loads, file):
            text, partner = str(case["text"]), str(case.get("contrastive") or case["id"])
            group = min(partner, str(case["id"])) if name == "hate_de_gahd" else text.strip()
            message = Message(str(case["id"]), text, "comment", None, case["lang"], Author("", Role.CUSTOMER))
            held = number(f"apart:{group}") % 3 == 0
            yield Foreign(message.id, case["lang"], group, str(case["label"]), Exchange(message), held)


def brand_replies(seen: bool | None = None, shared: Path = SHARED) -> Iterator[Exchange]:
    """The agents' turns of real support threads, each with the turn it answers.

    `seen`: those of the companies whose replies serve as innocent ones in training, or of the others; None: all.
    """
    path = shared / "data" / "brand_threads_en_ibm.jsonl.gz"
    if not path.exists():
        return
    with gzip.open(path, "rt", encoding="utf-8") as file:
        turns = [json.loads(line) for line in file]
    for before, turn in zip([None, *turns], turns, strict=False):
        if turn["sender"] != "agent" or seen not in (None, _trained_on(str(turn["company"]))):
            continue
        parent = None
        if before is not None and before["thread"] == turn["thread"]:
            role = Role.CUSTOMER if before["sender"] == "customer" else Role.US
            parent = Message(str(before["id"]), before["text"], "comment", "x", "en", Author("c", role))
        message = Message(str(turn["id"]), turn["text"], "reply", "x", "en", Author("a", Role.US))
        yield Exchange(message, parent, parent is not None)


def _trained_on(company: str) -> bool:
    return number(f"brand:{company}") % 2 == 1


def number(text: str) -> int:
    """A number that depends on nothing but the text, to divide rows by."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:12], 16)
