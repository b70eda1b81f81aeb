"""The scoreboard of the signals runs, and says what it printed."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_scoreboard_of_a_small_slice_is_the_page_it_writes(tmp_path: Path) -> None:
    rows = [
        {"text": "Wo bleibt mein Paket?", "label": "de", "kind": "sentences"},
        {"text": "Wo isch mis Päckli, händ ihr das?", "label": "gsw", "kind": "sentences"},
    ]
    with gzip.open(tmp_path / "langid_de_en_fr_it_gsw.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    page = tmp_path / "SIGNALS.md"

    done = subprocess.run(
        [sys.executable, "bench/signals.py", "--data", str(tmp_path), "--cases", str(tmp_path), "--out", str(page)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        check=True,
    )

    written = page.read_text(encoding="utf-8")
    assert written.strip() in done.stdout
    assert "| langid_de_en_fr_it_gsw, gsw sentences, " in written
    assert "skipped: formality_de_cocoa not found" in done.stdout
