"""Sentences about access built from what they say, so that every reading can be judged: who invests, what share is held, what is done, where.

Each part is said in many forms, and the forms are mixed, another mix each day; at night (`SHIDIAN_NIGHTLY`) forty times as many. A fact that was
put in may be read or shown as open; no other value may stand in a case. Shares told of each of several holders, bounded ones and shares that are
only a majority have no value.
"""

from __future__ import annotations

import os
import random

import pytest

from tests.answer.sentence.measured import read
from tests.cases.real import real_book
from tests.nightly import TODAY

LAW = real_book().lawbook
ROUNDS = 1600 if os.environ.get("SHIDIAN_NIGHTLY") else 40
TRADES = {
    "a cinema": "cinemas", "an app store": "app-store", "a hospital": "hospital", "a travel agency": "travel-agency",
    "影院": "cinemas", "应用商店": "app-store", "医院": "hospital", "旅行社": "travel-agency",
}  # fmt: skip
PLACES = {"Wuhan": "wuhan", "Chengdu": "chengdu", "Suzhou": "suzhou", "武汉": "wuhan", "成都": "chengdu", "苏州": "suzhou"}
HOLDERS = {
    "a German {}": "de", "a {} based in France": "fr", "a large {} from Spain": "es", "a Singapore-based {}": "sg", "our client, a Dutch {},": "nl",
    "a {} in Malaysia": "my", "a family-owned Italian {}": "it", "a {} registered in Norway": "no", "a foreign {} (Danish)": "dk",
    "一家德国{}": "de", "总部在法国的{}": "fr", "泰国知名{}": "th", "注册在荷兰的{}": "nl", "新加坡上市{}": "sg", "由意大利资本控制的{}": "it", "挪威一家{}": "no",
}  # fmt: skip
NOUNS = {
    "en": [
        "bank",
        "insurer",
        "supermarket chain",
        "hospital group",
        "law firm",
        "airline",
        "publisher",
        "hotel chain",
        "game studio",
        "broker",
        "charity",
        "carmaker",
    ],
    "zh": ["银行", "保险公司", "航空公司", "酒店集团", "律所", "出版社", "零售商", "私募基金", "车企", "投资公司", "大学", "控股公司"],
}
SHARES = {
    "60%": "60", "60 per cent": "60", "sixty percent": "60", "two thirds": "66.7", "a fifth": "20", "100%": "100", "more than 60%": "", "a majority": "",
    "六成": "60", "6成": "60", "百分之六十": "60", "三分之二": "66.7", "60": "60", "100": "100", "不超过60%": "", "60%以上": "",
}  # fmt: skip
ONE = {
    "en": (
        "Can {w} hold {s} of {a} in {p}?",
        "{s} of {a} in {p} for {w}?",
        "Can {a} in {p} be {s} owned by {w}?",
        "{a} in {p}: may {w} take {s}?",
    ),
    "zh": (
        "{w}能在{p}持股{s}做{a}吗",
        "{a}里{w}持股{s}，{p}",
        "{w}拟持有{p}一家{a}{s}的股份",
        "在{p}做{a}，{w}持股{s}，行吗",
        "{w}想在{p}做{a}，外资占{s}",
    ),
}
SPLIT = {
    "en": ("we hold {f} and the Chinese partner {c}", "{f}% for us and {c}% for the Chinese side", "foreign side {f}, Chinese side {c}", "the Chinese partner keeps {c}% and we take the rest"),
    "zh": ("外方{f}中方{c}", "外方占{f1}中方占{c1}", "中方{c1}外方{f1}", "外方占{f1}成中方占{c1}成", "外资{f}%内资{c}%", "中外双方{c}:{f}", "中方占{c}%，其余归我方"),
}  # fmt: skip
SEVERAL = {
    "en": ("Can two German {n} hold {s} of {a} in {p} each?", "Three Italian {n} own {s} of {a} in {p}. OK?", "Each French {n} will hold {s} of {a} in {p}", "May both Dutch {n} take {s} of {a} in {p}?", "Can a dozen Danish {n} hold {s} apiece in {a} in {p}?"),
    "zh": ("两个德国{n}持股{s}在{p}做{a}", "每个法国{n}{s}，在{p}做{a}", "几家意大利{n}持有{p}{a}{s}的股份", "三位荷兰{n}各占{s}，{p}，{a}", "十几个丹麦{n}持有{p}一家{a}{s}的股份"),
}  # fmt: skip
MANY = {
    "en": ["widows", "brothers", "villagers", "dentists", "heirs", "funds", "companies", "friends"],
    "zh": ["股东", "老板", "寡妇", "牙医", "基金", "公司", "村民", "继承人"],
}
CHANCE = random.Random(TODAY)


def _words(table: dict[str, str], lang: str) -> tuple[str, str]:
    return CHANCE.choice([(w, v) for w, v in table.items() if w.isascii() == (lang == "en")])


def _read_as(text: str, said: dict[str, str]) -> list[str]:
    """The facts of a sentence that are read as something else than what was said; empty where each is right or open."""
    found = read(LAW, text)
    return [f"{n}={case[n]}" for case in found.cases for n in said if case.get(n, said[n]) != said[n]]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_who_invests_is_no_trade_and_what_is_held_is_the_share(lang: str) -> None:
    wrong, exact = [], 0
    for _ in range(ROUNDS):
        (holder, origin), (trade, activity), (place, territory) = _words(HOLDERS, lang), _words(TRADES, lang), _words(PLACES, lang)
        share, value = CHANCE.choice([(w, v) for w, v in SHARES.items() if (w.isascii() and not w.isdigit()) == (lang == "en")])
        text = (
            CHANCE.choice(ONE[lang])
            .format(w=holder.format(CHANCE.choice(NOUNS[lang])), s=share, a=trade, p=place)
            .replace(",?", "?")
            .replace("a a", "an a")
        )
        said = {"activity": activity, "territory": territory, "origin": origin, "share": value}
        wrong += [(text, f) for f in _read_as(text, said)]
        exact += read(LAW, text).facts == {n: v for n, v in said.items() if v}
    assert wrong == []
    assert exact >= 0.75 * ROUNDS  # a bare 100 before 的股份 is left open, and some days draw many of them


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_of_two_sides_that_are_both_told_the_foreign_one_is_the_share(lang: str) -> None:
    wrong = []
    for _ in range(ROUNDS // 2):
        tenths = CHANCE.randrange(1, 10)
        (trade, activity), (place, territory) = _words(TRADES, lang), _words(PLACES, lang)
        split = CHANCE.choice(SPLIT[lang]).format(f=tenths * 10, c=100 - tenths * 10, f1=tenths, c1=10 - tenths)
        text = f"A German firm wants {trade} in {place}, {split}" if lang == "en" else f"德国公司在{place}做{trade}，{split}，可以吗"
        said = {"activity": activity, "territory": territory, "origin": "de", "share": str(tenths * 10)}
        wrong += [(text, read(LAW, text).facts)] if read(LAW, text).facts != said else []
    assert wrong == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_share_of_several_holders_is_open_whatever_they_are(lang: str) -> None:
    wrong = []
    for _ in range(ROUNDS // 2):
        (trade, _), (place, _) = _words(TRADES, lang), _words(PLACES, lang)
        many = CHANCE.choice(MANY[lang])
        share = CHANCE.choice(["30%", "60%", "51%"])
        text = CHANCE.choice(SEVERAL[lang]).format(n=many, s=share, a=trade, p=place)
        text = text.replace(many, many.removesuffix("s").replace("ie", "y"), 1) if text.startswith("Each") else text
        wrong += [text for case in read(LAW, text).cases if "share" in case]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "Can a German firm open two hospitals with 60% in Wuhan?",
        "Can a German firm hold 60% in each of three hospitals in Wuhan?",
        "德国公司在武汉开两家医院，持股60%",
        "Two German firms together hold 60% of a hospital in Wuhan",
    ],
)
def test_what_is_counted_and_no_holder_leaves_the_share(text: str) -> None:
    assert read(LAW, text).facts["share"] == "60"


@pytest.mark.parametrize(
    "text",
    [
        "An Indian IT firm wants to serve banks in Shanghai",
        "A German bank, insurer or broker in Shanghai",
        "Is an ICP licence needed for a Thai e-commerce platform in Ningbo?",
        "德国银行，保险，上海",
    ],
)
def test_a_trade_that_may_be_whom_one_serves_or_what_one_is_too_is_not_what_is_asked(text: str) -> None:
    assert not read(LAW, text).whole or "activity" not in read(LAW, text).facts
