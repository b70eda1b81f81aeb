"""Serial answers where few text modules are sent all day: `python bench/crowds.py [--replies 20000] [--days 90]`.

Three modules with two changing nouns each, so that hardly two replies are equal and a third of all are alike. Prints
how many are answered to be serial, seconds of CPU and the most memory (docs/decisions/012).
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from knigge.engine.records.alike import answers
from knigge.engine.records.resemblance import Said, essence

SYLLABLES: Final = "ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu ra re ri ro ru".split()
MODULES: Final = (
    "vielen Dank für Ihre Nachfrage zum {one}, das Gerät liegt im Lager bereit und geht noch in dieser Woche zusammen "
    "mit dem {other} auf die Reise zu Ihnen",
    "das Ersatzteil {one} ist bestellt, der Hersteller des {other} liefert in etwa zehn Werktagen, danach vereinbaren "
    "wir mit Ihnen einen Termin für den Einbau",
    "wir haben den Schaden am {one} aufgenommen und an die Werkstatt gegeben, sobald das {other} geprüft ist, bekommen "
    "Sie von uns den Kostenvoranschlag",
)


def replies(number: int, days: int, seed: int = 3) -> list[Said]:
    """So many replies to as many people, at any minute of so many days."""
    chance = Random(seed)
    nouns = [f"{''.join(chance.sample(SYLLABLES, 3)).capitalize()}gerät" for _ in range(600)]
    start = datetime(2026, 1, 1, tzinfo=UTC)
    found = []
    for each in range(number):
        text = chance.choice(MODULES).format(one=chance.choice(nouns), other=chance.choice(nouns))
        at = start + timedelta(minutes=chance.randrange(days * 1440))
        found.append(Said(f"m{each}", essence(text), at, f"p{each}", "x", "house"))
    return found


def main() -> int:
    """Print one line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--replies", type=int, default=20_000)
    parser.add_argument("--days", type=int, default=90)
    chosen = parser.parse_args()
    items = replies(chosen.replies, chosen.days)
    began = time.process_time()
    found = answers(items, "replies", 0.85, 5, timedelta(days=30))
    seconds, peak = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(items):,} replies: {len(found):,} serial, {seconds:.1f} s of CPU, at most {peak:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
