"""Finds the element of a page that holds the article: by its name, its headline, its weight."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.extract.tree import Piece

if TYPE_CHECKING:
    from lxml.etree import _Element

# What systems call the element of the text; a name alone is a hint, the weight decides.
_BODY = re.compile(
    r"(?:^|[\s_-])(?:article|news|story|entry|post|view|read|bbs|board|bo_v|cont(?:ents?)?|main)"
    r"[-_]?(?:view[-_]?)?(?:body|content|contents|cont|con|text|txt|atc|area|copy|inner)"
    r"(?:[-_](?:div|wrap|inner))?(?:$|[\s_-])|article_?view(?:$|\s)|articletext|artibody|dic_area"
    r"|(?:^|\s)(?:prose|rich[-_]?text|body-?text|text_area|cms-?content)(?:$|\s)",
    re.IGNORECASE,
)
# The share of the prose around it that makes a child the container instead.
_SHARE = 0.75
# The share of a page's prose that leaves no doubt.
_CLEARLY = 0.6
# The share of the prose that one element's own paragraphs have, and how much more than another's,
# where they are the article.
_DENSE, _CLEARLY_MORE = 0.3, 2.0
# A child with fewer lines of prose is itself a paragraph, unless nothing stands beside it.
_FEWEST = 3
# A named element with less of the heaviest one's prose is a teaser or a comment.
_LEAST_NAMED = 0.3
# Boxes hold less than the rest of this share of a page's prose.
_FREE_SHARE = 0.3
# In Hangul syllables: a shorter heading names a part of the page.
_SUB_HEADLINE = 6
_FRAMES: Final = ("html", "body")
_PARAGRAPHS: Final = (*_FRAMES, "p", "span", "li", "em", "strong", "b", "blockquote")


@dataclass(slots=True)
class _Held:
    """What an element holds: prose in Hangul syllables, its lines, the first of these."""

    prose: int = 0
    lines: int = 0
    first: int = 0


Vouched = Callable[[Piece], bool]


class Container:
    """The article's element in the page of ``pieces``, or ``None`` where nothing points to one.

    ``anchor`` is the index of the piece that shows the headline. ``doubt`` says that neither
    its name nor its weight told it clearly.
    """

    def __init__(self, pieces: Sequence[Piece], anchor: int | None, vouched: Vouched) -> None:
        self._pieces, self._anchor = pieces, anchor
        self._held: dict[_Element, _Held] = {}
        prose = [at for at, piece in enumerate(pieces) if piece.prose and vouched(piece)]
        free = [at for at in prose if pieces[at].mark.suspect is None]
        # A page may call the whole of itself a side: then these names say nothing.
        self._boxed = self._size(free) >= _FREE_SHARE * self._size(prose)
        self._counted = [(at, pieces[at]) for at in (free if self._boxed else prose)]
        for at, piece in self._counted:
            self._count(piece, at)
        named = self._named()
        found = named if named is not None else self._heaviest()
        self.element = None if found is None else self._with_lead(found)
        self.doubt = bool(self._held) and named is None and not self._is_most()
        self._inside: dict[_Element, bool] = {}

    def holds(self, piece: Piece) -> bool:
        """Tell whether ``piece`` stands inside."""
        inside = self._inside.get(piece.holder)
        if inside is None:
            inside = self.element is None or self._is_above(piece.holder, self.element)
            self._inside[piece.holder] = inside
        return inside

    def is_box(self, piece: Piece) -> bool:
        """Tell whether ``piece`` stands in an element named like a box, as this page uses names."""
        box = piece.mark.suspect
        if box is None or not self._boxed:
            return False
        return self.element is None or not self._is_above(self.element, box)

    @staticmethod
    def _is_above(element: "_Element", outer: "_Element") -> bool:
        return element is outer or any(above is outer for above in element.iterancestors())

    def _is_most(self) -> bool:
        if self.element is None:
            return False
        most = max(held.prose for held in self._held.values())
        return self._held[self.element].prose >= _CLEARLY * most

    def _size(self, indexes: Sequence[int]) -> int:
        return sum(self._pieces[at].size for at in indexes)

    def _count(self, piece: Piece, at: int) -> None:
        element: _Element | None = piece.holder
        while element is not None:
            held = self._held.get(element)
            if held is None:
                held = self._held[element] = _Held(first=at)
            held.prose += piece.size
            held.lines += 1
            element = element.getparent()

    def _named(self) -> "_Element | None":
        """The first element after the headline that is named as the text's."""
        found = [one for one in self._held if one.tag not in _PARAGRAPHS and _is_named(one)]
        after = -1 if self._anchor is None else self._anchor
        below = [one for one in found if self._held[one].first > after] or found
        most = max((self._held[one].prose for one in below), default=0)
        below = [one for one in below if self._held[one].prose >= _LEAST_NAMED * most]
        order = {one: (self._held[one].first, -self._held[one].prose) for one in below}
        first = min(below, key=order.__getitem__, default=None)
        return None if first is None else self._narrowed(self._with_siblings(first))

    def _with_siblings(self, element: "_Element") -> "_Element":
        """The element around, where the text is cut into several of the same name.

        Each may stand in a section of its own, with a sub-headline.
        """
        for one in (element, element.getparent()):
            parent = None if one is None else one.getparent()
            if one is None or parent is None or parent.tag in _FRAMES or not one.get("class"):
                break
            names = one.get("class")
            alike = [near for near in parent if near in self._held and near.get("class") == names]
            if len(alike) > 1:
                return parent
        return element

    def _with_lead(self, element: "_Element") -> "_Element":
        """The element around that also holds the lead, parted from the rest by a sub-headline."""
        article = next(element.iterancestors("article"), None)
        if article is None or self._anchor is None:
            return element
        above = range(self._anchor + 1, self._held[element].first)
        parting = [at for at in above if self._parts_text(self._pieces[at])]
        last = max(parting, default=self._anchor)
        lead = next((piece for at, piece in self._counted if self._anchor < at < last), None)
        if lead is None or not self._is_above(lead.holder, article):
            return element
        around = set(element.iterancestors())
        return next(one for one in lead.holder.iterancestors() if one in around)

    @staticmethod
    def _parts_text(piece: Piece) -> bool:
        named = piece.mark.heading == "heading" and piece.size >= _SUB_HEADLINE
        return named and not piece.linked and piece.mark.suspect is None

    def _heaviest(self) -> "_Element | None":
        """The innermost element that holds nearly all of the prose around the headline."""
        if not self._held:
            return None
        start = next(element for element in self._held if element.getparent() is None)
        own = self._own_article()
        narrowed = self._narrowed(start if own is None else own)
        densest = self._densest() if own is None else None
        if densest is not None:
            return densest
        return None if narrowed.tag in _FRAMES and _has_parts(start) else narrowed

    def _densest(self) -> "_Element | None":
        """The element whose own paragraphs are much of the prose below the headline.

        Those of an article stand side by side, those of teasers each in a box of its own.
        """
        own: dict[_Element, _Held] = {}
        for at, piece in self._counted:
            parent = piece.holder.getparent() if piece.holder.tag in _PARAGRAPHS else piece.holder
            if parent is not None and at > (self._anchor or -1):
                held = own.setdefault(parent, _Held())
                held.prose, held.lines = held.prose + piece.size, held.lines + 1
        ranked = sorted(own, key=lambda one: own[one].prose, reverse=True)
        sizes = [own[one].prose for one in ranked]
        if not ranked or own[ranked[0]].lines < _FEWEST or sizes[0] < _DENSE * sum(sizes):
            return None
        clear = len(ranked) == 1 or sizes[0] >= _CLEARLY_MORE * sizes[1]
        return ranked[0] if clear and ranked[0].tag not in _FRAMES else None

    def _own_article(self) -> "_Element | None":
        """The ``article`` element that the headline stands in, when it holds prose."""
        if self._anchor is None:
            return None
        holder = self._pieces[self._anchor].holder
        for element in (holder, *holder.iterancestors()):
            if element.tag == "article" and element in self._held:
                return element
        return None

    def _narrowed(self, element: "_Element") -> "_Element":
        while True:
            held = self._held[element]
            inner = [(self._held[child], child) for child in element if child in self._held]
            best, child = max(inner, key=lambda one: one[0].prose, default=(held, None))
            whole = best.prose == held.prose
            if child is None or not (
                whole or (best.prose >= _SHARE * held.prose and best.lines >= _FEWEST)
            ):
                return element
            if whole and best.lines < _FEWEST and child.tag in _PARAGRAPHS:
                return element
            element = child


def _has_parts(root: "_Element") -> bool:
    """Tell whether the page is more than headings and paragraphs, as those of the first years."""
    return bool(root.xpath("boolean(//div | //section | //article | //table | //ul)"))


def _is_named(element: "_Element") -> bool:
    if element.get("itemprop") == "articleBody" or element.get("name") == "articleBody":
        return True
    return _BODY.search(f"{element.get('class', '')} {element.get('id', '')}"[:300]) is not None
