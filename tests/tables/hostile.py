"""Makes hostile tables that know what they say: rows drawn from true cases, their cells spelled in one of many ways, some of them damaged, the columns laid out
in one of many ways, written in one of many forms. Small, seeded, and judged row by row: as true, open, an error, or asked about; nothing else, and nothing lost.

    python -m tests.tables.hostile open 300        what went wrong, by family
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlparse

import msgspec

from shidian.errors import ShidianError
from shidian.screening.asked import TableChoice, TableQuestion
from shidian.screening.job import Job, ask_for_facts, find_columns
from shidian.screening.run import screen_file
from tests.cases.real import real_book
from tests.tables.hostile_words import (
    ACTIVITIES,
    ACTIVITY,
    CITIES,
    DAY,
    ORIGIN,
    ORIGINS,
    PERSONS,
    PLACE,
    PURPOSE,
    PURPOSES,
    SHARE,
    STAY,
    YES_NO,
    Family,
)
from tests.tables.kept import write_ods

GOOD = {"permitted", "granted", "none", "free", "no-procedure"}
FAMILIES = {"activity": ACTIVITY, "territory": PLACE, "origin": ORIGIN, "nationality": ORIGIN, "share": SHARE, "on": DAY, "persons": PERSONS, "sensitive-persons": PERSONS, "stay": STAY, "purpose": PURPOSES, "ciio": YES_NO, "important-data": YES_NO}  # fmt: skip
PLAIN = {
    "zh activity",
    "en activity",
    "city",
    "zh name",
    "en name",
    "plain percent",
    "iso",
    "bare",
    "days bare",
    "zh purpose",
    "en purpose",
    "shi fou",
}
"""Families that both halves have."""
FACTS = {
    "access": ("activity", "territory", "origin", "share", "on"),
    "entry": ("nationality", "purpose", "territory", "stay", "on"),
    "data_export": ("persons", "sensitive-persons", "ciio", "important-data", "territory", "on"),
}
FIXED = {"access": {}, "entry": {"asked": "visa-free", "document": "passport"}, "data_export": {"data": "personal", "ground": "none"}}
HEADS: dict[str, Sequence[str]] = {
    "activity": ("主营业务", "行业", "经营范围", "Business", "Activity", "主营业务 Business", "行业（主营）"),
    "territory": ("城市", "注册地址", "所在地", "City", "Location", "注册地 Registered address", "住所"),
    "origin": ("国别", "投资者国别", "Country of origin", "Investor country", "国别/地区", "外方国别"),
    "nationality": ("国籍", "Nationality", "国籍 Nationality", "Citizenship"),
    "share": ("外资比例", "外方持股比例", "Foreign share", "Foreign ownership", "外资比例（%）", "外方股比 Foreign share"),
    "on": ("设立日期", "日期", "Date", "Date of incorporation", "日期 Date"),
    "persons": ("人数", "个人信息人数", "Number of persons", "当年不含敏感个人信息的人数"),
    "sensitive-persons": ("敏感个人信息人数", "Sensitive persons", "敏感人数"),
    "ciio": ("是否关基", "CIIO", "关基运营者"),
    "important-data": ("是否含重要数据", "Important data", "重要数据"),
    "stay": ("停留天数", "Days of stay", "Length of stay (days)", "天数"),
    "purpose": ("来华目的", "Purpose", "Purpose of visit", "事由"),
}
ENTRY_DAY = ("入境日期", "Arrival", "Date of entry", "入境日")
KEY = ("企业名称", "Company", "单位名称", "名称 Name")
PERSON = ("姓名", "Name", "Traveller")
BESIDE: dict[str, tuple[str, Sequence[str]]] = {
    "capital": ("注册资本（万元）", ("500", "1,000", "20000")), "contact": ("联系人", ("张三", "李四", "Ms Wang")),
    "serial": ("序号", ()), "harmless remark": ("备注", ("重点项目", "", "材料齐全")), "staff": ("员工人数", ("20", "300")), "state": ("登记状态", ("存续", "在业")),
    "chinese side": ("中方持股比例", ()), "chinese partner": ("中方股东", ("华夏实业", "成都某某集团")), "recipient": ("境外接收方", ("Mutter GmbH", "Parent Inc.")),
    "buyer": ("采购方", ("北京某公司", "上海某公司")), "buyer country": ("采购方所在国", ("韩国", "越南")), "recipient country": ("接收方所在地", ("德国", "新加坡")), "supplier city": ("供应商城市", ("宁波", "大连")), "phone": ("电话", ("028-85551234", "13800138000")),
    "former share": ("变更前外资比例", ("20%", "0%")), "target share": ("拟变更后外资比例", ("90%", "100%")), "birth": ("出生日期", ("1980-01-02", "1975-12-30")), "expiry": ("护照有效期至", ("2030-01-02", "2031-05-05")),
}  # fmt: skip
OF = {
    "access": ("capital", "contact", "serial", "harmless remark", "staff", "state", "chinese side", "chinese partner", "buyer", "buyer country", "supplier city", "phone", "former share", "target share"),
    "entry": ("contact", "serial", "harmless remark", "phone", "birth", "expiry"),
    "data_export": ("contact", "serial", "recipient", "recipient country", "harmless remark", "phone", "buyer"),
}  # fmt: skip
REMARKS = ("外资比例有误，应为100%", "企业已注销", "实际经营地为北京", "另有日本股东持股20%", "VIE架构", "以工商登记为准", "row void, see next row", "actual share 90%", "已迁至宁波", "待核实", "国别应为韩国", "业务已变更为新闻出版")  # fmt: skip
FORMS = ("csv", "csv", "gb18030", "utf-16", "tsv", "semicolon", "xlsx", "xlsx", "ods", "parquet", "jsonl")


class Row(NamedTuple):
    key: str
    truth: dict[str, Any]
    cells: dict[str, Any]
    """By column."""
    damage: str
    """What makes that nobody can say what the row means; empty for a row that is what it says."""
    hard: bool
    families: tuple[str, ...]


class Hostile(NamedTuple):
    question: str
    form: str
    layout: tuple[str, ...]
    columns: list[str]
    """By key of column: facts, `key`, and others."""
    heads: dict[str, str]
    rows: list[Row]
    asks: bool
    """Whether the layout itself leaves something open that a person must say."""


def half(name: str) -> str:
    return "open" if sum(map(ord, name)) % 2 else "sealed"


def of_half(families: Sequence[Family], which: str) -> list[Family]:
    return [f for f in families if f.name in PLAIN or half(f.name) == which]


def _truth(question: str, r: random.Random) -> dict[str, Any]:
    day = dt.date(2025, r.choice((5, 6, 9, 11)), r.randint(1, 28))
    city = r.choice(CITIES)
    if question == "access":
        return {"activity": r.choice(list(ACTIVITIES)), "territory": city, "origin": r.choice(list(ORIGINS)), "share": r.choice((30, 40, 49, 50, 60, 75, 100)), "on": day}  # fmt: skip
    if question == "entry":
        return {"nationality": r.choice(("de", "us", "jp", "sg", "fr")), "purpose": r.choice(list(PURPOSE)), "territory": city, "stay": r.choice((5, 10, 15, 30, 45, 60)), "on": day}  # fmt: skip
    return {"persons": r.choice((800, 9000, 50_000, 200_000, 1_200_000)), "sensitive-persons": r.choice((0, 500, 20_000)), "ciio": r.random() < 0.3, "important-data": r.random() < 0.2, "territory": city, "on": day}  # fmt: skip


def _words(fact: str, value: Any) -> Any:
    return {"activity": ACTIVITIES, "origin": ORIGINS, "nationality": ORIGINS, "purpose": PURPOSE}.get(fact, {}).get(value, value)  # type: ignore[attr-defined]


def make(seed: int, which: str) -> Hostile:
    """A table of a seed, with families of one half."""
    r = random.Random(f"{which}{seed}")
    question = r.choice(("access", "access", "access", "entry", "data_export"))
    facts, form = FACTS[question], r.choice(FORMS)
    heads = {f: r.choice(ENTRY_DAY if question == "entry" and f == "on" else HEADS[f]) for f in facts}
    heads["key"] = r.choice(PERSON if question == "entry" else KEY)
    beside = r.sample(OF[question], r.choice((0, 1, 2, 3)))
    heads |= {b: BESIDE[b][0] for b in beside}
    layout = tuple(x for x in ("title", "merged title", "groups", "units", "blank rows", "total", "notes below", "second table", "heads again", "split share", "two days", "remark") if r.random() < 0.12)  # fmt: skip
    layout = tuple(x for x in layout if half(x) == which)
    if form in ("jsonl", "parquet"):
        layout = tuple(x for x in layout if x in ("split share", "two days", "remark"))
    if "split share" in layout and question == "access":
        heads["share"] = r.choice(("Foreign/Chinese split", "外方/中方比例", "外中方股比", "Foreign : Chinese", "外方:中方"))
    if "two days" in layout and question == "entry":
        heads["stay"], heads["on"] = r.choice((("离境日期", "入境日期"), ("Departure", "Arrival"), ("出境日期", "入境日期")))
    if "remark" in layout:
        heads["remark"] = r.choice(("备注", "Remarks", "说明", "情况说明"))
    if "units" in layout and "persons" in heads:
        heads["persons"] += r.choice(("（万人）", "（单位：万人）"))
    elif "units" in layout and "stay" in heads:
        heads["stay"] += "（天）" if not heads["stay"].endswith(")") else ""
    columns = ["key", *r.sample([c for c in heads if c != "key"], len(heads) - 1)]
    if "serial" in columns:
        columns = ["serial", *(c for c in columns if c != "serial")]
    rows = [_row(i, question, which, heads, layout, r) for i in range(r.randint(5, 9))]
    asks = any(x in layout for x in ("split share", "two days", "remark", "second table", "groups", "heads again")) or bool({"former share", "target share", "chinese side", "buyer country", "recipient country", "supplier city"} & set(beside))  # fmt: skip
    return Hostile(question, form, layout, columns, heads, rows, asks)


def _row(i: int, question: str, which: str, heads: dict[str, str], layout: tuple[str, ...], r: random.Random) -> Row:
    truth = _truth(question, r)
    cells: dict[str, Any] = {"key": f"{'旅客' if question == 'entry' else '公司'}{chr(0x4E00 + r.randint(100, 9000))}{i:02}"}
    damage, hard, used = "", False, []
    broken = r.choice([*truth, *[None] * len(truth)])
    for fact, value in truth.items():
        families = of_half(FAMILIES[fact], which)
        bad = [f for f in families if f.kind == "bad"] if fact == broken else []
        family = r.choice(bad or [f for f in families if f.kind == "good"] * 2 + [f for f in families if f.kind == "hard"])
        cells[fact] = family.spell(_words(fact, value), r)
        used.append(f"{fact}: {family.name}")
        hard = hard or family.kind == "hard"
        if family.kind == "bad":
            damage = f"{fact}: {family.name}"
    if "split share" in layout and question == "access":
        cells["share"] = r.choice(("{}/{}", "{}:{}", "{}%/{}%", "{}-{}")).format(truth["share"], 100 - truth["share"])
        damage, hard = damage if not damage.startswith("share") else "", True
    if "two days" in layout and question == "entry":
        cells["on"] = truth["on"].isoformat()
        cells["stay"] = (truth["on"] + dt.timedelta(days=truth["stay"] - 1)).isoformat()
        damage, hard = damage if not damage.startswith(("on", "stay")) else "", True
    if "（万人）" in heads.get("persons", "") or "：万人" in heads.get("persons", ""):
        cells["persons"] = f"{Decimal(truth['persons']) / 10000:f}"
        damage = damage if not damage.startswith("persons") else ""
    for beside in (b for b in heads if b in BESIDE):
        values = BESIDE[beside][1]
        cells[beside] = str(i + 1) if beside == "serial" else f"{100 - truth['share']}%" if beside == "chinese side" else r.choice(values)
    if "remark" in layout:
        cells["remark"] = r.choice(REMARKS) if not damage and r.random() < 0.2 else ""
        damage = damage or (f"remark {cells['remark']}" if cells["remark"] else "")
    return Row(cells["key"], truth, cells, damage, hard, tuple(used))


def lines_of(t: Hostile, r: random.Random) -> tuple[list[list[Any]], list[str]]:
    """The lines of a table, and the ranges that a workbook merges."""
    wide, merged = len(t.columns), []
    lines: list[list[Any]] = []
    if "title" in t.layout or "merged title" in t.layout:
        lines.append([r.choice(("2025年统计表", "List of 2025", "一览表")), *[""] * (wide - 1)])
        merged += [f"A1:{chr(64 + wide)}1"] if "merged title" in t.layout else []
    if "groups" in t.layout:
        lines.append([{"origin": "外方", "share": "外方", "territory": "企业基本情况"}.get(c, "") for c in t.columns])
    lines.append([t.heads[c] for c in t.columns])
    head = lines[-1]
    for i, row in enumerate(t.rows):
        if "blank rows" in t.layout and r.random() < 0.3:
            lines.append([""] * wide)
        if "heads again" in t.layout and i == 4:
            lines.append(list(head))
        lines.append([row.cells.get(c, "") for c in t.columns])
    if "total" in t.layout:
        lines.append(["合计" if c == t.columns[0] else "" for c in t.columns])
    if "notes below" in t.layout:
        lines.append([r.choice(("注：数据截至2025年6月", "Source: bureau of commerce", "填表人：张三")), *[""] * (wide - 1)])
    if "second table" in t.layout:
        lines += [[""] * wide, ["产品", "数量", *[""] * (wide - 2)], ["轮胎", "30", *[""] * (wide - 2)]]
    return lines, merged


def write(t: Hostile, folder: Path, seed: int) -> Path:
    """Writes a table in its form; typed forms keep plain numbers and days as such now and then."""
    r = random.Random(seed)
    path = folder / f"t{seed}.{ {'gb18030': 'csv', 'utf-16': 'csv', 'semicolon': 'txt'}.get(t.form, t.form) }"
    if t.form == "jsonl":
        path.write_text("".join(json.dumps({t.heads[c]: row.cells.get(c) for c in t.columns}, ensure_ascii=False) + "\n" for row in t.rows), encoding="utf-8")  # fmt: skip
        return path
    if t.form == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.table({t.heads[c]: [str(row.cells.get(c, "")) for row in t.rows] for c in t.columns}), path)
        return path
    lines, merged = lines_of(t, r)
    if t.form == "xlsx":
        _workbook(path, t, lines, merged, r)
    elif t.form == "ods":
        write_ods(path, [[c if c != "" else None for c in line] for line in lines])
    else:
        out = io.StringIO()
        csv.writer(out, delimiter={"tsv": "\t", "semicolon": ";"}.get(t.form, ",")).writerows(lines)
        path.write_bytes(out.getvalue().encode(t.form if t.form in ("gb18030", "utf-16") else r.choice(("utf-8", "utf-8-sig"))))
    return path


def _workbook(path: Path, t: Hostile, lines: list[list[Any]], merged: list[str], r: random.Random) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    typed = r.random() < 0.5
    of_key = {row.key: row for row in t.rows}
    for y, line in enumerate(lines, 1):
        row = next((of_key[c] for c in line if c in of_key), None)
        for x, (column, cell) in enumerate(zip(t.columns, line, strict=True), 1):
            at = sheet.cell(y, x)
            plain = typed and row is not None and not row.damage and "split share" not in t.layout and "two days" not in t.layout
            if plain and column == "on":
                at.value, at.number_format = row.truth["on"], r.choice(("yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"'))  # type: ignore[union-attr]
            elif plain and column == "share":
                at.value, at.number_format = row.truth["share"] / 100, r.choice(("0%", "0.00%"))  # type: ignore[union-attr]
            elif plain and column == "stay":
                at.value = row.truth["stay"]  # type: ignore[union-attr]
            elif cell != "":
                at.value = cell
                at.data_type = "s" if isinstance(cell, str) else at.data_type
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)


def said_of(t: Hostile, question: TableQuestion) -> TableChoice | None:
    """What a person who knows the table says to a question; None where nothing true helps."""
    by_head = {head: column for column, head in t.heads.items()}
    for choice in question.choices:
        column = by_head.get(choice.value)
        if choice.does == "column" and column == choice.fact and column not in BESIDE and not (column == "share" and "split share" in t.layout) and not (column == "stay" and "two days" in t.layout):  # fmt: skip
            return choice
        if choice.does == "ignore" and column in BESIDE:
            return choice
        if choice.does == "open" and choice.fact not in t.heads:
            return choice
        if choice.does == "scale" and choice.fact == "share" and choice.value == "percent":
            return choice
    return next((c for c in question.choices if c.does == "open"), None)


class Judged(NamedTuple):
    seed: int
    table: Hostile
    kinds: list[tuple[str, str, str]]
    """For each row what came of it, why, and what stood there."""


def judge(seed: int, which: str, folder: Path) -> Judged:
    """Screens a table and says of every row: right, asked, open, error; or danger, lost."""
    t = make(seed, which)
    path = write(t, folder, seed)
    job = Job(t.question, path, folder / f"o{seed}.jsonl", facts=dict(FIXED[t.question]), home="h", force=True)
    opened: set[str] = set()
    stopped = ""
    for _ in range(6):
        try:
            ask_for_facts(find_columns(real_book(), job), opened)
            screen_file(real_book(), job)
            stopped = ""
            break
        except TableQuestion as asked:
            stopped, choice = f"{asked} {asked.hint or ''}", said_of(t, asked)
            if choice is None:
                break
            if choice.does == "open":
                opened.add(choice.fact)
            elif choice.does == "ignore":
                job = msgspec.structs.replace(job, ignored=(*job.ignored, choice.value))
            elif choice.does == "scale":
                job = msgspec.structs.replace(job, scales={**job.scales, choice.fact: choice.value})
            else:
                job = msgspec.structs.replace(job, columns={**job.columns, choice.fact: choice.value})
        except ShidianError as error:
            stopped = f"{type(error).__name__}: {error}"
            break
    if stopped:
        return Judged(seed, t, [("asked", stopped[:200], row.damage or t.form) for row in t.rows])
    answers = [json.loads(x) for x in job.output.read_text(encoding="utf-8").splitlines()]
    by_key: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for answer in answers:
        by_key[str(answer.get(t.heads["key"]))].append(answer)
    kinds = [_judged(t, row, by_key.pop(row.key, [])) for row in t.rows]
    kinds += [("danger", "a row that is no case", str(a)[:300]) for rest in by_key.values() for a in rest if a["outcome"] in GOOD]
    return Judged(seed, t, kinds)


def _judged(t: Hostile, row: Row, found: list[dict[str, Any]]) -> tuple[str, str, str]:
    cells = {c: row.cells.get(c) for c in FACTS[t.question]}
    shown = f"{t.form} {t.layout} {cells}"
    if len(found) != 1:
        return "lost", f"{len(found)} rows", shown
    answer = found[0]
    read = {k: v[0] for k, v in parse_qs(urlparse(answer["link"] or "").query).items()}
    if answer["outcome"] in (None, "undetermined"):
        if row.damage:
            return "careful", row.damage, shown
        if all(f in read and _same(f, row.truth[f], read[f]) for f in FACTS[t.question]):
            return "right", "", ""  # the law, and not the table, leaves it open
        why = answer["error"] or f"missing {answer['missing']}"
        return ("hard unread" if row.hard else "cautious"), why, shown
    if row.damage:
        fact = row.damage.partition(":")[0]
        free = fact in FACTS[t.question] and fact not in read and answer["outcome"] not in GOOD
        return ("careful" if free else "danger"), f"damaged {row.damage} → {read.get(fact)}", f"{answer['outcome']} {shown}"
    wrong = [f for f in FACTS[t.question] if f in read and not _same(f, row.truth[f], read[f])]
    if wrong:
        return (
            "danger",
            f"{wrong[0]} read as {read[wrong[0]]} ({next(u for u in row.families if u.startswith(wrong[0]))})",
            f"{answer['outcome']} {shown}",
        )
    return "right", "", ""


def _same(fact: str, truth: Any, read: str) -> bool:
    if fact == "territory":
        return read == truth.id or truth.id in real_book().lawbook.trees["territories"].above(read)
    if fact in ("activity", "origin", "nationality"):
        tree = real_book().lawbook.trees["activities" if fact == "activity" else "origins"]
        return read == truth or read in tree.above(truth)
    if isinstance(truth, bool):
        return read == ("yes" if truth else "no")
    if isinstance(truth, int):
        return Decimal(read) == truth
    return read == str(truth)


def main(which: str, count: int, first: int = 0) -> None:
    counts: Counter[str] = Counter()
    said: dict[str, Counter[str]] = defaultdict(Counter)
    example: dict[tuple[str, str], str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            judged = judge(seed, which, Path(folder))
            for kind, why, shown in judged.kinds:
                kind = "asked, true rows" if kind == "asked" and not judged.table.asks else kind
                counts[kind] += 1
                said[kind][why] += 1
                example.setdefault((kind, why), f"[{seed}] {shown}")
    print(dict(counts))
    for kind in ("danger", "lost", "cautious", "asked, true rows", "asked", "hard unread"):
        for why, n in said[kind].most_common(60 if kind != "hard unread" else 15):
            print(f"{kind:9} {n:4} {why[:150]}\n               {example[kind, why][:330]}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
