"""Finds which lines of a page are the article: the heaviest cluster of prose, and its headline."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from store.extract import furniture, outlets, register
from store.extract.line import ENDS, TEXT, Line

# What a line of each class takes from a cluster that reaches across it, in Hangul syllables:
# a link or picture costs less than the shortest paragraph gives, a new article's head more.
_COSTS: Final = {
    "heading": 0,
    "short": 4,
    "caption": 3,
    "image": 2,
    "ad": 5,
    "contents": 5,
    "contents_header": 5,
    "related": 6,
    "control": 12,
    "url": 12,
    "tags": 25,
    "related_header": 20,
    "link_card": 40,
    "dialog": 20,
    "publisher": 40,
    "byline": 60,
    "board_row": 60,
    "date": 80,
    "table_head": 100,
    "imprint": 200,
    "credit": 10,
    "speaker": 0,
    "crew": 10,
    "source": 60,
    "notice": 5,
    "skipped": 0,
    "reposter": 80,
}
# No paragraph counts more than this, so that one huge teaser is not an article's worth.
_MOST = 400
# The style of a text is plain when it has this many times the plain sentences.
_MUCH_MORE = 2
# So many notices stand beside a text of one sentence.
_FEW = 2
# Who speaks in an interview.
_SPEAKER = re.compile(
    r"(?:[QA]|문|답|問|问|答|记者|記者)\s?[.:：]\s?\S|[QA]\s|[-―—▶▷]{1,2}\s?[^-].{0,80}[?？.。]$"
)
_PAYWALL = re.compile(
    r"구독|회원|유료|로그인|가입|프리미엄|멤버십|결제|이용권|전문을|subscri|premium|sign (?:in|up)"
    r"|会員|有料|購読|ログイン|订阅|訂閱|會員",
    re.IGNORECASE,
)
_PICTURES: Final = ("caption", "image", "ad", "skipped", "speaker")
_BOXES: Final = (*_PICTURES, "related", "related_header", "dialog", "notice")
_SPEECH = re.compile(r"[「『“\"].{1,200}[」』”\"]$")
# Of a sentence without an end that may still be the last of a truncated text.
_CUT_SENTENCE = 16
# A line that another extractor leaves out gives this part of its length.
_DOUBTED = 0.25
# So does what follows comments or a notice of rights, once there was prose: seldom the article,
# above which a page may have shown how many comments there are.
_LATER = 0.3


# Nothing else stands between a headline and the sub-headlines under it.
_BETWEEN_HEADLINES: Final = (*TEXT, "contents_header", "caption", "image", "url")
# Two sub-headlines are no longer than this, and differ by no more, in Hangul syllables.
_TERSE, _ALIKE = 14, 3
_NOUNS = re.compile(r"(?:[가-힣\dA-Za-z%·]{1,12}\s){1,5}[가-힣\d]{0,11}(?![다요까])[가-힣]")
# A headline shares this part of its pairs of letters with the text, at least.
_AKIN = 0.12
_FAR_MORE_AKIN = 0.3
_LABEL = re.compile(
    r"[-–■▲△◆◇▷•└ㄴ]\s?\S|[\[<【(][^\]>】)]{1,30}[\]>】)]$|.{0,24}(?:레터|브리핑)$|[^|]{1,20}\s\|\s[^|]{1,20}$"
)


@dataclass(frozen=True, slots=True)
class Core:
    """The article's lines: ``lines[start:end]``; ``title`` is the index of its headline."""

    start: int
    end: int
    title: int | None


def find(lines: Sequence[Line], *, titled: bool = False) -> Core | None:
    """Find the article in ``lines``, or ``None`` when they hold no sentence of prose.

    When it is ``titled`` elsewhere, no line is taken for its headline.
    """
    span = _heaviest(lines)
    if span is None:
        return None
    start, end = _with_short_sentences(lines, *_in_register(lines, *span))
    title = None if titled else _title(lines, start, end)
    if title is not None and title >= start:
        start = title + 1
    return Core(start, end, title)


def _heaviest(lines: Sequence[Line]) -> tuple[int, int] | None:
    """The stretch with the greatest sum of gains and costs (Kadane), trimmed to prose."""
    best, best_span = 0.0, None
    polite = _notices(lines)
    total, start, later = 0.0, 0, 1.0
    for at, line in enumerate(lines):
        if line.kind in ENDS:
            total, later = 0.0, _LATER if best else 1.0
        elif line.kind == "prose":
            if total <= 0:
                total, start = 0.0, at
            part = _DOUBTED if line.block.vouched is False or at in polite else 1.0
            total += min(line.weight, _MOST) * part * later
            if total > best:
                best, best_span = total, (start, at + 1)
        else:
            total -= _COSTS.get(line.kind, 25)
    return best_span


def _notices(lines: Sequence[Line]) -> set[int]:
    """Paragraphs that address the reader, where most do not."""
    prose = [at for at, line in enumerate(lines) if line.kind == "prose"]
    polite = {at for at in prose if register.is_polite(lines[at].text)}
    plain = [at for at in prose if at not in polite and register.is_plain(lines[at].text)]
    return polite if plain and len(polite) <= max(_FEW, len(plain) // 2) else set()


def _in_register(lines: Sequence[Line], start: int, end: int) -> tuple[int, int]:
    """Leave out at both ends what addresses the reader, where the article itself does not."""
    span = [at for at in range(start, end) if lines[at].kind == "prose"]
    plain = sum(lines[at].weight for at in span if register.is_plain(lines[at].text))
    polite = {at for at in span if register.is_polite(lines[at].text)}
    told = [at for at in span if at not in polite]
    if not (told and plain) or (
        plain <= _MUCH_MORE * sum(lines[at].weight for at in polite) and len(polite) > _FEW
    ):
        return start, end
    return told[0], told[-1] + 1


def _with_short_sentences(lines: Sequence[Line], start: int, end: int) -> tuple[int, int]:
    """Take in the short sentences that touch the prose: an answer, an exclamation."""
    while start and _is_short_sentence(lines[start - 1]):
        start -= 1
    while (later := _next_told(lines, end)) is not None:
        end = later + 1
    if _is_cut_off(lines, later := _past_pictures(lines, end)):
        end = later + 1
    while start and _is_marked_heading(lines[start - 1]):
        start -= 1
    return start, end


def _is_short_sentence(line: Line) -> bool:
    told = line.kind == "short" or (line.kind == "prose" and not register.is_polite(line.text))
    return told and not line.block.linked and furniture.has_full_stop(line.text)


def _next_told(lines: Sequence[Line], end: int) -> int | None:
    """The line after ``end`` that still belongs to it; an interview goes on behind a box."""
    at = _past_pictures(lines, end)
    if at < len(lines) and (
        _is_short_sentence(lines[at]) or _is_listed(lines[at]) or _is_asked(lines, at, end)
    ):
        return at
    if at < len(lines) and _is_marked_heading(lines[at]):
        at = _past_pictures(lines, at + 1)
        if at < len(lines) and (_is_short_sentence(lines[at]) or _is_listed(lines[at])):
            return at
    at = _past_pictures(lines, end, _BOXES)
    talks = at < len(lines) and lines[at].kind in TEXT and _SPEAKER.match(lines[at].text)
    return at if talks and _SPEAKER.match(lines[end - 1].text) else None


def _past_pictures(lines: Sequence[Line], at: int, kinds: Sequence[str] = _PICTURES) -> int:
    while at < len(lines) and lines[at].kind in kinds:
        at += 1
    return at


def _is_asked(lines: Sequence[Line], at: int, end: int) -> bool:
    """Tell whether the line ``at`` is a question or answer of an interview before ``end``."""
    line = lines[at]
    if line.kind != "short" or line.block.linked:
        return False
    if _SPEAKER.match(line.text) or (
        _SPEECH.match(line.text)
        and (lines[end - 1].kind == "short" or _SPEAKER.match(lines[end - 1].text))
    ):
        return True
    at = _past_pictures(lines, at + 1)
    answered = at < len(lines) and _is_short_sentence(lines[at])
    return answered and line.text.endswith(("?", "？"))


def _is_listed(line: Line) -> bool:
    """An entry of a list that the writer of a Markdown text ends with."""
    return line.kind in TEXT and line.block.vouched is True and line.block.hint == ""


def _is_cut_off(lines: Sequence[Line], at: int) -> bool:
    """Tell whether the line ``at`` is a sentence that a paywall or the end of the file cut off."""
    if at >= len(lines) or lines[at].kind != "short" or lines[at].weight < _CUT_SENTENCE:
        return False
    if "://" in lines[at].text:
        return False
    if lines[at].block.linked or at + 1 == len(lines):
        return not lines[at].block.linked
    after = lines[at + 1]
    return after.kind == "dialog" or _PAYWALL.search(after.text) is not None


def _is_marked_heading(line: Line) -> bool:
    """Tell whether the writer marked a heading, which belongs to the text it stands above."""
    return line.kind == "heading" and line.block.hint == "heading" and line.block.vouched is True


def _title(lines: Sequence[Line], start: int, end: int) -> int | None:
    head = _likeliest(lines, [at for at in range(start) if _may_be_title(lines[at])])
    if start == 1 and not head and _is_bare(lines):
        return 0
    marked = [at for at in head if lines[at].block.hint == "title"]
    if marked:
        return _nearest_in_words(lines, marked, start, end)
    if not head:
        return _title_inside(lines, start, end)
    run, separated = _run_of_head(lines, head, start)
    long_enough = [at for at in run if lines[at].weight >= 8] or run
    if not separated and _are_sub_headlines(lines, run):
        return None
    return _nearest_in_words(lines, long_enough, start, end)


def _likeliest(lines: Sequence[Line], head: list[int]) -> list[int]:
    """Leave out sentences, bulleted sub-headlines and the names of columns, if more is there."""
    likely = [
        at
        for at in head
        if not furniture.has_full_stop(lines[at].text)
        and _LABEL.match(lines[at].text) is None
        and not outlets.looks_like_outlet(lines[at].text)
    ]
    return likely or head


def _is_bare(lines: Sequence[Line]) -> bool:
    """A first line, a blank one, and text: whatever stands first is the headline."""
    return lines[1].block.apart and all(line.kind in TEXT for line in lines[1:])


def _may_be_title(line: Line) -> bool:
    fits = line.kind in ("short", "heading") or (line.kind == "prose" and line.weight < 70)
    return fits and not line.block.linked and line.weight >= 3 and "http" not in line.text[:200]


def _run_of_head(lines: Sequence[Line], head: list[int], start: int) -> tuple[list[int], bool]:
    """The lines that stand together above the date line, or else those nearest to the prose."""
    dated = [at for at in range(start) if lines[at].kind in ("date", "byline") and at > head[0]]
    above = [at for at in head if dated and at < dated[0]]
    candidates = above or head
    run = [candidates[-1]]
    for at in reversed(candidates[:-1]):
        between = lines[at + 1 : run[0]]
        if any(line.kind not in _BETWEEN_HEADLINES for line in between):
            break
        run.insert(0, at)
    after_first = lines[run[0] + 1 : start + 1]
    under_date = run[0] > 0 and lines[run[0] - 1].kind in ("date", "publisher")
    separated = (
        bool(above)
        or under_date
        or any(line.block.apart or line.kind not in (*TEXT, "caption") for line in after_first)
    )
    return run, separated


def _are_sub_headlines(lines: Sequence[Line], run: list[int]) -> bool:
    """Tell whether ``run`` is a block of sub-headlines whose headline was not copied.

    Two are as often a headline and its only sub-headline: these begin the file, alike and terse.
    """
    if len(run) >= 3:
        return not _reads_as_headline(lines[run[0]])
    pair = [lines[at] for at in run]
    terse = all(line.weight <= _TERSE and _NOUNS.fullmatch(line.text) for line in pair)
    alike = abs(pair[0].weight - pair[-1].weight) <= _ALIKE
    return len(run) == 2 and run == [0, 1] and terse and alike


def _reads_as_headline(line: Line) -> bool:
    """Headlines quote, trail off and are long; sub-headlines are terse."""
    return line.weight >= 28 or any(mark in line.text for mark in "“”‘’\"'…‥?!")


def _nearest_in_words(lines: Sequence[Line], run: list[int], start: int, end: int) -> int:
    """The first of ``run``, unless a later one shares far more of its letters with the body."""
    body = "".join("".join(line.text.split()) for line in lines[start:end])[:20_000]
    shared = {at: _shared(lines[at].text, body) for at in run}
    best = max(run, key=lambda at: shared[at])
    if shared[run[0]] >= _AKIN or shared[best] < _FAR_MORE_AKIN:
        return run[0]
    return next(at for at in run if shared[at] >= _FAR_MORE_AKIN)


def _shared(title: str, body: str) -> float:
    letters = "".join(title.split())
    pairs = [letters[at : at + 2] for at in range(len(letters) - 1)]
    return sum(pair in body for pair in pairs) / max(1, len(pairs))


def _title_inside(lines: Sequence[Line], start: int, end: int) -> int | None:
    """A headline that reads as prose: the first line, apart from the rest, without a full stop."""
    if any(line.kind == "caption" for line in lines[:start]) or end - start < 2:
        return None
    first, second = lines[start], lines[start + 1]
    stripped = first.text.rstrip("\"'”’」』)] ")
    if stripped.endswith((".", "。")) and not stripped.endswith(".."):
        return None
    alone = second.block.apart or second.weight > 2 * first.weight
    return start if alone and first.weight < 90 and not furniture.is_row(first.text) else None
