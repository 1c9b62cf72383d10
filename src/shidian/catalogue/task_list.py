"""From an official task list to proposals: which rows we have it speaks of, and rows for the rest. A person decides."""

from __future__ import annotations

import yaml
from msgspec import Struct

from shidian.catalogue.lists import not_found
from shidian.law.lawbook import Lawbook
from shidian.law.records.programme import Area, Plan, Task
from shidian.programme.official_list import ListedTask

ENOUGH = 0.34
"""The score from which a listed task is taken to speak of a row we have."""


class Match(Struct, frozen=True):
    """A listed task and the row it seems to speak of, with the score (0 to 1) and what they share."""

    listed: ListedTask
    row: str | None
    score: float
    shared: tuple[str, ...]


def matches(book: Lawbook, plan: str, listed: tuple[ListedTask, ...]) -> tuple[Match, ...]:
    """For each listed task the row that it shares most with: the Chinese term of art counts most, then the words."""
    rows = [t for g in book.content.tasks if g.plan == plan for t in g.tasks]
    out = []
    for task in listed:
        scored = [(*_score(row, task), row.task) for row in rows]
        best = max(scored, key=lambda s: s[0], default=(0.0, (), ""))
        row = best[2] if best[0] >= ENOUGH else None
        out.append(Match(task, row, round(best[0], 2), tuple(best[1])))
    return tuple(out)


def _score(row: Task, listed: ListedTask) -> tuple[float, tuple[str, ...]]:
    terms = [t.strip() for t in (row.term or "").replace("/", " ").split() if len(t.strip()) > 1]
    shared = tuple(t for t in terms if t in listed.text)
    grams, own = _grams(listed.text), _grams(row.summary.zh)
    overlap = len(grams & own) / (len(own) or 1)
    return min(1.0, 0.6 * bool(shared) + overlap), shared


def _grams(text: str) -> set[str]:
    plain = "".join(c for c in text if "\u3400" <= c <= "\u9fff")
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def propose(book: Lawbook, plan: str, listed: tuple[ListedTask, ...]) -> tuple[str, str]:
    """The proposals as YAML, and a summary in one line."""
    known = {p.plan: p for p in book.programme.plans}
    if plan not in known:
        raise not_found("plan", plan, known)
    found = matches(book, plan, listed)
    matched = [m for m in found if m.row is not None]
    areas: dict[int, str] = {}
    for task in listed:
        areas[task.area] = task.area_title
    document = {
        "plan": plan,
        "areas": [
            {"number": n, "title": t, "tasks": sum(x.area == n for x in listed), "row": _area_of(known[plan], n, t)}
            for n, t in sorted(areas.items())
        ],
        "matched": [
            {"official_number": str(m.listed.number), "task": m.row, "score": m.score, "shared": list(m.shared), "line": m.listed.line}
            for m in matched
        ],
        "new": [
            {
                "official_number": str(m.listed.number),
                "area": m.listed.area,
                "group": m.listed.group,
                "line": m.listed.line,
                "nearest_score": m.score,
                "summary": {"en": "(to be written in your own words)", "zh": "（请用自己的话概括）"},
            }
            for m in found
            if m.row is None
        ],
    }
    head = (
        "# Proposals from an official list. Nothing here is law until a person has reviewed it and changed the lawbook.\n"
        f"# {len(listed)} tasks in {len(areas)} areas; {len(matched)} speak of rows we have.\n"
    )
    text = head + yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
    official = known[plan].tasks
    summary = (
        f"{len(listed)} tasks in {len(areas)} areas read (official total: {official if official is not None else 'not known'}); "
        f"{len(matched)} matched, {len(listed) - len(matched)} new"
    )
    return text, summary


def _area_of(plan: Plan, number: int, title: str) -> str | None:
    """The area we have under this number or title."""

    def same(area: Area) -> bool:
        return area.number == number or area.name.zh == title

    return next((a.area for a in plan.areas if same(a)), None)
