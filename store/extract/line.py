"""A line of a page with its class: what the passes over a page hand to one another."""

from dataclasses import dataclass
from typing import Final

from store.extract.block import Block
from store.extract.language import weight

#: Classes of lines that may belong to the text of an article.
TEXT: Final = frozenset(("prose", "short", "heading"))
#: Nothing after the first of these can be the article that came before it.
ENDS: Final = frozenset(("copyright", "comments"))


@dataclass(frozen=True, slots=True)
class Line:
    """A block and its class: of ``TEXT``, or the kind of furniture it is."""

    block: Block
    kind: str
    #: What it would be, had no header stood above.
    was: str = ""

    @property
    def text(self) -> str:
        """The line itself."""
        return self.block.text

    @property
    def weight(self) -> int:
        """Its length in Hangul syllables, so that languages compare."""
        return weight(self.block.text)
