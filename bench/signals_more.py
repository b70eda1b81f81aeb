"""Lines of the scoreboard for regions, promises, personal data, contests, families; and the speed of every signal."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from time import process_time
from typing import Final

from scoreboard import Line, Row, Rows, measured, rows_of
from signals_words import reading

from knigge.engine.record import Role
from knigge.engine.signals import SIGNALS, hidden_acts, personal, shouting, style
from knigge.engine.signals.contest import invitation
from knigge.engine.signals.identification import identify
from knigge.engine.signals.promises import promises
from knigge.engine.signals.reading import Signal
from knigge.engine.signals.region import region
from knigge.engine.tokens import tokenize

SLOW: Final = ("text.formula-wiener", "text.formula-ari", "text.language-confirmed")
PUBLISHED: Final = "2026-03-04T09:30:00+01:00"
# The entity types of the set that a pattern can know, and our names for them.
KNOWABLE: Final = {
    "EMAIL_ADDRESS": "e-mail",
    "PHONE_NUMBER": "phone",
    "CREDIT_CARD": "card",
    "IBAN_CODE": "iban",
    "US_SSN": "tax-number",
}
_NAIVE_PROMISE: Final = {
    "de": re.compile(
        r"(?i)\b(?:(?:ich|wir) (?:\w+ )?werden?|werden? (?:ich|wir)|melden uns|melde mich|kümmer\w+"
        r"|versprochen|versprechen?)\b"
    ),
    "en": re.compile(r"(?i)\b(?:i|we)(?: will|'ll|’ll)\b|\bpromise"),
}
_NAIVE_DATA: Final = re.compile(r"\S+@\S+|\d(?:[ -]?\d){6,}")
_NAIVE_CONTEST: Final = re.compile(r"(?i)\bgewinn\w*|verlos\w*|wettbewerb|\bwin\b|contest|competition|giveaway|prize")
_NAIVE_SHOUT: Final = re.compile(r"\b[A-ZÄÖÜ]{4,}\b|!!")


def region_lines(rows: Rows) -> list[Line]:
    """Where a region is named, whether it is the author's; and dialect among authored German."""
    pairs = []
    for row in rows.authored("de"):
        told = str(row.get("region") or "")
        if told:
            pairs.append((str(row["text"]), told if told.startswith("de-") else f"de-{told}"))
    named = [(text, told) for text, told in pairs if region(tokenize(text))[0] != "none"]
    return [
        line
        for line in (
            measured(
                "authored_cases_de, texts with a region named",
                "precision of text.region",
                named,
                lambda text, told: float(region(tokenize(text))[0] == told),
                lambda text, told: float(("de-CH" if "ß" not in text else "de-DE") == told),
                "no ß is Swiss",
            ),
            measured(
                "authored_cases_de, all",
                "share of Swiss and Austrian texts named",
                [pair for pair in pairs if pair[1] != "de-DE"],
                lambda text, told: float(region(tokenize(text))[0] == told),
                lambda text, told: float(("de-CH" if "ß" not in text else "de-DE") == told),
                "no ß is Swiss",
            ),
            measured(
                "authored_cases_de, replies",
                "share called gsw",
                [(str(row["text"]), "") for row in rows.authored("de") if row["kind"] == "reply"],
                lambda text, _: float(identify(tokenize(text)).language == "gsw"),
                lambda text, _: 0.0,
                "never",
            ),
        )
        if line.rows
    ]


def promise_lines(rows: Rows) -> list[Line]:
    """The family `promise`, and the deadlines its rows name."""
    lines = []
    for language in ("de", "en"):
        chosen = _scored(rows.authored(language), "promise")
        if not chosen:
            continue
        pattern = _NAIVE_PROMISE[language]
        lines.append(
            _f1_line(
                f"authored_cases_{language}",
                "promise",
                chosen,
                lambda text, language=language: bool(promises(tokenize(text), language, PUBLISHED)),
                lambda text, pattern=pattern: pattern.search(text) is not None,
                "will, werden, kümmern",
            )
        )
        dated = [(str(row["text"]), language) for row, yes in chosen if yes and row.get("deadline")]
        lines.append(
            measured(
                f"authored_cases_{language}, promises with a deadline",
                "deadline found as a date",
                dated,
                lambda text, language: float(
                    any(each.deadline for each in promises(tokenize(text), language, PUBLISHED))
                ),
                lambda text, _: float(re.search(r"(?i)\d\d?\.\d\d?\.|\b(?:bis|by) \w+", text) is not None),
                "a date or „bis“",
            )
        )
    return lines


def personal_lines(rows: Rows) -> list[Line]:
    """Overlap of our places with the marked ones over the types that a pattern can know."""
    samples = []
    for row in rows_of(rows, "pii_en_presidio_synth"):
        text, theirs = str(row["text"]), row["spans"]
        assert isinstance(theirs, list)
        found = personal.personal_data.measure(reading(text, "en", Role.CUSTOMER))
        ours = [
            (span.start, span.end, label)
            for span, label in zip(found.spans, found.labels, strict=True)
            if label in KNOWABLE.values()
        ]
        plain = [(match.start(), match.end(), "") for match in _NAIVE_DATA.finditer(text)]
        samples.append((_overlap(theirs, ours), _overlap(theirs, plain)))
    if not samples:
        return []

    def figure(place: int, measure: Callable[[int, int, int], float]) -> Callable[[Sequence[_Pair]], float]:
        return lambda found: measure(*(sum(each[place][part] for each in found) for part in range(3)))

    names: tuple[tuple[str, Callable[[int, int, int], float]], ...] = (
        ("F1 of places", lambda right, wrong, missed: 2 * right / max(1, 2 * right + wrong + missed)),
        ("precision", lambda right, wrong, missed: right / max(1, right + wrong)),
        ("recall", lambda right, wrong, missed: right / max(1, right + missed)),
    )
    return [
        Line.of(
            "pii_en_presidio_synth, types of a pattern",
            name,
            samples,
            figure(0, measure),
            figure(1, measure),
            "@ or seven digits",
        )
        for name, measure in names
    ]


_Triple = tuple[int, int, int]
_Pair = tuple[_Triple, _Triple]


def _overlap(theirs: list[dict[str, object]], ours: list[tuple[int, int, str]]) -> _Triple:
    """Right, wrong, missed; a place without a label fits any type."""
    wanted = [span for span in theirs if span["type"] in KNOWABLE]
    matched: set[int] = set()
    right = 0
    for span in wanted:
        for number, (start, end, label) in enumerate(ours):
            fits = label in ("", KNOWABLE[str(span["type"])])
            if fits and start < int(str(span["end"])) and int(str(span["start"])) < end:
                matched.add(number)
                right += 1
                break
    return right, len(ours) - len(matched), len(wanted) - right


def contest_lines(rows: Rows) -> list[Line]:
    """No set has labels for contests; these texts hold one invitation (intent_en_email), so all else is a false one."""
    texts = [str(row["text"]) for language in ("de", "en") for row in rows.authored(language)]
    for name in ("offensive_de_germeval2018", "hate_de_gahd", "intent_en_email", "brand_threads_en_ibm"):
        texts += [str(row["text"]) for row in rows.named(name)]
    line = measured(
        "authored cases, GermEval, GAHD, e-mails, brand threads",
        "share called an invitation",
        [(text, "") for text in texts],
        lambda text, _: float(bool(invitation(tokenize(text)))),
        lambda text, _: float(_NAIVE_CONTEST.search(text) is not None),
        "one word",
    )
    return [line] if line.rows else []


def family_lines(rows: Rows) -> list[Line]:
    """Families that one signal alone can show."""
    wanted: tuple[tuple[str, str, Signal, float, str, re.Pattern[str]], ...] = (
        ("shouting", "de", shouting.shouting, 1, "capitals or !!", _NAIVE_SHOUT),
        ("shouting", "en", shouting.shouting, 1, "capitals or !!", _NAIVE_SHOUT),
        ("hidden-agent", "de", hidden_acts.hidden_acts, 1, "wurde", re.compile(r"(?i)\bw[ui]rden?\b")),
        ("hidden-agent", "en", hidden_acts.hidden_acts, 1, "was", re.compile(r"(?i)\b(?:was|were|been)\b")),
        ("officialese", "de", style.nominal_style, 10, "-ung twice", re.compile(r"ung\b.*ung\b")),
        ("officialese", "en", style.nominal_style, 10, "-tion twice", re.compile(r"tion\b.*tion\b")),
    )
    lines = []
    for family, language, signal, limit, baseline, pattern in wanted:
        chosen = _scored(rows.authored(language), family)
        if chosen:
            lines.append(
                _f1_line(
                    f"authored_cases_{language}",
                    f"{family} by {signal.name}",
                    chosen,
                    lambda text, signal=signal, language=language, limit=limit: _value(signal, text, language) >= limit,
                    lambda text, pattern=pattern: pattern.search(text) is not None,
                    baseline,
                )
            )
    return lines


def _scored(rows: Sequence[Row], family: str) -> list[tuple[Row, bool]]:
    """The rows that are surely of the family or surely not."""
    found = []
    for row in rows:
        yes, no = row.get("labels"), row.get("not_labels")
        if isinstance(yes, list) and family in yes:
            found.append((row, True))
        elif isinstance(no, list) and family in no:
            found.append((row, False))
    return found


def _f1_line(
    data: str,
    measure: str,
    chosen: Sequence[tuple[Row, bool]],
    ours: Callable[[str], bool],
    naive: Callable[[str], bool],
    baseline: str,
) -> Line:
    started = process_time()
    answers = [ours(str(row["text"])) for row, _ in chosen]
    passed = process_time() - started
    plain = [naive(str(row["text"])) for row, _ in chosen]
    triples = list(zip(answers, plain, [yes for _, yes in chosen], strict=True))

    def f1(place: int) -> Callable[[Sequence[tuple[bool, bool, bool]]], float]:
        def figure(found: Sequence[tuple[bool, bool, bool]]) -> float:
            right = sum(each[place] and each[2] for each in found)
            said, true = sum(each[place] for each in found), sum(each[2] for each in found)
            return 2 * right / max(1, said + true)

        return figure

    return Line.of(data, f"F1 of {measure}", triples, f1(0), f1(1), baseline, len(chosen) / passed if passed else 0.0)


def _value(signal: Signal, text: str, language: str) -> float:
    value = signal.measure(reading(text, language)).value
    return float(value) if isinstance(value, float) else 0.0


def speed_table(rows: Rows) -> list[tuple[str, float]]:
    """Microseconds a text of about fifty words: tokenisation, all cheap signals together, each signal."""
    texts = [(text, language) for language in ("de", "en") for text in _joined(rows.authored(language))]
    if not texts:
        print("skipped: speed, no authored cases")
        return []
    readings = [reading(text, language) for text, language in texts]
    cheap = [signal for signal in SIGNALS if signal.name not in SLOW]

    def together(index: int) -> None:
        for signal in cheap:
            signal.measure(readings[index])

    found = [
        ("tokenisation", _spent(lambda index: tokenize(texts[index][0]), len(texts), 5)),
        (f"all {len(cheap)} cheap signals", _spent(together, len(texts), 5)),
    ]
    single = [
        (signal.name, _spent(lambda index, signal=signal: signal.measure(readings[index]), len(texts), 5))
        for signal in cheap
    ]
    slow = [
        (f"{signal.name} (slow)", _spent(lambda index, signal=signal: signal.measure(readings[index]), 20, 1))
        for signal in SIGNALS
        if signal.name in SLOW
    ]
    return found + sorted(single, key=lambda each: -each[1]) + slow


def _joined(cases: Sequence[Row]) -> list[str]:
    """Texts of 45 to 56 words, made of neighbours."""
    found, text = [], ""
    for row in cases:
        text = f"{text} {row['text']}".strip()
        size = len(text.split())
        if size >= 45:
            if size <= 56:
                found.append(text)
            text = ""
    return found[:150]


def _spent(measure: Callable[[int], object], number: int, runs: int) -> float:
    best = float("inf")
    for _ in range(runs):
        started = process_time()
        for index in range(number):
            measure(index)
        best = min(best, (process_time() - started) / number * 1e6)
    return best
