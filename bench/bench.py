"""Speed: cold start as a ratio, one check in a warm process, compiling. Writes docs/PERFORMANCE.md.

Times are CPU seconds of this machine in this run; trust the ratios. Cold start is measured against `import click`
because that is what any command line in Python pays.
"""

from __future__ import annotations

import gc
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from audits import audit_section
from data import ROOT
from records import records

from knigge.commands.programs import load_program, make
from knigge.engine import condition_nodes
from knigge.engine.evaluator import evaluate
from knigge.engine.parts import walk
from knigge.engine.program import CompiledRule, Program
from knigge.engine.record import Author, Exchange, Message, Role
from knigge.engine.scene import Scene, stage

ROUNDS: Final = 15
MESSAGES: Final = 4000  # of the archive that is audited; at today's speed that takes minutes
REPLY: Final = (
    "Hallo Frau Demir, danke für den Hinweis zur Abbuchung. Wir haben die doppelte Buchung vom 2. März geprüft und "
    "erstatten Ihnen die 49 Euro bis Freitag auf Ihr Konto. Falls noch etwas fehlt, melden Sie sich direkt bei mir, "
    "ich bin bis 18 Uhr da. Viele Grüße, Jana aus dem Team Rechnung"
)
COMPLAINT: Final = "Ihr habt schon wieder doppelt abgebucht! Wann bekomme ich mein Geld zurück?"


def cpu_of(command: Sequence[str], environment: dict[str, str]) -> float:
    """CPU seconds (user and system) of one run of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)  # to the microsecond; `os.times` counts in hundredths
    subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def cold_start() -> list[str]:
    """`knigge check --text` with a kept program against `import click`, in turns; medians and their ratio."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "KNIGGE_CACHE": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # with it, Python would compile every module at every start
        check = [sys.executable, "-m", "knigge", "check", "--text", REPLY, "--answers", COMPLAINT]
        click = [sys.executable, "-c", "import click"]
        first = cpu_of(check, environment)
        cpu_of(click, environment)
        pairs = [(cpu_of(check, environment), cpu_of(click, environment)) for _ in range(ROUNDS)]
    kept = statistics.median(pair[0] for pair in pairs)
    bare = statistics.median(pair[1] for pair in pairs)
    ratios = sorted(one / other for one, other in pairs)
    return [
        "| command | CPU ms, median |",
        "|---|---|",
        f"| `python -c 'import click'` | {bare * 1000:.0f} |",
        f"| `knigge check --text ...`, program kept | {kept * 1000:.0f} |",
        f"| the same, first run (reads and compiles all rules) | {first * 1000:.0f} |",
        "",
        f"Ratio of the medians: **{kept / bare:.2f}** (limit 3; {ROUNDS} runs in turns, single ratios "
        f"{ratios[0]:.2f} to {ratios[-1]:.2f}).",
        "",
    ]


def warm() -> list[str]:
    """One check after the other in a warm process, whole default policy."""
    program = load_program("default")
    rows = list(_replies())
    gc.collect()
    gc.freeze()  # as a service does once its program is loaded
    for exchange in rows[:50]:
        evaluate(program, exchange)
    times = []
    for exchange in rows:
        began = time.perf_counter()
        evaluate(program, exchange)
        times.append(time.perf_counter() - began)
    times.sort()
    median = statistics.median(times)
    return [
        f"{len(program.rules)} rules, {sum(len(x.phrases) for x in program.lexicons.values())} phrases; {len(rows)} "
        "German replies of 40 to 60 words, each with the message it answers:",
        "",
        f"median **{median * 1000:.2f} ms**, 90 % within {times[int(len(times) * 0.9)] * 1000:.2f} ms, "
        f"{1 / statistics.mean(times):.0f} replies/s on one core (limit: median below 1 ms).",
        "",
        *profile(program, rows, median),
    ]


def profile(program: Program, rows: Sequence[Exchange], whole: float) -> list[str]:
    """What share of a check goes where: taking texts apart, naming candidate phrases, measuring signals."""

    def median_of(call: Callable[[Scene], object]) -> float:
        taken = []
        for exchange in rows[:200]:
            scene = stage(program, exchange)
            began = time.perf_counter()
            call(scene)
            taken.append(time.perf_counter() - began)
        return statistics.median(taken)

    apart = statistics.median(_wall(lambda exchange=exchange: stage(program, exchange)) for exchange in rows[:200])
    named = median_of(lambda scene: scene.candidates())
    read = sorted({name for rule in program.rules for name in signals_of(rule)})
    measured = median_of(lambda scene: [scene.measure(name) for name in read])
    return [
        f"Of this, taking the two texts apart and telling their language {apart / whole:.0%}, naming candidate "
        f"phrases {named / whole:.0%}, the {len(read)} signals that rules name {measured / whole:.0%}; the rest "
        "confirms phrases and judges conditions, concept by concept, in plain Python.",
        "",
    ]


def signals_of(rule: CompiledRule) -> set[str]:
    """The signals that the conditions of a rule name directly."""
    conditions = [*rule.when, rule.shape.condition, *(condition for condition, _ in rule.exceptions)]
    sides = [
        side
        for condition in conditions
        for part in walk(condition)
        if isinstance(part, condition_nodes.Compare)
        for side in (part.left, part.right)
    ]
    return {side.name for side in sides if isinstance(side, condition_nodes.Name) and side.name.startswith("text.")}


def _wall(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _replies() -> Sequence[Exchange]:
    """Replies of 40 to 60 words: pairs of authored ones, so that no text comes twice."""
    from data import authored

    ours = [row for row in authored("de") if row.exchange.message.kind == "reply" and row.exchange.parent]
    found: list[Exchange] = []
    for one, other in zip(ours[::2], ours[1::2], strict=False):
        text = f"{one.exchange.message.text} {other.exchange.message.text}"
        if 40 <= len(text.split()) <= 60:
            found.append(Exchange(_draft(text), one.exchange.parent, True))
    return found[:400] or [Exchange(_draft(REPLY), Message("p", COMPLAINT, "comment"), True)] * 200


def _draft(text: str) -> Message:
    return Message("m", text, "reply", "facebook", None, Author("a", Role.US))


def _timed(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def compiling() -> list[str]:
    """Reading, checking and compiling all packs."""
    seconds = statistics.median(_timed(lambda: make("default")) for _ in range(3))
    return [f"Reading, checking and compiling every rule: {seconds * 1000:.0f} ms of CPU (median of 3).", ""]


def main() -> int:
    """Print the tables and write them down."""
    lines = [
        "# Performance",
        "",
        f"Printed by `make bench`; Python {platform.python_version()}, {os.cpu_count()} cores. Other work may run "
        "beside it, so trust ratios.",
        "",
        "## Cold start",
        "",
        *cold_start(),
        "## One check in a warm process",
        "",
        *warm(),
        "## Compiling",
        "",
        *compiling(),
        "## Records",
        "",
        *records(),
        "",
        audit_section(messages=MESSAGES, rounds=5, peers=False, growth=False, offline=True),
        "Larger archives, peers and more rules: `python bench/audits.py --large`. Texts that are alike and text",
        "modules: `python bench/templates.py`.",
        "",
        *(ROOT / "bench" / "larger.md").read_text(encoding="utf-8").splitlines(),
        "## Known limits",
        "",
        "- The warm median is above its limit: about fifty phrases are confirmed and two dozen concepts judged a",
        "  reply, in plain Python; the model behind learned concepts adds a quarter (36 signals, 500 features).",
        "- Cold start pays for importing the engine's modules; with `PYTHONDONTWRITEBYTECODE` set, Python compiles",
        "  them at every start.",
        "- An audit judges texts at the speed of a single check, so it stays far below the limit of decoding, folding",
        "  and scanning: after the scan about fifty phrases a text are still to be confirmed and conditions judged, in",
        "  Python. A compiled engine was tried and brings 1.3 times (docs/decisions/008); Hyperscan would save the 7",
        "  to 9 % that naming candidates takes (docs/decisions/003).",
        "- A message of more than 100,000 characters is not judged, nor is a thread whose records have more than 256",
        "  million (docs/audit.md).",
        "",
    ]
    text = "\n".join(lines)
    print(text)
    if "--print" not in sys.argv:
        Path(ROOT / "docs" / "PERFORMANCE.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
