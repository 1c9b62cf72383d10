"""The citations of a memo: no right one is called false, and wrong ones are found in all seven ways."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from bench.memos import claims_judged, judged, memos, summary

from shidian.documents.formats.files import SelfDescription
from tests.documents.against.asking import reader


def checked(text: str, day: str) -> list[tuple[str, str]]:
    """Verdict and words of each citation."""
    reading = reader().read_text(text, "memo", SelfDescription(date=dt.date.fromisoformat(day)))
    return [(c.verdict, reading.document.text[c.start : c.end]) for c in reader().lawcheck.citations(reading)]


def test_no_right_citation_is_called_false_and_nine_of_ten_wrong_ones_are_found() -> None:
    for half in ("train", "test", "later/built", "later/kept"):
        found = summary(judged(reader(), half))
        assert found["right called false"] == 0
        assert found["wrong found"] >= (0.9 if "/" not in half else 0.85) * found["wrong"]
        assert found["rightly judged"] >= 0.9 * found["citations"]


def test_no_false_claim_is_agreed_with_no_true_one_contradicted_and_four_fifths_of_the_false_ones_are_found() -> None:
    for half in (
        "later/built",
        "later/kept",
        "claims",
        "newest/built",
        "newest/kept",
        "last/built",
        "last/kept",
        "autumn/built",
        "autumn/kept",
        "winter/built",
        "winter/kept",
        "summer/built",
        "summer/kept",
    ):
        assert summary(judged(reader(), half))["right called false"] == 0, half
        told = claims_judged(reader(), half)
        assert (told["differs", "agrees"], told["agrees", "differs"], told["none", "differs"]) == (0, 0, 0), (half, told)
        assert told["differs", "differs"] >= 0.6 * sum(n for (truth, _), n in told.items() if truth == "differs"), half


def test_the_number_of_one_case_is_no_threshold_told_wrongly() -> None:
    words = "自当年1月1日起累计向境外提供12万人个人信息的，可以订立标准合同。"
    reading = reader().read_text(words, "memo", SelfDescription(date=dt.date(2025, 6, 1)))
    assert [h for h in reader().lawcheck.against(reading) if h.verdict == "differs"] == []


def test_sixty_citations_are_wrong_in_seven_ways_in_both_languages() -> None:
    every = [m for half in ("train", "test") for m in memos(half)]
    kinds = Counter(c[2] for m in every for c in m.cited)
    assert (len(every), sum(kinds.values()), len(kinds)) == (12, 60, 7)
    assert {m.document.language for m in every} == {"en", "zh"}


@pytest.mark.parametrize(
    ("text", "day", "verdict"),
    [
        ("依据《促进和规范数据跨境流动规定》第九条，评估结果有效期为3年。", "2025-06-01", "right"),
        ("依据《促进和规范数据跨境流动规定》第九条，评估结果有效期为2年。", "2025-06-01", "says-else"),
        ("《个人信息出境认证办法》将自2026年1月1日起施行。", "2025-06-01", "right"),
        ("依据《个人信息出境认证办法》，公司可以申请认证。", "2025-06-01", "not-yet"),
        ("依据《外商投资准入特别管理措施（负面清单）（2021年版）》，本项目不受限制。", "2025-06-01", "another-edition"),
        ("《外商投资准入特别管理措施（负面清单）（2021年版）》已于2024年11月1日废止。", "2025-06-01", "right"),
        ("依据《某县数据流动促进办法》，可以出境。", "2025-06-01", "not-held"),
        ("依据《外国人入境出境管理条例》（经国务院令第814号修改），可以申请K字签证。", "2025-09-15", "not-yet"),
        ("合作企业仍适用《中外合作经营企业法》。", "2025-06-01", "repealed"),
        ("The board follows the Law on Sino-foreign Equity Joint Ventures.", "2025-06-01", "repealed"),
        ("《中外合作办学条例》第七条允许外国宗教组织参与合作办学。", "2025-06-01", "says-else"),
        ("《中外合作办学条例》第七条规定，外国宗教组织不得从事合作办学。", "2025-06-01", "right"),
        ("经主管机关批准，依《数据安全法》第三十六条可以向外国司法机构提供数据。", "2025-06-01", "right"),
        ("依据《中华人民共和国外商投资法》第十一条，国家建立健全外商投资服务体系。", "2025-06-01", "not-held"),
        ("《外商投资电信企业管理规定》（国务院令第752号）第六条规定，外方出资比例最终不得超过50%。", "2025-06-01", "right"),
        ("依据《网络数据安全管理条例》（国务院令第709号），应当申报。", "2025-06-01", "wrong-number"),
        ("依据《外商投资安全审查办法》（国家发展改革委 商务部令第47号），应当申报。", "2025-06-01", "wrong-number"),
        ("依据《旅行社条例》（国务院令第732号），可以申请。", "2025-06-01", "not-held"),
        # an order that amends many acts at once may follow within a year; an older act may have borne the title
        ("依据《人力资源市场暂行条例》（国务院令第712号），可以申请。", "2025-06-01", "not-held"),
        ("依据《中华人民共和国民办教育促进法实施条例》（国务院令第399号），可以申请。", "2015-06-01", "not-held"),
        ("依据《人力资源市场暂行条例》（国务院令第701号），可以申请。", "2025-06-01", "wrong-number"),
        ("《国务院关于修改〈中华人民共和国外国人入境出境管理条例〉的决定》（国务院令第814号）现已施行。", "2025-09-20", "not-yet"),
        ("Article 31 of the Foreign Trade Law (2025 revision) governs cross-border services.", "2026-02-02", "not-yet"),
        ("《外商投资法》第三十六条规定，投资禁止领域无需承担任何责任。", "2025-06-01", "says-else"),
        ("通用航空项目的审批依据仍是《外商投资民用航空业规定》。", "2025-11-20", "repealed"),
        ("《个人信息保护法》第三十九条允许企业不经个人同意即向境外提供其个人信息。", "2025-06-01", "says-else"),
        ("《外商投资准入特别管理措施（负面清单）（2024年版）》由国家发展改革委、商务部令第32号公布。", "2025-06-01", "wrong-number"),
        ("《外商投资准入特别管理措施（负面清单）（2024年版）》由国家发展改革委、商务部令第23号公布。", "2025-06-01", "right"),
        (
            "Under article 9 of the Provisions on Promoting and Regulating Cross-Border Data Flow an assessment is valid for five years.",
            "2025-06-01",
            "says-else",
        ),
    ],
)
def test_a_citation_is_judged_for_the_day_of_the_memo(text: str, day: str, verdict: str) -> None:
    assert [v for v, _ in checked(text, day)] == [verdict]


def test_an_article_of_that_regulation_is_one_of_the_act_cited_last() -> None:
    told = checked("《促进和规范数据跨境流动规定》已施行。按照该规定第九条，评估结果有效期为2年。", "2025-06-01")
    assert told == [("right", "《促进和规范数据跨境流动规定》"), ("says-else", "该规定第九条")]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("外国投资者可以独资设立通讯社。", "differs"),
        ("学前教育机构可以由外商独资举办。", "differs"),
        ("A wholly foreign-owned company may do market research.", "differs"),
        ("民用机场须由中方相对控股。", "agrees"),
        ("美国公民来华旅游可以免签停留30日。", "differs"),
        ("德国公民来华旅游可以免签停留30日。", "agrees"),
        ("美国公民过境免签最长可停留144小时。", "differs"),
        ("外商不得投资经营信件的国内快递业务。", "agrees"),
        ("Foreign investors may not hold more than 51 % of a life insurer.", "differs"),
        ("Foreign investment in compulsory education is prohibited.", "agrees"),
        ("在临港新片区，互联网数据中心业务不设外资股比上限，搜索引擎业务同样可以由外商独资。", "differs"),
        ("证券公司的外资股比仍不得超过51%。", "differs"),
    ],
)
def test_what_a_memo_claims_of_a_foreign_share_is_asked_of_the_engine(text: str, verdict: str) -> None:
    reading = reader().read_text(text, "memo", SelfDescription(date=dt.date(2025, 6, 16)))
    assert verdict in {h.verdict for h in reader().lawcheck.against(reading) if h.kind == "case"}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("In 2019 a life insurer could be held 100 % by foreign shareholders.", "open"),  # the law of the first half is not in the lawbook
        ("In 2020 foreign shareholders could hold 100 % of a life insurer.", "agrees"),
        ("In 2023 a foreign investor could hold 100 % of an internet data centre in Beijing.", "differs"),
        ("In 2024 a foreign investor could hold 100 % of an internet data centre in Lingang.", "open"),  # from October on
        ("2024年外资可以独资设立寿险公司。", "agrees"),
        ("2023年外国投资者在北京从事互联网数据中心业务的股比不得超过50%。", "differs"),
        ("Since 2024 a foreign investor may hold 100 % of a life insurer.", "agrees"),
    ],
)
def test_a_claim_about_a_year_that_is_over_is_held_against_the_law_of_that_year(text: str, verdict: str) -> None:
    reading = reader().read_text(text, "memo", SelfDescription(date=dt.date(2026, 6, 1)))
    held = [h for h in reader().lawcheck.against(reading) if h.kind == "case"]
    assert [h.verdict for h in held] == [verdict]
    assert str(held[0].day).endswith("2026-06-01" if text.startswith("Since") else "12-31")


@pytest.mark.parametrize(
    "text",
    [
        "未经批准，外商不得投资经营呼叫中心业务。",
        "卷烟的批发和零售不对外资开放。",
        "支持外商独资举办通讯社。",
        "有人认为外商可以独资设立通讯社。",
        "If foreign investors may wholly own a news agency, the plan changes.",
    ],
)
def test_what_is_conditional_planned_narrowed_or_said_by_others_is_no_claim(text: str) -> None:
    reading = reader().read_text(text, "memo", SelfDescription(date=dt.date(2025, 6, 16)))
    assert [h for h in reader().lawcheck.against(reading) if h.kind == "case" and h.verdict == "differs"] == []


def test_what_the_lawbook_does_not_hold_is_never_said_not_to_exist() -> None:
    reading = reader().read_text("依据《某县数据流动促进办法》，可以出境。", "memo", SelfDescription(date=dt.date(2025, 6, 1)))
    [cited] = reader().lawcheck.citations(reading)
    assert "does not hold" in cited.law.en
    assert cited.act is None


def test_a_ministry_or_a_port_is_no_act() -> None:
    assert (
        checked("The Ministry of Commerce and the Hainan Free Trade Port agreed; the State Post Bureau of China was heard.", "2025-06-01")
        == []
    )


@pytest.mark.parametrize(
    ("text", "day", "verdict"),
    [
        ("Article 3 of the Provisions of the State Council on the Thresholds for Notifying Concentrations: RMB 12 billion worldwide or RMB 4 billion in China.",
         "2025-11-20", "right"),
        ("Makers register under the Provisions on the Registration of Overseas Makers of Imported Food (Order No. 280), which apply now.", "2025-11-20", "not-yet"),
        ("**Treatment?** Foreign Investment Law, Article 4: foreign investment enjoys national treatment before establishment.", "2025-11-20", "right"),
    ],
)  # fmt: skip
def test_an_act_issued_anew_is_told_by_its_number_and_a_title_needs_no_article_before_it(text: str, day: str, verdict: str) -> None:
    assert [v for v, _ in checked(text, day)] == [verdict]
