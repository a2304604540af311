"""The sentences that a new version edited, added or took out."""

import unicodedata
from collections import Counter
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from store.article import SentenceChange
from store.changes import sentence_changes, was_changed
from store.sentences import sentences

OLD = (
    "해솔시가 노면전차를 다시 놓는다. 시는 9일 12.5km 구간의 노선을 발표했다.\n\n"
    "공사비는 4,300억원이다. 첫 삽은 내년 봄에 뜬다.\n\n"
    "상인들은 공사가 길어질까 걱정했다. 시는 밤에만 길을 막겠다고 약속했다."
)


def _change(old: str | None, new: str | None) -> SentenceChange:
    return SentenceChange(old=old, new=new)


def test_an_edited_sentence_is_paired_with_what_it_was() -> None:
    new = OLD.replace("4,300억원이다", "4,800억원으로 늘었다")
    assert sentence_changes(OLD, new) == (
        _change("공사비는 4,300억원이다.", "공사비는 4,800억원으로 늘었다."),
    )


def test_sentences_come_and_go_in_reading_order() -> None:
    new = OLD.replace(" 첫 삽은 내년 봄에 뜬다.", "").replace(
        "시는 9일", "철길은 60년 전에 뜯겼다. 시는 10일"
    )
    assert sentence_changes(OLD, f"{new} 다음 설명회는 21일이다.") == (
        _change(None, "철길은 60년 전에 뜯겼다."),
        _change(
            "시는 9일 12.5km 구간의 노선을 발표했다.", "시는 10일 12.5km 구간의 노선을 발표했다."
        ),
        _change("첫 삽은 내년 봄에 뜬다.", None),
        _change(None, "다음 설명회는 21일이다."),
    )


def test_a_sentence_that_moved_is_no_change() -> None:
    first, *rest = OLD.split("\n\n")
    assert sentence_changes(OLD, "\n\n".join([*rest, first])) == ()


def test_spacing_punctuation_and_unicode_form_are_no_change() -> None:
    new = OLD.replace("\n\n", "\n").replace("4,300억원", "4300 억원").replace(".", "!", 1)
    assert sentence_changes(OLD, new) == ()
    assert sentence_changes(OLD, unicodedata.normalize("NFD", OLD)) == ()
    assert sentence_changes("그는 “간다”고 했다.", "그는 '간다'고 했다") == ()
    assert sentence_changes("정책ㆍ기획을 맡는다.", "정책·기획을 맡는다.") == ()


def test_a_full_stop_in_place_of_a_comma_is_no_change() -> None:
    assert sentence_changes("비가 오고, 바람이 분다. 춥다.", "비가 오고. 바람이 분다. 춥다.") == ()


def test_a_point_or_a_sign_of_a_figure_is_a_change() -> None:
    for one, other in (("1.5%", "15%"), ("3-1", "31"), ("-4도", "4도"), ("$5", "€5"), ("▲3", "▼3")):
        assert sentence_changes(f"값은 {one}이다.", f"값은 {other}이다.") == (
            _change(f"값은 {one}이다.", f"값은 {other}이다."),
        )


def test_other_languages_are_compared_too() -> None:
    for old, new in (
        ("The fare rises to $5. Trains run hourly.", "The fare will rise to $6 in May."),
        ("運賃は500円に上がる。列車は毎時走る。", "運賃は600円に上がる見通しだ。"),
        ("票价上涨到5元左右。列车每小时一班。", "票价上涨到6元左右。"),
    ):
        first = old[: next(sentences(old))[1]]
        last = old[len(first) :].strip()
        assert sentence_changes(old, new) == (_change(first, new), _change(last, None))


def test_a_sentence_said_twice_and_then_once_is_taken_out_once() -> None:
    assert sentence_changes("비가 온다. 비가 온다.", "비가 온다.") == (_change("비가 온다.", None),)


def test_a_quoted_sentence_is_found_among_the_changes() -> None:
    changes = sentence_changes(OLD, OLD.replace("4,300억원", "4,800억원"))
    told = "공사비는 4,300억원이다"
    assert was_changed(told, changes) == changes[0]
    assert was_changed("첫 삽은 내년 봄에 뜬다.", changes) is None
    assert was_changed("공사비는 4,800억원이다.", changes) is None


def test_twenty_thousand_new_sentences_are_compared_in_short_time() -> None:
    old = "\n".join(f"{number}번 마을의 논은 {number * 7}평이다." for number in range(20_000))
    changes = sentence_changes(old, old.replace("평", "마지기"))
    assert [one.old for one in changes if one.old is not None] == old.splitlines()
    assert len([one for one in changes if one.new is not None]) == 20_000


def test_a_huge_line_without_an_end_is_compared() -> None:
    for unit in ("- ", "1 ", "1,", "가" * 9 + " ", "\u3000"):
        old = unit * (400_000 // len(unit))
        assert 1 <= len(sentence_changes(f"{old}가1", f"{old}가2")) <= 2


# -- laws

_WORDS = st.sampled_from(
    (
        "시는",
        "10일",
        "노선을",
        "1.5km",
        "줄이고",
        "300원",
        "올렸다.",
        "비가",
        "온다.",
        "4,",
        "끝!",
        "「예」",
        "3\n",
    )
)
_TEXTS = st.lists(_WORDS, max_size=40).map(" ".join)


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@given(_TEXTS | st.text(max_size=60))
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert sentence_changes(text, text) == ()
    assert sentence_changes(text, text.replace(" ", "  ")) == ()


@given(_TEXTS, _TEXTS)
def test_each_side_of_a_change_stands_in_its_version(old: str, new: str) -> None:
    changes = sentence_changes(old, new)
    before, after = Counter(_sentences(old)), Counter(_sentences(new))
    assert Counter(one.old for one in changes if one.old is not None) <= before
    assert Counter(one.new for one in changes if one.new is not None) <= after
    assert all(one.old is not None or one.new is not None for one in changes)


@given(_TEXTS, _TEXTS)
def test_what_did_not_change_is_the_same_in_both(old: str, new: str) -> None:
    changes = sentence_changes(old, new)
    kept_before = Counter(_sentences(old)) - Counter(one.old for one in changes if one.old)
    kept_after = Counter(_sentences(new)) - Counter(one.new for one in changes if one.new)
    assert "".join(sorted(_said(kept_before))) == "".join(sorted(_said(kept_after)))


def _said(kept: Counter[str]) -> str:
    return "".join(char for one in kept.elements() for char in one if char.isalnum())


@given(_TEXTS, _TEXTS)
def test_the_way_back_takes_out_what_was_added(old: str, new: str) -> None:
    there, back = sentence_changes(old, new), sentence_changes(new, old)
    assert Counter(_said_by(one.new for one in there)) == Counter(_said_by(one.old for one in back))
    assert Counter(_said_by(one.old for one in there)) == Counter(_said_by(one.new for one in back))


def _said_by(found: Iterable[str | None]) -> list[str]:
    return ["".join(filter(str.isalnum, one)) for one in found if one]


@given(st.integers(0, 9), st.integers(0, 9), _TEXTS)
def test_another_digit_is_always_a_change(one: int, other: int, around: str) -> None:
    text = f"{around}\n남은 자리는 {{}}개다.\n{around}"
    changed = sentence_changes(text.format(one), text.format(other))
    assert bool(changed) == (one != other)
