"""The monthly report of a region, in the parts of a Chinese official document: title, addressee, text, attachment, signature and date. Pure.

The report counts what the journal tells of a month and lists every item as it stands. The head of the journal stands at its end: who keeps the paper can
tell later whether the journal was cut off.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import Struct

from shidian.law.days import CHINA
from shidian.store.database import stamp
from shidian.store.desk.chain import ChainHead, Entry
from shidian.store.desk.records import KeptItem
from shidian.tracking.item import ITEM_STAGES

DONE = ("replicated", "stopped")
Say = Callable[..., str]
"""A phrase of the product by its key, with its parts, in the language of the report."""


class MonthlyReport(Struct, frozen=True):
    """The parts of a report as plain text: numbered sections with paragraphs, and the table of the attachment. `lines` are those of the title, broken
    where its words allow it."""

    title: str
    lines: tuple[str, ...]
    addressee: str
    opening: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    attachment: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    signed: str
    day: str
    anchor: str


def month_of(month: str) -> tuple[str, str]:
    """The first moment of a month (2026-11) in China and that of the next, as moments are kept."""
    year, number = int(month[:4]), int(month[5:7])
    first, after = dt.datetime(year, number, 1, tzinfo=CHINA), dt.datetime(year + number // 12, number % 12 + 1, 1, tzinfo=CHINA)
    return stamp(first), stamp(after)


def report(
    region: str,
    month: str,
    today: str,
    items: Sequence[KeptItem],
    entries: Sequence[Entry],
    anchor: ChainHead,
    title_of: Callable[[KeptItem], str],
    say: Say,
) -> MonthlyReport:
    """The report on a month. `entries` are those of the month; `region` is its name."""
    kinds = Counter(e.kind for e in entries)
    moved: dict[int, tuple[str, str]] = {}  # by item: the stage before the month and the one it came to
    for e in reversed(entries):
        if e.kind == "applied" and e.item is not None and "stage" in (e.after or {}):
            first, _ = moved.get(e.item, (str((e.before or {}).get("stage")), ""))
            moved[e.item] = (first, str((e.after or {}).get("stage")))
    at = {i.id: i for i in items}
    stages = Counter(str(i.state["stage"]) for i in items)
    late = [i for i in items if i.state["due"] and i.state["due"] < today and i.state["stage"] not in DONE]
    risky = [i for i in items if i.state["risk_level"] == "high" and i.state["stage"] not in DONE]
    steps = [i for i in items if i.state["next_step"] and i.state["stage"] not in DONE]
    standing = say("comma").join(say("report_of_stage", stage=say(f"itemstage_{s}"), n=str(stages[s])) for s in ITEM_STAGES if stages[s])
    progress = tuple(
        say("report_moved", title=title_of(at[item]), before=say(f"itemstage_{first}"), after=say(f"itemstage_{last}"))
        for item, (first, last) in moved.items()
        if item in at and first != last
    )
    problems = tuple(say("report_late", title=title_of(i), day=str(i.state["due"])) for i in late)
    risks = tuple(
        say(
            "report_risk",
            title=title_of(i),
            kind=str(i.state["risk_kind"] or "–"),
            safeguard=str(i.state["safeguard"] or say("report_no_safeguard")),
        )
        for i in risky
    )
    plans = tuple(say("report_step", title=title_of(i), step=str(i.state["next_step"]).rstrip("。. ")) for i in steps)
    none = (say("report_none"),)
    year, number = month[:4], str(int(month[5:7]))
    return parts_of_paper(
        say("report_title", region=region, year=year, month=number),
        say("report_opening", region=region, items=str(len(items)), standing=standing or "–", changes=str(kinds["applied"])),
        (
            (say("report_progress"), progress or none),
            (say("report_problems"), problems or none),
            (say("report_risks"), risks or none),
            (say("report_plans"), plans or none),
        ),
        listed_rows(items, title_of, say),
        region,
        today,
        anchor,
        say,
    )


def listed_rows(items: Sequence[KeptItem], title_of: Callable[[KeptItem], str], say: Say) -> tuple[tuple[str, ...], ...]:
    """Every item as a row of the attachment."""
    return tuple(
        (
            str(n),
            title_of(i),
            say(f"itemstage_{i.state['stage']}"),
            " ".join(x for x in (i.state["lead_body"], i.state["lead_person"]) if x) or "–",
            str(i.state["due"] or "–"),
            say("semicolon").join(f"{e['document']}（{e['grade']}）" for e in i.state["evidence"]) or "–",
        )
        for n, i in enumerate(items, 1)
    )


def parts_of_paper(
    title: str,
    opening: str,
    sections: tuple[tuple[str, tuple[str, ...]], ...],
    rows: tuple[tuple[str, ...], ...],
    region: str,
    today: str,
    anchor: ChainHead,
    say: Say,
) -> MonthlyReport:
    """A paper of a region to the ministry with the list of its items; in `title` a bar stands where it may be broken."""
    return MonthlyReport(
        title.replace("|", ""),
        tuple(line.strip() for line in title.split("|")),
        say("report_to"),
        opening,
        sections,
        say("report_attachment", region=region),
        tuple(
            say(key) for key in ("report_number", "report_item", "itemfield_stage", "report_lead", "itemfield_due", "itemfield_evidence")
        ),
        rows,
        say("report_signed", region=region),
        say("report_day", year=today[:4], month=str(int(today[5:7])), day=str(int(today[8:10]))),
        say("report_anchor", anchor=anchor.text),
    )
