"""How a Chinese verb stands: whether it opens a measure statement, or else why not."""

from __future__ import annotations

import re

from shidian.documents.document import Passage
from shidian.documents.grammar.gazetteer import VerbHit
from shidian.documents.grammar.page import Page

_ADVERBS = (
    "积极",
    "进一步",
    "稳妥",
    "有序",
    "稳步",
    "加快",
    "大力",
    "率先",
    "依法",
    "依规",
    "全面",
    "重点",
    "逐步",
    "继续",
    "深入",
    "切实",
    "持续",
    "鼓励",
    "支持",
    "探索",
    "研究",
    "推动",
    "推进",
    "着力",
    "主动",
    "如",
    "比如",
    "例如",
    "即",
    "另",
    "其一",
    "其二",
    "充分",
    "适时",
    "分步",
    "同步",
    "共同",
    "将",
    "要",
    "并",
    "可",
    "应",
    "拟",
    "须",
    "可以",
    "应当",
    "也",
    "还",
    "均",
    "已",
    "已经",
    "明确",
    "提出",
    "包括",
    "例如",
    "包含",
    "以及",
    "及",
    "和",
    "或",
    "或者",
    "同时",
    "其中",
    "此外",
    "另外",
    "通过",
    "予以",
    "不再",
    "再",
    "先行",
    "在此基础上",
    "旨在",
    "允许",
    "一律",
    "全部",
    "优先",
    "尽快",
    "务必",
    "坚持",
    "会同",
    "继续",
    "正式",
    "率先",
    "在全国",
    "同意",
    "决定",
    "一是",
    "二是",
    "三是",
    "四是",
    "五是",
    "六是",
    "更好",
    "更大力度",
    "大幅",
    "分类",
    "分级",
    "因地制宜",
)
_BOUNDARY = re.compile(r"(?:^|[|，,。；;：:、！？!?\s“”\"'（(）)》」…—\-.．])(?:[①-⑳]|[（(]?[0-9一二三四五六七八九十]{1,3}[)）.、．]\s?)?$")
_ADVERB = re.compile("(?:" + "|".join(sorted(_ADVERBS, key=len, reverse=True)) + ")$")
_SUBJECT = re.compile(
    r"(?:我们|我市|我省|各地|双方|本市|全市|银行|方案|通知|意见|措施|公告|批复|规定|办法|条例|政策|试点|国家|我国|中国|政府|商务部|国务院|部门|委员会|试验区|试点地区|地区|省市|城市|上海|北京|海南|天津|重庆|深圳|文件|任务|《[^》]{1,40}》|区内|市|省|区|年|日|起|内|中|后)$"
)
_PLACE_OR_TIME = re.compile(r"(?:^|[，,。；;：:“\s])(?:在|于|对|就|向|由|为|从|自|围绕|按照|根据|结合|以)[^，。；：]{1,40}$")
_NOUN_AFTER = re.compile(
    r"(?:期限|细则|办法|主体|单位|条例|性|类|力度|水平|程度|机构|人员|所(?![需有在])|院|中心|资金|政策|体系|作用|措施|任务|方案|工作(?!的)|项目|地区|区域|城市|示范|成果|阶段|经验|情况|意见|报告|者|期|格局|型|的(?=[^，。；]{0,2}[，。；])|度|战略|目标|理念|规划|趋势|基础|[，。；、）]|$)"
)
_APART = re.compile(r"[，,；;：:（(|]|、$|并(?=[^，]{0,6}$)")
_COMPOUND_AFTER = re.compile(r"期限|期|方面|合作|格局|细则|方案|意见|办法|范围|主体|类|型|机构|院|中心|工作(?=[，。；])|以来")
_ABOUT = re.compile(r"的(?:具体)?(?:条件|要求|程序|办法|标准|流程|期限|资格)")
_FIXED = re.compile(
    r"扩大开放|改革开放|对外开放|服务业开放|综合试点|试点示范|试点地区|试点任务|研究院|研究所|研究中心|开放型|开放水平|发展水平|发展改革|可持续发展|高质量发展|创新发展|协调发展|经济发展|开放发展|健康发展|融合发展|先行先试|公开|落实到位|支持政策|政策支持|财政支持|金融支持|技术支持"
)


_PLAN = re.compile(
    r"(?:我们|我市|我省|我国|各地|银行|方案|通知|意见|措施|公告|批复|规定|办法|政策|试点|国家|政府|商务部|国务院|部门|委员会|任务|》)$"
)
_RESTRICTION = re.compile(r"限制|比例|要求|门槛|审批|许可|条件|禁止|上限|登记|备案|壁垒|股比|资质|准入|手续|环节|政策|收费|配额")


_CHANGES = ("放宽", "扩大", "压缩", "缩短", "提升")
"""Verbs that change a number from one value to another: what is changed stands before them."""
_PURPOSE = re.compile(
    r"(?:第[^条]{1,6}条\s{0,3})?为了?(?!(?:外|符合|其|企业|人才|境外|高))[^。；]{2,160}?(?:特?制定(?:本|如下|了)|现(?:将|就)|提出(?:如下|以下))"
)
_OPINION = re.compile(r"[“\"]?(?:专家|业内|分析|学者|观察人士|有观点|市场人士|评论)")
_CAPTION = 18


def _clause_end(folded: str, at: int, end: int) -> int:
    """The end of a clause: the next semicolon within its sentence."""
    stops = [p for c in "；;" if (p := folded.find(c, at, end)) >= 0]
    return min(stops, default=end)


def _caption(passage: Passage, hit: VerbHit, start: int, end: int) -> bool:
    """Whether a verb stands in the short first sentence of a numbered passage that goes on: it names what follows (1. 放宽准入。…)."""
    return passage.kind == "item" and passage.level < 8 and start == passage.start and end < passage.end and end - hit.start <= _CAPTION


def chinese_use(page: Page, hit: VerbHit, previous: VerbHit | None) -> int | str | None:
    """The start of the statement that a verb opens; or the rule by which it opens none; None when neither is known."""
    folded = page.folded
    sentence_start, sentence_end = page.sentence(hit.start)
    passage = page.layout.passage_at(hit.start)
    scaled = hit.strength is not None
    if passage.kind in ("title", "heading"):
        return "heading"
    before = folded[max(sentence_start, hit.start - 24) : hit.start]
    after = folded[hit.end : min(sentence_end, hit.end + 16)]
    for fixed in _FIXED.finditer(folded, max(0, hit.start - 6), min(len(folded), hit.end + 6)):
        if (
            fixed.start() <= hit.start
            and hit.end <= fixed.end()
            and not (fixed[0] in ("先行先试", "扩大开放") and _BOUNDARY.search(before))
        ):
            return "noun"
    if not scaled and _ABOUT.search(folded, hit.end, min(sentence_end, hit.end + 24)):
        return "noun"
    if _COMPOUND_AFTER.match(after) or after.startswith("的"):
        return "noun"
    if not scaled and _caption(passage, hit, sentence_start, sentence_end):
        return "heading"
    if (purpose := _PURPOSE.match(folded, sentence_start, sentence_end)) is not None and hit.start < purpose.end():
        return "purpose"
    if not scaled and _OPINION.match(folded, sentence_start):
        return "in-passing"
    stripped = before
    while (adverb := _ADVERB.search(stripped)) is not None:
        stripped = stripped[: adverb.start()]
    if _NOUN_AFTER.match(after) and stripped == before and not _BOUNDARY.search(before):
        return "noun"
    if hit.verb == "取消" and not _RESTRICTION.search(folded, hit.end, _clause_end(folded, hit.end, sentence_end)):
        return "other-sense"
    if hit.word in _CHANGES and after.startswith(("至", "到", "为")):
        start = max(sentence_start, *(folded.rfind(c, sentence_start, hit.start) + 1 for c in "；;，,。：:"))
        if previous is not None and previous.start >= start:
            return "within"
        return (
            start + len(passage.number) if passage.number and start == passage.start and folded.startswith(passage.number, start) else start
        )
    if previous is not None and previous.start >= sentence_start and not _APART.search(folded, previous.end, hit.start):
        return "within"
    if stripped.endswith("不") or before.endswith(("不得", "不")):
        return "negated"
    if _BOUNDARY.search(stripped):
        return hit.start
    edge = hit.start - len(before) + len(stripped)
    if any(f.kind in ("body", "place") and f.end == edge for f in page.within(max(0, edge - 24), edge)):
        return hit.start
    if _SUBJECT.search(stripped) or _PLACE_OR_TIME.search(stripped):
        if not scaled and stripped == before and not _PLAN.search(stripped):
            return "in-passing"
        return hit.start
    return "within" if not scaled else _scaled_within(stripped, after)


def _scaled_within(before: str, after: str) -> str | None:
    """A verb of the scale deep within a clause: mostly the object of another verb."""
    if before.endswith(
        (
            "的",
            "以",
            "了",
            "其",
            "所",
            "相关",
            "提供",
            "给予",
            "加强",
            "大力",
            "政策",
            "资金",
            "业务",
            "市场",
            "行业",
            "全面",
            "领域",
            "持续",
            "制度型",
            "制度",
            "高水平",
            "双向",
            "自主",
            "单边",
            "科学",
            "技术",
            "产业",
            "经济",
            "社会",
            "国际",
            "联合",
            "临床",
        )
    ):
        return "noun"
    if after.startswith(("的", "了")):
        return "noun"
    return None
