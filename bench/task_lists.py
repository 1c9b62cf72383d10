"""How well an official task list is read: three lists of 155 tasks with known truth, in three layouts.

    python bench/task_lists.py

68 tasks of each list say a row of the plan of 2025 in other words; 87 say what no row does. One list has 一、（一）1. on lines of their own and a part on
organisation; one has （1） with several tasks in a paragraph and two numbers left out; one is a table. The words of the lists are made from the rows by a fixed
change of words, so the match is easier than with the real list, which nobody here has seen.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from shidian.book import load
from shidian.catalogue.task_list import matches
from shidian.law.lawbook import Lawbook
from shidian.programme.official_list import OfficialList, parse_list

PLAN = "plan-2025"
SIZE = 155
LAYOUTS = ("lines", "paragraphs", "table")
LEFT_OUT = (37, 90)
"""Numbers that the list in paragraphs leaves out."""
_OTHER_WORDS = (
    ("取消", "取消"), ("开办", "举办"), ("举办", "开设"), ("发展", "培育"), ("推进", "加快推进"), ("建设", "打造"), ("服务", "服务"), ("试点", "先行先试"),
    ("企业", "市场主体"), ("优化", "改进"), ("机构", "单位"), ("合作", "协作"), ("进口", "引进"), ("跨境", "跨境"), ("支持", "支持"), ("并", "和"), ("开展", "从事"),
)  # fmt: skip
_WHAT = [
    "民宿",
    "养蜂",
    "竹编",
    "冰雪运动",
    "书店",
    "剧场",
    "码头装卸",
    "园艺",
    "宠物美容",
    "潜水",
    "口述史",
    "木版年画",
    "山地步道",
    "夜市",
    "乡村邮路",
    "观鸟",
    "茶艺",
    "龙舟",
    "古籍修复",
    "露营",
    "渔港",
    "气象科普",
    "皮影",
    "骑行驿站",
    "社区食堂",
    "陶艺",
    "染坊",
    "马术",
    "天文台",
    "航模",
    "滑翔",
]
_DOES = ("推动{}行业标准与国际接轨", "完善{}从业人员培训体系", "鼓励各区因地制宜布局{}项目")


class TruthList(NamedTuple):
    """A list as lines, and for each number the row that it speaks of, or none."""

    layout: str
    lines: list[str]
    truth: dict[int, str | None]


def task_lists(book: Lawbook) -> list[TruthList]:
    """The three lists."""
    return [_made(book, layout) for layout in LAYOUTS]


def _made(book: Lawbook, layout: str) -> TruthList:
    rows = [t for g in book.content.tasks if g.plan == PLAN for t in g.tasks]
    other = [does.format(what) for does in _DOES for what in _WHAT]
    texts: list[tuple[str, str | None]] = []
    for i in range(max(len(rows), SIZE - len(rows))):
        if i < len(rows):
            texts.append((_said(rows[i].verb, rows[i].summary.zh), rows[i].task))
        if len(texts) < SIZE and i < SIZE - len(rows):
            texts.append((other[i], None))
    texts = texts[:SIZE]
    areas = [texts[i : i + 14] for i in range(0, SIZE, 14)]
    lines: list[str] = ["服务业扩大开放综合试点任务清单"]
    truth: dict[int, str | None] = {}
    number = 0
    for a, area in enumerate(areas, 1):
        title = f"第{a}类领域开放发展"
        if layout != "table":
            lines.append(f"{_han(a)}、{title}")
        paragraph = ""
        for t, (text, row) in enumerate(area):
            number += 1
            if layout == "paragraphs" and number in LEFT_OUT:
                continue
            truth[number] = row
            if layout == "lines":
                if t % 7 == 0:
                    lines.append(f"（{_han(t // 7 + 1)}）有关事项")
                lines.append(f"{number}. {text}。（责任单位：市商务局、市卫生健康委）")
            elif layout == "paragraphs":
                paragraph += f"（{number}）{text}。"
            else:
                lines.append(f"{number} | {title} | {text} | 市商务局 | 2027年底前")
        if paragraph:
            lines.append(paragraph)
    if layout == "lines":
        lines += ["十二、组织实施", f"{number + 1}. 加强组织领导，压实各方责任。", f"{number + 2}. 做好总结评估。"]
    return TruthList(layout, lines, truth)


def _said(verb: str | None, summary: str) -> str:
    """A row in other words, its verb first."""
    text = re.sub(r"[（(][^（）()]*[)）]", "", summary)
    for word, other in _OTHER_WORDS:
        text = text.replace(word, other)
    lead = verb if verb and verb > "\u3400" and not text.startswith(verb) else ""
    return f"{lead}在符合条件的地区{text}" if lead else text


def _han(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, units = divmod(number, 10)
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[units] if units else "")


def found(book: Lawbook, made: TruthList) -> tuple[OfficialList, int, int, int]:
    """A list as it is read; tasks of rows matched with their row, those matched wrongly, and rows in all."""
    whole = parse_list(made.lines)
    right = wrong = 0
    for match in matches(book, PLAN, whole.tasks):
        truth = made.truth.get(match.listed.number)
        if match.row is not None:
            if truth is not None and truth in (match.row, *match.also):
                right += 1
            else:
                wrong += 1
    return whole, right, wrong, sum(row is not None for row in made.truth.values())


if __name__ == "__main__":
    lawbook = load().lawbook
    for each in task_lists(lawbook):
        got, right, wrong, rows = found(lawbook, each)
        numbers = sorted(t.number for t in got.tasks)
        same = numbers == sorted(each.truth)
        print(
            f"{each.layout}: {len(got.tasks)} tasks of {len(each.truth)} (numbers {'right' if same else 'WRONG'}), missing {got.missing}, "
            f"organisational {len(got.organisational)}; rows matched {right} of {rows}, wrongly {wrong}"
        )
