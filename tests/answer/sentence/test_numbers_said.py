"""Numbers of the other questions as people say them: exact ones are read, whatever is rounded, a range or bounded stays open."""

from __future__ import annotations

import pytest

from tests.answer.sentence.measured import read
from tests.cases.real import real_book

LAW = real_book().lawbook
PERSONS = {
    "Personal data of {n} customers will be sent to our server in Japan.": (
        {
            "5 000": 5000,
            "five thousand": 5000,
            "a hundred thousand": 100000,
            "two hundred and fifty": 250,
            "1.2m": 1200000,
            "half a million": 500000,
        },
        ["several thousand", "5000-ish", "5,000+", "5,000 to 8,000", "at least 5,000", "dozens of", "up to 5,000"],
    ),
    "我们要把{n}名客户的个人信息传到日本": (
        {"五千零五十": 5050, "1万2千": 12000, "十二万": 120000, "九万九千": 99000, "0.5万": 5000},
        ["几千", "上百万", "百万", "两三千", "三五千", "十来万", "5000余", "近5000", "5000到8000", "数万"],
    ),
}
STAY = {
    "A German engineer comes to Suzhou for {n} on business. Visa?": (
        {"a fortnight": 14, "three weeks": 21, "ninety days": 90, "48 hours": 2},
        ["three to four weeks", "ten to twelve days", "10 working days", "1.5 weeks", "a few days", "about 10 days"],
    ),
    "德国工程师来苏州出差{n}，要签证吗": (
        {"三个礼拜": 21, "半个月": 15, "二十五天": 25, "240小时": 10},
        ["三四周", "十几天", "一个多星期", "10个工作日", "十五六天", "一两周"],
    ),
}
MONEY = {
    "公司净资产{n}，想向境外母公司借款，能借多少": (
        {"3亿元": "0.3", "人民币3亿元": "0.3", "五千万元": "0.05", "十二亿": "1.2"},
        ["3亿至4亿元", "3亿多", "三四亿元", "上亿元", "3亿美元", "约3亿元"],
    ),
    "A WFOE in Dalian with net assets of {n} wants a shareholder loan from its parent.": (
        {"RMB 300 million": "0.3", "300m yuan": "0.3", "RMB 1.2bn": "1.2", "three hundred million yuan": "0.3"},
        ["RMB 300 to 400 million", "over RMB 300 million"],
    ),
}  # fmt: skip
FRAMES = [
    (fact, frame, exact, open_)
    for fact, said in (("persons", PERSONS), ("stay", STAY), ("owners-equity", MONEY))
    for frame, (exact, open_) in said.items()
]


@pytest.mark.parametrize(("fact", "frame", "exact", "open_"), FRAMES)
def test_an_exact_number_is_read_and_no_other_is_sure(fact: str, frame: str, exact: dict[str, object], open_: list[str]) -> None:
    wanted: dict[str, set[str | None]] = {said: {str(n)} for said, n in exact.items()}
    wanted |= {said: {None} for said in open_}
    for said, values in wanted.items():
        found = read(LAW, frame.format(n=said))
        assert {case.get(fact) for case in found.cases or found.undated} == values, said
