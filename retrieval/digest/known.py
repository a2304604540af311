"""What the reports of a story have said so far, and what a sentence of the next one adds; pure."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from retrieval.digest.said import Headline, Said, is_state, pieces
from retrieval.standing.figures import Figure, agree

#: The main sentence of a report is news by its words alone when so large a share of them stand in
#: no earlier report, and one of its headline's. At .2 as much is told,
#: at .5 five percent fewer of the later developments.
FRESH: Final = 0.3
#: It tells what an earlier report told in other words when this share of its words, or of its
#: headline's, came with that one; those that were there before it name the story (.3 loses a
#: percent of the developments, at .5 nothing comes twice either).
SAME_EVENT: Final = 0.4


class Known:
    """What reports have said, in the order in which they are added."""

    def __init__(self) -> None:
        self.figures: defaultdict[str, list[tuple[Figure, frozenset[str], str]]] = defaultdict(list)
        self.parts: set[str] = set()
        #: The number of the report in which a piece first stood. Those of the first headline are
        #: older than all: they name the story.
        self.first_in: dict[str, int] = {}
        self.reports = 0
        #: What undated reports told, by their numbers: it is news when a dated one tells it, too.
        self.undated: dict[int, str] = {}

    def named(self, figure: Figure, aspects: frozenset[str]) -> str:
        """Name a figure as the first report that had it did."""
        known = self.figures[figure.unit]
        for one, of, name in known:
            if agree(one, figure) and (not of or not aspects or of & aspects):
                return name
        name = f"{figure.unit}:{figure.value:.10g}:{'+'.join(sorted(aspects))}"
        known.append((figure, aspects, name))
        return name

    def parts_of(self, said: Said) -> frozenset[str]:
        """Return what a sentence says, its figures named alike in all reports."""
        return said.marks.union(self.named(figure, of) for figure, of in said.figures)

    def brought(
        self, said: Said, parts: frozenset[str], headline: Headline, *, is_main: bool
    ) -> frozenset[str]:
        """Return what a sentence says that no earlier report had.

        Words alone are news in the main sentence of a report, and when nothing in it is known; so
        is a state there, which other words may hide in one report and show in the next. Elsewhere
        a state has to stand in the headline.
        """
        new = parts - self.parts
        if not self.first_in:  # of the first report all is new but what its headline leaves out
            return new if said.is_aside else new | {f"says:{said.key}"}
        if is_main and new == parts and (event := self._event(said, headline)):
            return new | {event}
        known = any(not is_state(one) for one in parts - new)
        shown = parts if is_main and not known else headline.states
        return frozenset(one for one in new if not is_state(one) or one in shown)

    def _event(self, said: Said, headline: Headline) -> str | None:
        """Name what a main sentence tells by its words; None when a dated report told it."""
        fresh = sum(map(self._is_fresh, said.words))
        if fresh < FRESH * len(said.words) or not any(map(self._is_fresh, headline.words)):
            return None
        told_in = self._told_in(said.words, headline.words)
        return f"says:{said.key}" if told_in is None else self.undated.get(told_in)

    def _is_fresh(self, word: str) -> bool:
        report = self.first_in.get(word)
        return report is None or report in self.undated

    def _told_in(self, *texts: frozenset[str]) -> int | None:
        """Return the first report that brought so much of one of these texts that it told it."""
        for text in texts:
            first_in = [self.first_in.get(one, self.reports) for one in text]
            for report in range(self.reports):
                brought = first_in.count(report)
                if brought and brought >= SAME_EVENT * sum(one >= report for one in first_in):
                    return report
        return None

    def add(
        self,
        said: Sequence[tuple[Said, frozenset[str]]],
        gone: Sequence[tuple[Said, frozenset[str]]],
        headline: Headline,
        *,
        undated: str | None,
    ) -> None:
        """Note what a report says, and what it said once, each sentence with its parts; ``undated``
        names what one without a date tells.
        """
        if not self.first_in:
            self.first_in = dict.fromkeys(headline.pieces, -1)
        heard = headline.pieces.union(*(pieces(one.text) for one, _ in (*said, *gone)))
        self.first_in = dict.fromkeys(heard, self.reports) | self.first_in
        self.parts.update(*(parts for _, parts in gone))
        if undated is None:
            self.parts.update(headline.states, *(parts for _, parts in said))
        else:
            self.undated[self.reports] = undated
        self.reports += 1
