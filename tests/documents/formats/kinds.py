"""Inputs of our own for each kind of fault of reading that was once reported, with what each must hold and must not hold."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of fault: an input, findings (kind and words) that it has, kinds or kinds with words that it has not, and what is shown against it."""

    name: str
    text: str
    has: tuple[tuple[str, str], ...] = ()
    has_not: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    times: tuple[str, int] | None = None
    too_low: tuple[str, ...] = ()
    """What the lawbook says otherwise in passing: a ceiling that the input needs for its kind and that no rule has."""


def m(verb: str, strength: int | None, ceiling: int | None, narrowed: str = "") -> tuple[str, str]:
    """A measure as it is told."""
    return "measure", f"{verb}: strength {strength} ceiling {ceiling}{narrowed}"


KINDS = (
    Kind("radicals", "2024年9⽉8⽇，某部取消制造业外资股⽐限制，适⽤于⻓沙。", (("day", "2024-09-08"), ("place", "changsha"))),
    Kind("inserted", "增值电信企业外资股比不超过51%。", (("share", "at_most 51"),), too_low=("51%",)),
    Kind(
        "own ceiling",
        "通知取消丙市数据中心业务外资股比限制，并向外资开放寿险代理业务，外资股比不超过51%。",
        (m("取消", 5, 100), m("开放", 5, 51)),
        too_low=("51%",),
    ),
    Kind(
        "own day",
        "2019年2月22日，国务院批复北京方案；3月5日，商务部印发通知；2020年9月7日，国务院批复新方案。",
        (("day", "2019-03-05"), ("day", "2020-09-07")),
    ),
    Kind("proposals", "支持外商在试点地区举办护理学校。", (("measure", "支持"),)),
    Kind("history", "服务业扩大开放综合试点始于2016年的天津。厦门于2023年获批成为试点城市。", (), (), ("2016年", "2023年")),
    Kind(
        "thresholds",
        "自当年1月1日起累计向境外提供300万人以上个人信息的，应当申报数据出境安全评估；不满3万人的免予申报。",
        (),
        (),
        ("300万人",),
    ),
    Kind("totals by plan", "商务部印发《大连等9个城市服务业扩大开放综合试点任务》，共159项试点任务，涉及15个领域。"),
    Kind("besides", "除原有11个试点省市外，新增9个城市开展服务业扩大开放综合试点：大连、宁波、厦门、青岛、深圳、合肥、福州、西安、苏州。"),
    Kind("no numbers", "服务业扩大开放综合试点迈入新一轮改革。党的十九届五中全会提出要求。", (), ("count",)),
    Kind(
        "halves",
        "In the first half of 2025, services in the 20 pilot regions made up 71.3% of foreign investment.",
        (("count", "is 20"), ("share", "is 71.3")),
        ("share is 50",),
    ),
    Kind("parts", "服务业扩大开放综合试点共提出100项任务，其中产业开放60项、区域发展30项、要素保障20项。", (), (), ("100项",)),
    Kind(
        "short names",
        "《加快推进服务业扩大开放综合试点工作方案》（以下简称《工作方案》）已经印发。《工作方案》明确165项试点任务。",
        (),
        (),
        ("165项",),
    ),
    Kind(
        "titles",
        "按照《中国（上海）自由贸易试验区及临港新片区数据出境负面清单管理清单（2024版）》办理。",
        (("instrument", "《中国（上海）自由贸易试验区及临港新片区数据出境负面清单管理清单（2024版）》"),),
    ),
    Kind("no rule", "取消呼叫中心、国内多方通信业务外资股比限制。", (m("取消", 5, 100),)),
    Kind("duties", "外国投资者应当向商务主管部门报送投资信息。运营者须在20日内备案。", (("measure", "应当"), ("measure", "须"))),
    Kind("changes", "外资股比上限由不超过51%提高至不超过70%。", (m("提高", None, 70),)),
    Kind("zones", "中国(福建)自由贸易试验区内的企业可以申请。", (("place", "fujian-ftz"),)),
    Kind("words in words", "全省新增城市试点3个。", (("count", "is 3"),), ("place",)),
    Kind("senses", "Exports made up 12% of output, accounting for little of the growth.", (("share", "is 12"),), ("activity",)),
    Kind("excluded", "取消信息服务业务（网络出版服务、互联网文化经营除外）外资股比限制。", (m("取消", 5, 100, " narrowed"),)),
    Kind("nouns", "开放水平不断提高；扶持力度加码。", (), ("measure",)),
    Kind("rhetoric", "各单位要提高政治站位。", (), ("measure",)),
    Kind("spans", "2023年3月至8月试行，2021—2023年评估。", (("day", "2023-03/2023-08"),)),
    Kind("brackets", "依据商资函﹝2025﹞84号，详见附件2和表3。", (("instrument", "商资函〔2025〕84号"),), ("count", "day")),
    Kind("spaces", "成都、武 汉、杭州、南 京可以申请。", (("list", "成都、武汉、杭州、南京"),)),
    Kind("shared verb", "支持外资举办养老院，境外护士短期执业，开设康复中心。", (("measure", "支持"),), times=("支持", 3)),
    Kind("menus", "某市允许外资设立演出场所。", (("measure", "允许"),)),
    Kind("not the list", "面向北京、上海研究支持进一步扩大医疗领域对外开放。", (("measure", "研究"),)),
    Kind("one line", "1.支持丁业务发展。2.支持戊业务发展。3.支持己业务发展。", (("measure", "支持"),), times=("支持", 3)),
    Kind("gradual", "逐步取消期货公司外资股比限制。", (m("取消", 5, 100, " narrowed"),)),
    Kind(
        "no title",
        "本段并无标题，只说明一家外商投资企业在试点地区申请增值电信业务经营许可时，应当提交的材料以及办理时限，并说明材料由谁审核、何时答复、如何补正，供有关企业参考，不作为正式规定使用。",
        (("measure", "应当"),),
    ),
)
