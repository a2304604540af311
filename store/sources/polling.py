"""Polls one source: what it has that is new is taken in, and how it went is written down."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from store.errors import SourceError
from store.extract.block import NOTHING_KNOWN
from store.ingest import Ingest, Outcome
from store.sources import folder, pace, saved
from store.sources.catalog import Catalog, Seen, Success, Validators
from store.sources.pace import Bounds
from store.sources.reading import Material, Reader, material_of, needs_page
from store.sources.source import STOPPED, Fetched, Item, Listing, Source

#: Pages fetched in one poll: at a second or two each, a minute; the rest waits for the next one.
MAX_PAGES: Final = 30
#: A poll that left something over is followed by the next after so long.
SOON_S: Final = 60.0
#: A page that could not be fetched so often is given up; the teaser is kept in its place.
MAX_TRIES: Final = 3
#: An entry that keeps changing is looked at again no sooner: some feeds date all anew each time.
AGAIN: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What a poll brought: an outcome for each entry that was taken in or refused.

    ``reason`` says why nothing came (``failed``), or what was left out. ``dead`` tells that the
    source has just been without success for so long that somebody should look.
    """

    outcomes: tuple[Outcome, ...] = ()
    reason: str | None = None
    failed: bool = False
    dead: bool = False


@dataclass(slots=True, kw_only=True)
class _Round:
    """A poll on its way: what came, how many pages may still be fetched, what was not taken in.

    ``over`` entries are for the very next poll, those ``retrying`` or ``early`` for one at the
    usual pace. ``gone`` tells that the source was removed meanwhile.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    pages_left: int = MAX_PAGES
    over: int = 0
    retrying: int = 0
    early: int = 0
    textless: int = 0
    expired: int = 0
    rest_s: float = 0.0
    stopped: bool = False
    gone: bool = False


class Polling:
    """Polls sources one at a time, in any thread; never one source in two threads.

    ``chance`` gives the jitter of retries, 0..1. Every method raises DatabaseError, and
    LowDiskError before anything is fetched.
    """

    def __init__(
        self,
        *,
        catalog: Catalog,
        reader: Reader,
        ingest: Ingest,
        bounds: Bounds,
        clock: Callable[[], datetime],
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._catalog = catalog
        self._reader = reader
        self._ingest = ingest
        self._bounds = bounds
        self._clock = clock
        self._chance = chance

    def poll(self, source: Source, *, stopping: Callable[[], bool] = lambda: False) -> Polled:
        """Take in what is new. A source that fails is noted as such and tried again later.

        ``stopping`` is asked before each entry; what is left then waits for the next poll.
        """
        self._ingest.require_space()
        try:
            if source.kind == "folder":
                return self._folder(source, stopping)
            return self._over_the_network(source, stopping)
        except SourceError as error:
            if error.reason == STOPPED:
                return Polled()  # the source is still due
            return self._failed(source, error)

    def give_up(self, source: Source, why: str) -> Polled:
        """Note that a poll broke off for a reason that is our own mistake."""
        return self._failed(source, SourceError("failed", why))

    def _over_the_network(self, source: Source, stopping: Callable[[], bool]) -> Polled:
        before = self._catalog.validators(source.id)
        fetched = self._reader.fetch(
            source.address,
            kind=source.kind,
            etag=before.etag,
            last_modified=before.last_modified,
        )
        if fetched.unchanged:
            left_out = None if source.health.failures else source.health.reason
            return self._done(source, _Round(), validators=before, reason=left_out)
        if source.kind == "page":
            return self._page(source, fetched)
        listing = self._reader.listing(fetched)
        going = _Round()
        keys, new = self._new(source, listing, going)
        for item, before_it in new:
            if going.gone or stopping():
                going.over, going.stopped = going.over + 1, True
            else:
                self._take(source, item, listing, before_it, going)
        self._catalog.still_listed(source.id, keys, now=self._clock())
        return self._done(
            source,
            going,
            validators=_validators(fetched),
            reason=_left_out(listing, going),
            listing=listing,
            moved_to=fetched.moved_to,
        )

    def _page(self, source: Source, fetched: Fetched) -> Polled:
        going = _Round()
        outcome = self._bring(material_of(fetched, NOTHING_KNOWN))
        if outcome.status == "refused":
            lasting = outcome.reason in ("removed", "expired")
            raise SourceError(outcome.reason or "refused", outcome.detail or "", lasting=lasting)
        going.outcomes.append(outcome)
        return self._done(
            source, going, validators=_validators(fetched), reason=None, moved_to=fetched.moved_to
        )

    def _folder(self, source: Source, stopping: Callable[[], bool]) -> Polled:
        going = _Round()
        seen = self._catalog.seen(source.id)
        keys = []
        for file in folder.files(source.address, now=self._clock()):
            keys.append(file.key)
            if file.key in seen and seen[file.key].digest == file.digest:
                continue
            if going.gone or stopping():
                going.over, going.stopped = going.over + 1, True
                continue
            going.outcomes.extend(self._ingest.bring(file.path))
            seen_now = Seen(digest=file.digest, tries=0, at=self._clock())
            self._note(source, file.key, seen_now, going)
        self._catalog.still_listed(source.id, keys, now=self._clock())
        return self._done(source, going, validators=Validators(), reason=None)

    # -- entries

    def _new(
        self, source: Source, listing: Listing, going: _Round
    ) -> tuple[list[str], list[tuple[Item, Seen | None]]]:
        """Return the keys under which what is listed is remembered, and what is to be taken in:
        new entries first, then those that were edited or wait for their page, newest first.
        """
        seen = self._catalog.seen(source.id)
        # Some feeds give their entries other identifiers each time.
        taken = {one.digest: key for key, one in seen.items() if not one.tries}
        keys: list[str] = []
        new: list[tuple[Item, Seen | None]] = []
        again: list[tuple[Item, Seen | None]] = []
        for item in listing.items:
            before, digest = seen.get(item.key), saved.digest(item)
            keys.append(item.key if before else taken.get(digest, item.key))
            if before is None:
                if digest not in taken:
                    new.append((item, None))
            elif before.digest == digest:
                if before.tries:
                    again.append((item, before))
            elif timedelta(0) <= self._clock() - before.at < AGAIN:
                going.early += 1
            else:
                again.append((item, replace(before, tries=0)))
        return keys, [*new, *again]

    def _take(
        self, source: Source, item: Item, listing: Listing, before: Seen | None, going: _Round
    ) -> None:
        """Take an entry in, by its page when it is only a teaser, or leave it for later."""
        seen = replace(
            before or Seen(digest="", tries=0, at=self._clock()), digest=saved.digest(item)
        )
        own, outcome = seen.article_id, None
        expired = self._ingest.is_expired(item.published)
        if source.pages and needs_page(item, source.address) and not expired:
            if not going.pages_left:
                going.over += 1
                return
            going.pages_left -= 1
            try:
                page = self._reader.page_of(item, listing, address=source.address)
                outcome = self._bring(page, known_as=own)
            except SourceError as error:
                if error.reason == STOPPED:
                    going.over, going.stopped = going.over + 1, True
                    return
                if error.retry_after_s is not None:  # nothing more of this site for now
                    going.pages_left, going.rest_s = 0, error.retry_after_s
                if not error.lasting and seen.tries + 1 < MAX_TRIES:
                    self._note(source, item.key, replace(seen, tries=seen.tries + 1), going)
                    going.retrying += 1
                    return
        if item.html and (outcome is None or outcome.status == "refused"):
            entry = self._reader.entry_of(item, listing, address=source.address)
            outcome = self._bring(entry, known_as=own)
        if outcome is not None:
            going.outcomes.append(outcome)
        elif expired:
            going.expired += 1
        else:
            going.textless += 1
        if outcome is not None and outcome.status in ("stored", "updated"):
            own = outcome.article_id
        self._note(source, item.key, replace(seen, tries=0, article_id=own), going)

    def _bring(self, material: Material, *, known_as: int | None = None) -> Outcome:
        return self._ingest.bring_read(
            material.data, file=material.file, read=material.extract, known_as=known_as
        )

    def _note(self, source: Source, key: str, seen: Seen, going: _Round) -> None:
        going.gone = not self._catalog.note(source.id, key, replace(seen, at=self._clock()))

    # -- how it went

    def _done(
        self,
        source: Source,
        going: _Round,
        *,
        validators: Validators,
        reason: str | None,
        listing: Listing | None = None,
        moved_to: str | None = None,
    ) -> Polled:
        now = self._clock()
        new = sum(outcome.status in ("stored", "updated") for outcome in going.outcomes)
        interval_s = pace.next_interval(
            source.health.interval_s,
            new=new,
            bounds=self._bounds,
            ttl_s=listing.ttl_s if listing else None,
        )
        wait_s = interval_s
        if going.over and (new or going.stopped or going.rest_s):  # as long as that brings anything
            wait_s = max(going.rest_s, SOON_S)
        # What is left over is only listed again by a full answer.
        left_over = going.over or going.retrying or going.early
        success = Success(
            interval_s=interval_s,
            next_at=now + timedelta(seconds=wait_s),
            reason=reason,
            validators=Validators() if left_over else validators,
            title=listing.title if listing else None,
            moved_to=moved_to,
        )
        self._catalog.succeeded(source.id, success, now=now)
        return Polled(outcomes=tuple(going.outcomes), reason=reason)

    def _failed(self, source: Source, error: SourceError) -> Polled:
        now = self._clock()
        wait_s = pace.after_failure(
            source.health.failures + 1,
            chance=self._chance(),
            retry_after_s=error.retry_after_s,
            lasting=error.lasting,
        )
        dead = self._catalog.failed(
            source.id, now=now, next_at=now + timedelta(seconds=wait_s), reason=str(error)
        )
        return Polled(reason=str(error), failed=True, dead=dead)


def _validators(fetched: Fetched) -> Validators:
    return Validators(etag=fetched.etag, last_modified=fetched.last_modified)


def _left_out(listing: Listing, going: _Round) -> str | None:
    """Say what of a listing was not taken in, for the source's health."""
    said = []
    if listing.left_out:
        said.append(f"{listing.left_out:,} entries beyond the newest {len(listing.items):,}")
    if going.textless:
        said.append(f"{going.textless:,} entries without a text, whose pages are not fetched")
    if going.expired:
        said.append(f"{going.expired:,} entries older than SOSIK_KEEP_DAYS allows")
    if going.over:
        said.append(f"{going.over:,} entries, which wait for the next poll")
    if going.retrying:
        said.append(f"{going.retrying:,} entries whose page could not be fetched yet")
    return "left out: " + "; ".join(said) if said else None
