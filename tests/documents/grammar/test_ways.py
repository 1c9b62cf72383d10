"""The ways in which official texts and news say what one may, must, or no longer has to do; and words that look like it and say nothing."""

from __future__ import annotations

import pytest

from tests.documents.grammar.asking import measures

SAID = [
    ("Foreign investors are now free to own data centres outright.", 5),
    ("Foreign ships can call at any port of the province.", 5),
    ("Overseas dentists, once registered, may treat patients for a year.", 5),
    ("The restriction that partners must hold 75 percent will be removed.", 5),
    ("China to allow wholly foreign-owned nursing homes, ministry says.", 5),
    ("Regulators have relaxed the rules on leased servers.", None),
    ("The city scrapped prior approval for art fairs.", 5),
    ("Kunming has allowed overseas nurses to work in clinics.", 5),
    ("The trial was extended to Wuhan and Hefei.", None),
    ("The new policy, to be effective on Friday, will raise the number of ports.", None),
    ("Call centres are now open to foreign investors.", 5),
    ("The notice bans discrimination in procurement.", None),
    ("Article 5 is suspended in the zone.", None),
    ("Samples of foreign laboratories are exempt from inspection.", 5),
    ("There will be no cap on foreign shares in nursing homes.", 5),
    ("The time for review will be cut from 20 to 10 days.", None),
    ("外国人持该证件可多次入境。", 5),
    ("境外医师可在区内开设诊所。", 5),
    ("投资者可以自主约定经营期限。", 5),
    ("呼叫中心业务对外资全面放开。", 5),
    ("北京、苏州等地率先试行。", None),
    ("滨海自由贸易港对外商投资实行备案管理。", None),
    ("海关对区内企业实行分类管理。", None),
    ("国务院决定在试验区暂停实施第五条。", None),
    ("最低注册资本降至100万元。", None),
    ("持卡人免办工作许可。", 5),
    ("申请人应用中文提交表格。", None),
    ("第二十条 国家放宽旅行社准入。旅行社准入清单由商务主管部门制定。", None),
    ("第九条 分行应当由其总行拨给营运资金。", None),
    ("对符合条件的诊所，实行税收优惠。", None),
]
NOTHING = [
    "自贸试验区建设是推动高水平开放的重要举措。",
    "近年来，服务业开放不断深化，推动市场准入门槛逐步降低。",
    "大会报告提出，加快建设贸易强国。",
    "截至九月，外资企业增加到两千余家。",
    "本办法所称外资诊所，是指经批准设立的医疗机构。",
    "设立外资诊所的地区，由卫生部门确定。",
    "参与各方通过建立统一平台，一次提交材料。",
    "有专项规定要求办理手续的，按照规定办理。",
    "可以预见，市场将更加活跃。",
    "商务局向四地发放开展试点的复函。",
    "The reform can help firms find partners.",
    "The ministry knows that companies may face delays.",
    "The pilot was widened three times by 2022.",
    "China has increased its output of steel.",
]


@pytest.mark.parametrize(("text", "strength"), SAID)
def test_a_rule_is_read_however_it_is_said(text: str, strength: int | None) -> None:
    [measure] = measures(text)
    assert measure.strength == strength


@pytest.mark.parametrize("text", NOTHING)
def test_history_conditions_and_hopes_are_no_measures(text: str) -> None:
    assert measures(text) == []


def test_a_clause_with_another_subject_is_a_measure_of_its_own() -> None:
    [lifted, may] = measures("The cap on travel agencies is lifted, and such agencies may sell tours abroad.")
    assert (lifted.strength, may.strength, may.excludes) == (5, 5, ())


def test_what_may_be_done_is_told_by_the_modal_and_not_by_the_verb_behind_it() -> None:
    [may] = measures("区内企业可以到区外开展业务。")
    assert (may.strength, may.verb) == (5, "允许")


def test_a_share_of_an_inspection_or_a_bonus_is_no_ceiling_of_ownership() -> None:
    assert [m.ceiling for m in measures("对外资项目给予不超过3%的奖励。")] == [None]


def test_only_before_the_verb_narrows() -> None:
    [measure] = measures("Foreign-owned providers will only be allowed to operate in the zone.")
    assert measure.limits


def test_a_section_on_a_better_climate_for_investors_is_operative() -> None:
    assert len(measures("一、营造优良投资环境\n（一）放宽设计企业人员比例要求。\n二、营造良好氛围\n（二）加强宣传引导。")) == 1
