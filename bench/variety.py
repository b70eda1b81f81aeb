"""How various an archive is: distinct texts, sentences and five-word shingles, roles, lengths, share of violations.

`python bench/variety.py F.jsonl`. Texts are told apart over the whole archive; sentences, shingles and violations over
a sample, which the report names.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

SAMPLED: Final = 100_000  # messages for sentences and shingles
JUDGED: Final = 400  # replies
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+|\n+")
_WORD: Final = re.compile(r"\w+")


def messages_of(path: Path) -> Iterator[dict[str, object]]:
    """The messages of an archive in the order of its lines."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if record.get("type", "message") == "message":
                yield record


def report(path: Path, judged: int = JUDGED) -> str:
    """The report as a table in Markdown."""
    whole: set[int] = set()
    sentences: set[int] = set()
    shingles: set[int] = set()
    number = said = five = 0
    roles: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    words: dict[str, list[int]] = {"us": [], "customer": []}
    macros = 0
    for message in messages_of(path):
        text, author = str(message["text"]), message["author"]
        number += 1
        whole.add(hash(text))
        role = str(author["role"]) if isinstance(author, dict) else ""
        roles[role] += 1
        languages[str(message.get("language", "not given"))] += 1
        macros += "macro" in message
        if number > SAMPLED:
            continue
        found = [word.lower() for word in _WORD.findall(text)]
        if role in words and message["kind"] != "post":
            words[role].append(len(found))
        each = [sentence.strip().lower() for sentence in _SENTENCE.split(text)]
        said += len(each)
        sentences.update(map(hash, each))
        five += max(0, len(found) - 4)
        shingles.update(hash(tuple(found[at : at + 5])) for at in range(len(found) - 4))
    sample = min(number, SAMPLED)
    lines = [
        "| what | how many |",
        "|---|---|",
        f"| messages | {number:,} |",
        f"| distinct texts | {len(whole):,} ({len(whole) / number:.1%}) |",
        f"| distinct sentences, first {sample:,} messages | {len(sentences):,} of {said:,} |",
        f"| distinct shingles of five words, the same | {len(shingles):,} of {five:,} |",
        f"| who writes | {_shares(roles, number)} |",
        f"| language | {_shares(languages, number)} |",
        f"| our answers that are a text module | {macros / max(1, roles['us']):.1%} |",
        *(f"| words of {_WHO[role]}, 5/25/50/75/95 % | {_quantiles(found)} |" for role, found in words.items()),
    ]
    return "\n".join(lines + list(violations(path, judged)))


_WHO: Final = {"us": "an answer of ours", "customer": "a customer's message"}


def _shares(counted: Counter[str], whole: int) -> str:
    return ", ".join(f"{name} {count / whole:.1%}" for name, count in counted.most_common())


def _quantiles(numbers: Sequence[int]) -> str:
    ordered = sorted(numbers) or [0]
    return " / ".join(str(ordered[int(len(ordered) * share)]) for share in (0.05, 0.25, 0.5, 0.75, 0.95))


def violations(path: Path, judged: int) -> Iterable[str]:
    """How many of a sample of answers violate some rule of the default policy, each judged with what it answers."""
    from knigge.commands.programs import load_program
    from knigge.engine.evaluator import evaluate
    from knigge.engine.finding import Outcome
    from knigge.engine.intake import read_message
    from knigge.engine.record import Exchange

    total = sum(1 for _ in messages_of(path))
    step = max(1, total // (judged * 5))
    talks: dict[str, dict[str, dict[str, object]]] = {}
    for message in messages_of(path):
        thread = str(message["thread"])
        if zlib.crc32(thread.encode()) % step == 0:
            talks.setdefault(thread, {})[str(message["id"])] = message
    program = load_program("default")
    broken: Counter[str] = Counter()
    looked = some = 0
    for talk in talks.values():
        for message in talk.values():
            parent = talk.get(str(message["in_reply_to"]))
            if looked == judged or message["kind"] != "reply" or parent is None or "automated" in message:
                continue
            looked += 1
            exchange = Exchange(read_message(message, ""), read_message(parent, ""), True)
            found = {each.rule for each in evaluate(program, exchange).verdicts if each.outcome is Outcome.VIOLATION}
            some += bool(found)
            broken.update(found)
    most = ", ".join(f"{rule} {count / looked:.1%}" for rule, count in broken.most_common(8))
    yield f"| answers with a violation, default policy, {looked} judged | {some / max(1, looked):.1%} ({most}) |"


if __name__ == "__main__":
    print(report(Path(sys.argv[1])))
