"""The reception, over which people set up what they want to hear of."""

from tests.bot.reception.conftest import closed, lobby, opens, shelf, stocked

__all__ = ["closed", "lobby", "opens", "shelf", "stocked"]
