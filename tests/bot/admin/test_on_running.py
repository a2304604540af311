"""Health, limits, acts and messages by chat."""

import pytest

from bot.doctor import Finding
from store.messaging.answers import AnswerRecord
from store.messaging.limits import DEFAULTS, Limit
from store.messaging.outbox import Outgoing
from tests.bot.admin.conftest import NOW, Office


def test_what_is_broken_comes_first_with_its_mend(office: Office) -> None:
    office.findings += [
        Finding(subject="model", fine=False, says="it is gone", mend="bring it back"),
        Finding(subject="something new", fine=False, says="it fell"),
    ]
    assert office.says("/health").split("\n") == [
        "✗ Model: The model cannot be loaded, so questions are answered by words alone.",
        "   it is gone",
        "   → bring it back",
        "✗ something new",
        "   it fell",
        "✓ Disk: 9 MB free",
    ]


def test_a_limit_is_set_and_brought_back(office: Office) -> None:
    assert office.says("/limits person 3 0.5").split("\n")[0] == (
        "person: each person, 3 at once, then 0.5 a minute"
    )
    assert office.parts.limits.all()["person"] == Limit(burst=3, per_minute=0.5)
    assert "(as shipped)" in office.says("/limits person default").split("\n")[0]
    assert office.parts.limits.all() == DEFAULTS
    assert [about for _, _, about, _ in office.noted()] == ["person 3 0.5", "person default"]


@pytest.mark.parametrize(
    "written",
    ["person", "person 0 5", "person 5 0", "person 5 nan", "person 5 1e3", "nobody 5 5",
     "person 5 -1", "person 5 5 5", "person 10001 5", "person ٣ 5", "person 5 " + "9" * 400],
)  # fmt: skip
def test_a_limit_that_makes_no_sense_is_not_set(office: Office, written: str) -> None:
    assert office.says(f"/limits {written}").startswith("Usage: /limits")
    assert office.parts.limits.all() == DEFAULTS
    assert office.noted() == []


def test_acts_are_listed_newest_first(office: Office) -> None:
    assert office.says("/audit") == "No admin has done anything yet."
    office.says("/allow 5")
    office.says("/block 1")
    assert office.says("/audit").split("\n") == [
        "2026-11-22 12:00 · telegram:1 · block 1 · refused: self",
        "2026-11-22 12:00 · telegram:1 · allow 5 · done",
    ]
    assert office.says("/audit 1").count("\n") == 0
    assert office.says("/audit 101").startswith("It shows 1 to 100 entries")


def test_messages_are_listed_without_what_they_say(office: Office) -> None:
    outbox = office.parts.outbox
    assert office.says("/outbox") == "There are no such messages."
    one, two = outbox.put(
        [Outgoing(chat="5", content="mirabelle"), Outgoing(chat="6", content="quince")], now=NOW
    )
    outbox.failed(one, reason="chat not found", now=NOW)
    said = office.says("/outbox")
    assert f"{one} · 2026-11-22 12:00 · 5 · not delivered · chat not found" in said
    assert "mirabelle" not in said
    assert office.says("/outbox queued") == f"{two} · 2026-11-22 12:00 · 6 · waits"
    assert "queued (waits), sending" in office.says("/outbox nothing")


def test_kept_questions_are_shown_to_admins_without_who_asked(office: Office) -> None:
    assert office.says("/feedback") == "Nobody has let me keep a question yet."
    answer = AnswerRecord(id="a", chat="775", person="775", at=NOW, kind="answer", took_ms=3)
    office.parts.outbox.put([Outgoing(chat="775", content="x")], now=NOW, answer=answer)
    assert office.parts.answers.rate("a", person="775", verdict=1, now=NOW)
    assert office.parts.answers.agree("a", person="775", question="요금은 얼마?")
    shown = office.says("/feedback")
    assert shown.endswith("+1 · 요금은 얼마?")
    assert "775" not in shown
