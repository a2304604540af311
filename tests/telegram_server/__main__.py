"""Serve a Bot API by hand, with a page on which to write to the bot."""

import argparse
import threading

from tests.telegram_server.page import Page
from tests.telegram_server.serve import running
from tests.telegram_server.state import BotApi
from tests.telegram_server.values import TOKEN


def main() -> None:
    """Serve on this machine until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.telegram_server", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    api = BotApi(privacy=True)
    with running(api, *Page(api).routes(), port=parser.parse_args().port) as address:
        print(f"Write to the bot on {address}/ once it runs with these settings:")
        print(f"SOSIK_TELEGRAM_API_URL={address} SOSIK_TELEGRAM_TOKEN={TOKEN}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
