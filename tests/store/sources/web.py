"""A web of a few pages in a dict: what a server answers, without a network."""

from dataclasses import dataclass, field, replace

from store.errors import SourceError
from store.sources.source import Fetched


@dataclass
class Web:
    """Answers from ``pages``; an address without an answer is not found."""

    pages: dict[str, Fetched | SourceError] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    robots: list[str] = field(default_factory=list)

    def put(self, url: str, text: str, **headers: str | None) -> None:
        self.pages[url] = Fetched(url=url, data=text.encode(), **headers)  # type: ignore[arg-type] # named

    def get(
        self,
        url: str,
        *,
        max_bytes: int,
        etag: str | None = None,
        last_modified: str | None = None,
        robots: bool = False,
    ) -> Fetched:
        self.asked.append(url)
        if robots:
            self.robots.append(url)
        answer = self.pages.get(url)
        if answer is None:
            raise SourceError("not_found", "There is nothing at this address.")
        if isinstance(answer, SourceError):
            raise answer
        if etag is not None and answer.etag == etag:
            return replace(answer, data=b"", unchanged=True)
        return answer
