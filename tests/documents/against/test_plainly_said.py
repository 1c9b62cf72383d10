"""What is plainly said does not pass in silence: of whom an activity is open to, and of clauses that say what a provision's clause says otherwise."""

from __future__ import annotations

import pytest

from tests.cases.real import real_book
from tests.documents.against.asking import against, wrong

OWNED = {
    "en": (
        "Foreigners may wholly own {} everywhere since 2020.",
        "A foreign company can go into {} without a Chinese partner.",
        "Foreigners need a Chinese partner for {}.",
        "In {} the Chinese side must have control for foreigners to join.",
        "Foreign investment in {} is banned.",
        "{} may now be done by foreign firms.",
        "{} has been fully opened to foreign capital.",
    ),
    "zh": (
        "自2020年起，外资可以在全国独资经营{}。",
        "外国公司不用中方合作伙伴就能做{}。",
        "外资做{}必须有中方合作者。",
        "外资不能做{}。",
        "{}如今可以由外国公司来做。",
        "{}已对外资全面放开。",
    ),
}
EACH = 12


@pytest.mark.parametrize(("lang", "wording"), [(lang, w) for lang, wordings in OWNED.items() for w in wordings])
def test_who_may_own_an_activity_is_answered_in_whatever_words_it_is_said(lang: str, wording: str) -> None:
    names = [t.name[lang] for t in real_book().lawbook.content.vocabularies["activities"].terms][5 :: 300 // EACH]
    said = [wording.format(n if wording.startswith("{}") else n[0].lower() + n[1:]) for n in names]
    silent = [s for s in said if not against(s[0].upper() + s[1:], "2026-09-01")]
    assert len(said) >= EACH - 2
    assert len(silent) <= 1, silent


@pytest.mark.parametrize(
    ("words", "odd"),
    [
        ("Nobody needs a Chinese partner to run a kindergarten as a foreigner.", ["Nobody needs a Chinese partner to run a kindergarten as a foreigner."]),
        ("A foreigner cannot run a kindergarten without a Chinese partner.", []),
        ("Tobacco may now be sold at retail by foreign firms.", ["Tobacco may now be sold at retail by foreign firms."]),
        ("医院没有中方合作者，外资就不能设立。", []),
        ("Call centres have been open to wholly foreign-owned companies nationwide since 30 July 2020.", ["30 July 2020"]),
        ("Call centres have been open to wholly foreign-owned companies nationwide since 30 July 2019.", []),
        ("2024年11月1日起施行的外商投资准入负面清单（2024年版）共29条，删除了出版物印刷须由中方控股等制造业措施。", []),
        ("三、搜索引擎。全国范围内，外资比例不得超过49%。", ["49%"]),
        ("三、搜索引擎。全国范围内，外资比例不得超过50%。", []),
        ("From 1,000,000 people, or 10,000 people with sensitive information, the security assessment is due.", []),
        ("Foreign investors in telecoms\nIn the pilot there is no ceiling for domestic IP-VPN services either.", ["In the pilot there is no ceiling for domestic IP-VPN services either."]),
    ],
)  # fmt: skip
def test_who_may_own_what_since_when_and_without_whom_is_told_apart(words: str, odd: list[str]) -> None:
    assert wrong(words, "2026-09-03") == odd


@pytest.mark.parametrize("words", ["Letters may be delivered by foreign couriers.", "Foreign investors are allowed into hospitals."])
def test_a_sentence_on_foreigners_of_which_no_claim_is_read_is_called_open(words: str) -> None:
    assert [v for v, _, _ in against(words, "2026-09-03")] == ["open"]


@pytest.mark.parametrize(
    ("words", "odd"),
    [
        ("Where a deal without effect on competition is closed before clearance, the fine is up to RMB 50 million.", ["RMB 50 million"]),
        ("Where a deal without effect on competition is closed before clearance, the fine is up to RMB 5 million.", []),
        ("Security review. In the other fields it is control that counts: a share of 30% or more, or decisive influence.", ["30%"]),
        ("Security review. In the other fields it is control that counts: a share of 50% or more, or decisive influence.", []),
        ("数据出境\n走认证的话，证书有效期是两年。", ["两年"]),
        ("数据出境\n走认证的话，证书有效期是三年。", []),
        ("数据出境\n认证办法此前规定证书有效期是两年。", []),
        ("外商独资医院的方案\n医院可以设置血液内科，但不能收购公立医院。", ["医院可以设置血液内科"]),
        ("外商独资医院的方案\n医院不得设置血液内科，也不能收购公立医院。", []),
        ("QFLP. The Xinjiang rules on QFLP, its own, were there in May 2024.", ["May 2024"]),
        ("QFLP. The Xinjiang rules on QFLP, its own, were there in May 2025.", []),
        ("Our office answers letters within 60 days, and the second letter within 90 days.", []),
        ("Whoever came in without a visa can get a stay permit, valid for 90 days at most.", ["90 days"]),
        ("Whoever came in without a visa can get a stay permit, valid for 180 days at most.", []),
    ],
)  # fmt: skip
def test_a_clause_is_held_against_the_clause_of_a_provision_that_is_most_like_it(words: str, odd: list[str]) -> None:
    assert wrong(words, "2026-09-03") == odd


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("非关键信息基础设施运营者向境外提供不满10万人个人信息的，无须申报安全评估。", "agrees"),
        ("Whoever exports personal information of fewer than 100,000 people needs no security assessment.", "agrees"),
        ("Whoever exports personal information of fewer than one million people needs no security assessment.", "agrees"),
        ("向境外提供不满50万人个人信息的，无须申报安全评估。", "differs"),  # nothing begins at this number
        ("Whoever exports personal information of fewer than two million people needs no security assessment.", "differs"),
        ("关键信息基础设施运营者向境外提供个人信息，只要不满一百万人就不必申报评估。", "differs"),
        (
            "An operator of critical information infrastructure needs no assessment for personal information below one million people.",
            "differs",
        ),
    ],
)
def test_what_a_number_frees_from_holds_below_any_number_of_the_law_and_for_no_operator_who_is_never_free(text: str, verdict: str) -> None:
    assert [v for v, kind, _ in against(text, "2026-11-01") if kind == "case"] == [verdict]
