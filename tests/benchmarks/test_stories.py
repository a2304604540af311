"""The measure of stories is right, the labels name what is there, and the streams hold a floor."""

import json
from pathlib import Path

import pytest

from benchmarks.news_stream import SETS, stream
from benchmarks.stories import SAMPLES, STREAMS, b_cubed, grouped, mixed, shuffled

ROOT = Path(__file__).resolve().parents[2]


def test_b_cubed_is_that_of_bagga_and_baldwin() -> None:
    # Their example: 12 items in clusters of 5, 2 and 5; the answer puts the last two together.
    events = dict(enumerate("aaaaabbccccc"))
    stories = dict(enumerate("aaaaabbbbbbb"))
    found = b_cubed(events, stories)
    assert found["precision"] == pytest.approx((5 + 2 * 2 / 7 + 5 * 5 / 7) / 12)
    assert found["recall"] == 1
    assert mixed(events, stories) == [["b", "c"]]
    assert b_cubed(events, events)["f1"] == 1


def test_the_labels_name_every_article_of_the_samples_once() -> None:
    lines = SAMPLES.read_text(encoding="utf-8").splitlines()
    files = [file for line in lines for file in json.loads(line)["files"]]
    kept = {path.name for path in (ROOT / "samples").iterdir()} - {"launch-1105.zip"}
    assert len(files) == len(set(files))
    assert kept < set(files)


def test_streams_are_as_large_as_they_are_said_to_be_and_the_same_each_time() -> None:
    for path in STREAMS.values():
        reports = stream(path, seed=1)
        assert len(reports) >= 300
        assert len({one.story for one in reports}) >= 100
        assert reports == stream(path, seed=1)
        assert sorted(shuffled(reports, seed=2), key=str) == sorted(reports, key=str)
        assert not any("{" in f"{one.title}{one.text}" for one in reports)


def test_two_events_of_each_kind_are_told_apart(tmp_path: Path) -> None:
    reports = stream(SETS / "stories.jsonl", seed=3, each=2)
    events, stories, desk = grouped(reports, home=tmp_path)
    desk.app.close()
    found = b_cubed(events, stories)
    assert found["f1"] >= 0.85
    assert not mixed(events, stories)
