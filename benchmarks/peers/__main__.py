"""``python -m benchmarks.peers FOLDER [--models DIR] [--rounds N] [--threads N] [--json]``.

FOLDER holds ``articles/`` (a headline, an empty line, the body) and ``questions.jsonl``. Needs the
dependency group ``peers``, best in an environment of its own beside Sosik.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from benchmarks.machine import processor
from benchmarks.peers.figures import table
from retrieval.bundled import bundled_model

_PROGRAMS: Final = ("sosik", "txtai", "haystack")


def run(
    name: str, folder: Path, model: Path, *, words: int, threads: int, limit: int | None
) -> dict[str, Any]:
    """Run one program in a process of its own, offline. Raises CalledProcessError."""
    command = [sys.executable, "-m", "benchmarks.peers.child", name, str(folder), str(model)]
    command += ["--words", str(words), "--threads", str(threads)]
    command += ["--limit", str(limit)] if limit else []
    limits = dict.fromkeys(
        ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(threads)
    )
    offline = {"HF_HUB_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False"}
    done = subprocess.run(
        command, env=os.environ | limits | offline, stdout=subprocess.PIPE, text=True, check=True
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def main() -> None:
    """Run them in turn, forwards and backwards, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=Path, help="folder of models made before")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--words", type=int, default=200, help="in a piece (Haystack's own: 200)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="for each program")
    parser.add_argument("--limit", type=int, help="only so many articles and their questions")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in _PROGRAMS}
    with tempfile.TemporaryDirectory() as temporary:
        model = bundled_model(options.models or Path(temporary))
        for turn in range(options.rounds):
            for name in _PROGRAMS if turn % 2 == 0 else reversed(_PROGRAMS):
                figures = run(
                    name,
                    options.folder,
                    model,
                    words=options.words,
                    threads=options.threads,
                    limit=options.limit,
                )
                runs[name].append(figures | {"load": processor()["load"]})
                print(f"{name}: {json.dumps(runs[name][-1])}", file=sys.stderr)
    rows = table(runs)
    if options.json:
        print(json.dumps({"processor": processor(), "rows": rows, "runs": runs}))
        return
    for key in rows[0]:
        print(f"{key:20}", *(f"{row[key]!s:>18}" for row in rows))


if __name__ == "__main__":
    main()
