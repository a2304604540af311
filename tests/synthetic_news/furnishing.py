"""What stands around an article on its page: menus, boxes, notices, scripts, in four languages."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from random import Random
from typing import Final

from tests.synthetic_news.news import article, headline

_MENUS: Final[Mapping[str, Sequence[str]]] = {
    "ko": (
        "정치",
        "경제",
        "사회",
        "국제",
        "문화",
        "스포츠",
        "연예",
        "지역",
        "포토",
        "부동산",
        "건강",
    ),
    "ja": (
        "社会",
        "政治",
        "経済",
        "国際",
        "スポーツ",
        "文化",
        "科学",
        "地域",
        "天気",
        "写真",
        "医療",
    ),
    "zh": ("要闻", "时政", "国际", "财经", "社会", "体育", "文化", "科技", "教育", "视频", "图片"),
    "en": ("World", "Politics", "Business", "Technology", "Science", "Health", "Sports", "Culture"),
}
_RELATED: Final = {
    "ko": ("관련기사", "많이 본 뉴스", "이 시각 주요뉴스", "추천 기사", "실시간 인기기사"),
    "ja": ("関連記事", "アクセスランキング", "おすすめ記事", "最新ニュース", "あわせて読みたい"),
    "zh": ("相关阅读", "热门新闻", "推荐阅读", "最新新闻", "点击排行"),
    "en": ("Related stories", "Most read", "Recommended", "Latest news", "More from us"),
}
_COMMENTS: Final = {
    "ko": ("댓글", "정말 그렇게 될지 두고 봐야겠네요.", "우리 동네도 빨리 해 주세요!"),
    "ja": ("コメント", "本当にそうなるのか見守りたいです。", "私の町でも早くやってほしい。"),
    "zh": ("网友评论", "希望能尽快落实。", "我们这里也应该这样做，说得很有道理！"),
    "en": ("Comments", "I will believe it when I see it.", "About time somebody did this here."),
}
_COOKIES: Final = {
    "ko": "이 사이트는 더 나은 서비스를 위해 쿠키를 사용합니다. 계속 쓰시면 동의하는 것입니다.",
    "ja": "当サイトではサービス向上のためクッキーを使用しています。続けると同意とみなします。",
    "zh": "本网站使用Cookie以改善您的浏览体验，继续浏览即表示您同意我们使用Cookie。",
    "en": "We use cookies and similar technologies to improve your experience on this site.",
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
#: A menu of 250 links; what makes a page larger than that is scripts, lists and cards.
_LARGEST_MENU: Final = 8


class Furnishing:
    """Draws what surrounds an article; ``bulk`` multiplies what makes a real page heavy."""

    def __init__(self, random: Random, language: str, publisher: str, *, bulk: int) -> None:
        self._random, self._language, self._publisher = random, language, publisher
        self._bulk = bulk

    def other(self) -> str:
        """The headline of another article."""
        return escape(headline(self._random, self._language), quote=False)

    def rows(self, count: str) -> str:
        """Headlines of other articles as entries of a list."""
        return self._others(count, '<li><a href="/view/{n}">{title}</a></li>')

    def table_rows(self, count: str) -> str:
        """The same as rows of a table."""
        return self._others(count, '<tr><td><a href="/view?{n}">{title}</a></td></tr>')

    def board_rows(self, count: str) -> str:
        """The same as a board lists its entries: number, title, poster, day, views."""
        return self._others(
            count,
            '<tr><td>{n}</td><td><a href="?id={n}">{title}</a></td><td>관리자</td>'
            "<td>2026-03-{d:02}</td><td>{n}</td></tr>",
        )

    def _others(self, count: str, form: str) -> str:
        return "\n".join(
            form.format(n=1000 + number, d=1 + number % 28, title=self.other())
            for number in range(int(count) * self._bulk)
        )

    def teaser(self) -> str:
        """The opening of another article."""
        other = article(self._random, language=self._language, kind="flash")
        return escape(other.paragraphs[0], quote=False)

    def teasers(self, count: str) -> str:
        """Paragraphs of another article."""
        return "".join(f"<p>{self.teaser()} {self.teaser()}</p>" for _ in range(int(count)))

    def cards(self, count: str) -> str:
        """Boxes of other articles, each with a picture, a headline and its opening."""
        return "\n".join(
            f'<div class="card-item"><a href="/view/{number}"><img src="/t/{number}.jpg" alt="">'
            f'<strong class="tit">{self.other()}</strong>'
            f'<p class="lead">{self.teaser()}</p></a></div>'
            for number in range(int(count) * self._bulk)
        )

    def article_cards(self, count: str) -> str:
        """The same as a theme marks them: each an article of its own, with two sentences."""
        return "".join(
            f'<article class="teaser"><h2><a href="/view/{number}">{self.other()}</a></h2>'
            f"<p>{self.teaser()} {self.teaser()}</p></article>"
            for number in range(int(count) * self._bulk)
        )

    def menu(self) -> str:
        """The sections, each with its sub-sections."""
        return '<ul class="gnb-list">' + "".join(
            f'<li class="depth1"><a href="/{at}">{name}</a><ul class="depth2">'
            + "".join(
                f'<li><a href="/{at}/{sub}">{name} {sub}</a></li>'
                for sub in range(3 * min(self._bulk, _LARGEST_MENU))
            )
            + "</ul></li>"
            for at, name in enumerate(_MENUS[self._language])
        ) + "</ul>"  # fmt: skip

    def related(self) -> str:
        """What stands over a list of other articles."""
        return self._random.choice(_RELATED[self._language])

    def comments(self) -> str:
        """Readers' comments, with their names and times."""
        label, *texts = _COMMENTS[self._language]
        items = "".join(
            f'<li class="cmt"><b>user{number}</b> <span class="date">2026-03-07 09:1{number}</span>'
            f'<p class="cmt-text">{text}</p></li>'
            for number, text in enumerate(texts * self._bulk)
        )
        return f"<h3>{label} {len(texts)}</h3><ul>{items}</ul>"

    def cookies(self) -> str:
        """What a consent banner says."""
        return _COOKIES[self._language]

    def newsletter(self) -> str:
        """An invitation to subscribe."""
        return _NEWSLETTER[self._language]

    def rights(self) -> str:
        """A notice of rights."""
        return self._random.choice(_RIGHTS[self._language]).format(escape(self._publisher))

    def share(self) -> str:
        """Links and buttons to share by."""
        return "".join(
            f'<li><button type="button">{name}</button></li>'
            if self._random.random() < 0.5
            else f'<li><a href="#">{name}</a></li>'
            for name in _SHARE[self._language]
        )

    def scripts(self) -> str:
        """Inline style, trackers and flags."""
        size = self._bulk - 1
        rules = "".join(f".c{n}{{margin:0 {n}px;color:#{n:06x}}}" for n in range(20 + 150 * size))
        flags = {f"feature_{number}": number % 3 == 0 for number in range(10 + 150 * size)}
        return (
            f"<style>{rules}</style><script>window.dataLayer=window.dataLayer||[];"
            "(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime()});"
            "})(window,document,'script','dataLayer','GTM-X');</script>"
            f"<script>var adConfig = {json.dumps(flags)};</script>"
        )
