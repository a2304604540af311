"""What stored articles say about what a text claims; never whether it is true."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Final

from retrieval import declining
from retrieval.answer import Answer, Exchange, Quote
from retrieval.answering import answered, declined, nothing, quotes_of
from retrieval.claims import Claim, claim_in, claims
from retrieval.considering import Considered, Considering
from retrieval.morphemes import Analyser
from retrieval.question import Question, language_of
from retrieval.quoting import MAX_QUOTES, SAME_SENTENCE
from retrieval.spelling import Held
from retrieval.standing.figures import Figure, agree, figures
from retrieval.taking import Understand
from store.library import Library
from store.sentences import sentences
from store.shingles import containment

#: The confidence and the share of a claim in the article from which on it bears on one in its own
#: language: of claims in Korean (True), and of those in the others, which are cut into pairs of
#: letters. Of 43 own texts on the samples 37 are met and all of 21 that nothing bears on are
#: declined; of 200 beginnings of other news none is met (docs/lab-notes.md, "Claims").
BEARING: Final = {True: (0.3, 0.45), False: (0.5, 0.3)}
#: The centred cosine from which on a sentence in another language bears on a claim: 8 of 9 claims
#: on the samples have it, and 2 of 7 on other news (docs/lab-notes.md, "Claims").
NEAR_ABROAD: Final = 0.27
#: So much of an article is searched for the names of a claim.
MAX_CHARS: Final = 5_000
#: A further quote has at least this share of what the one that has most of the claim has.
FURTHER: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """A claim with what bears on it; no quotes where nothing does."""

    claim: Claim
    considered: Considered
    quotes: tuple[Quote, ...]


class Checking:
    """Looks up what is claimed. Raises IndexDamagedError and DatabaseError."""

    def __init__(
        self,
        considering: Considering,
        *,
        library: Library,
        analyser: Callable[[], Analyser],
        held: Held,
    ) -> None:
        self._considering = considering
        self._library = library
        self._analyser = analyser
        self._held = held

    def check(self, text: str, *, understand: Understand, zone: tzinfo) -> Answer:
        """Quote what bears on the claims of ``text``, or decline with the nearest articles.

        ``searched`` is the claim that the first quote bears on, or the one that came nearest.
        """
        found = claims(text, analyser=self._analyser(), held=self._held)
        asked = [(claim, question_of(claim, understand)) for claim in found]
        checked = [self._look_up(c, question, zone=zone) for c, question in asked if question]
        if not checked:
            return nothing("empty_question")
        bearing = [one for one in checked if one.quotes]
        if not bearing:
            return _none(checked)
        first = bearing[0]
        sure = max(one.considered.confidence for one in bearing)
        answer = answered(merged([one.quotes for one in bearing]), confidence=sure, zone=zone)
        return replace(answer, searched=first.claim.text)

    def confirm(self, last: Exchange, *, understand: Understand, zone: tzinfo) -> Answer:
        """Quote what denies, corrects, supersedes or contradicts the sentences quoted last; where
        nothing does, the first of them once more, with who carries it.
        """
        articles = self._library.articles({article for article, _ in last.quoted})
        said = [
            (articles[article].text[slice(*span)], (article, start))
            for article, start in last.quoted
            if article in articles and (span := _sentence_at(articles[article].text, start))
        ]
        asked = [(claim_in(text), place) for text, place in said[-MAX_QUOTES:]]
        checked = [
            (self._look_up(claim, question, zone=zone), place)
            for claim, place in asked
            if (question := question_of(claim, understand))
        ]
        bearing = [(one, place) for one, place in checked if one.quotes]
        if not bearing:
            return nothing("not_found")
        contrary = [one for one, place in bearing if _is_contrary(one.quotes, place)]
        groups = [one.quotes for one in contrary] or [bearing[0][0].quotes[:1]]
        sure = max(one.considered.confidence for one, _ in bearing)
        answer = answered(merged(groups), confidence=sure, zone=zone)
        return replace(answer, searched=last.question)

    def _look_up(self, claim: Claim, question: Question, *, zone: tzinfo) -> _Checked:
        considered = self._considering.consider(question)
        quotes: tuple[Quote, ...] = ()
        if _bears(considered):
            quotes = quotes_of(
                considered, library=self._library, zone=zone, threshold=considered.confidence
            )
            quotes = _with_its_figure(_most_of_it(quotes, considered), claim, considered)
        return _Checked(claim=claim, considered=considered, quotes=quotes)


def _bears(considered: Considered) -> bool:
    """Tell whether the best sentence is about what is claimed.

    A claim has more words than a question, some of which only its teller uses, so that less
    confidence is needed; but its article has to hold most of them.
    """
    if not considered.ranked:
        return False
    best, language = considered.ranked[0], considered.asked.question.language
    if language_of(best.text) != language:
        return language != "ko" and _bears_abroad(considered)
    sure, enough = BEARING[language == "ko"]
    return considered.confidence >= sure and best.feature("covered_by_article") >= enough


def _bears_abroad(considered: Considered) -> bool:
    """Tell the same of a sentence in another language: it is near, and has a name of the claim."""
    best, asked = considered.ranked[0].hit, considered.asked
    near = (best.closeness or 0.0) >= NEAR_ABROAD and considered.confidence >= declining.THRESHOLD
    lacking = asked.lacking(f"{best.article.title or ''} {best.article.text[:MAX_CHARS]}")
    return near and (not asked.question.keys or asked.share(lacking) < 1.0)


def _most_of_it(quotes: tuple[Quote, ...], considered: Considered) -> tuple[Quote, ...]:
    """Keep the quotes that stand to another, or have as good as most of the claim."""
    covered = {(one.hit.article.id, one.start): one.feature("covered") for one in considered.ranked}
    enough = FURTHER * max(one.feature("covered") for one in considered.ranked[:MAX_QUOTES])
    return tuple(
        one
        for one in quotes
        if one.role != "current" or covered.get((one.article.id, one.start), 1.0) >= enough
    )


def _with_its_figure(
    quotes: tuple[Quote, ...], claim: Claim, considered: Considered
) -> tuple[Quote, ...]:
    """Add the sentence of a quoted article that has the very figure claimed, if none quoted has."""
    if not quotes or any(_has_one(claim.figures, one.text) for one in quotes):
        return quotes
    articles = {one.article.id for one in quotes}
    for one in considered.ranked:
        mark = _has_one(claim.figures, one.text)
        if mark is not None and one.hit.article.id in articles:
            article = one.hit.article
            exact = Quote(
                article=article, start=one.start, end=one.end, text=one.text, marks=(mark,)
            )
            return (exact, *quotes[: MAX_QUOTES - 1])
    return quotes


def _has_one(claimed: Sequence[Figure], text: str) -> tuple[int, int] | None:
    """Return where ``text`` has one of the figures ``claimed``, days aside."""
    return next(
        (
            (one.start, one.end)
            for one in figures(text)
            if one.unit != "date" and any(agree(one, other) for other in claimed)
        ),
        None,
    )


def _sentence_at(text: str, start: int) -> tuple[int, int] | None:
    """Return the sentence that begins at ``start``."""
    return next((span for span in sentences(text) if span[0] == start), None)


def _is_contrary(quotes: Iterable[Quote], place: tuple[int, int]) -> bool:
    """Tell whether quotes say otherwise than the sentence at ``place``, by article and start."""
    return any(
        one.role in ("denial", "correction", "differing")
        or (one.role == "earlier" and (one.article.id, one.start) == place)
        for one in quotes
    )


def question_of(claim: Claim, understand: Understand) -> Question | None:
    """Ask for what a claim says, whatever figure it gives; None when it names nothing."""
    asked = understand(claim.about)
    if not asked.trigrams:
        return None
    return replace(asked, seeks="fact", within=None, outlet=None, wanted=claim.wanted)


def merged(groups: Sequence[tuple[Quote, ...]]) -> tuple[Quote, ...]:
    """Put the quotes of several claims together: of each the leading ones, then more of the first.

    A sentence is quoted once; quotes that stand to each other (one denies the other) stay together.
    """
    chosen: list[Quote] = []
    rest: list[Quote] = []
    for group in groups:
        lead = group if any(one.role != "current" for one in group) else group[:1]
        new = _new(lead, chosen)
        if len(chosen) + len(new) > MAX_QUOTES:
            continue
        chosen += new
        rest += group[len(lead) :]
    chosen += _new(rest, chosen)[: MAX_QUOTES - len(chosen)]
    return tuple(sorted(chosen, key=lambda one: one.role == "earlier"))


def _new(quotes: Iterable[Quote], before: Sequence[Quote]) -> list[Quote]:
    kept: list[Quote] = []
    for one in quotes:
        if all(containment(one.text, other.text) < SAME_SENTENCE for other in (*before, *kept)):
            kept.append(one)
    return kept


def _none(checked: Sequence[_Checked]) -> Answer:
    """Decline with the articles nearest to the claim that came nearest."""
    best = max(checked, key=lambda one: one.considered.confidence)
    return replace(declined(best.considered), searched=best.claim.text)
