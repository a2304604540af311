"""Which words of a window's title are the headline: those that the page shows to readers."""

import re
from collections.abc import Sequence
from typing import Final

# What divides the headline from the names of site and section in a window's title.
_DIVIDED_AFTER = re.compile(r"\s{0,3}[-–—|｜:：<>›·»«/(（\[]")
_DIVIDED_BEFORE = re.compile(r"[-–—|｜:：>›·»\])）]\s{0,3}$")
# " > 공지사항", " < 사회 < 뉴스": the way to the section, behind the headline.
_SECTIONS = re.compile(r"(?:\s{1,3}[<>›»]\s{1,3}[^<>›»]{1,40}){1,5}$")
# A heading with less than this share of the window's title names a section.
_SHARE = 0.5
# In letters: the name of a board's category, before the headline in one line with it.
_CATEGORY = 12
_SHORTEST: Final = 4


def as_shown(title: str, headings: Sequence[str]) -> str:
    """The headline as the page shows it to readers, without the names beside it in ``title``.

    The last heading above the text is nearest to it: those before may repeat the window's title.
    """
    likely = [one for one in headings if _SHARE * len(title) <= len(one)]
    bare = _SECTIONS.sub("", title)
    if bare != title and any(_is_labelled(bare, one) for one in likely):
        return bare
    for fits in (_begins, _ends):
        for heading in reversed(likely):
            if fits(title, heading):
                return heading
    return title


def shows(text: str, title: str) -> bool:
    """Tell whether the line ``text`` shows the headline that ``title`` holds."""
    if len(text) < _SHORTEST or len(text) > len(title) + 20:
        return False
    return as_shown(title, [text]) == text


def _is_labelled(title: str, heading: str) -> bool:
    """Tell whether ``heading`` is ``title``, perhaps behind the name of a category."""
    before = heading.removesuffix(title)
    return before != heading and len(before) <= _CATEGORY and (not before or before[-1].isspace())


def _begins(title: str, heading: str) -> bool:
    same, longer = "".join(heading.split()), "".join(title.split())
    cut = longer.rstrip(".…")
    if same == longer or (cut != longer and same.startswith(cut)):
        return True
    title, heading = _narrow(title), _narrow(heading)
    return title.startswith(heading) and bool(_DIVIDED_AFTER.match(title[len(heading) :]))


def _ends(title: str, heading: str) -> bool:
    title, heading = _narrow(title), _narrow(heading)
    return title.endswith(heading) and bool(_DIVIDED_BEFORE.search(title[: -len(heading)]))


def _narrow(text: str) -> str:
    """``text`` with the wide spaces of a Japanese headline narrow, as its metadata have them."""
    return " ".join(text.split())
