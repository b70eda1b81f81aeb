"""One conversation without end: `python bench/long_thread.py --messages 100000 --out long.jsonl`.

The messages of a made-up archive (bench/archive.py), all put into one thread that runs over 208 days: everybody answers
the first post, and a third of our answers do not say whom they are for.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from archive import lines

BEGIN: Final = datetime(2025, 1, 1, 8, tzinfo=UTC)
LENGTH: Final = timedelta(days=208)


def one_thread(messages: int, seed: int = 7) -> Iterator[dict[str, object]]:
    """The messages of the thread, in order of time."""
    chance, asked = Random(seed), ""
    made = (json.loads(line) for line in lines(messages, seed))
    for number, message in enumerate(each for each in made if each["type"] == "message"):
        ours = (message.get("author") or {}).get("role") == "us"
        published = (BEGIN + LENGTH / messages * number).isoformat(timespec="seconds")
        message |= {"id": f"m{number}", "thread": "t", "published": published, "channel": "facebook", "account": "haus"}
        message["kind"] = "post" if not number else "reply" if ours else "comment"
        message["in_reply_to"] = (asked if chance.random() < 2 / 3 else None) if ours else "m0"
        if not number or (ours and not asked):
            message["in_reply_to"] = None
        asked = asked if ours else message["id"]
        yield message


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the thread as JSON Lines."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    with chosen.out.open("w", encoding="utf-8") as file:
        for message in one_thread(chosen.messages):
            file.write(json.dumps(message, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
