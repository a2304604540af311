"""``sosik admin`` and ``sosik people``: the console may do what admins do, and is noted too."""

from bot.app import App
from bot.reception.deep_links import invitation_in
from config.settings import load
from tests.bot.commands.conftest import Sosik


def test_the_console_makes_and_removes_admins(sosik: Sosik) -> None:
    assert sosik("admin", "add", "5").code == 0
    (record,) = sosik("admin", "list", "--json").records
    assert (record["id"], record["standing"]) == ("5", "admin")
    assert sosik("admin", "remove", "5", lines=b"n\n").code == 1
    assert len(sosik("admin", "list", "--json").records) == 1
    assert sosik("admin", "remove", "5", "--yes").out == "5 is not an admin any more\n"
    assert sosik("admin", "list", "--json").records == []
    acts = sosik("audit", "--json").records
    assert {act["who"] for act in acts} == {"console"}
    assert [(act["action"], act["outcome"]) for act in reversed(acts)] == [
        ("admin add", "done"),
        ("admin remove", "asked"),
        ("admin remove", "asked"),
        ("admin remove", "done"),
    ]


def test_people_and_groups_are_let_in_and_shut_out(sosik: Sosik) -> None:
    for party in ("5", "-1001234567890"):
        assert sosik("people", "allow", party).out == f"{party} may ask\n"
        assert sosik("people", "block", party, lines=b"n\n").code == 1
        assert sosik("people", "block", party, "--yes").out == f"{party} is shut out\n"
    standings = {one["id"]: one["standing"] for one in sosik("people", "list", "--json").records}
    assert standings == {"5": "blocked", "-1001234567890": "blocked"}
    assert "blocked" in sosik("people", "list").out


def test_what_makes_no_sense_is_refused_with_its_exit_code(sosik: Sosik) -> None:
    sosik("admin", "add", "5")
    assert sosik("people", "block", "5", "--yes").err == (
        "sosik: 5 is an admin; remove 5 as admin first\n"
    )
    assert sosik("admin", "remove", "6", "--yes").code == 1
    assert sosik("admin", "add", "-5").code == 1
    for wrong in ("@somebody", "0", "9" * 40, "--nonsense", "１２"):
        assert sosik("people", "allow", wrong).code == 2
    assert [one["id"] for one in sosik("people", "list", "--json").records] == ["5"]


def test_an_invitation_from_the_console_lets_in(sosik: Sosik) -> None:
    made = sosik("people", "invite", "--uses", "2").out
    assert made.endswith("lets in 2, within 7 days\n")
    code = invitation_in(made.split("\n")[0].removeprefix("/start "))
    assert code is not None
    app = App(load())
    assert app.access.redeem("telegram", "7", code, now=app.clock())
    app.close()
    assert sosik("people", "invite", "--uses", "0").code == 2


def test_changes_to_sources_from_the_console_are_noted(sosik: Sosik) -> None:
    sosik("source", "add", "https://paper.example/rss", "--as", "feed")
    for change in (["pause", "1"], ["resume", "1"], ["change", "1", "--no-pages"], ["remove", "1"]):
        assert sosik("source", *change).code == 0
    acts = [(act["action"], act["outcome"]) for act in sosik("audit", "--json").records]
    assert acts == [
        ("removesource", "done"),
        ("changesource", "done"),
        ("resumesource", "done"),
        ("pausesource", "done"),
        ("addsource", "done"),
    ]
