"""What the documents point at is there: files, modules, make targets, dependencies, quotes."""

import re
import shutil
import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from store.article import PARAGRAPH_BREAK, Extracted
from store.ingest import articles_in
from tests.docs.markdown import READMES, ROOT, blocks, document, links, rows, spans

PACKAGES: Final = ("bot", "config", "retrieval", "store")
DOCUMENTS: Final = sorted(
    str(path.relative_to(ROOT)) for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
)
#: Folders of somebody's machine, and hosts of package registries.
_FOREIGN: Final = re.compile(
    r"(?<![\w./~:-])/(?:Users|root|work|opt|home/runner)/\w"
    r"|py" r"pi\.org|pythonhos" r"ted\.org|download\.pyto" r"rch\.org|/sim" r"ple/"
    r"|anaco" r"nda\.org|npm" r"js\.org"
)  # fmt: skip


def _tracked() -> list[Path]:
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("this is no git checkout")
    run = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in run.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_to_files_and_headings(name: str) -> None:
    for link in links(document(name)):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), link
        if anchor:
            assert anchor in _anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_in_documents_are_there(name: str) -> None:
    for path in spans(document(name)):
        if re.fullmatch(rf"(?:{'|'.join(PACKAGES)}|tests|benchmarks|samples|docs)/[\w./-]*", path):
            assert (ROOT / path).exists(), path


def test_architecture_has_a_line_for_every_module() -> None:
    told = [spans(first)[0] for first, *_ in rows(document("docs/architecture.md")) if "/" in first]
    modules = [
        str(path.relative_to(ROOT)) for name in PACKAGES for path in (ROOT / name).glob("*.py")
    ]
    rooms = {
        f"{path.relative_to(ROOT)}/"
        for name in PACKAGES
        for path in (ROOT / name).iterdir()
        if (path / "__init__.py").exists()
    }
    own = {module for module in modules if not module.endswith("/__init__.py")}
    assert sorted(told) == sorted(own | rooms)


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_make_targets_in_documents_are_there(name: str) -> None:
    text = document(name)
    named = {
        target
        for code in (*spans(text), *blocks(text))
        for target in re.findall(r"\bmake ([a-z]+)", code)
    }
    targets = set(re.findall(r"^([a-z]+):", document("Makefile"), re.MULTILINE))
    assert named
    assert named <= targets
    if name == "CONTRIBUTING.md":
        assert named == targets


def test_every_dependency_has_its_reason_and_none_is_told_that_is_gone() -> None:
    project = tomllib.loads(document("pyproject.toml"))
    named = (
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    )
    required = [re.split(r"[<>=~!;\[ ]", one, maxsplit=1)[0] for one in named]
    told = [
        re.findall(r"\[([^\]]+)\]", first)[0]
        for first, *_ in rows(document("docs/dependencies.md"))
    ]
    assert sorted(told) == sorted(set(required))
    assert all(all(cells) for cells in rows(document("docs/dependencies.md")))


@pytest.mark.parametrize("readme", READMES)
def test_quotes_of_the_transcripts_stand_in_the_samples(readme: str) -> None:
    texts = [
        PARAGRAPH_BREAK.join(result.paragraphs)
        for path in sorted((ROOT / "samples").iterdir())
        for _, result in articles_in(path, now=datetime.now(UTC))
        if isinstance(result, Extracted)
    ]
    transcripts = [block for block in blocks(document(readme)) if "❯" in block]
    quotes = re.findall(
        r"^(?:[^“「▪\n]+: )?[“「▪](.+?)[”」]?(?: \[\d\])?$", "\n".join(transcripts), re.MULTILINE
    )
    assert len(quotes) >= 2 * len(transcripts)
    for quote in quotes:
        assert any(quote in text for text in texts), quote


def test_both_readmes_show_the_same_transcripts() -> None:
    english, korean = (
        [block for block in blocks(document(name)) if "❯" in block] for name in READMES
    )
    assert english == korean


def test_no_file_names_a_folder_of_a_machine_or_a_package_registry() -> None:
    for path in _tracked():
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            found = _FOREIGN.search(line.decode(errors="replace"))
            assert found is None, f"{path.relative_to(ROOT)}:{number}: {found}"


def _anchors(text: str) -> set[str]:
    """The anchors that GitHub gives the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
