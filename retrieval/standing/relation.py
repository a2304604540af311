"""How two statements stand to each other: whether they tell one thing, and which of them holds."""

import re
from datetime import tzinfo
from typing import Final, Literal

from retrieval.asked import Asked
from retrieval.morphemes import normalise
from retrieval.standing import states
from retrieval.standing import vocabulary as words
from retrieval.standing.figures import agree, figures
from retrieval.standing.statement import (
    Claim,
    Statement,
    days_apart,
    grams,
    later,
    overlap,
)

#: What another statement is to the one that leads: it ``agrees``, came ``earlier`` or ``later``
#: with something else, ``differs`` at the same time, is ``denied`` or ``corrected`` by it, or is
#: its ``denial`` or ``correction``.
Relation = Literal[
    "agrees", "earlier", "later", "differs", "denied", "denial", "corrected", "correction"
]

#: A report that is so many days older is of another occasion unless the later one says that
#: something changed, or, after the second number of days, what it was before.
OCCASION_DAYS: Final = 60
MEMORY_DAYS: Final = 250
#: Two reports on one story share this much of their headlines and openings: two news articles of
#: one month share it in 1 of 100 cases (408 articles of 2022).
SAME_STORY: Final = 0.1
#: The share of letter pairs that is the same in the words around two figures, where no aspect
#: tells what they count.
SAME_WORDS: Final = 0.5
#: Fewer letter pairs in common than this tell nothing.
FEW: Final = 4
#: The same for two sentences of which one denies or confirms what the other tells.
SAME_MATTER: Final = 0.3
#: A statement covers at least this share of what the leading one covers of the question, and its
#: article this share of what the other's covers: what lacks is mostly a name.
COVERS: Final = 0.6
KNOWS: Final = 0.65
_CURRENCIES: Final = frozenset({"krw", "usd", "jpy", "eur", "cny"})
_RATES: Final = frozenset({"percent", "point", "times"})
_COUNTED = re.compile(
    r"몇(?=\s?[가-힣%])|how many|何(?=[人件台個回])|[几多]少?(?=[个人家名件台起户])"
)


def relate(lead: Statement, other: Statement, *, asked: Asked, zone: tzinfo) -> Relation | None:
    """Say what ``other``, from another article, is to ``lead``; None when they tell two things."""
    return (
        _by_correction(lead, other, asked=asked, zone=zone)
        or _by_stance(lead, other, zone=zone)
        or _by_figure(lead, other, asked=asked, zone=zone)
        or _by_status(lead, other, asked=asked, zone=zone)
    )


def told_apart(lead: Statement, other: Statement, *, asked: Asked) -> tuple[Claim, Claim] | None:
    """Return what both say of the one figure that is asked for, or that one of them replaces."""
    if not one_story(lead, other) or _of_others(lead, other, asked=asked):
        return None
    text = asked.question.text
    aspects = words.aspects(text) | words.named(states.EVENTS, text)
    covers = _covers(lead, other, asked=asked)
    for unit in dict.fromkeys(claim.figure.unit for claim in lead.claims):
        mine = lead.says(unit, asked=asked, aspects=aspects)
        others = other.says(unit, asked=asked, aspects=aspects)
        if mine is None or others is None or mine.part != others.part:
            continue
        if _other_groups(lead, mine, other, others):
            continue
        replaced = _replaces(lead, others) or _replaces(other, mine)
        wanted = covers and _is_wanted(unit, asked=asked)
        if _one_thing(mine, others, wanted=wanted, covers=covers, replaced=replaced):
            return mine, others
    return None


def _is_wanted(unit: str, *, asked: Asked) -> bool:
    """Tell whether a figure in ``unit`` is what the question asks for."""
    text = asked.question.text
    match asked.question.wanted:
        case "money":
            return unit in _CURRENCIES
        case "percent":
            return unit in _RATES
        case "number":
            said = {figure.unit for figure in figures(text)}
            counted = {figure.unit for figure in figures(_COUNTED.sub("1", text))} - said
            return unit in counted if counted else unit not in _CURRENCIES | {"date"}
        case "date":
            return unit == "date"
        case _:
            return False


def _one_thing(one: Claim, other: Claim, *, wanted: bool, covers: bool, replaced: bool) -> bool:
    """Tell whether two figures of one story count the same."""
    named_alike = bool(one.aspects & other.aspects)
    if named_alike and one.aspects - other.aspects and other.aspects - one.aspects:
        return False
    if one.aspects and other.aspects and not named_alike:
        return False
    shared = grams(one.said) & grams(other.said)
    worded_alike = overlap(grams(one.said), grams(other.said)) if len(shared) >= FEW else 0.0
    if one.figure.unit == "date":  # a sentence may name many days
        return named_alike and (wanted or replaced)
    if replaced:
        return named_alike or worded_alike >= SAME_WORDS / 2
    if wanted:
        return named_alike or worded_alike >= SAME_WORDS
    return covers and named_alike and worded_alike >= SAME_WORDS


def _replaces(statement: Statement, claim: Claim) -> bool:
    """Tell whether ``statement`` says that ``claim`` no longer holds."""
    return any(one.replaced and agree(one.figure, claim.figure) for one in statement.claims)


def _by_figure(lead: Statement, other: Statement, *, asked: Asked, zone: tzinfo) -> Relation | None:
    told = told_apart(lead, other, asked=asked)
    if told is None:
        return None
    mine, others = told
    same = [
        claim for claim in other.claims if not claim.replaced and agree(mine.figure, claim.figure)
    ]
    if same:
        return "agrees"
    if _replaces(lead, others):
        return "earlier"
    if _replaces(other, mine):
        return "later"
    return _by_time(lead, other, zone=zone)


def _by_time(lead: Statement, other: Statement, *, zone: tzinfo) -> Relation | None:
    """Say which of two statements that differ holds."""
    newer = later(lead.article, other.article, zone=zone)
    if newer is None:
        mine, others = (bool(words.CHANGES.search(one.normal)) for one in (lead, other))
        return "differs" if mine == others else ("earlier" if mine else "later")
    if days_apart(lead.article, other.article, zone=zone) > OCCASION_DAYS:
        latest = lead if newer else other
        apart = days_apart(lead.article, other.article, zone=zone)
        if apart > MEMORY_DAYS or not words.CHANGES.search(latest.normal):
            return None
    return "earlier" if newer else "later"


def _by_correction(
    lead: Statement, other: Statement, *, asked: Asked, zone: tzinfo
) -> Relation | None:
    if lead.corrects == other.corrects or not one_story(lead, other):
        return None
    correction, report = (lead, other) if lead.corrects else (other, lead)
    if later(report.article, correction.article, zone=zone):
        return None
    if not _is_corrected(report, correction, asked=asked):
        return None
    return "corrected" if lead.corrects else "correction"


def _is_corrected(report: Statement, correction: Statement, *, asked: Asked) -> bool:
    """Tell whether ``report`` says what ``correction`` calls wrong."""
    wrong, right = correction.correction
    if wrong:
        aspects = words.aspects(asked.question.text)
        said = (
            report.says(unit, asked=asked, aspects=aspects) for unit in {one.unit for one in wrong}
        )
        return any(
            claim is not None
            and any(agree(claim.figure, one) for one in wrong)
            and not any(agree(claim.figure, one) for one in right)
            for claim in said
        )
    for found in states.NOT_BUT.finditer(correction.text):
        groups = [found[name] for name in ("wrong", "wrong_en", "wrong_ja") if found[name]]
        if any(name in report.text for name in groups):
            return overlap(report.grams, correction.grams) >= SAME_MATTER
    return overlap(report.grams, correction.grams) >= SAME_WORDS


def _by_stance(lead: Statement, other: Statement, *, zone: tzinfo) -> Relation | None:
    stances = (lead.stance, other.stance)
    newer = later(lead.article, other.article, zone=zone)
    if lead.decides and other.stance == "review" and not other.decides:
        return "earlier" if newer and same_matter(lead, other) else None
    if other.decides and lead.stance == "review" and not lead.decides:
        return "later" if newer is False and same_matter(lead, other) else None
    if stances in (("denial", "rumour"), ("rumour", "denial")) and same_matter(lead, other):
        return "denied" if lead.stance == "denial" else "denial"
    if stances == ("confirmation", "rumour") and same_matter(lead, other):
        return "earlier" if newer else None
    if stances == ("rumour", "confirmation") and same_matter(lead, other):
        return "later" if newer is False else None
    return None


def _by_status(lead: Statement, other: Statement, *, asked: Asked, zone: tzinfo) -> Relation | None:
    """Say which of two states of one event holds, where one is no mere step to the other."""
    if lead.status is None or other.status is None or lead.status == other.status:
        return None
    if {lead.status, other.status} == {"planned", "done"}:
        return None
    if not _covers(lead, other, asked=asked) or not same_matter(lead, other):
        return None
    unnamed = not lead.events or not other.events
    if not lead.events & other.events and not (
        unnamed and overlap(lead.grams, other.grams) >= SAME_WORDS
    ):
        return None
    if _of_others(lead, other, asked=asked):
        return None
    newer = later(lead.article, other.article, zone=zone)
    if newer is None:
        opposed = {lead.status, other.status} == {"done", "stopped"}
        return "differs" if opposed else None
    if days_apart(lead.article, other.article, zone=zone) > OCCASION_DAYS:
        return None
    return "earlier" if newer else "later"


def one_story(one: Statement, other: Statement) -> bool:
    """Tell whether two statements are from reports on one story, by headline and opening."""
    return overlap(one.story, other.story) >= SAME_STORY and not _elsewhere(one, other)


def same_matter(one: Statement, other: Statement) -> bool:
    """Tell whether two sentences of one story tell of one thing, whatever they say of it."""
    return one_story(one, other) and overlap(one.grams, other.grams) >= SAME_MATTER


def _covers(lead: Statement, other: Statement, *, asked: Asked) -> bool:
    """Tell whether ``other`` and its article are about what is asked, as much as the lead's are."""
    by_article = asked.covered(other.in_article) >= KNOWS * asked.covered(lead.in_article)
    return by_article and asked.covered(other.terms | other.headline) >= COVERS * asked.covered(
        lead.terms | lead.headline
    )


def _of_others(lead: Statement, other: Statement, *, asked: Asked) -> bool:
    """Tell whether two sentences are of other groups, periods, years, subjects or days."""
    if words.DAILY.search(lead.normal) and words.DAILY.search(other.normal):
        return True
    if any(
        mine != others for mine, others in zip(lead.periods[:2], other.periods[:2], strict=True)
    ):
        return True
    if any(
        mine and others and not mine & others
        for mine, others in zip(lead.periods[2:], other.periods[2:], strict=True)
    ):
        return True
    if lead.years and other.years and not lead.years & other.years:
        return True
    return _other_subjects(lead, other, asked=asked)


def _other_groups(lead: Statement, mine: Claim, other: Statement, others: Claim) -> bool:
    """Tell whether two figures are of groups or days that exclude each other: adults, youths."""
    for row in words.CONTRASTS:
        one, two = (
            words.groups(row, claim.said) or words.groups(row, whole.normal)
            for claim, whole in ((mine, lead), (others, other))
        )
        if one != two and not one & two:
            return True
    if mine.aspects & others.aspects & words.OF_A_DAY:
        days = [set(words.DAY.findall(one.normal)) for one in (lead, other)]
        return all(days) and not days[0] & days[1]
    return False


def _other_subjects(lead: Statement, other: Statement, *, asked: Asked) -> bool:
    mine = [one for one in lead.topics if one not in other.text]
    others = [one for one in other.topics if one not in lead.text]
    if not mine or not others:
        return False
    if not (words.REPORTS.search(lead.normal) and words.REPORTS.search(other.normal)):
        return True
    if any(words.AUTHORITY.search(one) for one in (*mine, *others)):
        return False  # the police and the fire brigade tell of one thing
    asked_of = (
        {term for term in asked.morphemes if term in normalise(one)} for one in (*mine, *others)
    )
    return next(asked_of) != next(asked_of)


def _elsewhere(one: Statement, other: Statement) -> bool:
    """Tell whether each report happens in a place that the other does not name."""
    mine = {place for place in one.places if place in other.article.text}
    others = {place for place in other.places if place in one.article.text}
    return bool(one.places and other.places and not mine and not others)
