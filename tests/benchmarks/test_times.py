"""The set of times is sound, and most of it is understood."""

from benchmarks.times import cases
from retrieval.question import language_of

#: What the set reaches is 99 %; a change that loses more than the odd case shows here.
FLOOR = 0.97


def test_each_language_has_days_and_none() -> None:
    for language in ("ko", "en", "ja", "zh"):
        some = [case for case in cases() if language_of(case.question) == language]
        assert sum(case.days is not None for case in some) >= 15
        assert sum(case.days is None for case in some) >= 15


def test_no_case_stands_twice_and_none_asks_for_days_to_come() -> None:
    known = cases()
    assert len({(case.question, case.now) for case in known}) == len(known)
    for case in known:
        today = case.now.astimezone(case.zone).date()
        assert case.days is None or case.days.first <= case.days.last <= today


def test_nearly_all_are_understood() -> None:
    known = cases()
    assert sum(case.understood == case.days for case in known) >= FLOOR * len(known)
