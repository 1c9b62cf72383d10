"""Tables that are made: a plain one, changed in one way after another as those who keep tables do it, in two languages, with its columns in any order. What each
row means is known, so no row is ever answered better than it means: the run stops, or the row is open, an error, or answered as it should be."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from shidian.errors import ShidianError
from shidian.screening.job import Job
from shidian.screening.run import screen_file
from tests.cases.real import real_book
from tests.nightly import share_of

GOOD = {"permitted", "granted", "none", "free", "no-procedure"}
FACTS = ("activity", "territory", "origin", "share", "on")
HEADS = {
    "zh": {"name": "企业名称", "activity": "主营业务", "territory": "城市", "origin": "国别", "share": "外资比例", "on": "日期"},
    "en": {"name": "Company", "activity": "Business", "territory": "City", "origin": "Country", "share": "Foreign share", "on": "Date"},
}
ROWS = {
    "zh": [("应用商店", "成都", "德国", "60%"), ("应用商店", "杭州", "美国", "40%"), ("旅行社", "上海", "日本", "100%"), ("公共航空运输", "成都", "法国", "30%"), ("卷烟批发", "深圳", "香港", "40%")],
    "en": [("app store", "Chengdu", "Germany", "60%"), ("app store", "Hangzhou", "United States", "40%"), ("travel agency", "Shanghai", "Japan", "100%"), ("airlines", "Chengdu", "France", "30%"), ("tobacco", "Shenzhen", "Hong Kong", "40%")],
}  # fmt: skip


class Made(NamedTuple):
    """Columns by a key, with their headings and cells; what each row means (None: nobody can say, or it is no case); rows that stand below."""

    heads: dict[str, str]
    cells: dict[str, list[str]]
    means: list[dict[str, str] | None]
    below: list[list[str]]


def plain(lang: str) -> Made:
    rows = ROWS[lang]
    cells = {fact: [r[i] for r in rows] for i, fact in enumerate(FACTS[:4])} | {"on": ["2025-06-01"] * len(rows)}
    means: list[dict[str, str] | None] = [{f: cells[f][i] for f in FACTS} for i in range(len(rows))]
    return Made(
        dict(HEADS[lang]), {"name": [f"{'甲乙丙丁戊'[i]}" if lang == "zh" else f"Client {i}" for i in range(len(rows))], **cells}, means, []
    )


def without(made: Made, *facts: str) -> None:
    made.means[:] = [{k: v for k, v in m.items() if k not in facts} if m else None for m in made.means]


def called(fact: str) -> Callable[[Made, str], None]:
    """A heading that is no longer that of the fact: what stands below it says nothing of the case."""

    def change(made: Made, word: str) -> None:
        made.heads[fact] = word
        without(made, fact)

    return change


def beside(values: Sequence[str]) -> Callable[[Made, str], None]:
    """Another column for the fact: which of both is meant, nobody has said."""

    def change(made: Made, word: str) -> None:
        made.heads["other"], made.cells["other"] = word, [values[i % len(values)] for i in range(len(made.means))]
        made.means[:] = [None] * len(made.means)

    return change


def cell(fact: str) -> Callable[[Made, str], None]:
    """A cell that holds more than one value, or denies it (`{}`: what stood there)."""

    def change(made: Made, word: str) -> None:
        made.cells[fact] = [word.format(v, n=v.rstrip("%")) for v in made.cells[fact]]
        made.means[:] = [None] * len(made.means)

    return change


def row(made: Made, word: str) -> None:
    """The first row is no case: an example, a subtotal."""
    made.cells["name"][0], made.means[0] = word, None


def holder_below(made: Made, word: str) -> None:
    """A second holder below the first, in cells that are left empty."""
    for key in made.cells:
        made.cells[key].insert(2, "")
    made.cells["origin"][2], made.cells["share"][2] = word, "40%"
    made.means[1:2] = [None, None]


def note(made: Made, word: str) -> None:
    """A mark in every share, and its note below."""
    made.cells["share"] = [f"{v}*" for v in made.cells["share"]]
    made.below.append([word])
    made.means[:] = [None] * len(made.means)


WAYS: dict[str, tuple[Callable[[Made, str], None], tuple[str, ...]]] = {
    "another share": (called("share"), ("中方比例", "国有股比", "非外资比例", "市场份额", "外资比例上限", "外资比例变动", "外资比例（2023年）", "外资比例（中方）", "合作方比例", "Chinese share", "Local stake", "Market share", "Foreign share cap", "Change in foreign share", "Foreign share (2023)", "Share (Chinese)", "Partner share", "Non-foreign share")),
    "another place": (called("territory"), ("供应商城市", "法人住所", "开户行所在地", "Supplier city", "Birthplace", "Customer city")),
    "another country": (called("origin"), ("法定代表人国籍", "出让方国别", "设备原产国", "Seller's country", "Supplier country", "CEO nationality")),
    "another day": (called("on"), ("有效期至", "出生日期", "打印日期", "Valid until", "Date of birth", "Printed on")),
    "a share beside": (beside(("100%", "80%", "20%")), ("拟外资比例", "目标外资比例", "二期外方股比", "Target share", "Stake at exit", "Foreign share after closing")),
    "a place beside": (beside(("Beijing", "Shanghai", "Hainan")), ("实际经营地址", "办公城市", "Operating city", "Office city")),
    "a country beside": (beside(("Hong Kong", "Singapore", "Germany")), ("实际控制人国别", "最终投资者来源地", "Ultimate parent country", "Second shareholder's country")),
    "two shares": (cell("share"), ("{n}/30", "{n}:40", "{n}%+10%", "各{n}%", "{n}% each", "{n}% → 90%", "{n}%\n20%", "{n}-90%", "中方{n}%", "{n}% (Chinese)", "{n}% plus one share", "约{n}%", "up to {n}%", "{n}%（不含港资20%）", "voting {n}%", "{n}万元", "USD {n}", "(-{n}%)")),
    "two places": (cell("territory"), ("{}、北京", "{}/Beijing", "not {}", "除{}外", "{} (moving to Beijing)", "{}或北京", "near {}", "{}（非自贸区）")),
    "two countries": (cell("origin"), ("{}、中国", "{} via Singapore", "{}（经新加坡）", "non-{}", "{} and China", "原{}，现中国", "{} (UBO: China)")),
    "two days": (cell("on"), ("{}至2026-01-01", "before {}", "{} / 2019-01-01", "拟{}", "{}\n2019-05-05", "{} or later")),
    "no case": (row, ("示例", "例：某某公司", "（例）某某公司", "填写示例", "Example", "e.g. ABC Ltd", "Sample row", "本组平均", "四川合计", "Subtotal Sichuan", "Group average", "b/f")),
    "a second holder": (holder_below, ("日本", "Japan")),
    "a note": (note, ("* 变更后为100%", "* 另有外方20%未列", "* 截至2024年底为30%", "* plus 10% option", "* held through a nominee", "* figures rounded", "* as of 2024: 30%")),
}  # fmt: skip
MADE = [(way, word, lang) for way, (_, words) in WAYS.items() for word in words for lang in ("zh", "en")]


@pytest.mark.parametrize(("way", "word", "lang"), share_of(MADE, 4), ids=lambda x: x.replace("\n", "⏎"))
def test_a_made_table_is_never_answered_better_than_it_means(way: str, word: str, lang: str, tmp_path: Path) -> None:
    made = plain(lang)
    WAYS[way][0](made, word)
    keys = list(made.heads)
    order = ["name", *random.Random(f"{way}{word}").sample(keys[1:], len(keys) - 1)]
    out = io.StringIO()
    lines = [[made.heads[k] for k in order], *([made.cells[k][i] for k in order] for i in range(len(made.means))), *made.below]
    csv.writer(out).writerows(lines)
    job = Job("access", tmp_path / "made.csv", tmp_path / "out.jsonl")
    job.input.write_text(out.getvalue(), encoding="utf-8")
    with suppress(ShidianError):  # it stops, and asks
        screen_file(real_book(), job)
    for answer in map(json.loads, job.output.read_text(encoding="utf-8").splitlines() if job.output.exists() else ()):
        if answer["outcome"] not in GOOD:
            continue
        meant = next(m for name, m in zip(made.cells["name"], made.means, strict=True) if answer[made.heads["name"]] == name)
        known = real_book().ask("access", **meant).outcome if meant else None
        told = {k: v for k, v in answer.items() if k in made.heads.values()}
        assert known == answer["outcome"], told


def test_the_plain_table_has_rows_of_both_kinds() -> None:
    for lang in HEADS:
        said = {real_book().ask("access", **m).outcome in GOOD for m in plain(lang).means if m}
        assert said == {True, False}
