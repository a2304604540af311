"""The child process that parses: what it may not do, and how its end is told."""

import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from store.errors import SourceError
from store.sources import child, confined

CHILD = Path(child.__file__).resolve()


def confined_python(code: str) -> "subprocess.CompletedProcess[str]":
    """Run ``code`` where the child's limits are set and its parsers have been used."""
    start = (
        f"import runpy; child = runpy.run_path({str(CHILD)!r}, run_name='child')\n"
        "child['_confine'](1)\n"
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", start + code], capture_output=True, text=True
    )


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/hosts')",
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['/bin/true'])",
    ],
)
def test_the_child_opens_no_file_and_no_connection_and_starts_nothing(code: str) -> None:
    ran = confined_python(f"try:\n    {code}\nexcept OSError as error:\n    print(error.errno)")
    assert ran.stdout.strip() == "24", ran.stderr  # EMFILE


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS sets no limit to a process's memory")
def test_the_child_gets_no_more_memory_than_its_limit() -> None:
    ran = confined_python("try:\n    bytearray(2**30)\nexcept MemoryError:\n    print('refused')")
    assert ran.stdout.strip() == "refused"


def test_the_child_is_stopped_when_its_processor_time_is_up() -> None:
    ran = confined_python("while True: pass")
    with pytest.raises(SourceError) as raised:
        confined._read(b"", ran.returncode)
    assert raised.value.reason == "too_slow"


def test_the_child_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTHONHOME", "/nowhere")  # no Python that sees this can start
    assert confined.parse("sitemap", "<urlset/>") == {"entries": []}


def test_a_child_that_ends_with_an_error_has_found_no_feed() -> None:
    for name, markup in (("feed", "<rss><chan"), ("nothing", "<rss/>"), ("sitemap", "")):
        with pytest.raises(SourceError) as raised:
            confined.parse(name, markup)
        assert raised.value.reason == "bad_feed"


@pytest.mark.parametrize(
    ("output", "code", "reason"),
    [
        (b"{}", child.OUT_OF_MEMORY, "too_large"),
        (b"{}", -9, "too_slow"),
        (b"{}", -11, "bad_feed"),
        (b'{"a":', 0, "bad_feed"),
        (b"", 0, "bad_feed"),
    ],
)
def test_how_the_child_ended_is_told(output: bytes, code: int, reason: str) -> None:
    with pytest.raises(SourceError) as raised:
        confined._read(output, code)
    assert raised.value.reason == reason


def exchange(code: str, *, data: bytes = b"", wall_s: float) -> str:
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        with pytest.raises(SourceError) as raised:
            confined._exchange(process, data, monotonic() + wall_s)
    finally:
        confined._end(process)
    assert process.returncode == -9
    return raised.value.reason


def test_a_child_that_prints_without_end_is_killed() -> None:
    assert exchange("while True: print('x' * 100_000)", wall_s=60) == "too_large"


def test_a_child_that_neither_reads_nor_prints_is_killed() -> None:
    assert exchange("import time; time.sleep(600)", data=b"x" * 1_000_000, wall_s=0.2) == "too_slow"


def test_a_child_that_stops_printing_but_does_not_end_is_killed() -> None:
    nest = "<rss><channel><item>" + "<a>" * 1_000_000 + "</item></channel></rss>"
    with pytest.raises(SourceError) as raised:
        confined.parse("feed", nest, wall_s=0.0)
    assert raised.value.reason == "too_slow"
