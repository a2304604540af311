"""Runs a parser over text from outside in a child process that is stopped at its limits."""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any, Final

from store.errors import SourceError
from store.sources import child

#: 30,000 entries of 5 MB take 5 s on one core, 10 s when they are not well-formed.
CPU_S: Final = 15
#: The clock runs on while others have the processor, so it allows more.
WALL_S: Final = 30.0
#: 10 MB of EUC-KR grow to 15 MB of UTF-8, and a little by JSON's quoting.
_MAX_OUTPUT_BYTES: Final = 32 * 1024 * 1024
_CHUNK_BYTES: Final = 64 * 1024


def parse(name: str, markup: str, *, wall_s: float = WALL_S) -> Any:
    """Let the parser ``name`` of ``child.PARSERS`` read ``markup``; returns what it returned.

    Raises ``SourceError``: ``too_slow`` after ``wall_s`` seconds or its processor time,
    ``too_large`` when memory or output run over, ``bad_feed`` when it could not read the markup.
    """
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and file, nothing from outside
        [sys.executable, "-I", str(Path(child.__file__).resolve()), name, str(CPU_S)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        deadline = monotonic() + wall_s
        output = _exchange(process, markup.encode(errors="replace"), deadline)
        code = process.wait(timeout=max(0.0, deadline - monotonic()))
    except subprocess.TimeoutExpired as error:
        raise _too_slow() from error
    finally:
        _end(process)
    return _read(output, code)


def _exchange(process: "subprocess.Popen[bytes]", data: bytes, deadline: float) -> bytes:
    """Write ``data`` to the child while reading what it prints, until it prints no more."""
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    left, output = memoryview(data), bytearray()
    os.set_blocking(process.stdin.fileno(), False)
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdin, selectors.EVENT_WRITE)
        waiting.register(process.stdout, selectors.EVENT_READ)
        while True:
            ready = waiting.select(max(0.0, deadline - monotonic()))
            if monotonic() >= deadline:
                raise _too_slow()
            for key, _ in ready:
                if key.fileobj is process.stdin:
                    left = _write(process.stdin.fileno(), left)
                    if not left:
                        waiting.unregister(process.stdin)
                        process.stdin.close()
                    continue
                chunk = os.read(process.stdout.fileno(), _CHUNK_BYTES)
                if not chunk:
                    return bytes(output)
                output += chunk
                if len(output) > _MAX_OUTPUT_BYTES:
                    raise _too_large()


def _write(pipe: int, data: memoryview) -> memoryview:
    try:
        return data[os.write(pipe, data[:_CHUNK_BYTES]) :]
    except BlockingIOError:
        return data
    except BrokenPipeError:
        return data[:0]  # it ended before it had read everything


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill the child with its group unless it has ended, and close its pipes."""
    if process.returncode is None:
        # It may just have ended; macOS then says that it is not permitted.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def _read(output: bytes, code: int) -> Any:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise _too_slow()
    if code == child.OUT_OF_MEMORY:
        raise _too_large()
    if code != 0:
        raise SourceError("bad_feed", "The file is too damaged to be read.")
    try:
        return json.loads(output)
    except ValueError as error:
        raise SourceError("bad_feed", "The file is too damaged to be read.") from error


def _too_slow() -> SourceError:
    return SourceError("too_slow", "The file takes too long to parse.")


def _too_large() -> SourceError:
    return SourceError("too_large", "The file takes too much memory to parse.")
