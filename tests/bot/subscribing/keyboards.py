"""Presses the buttons of a reply as people find them: by what they say."""

from typing import Any

from bot.reply import Button, Pressed, Reply, plain_text
from bot.subscribing.codes import Setting, read
from store.messaging.subscription import Kind, Subscription
from store.messaging.subscriptions import Subscriptions
from tests.bot.reception.conftest import CHANNEL, MINSU, Lobby


def labels(reply: Reply) -> list[str]:
    """What the buttons say."""
    return [one.text for row in reply.buttons for one in row]


def button(reply: Reply, label: str) -> Button:
    """The one button whose text begins so, a tick left aside."""
    found = [
        one for row in reply.buttons for one in row if one.text.removeprefix("✓ ").startswith(label)
    ]
    assert len(found) == 1, (label, labels(reply))
    return found[0]


def tap(lobby: Lobby, reply: Reply, label: str, **more: Any) -> Pressed:
    """Press it."""
    return lobby.press(button(reply, label).data or "", **more)


def taps(lobby: Lobby, reply: Reply, *names: str, **more: Any) -> Reply:
    """Press one after the other, each on the keyboard that stands there then."""
    for label in names:
        pressed = tap(lobby, reply, label, **more)
        assert pressed.reply is not None, (label, pressed)
        reply = pressed.reply
    return reply


def turned_on(lobby: Lobby, **more: Any) -> Reply:
    """The settings of a digest that was just turned on."""
    return taps(lobby, lobby.replied("/digest", **more), "Turn on", **more)


def kept(lobby: Lobby, chat: str = MINSU, kind: Kind = "digest") -> Subscription:
    """What the chat gets."""
    one = gets(lobby, chat, kind)
    assert one is not None
    return one


def gets(lobby: Lobby, chat: str = MINSU, kind: Kind = "digest") -> Subscription | None:
    """The same, None for nothing."""
    return Subscriptions(lobby.database).get(CHANNEL, chat, kind)


def says(pressed: Pressed) -> str:
    """What is replied to a press."""
    assert pressed.reply is not None, pressed
    return plain_text(pressed.reply)


def settings_in(reply: Reply) -> list[Setting]:
    """What the buttons of the settings carry."""
    found = [read(one.data or "") for row in reply.buttons for one in row]
    return [one for one in found if isinstance(one, Setting)]
