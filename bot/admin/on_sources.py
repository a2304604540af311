"""Orders about sources: added, tested, listed, paused, removed, moved out as a list."""

from bot.admin import confirming
from bot.admin.arguments import source_number, web_address, whole
from bot.admin.menu import usage
from bot.admin.noting import noted
from bot.admin.order import CannotError, Order
from bot.admin.parts import Parts
from bot.admin.saying import PAGE, kind, moment, named, pages, source_lines
from bot.admin.sources import Sources
from bot.admin.trouble import noted_reason, reason
from bot.introducing import talk
from bot.reply import Attachment, Line, Reply, Span, plain_text
from bot.texts import Texts
from bot.wording import word_outlets
from store.article import Extracted, Refused
from store.sources.adding import Imported, Tested
from store.sources.source import Source

REMOVE = "removesource"
#: Lines of a list that could not be read, told one by one.
_BROKEN_TOLD = 5


def _changes(parts: Parts) -> Sources:
    return Sources(adding=parts.adding, catalog=parts.catalog, audit=parts.audit)


def add(order: Order, parts: Parts) -> Reply:
    """``/addsource ADDRESS``."""
    _ = order.texts.gettext
    added = _changes(parts).add(_address(order), by=order.by, now=order.now)
    shown = _shown(added.source, order, parts)
    if not added.new:
        return Reply(kind="talk", lines=(Line.of(_("This source is there already:")), *shown))
    note = _("It is polled within seconds, while the service runs.")
    return Reply(kind="talk", lines=(Line.of(_("Added:")), *shown, Line.of(note)))


def test(order: Order, parts: Parts) -> Reply:
    """``/testsource ADDRESS``: shows what would be stored; nothing is kept."""
    tested = parts.adding.test(_address(order), pages=True)
    articles = (line for one in tested.articles for line in _article(*one, order, parts))
    return Reply(kind="talk", lines=(*_tested(tested, order.texts), *articles))


def _tested(tested: Tested, texts: Texts) -> tuple[Line, ...]:
    _ = texts.gettext
    title = named(tested.title or tested.address)
    listed = _("{count} listed, of which the first {shown} would be stored like this:")
    return (
        Line.of(Span(title, url=tested.address), f" · {kind(tested.kind, texts)}"),
        Line.of(listed.format(count=f"{tested.listed:,}", shown=len(tested.articles))),
        Line(),
    )


def _article(
    file: str, result: Extracted | Refused, order: Order, parts: Parts
) -> tuple[Line, ...]:
    _ = order.texts.gettext
    if isinstance(result, Refused):
        why = reason(result.reason, result.detail, order.texts)
        return (Line.of(f"✗ {named(file)}: {why}"),)
    published = result.published
    facts = (
        named(result.publisher) if result.publisher else _("outlet unknown"),
        published.local_date(parts.zone).isoformat() if published else _("date unknown"),
        _("{count} characters").format(count=f"{sum(map(len, result.paragraphs)):,}"),
    )
    return (Line.of(f"✓ {named(result.title or file)}"), Line.of(f"   {' · '.join(facts)}"))


def show_all(order: Order, parts: Parts) -> Reply:
    """``/sources [PAGE]``: how each is doing, and on the first page the outlets as well."""
    _, sources = order.texts.gettext, parts.catalog.all()
    if not sources:
        note = _("There are no sources yet. Add one: /addsource ADDRESS")
        return Reply(kind="talk", lines=(Line.of(note), Line(), *_outlets(order, parts)))
    last = pages(len(sources))
    number = 1 if not order.argument else whole(order.argument, least=1, most=last)
    if number is None:
        raise CannotError(
            "usage",
            _("The list has {count} pages: /sources 1 to /sources {count}").format(count=last),
        )
    shown = sources[PAGE * (number - 1) : PAGE * number]
    lines = [Line.of(Span(_summary(sources, order), bold=True))]
    lines += [line for source in shown for line in _shown(source, order, parts)]
    if number < last:
        lines.append(Line.of(_("Continue: /sources {page}").format(page=number + 1)))
    if number == 1:
        lines += [Line(), *_outlets(order, parts)]
    whole_list = _whole(sources, order, parts) if last > 1 and number == 1 else None
    return Reply(kind="talk", lines=tuple(lines), attachment=whole_list)


def _summary(sources: tuple[Source, ...], order: Order) -> str:
    texts = order.texts
    failing = sum(bool(one.health.failures) and not one.paused for one in sources)
    paused = sum(one.paused for one in sources)
    said = texts.ngettext("{count} source", "{count} sources", len(sources))
    parts = [said.format(count=f"{len(sources):,}")]
    if failing:
        parts.append(texts.gettext("{count} failing").format(count=f"{failing:,}"))
    if paused:
        parts.append(texts.gettext("{count} paused").format(count=f"{paused:,}"))
    return ", ".join(parts)


def _whole(sources: tuple[Source, ...], order: Order, parts: Parts) -> Attachment:
    lines = tuple(line for source in sources for line in _shown(source, order, parts))
    text = plain_text(Reply(kind="talk", lines=lines))
    return Attachment(name="sources.txt", data=text.encode(errors="replace"), kind="document")


def _outlets(order: Order, parts: Parts) -> tuple[Line, ...]:
    return word_outlets(parts.library.sources(), texts=order.texts, zone=parts.zone)


def show(order: Order, parts: Parts) -> Reply:
    """``/source NUMBER``."""
    _, source = order.texts.gettext, _named(order, parts)
    health = source.health
    moments = (
        (_("added"), source.added_at),
        (_("last asked"), health.checked_at),
        (_("last polled"), health.succeeded_at),
        *(((_("next poll"), health.next_at),) if not source.paused else ()),
    )
    pages = (
        _("Where it gives only a teaser, the page behind is fetched.")
        if source.pages
        else _("The pages behind its links are not fetched.")
    )
    left_out = health.reason if health.reason and not health.failures else None
    return Reply(
        kind="talk",
        lines=(
            *_shown(source, order, parts),
            Line.of(source.address),
            *(
                Line.of(f"{name}: {moment(at, zone=parts.zone, texts=order.texts)}")
                for name, at in moments
            ),
            Line.of(pages),
            *((Line.of(noted_reason(left_out, order.texts)),) if left_out else ()),
        ),
    )


def pause(order: Order, parts: Parts) -> Reply:
    """``/pausesource NUMBER``."""
    return _set_paused(order, parts, paused=True)


def resume(order: Order, parts: Parts) -> Reply:
    """``/resumesource NUMBER``."""
    return _set_paused(order, parts, paused=False)


def _set_paused(order: Order, parts: Parts, *, paused: bool) -> Reply:
    source = _named(order, parts)
    _changes(parts).pause(source, paused=paused, by=order.by, now=order.now)
    after = parts.catalog.get(source.id) or source
    return Reply(kind="talk", lines=_shown(after, order, parts))


def remove(order: Order, parts: Parts) -> Reply:
    """``/removesource NUMBER``: asks first."""
    _, source = order.texts.gettext, _named(order, parts)
    note = _("Remove this source? It is not polled any more. Its articles stay.")
    about = f"{source.id} {source.address}"
    with noted(parts.audit, by=order.by, action=REMOVE, about=about, now=order.now, ended="asked"):
        return confirming.ask(
            parts.confirmations,
            order,
            action=REMOVE,
            argument=str(source.id),
            lines=(*_shown(source, order, parts), Line.of(note)),
            yes=_("Remove"),
        )


def removed(order: Order, parts: Parts) -> Reply:
    """Remove the source whose number was confirmed."""
    _, source = order.texts.gettext, _named(order, parts)
    _changes(parts).remove(source, by=order.by, now=order.now)
    return talk(_("Removed: {name}").format(name=named(source.title or source.address)))


def export(order: Order, parts: Parts) -> Reply:
    """``/exportsources``: the feeds as an OPML list."""
    _, sources = order.texts.gettext, parts.catalog.all()
    feeds = sum(source.kind == "feed" for source in sources)
    if not feeds:
        return talk(_("There are no feeds to write down."))
    said = [_("{count} feeds, as feed readers exchange them.").format(count=f"{feeds:,}")]
    if others := len(sources) - feeds:
        note = _("{count} sources are not feeds; such a list has no place for them.")
        said.append(note.format(count=f"{others:,}"))
    data = parts.adding.give_list()
    attachment = Attachment(name="sosik.opml", data=data, kind="document")
    return Reply(kind="talk", lines=talk(*said).lines, attachment=attachment)


def bring_list(order: Order, parts: Parts, *, data: bytes, name: str) -> Reply:
    """Add every feed of an OPML list that was sent."""
    imported = _changes(parts).bring_list(data, name=name, by=order.by, now=order.now)
    return Reply(kind="talk", lines=_imported(imported, order.texts))


def _imported(imported: Imported, texts: Texts) -> tuple[Line, ...]:
    _ = texts.gettext
    counted = _("{added} feeds added, {known} there already, {broken} broken").format(
        added=f"{len(imported.added):,}",
        known=f"{len(imported.known):,}",
        broken=f"{len(imported.broken):,}",
    )
    rest = len(imported.broken) - _BROKEN_TOLD
    more = _("and {count} more").format(count=f"{rest:,}")
    return (
        Line.of(Span(counted, bold=True)),
        *(Line.of(f"✗ {named(line)}") for line in imported.broken[:_BROKEN_TOLD]),
        *((Line.of(f"   {more}"),) if rest > 0 else ()),
        *((Line.of(_("They are polled one after another.")),) if imported.added else ()),
    )


def _shown(source: Source, order: Order, parts: Parts) -> tuple[Line, ...]:
    return source_lines(source, texts=order.texts, zone=parts.zone, now=order.now)


def _address(order: Order) -> str:
    address = web_address(order.argument)
    if address is not None:
        return address
    _ = order.texts.gettext
    if order.argument.startswith(("/", "~", ".")):
        note = _("Folders are added on the server: sosik source add FOLDER")
        raise CannotError("folder", note)
    raise CannotError("usage", usage(order.name, order.texts))


def _named(order: Order, parts: Parts) -> Source:
    """Find the source that the argument names, by number or address."""
    _ = order.texts.gettext
    if not order.argument:
        raise CannotError("usage", usage(order.name, order.texts), _("/sources shows the numbers."))
    number, address = source_number(order.argument), web_address(order.argument)
    source = None
    if number is not None:
        source = parts.catalog.get(number)
    elif address is not None:
        source = parts.adding.find(address)
    if source is None:
        said = _("There is no source {name}. /sources shows the numbers.")
        raise CannotError("no_source", said.format(name=named(order.argument)))
    return source
