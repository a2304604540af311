"""The conversation: commands, questions, small talk and bad input, in the right language."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.conversation import MAX_QUESTION_CHARS, Conversation
from bot.introducing import commands
from bot.records import record
from bot.reply import Message, Reply, plain_text
from bot.texts import Language
from bot.turns import KEPT_FOR, MAX_CHATS, Turn, Turns
from retrieval.answer import Answer, Exchange, Quote
from retrieval.explanation import Explanation
from retrieval.question import Question
from store.article import Article, OutletCount, Published

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
SHELF = (
    Article(
        id=1,
        version=1,
        text="수도 관리소는 9일 새 정수장을 열었다. 하루 3만 톤을 거른다.",
        title="새 정수장 가동",
        file="water.txt",
        stored_at=NOW,
        outlet="강변신문",
        published=Published(iso="2025-05-09"),
        url="https://news.example/water",
    ),
    Article(
        id=2,
        version=1,
        text="The ferry to the island sails again. Tickets cost four euros.",
        title="Ferry back",
        file="ferry.txt",
        stored_at=NOW,
        published=Published(iso="2025-05-20"),
    ),
)


@dataclass
class ShelfDesk:
    """Quotes the first sentence that has a whole word of the question in it."""

    shelf: tuple[Article, ...] = SHELF
    asked: list[str] = field(default_factory=list)
    lasts: list[Exchange | None] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    confirmed: list[Exchange] = field(default_factory=list)

    def ask(
        self,
        question: str,
        *,
        now: datetime,
        zone: tzinfo,
        last: Exchange | None = None,
        skip: int = 0,
    ) -> Answer:
        self.asked.append(question)
        self.lasts.append(last)
        if not self.shelf:
            return Answer(question=question, kind="declined", reason="empty_store")
        words = set(re.findall(r"\w{2,}", question))
        for article in self.shelf:
            for sentence in re.finditer(r"[^.\s][^.]*\.", article.text):
                if words & set(re.findall(r"\w{2,}", sentence[0])):
                    return self._found(question, "answer", (self._quote(article, sentence),))
        return Answer(question=question, kind="declined", reason="not_found", nearest=self.shelf)

    def timeline(
        self, question: str, *, now: datetime, zone: tzinfo, last: Exchange | None = None
    ) -> Answer:
        self.asked.append(question or (last.question if last else ""))
        return self.latest(limit=5, zone=zone)

    def explain(
        self, question: str, *, now: datetime, zone: tzinfo, last: Exchange | None = None
    ) -> Explanation:
        asked = Question(text=question, language="ko", morphemes=(), trigrams=(), wanted="place")
        return Explanation(asked=asked, answer=self.ask(question, now=now, zone=zone, last=last))

    def latest(self, *, limit: int, zone: tzinfo, skip: int = 0) -> Answer:
        if not self.shelf:
            return Answer(question="", kind="declined", reason="empty_store")
        newest = sorted(self.shelf, key=lambda article: str(article.published), reverse=True)
        leads = [(article, re.match(r"[^.]+\.", article.text)) for article in newest[skip:][:limit]]
        quotes = tuple(self._quote(a, lead) for a, lead in leads if lead)
        if not quotes:
            return Answer(question="", kind="declined", reason="not_found")
        return self._found("", "list", quotes)

    def news(self, topic: str, *, limit: int, now: datetime, zone: tzinfo, skip: int = 0) -> Answer:
        self.asked.append(topic)
        words = set(re.findall(r"\w{2,}", topic))
        if not words:
            return Answer(question=topic, kind="declined", reason="empty_question")
        on = tuple(one for one in self.shelf if any(word in one.text for word in words))
        if not on:
            return Answer(question=topic, kind="declined", reason="nothing_similar")
        return ShelfDesk(shelf=on).latest(limit=limit, zone=zone, skip=skip)

    def further(
        self, last: Exchange, *, limit: int, now: datetime, zone: tzinfo, skip: int = 0
    ) -> Answer:
        others = tuple(one for one in self.shelf if one.id not in last.articles)
        if not others:
            return Answer(question=last.question, kind="declined", reason="not_found")
        return ShelfDesk(shelf=others).latest(limit=limit, zone=zone, skip=skip)

    def check(self, text: str, *, now: datetime, zone: tzinfo) -> Answer:
        self.checked.append(text)
        if not re.search(r"\w{2,}", text):
            return Answer(question=text, kind="declined", reason="empty_question")
        answer = ShelfDesk(shelf=self.shelf).ask(text, now=now, zone=zone)
        return replace(answer, searched=text.splitlines()[0])

    def confirm(self, last: Exchange, *, now: datetime, zone: tzinfo) -> Answer:
        self.confirmed.append(last)
        (article,) = (one for one in self.shelf if one.id == last.articles[0])
        lead = re.match(r"[^.]+\.", article.text)
        assert lead
        return self._found(last.question, "answer", (self._quote(article, lead),))

    def _found(self, question: str, kind: str, quotes: tuple[Quote, ...]) -> Answer:
        dates = [quote.article.published for quote in quotes if quote.article.published]
        return Answer(
            question=question,
            kind="list" if kind == "list" else "answer",
            quotes=quotes,
            confidence=0.9,
            as_of=max(dates, default=None),
        )

    def _quote(self, article: Article, found: re.Match[str]) -> Quote:
        return Quote(article=article, start=found.start(), end=found.end(), text=found[0])


@dataclass
class DictMemory:
    """Remembers in a dict."""

    shelf: tuple[Article, ...] = SHELF
    languages: dict[tuple[str, str], str] = field(default_factory=dict)

    def sources(self) -> tuple[OutletCount, ...]:
        counts = Counter(article.outlet for article in self.shelf)
        return tuple(
            OutletCount(outlet=outlet, articles=count, newest=None)
            for outlet, count in counts.items()
        )

    def language_of(self, channel: str, chat: str) -> str | None:
        return self.languages.get((channel, chat))

    def set_language(self, channel: str, chat: str, language: str | None) -> None:
        self.languages.pop((channel, chat), None)
        if language:
            self.languages[channel, chat] = language


@dataclass
class Chat:
    """A person's chat with the bot."""

    desk: ShelfDesk = field(default_factory=ShelfDesk)
    memory: DictMemory = field(default_factory=DictMemory)
    client: str | None = None
    default: Language = "ko"

    def __post_init__(self) -> None:
        self.conversation = Conversation(
            desk=self.desk, memory=self.memory, zone=SEOUL, default_language=self.default
        )

    def reply(
        self,
        text: str,
        *,
        chat: str = "1",
        after: timedelta = timedelta(),
        topic: str | None = None,
        number: str | None = None,
        edited: bool = False,
        forwarded: bool = False,
    ) -> Reply:
        message = Message(
            channel="test",
            chat=chat,
            text=text,
            language=self.client,
            topic=topic,
            number=number,
            edited=edited,
            forwarded=forwarded,
        )
        return self.conversation.reply(message, now=NOW + after)

    def say(self, text: str, *, chat: str = "1") -> str:
        return plain_text(self.reply(text, chat=chat))


def test_a_question_gets_a_cited_answer() -> None:
    assert Chat().say("정수장을 연 곳은?").splitlines() == [
        "“수도 관리소는 9일 새 정수장을 열었다.” [1]",
        "",
        "[1] 강변신문 · 2025년 5월 9일 · 새 정수장 가동 https://news.example/water",
        "2025년 5월 9일 기준",
    ]


def test_an_unknown_topic_is_declined_with_the_nearest_headlines() -> None:
    reply = Chat().reply("내일 서울 날씨는?")

    assert reply.kind == "declined"
    assert "관련 있을 만한 기사:" in plain_text(reply)
    assert "Ferry back · 매체 미상 · 2025년 5월 20일" in plain_text(reply)


def test_a_greeting_before_a_question_is_not_searched() -> None:
    chat = Chat()

    assert chat.reply("안녕하세요! 새 정수장을 연 곳은?").kind == "answer"
    assert chat.desk.asked == ["새 정수장을 연 곳은?"]


@pytest.mark.parametrize(
    "text", ["안녕하세요", "고마워 ㅎㅎ", "넌 누구야?", "😀😀", "바보", "???", "ok"]
)
def test_small_talk_is_answered_without_asking_the_desk(text: str) -> None:
    chat = Chat()
    reply = chat.reply(text)

    assert (reply.kind, reply.answer, len(reply.lines)) == ("talk", None, 1)
    assert chat.desk.asked == []
    assert not any(str(article.title) in plain_text(reply) for article in SHELF)


def test_asking_for_news_lists_the_newest_articles() -> None:
    reply = Chat().reply("최신 뉴스 알려줘")

    assert reply.kind == "list"
    assert plain_text(reply).splitlines()[:4] == [
        "최근 기사",
        "",
        "1. Ferry back",
        "“The ferry to the island sails again.”",
    ]


@pytest.mark.parametrize(
    ("command", "articles"),
    [("/latest", 2), ("/LATEST 1", 1), ("/latest ?", 2), ("/latest 0", 1), ("/latest 9999999", 2)],
)
def test_latest_takes_a_number(command: str, articles: int) -> None:
    reply = Chat().reply(command)

    assert reply.answer is not None
    assert len(reply.answer.quotes) == articles


@pytest.mark.parametrize("name", [name for name, _ in commands("ko")])
def test_every_command_of_the_menu_is_answered_in_any_case_and_with_arguments(name: str) -> None:
    chat = Chat()
    unknown = chat.say("/nonsense").replace("nonsense", name)

    for text in (f"/{name}", f"/{name.upper()}", f"/{name} 그리고 더\n있다", f"  /{name} "):
        said = chat.say(text)
        assert said
        assert said != unknown
    assert set(chat.desk.asked) <= {"그리고 더 있다"}


def test_menus_are_translated_and_help_lists_every_command() -> None:
    korean, english = commands("ko"), commands("en")

    assert [name for name, _ in korean] == [name for name, _ in english]
    assert all(re.search("[가-힣]", text) for _, text in korean)
    # Telegram's rule for commands: https://core.telegram.org/bots/api#botcommand
    assert all(re.fullmatch("[a-z0-9_]{1,32}", name) and len(text) <= 256 for name, text in english)
    assert all(f"/{name} – {text}" in Chat().say("/help") for name, text in korean)


def test_an_unknown_command_is_named_and_points_to_help() -> None:
    assert (
        Chat().say("/weather seoul")
        == "/weather 명령어는 없습니다. 명령어는 /help 안내에 있습니다."
    )


def test_a_path_or_a_lone_slash_is_a_question() -> None:
    chat = Chat()
    for text in ("/home/user/정수장.txt", "/ 정수장", "1/3"):
        assert chat.reply(text).kind in ("answer", "declined")
    assert len(chat.desk.asked) == 3


def test_sources_lists_the_outlets() -> None:
    assert Chat().say("/sources").splitlines() == [
        "기사 2건",
        "· 강변신문 · 기사 1건",
        "· 매체 미상 · 기사 1건",
    ]


@pytest.mark.parametrize("text", ["정수장은?", "/latest", "/sources", "뉴스"])
def test_an_empty_store_says_how_to_add_articles(text: str) -> None:
    chat = Chat(desk=ShelfDesk(shelf=()), memory=DictMemory(shelf=()))

    assert "sosik ingest 경로" in chat.say(text)


def test_privacy_says_what_is_kept_and_what_leaves() -> None:
    korean, english = Chat().say("/privacy"), Chat(default="en").say("/privacy")

    assert "저장하지 않고 로그에도 남기지 않습니다" in korean
    assert "30분" in korean
    assert "30 minutes" in english
    assert "no cloud AI" in english
    assert "/lang" in english


def test_the_language_set_wins_over_the_one_written() -> None:
    chat = Chat()

    assert chat.say("/lang en") == "Language of the replies: English"
    assert chat.say("안녕하세요").isascii()
    assert chat.say("/lang KO") == "답변 언어: 한국어"
    assert not chat.say("hello").isascii()
    assert "맞춰" in chat.say("/lang auto")
    assert chat.say("hello").isascii()
    assert chat.memory.languages == {}


def test_lang_without_a_language_shows_the_present_one_and_how_to_change_it() -> None:
    for text in ("/lang", "/lang tlh"):
        said = Chat().say(text).splitlines()
        assert said[1] == "바꾸려면: /lang ko, /lang en, /lang auto"


def test_a_language_is_set_for_one_chat_only() -> None:
    chat = Chat()
    chat.say("/lang en", chat="a")

    assert chat.say("/new", chat="a").isascii()
    assert not chat.say("/new", chat="b").isascii()


@pytest.mark.parametrize(
    ("client", "default", "text", "english"),
    [
        (None, "ko", "hello", True),
        (None, "en", "안녕", False),
        ("ko", "en", "こんにちは", False),
        ("ja", "ko", "こんにちは", True),
        (None, "ko", "你好", True),
        ("en-GB", "ko", "😀", True),
        ("ja", "ko", "😀", False),
        (None, "en", "?!", True),
        ("en", "ko", "/help", True),
        (None, "ko", "/help", False),
    ],
)
def test_replies_follow_the_writing_then_the_client_then_the_setting(
    client: str | None, default: Language, text: str, english: bool
) -> None:
    said = Chat(client=client, default=default).say(text)

    assert (re.search("[가-힣]", said) is None) == english


def test_the_language_last_written_holds_until_a_new_conversation() -> None:
    chat = Chat(client="en", default="en")

    chat.say("안녕하세요")
    assert not chat.say("/help").isascii()
    assert not chat.say("👍").isascii()
    assert "새 대화" in chat.say("/new")
    assert chat.say("👍").isascii()


def test_a_long_message_is_searched_by_its_beginning_and_says_so() -> None:
    chat = Chat()
    reply = chat.reply("정수장을 연 곳을 " + "알려 주세요 " * 3_000)

    assert reply.kind == "answer"
    assert plain_text(reply).startswith("질문이 길어 앞부분 1,000자만으로 찾았습니다.")
    assert len(chat.desk.asked[0]) <= MAX_QUESTION_CHARS
    assert "1,000" not in chat.say("정수장은 어디에 " + "있" * (MAX_QUESTION_CHARS - 9))


@pytest.mark.parametrize("text", ["", "  \n", "\u200b\u200e", "\x00", "\ud800", "\u202e \ufeff"])
def test_an_empty_message_is_asked_for_a_question(text: str) -> None:
    reply = Chat().reply(text)

    assert reply.answer is not None
    assert (reply.kind, reply.answer.reason) == ("declined", "empty_question")
    assert plain_text(reply) == "무엇이 궁금하신가요? 질문을 글로 보내 주세요."


@pytest.mark.parametrize("text", ["https://news.example/water", "www.example.kr  http://a.kr/?b=c"])
def test_an_address_alone_is_not_opened_and_says_so(text: str) -> None:
    chat = Chat()

    assert chat.say(text).startswith("링크는 열어 보지 않습니다.")
    assert chat.desk.asked == []
    assert chat.reply(f"{text} 이 정수장을 연 곳은?").kind == "answer"
    assert chat.desk.asked == ["이 정수장을 연 곳은?"]


def test_invisible_characters_and_markup_do_not_reach_the_desk_or_hide_words() -> None:
    chat = Chat()
    chat.reply("\u202e정\u200b수장\x00을 <b>연</b>\ud800 곳은?")

    assert chat.desk.asked == ["정수장 을 <b>연</b> 곳은?"]


@given(st.text(st.characters(), max_size=60))
@example("/lang \ud800")
@example("/{name}")
@example("/" + "ㅋ" * 40)
@example("\u0000" * 10_000)
def test_any_text_gets_a_reply_that_can_be_sent(text: str) -> None:
    reply = Chat().reply(text)

    assert plain_text(reply).strip().encode()
    written = json.dumps(record(text, reply, zone=SEOUL, ms=1), ensure_ascii=False)
    assert json.loads(written.encode())["reply"] == plain_text(reply)
    if reply.answer:
        assert all(quote.text in plain_text(reply) for quote in reply.answer.quotes)


# -- going on from the last question


def test_a_question_is_asked_with_what_it_may_go_on_from() -> None:
    chat = Chat()
    chat.reply("정수장을 연 곳은?")
    chat.reply("그건 언제야?")

    assert chat.desk.lasts[0] is None
    last = chat.desk.lasts[1]
    assert last is not None
    assert (last.question, last.articles) == ("정수장을 연 곳은?", (1,))


@pytest.mark.parametrize("text", ["왜?", "why?", "언제?"])
def test_a_bare_asking_word_is_a_question_to_who_has_just_answered(text: str) -> None:
    stranger, chat = Chat(), Chat()
    chat.reply("정수장을 연 곳은?")
    chat.reply(text)

    assert chat.desk.asked == ["정수장을 연 곳은?", text]
    assert stranger.reply(text).kind in ("talk", "declined")


def test_the_last_question_is_forgotten_after_half_an_hour() -> None:
    chat = Chat()
    chat.reply("정수장을 연 곳은?")
    chat.reply("그건 왜?", after=timedelta(minutes=29))
    chat.reply("정수장은?", after=timedelta(minutes=60))

    assert [last is None for last in chat.desk.lasts] == [True, False, True]


def test_a_new_conversation_forgets_the_last_question() -> None:
    chat = Chat()
    chat.reply("정수장을 연 곳은?")
    chat.reply("/new")
    chat.reply("그건 언제야?")

    assert chat.desk.lasts == [None, None]


def test_what_one_chat_asked_is_not_known_in_another() -> None:
    chat = Chat()
    chat.reply("정수장을 연 곳은?", chat="a")
    chat.reply("그건 언제야?", chat="b")

    assert chat.desk.lasts == [None, None]


def test_a_declined_question_can_be_gone_on_from_by_the_nearest_articles() -> None:
    chat = Chat()
    chat.reply("내일 서울 날씨는?")
    chat.reply("그럼 모레는?")

    assert chat.desk.lasts[1] == Exchange(question="내일 서울 날씨는?", articles=(1, 2))


def test_turns_of_many_chats_do_not_grow_without_end() -> None:
    turns = Turns()
    exchange = Exchange(question="?", articles=())
    for number in range(MAX_CHATS + 5):
        turns.keep(("test", str(number)), Turn(question="?", at=NOW, exchange=exchange))

    assert turns.last(("test", "4"), now=NOW) is None
    assert turns.last(("test", "5"), now=NOW) is not None


# -- lists


@pytest.mark.parametrize(
    "more", ["더 보기", "더 보여줘", "다음", "more", "もっと", "更多", "/more"]
)
def test_more_goes_on_with_the_last_list_until_there_are_no_more(more: str) -> None:
    chat = Chat()
    first = chat.reply("/latest 1")
    second = chat.reply(more)
    third = chat.reply(more)

    assert first.answer
    assert second.answer
    assert {q.article.id for q in first.answer.quotes} == {2}
    assert {q.article.id for q in second.answer.quotes} == {1}
    assert third.kind == "talk"
    assert chat.desk.asked == []


def test_without_a_list_there_is_no_more_of_it() -> None:
    assert Chat().say("더 보기") == (
        "이어서 보여 드릴 목록이 없습니다. 최근 기사는 /latest로 보실 수 있습니다."
    )


@pytest.mark.parametrize("more", ["더 보기", "more", "/more"])
def test_more_after_an_answer_lists_further_articles_until_there_are_no_more(more: str) -> None:
    chat = Chat(default="en")
    chat.reply("정수장을 연 곳은?")
    further, none = chat.reply(more), chat.reply(more)

    assert further.answer
    assert [one.article.id for one in further.answer.quotes] == [2]
    assert plain_text(none) in ("There are no more articles.", "더 보여 드릴 기사가 없습니다.")
    assert chat.desk.asked == ["정수장을 연 곳은?"]


def test_further_articles_do_not_change_what_is_gone_on_from() -> None:
    chat = Chat()
    chat.reply("정수장을 연 곳은?")
    chat.reply("더 보기")
    chat.reply("그건 언제야?")

    assert chat.desk.lasts[-1] == Exchange(
        question="정수장을 연 곳은?", articles=(1,), quoted=((1, 0),)
    )


@pytest.mark.parametrize(
    ("argument", "articles"),
    [("정수장", [1]), ("정수장 3", [1]), ("island  1", [2]), ("하루 island", [2, 1])],
)
def test_latest_takes_a_topic_and_a_number(argument: str, articles: list[int]) -> None:
    reply = Chat().reply(f"/latest {argument}")

    assert reply.answer
    assert [one.article.id for one in reply.answer.quotes] == articles


def test_a_number_that_belongs_to_a_name_is_no_count() -> None:
    chat = Chat()
    chat.reply("/latest 솟대-3")
    chat.reply("/latest 3")

    assert chat.desk.asked == ["솟대-3"]


def test_more_goes_on_with_the_newest_on_a_topic() -> None:
    chat = Chat()
    chat.reply("/latest 하루 island 1")
    more = chat.reply("더 보기")

    assert more.answer
    assert [one.article.id for one in more.answer.quotes] == [1]
    assert chat.desk.asked == ["하루 island", "하루 island"]


def test_a_topic_without_articles_is_declined_and_one_without_words_is_no_topic() -> None:
    assert Chat().reply("/latest 아이스크림").kind == "declined"
    assert Chat().reply("/latest ???").kind == "list"


def test_a_timeline_is_of_the_topic_named_else_of_the_last_question() -> None:
    chat = Chat()
    assert "/timeline" in chat.say("/timeline")
    assert chat.reply("/timeline 정수장").kind == "list"
    chat.reply("/new")
    chat.reply("정수장을 연 곳은?")
    chat.reply("/timeline")

    assert chat.desk.asked == ["정수장", "정수장을 연 곳은?", "정수장을 연 곳은?"]


def test_why_explains_the_last_question() -> None:
    chat = Chat()
    assert chat.say("/why") == "아직 설명해 드릴 답이 없습니다."
    chat.reply("정수장을 연 곳은?")

    assert "질문: 정수장을 연 곳은?" in chat.say("/why")


def test_a_silent_chat_is_forgotten_too() -> None:
    turns = Turns()
    asked = datetime(2026, 11, 22, tzinfo=UTC)
    turn = Turn(question="?", at=asked, exchange=Exchange(question="?", articles=()))
    turns.keep(("terminal", "a"), turn)
    turns.forget_old(asked + KEPT_FOR - timedelta(seconds=1))
    assert turns.last(("terminal", "a"), now=asked) == turn
    turns.forget_old(asked + KEPT_FOR)
    assert turns.last(("terminal", "a"), now=asked) is None


# -- forum topics


def test_each_topic_of_a_forum_is_a_conversation_of_its_own() -> None:
    chat = Chat()
    chat.reply("정수장을 연 곳은?", topic="7")
    chat.reply("그건 언제야?", topic="8")
    chat.reply("그건 언제야?")
    chat.reply("그건 언제야?", topic="7")

    assert [last is None for last in chat.desk.lasts] == [True, True, True, False]


def test_the_language_set_holds_in_every_topic_the_one_written_in_its_own() -> None:
    chat = Chat()
    chat.reply("hello", topic="7")
    assert plain_text(chat.reply("👍", topic="7")).isascii()
    assert not plain_text(chat.reply("👍", topic="8")).isascii()
    chat.reply("/lang en", topic="8")
    assert plain_text(chat.reply("/help")).count("Questions in Korean") == 1


def test_a_chat_is_forgotten_with_all_its_topics_and_no_other_is() -> None:
    chat = Chat()
    for name, topic in (("1", None), ("1", "7"), ("11", None)):
        chat.reply("정수장을 연 곳은?", chat=name, topic=topic)
    chat.conversation.forget(("test", "1"))
    known = [
        chat.conversation.last_question(("test", name), now=NOW) for name in ("1", "1/7", "11")
    ]

    assert known == [None, None, "정수장을 연 곳은?"]


def test_only_who_may_sets_the_language() -> None:
    chat = Chat(default="en")
    message = Message(channel="test", chat="1", text="/lang ko", group=True, may_set=False)

    assert "administrators" in plain_text(chat.conversation.reply(message, now=NOW))
    assert chat.memory.languages == {}
    shown = chat.conversation.reply(replace(message, text="/lang"), now=NOW)
    assert "Language of the replies: English" in plain_text(shown)


def test_the_texts_of_a_chat_can_be_had_without_saying_anything() -> None:
    chat = Chat(default="ko")
    message = Message(channel="test", chat="1", text="an English sentence of somebody")

    assert chat.conversation.texts_for(message).language == "ko"
    chat.reply("hello there")
    assert chat.conversation.texts_for(replace(message, text="안녕")).language == "en"


def test_the_last_question_is_known_while_it_is_remembered() -> None:
    chat = Chat()
    assert chat.conversation.last_question(("test", "1"), now=NOW) is None
    chat.reply("정수장을 연 곳은?")
    assert chat.conversation.last_question(("test", "1"), now=NOW) == "정수장을 연 곳은?"
    assert chat.conversation.last_question(("test", "1"), now=NOW + KEPT_FOR) is None
    chat.reply("/latest")
    assert chat.conversation.last_question(("test", "1"), now=NOW) is None


# -- edited questions


def test_an_edited_question_goes_on_from_what_it_went_on_from() -> None:
    chat = Chat()
    chat.reply("정수장을 연 곳은?", number="1")
    chat.reply("그건 왜?", number="3")
    chat.reply("그건 언제야?", number="3", edited=True)
    chat.reply("하루 몇 톤?", number="5")

    before, edited = chat.desk.lasts[1], chat.desk.lasts[2]
    assert before is not None
    assert edited == before
    following = chat.desk.lasts[3]
    assert following is not None
    assert following.question == "그건 언제야?"


def test_the_first_question_edited_goes_on_from_nothing() -> None:
    chat = Chat()
    chat.reply("정수장을 연 곳은?", number="1")
    chat.reply("정수장은 어디?", number="1", edited=True)

    assert chat.desk.lasts == [None, None]


def test_an_older_question_edited_stands_alone_and_is_not_gone_on_from() -> None:
    chat = Chat()
    chat.reply("정수장을 연 곳은?", number="1")
    chat.reply("Where does the ferry go?", number="3")
    chat.reply("정수장은 어디?", number="1", edited=True)
    chat.reply("when?", number="5")

    assert chat.desk.lasts[2] is None
    last = chat.desk.lasts[3]
    assert last is not None
    assert last.question == "Where does the ferry go?"


# -- forwarded messages


def test_a_forwarded_text_is_looked_up_as_it_stands_line_by_line() -> None:
    chat = Chat(default="en", client="en")
    reply = chat.reply("[속보]  정수장을 열었다\n다들\u200b 알려 주세요", forwarded=True)

    assert chat.desk.checked == ["[속보] 정수장을 열었다\n다들 알려 주세요"]
    assert reply.kind == "answer"
    first, *_, last = plain_text(reply).splitlines()
    assert "about the forwarded text" in first
    assert "I do not judge" in first
    assert "2025" in last


@pytest.mark.parametrize(
    "text", ["/stats", "/new", "/lang en", "/broadcast 모두에게", "더 보기", "고마워"]
)
def test_a_forwarded_command_is_text_and_never_obeyed(text: str) -> None:
    chat = Chat()
    chat.reply("정수장을 연 곳은?")
    chat.reply(text, forwarded=True)

    assert chat.desk.checked == [text]
    assert chat.memory.languages == {}
    assert chat.conversation.last_question(("test", "1"), now=NOW) is not None


def test_a_forwarded_text_does_not_go_on_from_the_last_question_but_can_be_gone_on_from() -> None:
    chat = Chat()
    chat.reply("Where does the ferry go?")
    chat.reply("정수장을 열었다", forwarded=True)
    chat.reply("왜?")

    last = chat.desk.lasts[-1]
    assert last is not None
    assert (last.question, last.articles) == ("정수장을 열었다", (1,))


def test_a_forwarded_text_that_nothing_bears_on_names_the_nearest_articles() -> None:
    said = plain_text(Chat(default="en").reply("외계인이 나타났다", forwarded=True))

    assert said.startswith("None of the stored articles is about what the forwarded text says.")
    assert "Ferry back" in said


@pytest.mark.parametrize("text", ["", " \n ", "😀😀", "...", "\u202e\u200b"])
def test_a_forwarded_message_without_words_is_told_so(text: str) -> None:
    chat = Chat(default="en")
    reply = chat.reply(text, forwarded=True)

    assert plain_text(reply).startswith("The forwarded message has no text")
    assert chat.desk.checked == []


def test_a_forwarded_address_is_not_opened() -> None:
    said = plain_text(Chat(default="en").reply("https://a.example/b", forwarded=True))
    assert said.startswith("I do not open links.")


def test_the_language_of_a_forwarded_text_is_not_that_of_who_forwards_it() -> None:
    chat = Chat(default="ko")
    chat.reply("Somebody wrote this in English, about the island.", forwarded=True)

    assert not chat.say("/sources").isascii()


def test_why_after_a_forwarded_text_names_the_sentence_that_was_looked_up() -> None:
    chat = Chat()
    chat.reply("정수장을 열었다\n놀랍다", forwarded=True)

    assert chat.say("/why").splitlines()[-1] == "정수장을 열었다"


@given(st.text(st.characters(), max_size=80))
def test_any_forwarded_text_gets_a_reply_that_can_be_sent(text: str) -> None:
    assert plain_text(Chat().reply(text, forwarded=True)).strip().encode()


# -- is it so?


@pytest.mark.parametrize(
    "text", ["정말이야?", "사실이야?", "그거 진짜야?", "is that true?", "本当ですか？", "真的吗？"]
)
def test_whether_it_is_so_after_a_quote_is_asked_of_the_desk(text: str) -> None:
    chat = Chat()
    chat.reply("정수장을 연 곳은?")
    reply = chat.reply(text)

    assert [one.articles for one in chat.desk.confirmed] == [(1,)]
    assert reply.kind == "answer"
    assert chat.desk.asked == ["정수장을 연 곳은?"]


def test_whether_it_is_so_means_nothing_to_a_stranger_or_after_a_list() -> None:
    chat = Chat()
    chat.reply("정말이야?")
    chat.reply("내일 서울 날씨는?")
    chat.reply("사실이야?")

    assert chat.desk.confirmed == []


def test_nothing_that_denies_it_is_no_verdict() -> None:
    chat = Chat(default="en", client="en")
    chat.reply("Where does the ferry go?")
    said = chat.say("really?")

    assert said.startswith(
        "None of the stored articles denies or corrects this. Whether it is true"
    )
