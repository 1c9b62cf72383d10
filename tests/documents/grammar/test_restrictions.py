"""What is forbidden, confined, capped, freed or permitted without a verb of the scale; and what only looks like it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from shidian.documents.grammar.finding import Measure
from tests.documents.grammar.asking import found, measures, read

STATEMENTS = [
    ("Foreign investors are not allowed to run news websites.", "禁止", None),
    ("Foreign individuals remain prohibited from practising notary law.", "禁止", None),
    ("外商不得投资义务教育机构。", "禁止", None),
    ("Cable companies must be controlled by the Chinese party.", "限制", None),
    ("Opinion polls are limited to joint ventures.", "限制", None),
    ("测绘公司须由中方控股。", "限制", None),
    ("Fund managers no longer need to file quarterly.", "取消", 5),
    ("Export of test data is exempt from assessment.", "取消", 5),
    ("外国专家不受年龄限制。", "取消", 5),
    ("境内再投资免于办理登记。", "取消", 5),
    ("Foreign clinics may now provide dental services.", "允许", 5),
    ("In Hainan, ferries may be 51 per cent foreign-owned.", "允许", 5),
    ("外籍子女可以申请居留许可。", "允许", 5),
    ("For VPN services the foreign stake is capped at one half.", "限制", None),
    ("对虚拟专用网业务，外资股比不超过50%。", "限制", None),
    ("暂时停止实施《旅行社条例》第九条。", "调整实施", None),
]
NOTHING = [
    "Fields prohibited for foreign investment are listed in the annex.",
    "The ministry may well be right.",
    "China may seek further talks.",
    "可以申请居留许可吗？",
    "The rate is no longer high.",
    "不得超过三十日。",
    "Analysts say that foreign firms may hold more.",
    "The share of exports may not exceed last year's level.",
]


@pytest.mark.parametrize(("text", "verb", "strength"), STATEMENTS)
def test_a_rule_without_a_measure_verb_is_a_statement(text: str, verb: str, strength: int | None) -> None:
    [measure] = measures(text)
    assert (measure.verb, measure.strength) == (verb, strength)


@pytest.mark.parametrize("text", NOTHING)
def test_a_possibility_a_question_or_an_opinion_is_none(text: str) -> None:
    assert measures(text) == []


def test_not_allowed_is_never_read_as_allowed() -> None:
    assert [m.strength for m in measures("Foreign firms are not allowed to own ports.")] == [None]
    assert measures("We do not expect the ban on online publishing to be lifted.") == []
    assert [m.strength for m in measures("The plan not only supports clinics but allows hospitals.")] == [4, 5]


def test_the_ceiling_of_what_is_permitted_belongs_to_it() -> None:
    [measure] = measures("Suppliers may now provide storage services, provided that the foreign shareholding does not exceed 49 percent.")
    assert (measure.verb, measure.ceiling) == ("允许", Decimal(49))


def test_several_rules_in_one_sentence_are_parted() -> None:
    reading = read("Airlines shall be controlled by the Chinese party, and the investment of one foreign investor shall not exceed 25%.")
    measures = [(reading.quote(f).split()[0], f.value) for f in reading.findings if isinstance(f.value, Measure)]
    assert [(word, measure.ceiling) for word, measure in measures] == [("Airlines", None), ("the", Decimal(25))]


@pytest.mark.parametrize(
    ("text", "ceiling", "lifts"),
    [
        ("取消外方持股比例不得超过49%的限制。", 100, True),
        ("Removes the 50 percent foreign ownership cap on call centres.", 100, True),
        ("将合资券商外资持股比例上限提高至51%，支持其发展。", 51, False),
        ("The ceiling on foreign ownership of fund managers is to be lifted to 51 percent from 49 percent.", 51, False),
        ("There is no longer any limit on foreign shareholding in life insurers.", 100, True),
    ],
)
def test_a_removed_ceiling_is_not_the_new_one_and_a_raised_one_is(text: str, ceiling: int, lifts: bool) -> None:
    assert any((m.ceiling, m.lifts) == (Decimal(ceiling), lifts) for m in measures(text)) or [m.ceiling for m in measures(text)] == [None]


def test_a_ceiling_that_is_lifted_to_a_number_is_no_removal() -> None:
    [measure] = measures("The ceiling on foreign ownership of fund managers is to be lifted to 51 percent from 49 percent.")
    assert (measure.verb, measure.strength, measure.ceiling, measure.lifts) == ("expand (E)", None, Decimal(51), False)


def test_a_removal_is_found_however_far_its_restriction_stands() -> None:
    [measure] = measures(
        "取消互联网数据中心、内容分发网络、互联网接入服务、在线数据处理与交易处理，以及信息发布平台和递送服务（网络出版除外）、信息保护和处理服务业务的外资股比限制。"
    )
    assert (measure.ceiling, len(measure.excludes)) == (Decimal(100), 1)


@pytest.mark.parametrize(
    ("text", "part", "words"),
    [
        ("- Removes caps on foreign shares in internet access (for end users only).", "limits", "for end users only"),
        ("- Permits online culture business (music excluded).", "excludes", "music excluded"),
        (
            "Hospitals have been allowed since May 2024, but public hospitals may not be bought.",
            "excludes",
            "but public hospitals may not be bought",
        ),
        ("允许设立演出团体，须由中方控股。", "conditions", "须由中方控股"),
        ("允许独资经营互联网接入服务，但不得从事国际出入口业务。", "excludes", "但不得从事国际出入口业务"),
    ],
)
def test_what_closes_with_its_word_narrows_too(text: str, part: str, words: str) -> None:
    reading = read(text)
    [measure] = [f.value for f in reading.findings if f.kind == "measure"]
    assert [reading.document.text[a:b] for a, b in getattr(measure, part)] == [words]


def test_a_change_from_one_number_to_another_is_a_measure() -> None:
    assert [m.verb for m in measures("外国技术人员年龄限制由60周岁放宽至65周岁。")] == ["expand (E)"]
    assert [m.verb for m in measures("将审批时限由10个工作日压缩至5个工作日。")] == ["simplify (E)"]


def test_captions_and_headings_are_no_measures() -> None:
    text = "方案\n一、任务\n（一）推进重点领域开放\n1. 放宽市场准入。全面取消制造业准入限制措施。\n2. 支持研发中心。"
    assert [m.word for m in measures(text)] == ["全面取消", "支持"]


def test_a_promise_in_a_row_is_read_to_its_end() -> None:
    assert [m.word for m in measures("Next, the central bank will coordinate openness and security, and promote cross-border trade.")] == [
        "promote"
    ]
    assert [m.word for m in measures("The ministry will, together with others, support pilot regions.")] == ["support"]


def test_the_place_that_acts_goes_before_the_country_as_a_goal() -> None:
    assert measures("Shanghai, for instance, is piloting port visas, with the goal of a nationwide rollout.")[0].places == ("shanghai",)


def test_traditional_characters_are_read_like_simplified_ones() -> None:
    text = "方案支持香港醫師開設診所，取消應用商店的外資股比限制。去年試點地區吸收外資2932億元人民幣，佔全國約一半，共155項任務。"
    assert [(m.verb, m.ceiling) for m in measures(text)] == [("支持", None), ("取消", Decimal(100))]
    assert [f.value.unit for _, f in found(text, "amount")] == ["CNY"]  # type: ignore[union-attr]
    assert [words for words, _ in found(text, "count")] == ["155項"]


@pytest.mark.parametrize(
    "text",
    [
        "Let me make three points.",
        "The door will only open wider.",
        "第一条 为了鼓励设立研发中心，提升创新能力，制定本规定。",
        "If asked, we could say no.",
    ],
)
def test_a_figure_of_speech_or_the_purpose_of_a_law_is_no_measure(text: str) -> None:
    assert measures(text) == []


def test_a_share_of_staff_or_a_ceiling_that_may_change_is_no_ceiling() -> None:
    assert [m.ceiling for m in measures("医院不得开展器官移植，外籍医务人员比例不得高于50%。")] == [None]
    assert [m.ceiling for m in measures("Third, we are studying whether the 50 percent cap on telecoms could be raised.")] == [None]


def test_a_verb_before_foreign_is_no_noun() -> None:
    assert [m.strength for m in measures("Second, we will support foreign companies in pilots.")] == [4]


def test_the_cells_of_a_table_row_are_read_apart() -> None:
    from shidian.documents.document import Block, Document
    from shidian.documents.grammar.finding import Measure
    from shidian.documents.grammar.structure import join
    from tests.documents.grammar.asking import grammar

    blocks = (Block("电信 | 取消应用商店外资股比限制 | 支持外国医师开办诊所", "row"), Block("上海 | 14,320 | 31.5%", "row"))
    reading = grammar().read(Document(join(blocks), "0" * 64, "zh"), blocks)
    assert [f.value.strength for f in reading.findings if isinstance(f.value, Measure)] == [5, 4]
    assert [reading.quote(f) for f in reading.findings if f.kind in ("count", "share")] == ["14,320", "31.5%"]
    assert reading.unread == ()


def test_an_exception_after_a_semicolon_belongs_to_its_measure() -> None:
    [measure] = measures("市科技部门应当支持研发中心承担科研项目；涉及国家秘密的项目除外。")
    assert len(measure.excludes) == 1
