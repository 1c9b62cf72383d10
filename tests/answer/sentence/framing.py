"""Grammatical frames filled with every name of the vocabulary: for each sentence that comes out, what it says is known by construction.

A frame is a line `language question | words with {slots} | facts`. Slots: `{a}` an activity, `{p}` a place, `{o}` a country, `{od}` its
adjective, `{s}` a share, `{d}` a day, `{n}` persons, `{t}` a stay, `{w}` `{c}` `{k}` turnovers, `{y}` money, `{m}` a measure, `{x}` goods,
`{h}` a procedure held, `{e}` what has changed. Facts: `+fact=value` must be read, `fact=value/value` or `fact` may be, `!fact` stays open.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from shidian.answer.sentence.chips import Sentence
from shidian.law.lawbook import Lawbook
from shidian.law.tree import ROOT
from tests.answer.sentence.measured import without_open_days

FRAMES = Path(__file__).parent / "frames"
Value = tuple[str, tuple[str, ...]]
"""Words, and the values any of which they may be read as; none: they mean several things, and the fact stays open."""

ADJECTIVES = {
    "American": "us", "US": "us", "German": "de", "French": "fr", "British": "gb", "UK": "gb", "Japanese": "jp", "Korean": "kr",
    "South Korean": "kr", "Singaporean": "sg", "Malaysian": "my", "Thai": "th", "Vietnamese": "vn", "Indonesian": "id",
    "Philippine": "ph", "Indian": "in", "Australian": "au", "New Zealand": "nz", "Canadian": "ca", "Italian": "it", "Spanish": "es",
    "Portuguese": "pt", "Dutch": "nl", "Belgian": "be", "Swiss": "ch", "Austrian": "at", "Swedish": "se", "Norwegian": "no",
    "Danish": "dk", "Finnish": "fi", "Icelandic": "is", "Irish": "ie", "Polish": "pl", "Czech": "cz", "Slovak": "sk", "Hungarian": "hu",
    "Romanian": "ro", "Bulgarian": "bg", "Greek": "gr", "Turkish": "tr", "Russian": "ru", "Ukrainian": "ua", "Kazakh": "kz",
    "Uzbek": "uz", "Mongolian": "mn", "Israeli": "il", "Emirati": "ae", "Saudi": "sa", "Saudi Arabian": "sa", "Qatari": "qa",
    "Kuwaiti": "kw", "Egyptian": "eg", "South African": "za", "Nigerian": "ng", "Kenyan": "ke", "Moroccan": "ma", "Brazilian": "br",
    "Mexican": "mx", "Argentine": "ar", "Chilean": "cl", "Peruvian": "pe", "Colombian": "co", "Luxembourg": "lu", "Cypriot": "cy",
    "Maltese": "mt", "Estonian": "ee", "Latvian": "lv", "Lithuanian": "lt", "Slovenian": "si", "Croatian": "hr", "Serbian": "rs",
    "Pakistani": "pk", "Bangladeshi": "bd", "Sri Lankan": "lk", "Cambodian": "kh", "Bruneian": "bn", "Jordanian": "jo", "Omani": "om",
    "Bahraini": "bh", "Georgian": "ge", "Armenian": "am", "Belarusian": "by", "Ethiopian": "et", "Ghanaian": "gh", "Tunisian": "tn",
}  # fmt: skip
_SAID: dict[str, dict[str, str]] = {
    "s zh": {
        "60%": "60", "60％": "60", "百分之六十": "60", "六成": "60", "49%": "49", "百分之五十一": "51", "100%": "100", "30%": "30",
        "一半": "50", "七成五": "75", "33.3%": "33.3", "50.1%": "50.1", "５１%": "51", "三成": "30", "百分之百": "100", "25 %": "25",
    },
    "s en": {
        "60%": "60", "60 %": "60", "60 percent": "60", "49 per cent": "49", "51%": "51", "100%": "100", "sixty percent": "60",
        "33.3%": "33.3", "50.1%": "50.1", "25 percent": "25", "seventy per cent": "70", "three quarters": "75", "half": "50",
    },
    "d zh": {
        "2025年6月1日": "2025-06-01", "2024-03-15": "2024-03-15", "2023/7/1": "2023-07-01", "二〇二四年五月一日": "2024-05-01",
        "2025年6月": "2025-06-01", "2024.9.8": "2024-09-08", "2025年3月14号": "2025-03-14", "２０２４年１１月１日": "2024-11-01",
    },
    "d en": {
        "1 June 2025": "2025-06-01", "June 1, 2025": "2025-06-01", "2025-06-01": "2025-06-01", "15 Mar 2024": "2024-03-15",
        "Mar. 15, 2024": "2024-03-15", "1st June 2025": "2025-06-01", "the 3rd of May 2024": "2024-05-03", "2024/11/01": "2024-11-01",
    },
    "n zh": {
        "3000名": "3000", "3,000名": "3000", "3千名": "3000", "三千名": "3000", "1.2万名": "12000", "12万名": "120000", "十五万名": "150000",
        "450名": "450", "两万名": "20000", "120万名": "1200000", "８０００名": "8000", "2万余名": "",
    },
    "n en": {
        "3,000": "3000", "3000": "3000", "12,000": "12000", "120,000": "120000", "1.2 million": "1200000", "80k": "80000", "450": "450",
        "three thousand": "3000", "two million": "2000000", "9 000": "9000",
    },
    "t zh": {"20天": "20", "两周": "14", "45日": "45", "90天": "90", "三个星期": "21", "十五天": "15", "一周": "7", "60 天": "60"},
    "t en": {"20 days": "20", "two weeks": "14", "45 days": "45", "three weeks": "21", "ten days": "10", "a week": "7", "ninety days": "90"},
    "w zh": {"130亿": "13", "130亿元": "13", "150亿人民币": "15", "一百二十亿元": "12", "人民币200亿元": "20"},
    "w en": {"RMB 13 billion": "13", "13 billion yuan": "13", "CNY 15bn": "15", "RMB 12.5 billion": "12.5", "20 billion RMB": "20"},
    "c zh": {"45亿": "4.5", "45亿元": "4.5", "50亿人民币": "5", "四十亿元": "4", "人民币60亿元": "6"},
    "c en": {"RMB 4.5 billion": "4.5", "5 billion yuan": "5", "CNY 6bn": "6", "RMB 900 million": "0.9", "4 billion RMB": "4"},
    "k zh": {"9亿": "0.9", "9亿元": "0.9", "十亿元": "1"},
    "k en": {"RMB 900 million": "0.9", "1 billion yuan": "1"},
    "y zh": {"5000万元": "50", "1.2亿元": "120", "800万人民币": "8", "三千万元": "30"},
    "y en": {"RMB 50 million": "50", "120 million yuan": "120", "CNY 8m": "8"},
    "m zh": {
        "QFLP试点": "qflp", "境外放款": "overseas-loan", "税收抵免": "tax-credit", "非居民并购贷款": "ma-loan", "国际保理": "factoring",
        "QFLP余额管理": "qflp-balance", "跨境人民币资金集中运营": "rmb-pool", "本外币一体化资金池": "cash-pool",
        "QFLP外汇管理试点": "qflp-fx", "前期费用免登记": "preliminary-expenses", "融资租赁公司绿色债券": "leasing-green-bond",
        "跨境融资便利化额度": "sme-financing-limit",
    },
    "m en": {
        "the QFLP pilot": "qflp", "overseas lending": "overseas-loan", "the tax credit": "tax-credit", "a cross-border merger loan": "ma-loan",
        "international factoring": "factoring", "QFLP balance management": "qflp-balance", "an integrated cash pool": "cash-pool",
        "the QFLP foreign-exchange pilot": "qflp-fx", "a centralised renminbi pool": "rmb-pool",
    },
    "x zh": {
        "罕见病药品": "rare-disease-drug", "疫苗": "vaccine", "医疗器械": "device", "保健食品": "health-food", "药品": "",
        "特殊医学用途配方食品": "", "第三类医疗器械": "device",
    },
    "x en": {
        "rare-disease medicines": "rare-disease-drug", "vaccines": "vaccine", "medical devices": "device", "health foods": "health-food",
        "medicines": "", "special medical foods": "",
    },
    "h zh": {
        "已通过安全评估": "assessment", "标准合同已备案": "contract", "已通过个人信息保护认证": "certification",
        "粤港澳大湾区标准合同已备案": "gba-contract", "做过数据出境安全评估": "assessment", "备案了标准合同": "contract",
    },
    "h en": {
        "we passed the security assessment": "assessment", "we filed the standard contract": "contract", "we hold a certification": "certification",
        "our standard contract is filed": "contract", "our security assessment was passed": "assessment",
    },
    "e zh": {
        "更换境外接收方": "new-recipient", "有效期届满": "term", "人数达到安全评估标准": "threshold", "出境目的变更": "content",
        "接收方拟再提供给第三方": "onward", "增加一家境外接收方": "new-recipient", "数据种类增加": "content",
    },
    "e en": {
        "a new recipient is added": "new-recipient", "the term ends": "term", "the purpose changes": "content",
        "the recipient wants to pass the data on to a third party": "onward", "another recipient joins": "new-recipient",
        "the scope of the data changes": "content",
    },
}  # fmt: skip
_FACTS = {"a": "activity", "p": "territory", "s": "share", "d": "on", "n": "persons", "t": "stay", "w": "turnover-world", "c": "turnover-china",
          "k": "second-china", "y": "reinvested", "m": "measure", "x": "product", "h": "held", "e": "event"}  # fmt: skip
_BY_FACT = {"activities": "activity", "territories": "territory", "origins": "origin"}


class Frame(NamedTuple):
    """A frame: `must` are facts with the values any of which is right, `may` what may be read besides (`*`: any), `open` what stays open."""

    language: str
    question: str
    words: str
    must: dict[str, tuple[str, ...]]
    may: dict[str, tuple[str, ...]]
    open: frozenset[str]


class Filled(NamedTuple):
    """A sentence: `said` are the slots with their words, and what each must be read as."""

    text: str
    frame: Frame
    said: tuple[tuple[str, str, tuple[str, ...]], ...]


def frames(path: Path) -> list[Frame]:
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        head, words, *facts = (part.strip() for part in line.split("|"))
        language, question = head.split()
        given = [f for f in " ".join(facts).split() if "~" not in f]
        values = {f.lstrip("+!").split("=")[0]: tuple(f.split("=")[1].split("/")) if "=" in f else ("*",) for f in given}
        must = {n: v for n, v in values.items() if f"+{n}" in " ".join(given)}
        may = {n: v for n, v in values.items() if n not in must}
        out.append(Frame(language, question, words, must, may, frozenset(f[1:] for f in given if f[0] == "!")))
    return out


@cache
def names(book: Lawbook, vocabulary: str, language: str) -> tuple[Value, ...]:
    """Every name that people write in a sentence: no ids and codes, nothing with brackets or commas."""
    known = book.names[vocabulary]
    tree = book.trees[vocabulary]
    words: dict[str, None] = {}
    for entry in known.entries.values():
        if entry.id in tree.parent and entry.id not in (ROOT, "cn", "all"):
            words |= dict.fromkeys(n for n in (entry.name.en, entry.name.zh, *entry.aliases))
    words |= {w: None for spoken in known.spoken if not spoken.alone for w in spoken.say}
    fit = [w for w in words if len(w) > 1 and w.isascii() == (language == "en") and (language == "en" or re.search("[\u4e00-\u9fff]", w))]
    fit = [w for w in fit if not re.search(r"[()（），,:：“”;；0-9、]", w) and (language == "zh" or w != w.upper())]
    out = []
    for word in fit:
        ids = known.find(word)
        out.append((word, tuple(ids) if len(ids) == 1 else ()))
    return tuple(out)


def _choices(book: Lawbook, slot: str, frame: Frame) -> tuple[Value, ...]:
    vocabulary = {"a": "activities", "p": "territories", "o": "origins"}.get(slot)
    abroad = frame.question in ("entry", "data_export")
    if slot == "od":
        return tuple((word, (id,)) for word, id in ADJECTIVES.items())
    if vocabulary is not None:
        found = names(book, vocabulary, frame.language)
        return tuple(
            (w, v) for w, v in found if slot != "o" or (len(v) == 1 and not (abroad and ({*v} & {"hk", "mo", "tw"} or w[-1] in "资企商")))
        )
    return tuple((w, (v,) if v else ()) for w, v in _SAID[f"{slot} {frame.language}"].items())


def fill(book: Lawbook, frame: Frame, chance: random.Random, fixed: dict[str, Value] | None = None) -> Filled:
    """A frame with one word in each slot."""
    said: list[tuple[str, str, tuple[str, ...]]] = []

    def put(found: re.Match[str]) -> str:
        slot = found[1]
        word, values = (fixed or {}).get(slot) or chance.choice(_choices(book, slot, frame))
        if slot == "n" and frame.language == "zh":
            word = word[:-1] + _counted(frame.words[found.end() :])
        said.append((_fact(slot, frame), word, ("elsewhere",) if frame.question == "data_export" and slot in ("o", "od") else values))
        return word

    text = re.sub(r"\{(\w+)\}", put, frame.words)
    if frame.language == "en":
        text = re.sub(r"\b([Aa]) (?=[AEIOaeio](?!uro|ne))", r"\1n ", text)
        text = text[0].upper() + text[1:] if text[0].islower() else text
    return Filled(text, frame, tuple(said))


def _counted(after: str) -> str:
    return "人的" if re.match("个人|敏感", after) else "名" if re.match("员工|客户|会员|用户|旅客|车主|受试|收货", after) else "人"


def _fact(slot: str, frame: Frame) -> str:
    if slot in ("o", "od"):
        return {"entry": "nationality", "data_export": "destination"}.get(frame.question, "origin")
    return "sensitive-persons" if slot == "n" and re.search("敏感个|Sensitive pers", frame.words) else _FACTS[slot]


def faults(read: Sentence, filled: Filled) -> Iterator[tuple[str, str]]:
    """What is not as it was said: `question`, `missing FACT`, `wrong FACT`, `dropped FACT` (neither read nor shown as not understood), `over`."""
    frame = filled.frame
    if read.question != frame.question:
        yield "question", str(read.question)
        return
    values: dict[str, set[str]] = {}
    for case in without_open_days(read):
        for name, value in case.items():
            values.setdefault(name, set()).add(value)
    right: dict[str, set[str]] = {n: set(v) for n, v in (*frame.may.items(), *frame.must.items())}
    right.setdefault("transfer", {"sent-abroad"})  # the frames were written when this was not told
    shown = [(c.start, c.end) for c in read.chips] + [(n.start, n.end) for n in read.not_understood]
    for fact, word, means in filled.said:
        right.setdefault(fact, set()).update(means)
        if (fact in frame.may and frame.may[fact] == ("*",)) or fact in frame.open:
            continue
        if "自贸区外" in frame.words and fact == "territory":
            means = tuple(f"{v}:other" for v in means)
            right[fact].update(means)
        if means and not values.get(fact, set()) & {*means}:
            yield f"missing {fact}", word
        at = read.text.casefold().find(word.casefold())
        if word not in read.left_out and not any(a < at + len(word) and at < b for a, b in shown):
            yield f"dropped {fact}", word
    for fact, means in frame.must.items():
        if not values.get(fact, set()) & {*means}:
            yield f"missing {fact}", "/".join(means)
    for fact, got in values.items():
        allowed = right.get(fact, set())
        if "*" not in allowed and (wrong := got - allowed):
            yield f"wrong {fact}", ",".join(sorted(wrong))
    if read.not_understood:
        yield "over", " … ".join(n.words for n in read.not_understood)
