"""What changed between two versions of a text, sentence by sentence."""

import re
import unicodedata
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from store.article import SentenceChange
from store.sentences import Span, sentences

#: An old and a new sentence are one that was edited when they have this share of their 3-grams in
#: common (Dice's coefficient). Of two different sentences of one news article 99 pairs in 100 have
#: less than .2; of ten letters with another figure and verb .3 are left.
EDITED: Final = 0.25
_GRAM: Final = 3
#: Sentences of each side that are paired: an edit changes some, and where thousands are new it
#: would be chance which of them was which.
MAX_PAIRED: Final = 5_000
#: A 3-gram of more sentences than this tells nothing, and would take time.
_MAX_HOLDERS: Final = 50
#: Old sentences that a new one is compared with: those with most 3-grams in common.
_MAX_COMPARED: Final = 5
#: What is compared of a sentence: a line of a megabyte is one too.
_MAX_LETTERS: Final = 1_000

# A point between digits and a dash before them belong to the figure; a thousands comma does not.
# U+119E is NFKC of the letter that Koreans type for a middle dot. What is left out is taken run
# by run: ten million dashes must not take a minute.
_DASH: Final = "[-‐-―−~∼〜]"
_MARK = re.compile(
    r"(?P<thousands>(?<=\d),(?=\d{3}(?!\d)))"
    r"|(?P<point>(?<=\d)[.,:/·](?=\d))"
    rf"|(?P<dash>{_DASH}(?=\d))"
    rf"|(?:(?!{_DASH}\d)(?:[^\w%‰+]|[_\u119e]))++"
)
#: Currencies, arrows and accents say something; brackets, quotes and spaces do not.
_SAYING: Final = frozenset({"Sc", "So", "Mn", "Mc"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    at: int
    span: Span
    key: str


_NONE: Final = _Sentence(at=-1, span=(0, 0), key="")


def sentence_changes(old: str, new: str) -> tuple[SentenceChange, ...]:
    """Compare two versions: the sentences edited, added and taken out, in reading order.

    A sentence that only moved is no change, nor is other spacing, punctuation or Unicode form;
    what stands inside a figure (1.5, 3-1, -4) counts as part of it.
    """
    before, after = _split(old), _split(new)
    kept = _equal(before, after)
    gone = [one for one in before if one.at not in kept]
    staying = set(kept.values())
    come = [one for one in after if one.at not in staying]
    gone, come = _without_resplit(old, gone, new, come)
    edited = _edits(gone[:MAX_PAIRED], come[:MAX_PAIRED])
    return tuple(
        SentenceChange(old=old[slice(*one.span)] or None, new=new[slice(*other.span)] or None)
        for one, other in _in_reading_order(before, kept, gone, come, edited)
    )


def was_changed(sentence: str, changes: Iterable[SentenceChange]) -> SentenceChange | None:
    """Return the change of a sentence that was quoted from the old version, or None."""
    key = _key(sentence)
    return next((one for one in changes if one.old is not None and _key(one.old) == key), None)


def _split(text: str) -> list[_Sentence]:
    keyed = ((span, _key(text[slice(*span)])) for span in sentences(text))
    return [
        _Sentence(at=at, span=span, key=key)
        for at, (span, key) in enumerate((span, key) for span, key in keyed if key)
    ]


def _key(sentence: str) -> str:
    """Reduce a sentence to what its readers read: words and figures."""
    return _MARK.sub(_kept, "".join(unicodedata.normalize("NFKC", sentence).split()))


def _kept(mark: re.Match[str]) -> str:
    if mark.lastgroup == "thousands":
        return ""
    if mark.lastgroup == "point":
        return "." if "." in mark[0] else ","
    if mark.lastgroup == "dash":
        return "-"
    return "".join(char for char in mark[0] if unicodedata.category(char) in _SAYING)


def _equal(before: Sequence[_Sentence], after: Sequence[_Sentence]) -> dict[int, int]:
    """Pair sentences that say the same, the first with the first: old places to new ones."""
    waiting: defaultdict[str, deque[int]] = defaultdict(deque)
    for one in after:
        waiting[one.key].append(one.at)
    return {one.at: waiting[one.key].popleft() for one in before if waiting[one.key]}


def _without_resplit(
    old: str, gone: Sequence[_Sentence], new: str, come: Sequence[_Sentence]
) -> tuple[list[_Sentence], list[_Sentence]]:
    """Leave out neighbours that say the same together: other punctuation divides them otherwise."""
    old_blocks, new_blocks = _blocks(gone), _blocks(come)
    same = _equal(_joined(old, old_blocks), _joined(new, new_blocks))
    same_new = set(same.values())
    return (
        [one for at, block in enumerate(old_blocks) if at not in same for one in block],
        [one for at, block in enumerate(new_blocks) if at not in same_new for one in block],
    )


def _blocks(ordered: Sequence[_Sentence]) -> list[list[_Sentence]]:
    blocks: list[list[_Sentence]] = []
    for one in ordered:
        if blocks and blocks[-1][-1].at == one.at - 1:
            blocks[-1].append(one)
        else:
            blocks.append([one])
    return blocks


def _joined(text: str, blocks: Sequence[Sequence[_Sentence]]) -> list[_Sentence]:
    spans = [(block[0].span[0], block[-1].span[1]) for block in blocks]
    return [
        _Sentence(at=at, span=span, key=_key(text[slice(*span)])) for at, span in enumerate(spans)
    ]


def _edits(gone: Sequence[_Sentence], come: Sequence[_Sentence]) -> dict[int, _Sentence]:
    """Pair new sentences with the old ones they are most like, the most alike first.

    The keys are the places of the new ones.
    """
    old_grams = [_grams(one.key) for one in gone]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for at, grams in enumerate(old_grams):
        for gram in grams:
            holders[gram].append(at)
    alike: list[tuple[float, int, int, int]] = []
    for at, other in enumerate(come):
        grams = _grams(other.key)
        shared = Counter(
            old
            for gram in grams
            if len(holders.get(gram, ())) <= _MAX_HOLDERS
            for old in holders.get(gram, ())
        )
        for old, _ in shared.most_common(_MAX_COMPARED):
            likeness = 2 * len(grams & old_grams[old]) / (len(grams) + len(old_grams[old]))
            if likeness >= EDITED:
                alike.append((-likeness, abs(old - at), old, at))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, old, at in sorted(alike):
        if at not in pairs and old not in taken:
            pairs[at] = old
            taken.add(old)
    return {come[at].at: gone[old] for at, old in pairs.items()}


def _grams(key: str) -> frozenset[str]:
    key = key[:_MAX_LETTERS]
    return frozenset(key[at : at + _GRAM] for at in range(max(1, len(key) - _GRAM + 1)))


def _in_reading_order(
    before: Sequence[_Sentence],
    kept: Mapping[int, int],
    gone: Sequence[_Sentence],
    come: Sequence[_Sentence],
    edited: Mapping[int, _Sentence],
) -> list[tuple[_Sentence, _Sentence]]:
    """Order the changes by their places in the new text.

    What was taken out comes where it would follow the sentence that it followed.
    """
    new_place = dict(kept) | {old.at: new for new, old in edited.items()}
    changes = [((one.at, 0), (edited.get(one.at, _NONE), one)) for one in come]
    removed = {one.at for one in gone} - {one.at for one in edited.values()}
    after = -1
    for one in before:
        after = new_place.get(one.at, after)
        if one.at in removed:
            changes.append(((after, one.at + 1), (one, _NONE)))
    return [change for _, change in sorted(changes, key=lambda placed: placed[0])]
