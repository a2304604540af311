"""The bot of a run: ``sosik run`` as a process that is started, killed, and watched."""

import asyncio
import os
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final, Protocol

from benchmarks.machine import memory
from tests.telegram_server import TOKEN, BotApi

#: A start loads the analyser and the encoder; a stop finishes what is in hand.
_PATIENCE_S: Final = 120.0
_LOOK_S: Final = 0.002
#: An aimed kill that finds nothing being sent for so long comes all the same.
_AIM_S: Final = 5.0
#: So long the server keeps the answer to a message back while the bot is killed.
_HELD_BACK_S: Final = 0.5
_TICKS: Final = os.sysconf("SC_CLK_TCK")


class Bot(Protocol):
    """What answers on Telegram."""

    async def start(self) -> None:
        """Begin, and return at once."""
        ...

    async def ready(self) -> None:
        """Return once it takes messages."""
        ...

    async def kill(self) -> None:
        """End it at some moment soon, with nothing finished."""
        ...

    async def stop(self) -> None:
        """Let it finish what is in hand."""
        ...


class Service:
    """``sosik run`` over ``home``.

    Every other kill comes while a message has arrived and the bot does not know that yet, the
    others at any moment. With ``profile`` it tells where its CPU time goes.
    """

    def __init__(
        self, home: Path, api: BotApi, address: str, *, seed: int = 0, profile: Path | None = None
    ) -> None:
        self._home = home
        self._api = api
        self._settings = {"SOSIK_TELEGRAM_API_URL": address, "SOSIK_TELEGRAM_TOKEN": TOKEN}
        self._profile = profile
        self._chance = random.Random(seed)
        self._process: subprocess.Popen[bytes] | None = None
        self._polls = 0

    @property
    def pid(self) -> int:
        """The number of its process. Raises RuntimeError when it does not run."""
        if self._process is None:
            raise RuntimeError("the bot is not started")
        return self._process.pid

    @property
    def log(self) -> Path:
        """Where it writes what it has to tell."""
        return self._home / "run.log"

    async def start(self) -> None:
        self._polls = self._api.polls
        self._process = await asyncio.to_thread(self._begun)

    def _begun(self) -> subprocess.Popen[bytes]:
        program = ["-m", "bot"]
        if self._profile is not None:
            program = ["-m", "benchmarks.load.watched", str(self._profile)]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                (sys.executable, *program, "run", "--home", str(self._home)),
                env=os.environ | self._settings,
                stderr=log,
            )

    async def ready(self) -> None:
        for _ in range(round(_PATIENCE_S / _LOOK_S)):
            if self._api.polls > self._polls:
                return
            if self._process is None or self._process.poll() is not None:
                break
            await asyncio.sleep(_LOOK_S)
        raise RuntimeError(f"the bot does not poll: see {self.log}")

    async def kill(self) -> None:
        if self._chance.random() < 0.5:
            await message_under_way(self._api)
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    async def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            await asyncio.to_thread(self._process.wait, _PATIENCE_S)

    def memory(self) -> dict[str, float] | None:
        """Return its memory in MB."""
        return memory(self.pid)

    def cpu_s(self) -> float:
        """Return the CPU seconds it has used since it started (Linux only)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def told(self) -> dict[str, Any]:
        """Return the warnings and errors it has written, each with how often."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        kinds = Counter(
            re.sub(r"\d+", "N", line[line.index(level) :])
            for line in lines
            for level in ("WARNING", "ERROR", "CRITICAL")
            if level in line
        )
        return dict(kinds.most_common(10))


async def message_under_way(api: BotApi) -> None:
    """Return when a message has arrived whose answer is held back, so that the bot waits for it."""
    seen = len(api.log)
    api.slow("sendMessage", _HELD_BACK_S)
    for _ in range(round(_AIM_S / _LOOK_S)):
        if any(call.outcome == "slow" for call in api.log[seen:]):
            return
        await asyncio.sleep(_LOOK_S)
