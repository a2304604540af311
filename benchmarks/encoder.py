"""Speed and memory of the default encoder: ``python -m benchmarks.encoder [--threads N] [--json]``.

Run it on a quiet machine; the figures for several threads say little on a busy one.
"""

import argparse
import json
import os
import random
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from retrieval.bundled import bundled_model
from retrieval.encoder import Encoder, SentenceEncoder

PASSAGES = 200
QUESTIONS = 100
#: An invented report; a passage is 200 characters of its words.
REPORT = (
    "정부는 내년 예산안을 국회에 제출하면서 지역 의료와 교통망 확충에 무게를 두겠다고 밝혔다 "
    "시장에서는 금리 동결 전망이 우세하지만 물가 상승률은 3.4%로 예상보다 높았다 연구진은 "
    "새로운 소재로 만든 배터리의 수명이 두 배로 늘었다고 발표했으며 업계는 양산까지 5년이 "
    "걸릴 것으로 본다 항만 노조와 회사는 밤샘 협상 끝에 임금 인상에 잠정 합의했다 기상청은 "
    "주말 남부 지방에 많은 비가 내릴 것으로 예보하고 산사태에 대비해 달라고 당부했다"
)
WORDS = REPORT.split()


def passage(chance: random.Random) -> str:
    """Make a passage of 200 Korean characters."""
    return " ".join(chance.choices(WORDS, k=70))[:200]


def resident_mb() -> dict[str, int]:
    """Resident memory of this process now and at its peak, in MB (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    fields = dict(line.split(":", 1) for line in status.splitlines())
    return {
        "now": int(fields["VmRSS"].split()[0]) // 1000,
        "peak": int(fields["VmHWM"].split()[0]) // 1000,
    }


def percentiles(run: Callable[[str], object], chance: random.Random) -> dict[str, float]:
    """Milliseconds of ``run`` on short questions, a pause before each."""
    taken = []
    for _ in range(QUESTIONS):
        question = " ".join(chance.choices(WORDS, k=7)) + "?"
        time.sleep(0.02)
        start = time.perf_counter()
        run(question)
        taken.append((time.perf_counter() - start) * 1000)
    return {f"p{p}": round(float(np.percentile(taken, p)), 1) for p in (50, 95)}


def measure(models: Path, threads: int) -> dict[str, object]:
    """Measure from the making of the model folder on."""
    started = time.perf_counter()
    folder = bundled_model(models)
    made = time.perf_counter()
    encoder = SentenceEncoder(folder, threads=threads)
    loaded = time.perf_counter()
    figures: dict[str, object] = {
        "threads": threads or os.cpu_count(),
        "folder_s": round(made - started, 1),
        "load_s": round(loaded - made, 1),
        "resident_mb_loaded": resident_mb(),
    }
    chance = random.Random(1)
    texts = [passage(chance) for _ in range(PASSAGES)]
    wall, cpu = time.perf_counter(), time.process_time()
    encoder.passages(texts)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    figures["passages_per_s"] = round(PASSAGES / wall, 1)
    figures["passages_per_cpu_s"] = round(PASSAGES / cpu, 1)
    figures["question_ms"] = percentiles(encoder.question, chance)
    figures["question_ms_beside_backlog"] = beside_backlog(encoder, texts, chance)
    figures["resident_mb_end"] = resident_mb()
    return figures


def beside_backlog(
    encoder: Encoder, texts: Sequence[str], chance: random.Random
) -> dict[str, float]:
    """Time questions while another thread encodes ``texts`` over and over."""
    stop = threading.Event()

    def backlog() -> None:
        while not stop.is_set():
            encoder.passages(texts[:32])

    worker = threading.Thread(target=backlog)
    worker.start()
    try:
        return percentiles(encoder.question, chance)
    finally:
        stop.set()
        worker.join()


def main() -> None:
    """Print the figures, a line each or as JSON."""
    parser = argparse.ArgumentParser(description="Speed and memory of the default encoder.")
    parser.add_argument("--threads", type=int, default=0, help="0: one for each core")
    parser.add_argument("--models", type=Path, help="where the model folder is, or is to be kept")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        figures = measure(options.models or Path(temporary), options.threads)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:28}{value}")


if __name__ == "__main__":
    main()
