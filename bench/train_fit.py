"""Fitting and cross-validating one linear model a family: logistic regression, thresholds from unseen predictions."""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse as sparse
from data import number
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from train_data import FAR, LISTED, Example

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]

RARE: Final = 2  # a feature must stand in that many texts
STRENGTH: Final = 0.1  # C of the regression: tried 0.015 to 2 for criticism, 0.1 and 0.5 for all
WORTH: Final = 0.5  # a feature counts as the logarithm of its rarity to this power: tried 0 to 2 for criticism
LEAST: Final = 0.05  # what a feature is worth that stands in every text
KEPT: Final = 3000  # weights of a family that stay
EASY: Final = 0.5  # weight of a no that was set by rule
FOLDS: Final = 5
MANY: Final = 20  # traps that are enough to go by
PROOF: Final = 2.0  # weight of an example that a rule carries
CAP: Final = 0.06  # noes that may be flagged at most
CAPS: Final = {
    "criticism": 0.4, "question": 0.35, "praise": 0.28, "attack": 0.1, "crisis": 0.19, "legal-threat": 0.125,
    "promise": 0.1, "solution": 0.15, "private-data": 0.09, "confidential-leak": 0.09, "ad-unlabelled": 0.12,
    "absolute-promise": 0.07, "blame-shift": 0.075, "sarcasm": 0.025, "commanding-calm": 0.075,
}  # fmt: skip
"""The same where more is worth it. A customer who is not heard waits in vain: at 0.06 more than half of the complaints
of unseen authors were lost. A solution or a promise that is not seen is held against the one who wrote it. Mockery is
the other way round: nobody wants to read of a friendly line that it mocks. And the noes in bench/cases are mostly
written beside a yes, with its words: the more of them there are, the lower the same share weighs; of the noes in the
authored cases a third to a tenth as many are flagged. Chosen by what cross-validation over authors gives on both kinds
of rows (docs/decisions/006)."""
BONUS: Final = 2.6  # what a structural yes adds, in logits: 3.5 was tried out at C 0.5, where logits are a third larger
FADED: Final = 70  # of 100 structural yeses count on rows the rules were written with: elsewhere a third is missing
BAGS: Final = 25  # thresholds are the median over that many samples of the rows
SEED: Final = 20261121


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by features, 0 or 1, and the names of the features in order."""

    rows: sparse.csr_matrix
    names: tuple[str, ...]


def matrix(examples: Sequence[Example]) -> Matrix:
    """The features that stand in at least two of the texts."""
    count = Counter(key for each in examples for key in each.keys)
    names = tuple(sorted(key for key, seen in count.items() if seen >= RARE))
    place = {name: at for at, name in enumerate(names)}
    starts, columns = [0], []
    for each in examples:
        columns += sorted(place[key] for key in each.keys if key in place)
        starts.append(len(columns))
    shape = (len(examples), len(names))
    return Matrix(sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=shape), names)


def answers(examples: Sequence[Example], family: str) -> NDArray[np.int8]:
    """1 for a clear yes, 0 for a clear no, -1 for unknown."""
    return np.array([1 if family in e.labels else 0 if family in e.not_labels else -1 for e in examples], np.int8)


def importance(examples: Sequence[Example], truth: NDArray[np.int8]) -> Floats:
    """1, less for noes that were set by rule: in families with very many, those far from any yes of their author."""
    weight = np.array([PROOF if each.author == "rules" else 1.0 for each in examples])
    if int((truth == 0).sum()) <= LISTED:
        return weight
    yeses: dict[str, list[int]] = defaultdict(list)
    for each, true in zip(examples, truth, strict=True):
        if true == 1:
            yeses[each.author].append(_serial(each))
    for at, each in enumerate(examples):
        if (
            truth[at] == 0
            and each.author != "rules"
            and not any(abs(_serial(each) - other) <= FAR for other in yeses[each.author])
        ):
            weight[at] = EASY
    return weight


def _serial(each: Example) -> int:
    tail = each.id.rsplit("-", 1)[-1]
    return int(tail) if tail.isdigit() else -1000


def by_group(examples: Sequence[Example]) -> list[int]:
    """The fold of every row; rows with the same parent stay together."""
    return [number(f"fold:{each.group}") % FOLDS for each in examples]


def by_author(examples: Sequence[Example]) -> list[int]:
    """The fold of every row; all rows of an author stay together."""
    names = sorted({each.author for each in examples})
    return [names.index(each.author) % FOLDS for each in examples]


def fit(
    rows: sparse.csr_matrix,
    truth: NDArray[np.int8],
    weight: Floats,
    strength: float = STRENGTH,
    kept: int = KEPT,
    power: float = WORTH,
) -> tuple[Floats, float]:
    """Weights and constant; yeses and noes count alike in sum. Only the `kept` largest weights stay, 0: all.

    The rarer a feature, the cheaper it is to give it a weight (inverse document frequency): a word tells more of a
    text than its full stop does. `power` 0: the rows are weighed already.
    """
    seen = np.asarray(rows.sum(axis=0), np.float64).ravel() + 1.0
    worth = np.maximum(np.log(rows.shape[0] / seen), LEAST) ** power
    model = LogisticRegression(
        C=strength, solver="liblinear", class_weight="balanced", intercept_scaling=3, max_iter=300, random_state=SEED
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(rows @ sparse.diags(worth), truth, sample_weight=weight)
    weights = np.asarray(model.coef_[0], np.float64) * worth
    if kept and len(weights) > kept:
        weights[np.argsort(-np.abs(weights), kind="stable")[kept:]] = 0.0
    return weights, float(model.intercept_[0])


def unseen(
    rows: sparse.csr_matrix,
    truth: NDArray[np.int8],
    weight: Floats,
    folds: Sequence[int],
    strength: float = STRENGTH,
    only: Sequence[int] = (),
) -> Floats:
    """Logits of known rows from a model that did not see their fold; NaN where there was too little to learn.

    `only` some folds, of rows that are weighed already; empty: all.
    """
    logits = np.full(len(truth), np.nan)
    numbers = np.array(folds)
    for fold in only or sorted(set(folds)):
        test, train = (numbers == fold) & (truth >= 0), (numbers != fold) & (truth >= 0)
        if test.any() and enough(truth[train]):
            kept, power = (0, 0.0) if only else (KEPT, WORTH)
            weights, constant = fit(rows[train], truth[train], weight[train], strength, kept, power)
            logits[test] = rows[test] @ weights + constant
    return logits


def enough(truth: NDArray[np.int8]) -> bool:
    """Whether there are five yeses and five noes."""
    return int((truth == 1).sum()) >= 5 and int((truth == 0).sum()) >= 5


def naive_rows(examples: Sequence[Example], folds: Sequence[int], fold: int) -> sparse.csr_matrix:
    """The baseline's features: TF-IDF of characters (2 to 4, inside words) and words (1, 2), learned off the fold."""
    train = [e.text for e, own in zip(examples, folds, strict=True) if own != fold]
    everything = [each.text for each in examples]
    parts = []
    for kind, sizes, most in (("char_wb", (2, 4), 10_000), ("word", (1, 2), 5_000)):
        made = TfidfVectorizer(analyzer=kind, ngram_range=sizes, min_df=2, sublinear_tf=True, max_features=most)
        made.fit(train)
        parts.append(made.transform(everything))
    return sparse.hstack(parts, format="csr")


def flag(logits: Floats, structural: Marks, threshold: float) -> Marks:
    """Learned and structural together: a structural yes lowers the threshold."""
    return np.nan_to_num(logits, nan=-30.0) + BONUS * structural >= threshold


def hard(examples: Sequence[Example], family: str) -> Marks:
    """Noes that were written as traps."""
    return np.array([family in each.traps for each in examples], np.bool_)


def threshold(logits: Floats, structural: Marks, truth: NDArray[np.int8], traps: Marks, cap: float = CAP) -> float:
    """From which sum on both together say yes: midway between the best for the logits alone and for the sums.

    The best for the sums leans on rules that know their rows too well, the best for the logits ignores them.
    """
    sums = best_threshold(logits + BONUS * structural, truth, traps, cap)
    return (best_threshold(logits, truth, traps, cap) + sums) / 2


def best_threshold(values: Floats, truth: NDArray[np.int8], traps: Marks, cap: float = CAP) -> float:
    """From which value on to say yes: best F1 with at most `cap` of the noes flagged; median over samples.

    Where there are `MANY` traps or more, at most `cap` of them may be flagged as well.
    """
    chance = np.random.default_rng(SEED)
    found = []
    for _ in range(BAGS):
        some = chance.integers(0, len(truth), len(truth))
        if enough(truth[some]):
            found.append(_best(values[some], truth[some], traps[some], cap))
    return float(np.median(found)) if found else _best(values, truth, traps, cap)


def _best(values: Floats, truth: NDArray[np.int8], traps: Marks, cap: float) -> float:
    order = np.argsort(-values, kind="stable")
    ordered = truth[order]
    hits, alarms = np.cumsum(ordered == 1), np.cumsum(ordered == 0)
    yeses, noes = max(1, int((truth == 1).sum())), max(1, int((truth == 0).sum()))
    caught, set_up = np.cumsum(traps[order] & (ordered == 0)), int((traps & (truth == 0)).sum())
    quiet = (alarms / noes <= cap) & ((caught / set_up <= cap) if set_up >= MANY else True)
    f1 = np.where(quiet, 2 * hits / (hits + alarms + yeses), -1.0)
    best = int(np.argmax(f1))
    following = values[order[best + 1]] if best + 1 < len(order) else values[order[best]] - 1.0
    return float((values[order[best]] + following) / 2)


def faded(examples: Sequence[Example], family: str) -> Marks:
    """Structural yeses; on rows that the rules were written with, only as many as unseen rows would get."""
    return np.array(
        [
            family in e.structural and (e.fresh or number(f"faded:{family}:{e.id}") % 100 < FADED)
            for e in examples
        ],
        np.bool_,
    )  # fmt: skip
