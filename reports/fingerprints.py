"""What a finding is known by from run to run, wherever its lines have moved to."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterator

from ..engine.finding import Finding
from .run import Judged
from .visible import whole


def fingerprints(judged: Judged, findings: tuple[Finding, ...]) -> Iterator[str]:
    """One for each finding: its rule, its words without case and blanks, and the how-manieth such place it is.

    A record's id belongs to it, the path of a draft does not, for files are renamed; text elsewhere in the draft never
    changes it. A finding on the whole text is known by its rule alone. 128 bits in hexadecimal digits.
    """
    subject = judged.result.id if judged.origin is None or judged.origin.is_record else ""
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        everything = finding.start == 0 and finding.end == len(judged.text)
        words = "" if everything else normalised(finding.excerpt)
        seen[finding.rule, words] += 1
        parts = (finding.rule, subject, words, str(seen[finding.rule, words]))
        yield hashlib.sha256("\0".join(whole(part) for part in parts).encode()).hexdigest()[:32]


def normalised(words: str) -> str:
    """The words as far as they count: composed, without case, runs of blanks as one."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())
