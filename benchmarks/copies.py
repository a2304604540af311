"""How well copies of articles are found: by kind, against what only looks alike, and how fast.

Articles are synthetic, and those of the folders that are given; each is copied in the ways outlets
do it. What is no copy: the next issue of a template, a report that ends with
the background of an earlier one, a round-up, and another article.
"""

import argparse
import json
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from random import Random
from typing import Any, Final

from benchmarks.machine import processor
from benchmarks.synthetic import Press
from store.article import PARAGRAPH_BREAK
from store.copies import are_copies, bands
from store.sentences import sentences

#: As the library looks for them: candidates that share most bands, of each band the newest.
MAX_COMPARED: Final = 12
MAX_OF_BAND: Final = 50
#: An article shorter than this has no opening that is shorter than itself.
MIN_CHARS: Final = 250

_CONTROLS: Final = (
    "본문 바로가기 뉴스 홈 정치 경제 사회 생활/문화 세계 IT/과학 스포츠 연예 오피니언 로그인",
    "입력 2031.03.04. 오전 9:12 수정 2031.03.04. 오전 10:40 공감 12 댓글 34 글자 크기 변경하기",
)
_TRAILER: Final = (
    "이 기사는 언론사에서 사회 섹션으로 분류했습니다. 구독하면 더 많은 소식을 받을 수 있습니다.",
    "많이 본 뉴스 1 주말 전국에 비 2 나래시 버스 노선 개편 3 다온역 새 출구 열려 4 가람 축제 연기",
    "저작권자 ⓒ 무단 전재, 재배포 및 AI 학습 이용 금지. 제보 전화 02-000-0000 카카오톡 새벽제보",
)
_STYLE: Final = (
    ("했다.", "하였다."),
    ("밝혔다", "전했다"),
    ("말했다", "설명했다"),
    ("됐다", "되었다"),
    (",000", "천"),
    (" said", " told reporters"),
    ("した。", "しました。"),
    ("表示", "指出"),
)

Alter = Callable[[list[str], Random], list[str]]


def _exact(said: list[str], _: Random) -> list[str]:
    return [one.replace("“", '"').replace("”", '"').replace("·", "ㆍ") for one in said]


def _edited(said: list[str], random: Random) -> list[str]:
    """One word in twenty is another."""
    words = " ".join(said).split()
    return [
        " ".join(random.choice(words) if random.random() < 0.05 else word for word in one.split())
        for one in said
    ]


def _styled(said: list[str], _: Random) -> list[str]:
    for old, new in _STYLE:
        said = [one.replace(old, new) for one in said]
    return said


def _thinned(said: list[str], random: Random) -> list[str]:
    return [one for at, one in enumerate(said) if at == 0 or random.random() > 0.3]


def _reordered(said: list[str], random: Random) -> list[str]:
    rest = said[1:]
    random.shuffle(rest)
    return [said[0], *rest]


def _new_lede(said: list[str], random: Random) -> list[str]:
    words = " ".join(said).split()
    return [" ".join(random.sample(words, min(14, len(words)))) + ".", *said[1:]]


def _signed(said: list[str], _: Random) -> list[str]:
    return ["[나래=새벽통신] 한가람 기자 = " + said[0], *said[1:], "garam@saebyeok.example"]


def _reworked(said: list[str], random: Random) -> list[str]:
    for alter in (_thinned, _edited, _styled, _signed):
        said = alter(said, random)
    return said


def _truncated(said: list[str], random: Random) -> list[str]:
    text = " ".join(said)
    return [text[: int(len(text) * random.uniform(0.4, 0.7))] + "…", "기사 전문은 원문에서"]


def _lede_only(said: list[str], _: Random) -> list[str]:
    taken: list[str] = []
    for one in said:
        taken.append(one)
        if len("".join(taken)) >= 110:
            break
    return [*taken, "...더보기"]


def _in_a_portal(said: list[str], _: Random) -> list[str]:
    return [*_CONTROLS, *said, *_TRAILER]


def _signed_lede(said: list[str], random: Random) -> list[str]:
    return _signed(_lede_only(said, random), random)[:-1]


COPIES: Final[dict[str, Alter]] = {
    "exact": _exact,
    "edited": _edited,
    "styled": _styled,
    "thinned": _thinned,
    "reordered": _reordered,
    "new lede": _new_lede,
    "signed": _signed,
    "reworked": _reworked,
    "truncated": _truncated,
    "lede only": _lede_only,
    "signed lede": _signed_lede,
    "in a portal": _in_a_portal,
}

#: The next issue has other figures ({n}), names ({p}) and places ({c}) in the same words.
TEMPLATES: Final = Path(__file__).parent / "templates.txt"
_PEOPLE: Final = ("한가람", "윤새벽", "오다온", "임해솔", "서누리", "문미르", "남보라", "도하늘")
_PLACES: Final = ("나래", "다온", "가람", "누리", "해솔", "미르", "보람", "은결", "새담", "푸른")


def copies_of(text: str, random: Random) -> Iterator[tuple[str, str]]:
    """Yield a copy of each kind, with its kind."""
    for kind, alter in COPIES.items():
        yield kind, _text(alter(_said(text), random))


def issues(random: Random) -> Iterator[tuple[str, str]]:
    """Yield two issues of each template."""
    for template in TEMPLATES.read_text(encoding="utf-8").strip().split("\n\n"):
        yield _filled(template, random), _filled(template, random)


def follow_ups(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield a report, and another that ends with a part of it."""
    for text, other in pairwise(texts):
        said, news = _said(text), _said(other)
        background = said[-max(1, len(said) // 3) :]
        while len("".join(news)) > 1.2 * len("".join(background)) and len(news) > 1:
            news.pop()
        yield text, _text([*news, *background])


def round_ups(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield a report, and a round-up that gives the openings of five, its own not first."""
    openings = [_text(_lede_only(_said(text), Random(0))[:-1]) for text in texts]
    for at in range(0, len(texts) - 5, 5):
        yield texts[at + 2], PARAGRAPH_BREAK.join(openings[at : at + 5])


def _said(text: str) -> list[str]:
    return [text[slice(*span)] for span in sentences(text)]


def _filled(template: str, random: Random) -> str:
    def value(slot: re.Match[str]) -> str:
        if slot[0] == "{n}":
            return f"{random.choice((1, 10, 100, 1000)) * random.uniform(1, 10):,.0f}"
        return random.choice(_PEOPLE if slot[0] == "{p}" else _PLACES)

    return re.sub(r"\{[npc]\}", value, template)


def _text(said: Sequence[str]) -> str:
    return PARAGRAPH_BREAK.join(" ".join(said[at : at + 3]) for at in range(0, len(said), 3))


class Shelf:
    """Articles in an SQL table of bands, as the library keeps them."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute(
            "CREATE TABLE bands (band INTEGER, article_id INTEGER,"
            " PRIMARY KEY (band, article_id)) WITHOUT ROWID"
        )
        self.texts: list[str] = []
        self.rows = 0

    def add(self, text: str) -> None:
        """Keep a text."""
        keys = {(band, len(self.texts)) for band in bands(text)}
        self._db.executemany("INSERT INTO bands VALUES (?, ?)", keys)
        self.texts.append(text)
        self.rows += len(keys)

    def candidates(self, text: str) -> list[int]:
        """Return the articles that are to be compared with a text."""
        shared: Counter[int] = Counter()
        for band in bands(text):
            shared.update(
                row[0]
                for row in self._db.execute(
                    "SELECT article_id FROM bands WHERE band = ? ORDER BY article_id DESC LIMIT ?",
                    [band, MAX_OF_BAND],
                )
            )
        return [one for one, _ in shared.most_common(MAX_COMPARED)]

    def copies(self, text: str) -> list[int]:
        """Return the articles that are copies of a text."""
        return [one for one in self.candidates(text) if are_copies(text, self.texts[one])]


def measure(texts: Sequence[str], shelf: Shelf, *, seed: int) -> dict[str, Any]:
    """Put the texts on the shelf, and look for copies of them and for what only looks alike."""
    random = Random(seed)
    first = len(shelf.texts)
    alike: list[tuple[int, int]] = []
    for at, text in enumerate(texts, start=first):
        alike += [(one, at) for one in shelf.copies(text)]
        shelf.add(text)
    found: Counter[str] = Counter()
    wrong = asked = 0
    for at, text in enumerate(texts, start=first):
        own = {at} | {one for pair in alike if at in pair for one in pair}
        for kind, copy in copies_of(text, random):
            copies = set(shelf.copies(copy))
            found[kind] += at in copies
            wrong += bool(copies - own)
            asked += 1
    no_copies = {
        "template": list(issues(random)),
        "follow-up": list(follow_ups(texts)),
        "round-up": list(round_ups(texts)),
    }
    return {
        "articles": len(texts),
        "recall": {kind: round(100 * found[kind] / len(texts), 1) for kind in COPIES},
        "with_another": {"of": asked, "wrong": wrong},
        "merged": {
            kind: {"of": len(pairs), "wrong": sum(are_copies(*pair) is not None for pair in pairs)}
            for kind, pairs in no_copies.items()
        },
        "alike": [[shelf.texts[one][:40], shelf.texts[other][:40]] for one, other in alike],
    }


def written(seed: int) -> Iterator[str]:
    """Yield synthetic articles without end."""
    for article in Press(seed=seed).articles():
        yield PARAGRAPH_BREAK.join(article.paragraphs)


def speed(texts: Sequence[str], *, shelved: int, seed: int) -> dict[str, Any]:
    """Bring copies of the texts to a shelf of ``shelved`` other articles; one core."""
    shelf = Shelf()
    for text in islice(written(seed), shelved):
        shelf.add(text)
    for text in texts:
        shelf.add(text)
    brought = [copy for text in texts for _, copy in copies_of(text, Random(seed))]
    started = time.perf_counter()
    for text in brought:
        shelf.copies(text)
        bands(text)  # once more, as for adding it
    took = time.perf_counter() - started
    return {
        "shelved": len(shelf.texts),
        "rows_an_article": round(shelf.rows / len(shelf.texts), 1),
        "articles_a_second": round(len(brought) / took),
    }


def main() -> None:
    """Write the figures to standard output, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="text files: headline, body")
    parser.add_argument("--synthetic", type=int, default=300)
    parser.add_argument("--shelved", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    own = [
        one for one in islice(written(options.seed + 1), options.synthetic) if len(one) >= MIN_CHARS
    ]
    figures: dict[str, Any] = {
        "processor": processor()["name"],
        "synthetic": measure(own, Shelf(), seed=options.seed),
    }
    for folder in options.folders:
        bodies = [
            path.read_text(encoding="utf-8").partition("\n\n")[2]
            for path in sorted(folder.glob("*.txt"))
        ]
        long = [one for one in bodies if len(one) >= MIN_CHARS]
        figures[folder.name] = measure(long, Shelf(), seed=options.seed)
    figures["speed"] = speed(own[:50], shelved=options.shelved, seed=options.seed)
    print(json.dumps(figures, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
