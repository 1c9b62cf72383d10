"""What a sentence says does not hang on blanks, widths, courtesies or the form of a firm; and no denial that is put into it is passed over.

On a push a sample of the sentences of this folder, another one each day; at night (`SHIDIAN_NIGHTLY`) all of them.
"""

from __future__ import annotations

import datetime as dt
import os
import random

import pytest

from tests.answer.sentence.measured import FRESH, SENTENCES, read
from tests.answer.sentence.sweeping import SAME, denials, hides, said
from tests.answer.sentence.test_advisers import ADVISERS
from tests.answer.sentence.test_kinds import KINDS
from tests.cases.real import real_book
from tests.nightly import share_of

LAW = real_book().lawbook
NIGHTLY = bool(os.environ.get("SHIDIAN_NIGHTLY"))
TEXTS = list(dict.fromkeys(want["text"] for want in (*SENTENCES, *FRESH, *ADVISERS, *KINDS)))


def _sample(count: int) -> list[str]:
    return TEXTS if NIGHTLY else random.Random(dt.date.today().toordinal()).sample(TEXTS, count)


@pytest.mark.parametrize("change", share_of(list(SAME), 3))
def test_a_change_of_form_leaves_what_a_sentence_says(change: str) -> None:
    changed = [(text, new) for text in _sample(24) if read(LAW, text).question and (new := SAME[change](text)) not in (None, "", text)]
    otherwise = [new for text, new in changed if said(read(LAW, new)) != said(read(LAW, text))]
    assert len(otherwise) <= len(changed) // 12, otherwise


def test_no_denial_that_is_put_into_a_sentence_is_passed_over() -> None:
    chance = random.Random(dt.date.today().toordinal())
    hidden, tried = [], 0
    for text in _sample(16):
        found = read(LAW, text)
        for chip in found.chips if found.question else ():
            if chip.value and chip.fact != "on" and found.facts.get(chip.fact) == chip.value:
                for new in denials(text, chip, chance):
                    tried += 1
                    hidden += [new] if hides(read(LAW, new), chip) else []
    assert tried > 100
    assert len(hidden) <= tried // 1000, hidden


@pytest.mark.parametrize(
    ("text", "fact"),
    {
        "铁路不打算运输动力锂电池，成都": "measure",
        "挪威公司买军不港旁边一家造船厂30%的股份，要不要安全审查": "defence",
        "利润不汇给母公司，苏州公司": "measure",
        "利润没有再投资5000万元，鼓励类，非上市公司，武汉，能否税收抵免": "reinvested",
        "Could a Hong Kong company hold not 51% of a performance agency in Guangzhou?": "share",
        "美国公司可以在海口持股而不是100%做网络游戏吗": "share",
        "Quantum company in Shanghai, rather than 100% American": "share",
        "We view the records never from abroad, customer data in Shanghai": "transfer",
        "我们是不是关键信息基础设施运营者，向香港提供2万人的个人信息": "ciio",
        "Do the children of a Finnish executive in Suzhou need residence permits?": "document",
    }.items(),
)
def test_what_is_denied_or_only_asked_is_no_fact(text: str, fact: str) -> None:
    assert all(fact not in case for case in read(LAW, text).cases)


@pytest.mark.parametrize(
    ("text", "shares"),
    {
        "a 50-50 joint venture of a German group and a Chinese partner, app store, Chengdu": ["50"],
        "五五开合资做应用商店，成都，德国公司": ["50"],
        "各占一半股权，应用商店，成都，德国公司": ["50"],
        "a 49/51 joint venture, app store, Chengdu, German group": ["49", "51"],
        "四六开，应用商店，成都，德国公司": ["40", "60"],
    }.items(),
)
def test_a_whole_that_is_split_is_a_share_where_its_halves_are_equal(text: str, shares: list[str]) -> None:
    chips = [c for c in read(LAW, text).chips if c.fact == "share" and (c.value or len(c.alternatives) == 2)]
    assert [v for c in chips for v in ([c.value] if c.value else [a.value for a in c.alternatives])] == shares


@pytest.mark.parametrize(
    "text",
    [
        "我们想把数据从德国传到中国，可以吗",
        "Can we transfer customer data from Germany to China?",
        "中国人去日本旅游要签证吗",
        "Can Chinese tourists visit Germany without a visa?",
        "Do I need a visa for Germany?",
        "中国公司去德国投资设厂要什么手续",
        "Can a Chinese company open a restaurant in Berlin?",
        "出口管制要许可吗，苏州工厂",
        "能推荐一家上海的律师事务所吗",
        "Can you recommend a good lawyer in Shenzhen?",
    ],
)
def test_what_goes_the_other_way_and_other_advice_is_no_question_of_ours(text: str) -> None:
    assert read(LAW, text).question is None


@pytest.mark.parametrize(
    ("text", "question"),
    {
        "Flying from Germany to China visa-free for 10 days, German": "entry",
        "法国人从东京经上海去巴黎，过境要签证吗": "entry",
        "把中国的数据从上海传到德国": "data_export",
        "Chinese subsidiary of a German group sends data of 3,000 employees to Munich": "data_export",
        "德国公司收购中国公司60%股权，成都，应用商店": "access",
    }.items(),
)
def test_what_looks_like_it_and_is_ours_is_read(text: str, question: str) -> None:
    assert read(LAW, text).question == question


@pytest.mark.parametrize(
    ("text", "questions"),
    {
        "Can a German company own an app store in Chengdu? What visa does its manager need?": ("access", "entry"),
        "德国公司能在成都做应用商店吗？它的经理来要办什么签证？": ("access", "entry"),
        "德国公司能在成都做应用商店吗？另外，3000名员工的数据能传回德国吗？": ("access", "data_export"),
    }.items(),
)
def test_of_two_questions_with_a_mark_each_the_second_is_named_as_left_out(text: str, questions: tuple[str, str]) -> None:
    found = read(LAW, text)
    assert (found.question, found.left_out) == (questions[0], (questions[1],))


def test_a_place_or_country_beside_a_number_is_not_passed_over() -> None:
    found = read(LAW, "Personal data of 5,000 Shenyang customers to France")
    assert (found.facts["persons"], found.facts["territory"]) == ("5000", "shenyang")
    found = read(LAW, "Personal data of 5,000 German employees to Japan")
    assert [n.words for n in found.not_understood] == ["German"]
    assert read(LAW, "How do we lend money from our Shanghai company to the parent in Austria?").facts["territory"] == "shanghai"


def test_the_words_and_places_of_chips_are_those_of_the_text_that_was_written() -> None:
    text = "您好，　请问ＵＳ公司能  在 成都 持股６０％做應用商店吗，谢谢"
    found = read(LAW, text)
    assert found.text == text
    assert {c.fact: c.words for c in found.chips if c.value} == {
        "origin": "ＵＳ",
        "territory": "成都",
        "share": "６０％",
        "activity": "應用商店",
    }
    assert all(text[c.start : c.end] == c.words for c in found.chips)
