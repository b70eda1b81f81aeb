"""The sentences of a text, as far as a report shows them around what was found."""

from __future__ import annotations

from functools import lru_cache

from ..engine.finding import Finding, Suggestion
from ..engine.tokens import tokenize


def shown_range(finding: Finding, text: str) -> tuple[int, int]:
    """The sentence to show for a finding; for the whole of a long text, its first sentence."""
    if finding.start == 0 and finding.end == len(text):
        return sentence(text, 0, 0)
    return sentence(text, finding.start, finding.end)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The code points of the sentences that a place lies in, with their closing marks."""
    bounds = _bounds(text)
    if not bounds:
        return 0, len(text)
    begin = max((first for first, _ in bounds if first <= start), default=0)
    close = min((last for _, last in bounds if last >= end), default=len(text))
    before = text[:begin].rstrip()
    while begin > len(before) and text[begin - 1] in "„“\"»«‚‘'([@":
        begin -= 1
    return begin, max(begin + len(text[begin:close].rstrip("„“»«‚‘([ \n\t")), end)


def remedy(suggestion: Suggestion) -> str:
    """The word for what a suggestion does: to add a sentence, or to say it better."""
    return "add" if suggestion.start == suggestion.end else "better"


def carried_out(suggestion: Suggestion, text: str) -> str:
    """The sentence as it would read with the suggestion carried out, in one line; "" where nothing is left.

    Of what is only added, the addition alone: what stands before it may be what another rule objects to.
    """
    if suggestion.start == suggestion.end:
        return " ".join(suggestion.text.split())
    after = text[: suggestion.start] + suggestion.text + text[suggestion.end :]
    start, end = sentence(after, suggestion.start, suggestion.start + len(suggestion.text))
    return " ".join(after[start:end].split())


@lru_cache(maxsize=8)  # one text is asked about once a finding
def _bounds(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence begins and where the next one does, in code points."""
    taken = tokenize(text)
    begins = (*taken.starts, len(text))
    return tuple((begins[first], begins[last]) for first, last in taken.sentences)
