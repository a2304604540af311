"""What admins do, by chat and on the command line: sources, files, people, limits, figures.

Does not know who is an admin before it is asked, nor how a channel sends. Central names: ``Admin``
obeys an admin's message, ``commands`` is the menu.
"""

from bot.admin.admin import Admin
from bot.admin.menu import commands
from bot.admin.parts import Parts

__all__ = ["Admin", "Parts", "commands"]
