"""The words of the grammar: units, months, and the little words that say whether a number bounds, and what a clause leaves out.

These are words of language, not of law: names come from the lawbook's vocabularies, verbs with their strength from its list of verbs.
"""

from __future__ import annotations

MONTHS = {m: i for i, names in enumerate((
    "january jan janvier", "february feb février", "march mar mars", "april apr avril", "may mai", "june jun juin", "july jul juillet", "august aug août",
    "september sept sep septembre", "october oct octobre", "november nov novembre", "december dec décembre"), 1) for m in names.split()}

CURRENCIES = {
    "rmb": "CNY", "cny": "CNY", "yuan": "CNY", "renminbi": "CNY", "¥": "CNY", "￥": "CNY", "元": "CNY", "元人民币": "CNY", "人民币": "CNY",
    "us$": "USD", "usd": "USD", "$": "USD", "dollars": "USD", "dollar": "USD", "us dollars": "USD", "u.s. dollars": "USD", "美元": "USD", "美金": "USD",
    "hk$": "HKD", "hkd": "HKD", "hong kong dollars": "HKD", "港元": "HKD", "港币": "HKD", "eur": "EUR", "€": "EUR", "euro": "EUR", "euros": "EUR", "欧元": "EUR",
    "gbp": "GBP", "£": "GBP", "英镑": "GBP", "jpy": "JPY", "yen": "JPY", "日元": "JPY", "mop": "MOP", "澳门元": "MOP", "singapore dollars": "SGD", "s$": "SGD",
    "新加坡元": "SGD", "krw": "KRW", "韩元": "KRW",
}

PERIODS = {
    "year": "years", "years": "years", "yr": "years", "yrs": "years", "年": "years", "周年": "years", "周岁": "years", "岁": "years", "month": "months", "months": "months", "个月": "months", "week": "weeks",
    "weeks": "weeks", "周": "weeks", "星期": "weeks", "day": "days", "days": "days", "天": "days", "日": "days", "工作日": "working-days", "个工作日": "working-days",
    "working day": "working-days", "working days": "working-days", "hour": "hours", "hours": "hours", "小时": "hours", "个小时": "hours", "minutes": "minutes",
    "分钟": "minutes", "decade": "decades", "decades": "decades",
}

BEFORE = {  # what stands before a number, and how it then bounds
    "more than": "above", "over": "above", "above": "above", "exceeding": "above", "exceed": "above", "exceeds": "above", "exceeded": "above", "beyond": "above",
    "upwards of": "above", "in excess of": "above", "超过": "above", "超": "above", "逾": "above", "突破": "above", "高于": "above", "大于": "above", "多达": "is",
    "at least": "at_least", "no less than": "at_least", "not less than": "at_least", "no fewer than": "at_least", "minimum of": "at_least", "至少": "at_least", "不少于": "at_least",
    "不低于": "at_least", "up to": "at_most", "at most": "at_most", "no more than": "at_most", "not more than": "at_most", "not exceeding": "at_most",
    "not to exceed": "at_most", "not exceed": "at_most", "must not exceed": "at_most", "shall not exceed": "at_most", "may not exceed": "at_most", "does not exceed": "at_most", "capped at": "at_most", "cap of": "at_most", "caps of": "at_most", "ceiling of": "at_most",
    "limit of": "at_most", "limited to": "at_most", "limited to a": "at_most", "maximum of": "at_most", "a maximum of": "at_most", "within": "at_most", "≤": "at_most", "<=": "at_most", "≦": "at_most", "≥": "at_least", ">=": "at_least", "<": "below", ">": "above", "＜": "below", "＞": "above",
    "restricted to": "at_most", "不超过": "at_most", "不得超过": "at_most", "不高于": "at_most", "不得高于": "at_most", "最高": "at_most", "最长": "at_most", "最多": "at_most", "上限为": "at_most", "至多": "at_most", "不多于": "at_most",
    "不得多于": "at_most", "less than": "below", "under": "below", "below": "below", "fewer than": "below", "shorter than": "below", "低于": "below", "少于": "below", "不足": "below", "不到": "below",
    "未满": "below", "不满": "below", "小于": "below", "about": "about", "around": "about", "approximately": "about", "approx.": "about", "roughly": "about", "nearly": "about",
    "almost": "about", "some": "about", "close to": "about", "约": "about", "约合": "about", "折合": "about", "合": "is", "大约": "about", "近": "about", "将近": "about", "接近": "about", "约占": "about", "达": "is", "达到": "is", "as many as": "at_most", "as much as": "at_most",
    "a total of": "is", "total of": "is", "共": "is", "共计": "is",
}
AFTER = {  # what stands after a number
    "以上": "at_least", "及以上": "at_least", "以下": "at_most", "及以下": "at_most", "以内": "at_most", "之内": "at_most", "余": "above", "多": "above", "左右": "about", "上下": "about", "or more": "at_least",
    "or less": "at_most", "or fewer": "at_most", "or so": "about", "+": "above", "plus": "above", "以上（含": "at_least",
}

CHINESE_MEASURES = (
    "个", "项", "家", "批", "名", "种", "类", "条", "座", "所", "只", "场", "次", "轮", "位", "人", "件", "份", "户", "省市", "省", "市", "城市", "地", "部门", "款", "方面", "领域", "倍",
    "起", "届", "支", "套", "城", "张", "辆", "架", "艘", "处", "宗", "笔", "门", "国", "县", "区", "行业", "章", "节", "编", "号",
)
"""Measure words: a Chinese numeral before one of them counts."""

EXCLUSIONS = (
    "excluding", "exclusive of", "except for", "except", "with the exception of", "other than", "not including", "but not", "apart from", "save for", "but may not", "but must not", "but shall not", "excluded", "excepted", "outside of",
    "不含", "不包括", "不含有", "除外", "但不得", "但须排除", "禁止外商投资的领域除外", "但禁止", "不得从事", "不适用于",
)
LIMITS = ("limited to", "restricted to", "only for", "solely for", "confined to", "specifically for", "only to", "only", "仅限于", "仅限", "限于", "仅为", "仅面向", "只限")
CONDITIONS = (
    "qualified", "eligible", "where conditions permit", "subject to", "provided that", "on condition that", "on the basis of", "in accordance with", "under the premise of",
    "as long as", "that meet", "who meet", "meeting the", "in line with regulations", "符合条件的", "符合条件", "符合规定", "在确保", "在保障", "前提下", "依法依规", "按规定", "按照规定", "经批准",
    "具备条件的", "合格的", "在符合", "有条件的", "须由", "应由", "应当由", "须经", "须在", "应当在", "provided always",
)
"""Words that open an exclusion, a limit or a condition of a measure."""

RULES = {
    "forbids": ("not allowed", "not permitted", "prohibited", "forbidden", "banned", "off-limits", "may not", "must not", "shall not", "不得", "禁止", "严禁", "不允许", "不准"),
    "confines": ("limited to", "restricted to", "confined to", "controlled by", "led by", "majority chinese-owned", "majority-owned by", "仅限", "仅限于", "限于", "由中方控股", "中方控股",
                 "由中方主导", "中方主导"),
    "frees": ("no longer", "exempt from", "exempted from", "not subject to", "no restrictions on", "no limits on", "no limit on", "no restriction on", "免于", "免予", "无需", "无须",
              "不再要求", "不再需要", "不再受", "不受"),
    "permits": ("may", "can now", "free to", "可", "可以"),
}
"""Words that forbid, confine, free or permit without a verb of the scale."""

EVENTS = {
    "approved": ("approved", "approves", "gave approval", "gave consent", "gave its consent", "批准", "批复", "同意", "获批"),
    "released": ("released", "releases", "published", "publishes", "made public", "unveiled", "announced", "公布", "发布", "公开"),
    "issued": ("issued", "issues", "promulgated", "印发", "下发", "出台", "颁布"),
    "in-force": ("took effect", "takes effect", "take effect", "came into force", "comes into force", "came into effect", "comes into effect", "entered into force", "effective from",
                 "effective as of", "effective on", "is effective", "in force", "施行", "生效"),
    "expired": ("expired", "expires", "repealed", "ceased to apply", "废止", "失效", "届满", "到期"),
    "launched": ("launched", "launches", "kicked off", "启动"),
    "granted": ("granted", "grants", "issued pilot approvals", "issued approvals", "issued licences", "issued licenses", "颁发", "核发", "发放"),
    "held": ("held a press conference", "held a briefing", "held a meeting", "召开", "举行"),
}
VAGUE = ("recently", "not long ago", "a few days ago", "a few weeks ago", "a few months ago", "近日", "日前", "近期", "不久前")
YEARS = {"this year": 0, "last year": -1, "next year": 1, "今年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}
PARTS = ("half", "third", "thirds", "quarter", "quarters", "一半", "半数", "分之", "一成", "两成", "二成", "三成", "四成", "五成", "六成", "七成", "八成", "九成")
ADDRESSES = ("https://", "http://", "www.")
