"""What a check was not asked about is named, so that nobody takes it for checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from shidian.documents.formats.files import SelfDescription
from shidian.documents.report import report
from shidian.documents.rows import Checked, checked
from shidian.documents.text import checked_text
from tests.cases.real import real_book
from tests.documents.against.asking import reader

MEMOS = sorted(Path("tests/documents/memos").rglob("*.txt"))
MEMO = {
    "en": """1. App stores

App stores may be held up to 50 % by foreign investors in Chengdu. Our client must file within ten working days; the lease lasts six years.
Thank you for the pleasant talk.
""",
    "zh": """一、应用商店

外国投资者在成都经营应用商店，外资比例不得超过50%。客户应当在十个工作日内备案；费用为3000元。
感谢愉快的交谈。
""",
}
LEFT = {
    "en": ["Our client must file within ten working days", "the lease lasts six years."],
    "zh": ["客户应当在十个工作日内备案", "费用为3000元"],
}


def of(text: str) -> Checked:
    reading = reader().read_bytes(text.encode(), "memo.txt", SelfDescription(date=None))
    return checked(report(real_book().lawbook, reader().compare([reading])))[0]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_statement_that_nothing_was_asked_about_is_named_and_thanks_and_headings_are_not(lang: str) -> None:
    found = of(MEMO[lang])
    assert [r.quote for r in found.unasked] == LEFT[lang]
    for shown in ("en", "zh"):
        lines = "".join(checked_text((found,), shown).split())
        assert all("".join(words.split()) in lines for words in LEFT[lang])


@pytest.mark.parametrize("path", MEMOS[:: max(1, len(MEMOS) // 8)], ids=lambda p: f"{p.parent.name}/{p.name}")
def test_what_was_asked_is_not_among_what_was_not(path: Path) -> None:
    found = of(path.read_text(encoding="utf-8"))
    asked = [(r.start, r.end) for rows in (found.claims, found.citations) for r in rows]
    assert asked
    assert not [u for u in found.unasked if any(a < u.end and u.start < b for a, b in asked)]
