"""Messy tables end to end: what a bureau's list of enterprises looks like, from CSV to CSV, in a process of its own for each size.

    python -m bench.screen_messy [--rows 10000 100000 300000]

Titles above the headings, GB 18030, several spellings of shares and days, addresses down to the street with zones in brackets, names and codes of
industries, totals between the rows, blanks, a tenth of the cells missing and one in fifty that cannot be read. Each size runs twice: the first run keeps
the diagram that it made, the second finds it. Processor seconds of the process with its start, and the most memory that it had.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import shidian
from shidian.screening.job import Job
from shidian.screening.run import screen_file

HEADINGS = "序号,企业名称,主营业务,注册地址,国别,外资股比,成立日期"
CITIES = ("上海市浦东新区", "广东省深圳市南山区", "四川省成都市武侯区", "北京市海淀区", "江苏省苏州市吴中区", "广东省广州市天河区", "浙江省杭州市西湖区", "湖北省武汉市江汉区",
    "重庆市渝中区", "天津市滨海新区", "福建省厦门市思明区", "陕西省西安市雁塔区", "海南省海口市龙华区", "山东省青岛市市南区", "辽宁省大连市中山区")  # fmt: skip
ZONES = ("", "", "", "（自贸试验区）", "（示范区）")


def make(path: Path, rows: int, seed: int = 3) -> None:
    """Write a table."""
    pick, trees = random.Random(seed), shidian.load().lawbook.trees
    activities = [t.name.zh for t in trees["activities"].terms.values()]
    origins = [t.name.zh for t in trees["origins"].terms.values()]
    pick.shuffle(activities)
    pick.shuffle(origins)
    steep = [1 / (n + 1) for n in range(200)]
    with path.open("w", encoding="gb18030", errors="replace", newline="") as out:
        out.write(f"附件,,,,,,\n外商投资企业名录,,,,,,\n{HEADINGS}\n")
        for n in range(1, rows + 1):
            if n % 5_000 == 0:
                out.write("小计,5000家,,,,,\n,,,,,,\n")
            share = pick.choice((100, 50, 49, 51, 25, 30, 60, 70, 80, 33.3, 10))
            said = pick.choice((f"{share}%", f"{share}", f"{share} %", f"百分之{share}", "待定" if pick.random() < 0.1 else f"{share}％"))
            year, month, day = pick.randint(2019, 2026), pick.randint(1, 12), pick.randint(1, 28)
            on = pick.choice(
                (f"{year}/{month}/{day}", f"{year}-{month:02}-{day:02}", f"{year}年{month}月{day}日", f"{year}{month:02}{day:02}")
            )
            cells = [
                pick.choices(activities[:200], steep)[0],
                f"{pick.choice(CITIES)}{pick.choice('东西南北')}大街{pick.randint(1, 999)}号{pick.choice(ZONES)}",
                pick.choices(origins[:60], steep[:60])[0],
                said,
                on if pick.random() > 0.02 else f"{day}/{month}/{year % 100}",
            ]
            cells = [c if pick.random() > 0.1 else "" for c in cells]
            out.write(f"{n},企业{n}有限公司,{','.join(cells)}\n")


def run(source: Path) -> None:
    """One screening, as the command does it; tells what it took."""
    begun = time.perf_counter()
    summary = screen_file(shidian.load(), Job("access", source, source.with_suffix(".out.csv"), force=True))
    told = {
        "rows": summary.rows,
        "seconds": round(time.perf_counter() - begun, 1),
        "cpu": round(time.process_time(), 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "outcomes": summary.outcomes,
    }
    print(json.dumps(told), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 300_000])
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        run(asked.one)
        return
    with tempfile.TemporaryDirectory() as folder:
        for rows in asked.rows:
            source = Path(folder) / f"{rows}.csv"
            make(source, rows)
            for _ in range(2):
                subprocess.run([sys.executable, "-m", "bench.screen_messy", "--one", str(source)], check=True)


if __name__ == "__main__":
    main()
