"""The ledger of what is encoded as a page of documentation, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from shidian.law.lawbook import Lawbook
from shidian.programme.coverage import coverage

HEAD = """# Coverage

What is encoded, and what is not. This page is written by `shidian coverage --markdown`; a test holds it against the lawbook.

A provision is *encoded* when rules read it, has a *gap* when a clause of it could not be encoded (cases in its scope answer `undetermined`), or stands *without a rule*, with the reason in its file.
What is in no row was not seen.
"""


def markdown(book: Lawbook) -> str:
    """The page."""
    instruments, plans = coverage(book)
    titles = {i.instrument: i.title for i in book.instruments.values()}
    rows = [(f"`{i.instrument}`", titles[i.instrument].zh, i.encoded, i.gap, i.without_rule, i.rules, i.gaps) for i in instruments]
    sums = [sum(getattr(i, k) for i in instruments) for k in ("encoded", "gap", "without_rule", "rules", "gaps")]
    parts = [
        HEAD,
        "## Instruments\n",
        _table(
            ("instrument", "法律文件", "encoded", "with gap", "without rule", "rules", "gaps"),
            [*rows, (f"**{len(rows)} in all**", "", *sums)],
        ),
    ]
    for plan in plans:
        found = next(p for p in book.programme.plans if p.plan == plan.plan)
        names = {a.area: a.name for a in found.areas}
        parts.append(
            f"## {found.title.en}\n\n{found.title.zh}\n\n{plan.rows} rows known; the official total is {plan.official} tasks"
            + (f" in {plan.areas_official} areas" if plan.areas_official else "")
            + f", of which {plan.areas_known} titles are known. "
            + f"At the most {plan.rows} of {plan.official} are known, and at least {plan.unseen} unseen if a row were a task; it is not: one "
            "may hold several of the other.\n"
        )
        if plan.areas:
            parts.append(
                _table(
                    ("area", "领域", "rows", "encoded as rules", "announced only", "official tasks", "unseen"),
                    [
                        (
                            names[a.area].en,
                            names[a.area].zh,
                            a.rows,
                            a.with_rules,
                            a.rows - a.with_rules,
                            *("not found" if n is None else n for n in (a.official, a.unseen)),
                        )
                        for a in plan.areas
                    ],
                )
            )
    return "\n".join(parts)


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(c) for c in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
