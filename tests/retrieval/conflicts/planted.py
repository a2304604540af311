"""Planted conflicts: small corpora in which articles contradict one another."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from retrieval.answer import Answer
from store.article import Extracted, Published
from tests.retrieval.shelf import NOW, Shelf

FOLDER = Path(__file__).parent


def cases(name: str) -> list[dict[str, Any]]:
    """Read the cases of one file."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["case"]  # type: ignore[no-any-return]  # TOML


def ask(case: dict[str, Any], shelf: Shelf) -> Answer:
    """Put the articles of ``case`` among those on other things, and ask its question."""
    distractors = tomllib.loads((FOLDER / "distractors.toml").read_text(encoding="utf-8"))
    for number, article in enumerate([*distractors["article"], *case["article"]]):
        day = article.get("day")
        extracted = Extracted(
            title=article["title"],
            title_source="headline",
            paragraphs=tuple(article["text"].split("\n\n")),
            published=Published(iso=day) if day else None,
            publisher=article.get("outlet"),
            agency=article.get("agency"),
        )
        shelf.library.add(extracted, data=str(article).encode(), file=f"{number}.txt", now=NOW)
    shelf.index()
    return shelf.ask(case["question"])


def complaints(case: dict[str, Any], answer: Answer) -> list[str]:
    """Say what is wrong with ``answer``; nothing when it is right."""
    quotes = answer.quotes
    said = " ".join(quote.text for quote in quotes)
    roles = [(quote.role, quote.text) for quote in quotes]
    wrong = [] if answer.kind == "answer" else [f"declined: {answer.reason}"]
    wrong += _misplaced(case.get("roles", []), roles)
    wrong += [f"lacks {words}" for words in case.get("says", []) if words not in said]
    wrong += [f"quotes {words}" for words in case.get("never", []) if words in said]
    wrong += [f"role {role}" for role, _ in roles if role in case.get("never_roles", [])]
    if quotes and "sources" in case:
        sources, wanted = quotes[0].sources, case["sources"]
        for key in wanted:
            value = getattr(sources, key)
            found = list(value) if isinstance(value, tuple) else value
            if (sorted(found) if isinstance(found, list) else found) != (
                sorted(wanted[key]) if isinstance(found, list) else wanted[key]
            ):
                wrong.append(f"{key}: {found}")
    return wrong


def _misplaced(wanted: Sequence[Sequence[str]], roles: Sequence[tuple[str, str]]) -> list[str]:
    """Compare the first quote, and the others that are not merely current, with what is wanted."""
    if not wanted:
        return []
    shown = [*roles[:1], *((role, text) for role, text in roles[1:] if role != "current")]
    fits = len(shown) == len(wanted) and all(
        role == had and words in text
        for (role, words), (had, text) in zip(wanted, shown, strict=True)
    )
    return [] if fits else [f"roles: {[(role, text[:50]) for role, text in shown]}"]
