"""Reading an official task list in any of the layouts in which such lists come.

Areas are 一、, groups （一）, tasks 1. or （1） or 第1条 or 任务一 or 1.1 or ① or （一） or a), bullets, or the rows of a table; several tasks may stand in one paragraph. Which mark numbers the tasks is the mark
whose numbers run on furthest. What is missing in the numbering, what stands twice, and parts on organisation, which hold no tasks, are told and not passed over.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from shidian.errors import ShidianError
from shidian.law.numerals import chinese
from shidian.packaged import patterns

MOST_BYTES = 2_000_000
JUMP = 4
"""A number may lead the one before it by so much and still go on the count: what lies between is missing."""
FEWEST_BARE = 3
"""So many numbered tasks make a list that has neither areas nor groups."""
PATTERNS = patterns("programme/lists.toml")
_MARKS = {
    "1.": PATTERNS["number_and_stop"],
    "(1)": PATTERNS["number_in_brackets"],
    "第1条": PATTERNS["article"],
    "row": PATTERNS["row"],
    "Task 1": PATTERNS["task_and_number"],
    "1.1": PATTERNS["number_in_area"],
    "①": PATTERNS["circled"],
    "(一)": PATTERNS["group_number"],
    "a)": PATTERNS["letter"],
}


class BadList(ShidianError):
    """The file holds no numbered task list."""

    code = "bad-task-list"


class ListedTask(Struct, frozen=True):
    """One numbered task of an official list. `lead` is who is named as responsible, `by` until when it is to be done, in a cell or bracket of its own."""

    number: int
    area: int
    area_title: str
    group: str | None
    text: str
    line: int
    lead: str | None = None
    by: str | None = None


class Said(Struct, frozen=True):
    """What a listed task says: the official verb and its strength, a ceiling of the foreign share (percent), places, and whether words narrow it."""

    verb: str | None
    strength: int | None
    ceiling: Decimal | None
    places: tuple[str, ...]
    narrowed: bool


class OfficialList(Struct, frozen=True):
    """A list with what its numbering leaves open: numbers that are missing below the highest, numbers that stand twice, and tasks of parts on organisation,
    which are no tasks of the list."""

    tasks: tuple[ListedTask, ...]
    missing: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    organisational: tuple[ListedTask, ...] = ()
    mark: str = "1."


def parse_list(lines: Iterable[str]) -> OfficialList:
    """A list out of its lines. Raises BadList when no numbered task is in them."""
    every = [line.rstrip() for line in lines]
    if not any(True for pattern in _MARKS.values() for _ in _found(every, pattern)):
        count = itertools.count(1)  # bullets, told by their order
        every = [PATTERNS["bullet"].sub(lambda _: f"{next(count)}. ", line) for line in every]
    mark = _task_mark(every)
    tasks = _tabled(every) if mark == "row" else _numbered(every, mark)
    kept = tuple(t for t in tasks if not PATTERNS["organisation"].search(t.area_title))
    left = tuple(t for t in tasks if PATTERNS["organisation"].search(t.area_title))
    bare = mark in ("(一)", "a)") or (mark != "row" and all(not t.area_title for t in kept))
    if not kept or (bare and len(kept) < FEWEST_BARE):
        raise BadList(
            "no numbered task was found",
            hint="areas are numbered 一、二、… and tasks 1. 2. … or （1）（2）… or 第1条 or Task 1, or they are bullets or the rows of a table",
        )
    numbers = [t.number for t in kept]
    restarts = sum(1 for a, b in itertools.pairwise(numbers) if b == 1 < a)
    if restarts and restarts >= len({t.area for t in kept}) - 2:  # each area counts anew: count through
        return OfficialList(tuple(replace(t, number=n) for n, t in enumerate(kept, 1)), (), (), left, mark)
    seen = set(numbers)
    missing = tuple(n for n in range(1, max(numbers)) if n not in seen)
    return OfficialList(kept, missing, tuple(sorted(n for n in seen if numbers.count(n) > 1)), left, mark)


def _task_mark(lines: list[str]) -> str:
    """The mark whose numbers run on furthest."""
    best, reach = "1.", 0
    for mark, pattern in _MARKS.items():
        expected, run = 1, 0
        for number, _, _, _ in _found(lines, pattern):
            if expected <= number <= expected + JUMP or number == 1:
                run += number >= expected or run == 0
                expected = max(expected, number + 1) if number != 1 or run == 1 else expected
        if run > reach:
            best, reach = mark, run
    return best


def _found(lines: list[str], pattern: re.Pattern[str]) -> Iterator[tuple[int, int, int, int]]:
    """Number, line, start and end of each mark at the beginning of a line, or in a line after the end of a sentence."""
    for at, line in enumerate(lines):
        for found in pattern.finditer(line):
            before = line[: found.start()]
            if (not before.strip() or PATTERNS["ended_before"].search(before)) and (value := _number(found[1])) is not None:
                yield value, at, found.start(), found.end()


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(unicodedata.numeric(text) if len(text) == 1 else text)
    if text.isascii():
        return ord(text.lower()) - 96
    value = chinese(text)
    return int(value) if value is not None else None


def _numbered(lines: list[str], mark: str) -> list[ListedTask]:
    area, title, group, heading, first = 0, "", None, True, ""
    starts: dict[int, list[tuple[int, int, int]]] = {}
    expected = 1
    for number, at, start, end in _found(lines, _MARKS[mark]):
        inline = bool(lines[at][:start].strip())
        if not inline or expected <= number <= expected + JUMP:  # within a paragraph only a number that is due begins a task
            starts.setdefault(at, []).append((number, start, end))
            expected = number + 1
    areas = any(_area(line) for line in lines)
    out: list[ListedTask] = []
    for at, line in enumerate(lines):
        marks = starts.get(at, [])
        if (told := _area(line)) and not (marks and not told[2]):
            area, title, group, heading = told[0] or area + 1, told[1], None, True
        elif (found := PATTERNS["group"].match(line)) and not marks:
            if areas:
                group = found[2].strip()
            else:  # groups are the areas of a list that has none
                area, title = numeral_or(found[1]) or area + 1, found[2].strip()
            heading = True
        elif marks and (area or not areas):
            lead = line[: marks[0][1]].strip()
            if lead and not heading and out:
                out[-1] = replace(out[-1], text=out[-1].text + lead)
            ends = [*(start for _, start, _ in marks[1:]), len(line)]
            out += [
                ListedTask(n, area or 1, title, group, line[e:stop].strip(), at + 1) for (n, _, e), stop in zip(marks, ends, strict=True)
            ]
            heading = False
        elif not areas and not marks and PATTERNS["title"].match(line) and (not out or out[-1].text.endswith(("。", "；", ";", "."))):
            if not out:
                first = line.strip()
                continue
            if not area:  # a title between tasks: the one above the first was one, too
                out, area = [replace(t, area_title=first) for t in out], 1
            area, title, heading = area + 1, line.strip(), True
        elif line.strip() and not heading and out:  # what follows a heading belongs to the heading
            out[-1] = replace(out[-1], text=out[-1].text + line.strip())
    return [_led(t) for t in out]


def _area(line: str) -> tuple[int | None, str, bool] | None:
    """The number and title of an area that a line heads, and whether its number is Chinese."""
    found = PATTERNS["area"].match(line)
    if found is None or (found[1] and numeral_or(found[1]) is None):
        return None
    number = (
        numeral_or(found[1]) if found[1] else int(found[2]) if found[2] else _roman(found[3]) if found[3] else ord(found[4].lower()) - 96
    )
    return number, found[5].strip(), bool(found[1])


def _tabled(lines: list[str]) -> list[ListedTask]:
    """The rows of a table: the first cell is the number, the longest the task; an area stands in a cell that repeats, or in a heading above."""
    title = ""
    areas: dict[str, int] = {}
    columns: dict[str, int] = {}
    rows: list[tuple[int, list[str], int, str]] = []
    for at, line in enumerate(lines):
        if told := _area(line):
            title = told[1]
        cells = [c.strip() for c in PATTERNS["cell"].split(line.strip().strip("|｜"))]
        if len(cells) > 1 and cells[0].isdigit():
            rows.append((int(cells[0]), cells[1:], at + 1, title))
        elif not rows and len(cells) > 2:
            for name in ("lead_column", "day_column"):
                columns |= {name: i for i in range(len(cells) - 2, -1, -1) if PATTERNS[name].search(cells[i + 1])}  # noqa: B035
    seen = [c for _, cells, _, _ in rows for c in set(cells)]
    out: list[ListedTask] = []
    for number, cells, line_number, above in rows:
        text = max(cells, key=len)
        before, after = cells[: cells.index(text)], cells[cells.index(text) + 1 :]
        title = next((c for c in before if c and seen.count(c) > 1), None) or above or title
        lead = [c for c in after if c and not re.search(r"\d{4}", c)]
        days = [c for c in after if re.search(r"\d{4}", c)]
        named = {name: cells[i] for name, i in columns.items() if i < len(cells)}
        who, by = named.get("lead_column", lead[-1] if lead else None), named.get("day_column", days[-1] if days else None)
        out.append(ListedTask(number, areas.setdefault(title, len(areas) + 1), title, None, text, line_number, who, by))
    return [_led(t) for t in out]


def _led(task: ListedTask) -> ListedTask:
    """A task with who leads it, and by when it is to be done, taken out of its text."""
    if (day := PATTERNS["by"].search(task.text)) is not None:
        task = replace(task, text=(task.text[: day.start()] + task.text[day.end() :]).strip(), by=day[1] or day[2])
    found = PATTERNS["lead"].search(task.text)
    if found is None:
        return task
    text = (task.text[: found.start()] + task.text[found.end() :]).strip()
    return replace(task, text=text, lead=(found[1] or found[2] or "").strip() or task.lead)


def numeral_or(text: str | None) -> int | None:
    """A Chinese number below 100, or None."""
    try:
        return numeral(text or "")
    except BadList:
        return None


def _roman(text: str) -> int | None:
    values = {"i": 1, "v": 5, "x": 10}
    total = 0
    for a, b in zip(text.lower(), [*text.lower()[1:], ""], strict=True):
        total += -values[a] if b and values[a] < values.get(b, 0) else values[a]
    return total or None


def numeral(text: str) -> int:
    """A Chinese number from 一 to 九十九. Raises BadList for characters that make no number."""
    if (value := chinese(text)) is None or not 0 < value < 100 or (len(text) > 1 and "十" not in text):
        raise BadList(f"`{text}` is not a number", hint="areas are numbered 一、二、…")
    return int(value)


def decoded_list(raw: bytes) -> str:
    """The text of a list in UTF-8 or GB18030. Raises BadList."""
    if len(raw) > MOST_BYTES:
        raise BadList(f"the file has {len(raw):,} bytes; at most {MOST_BYTES:,} are read")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadList("the file is neither UTF-8 nor GB18030", hint="save it as UTF-8")


def ceiling_in(numbers: str) -> int | None:
    """The ceiling, in %, that the numbers of a row tell."""
    found = PATTERNS["ceiling"].search(numbers)
    return int(found[1]) if found else None


def leaves_out(limits: str, text: str) -> bool:
    """Whether a text leaves out one of the limits of a row: conditions, non-profit bodies, Taiwan."""
    kinds = (PATTERNS["limit_conditions"], PATTERNS["limit_nonprofit"], PATTERNS["limit_taiwan"])
    return any(kind.search(limits) and not kind.search(text) for kind in kinds)
