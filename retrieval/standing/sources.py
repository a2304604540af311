"""Who stands behind what is quoted: outlets counted, with the copies of one report as one."""

from collections.abc import Iterable, Mapping

from retrieval.answer import Sources
from store.article import Article, Copies


def count(article: Article, others: Iterable[Article], copies: Mapping[int, Copies]) -> Sources:
    """Count who says what ``article`` says: those that carry it, and ``others`` that agree.

    Reports count as one when one is a copy of the other, when one outlet published both, or when
    both name the same agency as where they come from. An article of an unknown outlet stands for
    an outlet of its own.
    """
    own = _carriers(article, copies)
    groups: list[set[str]] = []
    for group in [own, *(_carriers(other, copies) for other in others)]:
        joined = [one for one in groups if one & group]
        groups = [one for one in groups if not one & group] + [group.union(*joined)]
    outlets = [*_outlets(article, copies)]
    for other in others:
        outlets += _outlets(other, copies)
    return Sources(
        outlets=tuple(dict.fromkeys(outlets)),
        independent=len(groups),
        origin=_origin(article, copies),
    )


def _outlets(article: Article, copies: Mapping[int, Copies]) -> tuple[str, ...]:
    group = copies.get(article.id)
    own = (article.outlet,) if article.outlet else ()
    return tuple(dict.fromkeys((*own, *(group.outlets if group else ()))))


def _carriers(article: Article, copies: Mapping[int, Copies]) -> set[str]:
    """Return the names by which two reports are known to be one."""
    group = copies.get(article.id)
    ids = group.articles if group else (article.id,)
    names = {*_outlets(article, copies), _origin(article, copies) or ""} - {""}
    return {f"article {min(ids)}", *(f"outlet {name.casefold()}" for name in names)}


def _origin(article: Article, copies: Mapping[int, Copies]) -> str | None:
    """Name where a copied report comes from; None for one that is nobody's copy."""
    group = copies.get(article.id)
    if group and len(group.articles) > 1:
        return group.origin_outlet
    return article.agency if article.agency != article.outlet else None
