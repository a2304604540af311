"""A home, a news site on loopback, and the commands run in this process."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from tests.news_server.serve import NewsSite, serving

BODY = (
    "해람시는 2027년 봄에 강변 도서관을 새로 연다고 밝혔다. "
    "열람석은 모두 420석이며 밤 열 시까지 문을 연다.",
    "시는 공사에 186억 원을 들였다. 시민들은 강이 보이는 열람실을 가장 반겼다.",
    "해람시 관계자는 “아이부터 어르신까지 하루를 보낼 수 있는 곳으로 꾸미겠다”고 말했다.",
    "이웃한 주민들은 차가 늘어날 것을 걱정했다. 시는 버스 노선 두 개를 도서관 앞까지 늘리고 자전거 "
    "120대를 세울 곳을 마련하기로 했다. 어린이 열람실은 먼저 여름에 문을 연다.",
    "설계를 맡은 건축가는 강물이 넘쳐도 책이 젖지 않도록 서고를 3층에 두었다고 설명했다. "
    "지붕에는 햇빛 발전기를 얹어 쓰는 전기의 4분의 1을 스스로 얻는다.",
    "시의회는 운영비가 한 해 27억 원에 이를 것이라며 이용료를 받는 방안을 물었다. 시장은 "
    "책을 빌리는 데는 돈을 받지 않겠다고 답했다. 회의실과 공연장은 빌려주고 삯을 받는다.",
)


class Ran:
    """What one command left behind."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def records(self) -> list[dict[str, Any]]:
        """The records on the standard output, which holds nothing else."""
        return [json.loads(line) for line in self.out.split("\n") if line]


Sosik = Callable[..., Ran]


@pytest.fixture
def sosik(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Sosik:
    """Runs one command over an empty home that may fetch from this machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOSIK_HOME", str(tmp_path / "sosik"))
    monkeypatch.setenv("SOSIK_MODEL", str(tmp_path / "no model"))
    monkeypatch.setenv("SOSIK_ALLOWED_HOSTS", "127.0.0.1")

    def run(*arguments: str | Path, lines: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
        capsys.readouterr()
        code = main([str(one) for one in arguments])
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def site() -> NewsSite:
    """A site without pages yet."""
    return NewsSite()


@pytest.fixture
def address(site: NewsSite) -> Iterator[str]:
    """Where it is served."""
    with serving(site) as found:
        yield found


def feed(address: str, *numbers: int) -> bytes:
    """Write an RSS feed of the site at ``address``."""
    items = "".join(
        f"<item><title>강변 도서관 소식 {number}</title><link>{address}/{number}</link>"
        f"<guid>{number}</guid><pubDate>Sat, 21 Nov 2026 01:10:00 +0900</pubDate><description>"
        f"<![CDATA[{''.join(f'<p>{number}호: {line}</p>' for line in BODY)}]]></description></item>"
        for number in numbers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>한빛일보 - 전체기사</title>{items}</channel></rss>"
    ).encode()
