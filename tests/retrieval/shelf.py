"""A small stocked desk: real store, real indexes, and the letter-counting encoder."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from retrieval.answer import Answer
from retrieval.desk import Desk
from retrieval.encoder import Encoder
from retrieval.indexer import Indexer
from retrieval.indexes import Indexes
from retrieval.morphemes import Analyser
from retrieval.search import Search
from store.article import Extracted, Published
from store.backlog import Backlog
from store.database import Database
from store.library import Library
from store.names import Names

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)

#: Headline → (day, text).
ARTICLES: Mapping[str, tuple[str, str]] = {
    "해람도 여객선 사흘째 결항": (
        "2026-09-12",
        "남해 해람도를 오가는 여객선이 사흘째 멈췄다. 새벽해운은 파도가 4m를 넘어 배를 띄울 수 "
        "없다고 밝혔다. 섬에 남은 관광객은 312명으로 집계됐다.",
    ),
    "서해시 버스 요금 오른다": (
        "2026-10-05",
        "서해시는 11월 1일부터 시내버스 기본요금을 1500원에서 1700원으로 올린다. "
        "청소년 요금은 1050원이 된다. 시는 연료비가 크게 올랐기 때문이라고 설명했다.",
    ),
    "두레박물관 11월 문 연다": (
        "2026-11-06",
        "두레박물관이 11월 7일 개관한다. 초대 관장은 민속학자 고윤슬 씨가 맡는다.",
    ),
}


class Shelf:
    """The parts over a temporary home; ``encoder`` None leaves vectors out."""

    def __init__(self, home: Path, *, analyser: Analyser, encoder: Encoder | None) -> None:
        self.indexes_folder = home / "indexes"
        self.encoder = encoder
        self.analyser = analyser
        database = Database(home / "sosik.db")
        self.library = Library(database, zone=SEOUL)
        self.backlog = Backlog(database)
        self.names = Names(database)
        self.indexer = self.new_indexer()
        indexes = Indexes(self.indexes_folder, backlog=self.backlog)
        self.search = Search(
            indexes, library=self.library, names=self.names, analyser=lambda: analyser
        )
        self.desk = Desk(
            self.search,
            library=self.library,
            analyser=lambda: analyser,
            encoder=lambda: self.encoder,
        )

    def new_indexer(self) -> Indexer:
        """Make an indexer, as another process would."""
        return Indexer(
            self.indexes_folder,
            backlog=self.backlog,
            names=self.names,
            analyser=lambda: self.analyser,
            encoder=lambda: self.encoder,
        )

    def add(
        self,
        title: str | None,
        text: str,
        *,
        day: str | None = None,
        file: str = "",
        outlet: str | None = "한빛일보",
    ) -> int:
        """Store an article and return its id."""
        extracted = Extracted(
            title=title,
            title_source="headline",
            paragraphs=tuple(text.split("\n\n")),
            published=Published(iso=day) if day else None,
            publisher=outlet,
        )
        data = f"{title}\n{text}".encode()
        name = file or f"{self.library.count()}.txt"
        return self.library.add(extracted, data=data, file=name, now=NOW).article_id

    def stock(self) -> None:
        """Store ``ARTICLES`` and index them."""
        for title, (day, text) in ARTICLES.items():
            self.add(title, text, day=day)
        self.index()

    def index(self) -> None:
        """Do everything that waits."""
        assert self.indexer.acquire()
        while self.indexer.step():
            pass
        self.indexer.release()

    def ask(self, question: str) -> Answer:
        """Ask the desk."""
        return self.desk.ask(question, now=NOW, zone=SEOUL)
