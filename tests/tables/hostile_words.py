"""How tables spell what is true, family by family: each a name, what may come of it, and a spelling of the true value.

`good` must be read; of `hard` it may be said that it cannot be read; `bad` says something that no careful reader takes for one value. A family is open or
sealed by the sum of its name: what the open half shows was mended with the open half only.
"""

# ruff: noqa: ARG005 (a spelling takes the value and the dice, whether it needs both or not)
from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal, NamedTuple

Kind = Literal["good", "hard", "bad"]
Spelling = Callable[[Any, random.Random], Any]


class Family(NamedTuple):
    name: str
    kind: Kind
    spell: Spelling


class City(NamedTuple):
    id: str
    zh: str
    province: str
    district: str
    en: str
    province_en: str
    street: str
    other: str
    """Another city."""


CITIES = (
    City("chengdu", "成都", "四川", "武侯区", "Chengdu", "Sichuan", "人民南路四段1号", "重庆"),
    City("shanghai", "上海", "", "徐汇区", "Shanghai", "", "漕溪北路18号", "苏州"),
    City("shenzhen", "深圳", "广东", "福田区", "Shenzhen", "Guangdong", "深南大道1006号", "东莞"),
    City("hangzhou", "杭州", "浙江", "拱墅区", "Hangzhou", "Zhejiang", "莫干山路99号", "宁波"),
    City("wuhan", "武汉", "湖北", "江岸区", "Wuhan", "Hubei", "中山大道1000号", "长沙"),
    City("suzhou", "苏州", "江苏", "姑苏区", "Suzhou", "Jiangsu", "干将东路178号", "无锡"),
    City("guangzhou", "广州", "广东", "越秀区", "Guangzhou", "Guangdong", "环市东路371号", "佛山"),
    City("qingdao", "青岛", "山东", "崂山区", "Qingdao", "Shandong", "香港东路195号", "烟台"),
)
TOWNS = ("虎门", "花桥", "狮山", "北滘", "长安镇", "松山湖", "盛泽镇", "柯桥", "大沥镇", "横店")
"""Towns and places outside every city above."""

ACTIVITIES = {
    "app-store": ("应用商店", "app store", ("手机应用商店运营", "应用市场"), ("online app store", "app store operator")),
    "travel-agency": ("旅行社", "travel agency", ("旅行社业务", "旅行社经营"), ("travel agencies", "tour operator")),
    "call-centre": ("呼叫中心", "call centre", ("呼叫中心业务", "客服呼叫中心"), ("call center", "contact centre")),
    "parcel-express": ("快递", "parcel delivery", ("快递业务", "快递服务"), ("express delivery", "courier service")),
    "tobacco-trade": ("烟草制品批发", "tobacco wholesale", ("卷烟批发", "烟草批发"), ("cigarette wholesale", "wholesale of tobacco")),
}
ORIGINS = {
    "de": ("德国", "Germany", "德资", "German", "DE", "DEU", "德意志联邦共和国", "Munich, Germany"),
    "us": ("美国", "United States", "美资", "American", "US", "USA", "美利坚合众国", "Delaware, USA"),
    "jp": ("日本", "Japan", "日资", "Japanese", "JP", "JPN", "日本国", "Osaka, Japan"),
    "hk": ("香港", "Hong Kong", "港资", "Hong Kong", "HK", "HKG", "中国香港", "Hong Kong SAR, China"),
    "sg": ("新加坡", "Singapore", "新资", "Singaporean", "SG", "SGP", "新加坡共和国", "Republic of Singapore"),
    "fr": ("法国", "France", "法资", "French", "FR", "FRA", "法兰西共和国", "Paris, France"),
}
_DIGITS = "零一二三四五六七八九"


def zh_number(n: int) -> str:
    """A whole number up to 9,999 in Chinese numerals."""
    if n < 10:
        return _DIGITS[n]
    out, zero = "", False
    for scale, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // scale % 10
        zero = zero or (digit == 0 and out != "")
        if digit:
            out += ("零" if zero and out and not out.endswith("零") else "") + _DIGITS[digit] + word
            zero = False
    return out.removeprefix("一") if out.startswith("一十") else out


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _f(kind: Kind, *families: tuple[str, Spelling]) -> tuple[Family, ...]:
    return tuple(Family(name, kind, spell) for name, spell in families)


SHARE = (
    *_f(
        "good",
        ("plain percent", lambda v, r: f"{v}%"),
        ("percent with decimals", lambda v, r: f"{Decimal(v):.2f}%"),
        ("wide percent", lambda v, r: _wide(f"{v}%")),
        ("spaced percent", lambda v, r: f" {v} % "),
        ("word percent", lambda v, r: f"{v} percent"),
        ("per cent", lambda v, r: f"{v} per cent"),
        ("pct", lambda v, r: f"{v}pct"),
        ("hundredth zh", lambda v, r: f"百分之{zh_number(v)}" if v < 100 else "百分之百"),
        ("hundredth digits", lambda v, r: f"百分之{v}"),
        ("tenths", lambda v, r: f"{zh_number(v // 10)}成" if v % 10 == 0 and v < 100 else f"{v}%"),
        ("numeric text", lambda v, r: f"{v}"),
        ("foreign label", lambda v, r: f"外资{v}%"),
        ("holds", lambda v, r: f"持股{v}%"),
        ("small percent", lambda v, r: f"{v}﹪"),
    ),
    *_f(
        "hard",
        ("comma decimals", lambda v, r: f"{v},0%"),
        ("wholly", lambda v, r: "外商独资" if v == 100 else f"{v}%"),
        ("split labelled", lambda v, r: f"外方{v}%，中方{100 - v}%"),
        ("split labelled en", lambda v, r: f"foreign {v}% / Chinese {100 - v}%"),
        ("share in brackets", lambda v, r: f"{v}%（外方）"),
        ("rounded", lambda v, r: f"{v}%整"),
        ("equals", lambda v, r: f"={v}%"),
        ("point form", lambda v, r: f"{v}个百分点"),
        ("fraction words", lambda v, r: {50: "二分之一", 25: "四分之一", 75: "四分之三"}.get(v, f"{v}%")),
    ),
    *_f(
        "bad",
        ("above", lambda v, r: r.choice((f">{v}%", f"{v}%以上", f"不低于{v}%", f"over {v}%", f"{v}%+", f"{v}%起"))),
        ("below", lambda v, r: r.choice((f"<{v}%", f"{v}%以下", f"不超过{v}%", f"at most {v}%", f"{v}%以内"))),
        ("about", lambda v, r: r.choice((f"约{v}%", f"~{v}%", f"{v}%左右", f"approx. {v}%", f"ca. {v}%"))),
        ("range", lambda v, r: r.choice((f"{v - 10}%-{v}%", f"{v - 10}～{v}%", f"{v - 10} to {v}%"))),
        ("chinese side", lambda v, r: r.choice((f"中方{v}%", f"内资{v}%", f"Chinese {v}%", f"中资持股{v}%"))),
        ("two holders", lambda v, r: r.choice((f"A公司{v}%，B公司10%", f"{v}%+10%", f"{v}%、10%", f"日方{v}%；美方10%"))),
        ("change", lambda v, r: r.choice((f"{v}%→70%", f"由{v}%增至70%", f"{v}% (from 20%)", f"原{v}%，现70%"))),
        ("planned", lambda v, r: r.choice((f"拟{v}%", f"{v}%（拟）", f"{v}% planned", f"计划{v}%"))),
        ("not", lambda v, r: r.choice((f"非{v}%", f"not {v}%", f"不是{v}%"))),
        ("money", lambda v, r: r.choice((f"{v}万元", f"USD {v}", f"{v}万股", f"${v}m"))),
        ("bare pair", lambda v, r: r.choice((f"{v}/{100 - v}", f"{v}:{100 - v}", f"{v}-{100 - v}"))),
        ("a day", lambda v, r: "2025-06-01"),
        ("a question", lambda v, r: r.choice((f"{v}%?", f"{v}%？", "?", "见附件", "see note"))),
        ("voting", lambda v, r: r.choice((f"表决权{v}%", f"{v}% of votes", f"{v}% voting"))),
        ("indirect", lambda v, r: r.choice((f"间接{v}%", f"{v}% indirectly", f"直接{v}%，间接10%", f"{v}% direct + 10% indirect"))),
    ),
)

DAY = (
    *_f(
        "good",
        ("iso", lambda v, r: v.isoformat()),
        ("slashes", lambda v, r: f"{v.year}/{v.month}/{v.day}"),
        ("dots", lambda v, r: f"{v.year}.{v.month:02}.{v.day:02}"),
        ("chinese", lambda v, r: f"{v.year}年{v.month}月{v.day}日"),
        ("chinese spaced", lambda v, r: f"{v.year} 年 {v.month} 月 {v.day} 日"),
        ("chinese numerals", lambda v, r: "".join("〇一二三四五六七八九"[int(d)] for d in str(v.year)) + f"年{zh_number(v.month)}月{zh_number(v.day)}日"),
        ("run together", lambda v, r: f"{v:%Y%m%d}"),
        ("english long", lambda v, r: f"{v.day} {v:%B} {v.year}"),
        ("english short", lambda v, r: f"{v.day:02}-{v:%b}-{v.year}"),
        ("american long", lambda v, r: f"{v:%B} {v.day}, {v.year}"),
        ("with time", lambda v, r: f"{v.isoformat()} 00:00:00"),
        ("iso time", lambda v, r: f"{v.isoformat()}T00:00:00"),
        ("wide day", lambda v, r: _wide(v.isoformat())),
        ("hao", lambda v, r: f"{v.year}年{v.month}月{v.day}号"),
        ("weekday", lambda v, r: f"{v.isoformat()}（周{'一二三四五六日'[v.weekday()]}）"),
    ),
    *_f(
        "hard",
        ("ordinal", lambda v, r: f"{v.day}{'st' if v.day in (1, 21, 31) else 'nd' if v.day in (2, 22) else 'rd' if v.day in (3, 23) else 'th'} {v:%B} {v.year}"),
        ("weekday en", lambda v, r: f"{v:%a} {v.day} {v:%b} {v.year}"),
        ("day first 13+", lambda v, r: f"{v.day}.{v.month}.{v.year}" if v.day > 12 else v.isoformat()),
        ("day with word", lambda v, r: f"{v.isoformat()}设立"),
        ("short year", lambda v, r: f"{v:%y}-{v.month:02}-{v.day:02}" if v.day > 12 else v.isoformat()),
    ),
    *_f(
        "bad",
        ("month only", lambda v, r: r.choice((f"{v.year}年{v.month}月", f"{v:%Y-%m}", f"{v:%b %Y}"))),
        ("year only", lambda v, r: r.choice((f"{v.year}", f"{v.year}年", f"FY{v.year}"))),
        ("before", lambda v, r: r.choice((f"{v.isoformat()}前", f"before {v.isoformat()}", f"{v.isoformat()}以前", f"截至{v.isoformat()}"))),
        ("after", lambda v, r: r.choice((f"{v.isoformat()}后", f"after {v.isoformat()}", f"{v.isoformat()}起", f"since {v.isoformat()}"))),
        ("span", lambda v, r: r.choice((f"{v.isoformat()}至2026-09-01", f"{v.isoformat()} - 2026-09-01", f"{v.isoformat()}/2026-09-01"))),
        ("planned day", lambda v, r: r.choice((f"拟{v.isoformat()}", f"预计{v.isoformat()}", f"{v.isoformat()}（预计）", f"{v.isoformat()} (tbc)"))),
        ("quarter", lambda v, r: r.choice((f"{v.year}年第{(v.month - 1) // 3 + 1}季度", f"Q{(v.month - 1) // 3 + 1} {v.year}"))),
        ("ambiguous", lambda v, r: "03/04/2025"),
        ("serial", lambda v, r: str((v - dt.date(1899, 12, 30)).days)),
        ("no such day", lambda v, r: r.choice(("2025-02-30", "2025年13月1日", "2025-06-31"))),
        ("relative", lambda v, r: r.choice(("去年", "上月", "last year", "recently", "近期"))),
        ("two days", lambda v, r: f"{v.isoformat()}；2019-03-01"),
    ),
)  # fmt: skip

PLACE = (
    *_f(
        "good",
        ("city", lambda c, r: c.zh),
        ("city shi", lambda c, r: c.zh + "市"),
        ("pinyin", lambda c, r: c.en),
        ("pinyin city", lambda c, r: f"{c.en} City"),
        ("province city", lambda c, r: (c.province + "省" if c.province else "") + c.zh + "市"),
        ("short province city", lambda c, r: c.province + c.zh),
        ("city district", lambda c, r: f"{c.zh}市{c.district}"),
        ("full address", lambda c, r: (c.province + "省" if c.province else "") + f"{c.zh}市{c.district}{c.street}"),
        ("short address", lambda c, r: f"{c.zh}{c.district}{c.street}"),
        ("address with floor", lambda c, r: f"{c.zh}市{c.district}{c.street}3幢201室"),
        ("city, province en", lambda c, r: f"{c.en}, {c.province_en}" if c.province_en else c.en),
        ("city, china", lambda c, r: f"{c.en}, China"),
        ("china city", lambda c, r: f"中国{c.zh}"),
        ("dashes", lambda c, r: f"{c.province}-{c.zh}" if c.province else c.zh),
        ("slashes place", lambda c, r: f"{c.province}省/{c.zh}市" if c.province else f"{c.zh}市"),
        ("upper", lambda c, r: c.en.upper()),
        ("district in brackets", lambda c, r: f"{c.zh}（{c.district}）"),
        ("spaced address", lambda c, r: f"{c.zh}市 {c.district} {c.street}"),
        ("postcode", lambda c, r: f"{c.zh}市{c.district}{c.street}（邮编610000）"),
        ("a street of another name", lambda c, r: f"{c.zh}市{c.other}路1号"),
        ("prc", lambda c, r: f"{c.en}, PRC"),
    ),
    *_f(
        "hard",
        ("head office", lambda c, r: f"{c.zh}（总部）"),
        ("registered", lambda c, r: f"{c.zh}（注册地）"),
        ("two languages", lambda c, r: f"{c.zh} {c.en}"),
        ("two languages in brackets", lambda c, r: f"{c.en} ({c.zh})"),
        ("company in it", lambda c, r: f"{c.zh}分公司"),
        ("district alone", lambda c, r: c.district),
        ("high-tech", lambda c, r: f"{c.zh}高新区"),
        ("address en", lambda c, r: f"Room 201, 88 Zhongshan Road, {c.en}"),
        ("care of", lambda c, r: f"{c.zh}市（集中登记）"),
        ("building named for another", lambda c, r: f"{c.zh}市{c.district}{c.street}北京大厦"),
    ),
    *_f(
        "bad",
        ("another in brackets", lambda c, r: r.choice((f"{c.zh}（{c.other}）", f"{c.zh}({c.other}机房)", f"{c.zh}（项目在{c.other}）"))),
        ("town in brackets", lambda c, r: r.choice((f"{c.zh}（{{}}机房）", f"{c.zh}（{{}}）", f"{c.zh}（工厂在{{}}）", f"{c.zh}（{{}}园区）", f"{c.zh}({{}}分部)")).format(r.choice(TOWNS))),
        ("town behind a comma", lambda c, r: r.choice((f"{c.zh}，{{}}", f"{c.zh}、{{}}", f"{c.zh}/{{}}", f"{c.zh}；{{}}机房")).format(r.choice(TOWNS))),
        ("two cities", lambda c, r: r.choice((f"{c.zh}、{c.other}", f"{c.zh}/{c.other}", f"{c.zh}及{c.other}", f"{c.zh}和{c.other}", f"{c.zh} {c.other}"))),
        ("two cities en", lambda c, r: r.choice((f"{c.en} / Beijing", f"{c.en} and Beijing", f"{c.en}; Beijing", f"{c.en} (plant in Beijing)"))),
        ("moving", lambda c, r: r.choice((f"{c.zh}（拟迁{c.other}）", f"{c.other}迁{c.zh}", f"{c.zh}→{c.other}", f"原{c.zh}", f"{c.zh}（已迁出）"))),
        ("not there", lambda c, r: r.choice((f"非{c.zh}", f"{c.zh}以外", f"not {c.en}", f"{c.zh}除外", f"outside {c.en}"))),
        ("around", lambda c, r: r.choice((f"{c.zh}周边", f"{c.zh}附近", f"near {c.en}", f"{c.zh}都市圈", f"Greater {c.en}"))),
        ("abroad", lambda c, r: r.choice(("Munich", "东京", "香港", "New York", "Frankfurt am Main"))),
        ("a wrong province", lambda c, r: f"贵州省{c.zh}市"),
        ("unknown town en", lambda c, r: r.choice((f"{c.en} (Humen data centre)", f"{c.en} / Huaqiao", f"{c.en} (Shishan)", f"{c.en}, Songshan Lake"))),
    ),
)  # fmt: skip

ORIGIN = (
    *_f(
        "good",
        ("zh name", lambda o, r: o[0]),
        ("en name", lambda o, r: o[1]),
        ("capital zh", lambda o, r: o[2] if o[2] != "新资" else o[0]),
        ("demonym", lambda o, r: o[3]),
        ("two letters", lambda o, r: o[4]),
        ("three letters", lambda o, r: o[5]),
        ("official zh", lambda o, r: o[6]),
        ("upper origin", lambda o, r: o[1].upper()),
        ("enterprise zh", lambda o, r: f"{o[0]}企业"),
        ("company en", lambda o, r: f"{o[3]} company"),
        ("code in brackets", lambda o, r: f"{o[0]}（{o[4]}）"),
        ("both languages", lambda o, r: f"{o[0]} {o[1]}"),
        ("both with slash", lambda o, r: f"{o[0]}/{o[1]}"),
        ("lower", lambda o, r: o[1].lower()),
        ("investor zh", lambda o, r: f"{o[0]}投资者"),
    ),
    *_f(
        "hard",
        ("city and country", lambda o, r: o[7]),
        ("owned", lambda o, r: f"{o[3]}-owned"),
        ("origin dash", lambda o, r: f"{o[4]} - {o[1]}"),
        ("corporate holder", lambda o, r: f"{o[0]}法人"),
    ),
    *_f(
        "bad",
        ("two origins", lambda o, r: r.choice((f"{o[0]}、开曼群岛", f"{o[0]}/开曼群岛", f"{o[1]} and Cayman Islands", f"{o[0]}、韩国"))),
        ("through another", lambda o, r: r.choice((f"{o[0]}（经开曼）", f"{o[1]} via Cayman Islands", f"开曼（实控人{o[0]}）", f"{o[0]}（最终控制人韩国）"))),
        ("no origin", lambda o, r: r.choice((f"非{o[0]}", f"not {o[1]}", f"{o[0]}以外"))),
        ("former", lambda o, r: r.choice((f"原{o[0]}，现韩国", f"formerly {o[1]}", f"{o[0]}（已转让）"))),
        ("with china", lambda o, r: r.choice((f"{o[0]}、中国", f"中国、{o[0]}", f"{o[1]}/China", f"中{o[0][0]}合资"))),
        ("doubt", lambda o, r: r.choice((f"{o[0]}?", f"{o[0]}或韩国", f"{o[1]} or Korea", f"可能{o[0]}"))),
        ("a firm of that name", lambda o, r: r.choice((f"{o[0]}馆餐饮公司", "大众汽车", "Acme Ltd"))),
    ),
)  # fmt: skip

ACTIVITY = (
    *_f(
        "good",
        ("zh activity", lambda a, r: a[0]),
        ("en activity", lambda a, r: a[1]),
        ("zh words", lambda a, r: r.choice(a[2])),
        ("en words", lambda a, r: r.choice(a[3])),
        ("upper activity", lambda a, r: a[1].upper()),
        ("zh in brackets", lambda a, r: f"{a[0]}（主营）"),
        ("full stop", lambda a, r: f"{a[0]}。"),
        ("scope label", lambda a, r: f"经营范围：{a[0]}"),
        ("engaged", lambda a, r: f"从事{a[0]}"),
        ("both languages activity", lambda a, r: f"{a[0]} / {a[1]}"),
        ("business", lambda a, r: f"{a[0]}业务"),
        ("operation", lambda a, r: f"{a[1]} business"),
    ),
    *_f(
        "hard",
        ("numbered", lambda a, r: f"1. {a[0]}"),
        ("approval words", lambda a, r: f"{a[0]}（依法须经批准的项目，经相关部门批准后方可开展经营活动）"),
        ("mainly", lambda a, r: f"主要经营{a[0]}"),
        ("permit words", lambda a, r: f"许可项目：{a[0]}"),
    ),
    *_f(
        "bad",
        ("news too", lambda a, r: r.choice((f"{a[0]}、互联网新闻", f"{a[0]}；互联网新闻信息服务", f"{a[1]}, online news", f"{a[0]}及互联网新闻信息服务"))),
        ("except", lambda a, r: r.choice((f"{a[0]}除外", f"非{a[0]}", f"not {a[1]}", f"不含{a[0]}", f"不从事{a[0]}"))),
        ("software for it", lambda a, r: r.choice((f"{a[0]}软件开发", f"software for {a[1]}", f"{a[0]}设备租赁", f"{a[0]}咨询"))),
        ("unknown", lambda a, r: r.choice(("其他", "other", "待定业务", "ABC-123", "见营业执照"))),
        ("former business", lambda a, r: r.choice((f"原{a[0]}，现新闻出版", f"{a[0]}（已停）", f"formerly {a[1]}"))),
    ),
)  # fmt: skip

PERSONS = (
    *_f(
        "good",
        ("bare", lambda v, r: str(v)),
        ("grouped", lambda v, r: f"{v:,}"),
        ("ren", lambda v, r: f"{v}人"),
        ("wan", lambda v, r: f"{Decimal(v) / 10000:f}万"),
        ("wan ren", lambda v, r: f"{Decimal(v) / 10000:f}万人"),
        ("wide number", lambda v, r: _wide(str(v))),
        ("persons en", lambda v, r: f"{v:,} persons"),
        ("thousand", lambda v, r: f"{v // 1000} thousand" if v % 1000 == 0 else str(v)),
        ("k", lambda v, r: f"{v // 1000}k" if v % 1000 == 0 else str(v)),
        ("point nought", lambda v, r: f"{v}.0"),
    ),
    *_f("hard", ("ming", lambda v, r: f"{v}名员工"), ("head", lambda v, r: f"共{v}人"), ("spaced groups", lambda v, r: f"{v:,}".replace(",", " ")), ("apostrophes", lambda v, r: f"{v:,}".replace(",", "'"))),
    *_f(
        "bad",
        ("more than", lambda v, r: r.choice((f">{v}", f"{v}余人", f"{v}以上", f"over {v}", f"{v}+"))),
        ("a month", lambda v, r: r.choice((f"每月{v}人", f"{v}/month", f"{v}人/天"))),
        ("a span", lambda v, r: r.choice((f"{v}-{v * 2}", f"{v}至{v * 2}人", f"{v} or {v * 2}"))),
        ("groups of dots", lambda v, r: f"{v // 1000}.{v % 1000:03}人" if v >= 1000 else "x"),
        ("records", lambda v, r: r.choice((f"{v}条", f"{v} records", f"{v} GB"))),
    ),
)  # fmt: skip
STAY = (
    *_f("good", ("days bare", lambda v, r: str(v)), ("tian", lambda v, r: f"{v}天"), ("ri", lambda v, r: f"{v}日"), ("days en", lambda v, r: f"{v} days"), ("zh tian", lambda v, r: f"{zh_number(v)}天"), ("days spaced", lambda v, r: f" {v} 天 ")),
    *_f("hard", ("d", lambda v, r: f"{v}d"), ("calendar", lambda v, r: f"{v}个自然日"), ("long", lambda v, r: f"停留{v}天")),
    *_f("bad", ("at least", lambda v, r: r.choice((f"至少{v}天", f"{v}天以上", f">{v}", f"{v}+ days"))), ("stay span", lambda v, r: r.choice((f"{v}-{v + 40}天", f"{v} to {v + 40} days"))), ("extended", lambda v, r: r.choice((f"{v}天（可延期）", f"{v}天，已延20天", f"{v} days + 20"))), ("hours", lambda v, r: f"{v}小时"), ("each time", lambda v, r: r.choice((f"每次{v}天", f"{v}天×3次", f"3 x {v} days"))), ("nights", lambda v, r: r.choice((f"{v}晚", f"{v} nights")))),
)  # fmt: skip
PURPOSE = {
    "business": ("商务", "business", "商务洽谈", "business meeting"),
    "tourism": ("旅游", "tourism", "观光", "holiday"),
    "work": ("工作", "work", "工作（含有报酬的活动）", "work"),
}
PURPOSES = (
    *_f("good", ("zh purpose", lambda v, r: v[0]), ("en purpose", lambda v, r: v[1]), ("zh alias", lambda v, r: v[2]), ("en alias", lambda v, r: v[3]), ("upper purpose", lambda v, r: v[1].upper())),
    *_f("bad", ("two purposes", lambda v, r: r.choice((f"{v[0]}、就医", f"{v[1]} and study", f"{v[0]}兼学习", f"{v[0]}/新闻报道"))), ("not the purpose", lambda v, r: r.choice((f"非{v[0]}", f"not {v[1]}"))), ("purpose unknown", lambda v, r: r.choice(("其他", "other", "n/a purposes", "见函")))),
)  # fmt: skip
YES_NO = (
    *_f("good", ("shi fou", lambda v, r: "是" if v else "否"), ("yes no", lambda v, r: "yes" if v else "no"), ("y n", lambda v, r: "Y" if v else "N"), ("true false", lambda v, r: "TRUE" if v else "FALSE"), ("you wu", lambda v, r: "有" if v else "无"), ("not", lambda v, r: "是" if v else "不是")),
    *_f("hard", ("marks", lambda v, r: "√" if v else "×"), ("one nought", lambda v, r: "1" if v else "0")),
    *_f("bad", ("perhaps", lambda v, r: r.choice(("可能", "待认定", "maybe", "申请中", "pending", "部分"))), ("yes but", lambda v, r: r.choice(("是/否", "yes (until 2024)", "是（已取消）", "no, but applied", "否（待批）")))),
)  # fmt: skip
