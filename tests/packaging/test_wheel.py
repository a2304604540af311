"""The wheel holds all that the program needs, and runs from anywhere."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the wheel and, from ours, its dependencies."""
    folder = tmp_path_factory.mktemp("packaging")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), at=PROJECT)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=False, symlinks=True)
    interpreter = folder / "env" / "bin" / "python"
    # pip follows the interpreter it is given; our packages are seen behind the wheel's.
    _run(sys.executable, "-m", "pip", "--python", str(interpreter), "install", "-q", "--no-deps",
         "--no-index", str(wheel), at=folder)  # fmt: skip
    (site,) = (folder / "env").glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return interpreter


def test_the_command_runs_outside_the_checkout(python: Path, tmp_path: Path) -> None:
    said = _run(str(python.with_name("sosik")), "--version", at=tmp_path)
    assert said.startswith("sosik ")


def test_texts_and_phrases_are_in_the_wheel(python: Path, tmp_path: Path) -> None:
    asked = "from bot.texts import texts_in; from bot.small_talk import topic_of;" \
        "import bot; print(bot.__file__); print(topic_of('안녕하세요'));" \
        "print(texts_in('ko').gettext('what is kept and what is not'))"  # fmt: skip
    file, topic, text = _run(str(python), "-c", asked, at=tmp_path).splitlines()
    assert not Path(file).is_relative_to(PROJECT)
    assert topic == "greeting"
    assert text == "무엇을 보관하고 보관하지 않는지"


def test_an_article_goes_in_and_comes_out(python: Path, tmp_path: Path) -> None:
    (tmp_path / "비.txt").write_text(
        "제주에 큰비\n\n제주에 사흘째 비가 내렸다. 한라산에는 400㎜가 왔다."
    )
    sosik = str(python.with_name("sosik"))
    _run(sosik, "ingest", "비.txt", "--no-wait", "--home", "home", at=tmp_path)
    assert "제주에 큰비" in _run(sosik, "latest", "--home", "home", at=tmp_path)


def _run(*command: str, at: Path) -> str:
    done = subprocess.run(command, cwd=at, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
