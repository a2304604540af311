"""Of several processes over one home, one does what must not be done twice."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.database import Database
from store.lease import LEASE_S, Lease

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


class Clock:
    """Seconds that a test moves on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)


def leases(tmp_path: Path) -> tuple[Clock, Lease, Lease]:
    clock = Clock()
    first, second = (
        Lease(Database(tmp_path / "sosik.db"), "service", monotonic=clock) for _ in range(2)
    )
    return clock, first, second


def test_only_one_of_two_holds_the_lease(tmp_path: Path) -> None:
    clock, first, second = leases(tmp_path)
    assert first.acquire(clock.now())
    assert not second.acquire(clock.now())
    assert first.acquire(clock.now())


def test_a_holder_that_gives_signs_of_life_keeps_it(tmp_path: Path) -> None:
    clock, first, second = leases(tmp_path)
    for _ in range(20):
        assert first.acquire(clock.now())
        assert not second.acquire(clock.now())
        clock.seconds += LEASE_S / 4


def test_another_takes_over_once_the_holder_is_silent(tmp_path: Path) -> None:
    clock, first, second = leases(tmp_path)
    assert first.acquire(clock.now())
    clock.seconds += LEASE_S - 1
    assert not second.acquire(clock.now())
    clock.seconds += 1
    assert second.acquire(clock.now())
    assert not first.acquire(clock.now())


def test_a_lease_that_is_let_go_is_free_at_once(tmp_path: Path) -> None:
    clock, first, second = leases(tmp_path)
    assert first.acquire(clock.now())
    second.release()
    assert not second.acquire(clock.now())
    first.release()
    assert second.acquire(clock.now())


def test_a_clock_that_was_set_back_locks_nobody_out(tmp_path: Path) -> None:
    clock, first, second = leases(tmp_path)
    assert first.acquire(clock.now() + timedelta(days=365))
    assert second.acquire(clock.now())


def test_asking_again_and_again_writes_nothing(tmp_path: Path) -> None:
    clock, first, _ = leases(tmp_path)
    database = Database(tmp_path / "sosik.db")
    assert first.acquire(clock.now())
    until = _until(database)
    clock.seconds += 1
    assert first.acquire(clock.now())
    assert _until(database) == until
    clock.seconds += LEASE_S / 2
    assert first.acquire(clock.now())
    assert _until(database) > until


def _until(database: Database) -> float:
    with database.read() as db:
        return float(db.execute("SELECT until FROM leases").fetchone()[0])


def test_a_holder_that_was_killed_on_this_machine_is_followed_at_once(tmp_path: Path) -> None:
    code = (
        "import os, sys; from datetime import datetime, UTC; from pathlib import Path;"
        "from store.database import Database; from store.lease import Lease;"
        "assert Lease(Database(Path(sys.argv[1])), 'service').acquire(datetime.now(UTC));"
        "os.kill(os.getpid(), 9)"
    )
    path = tmp_path / "sosik.db"
    killed = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, timeout=60)
    assert killed.returncode == -9
    assert Lease(Database(path), "service").acquire(datetime.now(UTC))


@pytest.mark.parametrize("holder", ["other/1:1:ab", "nonsense", "", "a:b:c:d", f"x:{10**30}:y"])
def test_a_holder_elsewhere_is_waited_for(tmp_path: Path, holder: str) -> None:
    clock, first, _ = leases(tmp_path)
    database = Database(tmp_path / "sosik.db")
    with database.write() as db:
        until = (NOW + timedelta(seconds=LEASE_S)).timestamp()
        db["leases"].insert({"name": "service", "holder": holder, "until": until})
    assert not first.acquire(clock.now())
    clock.seconds += LEASE_S
    assert first.acquire(clock.now())


def test_a_number_that_is_free_here_may_be_a_process_elsewhere(tmp_path: Path) -> None:
    clock, first, _ = leases(tmp_path)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with Database(tmp_path / "sosik.db").write() as db:
        until = (NOW + timedelta(seconds=LEASE_S)).timestamp()
        holder = f"other/1:{gone.pid}:ab"
        db["leases"].insert({"name": "service", "holder": holder, "until": until})
    assert not first.acquire(clock.now())
