"""How something stands (a CIIO, important data, on the white list): a plain yes and a plain no are read; doubts, others and what was leave it open.

Each statement is put into frames in both languages, so that a kind of doubt holds for every fact.
"""

from __future__ import annotations

import pytest

from tests.answer.sentence.measured import read
from tests.cases.real import real_book

LAW = real_book().lawbook
ASKED = {
    "data_export": ("Which path does our export of personal data take?", "个人信息出境走什么程序？"),
    "tax": ("Is the tax credit for reinvestment available?", "能享受再投资税收抵免吗？"),
    "qflp": ("Can we start a QFLP fund?", "能做QFLP基金吗？"),
    "import": ("Can a rare-disease medicine be imported?", "罕见病药品能进口吗？"),
    "security_review": ("Does the foreign investor need a security review?", "外商投资要申报安全审查吗？"),
    "merger_control": ("Is merger control filing needed?", "要申报经营者集中吗？"),
}
ENGLISH = [
    ("data_export", "ciio", "yes", "we are ", "a CIIO"),
    ("data_export", "ciio", "yes", "our company is ", "an operator of critical information infrastructure"),
    ("data_export", "important-data", "yes", "the data are ", "classified as important data"),
    ("data_export", "recipient", "restricted", "the recipient is ", "on the restricted list"),
    ("data_export", "transfer", "within-mainland", "the data are ", "seen only in the mainland"),
    ("data_export", "scenario", "covered", "our scenario is ", "covered by the list"),
    ("tax", "encouraged", "yes", "the industry is ", "in the encouraged catalogue"),
    ("qflp", "manager-qualified", "yes", "the manager is ", "qualified"),
    ("import", "white-listed", "yes", "the medicine is ", "on the white list"),
    ("import", "recognised", "yes", "our hospital is ", "designated for the scheme"),
    ("security_review", "important", "yes", "the business is ", "important for national security"),
    ("security_review", "defence", "near", "the plant is ", "near a military base"),
    ("merger_control", "same-group", "yes", "the parties are ", "in the same group"),
]
CHINESE = [
    ("data_export", "ciio", "yes", "我们", "是关基"),
    ("data_export", "ciio", "yes", "我司", "属于关键信息基础设施运营者"),
    ("data_export", "important-data", "yes", "数据", "属于重要数据"),
    ("data_export", "recipient", "restricted", "接收方", "被列入限制清单"),
    ("data_export", "scenario", "covered", "场景", "在清单里"),
    ("tax", "encouraged", "yes", "行业", "属于鼓励类"),
    ("qflp", "manager-qualified", "yes", "管理企业", "已取得试点资格"),
    ("import", "white-listed", "yes", "药品", "在白名单内"),
    ("import", "recognised", "yes", "医院", "已被认定"),
    ("security_review", "important", "yes", "业务", "关系国家安全"),
    ("security_review", "defence", "near", "厂址", "在军事设施周边"),
    ("merger_control", "same-group", "yes", "各方", "属于同一集团"),
]
DOUBTED = {
    "en": "perhaps {s}{p};{s}probably {p};we think {s}{p};we are not sure whether {s}{p};it is unclear whether {s}{p};{s}expected to be {p};I guess {s}{p};"
    "{s}no longer {p};formerly {s}{p};someone said {s}{p};{s}not necessarily {p};{s}said to be {p};{s}{p}, I think",
    "zh": "{s}可能{p};{s}也许{p};{s}应该{p};我们觉得{s}{p};不确定{s}是否{p};不知道{s}是不是{p};{s}将来会{p};听说{s}{p};{s}是否{p}还没定;{s}未必{p};{s}以前{p};{s}曾经{p};"
    "竞争对手{p}，我们的情况不同;{s}不再{p};{s}{p}吧",
}
STATED = [*((*row, "en") for row in ENGLISH), *((*row, "zh") for row in CHINESE)]


def _values(text: str, question: str, fact: str, tongue: str) -> set[str]:
    asked = ASKED[question][tongue == "zh"]
    found = read(LAW, f"{text[0].upper()}{text[1:]}. {asked}" if tongue == "en" else f"{text}，{asked}")
    assert found.question in (question, "capital"), text
    return {case[fact] for case in found.cases or found.undated if fact in case}


@pytest.mark.parametrize(("question", "fact", "value", "subject", "predicate", "tongue"), STATED)
def test_a_plain_statement_is_read_and_no_doubt_is_sure(
    question: str, fact: str, value: str, subject: str, predicate: str, tongue: str
) -> None:
    assert _values(subject + predicate, question, fact, tongue) == {value}
    doubted = [frame.format(s=subject, p=predicate) for frame in DOUBTED[tongue].split(";")]
    assert [text for text in doubted if _values(text, question, fact, tongue)] == []


@pytest.mark.parametrize(("question", "fact", "subject", "predicate"), [(q, f, s, p) for q, f, value, s, p in ENGLISH if value == "yes"])
def test_a_plain_denial_of_a_yes_is_a_no(question: str, fact: str, subject: str, predicate: str) -> None:
    frames = ("not ", "not yet ") if fact != "important" else ("not ",)  # its yes words are signs only
    for denied in frames:
        assert _values(subject + denied + predicate, question, fact, "en") == {"no"}, denied


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("We have no veto; does the foreign investor need a security review?", "influence"),
        ("Not all of it is important data. Which path does our export of personal data take?", "important-data"),
        ("Except for some of it, it is not important data. Which path does our export of personal data take?", "important-data"),
        ("Are we a CIIO? Personal data go to Japan.", "ciio"),
        ("我们不是关基吗？个人信息传到日本", "ciio"),
        ("Our supplier is a CIIO; our customer data go to Osaka", "ciio"),
    ],
)
def test_what_is_asked_in_part_or_of_others_is_neither(text: str, fact: str) -> None:
    assert fact not in read(LAW, text).facts


def test_what_is_supposed_is_the_case() -> None:
    assert read(LAW, "If we are a CIIO, which path does our export of personal data take?").facts["ciio"] == "yes"
    assert read(LAW, "如果我们是关基，个人信息出境走什么程序？").facts["ciio"] == "yes"


@pytest.mark.parametrize(
    ("text", "stay"), [("住三四周", None), ("住两三天", None), ("两周或者三周", {"14", "21"}), ("三十天", {"30"}), ("待九十天", {"90"})]
)
def test_two_chinese_digits_side_by_side_are_a_range(text: str, stay: set[str] | None) -> None:
    found = read(LAW, f"德国同事来苏州出差{text}，用签证吗")
    assert {c["stay"] for c in found.cases if "stay" in c} == (stay or set())


@pytest.mark.parametrize(
    ("text", "sensitive"),
    [
        ("Health records of 9,500 people go to Denmark", "9500"),
        ("Fingerprints of 15,000 users will be shared with our vendor in Israel", "15000"),
        ("1.1万人的人脸信息要传到日本", "11000"),
        ("No sensitive data except health records of 200 people, to Osaka", "200"),
    ],
)
def test_persons_whose_data_the_law_calls_sensitive_are_counted_as_such(text: str, sensitive: str) -> None:
    found = read(LAW, text)
    assert (found.facts.get("sensitive-persons"), found.facts.get("persons")) == (sensitive, None)
