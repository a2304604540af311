"""Gives each quote its role: what holds leads, what it superseded is named, who differs stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Final

from retrieval.answer import Hit, Quote, Role, Sources
from retrieval.asked import Asked
from retrieval.candidates import Candidate
from retrieval.question import language_of
from retrieval.quoting import MAX_QUOTES
from retrieval.standing import sources
from retrieval.standing.relation import Relation, relate, told_apart
from retrieval.standing.statement import Statement, later, overlap, statement
from store.article import Copies
from store.sentences import sentences

#: Sentences that are compared with those chosen, the most answering first: of the samples' planted
#: conflicts the last stands ninth.
COMPARED: Final = 40
#: Passages in other languages that are looked into, the nearest first.
FOREIGN: Final = 5
#: A sentence that has this share of another's 5-grams carries it.
CARRIED: Final = 0.8
_ROLES: Final[Mapping[Relation, tuple[Role, Role]]] = {
    # what the other is to the leading one → the roles of the leading one, and of the other
    "earlier": ("current", "earlier"),
    "differs": ("differing", "differing"),
    "denied": ("denial", "earlier"),
    "corrected": ("correction", "earlier"),
}
_CONTRARY: Final = ("earlier", "later", "differs")
_OVERTURNS: Final = ("later", "correction", "denial")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Related:
    statement: Statement
    relation: Relation


def stand(
    quotes: Sequence[Quote],
    *,
    asked: Asked,
    ranked: Sequence[Candidate],
    hits: Sequence[Hit],
    copies: Mapping[int, Copies],
    zone: tzinfo,
) -> tuple[Quote, ...]:
    """Return the quotes with their roles and sources: first what holds, last what it superseded.

    A sentence of ``ranked``, or of the best ``hits`` that were not ranked since they are in
    another language, joins the quotes when it supersedes, contradicts, denies or corrects one; of
    those superseded one is kept. ``copies`` are those of the articles of ``hits``.
    """
    pool = _pool(ranked, hits, asked=asked)
    at = {(one.article.id, one.start): one for one in pool}
    chosen = [at[key] for quote in quotes if (key := (quote.article.id, quote.start)) in at]
    if len(chosen) < len(quotes):
        return tuple(quotes)
    lead, related = _lead(sorted(chosen, key=lambda one: one.rank), pool, asked, copies, zone)
    roles = [
        (one, _unless_superseded(role, one, lead, pool, asked, copies, zone))
        for one, role in _roles(lead, related, chosen)
    ]
    roles.sort(key=lambda told: told[1] == "earlier")
    made = {(quote.article.id, quote.start): quote for quote in quotes}
    return tuple(
        _quote(
            made.get((one.article.id, one.start)),
            one,
            role,
            behind=_behind(one, pool, asked=asked, copies=copies, zone=zone),
            marks=_mark(one, lead, asked=asked) if role == "differing" else (),
        )
        for one, role in roles
    )


def _pool(ranked: Sequence[Candidate], hits: Sequence[Hit], *, asked: Asked) -> list[Statement]:
    read = {one.hit.passage.id for one in ranked}
    others = [hit for hit in hits if hit.passage.id not in read][:FOREIGN]
    spans = [(one.hit.article, one.start, one.end, one.terms) for one in ranked[:COMPARED]]
    spans += [
        (hit.article, hit.passage.start + start, hit.passage.start + end, frozenset[str]())
        for hit in others
        if language_of(hit.article.text) != asked.question.language
        for start, end in sentences(hit.passage.text)
    ]
    return [
        statement(article, start, end, asked=asked, rank=rank, terms=terms)
        for rank, (article, start, end, terms) in enumerate(spans)
    ]


def _lead(
    chosen: Sequence[Statement],
    pool: Sequence[Statement],
    asked: Asked,
    copies: Mapping[int, Copies],
    zone: tzinfo,
) -> tuple[Statement, list[_Related]]:
    """Find the chosen statement that others contradict, or what holds in its place."""
    for first in chosen:
        lead = first
        for _ in pool:
            related = _relations(lead, pool, asked, copies, zone)
            over = [one.statement for one in related if one.relation in _OVERTURNS]
            if not over:
                break
            lead = _newest(over, zone=zone)
        else:
            continue
        if any(one.relation in _ROLES for one in related):
            return lead, related
    return chosen[0], []


def _newest(statements: Sequence[Statement], *, zone: tzinfo) -> Statement:
    newest = statements[0]
    for one in statements[1:]:
        if later(one.article, newest.article, zone=zone):
            newest = one
    return newest


def _relations(
    lead: Statement,
    pool: Sequence[Statement],
    asked: Asked,
    copies: Mapping[int, Copies],
    zone: tzinfo,
) -> list[_Related]:
    related = [
        _Related(statement=other, relation=relation)
        for other in pool
        if not _one_report(lead, other, copies)
        and (relation := relate(lead, other, asked=asked, zone=zone))
    ]
    # What else an article says that agrees is of something else.
    agreeing = {one.statement.article.id for one in related if one.relation == "agrees"}
    return [
        one
        for one in related
        if one.relation not in _CONTRARY or one.statement.article.id not in agreeing
    ]


def _one_report(one: Statement, other: Statement, copies: Mapping[int, Copies]) -> bool:
    group = copies.get(one.article.id)
    return other.article.id in (group.articles if group else (one.article.id,))


def _roles(
    lead: Statement, related: Sequence[_Related], chosen: Sequence[Statement]
) -> list[tuple[Statement, Role]]:
    """Put the statements in the order they are shown, each with its role."""
    if not related:
        return [(one, "current") for one in chosen]
    contrary = [one for one in related if one.relation in _ROLES]
    role = _role_of_lead(contrary)
    superseded = [one.statement for one in contrary if _ROLES[one.relation][1] == "earlier"]
    differing = _one_an_outlet(
        [one.statement for one in contrary if one.relation == "differs"], lead, chosen
    )[: MAX_QUOTES - 1 - bool(superseded)]
    other = {one.statement.rank for one in contrary}
    rest = [one for one in chosen if one is not lead and one.rank not in other]
    room = MAX_QUOTES - 1 - len(differing)
    kept = [one for one in chosen if one in superseded] or superseded
    best = sorted(rest, key=lambda one: one.rank)[: max(0, room - bool(kept))]
    return [
        (lead, role),
        *((one, "differing") for one in differing),
        *((one, "current") for one in rest if one in best),
        *((one, "earlier") for one in kept[:1]),
    ]


def _unless_superseded(
    role: Role,
    one: Statement,
    lead: Statement,
    pool: Sequence[Statement],
    asked: Asked,
    copies: Mapping[int, Copies],
    zone: tzinfo,
) -> Role:
    """Name what stands beside the leading statement earlier when a third one supersedes it."""
    if one is lead or role != "current" or one.article.id == lead.article.id:
        return role
    relations = _relations(one, pool, asked, copies, zone)
    return "earlier" if any(other.relation in _OVERTURNS for other in relations) else role


def _role_of_lead(contrary: Sequence[_Related]) -> Role:
    roles = {_ROLES[one.relation][0] for one in contrary}
    order: tuple[Role, ...] = ("correction", "denial", "differing", "current")
    return next(role for role in order if role in roles)


def _one_an_outlet(
    differing: Sequence[Statement], lead: Statement, chosen: Sequence[Statement]
) -> list[Statement]:
    """Keep one statement of each outlet that differs, chosen ones first."""
    kept: dict[object, Statement] = {}
    for one in sorted(differing, key=lambda one: (one not in chosen, one.rank)):
        kept.setdefault(one.article.outlet or one.article.id, one)
    kept.pop(lead.article.outlet, None)
    return list(kept.values())


def _behind(
    one: Statement,
    pool: Sequence[Statement],
    *,
    asked: Asked,
    copies: Mapping[int, Copies],
    zone: tzinfo,
) -> Sources:
    """Count who carries a statement, and who says the same."""
    agreeing = [
        other.article
        for other in pool
        if not _one_report(one, other, copies)
        and (
            overlap(one.shingles, other.shingles) >= CARRIED
            or relate(one, other, asked=asked, zone=zone) == "agrees"
        )
    ]
    return sources.count(one.article, agreeing, copies)


def _quote(
    quote: Quote | None,
    one: Statement,
    role: Role,
    *,
    behind: Sources,
    marks: tuple[tuple[int, int], ...],
) -> Quote:
    made = quote or Quote(article=one.article, start=one.start, end=one.end, text=one.text)
    return replace(made, role=role, sources=behind, marks=marks or made.marks)


def _mark(one: Statement, lead: Statement, *, asked: Asked) -> tuple[tuple[int, int], ...]:
    """Mark the figure by which a statement differs."""
    told = told_apart(one, lead, asked=asked)
    return ((told[0].figure.start, told[0].figure.end),) if told else ()
