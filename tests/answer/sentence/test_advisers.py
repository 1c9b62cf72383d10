"""276 sentences in the manner of advisers, data-protection officers, staff departments, founders and officials, with question, facts and whether
anything is left over, written before they were read. 90 served for building; 90, 60 and 36 were kept back until a first reading (see the page)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from shidian.words.labels import entry_label
from tests.answer.sentence.measured import read, without_open_days
from tests.cases.real import real_book

BOOK = real_book()
LAW = BOOK.lawbook
ADVISERS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "advisers.jsonl").read_text(encoding="utf-8").splitlines()
]
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "sentences.md"


def _missed(want: dict[str, Any]) -> list[str]:
    """What is not as expected: the question, the facts of all cases, words not understood where none are expected, or none where some are."""
    found = read(LAW, want["text"])
    facts: dict[str, set[str]] = {}
    for case in without_open_days(found):
        for name, value in case.items():
            facts.setdefault(name, set()).add(value)
    wrong = []
    if found.question != want["question"]:
        wrong.append(f"question {found.question}")
    elif found.question is not None and facts != {k: set(v) for k, v in want["facts"].items()}:
        wrong.append(f"facts {facts}")
    if want["whole"] and (found.not_understood or found.question is None):
        wrong.append(f"left over {[n.words for n in found.not_understood]}")
    if not want["whole"] and found.whole:
        wrong.append("nothing left over")
    return wrong


def test_what_was_read_as_expected_still_is() -> None:
    assert {w["text"]: missed for w in ADVISERS if w["exact"] and (missed := _missed(w))} == {}


def test_the_page_says_how_many_are_read_as_expected() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for half, name in (
        ("built", "90 to build with"),
        ("kept", "90 kept back"),
        ("later", "60 of another style"),
        ("last", "36 in plain words"),
    ):
        said = re.search(rf"\* {name}.*now (\d+)", text)
        assert said is not None
        assert int(said[1]) == sum(not _missed(w) for w in ADVISERS if w["half"] == half)


NEVER = """Can a Chinese company hold 100% of an app store in Chengdu?
中国公司在成都做应用商店，独资
国有独资企业在北京开医院
内资公司做IDC，上海
May a US company not own 100% but only a minority of a data centre in Beijing?
Not a hotel but a tobacco shop in Shanghai, German investor, 100%
不做酒店，做烟草零售，上海，德国独资
A US company prints books in Beijing, 100%
美国公司在北京办报社，独资
Can a German company run a compulsory school in Shenzhen, wholly owned?
德国独资义务教育学校，深圳
A US investor buys 80% of a rare earth mine in Jiangxi
美国投资者持股80%开采稀土，赣州
100% of a television station in Hainan, investor from Hong Kong
Wholly owned online games publisher in Shanghai, Korean parent
韩国独资网络游戏出版，上海
香港公司全资控股的深圳子公司，再去成都投资增值电信业务
A casino in Sanya, Macao investor, 100%
US company, 60%, satellite television installation in Shanghai
A Japanese company owns all shares of a public hospital in Nanjing
VIE for an internet news website in Beijing, Cayman parent, 100%
开曼公司通过协议控制做互联网新闻，北京
A 100% foreign air traffic control tower in Guangzhou, French
法国独资邮政企业，上海
Human stem cells development, 100% US, Xi'an, before 2024"""


@pytest.mark.parametrize("text", NEVER.splitlines())
def test_what_is_not_permitted_is_never_permitted_by_a_sentence(text: str) -> None:
    found = read(LAW, text)
    outcomes = [BOOK.ask(found.question, **dict(case)).in_force.outcome for case in found.cases] if found.question and found.whole else []
    assert "permitted" not in outcomes


def test_places_outside_of_zones_have_a_name() -> None:
    assert entry_label(LAW, "territories", read(LAW, "应用商店，成都（自贸区以外）").facts["territory"]).zh
