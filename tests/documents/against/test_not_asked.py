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


FREEDOMS = (
    "The K visa allows its holder to work without a work permit.",
    "A K visa is a permit to work.",
    "Travellers in transit may work during their stay.",
    "Shanghai's data list applies in Lingang alone.",
    "过境免签期间可以工作。",
    "持K字签证无须办理工作许可。",
    "上海市的数据出境负面清单只适用于自贸试验区和临港新片区。",
    "北京的数据清单仅适用于临港新片区。",
)


@pytest.mark.parametrize("told", FREEDOMS)
def test_what_is_said_to_be_free_or_to_hold_somewhere_is_asked_about_or_named(told: str) -> None:
    """Each of these is false: a report without it would be taken for one that found nothing wrong."""
    found = of(f"Note\n\n{told} Thank you for the pleasant talk.\n" if told.isascii() else f"备忘录\n\n{told}感谢愉快的交谈。\n")
    assert any(r.verdict == "differs" for r in found.claims) or [r.quote for r in found.unasked] == [
        told.rstrip("。") if "。" in told else told
    ]
    assert not any(r.verdict == "agrees" for r in found.claims)


BACK = {
    "US citizens flying Los Angeles – Beijing – Los Angeles may use the 240-hour transit exemption.": ["differs"],
    "美国人从洛杉矶飞北京再返回洛杉矶，可以享受240小时过境免签。": ["differs"],
    "Transit travellers may return to the country they came from under the 240-hour rule.": ["open"],  # some need no visa at all
    "法国人在上海过境后返回出发地的，也可以享受240小时过境免签。": ["open"],
}
ONWARD = (
    "US citizens flying Los Angeles – Beijing – Tokyo may use the 240-hour transit exemption.",
    "美国人从洛杉矶飞北京再去东京，可以享受240小时过境免签。",
)


@pytest.mark.parametrize("told", BACK)
def test_a_journey_back_to_where_it_began_is_no_transit(told: str) -> None:
    assert [r.verdict for r in of(f"Note\n\n{told}\n").claims] == BACK[told]


@pytest.mark.parametrize("told", ONWARD)
def test_a_journey_on_to_a_third_country_is_one(told: str) -> None:
    assert "differs" not in [r.verdict for r in of(f"Note\n\n{told}\n").claims]
