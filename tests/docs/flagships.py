"""The first three lines of twenty decisions, four of each question, as the page on decisions shows them:
`python -m tests.docs.flagships` writes them into it."""

from __future__ import annotations

import re
from pathlib import Path

from shidian.book import Book
from tests.cases.real import real_book

PAGE = Path(__file__).parents[2] / "docs/reference/decision.md"
_BLOCK = re.compile(r"(<!-- flagships:[^\n]*-->\n).*?(<!-- end -->)", re.S)
FLAGSHIPS = (
    "access activity=app-store territory=chengdu origin=DE share=100 on=2025-06-01",
    "access activity=app-store territory=shanghai origin=DE share=100 on=2025-06-01",
    "access activity=idc territory=lingang origin=US share=100 on=2025-06-01",
    "access activity=hospital territory=suzhou origin=DE share=100 on=2026-06-01",
    "data_export data=personal persons=50000 sensitive-persons=0 territory=suzhou on=2026-09-01",
    "data_export data=personal important-data=no ciio=no persons=99999 sensitive-persons=0 ground=none on=2024-06-01",
    "data_export data=other important-data=yes ciio=no sector=other on=2025-06-15",
    "data_export data=personal important-data=no ciio=no on=2021-11-01",
    "entry asked=visa-free nationality=GB purpose=business territory=shanghai stay=20 on=2026-01-20",
    "entry asked=visa-free nationality=FR purpose=business territory=shanghai stay=30 on=2026-05-15",
    "entry asked=visa capacity=set-up-executive nationality=DE territory=lingang on=2023-06-29",
    "entry asked=medical-practice capacity=nurse nationality=DE territory=shantou on=2025-05-15",
    "capital measure=cash-pool territory=shanghai domestic-bop=8 domestic-revenue=12 overseas-revenue=3 members=5 clean-record=yes on=2026-03-01",
    "capital measure=qflp territory=shanghai manager-qualified=yes on=2026-03-01",
    "capital measure=fie-reinvestment territory=shenyang on=2025-04-10",
    "capital measure=tax-credit territory=shanghai encouraged=yes treaty-rate=5 on=2026-03-15",
    "import measure=urgent-import-local territory=lecheng product=drug registration=none importer=zone-medical recognised=yes on=2026-03-01",
    "import measure=zero-tariff territory=lecheng product=device registration=registered on=2024-10-15",
    "import measure=road-green-channel territory=chongqing carriage=passengers on=2025-06-01",
    "import measure=easier-inspection territory=hangzhou product=drug on=2025-06-01",
)


def shown(book: Book, asked: str) -> str:
    """One decision: the command, and its lines in both languages."""
    question, *facts = asked.split()
    decision = book.ask(question, dict(f.split("=", 1) for f in facts))
    lines = (decision.summary.holds, decision.summary.announced, decision.summary.change)
    out = [f"### {decision.sentence.en}", "", f"`shidian ask {asked}`", ""]
    out += [f"* {line.en}" for line in lines] + ["", decision.sentence.zh, ""] + [f"* {line.zh}" for line in lines]
    return "\n".join(out) + "\n"


def written(page: str) -> str:
    """The page with the decisions of today's lawbook."""
    text = "\n".join(shown(real_book(), asked) for asked in FLAGSHIPS)
    return _BLOCK.sub(lambda m: m[1] + "\n" + text + "\n" + m[2], page)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
