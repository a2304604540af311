"""Who is let in is let in as often as was allowed, and who is shut out stays out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.database import Database
from store.messaging.access import INVITATION_LASTS, Access

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def access(database: Database) -> Access:
    return Access(database)


def test_a_standing_is_given_changed_and_taken(access: Access) -> None:
    assert access.standing("telegram", "1") is None
    assert not access.has_admin("telegram")
    access.set("telegram", "1", "allowed", now=NOW)
    access.set("telegram", "2", "blocked", now=NOW)
    access.set("telegram", "1", "admin", now=NOW + timedelta(hours=1))
    assert access.standing("telegram", "1") == "admin"
    assert access.standing("other", "1") is None
    assert access.has_admin("telegram")
    assert not access.has_admin("other")
    assert access.listed("telegram") == (
        ("2", "blocked", NOW),
        ("1", "admin", NOW + timedelta(hours=1)),
    )
    assert access.listed("telegram", "blocked") == (("2", "blocked", NOW),)
    access.set("telegram", "1", None, now=NOW)
    assert access.standing("telegram", "1") is None


def test_an_invitation_lets_in_as_many_as_it_says_from_any_number_of_threads(
    tmp_path: Path,
) -> None:
    both = [Access(Database(tmp_path / "sosik.db")) for _ in range(2)]
    code = both[0].invite(by="console", now=NOW, uses=3)
    with ThreadPoolExecutor(8) as pool:
        let_in = list(
            pool.map(lambda n: both[n % 2].redeem("telegram", str(n), code, now=NOW), range(24))
        )
    assert let_in.count(True) == 3
    assert {party for party, *_ in both[0].listed("telegram", "allowed")} == {
        str(n) for n, one in enumerate(let_in) if one
    }


def test_who_is_in_does_not_use_it_up_and_keeps_the_standing(access: Access) -> None:
    code = access.invite(by="console", now=NOW, uses=1)
    access.set("telegram", "1", "admin", now=NOW)
    assert access.redeem("telegram", "1", code, now=NOW)
    assert access.standing("telegram", "1") == "admin"
    assert access.redeem("telegram", "2", code, now=NOW)
    assert not access.redeem("telegram", "3", code, now=NOW)


def test_who_is_shut_out_comes_in_by_no_invitation(access: Access) -> None:
    code = access.invite(by="console", now=NOW, uses=1)
    access.set("telegram", "1", "blocked", now=NOW)
    assert not access.redeem("telegram", "1", code, now=NOW)
    assert access.standing("telegram", "1") == "blocked"
    assert access.redeem("telegram", "2", code, now=NOW)


@pytest.mark.parametrize("code", ["", "x", "\ud800", "' OR 1=1 --", "a" * 4096])
def test_no_other_code_lets_anybody_in(access: Access, code: str) -> None:
    access.invite(by="console", now=NOW)
    assert not access.redeem("telegram", "1", code, now=NOW)
    assert access.standing("telegram", "1") is None


def test_invitations_that_no_longer_hold_are_forgotten(access: Access) -> None:
    access.invite(by="telegram:1", now=NOW, lasts=timedelta(days=1))
    access.invite(by="telegram:1", now=NOW, lasts=timedelta(days=3))
    assert access.forget_invitations(now=NOW + timedelta(days=2)) == 1
    assert access.forget_invitations(now=NOW + timedelta(days=2)) == 0


def test_an_invitation_ends_in_time(access: Access) -> None:
    code = access.invite(by="console", now=NOW)
    assert not access.redeem("telegram", "1", code, now=NOW + INVITATION_LASTS)
    assert access.redeem("telegram", "1", code, now=NOW + INVITATION_LASTS - timedelta(seconds=1))


def test_the_code_itself_is_kept_nowhere(access: Access, tmp_path: Path) -> None:
    code = access.invite(by="console", now=NOW)
    held = b"".join(file.read_bytes() for file in tmp_path.glob("sosik.db*"))
    assert b"console" in held
    assert code.encode() not in held
