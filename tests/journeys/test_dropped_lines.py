"""What a page shows beside its article is kept, but no question ever meets it."""

import io
import json
import sys
from pathlib import Path

import pytest

from bot.__main__ import main

CAPTURE = """가람신문
홈 > 사회
가람시, 강변 산책로 4.2㎞ 새로 낸다
입력 2026.11.20 09:00
글자크기 설정
가람시가 강변에 길이 4.2㎞의 산책로를 새로 낸다고 20일 밝혔다. 공사는 내년 3월에 시작한다.
시는 쉼터 다섯 곳과 가로등 180개를 두기로 했다. 시민 단체는 철새가 쉬는 곳을 피해 달라고 요구했다.
홍길동 기자 gildong@garam.example
ⓒ 가람신문 무단전재 및 재배포 금지
많이 본 뉴스
1 두루미공항 활주로에 멧돼지 출몰
2 노루고개 터널 통행료 900원으로 인상
"""


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("강변 산책로는 길이가 얼마야?", True),
        ("두루미공항 활주로에 무엇이 출몰했어?", False),
        ("노루고개 터널 통행료는 얼마야?", False),
    ],
)
def test_what_was_dropped_stays_on_record_and_is_never_found(
    question: str,
    shown: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOSIK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SOSIK_MODEL", str(tmp_path / "none"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    (tmp_path / "a.txt").write_text(CAPTURE, encoding="utf-8")
    assert main(["ingest", "a.txt", "--no-wait"]) == 0
    capsys.readouterr()
    assert main(["article", "show", "1", "--json"]) == 0
    dropped = json.loads(capsys.readouterr().out)["versions"][0]["dropped"]
    classes = {line["line"]: line["class"] for line in dropped}
    assert classes["홍길동 기자 gildong@garam.example"] == "byline"
    assert any("노루고개" in line for line in classes)
    assert main(["ask", question, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["answered"] == shown
    assert "노루고개" not in answer["reply"].replace(question, "")
