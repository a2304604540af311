"""HTML pages of invented articles, in the manner of real systems, with what a reader can know.

``templates`` holds one page a system. Its head names the languages it is used in, the form of a
paragraph, heading and caption (``%`` is the text), what stands in mid-article, and what it does
not show; ``[[name argument]]`` is filled in.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import escape, unescape
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import quote
from zlib import crc32

from store.article import Published
from tests.synthetic_news.furnishing import Furnishing
from tests.synthetic_news.news import Truth

_FOLDER: Final = Path(__file__).parent / "templates"
_SLOT = re.compile(r"\[\[(\w+)(?: ([^\]]*))?\]\]")
_TEXT_SLOTS: Final = ("title", "publisher", "author", "url", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A page's form: the fields of its head, and its markup."""

    name: str
    fields: Mapping[str, str]
    markup: str

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the sites that use it."""
        return tuple(self.fields["languages"].split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as a server sends it, and what a careful reader of it knows."""

    template: str
    data: bytes
    truth: Truth


def _load(path: Path) -> Template:
    head, _, markup = path.read_text(encoding="utf-8").partition("\n---\n")
    fields = dict(
        field.split(": ", maxsplit=1) for field in re.split(r"\n(?=[a-z]+: )", head) if field
    )
    return Template(name=path.stem, fields=fields, markup=markup)


TEMPLATES: Final[tuple[Template, ...]] = tuple(map(_load, sorted(_FOLDER.glob("*.html"))))

#: Half of them, by name: what they show was not looked at while the extractor was mended.
HELD_OUT: Final = frozenset(
    template.name for template in TEMPLATES if crc32(template.name.encode()) % 2
)


def page(random: Random, truth: Truth, template: Template, *, bulk: int = 1) -> Page:
    """Show ``truth`` as ``template`` does; with a ``bulk`` of 6 the page has 60 to 250 kB."""
    shown = _visible(truth, template)
    rendering = _Rendering(random, shown, template, bulk=bulk)
    html = rendering.html()
    shown = replace(shown, paragraphs=(rendering.lead + shown.paragraphs[0], *shown.paragraphs[1:]))
    hidden = template.fields.get("hides", "").split()
    told = replace(
        shown,
        publisher=None if "publisher" in hidden else shown.publisher,
        author=None if "author" in hidden else shown.author,
        url=None if "url" in hidden else shown.url,
    )
    if template.fields.get("published") == "day":
        told = replace(told, published=Published(iso=f"{truth.written:%Y-%m-%d}"))
    encoding = template.fields.get("encoding", "utf-8")
    return Page(template=template.name, data=html.encode(encoding, "xmlcharrefreplace"), truth=told)


def _visible(truth: Truth, template: Template) -> Truth:
    """``truth`` with the text as this page gives it: perhaps cut by a paywall."""
    paragraphs = truth.paragraphs
    if "cut" in template.fields:
        paragraphs = paragraphs[: max(2, len(paragraphs) // 2)]
        if paragraphs[-1] in truth.headings:
            paragraphs = paragraphs[:-1]
    captions = () if "captions" in template.fields.get("hides", "") else truth.captions
    return replace(truth, paragraphs=paragraphs, captions=captions)


class _Rendering:
    """One page in the making."""

    def __init__(self, random: Random, truth: Truth, template: Template, *, bulk: int) -> None:
        self.random, self.truth, self.template = random, truth, template
        self.lead = ""
        self.around = Furnishing(random, truth.language, truth.publisher or "", bulk=bulk)

    def html(self) -> str:
        return self._filled(self.template.markup)

    def _filled(self, markup: str) -> str:
        return _SLOT.sub(lambda found: self._slot(found[1], found[2]), markup)

    def _slot(self, name: str, argument: str | None) -> str:
        if name in _TEXT_SLOTS:
            return escape(getattr(self.truth, name) or "")
        own: Mapping[str, Callable[[str], str]] = {
            "when": self.truth.written.strftime,
            "changed": self.truth.written.replace(hour=23, minute=58).strftime,
            "subtitles": lambda between: between.join(map(escape, self.truth.subtitles)),
            "og": self._open_graph,
            "ld": self._linked_data,
            "state": self._state,
        }
        if name in own:
            return own[name](argument or "")
        if name in ("body", "captions", "korean_clock"):
            return str(getattr(self, f"_{name}")())
        draw = getattr(self.around, name)
        return str(draw(argument) if argument else draw())

    def _body(self) -> str:
        fields = self.template.fields
        parts = [
            fields["heading"].replace("%", escape(text, quote=False))
            if text in self.truth.headings
            else fields["paragraph"].replace("%", self._inline(text))
            for text in self.truth.paragraphs
        ]
        if "opening" in fields:
            opening = self._filled(fields["opening"])
            self.lead = unescape(opening)
            first = escape(self.truth.paragraphs[0], quote=False)
            parts[0] = fields["paragraph"].replace("%", opening + first)
        if "middle" in fields:
            parts.insert(max(1, len(parts) // 2), self._filled(fields["middle"]))
        return fields.get("between", "\n").join(parts)

    def _inline(self, text: str) -> str:
        """The text with a link or an emphasis in it now and then, as editors set them."""
        words = escape(text, quote=False).split(" ")
        if len(words) > 4 and self.random.random() < 0.15:
            at = self.random.randrange(1, len(words) - 1)
            tag = self.random.choice(('a href="/topic/1"', "b", "strong", 'span class="hl"'))
            words[at] = f"<{tag}>{words[at]}</{tag.split(' ', maxsplit=1)[0]}>"
        return " ".join(words)

    def _captions(self) -> str:
        form = self._filled(self.template.fields["caption"])
        return "\n".join(form.replace("%", escape(text)) for text in self.truth.captions)

    def _korean_clock(self) -> str:
        written = self.truth.written
        half = "오전" if written.hour < 12 else "오후"
        return f"{written:%Y.%m.%d.} {half} {written.hour % 12 or 12}:{written:%M}"

    def _open_graph(self, suffix: str) -> str:
        truth = self.truth
        title = escape(truth.title or "") + self._filled(
            suffix.replace("(", "[[").replace(")", "]]")
        )
        return (
            f'<link rel="canonical" href="{truth.url}"><meta property="og:type" content="article">'
            f'<meta property="og:title" content="{title}">'
            f'<meta property="og:url" content="{truth.url}">'
            f'<meta property="og:description" content="{escape(truth.paragraphs[0][:90])}">'
            f'<meta property="og:image" content="https://cdn.example/{truth.written:%Y%m}/a.jpg">'
        )

    def _linked_data(self, shape: str) -> str:
        truth = self.truth
        own: dict[str, object] = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "mainEntityOfPage": {"@type": "WebPage", "@id": truth.url},
            "headline": truth.title,
            "datePublished": truth.written.isoformat(),
            "dateModified": truth.written.replace(hour=23, minute=58).isoformat(),
            "author": [{"@type": "Person", "name": truth.author}],
            "publisher": {
                "@type": "Organization",
                "name": truth.publisher,
                "logo": {"url": "/l.png"},
            },
        }
        site = {"@type": "WebSite", "name": truth.publisher, "url": "https://news.example/"}
        crumbs = {"@type": "BreadcrumbList", "itemListElement": [{"name": "홈"}]}
        value: object = {
            "plain": own,
            "list": [crumbs, own],
            "graph": {"@context": "https://schema.org", "@graph": [site, crumbs, own]},
            "broken": own,
            "full": own | {"articleBody": "\n".join(truth.paragraphs)},
        }[shape]
        text = json.dumps(value, ensure_ascii=False).replace("</", "<\\/")
        text = text[:-1] + ",}" if shape == "broken" else text
        return f'<script type="application/ld+json">{text}</script>'

    def _state(self, shape: str) -> str:
        """The article as the data that a page's scripts draw it from."""
        truth = self.truth
        marks = {text: "h2" if text in truth.headings else "p" for text in truth.paragraphs}
        markup = "".join(f"<{mark}>{escape(text)}</{mark}>" for text, mark in marks.items())
        others = [{"title": self.around.other(), "summary": self.around.teaser()} for _ in range(4)]
        if shape == "elements":
            elements = [
                {"type": "header" if mark == "h2" else "text", "content": escape(text), "_id": "x"}
                for text, mark in marks.items()
            ]
            state: dict[str, object] = {
                "type": "story",
                "headlines": {"basic": truth.title},
                "content_elements": elements,
                "related_content": {"basic": others},
            }
        else:
            story = {"id": 7, "title": truth.title, "content": markup, "tags": ["a", "b"]}
            state = {"props": {"pageProps": {"article": story, "related": others}}, "page": "/[id]"}
        text = json.dumps(state, ensure_ascii=shape == "string").replace("</", "<\\/")
        if shape == "percent":
            return quote(text)
        if shape == "string":
            return json.dumps(text).replace("</", "<\\/")
        return escape(text) if shape == "attribute" else text
