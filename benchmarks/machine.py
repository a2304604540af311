"""What a measurement needs: percentiles, the memory of a process, the processor."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any, Final

#: What makes the encoder faster where the processor has it.
_FLAGS: Final = ("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8")


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Return the median and the 95th percentile of at least two values."""
    cut = quantiles(values, n=20, method="inclusive")
    return {"p50": round(cut[9], 2), "p95": round(cut[18], 2)}


def memory(pid: int | str = "self") -> dict[str, float] | None:
    """Return the resident, anonymous, file-backed and peak memory of a process in MB.

    None where the system does not tell (other than Linux).
    """
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
    names = {"resident": "VmRSS", "anonymous": "RssAnon", "file": "RssFile", "peak": "VmHWM"}
    return {name: round(int(fields[key].split()[0]) / 1024, 1) for name, key in names.items()}


def processor() -> dict[str, Any]:
    """Return the cores, the load they had last minute, and the flags that matter."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    flags = {flag for line in lines if line.startswith("flags") for flag in line.split()}
    name = next((line.split(": ", 1)[1] for line in lines if line.startswith("model name")), None)
    return {
        "name": name or platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "flags": [flag for flag in _FLAGS if flag in flags],
        "load": round(os.getloadavg()[0], 1),
    }


def megabytes(path: Path) -> float:
    """Return the size of the file, or of all files below the folder, in MB."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return round(sum(one.stat().st_size for one in files) / 1_000_000, 1)
