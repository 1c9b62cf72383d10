"""How well an official task list is read: three lists of 155 tasks with known truth, in three layouts, made by a change of words, and three in words of their own.

    python bench/task_lists.py [--show]

68 tasks of each list say a row of the plan of 2025 in other words; 87 say what no row does. One list has 一、（一）1. on lines of their own and a part on
organisation; one has （1） with several tasks in a paragraph and two numbers left out; one is a table. The words of the lists are made from the rows by a fixed
change of words, so the match is easier than with the real list, which nobody here has seen.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import NamedTuple

import docx

from shidian.book import load
from shidian.catalogue.task_list import matches
from shidian.documents.listed import says_of
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
_WHAT_EN = ("homestays", "beekeeping", "bamboo weaving", "ice sports", "bookshops", "theatres", "stevedoring", "gardening", "pet grooming", "diving",
    "oral history", "woodcuts", "mountain trails", "night markets", "rural post", "birdwatching", "tea tasting", "dragon boats", "old books", "camping",
    "fishing ports", "weather museums", "shadow plays", "cycling stations", "canteens", "pottery", "dye works", "riding", "observatories", "model planes")  # fmt: skip
_DOES_EN = (
    "Promote national standards for {}",
    "Improve the training of those who work in {}",
    "Encourage districts to plan projects of {}",
)


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


OWN = Path(__file__).parents[1] / "tests/programme/lists"
FULL = ("table.docx", "paragraphs", "english")
"""A table of a Word file, numbered paragraphs of several tasks each (two numbers left out, one given twice), and an English list."""
TWICE = 120


class Expected(NamedTuple):
    """What stands under a number of a list: the row, what is said otherwise than there (`verb`, `ceiling`, `places`, `limits`), who leads and by when."""

    row: str | None
    otherwise: str | None
    lead: str | None
    by: str | None


class FullList(NamedTuple):
    """A list of 155 tasks in words of its own, as the lines that are read from its file."""

    layout: str
    lines: list[str]
    truth: dict[int, Expected]


def full_lists() -> list[FullList]:
    """The three lists in words of their own."""
    return [_full(layout) for layout in FULL]


def _full(layout: str) -> FullList:
    language = "en" if layout == "english" else "zh"
    tasks: list[tuple[Expected, str]] = []
    for line in (OWN / f"full.{language}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            row, otherwise, lead, by, text = (None if c == "-" else c for c in line.split(" | ", 4))
            tasks.append((Expected(row, otherwise, lead, by), text or ""))
    others = [does.format(what) for does in (_DOES if language == "zh" else _DOES_EN) for what in (_WHAT if language == "zh" else _WHAT_EN)]
    step = len(tasks) // (SIZE - len(tasks)) + 1
    for n, text in enumerate(others[: SIZE - len(tasks)]):  # spread among the others
        tasks.insert(min(len(tasks), n * (step + 1)), (Expected(None, None, None, None), text))
    truth = {n: expected for n, (expected, _) in enumerate(tasks, 1) if layout != "paragraphs" or n not in LEFT_OUT}
    areas = [range(i, min(i + 12, SIZE)) for i in range(0, SIZE, 12)]
    lines = ["服务业扩大开放综合试点任务清单" if language == "zh" else "List of tasks of the comprehensive pilot"]
    grid: list[tuple[str, ...]] = [("序号", "领域", "试点任务", "牵头单位", "完成时限")]
    for a, area in enumerate(areas, 1):
        if layout == "paragraphs":
            lines.append(f"{_han(a)}、第{a}类领域开放发展")
        elif layout == "english":
            lines.append(f"Area {a}: Field {a} of the opening")
        paragraph = ""
        for i in area:
            number, (expected, text) = i + 1, tasks[i]
            if layout == "table.docx":
                grid.append((str(number), f"第{a}类领域", text, expected.lead or "市商务局", expected.by or "长期"))
            elif layout == "english":
                by = (
                    f" (by the {expected.by})"
                    if expected.by and expected.by.startswith("end")
                    else f" (by {expected.by})"
                    if expected.by
                    else ""
                )
                lines.append(f"{number}. {text}.{by} (Lead: {expected.lead or 'Commerce Bureau'})")
            elif number not in LEFT_OUT:
                by = f"，{expected.by}完成" if expected.by else ""
                shown = number if number != TWICE + 1 else TWICE
                paragraph += f"{shown}．{text}{by}（责任单位：{expected.lead or '市商务局'}）。"
            if paragraph and (i + 1) % 4 == 0:
                lines.append(paragraph)
                paragraph = ""
        if paragraph:
            lines.append(paragraph)
    if layout == "table.docx":
        lines = _through_word(lines[0], grid)
    return FullList(layout, lines, truth)


def _through_word(title: str, grid: list[tuple[str, ...]]) -> list[str]:
    """The lines of a table after it was written to a Word file and read again."""
    from shidian.documents.formats.files import read_bytes

    made = docx.Document()
    made.add_paragraph(title)
    table = made.add_table(rows=0, cols=len(grid[0]))
    for cells in grid:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    out = io.BytesIO()
    made.save(out)
    return read_bytes(out.getvalue(), "list.docx")[0].text.splitlines()


class Read(NamedTuple):
    """How a full list was read, in numbers: right of all, for rows, rows matched though none is spoken of, what is said otherwise, said otherwise falsely, who
    leads, by when."""

    rows: tuple[int, int]
    false: int
    otherwise: tuple[int, int]
    falsely: int
    leads: tuple[int, int]
    days: tuple[int, int]
    missing: tuple[int, ...]
    repeated: tuple[int, ...]


def full_read(book: Lawbook, made: FullList, *, show: bool = False) -> Read:
    """A full list as it is read."""
    whole = parse_list(made.lines)
    found_by = {m.listed.number: m for m in matches(book, PLAN, whole.tasks, says=says_of(book))}
    rows = false = otherwise = falsely = leads = days = 0
    for number, expected in made.truth.items():
        if made.layout == "paragraphs" and number in (TWICE, TWICE + 1):
            continue
        match = found_by.get(number)
        right = match is not None and (match.row == expected.row or (expected.row is not None and expected.row in match.also))
        rows += right and expected.row is not None
        wrong_row = match is not None and match.row is not None and expected.row is None
        false += wrong_row
        told = {name for name, _, _ in match.differs} - {"strength"} if match is not None else set()
        if expected.row is not None and (verb := (expected.otherwise or "").split(" ")[0]):
            otherwise += verb in told
        odd = told - {"verb"} - {(expected.otherwise or "").split(" ")[0]} if right and match is not None and match.row else set()
        falsely += len(odd)
        leads += match is not None and expected.lead is not None and match.listed.lead == expected.lead
        days += match is not None and expected.by is not None and match.listed.by is not None
        if show and (
            (expected.row and not right) or wrong_row or odd or (expected.otherwise and expected.otherwise.split(" ")[0] not in told)
        ):
            print(
                "  ",
                number,
                expected.row,
                expected.otherwise,
                "|",
                match and (match.row, match.score, match.also, match.differs, match.listed.text[:60]),
            )
    every = [e for n, e in made.truth.items() if made.layout != "paragraphs" or n not in (TWICE, TWICE + 1)]
    return Read(
        (rows, sum(e.row is not None for e in every)),
        false,
        (otherwise, sum(e.otherwise is not None for e in every)),
        falsely,
        (leads, sum(e.lead is not None for e in every)),
        (days, sum(e.by is not None for e in every)),
        whole.missing,
        whole.repeated,
    )


if __name__ == "__main__":
    lawbook = load().lawbook
    for each_full in full_lists():
        print(each_full.layout, full_read(lawbook, each_full, show="--show" in sys.argv))
    for each in task_lists(lawbook):
        got, right, wrong, rows = found(lawbook, each)
        numbers = sorted(t.number for t in got.tasks)
        same = numbers == sorted(each.truth)
        print(
            f"{each.layout}: {len(got.tasks)} tasks of {len(each.truth)} (numbers {'right' if same else 'WRONG'}), missing {got.missing}, "
            f"organisational {len(got.organisational)}; rows matched {right} of {rows}, wrongly {wrong}"
        )
