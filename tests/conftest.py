"""What every test gets: a clean environment and no network beyond loopback."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from retrieval.bundled import bundled_model
from retrieval.encoder import SentenceEncoder
from retrieval.morphemes import Analyser

os.environ["HF_HUB_OFFLINE"] = "1"  # read when huggingface_hub is imported

# How long an example takes is the machine's affair; speed is measured in benchmarks/.
settings.register_profile("sosik", deadline=None)
settings.load_profile("sosik")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine reaches a test, and no test writes into a real home."""
    for name in list(os.environ):
        if name.startswith("SOSIK_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """Refuse to connect anywhere but to this machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(address: Any) -> None:
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            raise AssertionError(f"a test tried to reach {address[0]}")

    def guarded(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        patch.setattr(socket.socket, "connect_ex", guarded_ex)
        yield


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def captures() -> Path:
    """The folder of real captures beside the project; the test is skipped where it is missing."""
    folder = SHARED / "articles"
    if not folder.is_dir():
        pytest.skip("the real captures (../shared/articles) are not here")
    return folder


@pytest.fixture(scope="session")
def bundled_folder() -> Path:
    """The folder of the default model; it is kept between runs, since making it takes seconds."""
    return bundled_model(Path(__file__).resolve().parents[1] / ".cache" / "models")


@pytest.fixture(scope="session")
def bundled_encoder(bundled_folder: Path) -> SentenceEncoder:
    """The default encoder, loaded once for all tests."""
    return SentenceEncoder(bundled_folder, threads=0)


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    """The analyser, loaded once for all tests: it takes a second."""
    return Analyser()
