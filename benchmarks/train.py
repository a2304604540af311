"""Learns the weights of quoting and declining from questions with known answers.

``python -m benchmarks.train FOLDER… [--models DIR] [--homes DIR] [--each N]`` learns from the
questions of these folders and of our own Korean sets. It reports on each half of them (by their
hash) what the weights fitted on the other half give, and prints the module
``retrieval/weights.py`` fitted on all.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks import own
from benchmarks.corpus import SETS, also_answered, held_out, questions, squeezed, stocked
from bot.app import App, utc_now
from retrieval import declining
from retrieval.considering import Considered
from retrieval.question import language_of

Matrix = NDArray[np.float64]
#: Ridge on the standardised weights: among .001, .003 and .01 the best on the held-out half.
RIDGE: Final = 0.003
#: Inverse of the penalty on the standardised weights of declining: of .03 to 10, near misses are
#: told apart better the smaller it is (AUROC .87 to .84), the rest by less than .01.
SHRUNK: Final = 0.05
#: Our own sets that declining learns from, beside the folders.
OWN: Final = ("near-misses", "phrasings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question with what was weighed for it; ``right`` marks sentences that hold the answer."""

    folder: str
    question: str
    answerable: bool
    verbatim: bool
    considered: Considered
    sentences: Matrix
    right: NDArray[np.bool_]

    @property
    def held_out(self) -> bool:
        """Half of the questions, chosen by their text."""
        return held_out(self.question)


def collect(
    folder: Path, *, each: int = 1, models: Path | None, homes: Path | None
) -> list[Example]:
    """Take the folder's articles in and weigh each question's sentences.

    Questions marked as absent that another article answers are left out.
    """
    kept = homes and homes / folder.name
    with stocked([folder / "articles"], models=models, kept=kept) as (app, _):
        asked = questions(folder / "questions.jsonl")[::each]
        found = (
            _example(
                app,
                folder.name,
                one.question,
                (one.answer,),
                answerable=one.article is not None,
                verbatim=one.verbatim is not False,
            )
            for one in track(asked, folder.name, disable=not sys.stderr.isatty())
            if one.article is not None or not also_answered(one.question)
        )
        return [one for one in found if one is not None]


def collect_own(*, models: Path | None, homes: Path | None) -> Iterator[Example]:
    """Weigh the Korean questions of our own sets, on the corpora that are there."""
    chosen = [case for name in OWN for case in own.cases(SETS / f"{name}.jsonl")]
    for corpus, articles in own.CORPORA.items():
        kept = homes and homes / corpus
        if not articles.exists():
            continue
        with stocked([articles], models=models, kept=kept) as (app, _):
            for one in chosen:
                if one.corpus == corpus and language_of(one.question) == "ko":
                    example = _example(
                        app,
                        one.set,
                        one.question,
                        one.answers,
                        answerable=bool(one.answers),
                        now=one.now,
                    )
                    if example is not None and _in_korean(example.considered):
                        yield example


def _in_korean(considered: Considered) -> bool:
    """Tell whether words decided: between languages other weights do."""
    return language_of(considered.ranked[0].hit.article.text) == "ko"


def _example(
    app: App,
    folder: str,
    question: str,
    answers: Sequence[str],
    *,
    answerable: bool,
    verbatim: bool = True,
    now: datetime | None = None,
) -> Example | None:
    asked = app.desk.understand(question, now=now or utc_now(), zone=app.zone)
    considered = app.desk.consider(asked)
    if not considered.ranked:
        return None
    held = [squeezed(one.text) for one in considered.ranked]
    return Example(
        folder=folder,
        question=question,
        answerable=answerable,
        verbatim=verbatim,
        considered=considered,
        sentences=np.array([one.features for one in considered.ranked]),
        right=np.array([any(squeezed(one) in text for one in answers) for text in held]),
    )


def fit_sentences(examples: Sequence[Example]) -> Matrix:
    """Fit the ranking of sentences: the likelihood that a right one is chosen by softmax.

    Cao et al., "Learning to Rank: From Pairwise Approach to Listwise Approach", 2007.
    """
    used = [one for one in examples if one.answerable and one.right.any()]
    deviation = np.concatenate([one.sentences for one in used]).std(axis=0) + 1e-9
    lists = [(one.sentences / deviation, one.right) for one in used]

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total, slope = 0.0, np.zeros_like(weights)
        for rows, right in lists:
            logits = rows @ weights
            raised = np.exp(logits - logits.max())
            total += np.log(raised.sum()) - np.log(raised[right].sum())
            slope += raised @ rows / raised.sum()
            slope -= raised[right] @ rows[right] / raised[right].sum()
        ridge = RIDGE * float(weights @ weights)
        return float(total) / len(lists) + ridge, slope / len(lists) + 2 * RIDGE * weights

    fitted = minimize(loss, np.zeros(len(deviation)), jac=True, method="L-BFGS-B")
    return np.asarray(fitted.x / deviation)


def fit_answered(examples: Sequence[Example], ranking: Matrix, *, by_meaning: bool) -> Matrix:
    """Fit the confidence, each folder and each of answerable and absent counting alike."""
    rows = np.array([_answer_features(one, ranking, by_meaning=by_meaning) for one in examples])
    answerable = np.array([one.answerable for one in examples])
    groups = [(one.folder, one.answerable) for one in examples]
    weights = np.array([1 / groups.count(group) for group in groups])
    mean, deviation = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=SHRUNK, max_iter=5000)
    model.fit((rows - mean) / deviation, answerable, sample_weight=weights / weights.mean())
    slopes = model.coef_[0] / deviation
    return np.array([*slopes, model.intercept_[0] - slopes @ mean])


def _answer_features(one: Example, ranking: Matrix, *, by_meaning: bool) -> tuple[float, ...]:
    order = np.argsort(-(one.sentences @ ranking), kind="stable")
    ranked = [one.considered.ranked[at] for at in order]
    features = declining.features(one.considered.asked, one.considered.hits, ranked)
    return tuple(
        value if by_meaning or name != "meaning" else 0.0
        for name, value in zip(declining.FEATURES, features, strict=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was learned: of sentences, and of answers with and without cosines."""

    ranking: Matrix
    answered: Matrix
    by_words: Matrix

    @classmethod
    def fitted(cls, examples: Sequence[Example]) -> "Weights":
        """Learn from all these examples."""
        ranking = fit_sentences(examples)
        return cls(
            ranking=ranking,
            answered=fit_answered(examples, ranking, by_meaning=True),
            by_words=fit_answered(examples, ranking, by_meaning=False),
        )

    def right(self, one: Example) -> NDArray[np.bool_]:
        """Tell of each sentence, the best first, whether it holds the answer."""
        return one.right[np.argsort(-(one.sentences @ self.ranking), kind="stable")]

    def confidence(self, one: Example) -> float:
        """Return the estimated chance that the best sentences answer."""
        found = _answer_features(one, self.ranking, by_meaning=True)
        return float(1 / (1 + np.exp(-(self.answered[:-1] @ found + self.answered[-1]))))


def report(examples: Sequence[Example]) -> None:
    """Print what each half gives with the weights that were fitted on the other."""
    of_half = {
        held_out: Weights.fitted([one for one in examples if one.held_out != held_out])
        for held_out in (True, False)
    }
    for folder in sorted({one.folder for one in examples}):
        own_folder = [one for one in examples if one.folder == folder]
        known = [one for one in own_folder if one.answerable and one.verbatim]
        order = [of_half[one.held_out].right(one) for one in known]
        shares = [100 * np.mean([right[:depth].any() for right in order]) for depth in (1, 2, 3)]
        print(f"# {folder}: in 1/2/3 sentences " + "/".join(f"{share:.1f}" for share in shares))
        confidence = np.array([of_half[one.held_out].confidence(one) for one in own_folder])
        answerable = np.array([one.answerable for one in own_folder])
        if not answerable.all():
            print(f"#   AUROC {roc_auc_score(answerable, confidence):.3f}")
        _report_thresholds(confidence, answerable)


def _report_thresholds(confidence: Matrix, answerable: NDArray[np.bool_]) -> None:
    for threshold in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        kept = 100 * np.mean(confidence[answerable] >= threshold)
        declined = (
            "–" if answerable.all() else f"{_declined(confidence, answerable, threshold):.1f}"
        )
        print(f"#   threshold {threshold:.2f}: kept {kept:.1f}, absent declined {declined} %")


def _declined(confidence: Matrix, answerable: NDArray[np.bool_], threshold: float) -> float:
    return float(100 * np.mean(confidence[~answerable] < threshold))


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--models", type=Path, help="folder of models made before")
    parser.add_argument("--homes", type=Path, help="keep the homes here, and use them again")
    parser.add_argument("--each", type=int, default=1, help="only every Nth question of a folder")
    options = parser.parse_args()
    where = {"models": options.models, "homes": options.homes}
    examples = [
        one for folder in options.folders for one in collect(folder, each=options.each, **where)
    ]
    examples += collect_own(**where)
    report(examples)
    learned = Weights.fitted(examples)
    print('"""What was learned from questions with known answers.')
    print('\nMade with ``benchmarks.train``; docs/lab-notes.md says on what ("Sentences").\n"""\n')
    print("from typing import Final\n")
    _show("Weights of ``retrieval.candidates.FEATURES``.", "SENTENCE", learned.ranking)
    _show(
        "Weights of ``retrieval.declining.FEATURES``, and the bias.", "ANSWERED", learned.answered
    )
    _show("The same while there are no vectors.", "ANSWERED_BY_WORDS", learned.by_words)
    print("# ANSWERED_OTHER and ANSWERED_OTHER_BY_WORDS are kept as they are.")
    print("#: The encoder whose cosines the weights were fitted with: the beginning of its name.")
    print('CALIBRATED_FOR: Final = "multilingual-e5-small"')


def _show(comment: str, name: str, weights: Matrix) -> None:
    values = ", ".join(f"{weight:.3f}" for weight in weights)
    print(f"#: {comment}\n{name}: Final[tuple[float, ...]] = (\n    {values}\n)  # fmt: skip")


if __name__ == "__main__":
    main()
