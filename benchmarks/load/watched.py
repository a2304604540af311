"""Runs ``sosik`` and tells where its CPU time goes: by thread, and by part of the program.

``python -m benchmarks.load.watched FILE run --home HOME`` writes the seconds into FILE as JSON.
"""

import json
import re
import sys
import threading
from collections import Counter
from itertools import takewhile
from pathlib import Path
from types import FrameType
from typing import Final

from bot.__main__ import main

#: 4 % of one core go into looking so often.
_EVERY_S: Final = 0.02
#: So long the others go on before they let it look, unless they wait; by default ten times that,
#: and what waits often (SQLite) would be seen too often.
_SWITCH_S: Final = 0.000_5
_WRITE_EVERY: Final = 50
_OWN: Final = ("bot", "store", "retrieval", "config")
#: Below these runs everything.
_ENTRIES: Final = ("__main__", "bot.__main__", "bot.service")
_TASKS: Final = Path("/proc/self/task")


class Watch(threading.Thread):
    """Books the CPU time of each thread since the last look on what the thread is doing now."""

    def __init__(self, file: Path) -> None:
        super().__init__(name="watch", daemon=True)
        self._file = file
        self._before: Counter[str] = Counter()
        self._threads: Counter[str] = Counter()
        self._parts: Counter[str] = Counter()
        self._ended = threading.Event()

    def run(self) -> None:
        looks = 0
        while not self._ended.wait(_EVERY_S):
            self._look()
            looks += 1
            if looks % _WRITE_EVERY == 0:
                self._write()

    def end(self) -> None:
        """Write down what was seen."""
        self._ended.set()
        self.join()
        self._write()

    def _look(self) -> None:
        known = {str(one.native_id): one for one in threading.enumerate()}
        frames = sys._current_frames()  # noqa: SLF001 - there is no other way to ask
        for task in _TASKS.iterdir():
            try:
                spent = int((task / "schedstat").read_text().split()[0])
                name = (task / "comm").read_text().strip()
            except OSError:  # it has ended
                continue
            delta, self._before[task.name] = spent - self._before[task.name], spent
            if not delta:
                continue
            thread = known.get(task.name)
            group = _group(f"native {name}" if thread is None else thread.name)
            self._threads[group] += delta
            frame = frames.get(thread.ident or 0) if thread else None
            self._parts[f"{group}: {_part(frame)}"] += delta

    def _write(self) -> None:
        told = {
            name: {key: round(one / 1e9, 2) for key, one in seconds.most_common(40)}
            for name, seconds in (("threads", self._threads), ("parts", self._parts))
        }
        self._file.write_text(json.dumps(told, indent=2), encoding="utf-8")


def _group(name: str) -> str:
    """Return a thread's name without its number."""
    return re.sub(r"[-_ ]?\d+.*$", "", name)


def _part(frame: FrameType | None) -> str:
    """Name the innermost module that is not Python's own; of others also what of ours calls it."""
    names = []
    while frame is not None:
        names.append(str(frame.f_globals.get("__name__", "?")))
        frame = frame.f_back
    inner = list(takewhile(lambda name: name not in _ENTRIES, names))
    own = next((name for name in inner if name.partition(".")[0] in _OWN), None)
    for name in inner:
        package = name.partition(".")[0]
        if name == own:
            return name
        if package not in sys.stdlib_module_names:
            return f"{package} < {own}" if own else package
    return names[0] if names else "native"


if __name__ == "__main__":
    sys.setswitchinterval(_SWITCH_S)
    watch = Watch(Path(sys.argv.pop(1)))
    watch.start()
    try:
        main()
    finally:
        watch.end()
