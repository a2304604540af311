"""Serve a Bot API by hand: each line typed is a private message, answers are printed."""

import argparse
import sys
import threading
import time

from tests.telegram_server.serve import running
from tests.telegram_server.state import TOKEN, BotApi, person


def main() -> None:
    """Read messages from standard input until it ends."""
    parser = argparse.ArgumentParser(prog="python -m tests.telegram_server", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    api = BotApi()
    with running(api, port=parser.parse_args().port) as address:
        print(f"SOSIK_TELEGRAM_API_URL={address} SOSIK_TELEGRAM_TOKEN={TOKEN}", flush=True)
        threading.Thread(target=_print_sent, args=(api,), daemon=True).start()
        for line in sys.stdin:
            api.write(line.rstrip("\n"), sender=person(1))


def _print_sent(api: BotApi) -> None:
    shown = 0
    while True:
        for sent in api.sent[shown:]:
            print(sent.text, end="\n\n", flush=True)
            shown += 1
        time.sleep(0.05)


if __name__ == "__main__":
    main()
