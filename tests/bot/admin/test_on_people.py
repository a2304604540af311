"""People by chat: let in, shut out, invited, made admins; never oneself by mistake."""

import pytest

from bot.reception.deep_links import invitation_in
from bot.reply import plain_text
from tests.bot.admin.conftest import CHANNEL, NOW, Office


def standing(office: Office, party: str) -> str | None:
    return office.parts.access.standing(CHANNEL, party)


@pytest.mark.parametrize("party", ["5", "-1001234567890"])
def test_a_party_is_let_in_and_shut_out_and_let_in_again(office: Office, party: str) -> None:
    assert office.says(f"/allow {party}") == f"{party} may use the bot now."
    asked = office.reply(f"/block {party}")
    assert standing(office, party) == "allowed"
    assert f"/allow {party}" in plain_text(asked)
    assert office.confirms(asked) == f"{party} is shut out."
    assert standing(office, party) == "blocked"
    office.says(f"/allow {party}")
    assert standing(office, party) == "allowed"
    assert [(action, about, ended) for _, action, about, ended in office.noted()] == [
        ("allow", party, "done"),
        ("block", party, "asked"),
        ("block", party, "done"),
        ("allow", party, "done"),
    ]


def test_admins_cannot_shut_out_themselves_nor_each_other(office: Office) -> None:
    assert office.says("/admin add 2") == "2 is an admin now."
    assert office.says("/block 1").startswith("You cannot do this to yourself.")
    assert office.says("/admin remove 1").startswith("You cannot do this to yourself.")
    assert office.says("/block 2") == "2 is an admin. First: /admin remove 2"
    assert office.says("/allow 2") == "2 is an admin. First: /admin remove 2"
    assert (standing(office, "1"), standing(office, "2")) == ("admin", "admin")
    assert [ended for *_, ended in office.noted()] == ["done", "self", "self", "admin", "admin"]


def test_an_admin_is_removed_by_another_when_that_is_confirmed(office: Office) -> None:
    office.says("/admin add 2")
    asked = office.reply("/admin remove 2")
    assert standing(office, "2") == "admin"
    assert office.confirms(asked) == "2 is not an admin any more."
    assert standing(office, "2") == "allowed"
    assert office.says("/admin remove 2") == "2 is not an admin. /admin lists them."


def test_one_who_became_admin_meanwhile_is_not_shut_out(office: Office) -> None:
    asked = office.reply("/block 5")
    office.parts.access.set(CHANNEL, "5", "admin", now=NOW)
    assert office.confirms(asked) == "5 is an admin. First: /admin remove 5"
    assert standing(office, "5") == "admin"


def test_a_group_is_no_admin(office: Office) -> None:
    assert office.says("/admin add -5").startswith("-5 is a group.")
    assert standing(office, "-5") is None


def test_admins_are_listed(office: Office) -> None:
    office.says("/admin add 987654321")
    assert "987654321, since 2026-11-22 12:00" in office.says("/admin")


@pytest.mark.parametrize(
    "written", ["@somebody", "0", "007", "1.5", "5 6", "１２", "9" * 17, "--5", "-", "5;", "٣"]
)
def test_what_is_no_number_of_a_party_changes_nothing(office: Office, written: str) -> None:
    for command in ("/allow", "/block", "/admin add", "/admin remove"):
        assert "Usage" in office.says(f"{command} {written}")
    assert office.noted() == []
    assert len(office.parts.access.listed(CHANNEL)) == 1


def test_an_invitation_lets_in_as_many_as_it_says(office: Office) -> None:
    said = office.says("/invite 2").split("\n")
    assert said[0] == "This lets 2 people in, within 7 days:"
    word = said[1].removeprefix("/start ")
    assert said[2] == f"https://t.me/sosik_bot?start={word}"
    code = invitation_in(word)
    assert code is not None
    let_in = [office.parts.access.redeem(CHANNEL, who, code, now=NOW) for who in ("7", "8", "9")]
    assert let_in == [True, True, False]
    assert code not in str(office.noted())


def test_absurd_invitations_are_not_made(office: Office) -> None:
    for uses in ("0", "-3", "1" + "0" * 100, "many"):
        assert "1 to 1,000" in office.says(f"/invite {uses}")
    assert office.noted() == []
