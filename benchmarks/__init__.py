"""Measures quality, scale and speed. Each module runs with ``python -m benchmarks.NAME``."""
