"""The channels: each carries messages to the conversation and replies back. Central are
``terminal.talk`` and ``TelegramChannel``.
"""
