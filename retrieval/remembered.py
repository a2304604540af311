"""Remembers the terms of article sentences that many questions look at, in bounded memory."""

import hashlib
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Final

#: Some 70,000 sentences, as 10,000 passages of news have.
MAX_BYTES: Final = 24_000_000
#: What a sentence takes beside its terms: 158 bytes of key and entry, over 48,000 of news.
_ENTRY_BYTES: Final = 160
_DIGEST_BYTES: Final = 16
#: Stands in no term: the analyser reads texts without it.
_BETWEEN: Final = "\0"


class RememberedTerms:
    """Gives the terms of a text by ``find``, the least recently wanted ones found anew.

    Any thread may use it. A text is known by its digest and not kept itself.
    """

    def __init__(self, find: Callable[[str], Iterable[str]], *, max_bytes: int = MAX_BYTES) -> None:
        self._find = find
        self._max_bytes = max_bytes
        self._known: OrderedDict[bytes, str] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(self, text: str) -> frozenset[str]:
        """Return the different terms of ``text``."""
        key = hashlib.blake2b(
            text.encode(errors="surrogatepass"), digest_size=_DIGEST_BYTES
        ).digest()
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
        if known is None:
            known = _BETWEEN.join(dict.fromkeys(self._find(text)))
            self._keep(key, known)
        return frozenset(known.split(_BETWEEN)) if known else frozenset()

    def size(self) -> int:
        """Return about how many bytes the known terms take."""
        return self._bytes

    def _keep(self, key: bytes, terms: str) -> None:
        with self._lock:
            if key in self._known:
                return  # another thread was sooner
            self._known[key] = terms
            self._bytes += _size(terms)
            while self._bytes > self._max_bytes:
                self._bytes -= _size(self._known.popitem(last=False)[1])


def _size(terms: str) -> int:
    return _ENTRY_BYTES + sys.getsizeof(terms)
