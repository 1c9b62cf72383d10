"""Measure statements: which verbs open one, with which strength, ceiling, exclusions and places; and which do not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.documents.grammar.asking import measures, read

STRENGTHS = [
    ("- Lifts foreign ownership caps on app stores.", 5),
    ("The plan supports green bonds.", 4),
    ("The authorities will encourage schools to open.", 3),
    ("- Explores new export models.", 2),
    ("Tasks include: studying further opening of value-added telecom.", 1),
    ("- Promotes cooperation in shipping.", None),
    ("Foreign agencies will now be allowed to sell tours.", 5),
    ("The equity cap on data centres is removed.", 5),
    ("（一）取消应用商店业务的外资股比限制。", 5),
    ("支持外籍医生开设诊所。", 4),
    ("鼓励评级机构开展绿色债券评级。", 3),
    ("将探索开展国际保理业务。", 2),
    ("研究增值电信业务进一步开放的路径。", 1),
    ("推动试点政策落地。", None),
    ("商务部支持更多企业参与试点。", 4),
]
NONE = [
    "They called for more financial support.",
    "A stable and open policy environment helps.",
    "Its opening-up of the service industry goes on.",
    "The research bureau said so.",
    "中国服务业扩大开放水平提高。",
    "各地提供政策支持。",
    "该研究院成立。",
    "Promoting modern services",
]


@pytest.mark.parametrize(("text", "strength"), STRENGTHS)
def test_a_measure_carries_the_strength_of_its_verb(text: str, strength: int | None) -> None:
    [measure] = measures(text)
    assert measure.strength == strength


@pytest.mark.parametrize("text", NONE)
def test_a_noun_an_adjective_or_a_heading_is_no_measure(text: str) -> None:
    assert measures(text) == []


def test_a_ceiling_and_its_exclusion_are_read() -> None:
    [vpn] = measures("Allowing foreign investment in domestic VPN services (with foreign ownership capped at 50%).")
    assert (vpn.ceiling, vpn.lifts) == (Decimal(50), False)
    [store] = measures("Lifting foreign equity caps in app store services (excluding sectors prohibited for foreign investment).")
    assert (store.ceiling, store.lifts, len(store.excludes)) == (Decimal(100), True, 1)
    [access] = measures("取消互联网接入服务业务的外资股比限制，仅限为用户提供互联网接入服务。")
    assert (access.ceiling, len(access.limits)) == (Decimal(100), 1)


def test_an_exclusion_is_quoted_exactly() -> None:
    reading = read("允许外商投资旅行社经营出境旅游业务，赴台湾地区除外。")
    [measure] = [f.value for f in reading.findings if f.kind == "measure"]
    [(start, end)] = measure.excludes  # type: ignore[union-attr]
    assert reading.document.text[start:end] == "赴台湾地区除外"


def test_a_condition_before_or_after_the_verb_narrows() -> None:
    assert len(measures("支持符合条件的外籍医生开设诊所。")[0].conditions) == 1
    assert len(measures("On the basis of ensuring data security, we will explore sharing of health databases.")[0].conditions) == 1


def test_coordinated_measures_are_parted() -> None:
    assert [m.strength for m in measures("鼓励发展数据标注产业，支持来数加工新业态；取消应用商店外资股比限制。")] == [3, 4, 5]
    text = "Tasks include allowing foreign firms to run app stores, allowing doctors to open clinics, and allowing agents to sell tours."
    assert [m.strength for m in measures(text)] == [5, 5, 5]


def test_the_places_of_a_measure_are_those_of_its_clause() -> None:
    [measure] = measures("允许在北京、上海和海南设立外商独资医院。")
    assert measure.places == ("beijing", "shanghai", "hainan")


def test_what_is_told_as_done_is_marked() -> None:
    assert measures("Foreign equity caps on these services have been lifted.")[0].state == "done"
    assert measures("拟允许在北京设立外商独资医院。")[0].state == "proposed"


def test_semicolons_between_places_do_not_end_a_measure() -> None:
    [found] = measures("Foreign entities will be allowed to set up hospitals in Beijing; Tianjin; Guangdong province; and Hainan.")
    assert found.places == ("beijing", "tianjin", "guangdong", "hainan")


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Experts invited by enterprises of the area are exempted from the interview.", ["exempted from"]),
        ("Their children are entitled to places in public schools.", ["entitled to"]),
        ("No fee is charged for the renewal of residence permits.", ["is charged"]),
        ("A fee is charged for the renewal of residence permits.", []),
        ("No further approval is required for such projects.", ["is required"]),
        ("The bureau will set up a one-stop window.", ["set up"]),
        ("Companies in breach will be removed from the list of sponsors.", []),
        ("1. 外商独资职业培训机构获准招收境外学员。", ["获准"]),
        ("1. 获准的企业名单已经公布。", []),
        ("1. 演出机构外资股比限制予以取消，但境外资本不能进入新闻机构。", ["取消", "不能"]),
        ("四、广州、杭州、成都三地机场增设快捷通道。", ["增设"]),
        ("五、工作许可和居留许可实行并联办理。", ["实行"]),
        ("四、研发用数据允许在临空片区内自由流动。", ["允许"]),
        ("通知要求机构每季度公开收费标准。", ["要求"]),
        ("企业要求机构每季度公开收费标准。", []),
    ],
)
def test_a_measure_is_read_in_each_of_these_clauses_and_in_none_beside_them(text: str, verbs: list[str]) -> None:
    assert [m.word for m in measures(f"公告\n{text}" if text[0] > "z" or text[-2] > "\u3400" else text)] == verbs
