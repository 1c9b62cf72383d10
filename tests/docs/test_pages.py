"""The pages hang together: links lead somewhere, and what is generated is up to date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cases.real import real_lawbook
from tests.cli.running import run
from tests.docs import command_reference
from tests.docs.commands import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
COVERAGE = ROOT / "docs/reference/coverage.md"


def prose(page: Path) -> str:
    """A page without what is fenced or quoted as code."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`]*`", "", text)


def anchors(page: Path) -> set[str]:
    """The names under which the headings of a page can be linked."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.strip().lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    ahead = [ROOT / "README.md"]
    while ahead:
        page = ahead.pop().resolve()
        page = page / "README.md" if page.is_dir() else page
        if page in seen or not page.exists() or page.suffix != ".md":
            continue
        seen.add(page)
        ahead += [page.parent / link.partition("#")[0] for link in LINK.findall(prose(page)) if not re.match(r"[a-z]+:|#", link)]
    assert [p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").rglob("*.md") if p.resolve() not in seen] == []


def test_the_page_on_coverage_is_what_the_command_writes() -> None:
    done = run("coverage", "--markdown")
    assert done.code == 0, done.err
    assert COVERAGE.read_text(encoding="utf-8") == done.out, "run `make docs`"


def test_the_page_on_coverage_names_every_instrument_once() -> None:
    text = COVERAGE.read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)) == sorted(real_lawbook().instruments)


@pytest.mark.parametrize("official", [155, 159])
def test_the_page_on_coverage_says_how_much_of_an_official_list_is_known(official: int) -> None:
    assert re.search(rf"\d+ rows known; the official total is {official} tasks", COVERAGE.read_text(encoding="utf-8"))


def test_the_reference_of_the_command_line_has_every_command() -> None:
    kept, now = (
        (re.findall(r"^## `(.+)`$", t, re.MULTILINE))
        for t in ((ROOT / "docs/reference/cli.md").read_text("utf-8"), command_reference.markdown())
    )
    assert kept == now


def test_the_chinese_tutorial_shows_the_commands_of_the_english_one() -> None:
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("docs/tutorial.md", "docs/zh/tutorial.md")]
    english, chinese = (re.findall(r"^    (?:shidian|make) .*$", text, re.MULTILINE) for text in texts)
    assert chinese == english
