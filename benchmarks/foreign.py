"""Learns what ``retrieval.centring`` and ``retrieval.foreign`` know from questions abroad.

Run once with ``--centres``, which writes the means of the languages, then without it, which prints
the weights that were fitted with these means. Only questions that are not held out are learned
from; the figures are of the others.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from rich.progress import track
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks import own
from benchmarks.corpus import SETS, squeezed, stocked
from benchmarks.train import Example, Matrix, fit_sentences
from bot.app import App
from retrieval import foreign, quoting
from retrieval.answer import Hit
from retrieval.considering import Considered
from retrieval.morphemes import Analyser
from retrieval.question import language_of

_SET: Final = "cross-lingual"
#: Ends the tag of questions that were written when all was fitted.
_FRESH: Final = "-fresh"
_CENTRES: Final = Path(foreign.__file__).with_name("centres.npy")
_LANGUAGES: Final = ("ko", "en", "ja", "zh")
#: Passages and questions whose mean is taken: with twice as many it is the same to .001.
_MOST: Final = 400
#: Share of the answerable questions to be answered.
_KEPT: Final = 0.97
#: Inverse of the penalty on the weights of the confidence, whose features are of one order.
_SHRUNK: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    """``quotable``: a right article was among those found, so that the answer could be quoted.

    ``learned`` from are those that are neither held out nor written when all was fitted.
    """

    example: Example
    hits: tuple[Hit, ...]
    quotable: bool
    learned: bool


def collect(apps: Mapping[str, App]) -> Iterator[_Weighed]:
    """Weigh each question's sentences abroad; of an answerable one also without its articles.

    What is then left is near the question and does not answer it, as in a store that lacks the
    article. Another article that holds the answer's letters goes too.
    """
    for case in track(own.cases(SETS / f"{_SET}.jsonl"), disable=not sys.stderr.isatty()):
        if case.corpus in apps:
            app = apps[case.corpus]
            question = app.desk.understand(case.question, now=case.now, zone=app.zone)
            hits = app.search.abroad(question, encoder=app.encoder.get())
            asked = app.search.known_abroad(app.search.asked(question))
            others = tuple(one for one in hits if not _answers(case, one))
            for some in (hits, others) if case.answers else (hits,):
                ranked = quoting.rank(asked, some, analyser=app.analyser.get())
                considered = Considered(asked=asked, hits=some, ranked=ranked, confidence=0.0)
                if ranked:
                    yield _weighed(case, considered, answerable=some is hits and bool(case.answers))


def _weighed(case: own.Case, considered: Considered, *, answerable: bool) -> _Weighed:
    ranked = considered.ranked
    there = [one.hit.article.file in case.articles for one in ranked]
    texts = [squeezed(one.text) for one in ranked]
    held = [any(squeezed(one) in text for one in case.answers) for text in texts]
    example = Example(
        folder=case.corpus,
        question=case.question,
        answerable=answerable,
        verbatim=True,
        considered=considered,
        sentences=np.array(foreign.features(considered.asked, ranked)),
        right=np.array(there) & np.array(held),
    )
    learned = not case.held_out and not case.tag.endswith(_FRESH)
    return _Weighed(example=example, hits=considered.hits, quotable=any(there), learned=learned)


def _answers(case: own.Case, hit: Hit) -> bool:
    text = squeezed(hit.article.text)
    named = hit.article.file in case.articles
    return named or any(squeezed(one) in text for one in case.answers)


def centres(apps: Mapping[str, App]) -> Matrix:
    """Return the mean question of each language, and what leads from questions to passages."""
    app = next(iter(apps.values()))
    encoder = app.encoder.get()
    assert encoder is not None, "no model"
    asked = [
        case.question
        for path in sorted(own.sets(), key=lambda path: path.stem != _SET)
        for case in own.cases(path)
        if not case.held_out
    ]
    means = []
    for language in _LANGUAGES:
        some = [one for one in asked if language_of(one) == language][:_MOST]
        means.append(np.mean([encoder.question(one) for one in some], axis=0))
    texts = [text for app in apps.values() for text in _korean(app)][:: len(apps)][:_MOST]
    passages = np.mean(encoder.passages(texts), axis=0)
    return np.array([*means, passages - means[0]])


def _korean(app: App) -> Iterator[str]:
    for article in app.library.latest(limit=_MOST):
        if language_of(article.text) == "ko":
            yield f"{article.title or ''}\n{article.text[:200]}"


def _learned(weighed: Sequence[_Weighed]) -> list[_Weighed]:
    return [one for one in weighed if one.learned]


def fit_confidence(weighed: Sequence[_Weighed], analyser: Analyser) -> Matrix:
    """Fit the chance that what is found answers; questions whose article was missed teach not.

    The bias is such that ``_KEPT`` of the answerable ones are answered.
    """
    used = [one for one in weighed if one.quotable or not one.example.answerable]
    rows = np.array([_answer(one, analyser) for one in used])
    answerable = np.array([one.example.answerable for one in used])
    model = LogisticRegression(C=_SHRUNK, max_iter=5000).fit(rows, answerable)
    lowest = np.quantile(rows[answerable] @ model.coef_[0], 1 - _KEPT)
    return np.array([*model.coef_[0], -lowest])


def _answer(one: _Weighed, analyser: Analyser) -> tuple[float, ...]:
    considered = one.example.considered
    return foreign.answer_features(
        considered.asked, one.hits, considered.ranked[0], analyser=analyser
    )


def _ordered(one: _Weighed, weights: Matrix) -> _Weighed:
    rows = one.example.sentences @ weights
    ranked = tuple(one.example.considered.ranked[at] for at in np.argsort(-rows, kind="stable"))
    considered = replace(one.example.considered, ranked=ranked)
    return replace(one, example=replace(one.example, considered=considered))


def main() -> None:
    """Learn, and print the weights and what they do on the held-out half."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.foreign", description=__doc__)
    parser.add_argument("--models", type=Path, help="folder of models made before")
    parser.add_argument("--homes", type=Path, help="folder of homes to keep, one a corpus")
    parser.add_argument("--centres", action="store_true", help="write the means anew")
    options = parser.parse_args()
    with ExitStack() as stack:
        apps: dict[str, App] = {}
        for corpus, folder in own.CORPORA.items():
            if folder.is_dir():
                kept = options.homes and options.homes / corpus
                entered = stocked([folder], models=options.models, kept=kept)
                apps[corpus], _ = stack.enter_context(entered)
        analyser = next(iter(apps.values())).analyser.get()
        if options.centres:
            np.save(_CENTRES, centres(apps).astype(np.float16))
        else:
            _learn(list(collect(apps)), analyser)


def _learn(weighed: list[_Weighed], analyser: Analyser) -> None:
    sentence = fit_sentences([one.example for one in _learned(weighed)])
    print("SENTENCE", ", ".join(f"{one:.3g}" for one in sentence))
    weighed = [_ordered(one, sentence) for one in weighed]
    for korean, name in ((False, "ANSWERED"), (True, "ANSWERED_KOREAN")):
        some = [one for one in weighed if (language_of(one.example.question) == "ko") is korean]
        answered = fit_confidence(_learned(some), analyser)
        print(name, ", ".join(f"{one:.3g}" for one in answered))
        _report([one for one in some if not one.learned], answered, analyser)


def _report(weighed: Sequence[_Weighed], answered: Matrix, analyser: Analyser) -> None:
    sure = np.array([[*_answer(one, analyser), 1.0] for one in weighed]) @ answered
    known = np.array([one.example.answerable for one in weighed])
    kept = sure >= 0
    print(f"  held out: AUROC {roc_auc_score(known, sure):.3f};", end=" ")
    print(f"kept {kept[known].mean():.2f}, declined {1 - kept[~known].mean():.2f}")


if __name__ == "__main__":
    main()
