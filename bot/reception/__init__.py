"""What people meet in a messenger before and after the conversation itself: who may ask, how
often, the buttons, what is kept of them and how it goes, the admins. Central: ``Reception``.

It knows no platform.
"""
