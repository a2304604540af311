"""Whatever is to be said, Telegram takes it, and people read all of it."""

import asyncio

from tests.bot.channels.telegram.random_replies import faults_of

#: As many as run in a few seconds; benchmarks.load sends a thousand others.
REPLIES = 60


def test_no_random_reply_is_refused_or_loses_anything() -> None:
    async def all_faults() -> list[str]:
        return [fault for seed in range(REPLIES) for fault in await faults_of(seed)]

    assert asyncio.run(all_faults()) == []
