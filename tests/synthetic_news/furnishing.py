"""What stands around an article on its page: menus, boxes, notices, scripts, in four languages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from random import Random
from typing import Final

from tests.synthetic_news.news import Truth, article, headline

_MENUS: Final[Mapping[str, Sequence[str]]] = {
    "ko": "정치 경제 사회 국제 문화 스포츠 연예 오피니언 지역 포토 영상 부동산 증권 건강 여행 교육 날씨".split(),
    "ja": "社会 政治 経済 国際 スポーツ 文化 科学 地域 天気 写真 動画 社説 暮らし 教育 医療".split(),
    "zh": "要闻 时政 国际 财经 社会 体育 文化 科技 教育 健康 旅游 视频 图片 评论 军事".split(),
    "en": "World Politics Business Technology Science Health Sports Culture Opinion Travel".split(),
}
_RELATED: Final = {
    "ko": ("관련기사", "많이 본 뉴스", "이 시각 주요뉴스", "추천 기사", "실시간 인기기사"),
    "ja": ("関連記事", "アクセスランキング", "おすすめ記事", "最新ニュース", "あわせて読みたい"),
    "zh": ("相关阅读", "热门新闻", "推荐阅读", "最新新闻", "点击排行"),
    "en": ("Related stories", "Most read", "Recommended", "Latest news", "More from this section"),
}
_COMMENTS: Final = {
    "ko": (
        "댓글",
        ("정말 그렇게 될지 두고 봐야겠네요.", "우리 동네도 빨리 해 주세요!", "기사 잘 봤습니다."),
    ),
    "ja": ("コメント", ("本当にそうなるのか見守りたいです。", "私の町でも早くやってほしい。")),
    "zh": ("网友评论", ("希望能尽快落实。", "我们这里也应该这样做。", "说得很有道理！")),
    "en": ("Comments", ("I will believe it when I see it.", "About time somebody did this here.")),
}
_COOKIES: Final = {
    "ko": "이 사이트는 더 나은 서비스를 위해 쿠키를 사용합니다. 계속 이용하시면 쿠키 사용에 동의하는 것으로 봅니다.",
    "ja": "当サイトではサービス向上のためクッキーを使用しています。利用を続けると同意したものとみなします。",
    "zh": "本网站使用Cookie以改善您的浏览体验，继续浏览即表示您同意我们使用Cookie。",
    "en": "We use cookies and similar technologies to improve your experience and to measure audiences.",
}
_RIGHTS: Final = {
    "ko": (
        "저작권자 © {} 무단전재 및 재배포 금지",
        "Copyright ⓒ {}. All rights reserved.",
        "ⓒ {}, 무단 전재 및 재배포 금지",
    ),
    "ja": ("Copyright © {}. All rights reserved. 無断転載を禁じます。", "© {}"),
    "zh": ("版权所有 © {} 未经书面授权禁止使用", "Copyright © {} 版权所有"),
    "en": ("© 2024 {}. All rights reserved.", "Copyright © {}"),
}
_NEWSLETTER: Final = {
    "ko": "매일 아침 주요 뉴스를 이메일로 받아보세요. 지금 뉴스레터를 구독하세요.",
    "ja": "毎朝のニュースをメールでお届けします。メールマガジンに登録する",
    "zh": "扫描二维码下载客户端，第一时间获取最新资讯",
    "en": "Sign up for our morning newsletter and get the day's top stories in your inbox.",
}
_SHARE: Final = {
    "ko": ("페이스북", "트위터", "카카오톡", "URL복사", "스크랩", "인쇄"),
    "ja": ("シェア", "ポスト", "印刷", "保存"),
    "zh": ("微信", "微博", "收藏", "打印"),
    "en": ("Facebook", "X", "WhatsApp", "Copy link", "Print"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An article about to be shown: ``bulk`` multiplies what a real page carries beside it."""

    random: Random
    truth: Truth
    bulk: int = 1

    @property
    def title(self) -> str:
        return escape(self.truth.title or "", quote=False)

    @property
    def publisher(self) -> str:
        return escape(self.truth.publisher or "")

    @property
    def author(self) -> str:
        return escape(self.truth.author or "")

    def when(self, form: str) -> str:
        """The minute of publication, in the place's own time."""
        return self.truth.written.strftime(form)

    def changed(self, form: str) -> str:
        """A minute of change, some hours later."""
        return self.truth.written.replace(hour=23, minute=58).strftime(form)

    def paragraphs(self, tag: str = "p", heading: str = "h3", attributes: str = "") -> list[str]:
        """Each paragraph and heading in its element."""
        return [
            f"<{heading}>{escape(text, quote=False)}</{heading}>"
            if text in self.truth.headings
            else f"<{tag}{attributes}>{self.inline(text)}</{tag}>"
            for text in self.truth.paragraphs
        ]

    def inline(self, text: str) -> str:
        """The text with a link or an emphasis in it now and then, as editors set them."""
        words = escape(text, quote=False).split(" ")
        if len(words) > 4 and self.random.random() < 0.15:
            at = self.random.randrange(1, len(words) - 1)
            tag = self.random.choice(('a href="/topic/1"', "b", "strong", 'span class="hl"'))
            words[at] = f"<{tag}>{words[at]}</{tag.split(' ', maxsplit=1)[0]}>"
        return " ".join(words)

    def others(self, count: int) -> list[str]:
        """Headlines of other articles."""
        return [escape(headline(self.random, self.truth.language)) for _ in range(count)]

    def rows(self, count: int, shape: str = '<li><a href="/view/{n}">{title}</a></li>') -> str:
        return "\n".join(
            shape.format(n=1000 + number, title=title, date=self.when("%Y-%m-%d"))
            for number, title in enumerate(self.others(count))
        )

    def teaser(self) -> str:
        """The opening of another article."""
        other = article(self.random, language=self.truth.language, kind="report")
        return escape(other.paragraphs[0], quote=False)

    def cards(self, count: int) -> str:
        """Boxes of other articles, each with a picture, a headline and its opening."""
        return "\n".join(
            f'<div class="card-item"><a href="/view/{number}"><img src="/thumb/{number}.jpg" alt="">'
            f'<strong class="tit">{title}</strong><p class="lead">{self.teaser()}</p></a></div>'
            for number, title in enumerate(self.others(count))
        )

    def menu(self) -> str:
        """The sections, each with its sub-sections when the page is bulky."""
        names = _MENUS[self.truth.language]
        entries = "".join(
            f'<li class="depth1"><a href="/{at}">{name}</a><ul class="depth2">'
            + "".join(
                f'<li><a href="/{at}/{sub}">{name} {sub}</a></li>' for sub in range(4 * self.bulk)
            )
            + "</ul></li>"
            for at, name in enumerate(names)
        )
        return f'<ul class="gnb-list">{entries}</ul>'

    def related_header(self) -> str:
        return self.random.choice(_RELATED[self.truth.language])

    def comment_box(self) -> str:
        """Readers' comments, with their names and times."""
        label, texts = _COMMENTS[self.truth.language]
        items = "".join(
            f'<li class="cmt"><b>user{number}</b> <span class="date">{self.changed("%Y-%m-%d %H:%M")}'
            f'</span><p class="cmt-text">{text}</p></li>'
            for number, text in enumerate(texts)
        )
        return f"<h3>{label} {len(texts)}</h3><ul>{items}</ul>"

    def cookies(self) -> str:
        return _COOKIES[self.truth.language]

    def newsletter(self) -> str:
        return _NEWSLETTER[self.truth.language]

    def rights(self) -> str:
        form = self.random.choice(_RIGHTS[self.truth.language])
        return form.format(self.publisher)

    def share(self) -> str:
        return "".join(
            f'<li><button type="button">{name}</button></li>'
            if self.random.random() < 0.5
            else f'<li><a href="#">{name}</a></li>'
            for name in _SHARE[self.truth.language]
        )

    def linked_data(self, *, kind: str = "NewsArticle", **more: object) -> dict[str, object]:
        """The article as schema.org describes it, without its text."""
        return {
            "@context": "https://schema.org",
            "@type": kind,
            "mainEntityOfPage": {"@type": "WebPage", "@id": self.truth.url},
            "headline": self.truth.title,
            "datePublished": self.when("%Y-%m-%dT%H:%M:%S%z"),
            "dateModified": self.changed("%Y-%m-%dT%H:%M:%S%z"),
            "author": {"@type": "Person", "name": self.truth.author},
            "publisher": {
                "@type": "Organization",
                "name": self.truth.publisher,
                "logo": {"@type": "ImageObject", "url": "https://cdn.example/logo.png"},
            },
            **more,
        }

    def open_graph(self, *, suffix: str = "") -> str:
        return (
            f'<meta property="og:type" content="article">'
            f'<meta property="og:title" content="{escape(self.truth.title or "")}{suffix}">'
            f'<meta property="og:url" content="{self.truth.url}">'
            f'<meta property="og:description" content="{escape(self.truth.paragraphs[0][:90])}">'
            f'<meta property="og:image" content="https://cdn.example/{self.when("%Y%m")}/a.jpg">'
        )

    def scripts(self) -> str:
        """Inline style, trackers and state of the kind that makes a page heavy."""
        rules = "".join(
            f".c{number}{{margin:0 {number}px;color:#{number:06x}}}"
            for number in range(150 * self.bulk)
        )
        flags = {f"feature_{number}": number % 3 == 0 for number in range(100 * self.bulk)}
        return (
            f"<style>{rules}</style><script>window.dataLayer=window.dataLayer||[];"
            "(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime()});"
            "})(window,document,'script','dataLayer','GTM-X');</script>"
            f"<script>var adConfig = {json.dumps(flags)};</script>"
        )


def script(value: object) -> str:
    """An element of linked data."""
    text = json.dumps(value, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'
