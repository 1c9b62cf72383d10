"""What would make a case another one (denied, expired, refused, withdrawn, of another holder or place, of the past) never leaves a sentence read whole with
the facts that it has without it: it is read, or shown as not understood."""

from __future__ import annotations

import pytest

from shidian.answer.sentence.chips import Sentence
from tests.answer.sentence.measured import read
from tests.cases.real import real_book
from tests.nightly import share_of

LAW = real_book().lawbook
EN = (
    "Can a German company hold 60% of a hospital in Suzhou?",
    "May a Dutch investor own 51% of a call centre in Wuhan?",
    "Our Suzhou company sends data of 3,000 employees to the headquarters in Munich. What do we need?",
    "Does our Polish engineer need a visa for 18 days in Wuxi?",
    "Can our Shenzhen subsidiary remit its profits to the shareholder in Vienna?",
    "We filed a standard contract and now a new recipient joins. New filing?",
    "A Danish fund acquires 35% of an arms supplier. Security review?",
    "A merger of two companies of the same group. Notification to SAMR?",
    "May a London law firm advise a bank in Shenzhen from abroad?",
    "May a Haikou company import a medical device free of duty?",
)
ZH = (
    "德国公司能在苏州持有医院60%吗？",
    "荷兰投资者可以在武汉持股51%做呼叫中心吗？",
    "我们苏州公司要把3000名员工的数据传到慕尼黑总部，需要什么手续？",
    "我们的波兰工程师去无锡18天要签证吗？",
    "深圳子公司能把利润汇给维也纳的股东吗？",
    "标准合同备案过了，现在增加一个新的接收方，要重新备案吗？",
    "丹麦基金收购军工企业35%，要安全审查吗？",
    "同一集团的两家公司合并，要申报经营者集中吗？",
    "伦敦律师事务所能从境外给深圳的银行提供法律服务吗？",
    "海口的公司进口医疗器械可以零关税吗？",
)
SAID_EN = (
    "The contract has expired.",
    "The filing was refused.",
    "The permit was revoked.",
    "It is only a draft.",
    "The plan has been withdrawn.",
    "We do not hold it.",
    "It never took effect.",
    "The site is in Dongguan, not there.",
    "Half of it belongs to a Chinese fund.",
    "The other half is held by a Cayman trust.",
    "Only if the partner agrees, which he refuses.",
    "It would be in Humen.",
    "The limit is 100,000.",
    "A second plant is in Hong Kong.",
    "That was in 2015.",
    "The owner is a nominee for a Chinese citizen.",
    "Except for Shanghai.",
    "It is a military hospital.",
    "The majority is held by our rival from Japan.",
    "The application is pending.",
)
SAID_ZH = (
    "合同已经过期了。",
    "备案被驳回了。",
    "许可证被吊销了。",
    "还只是草稿。",
    "计划已经撤回。",
    "其实我们并没有持有。",
    "从未生效。",
    "地点其实在东莞。",
    "其中一半属于一家中国基金。",
    "另一半由开曼信托持有。",
    "除非合作方同意。",
    "不包括上海。",
    "那是2015年的事。",
    "股东是替中国公民代持的。",
    "上限是十万。",
    "还有一个厂在香港。",
    "多数股权由日本的竞争对手持有。",
    "申请还在审。",
    "实际上做的是军队医院。",
    "以前是这样，现在不是了。",
)
BEFORE_EN = (
    "Unless the rival objects, ",
    "Before 2015, ",
    "If we had not sold it: ",
    "Hypothetically and not for us: ",
    "Unlike in Shanghai, ",
    "Without the licence, ",
)
BEFORE_ZH = ("除非对手反对，", "2015年以前，", "如果当初没有卖掉，", "不是我们，是别人：", "跟上海不一样，", "在没有许可证的情况下，")
PUT_EN = (
    ("company", "former company"),
    ("investor", "would-be investor"),
    ("hospital", "military hospital"),
    ("standard contract", "draft standard contract"),
    ("standard contract", "expired standard contract"),
    ("engineer", "retired engineer"),
    ("employees", "former employees"),
    ("bank", "non-bank"),
    ("medical device", "used medical device"),
    ("Polish", "half-Polish"),
    ("German", "German-Chinese"),
    ("Dutch", "formerly Dutch"),
    ("in Suzhou", "near Suzhou"),
    ("in Wuhan", "outside Wuhan"),
    ("60%", "more than 60%"),
    ("51%", "hardly 51%"),
    ("3,000", "fewer than 3,000"),
    ("18 days", "more than 18 days"),
    ("sends", "does not send"),
    ("own", "not own"),
    ("hold", "cease to hold"),
    ("remit", "not remit"),
    ("joins", "does not join"),
    ("acquires", "sells"),
    ("same group", "not the same group"),
    ("from abroad", "not from abroad"),
    ("import", "export"),
    ("profits", "losses"),
    ("filed", "refused to file"),
    ("a standard contract", "no standard contract"),
)
PUT_ZH = (
    ("公司", "前公司"),
    ("医院", "军队医院"),
    ("标准合同", "过期的标准合同"),
    ("标准合同备案过了", "标准合同没备案"),
    ("员工", "离职员工"),
    ("医疗器械", "二手医疗器械"),
    ("波兰", "半波兰"),
    ("在苏州", "在苏州以外"),
    ("在武汉", "在武汉周边"),
    ("60%", "60%以上"),
    ("51%", "不到51%"),
    ("3000", "不足3000"),
    ("18天", "18天以上"),
    ("传到", "不传到"),
    ("持有", "不持有"),
    ("汇给", "不汇给"),
    ("增加", "没有增加"),
    ("收购", "卖出"),
    ("同一集团", "不同集团"),
    ("从境外", "不从境外"),
    ("进口", "出口"),
    ("利润", "亏损"),
)
KNOWN = (
    "May a Dutch would-be investor own 51% of a call centre in Wuhan?",  # who would be one asks as one
    "May a Haikou company export a medical device free of duty?",  # still read as an import
    "伦敦律师事务所能不从境外给深圳的银行提供法律服务吗？",  # still read without its 不
)


def _variants() -> list[tuple[str, str]]:
    """Each sentence with what turns it: beside it, before it, in it."""
    out: list[tuple[str, str]] = []
    for bases, said, before, put, gap, stop in ((EN, SAID_EN, BEFORE_EN, PUT_EN, " ", "; "), (ZH, SAID_ZH, BEFORE_ZH, PUT_ZH, "", "；")):
        for base in bases:
            ends, asks = base[:-1], base[-1]
            out += [(base, text) for s in said for text in (base + gap + s, s + gap + base, f"{ends}{stop}{s[:-1]}{asks}")]
            out += [(base, b + base) for b in before]
            out += [(base, base.replace(a, b, 1)) for a, b in put if a in base]
    return out


def _facts(found: Sentence) -> tuple[str | None, set[tuple[str, str]]]:
    return found.question, {(f, v) for case in found.cases for f, v in case.items()}


@pytest.mark.parametrize(("base", "text"), share_of(_variants(), 24))
def test_what_turns_a_case_leaves_no_sentence_whole_with_the_same_facts(base: str, text: str) -> None:
    found = read(LAW, text)
    assert not found.whole or text in KNOWN or _facts(found) != _facts(read(LAW, base))
