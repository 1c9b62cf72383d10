"""From an official task list to proposals: which rows we have it speaks of, and rows for the rest. A person decides."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable

import yaml
from msgspec import Struct

from shidian.catalogue.lists import by_id
from shidian.law.lawbook import Lawbook
from shidian.law.records.programme import Area, Plan, Task
from shidian.packaged import table
from shidian.programme.official_list import ListedTask, OfficialList, Said, ceiling_in, leaves_out

ENOUGH = 0.34
"""The score from which a listed task is taken to speak of a row we have."""


RARE = 3.0
"""The weight of an English word that no row holds."""
_HAN = re.compile("[\u3400-\u9fff]")
_SMALL = frozenset(table("words/tasks.toml")["tell_nothing"])
"""Beginnings of English words that tell no row from another; the verbs of the programme are told apart by themselves."""
HEAD = 14
"""Characters at the head of a listed task in which its verb is looked for."""
FEWEST = 2
"""So many English words of a row a task shares at least."""
NEXT = 0.8
"""A further row is named where it scores this share of the best one's score: one listed task may hold several rows."""


class Match(Struct, frozen=True):
    """A listed task and the row it seems to speak of, with the score (0 to 1) and what they share; `also` are further rows that score nearly as well.

    `differs` names what the list says otherwise than the row, each with the list's word and ours: the verb, its strength, the ceiling, places, and limits that it
    leaves out. `says` is what the list says, where it was read.
    """

    listed: ListedTask
    row: str | None
    score: float
    shared: tuple[str, ...]
    also: tuple[str, ...] = ()
    differs: tuple[tuple[str, str, str], ...] = ()
    says: Said | None = None


def matches(
    book: Lawbook, plan: str, listed: tuple[ListedTask, ...], says: Callable[[str], Said | None] | None = None
) -> tuple[Match, ...]:
    """For each listed task the row that it shares most with: the Chinese term of art counts most, then the words. `says` reads what a task says."""
    rows = [t for g in book.content.tasks if g.plan == plan for t in g.tasks]
    weight = _weights([_grams(row.summary.zh) | _grams(row.summary.en) for row in rows])
    verbs = _verbs(book)
    out = []
    for task in listed:
        scored = sorted(((*_score(row, task, weight), row.task) for row in rows), key=lambda s: -s[0])
        best = scored[0] if scored else (0.0, (), "")
        row = best[2] if best[0] >= ENOUGH else None
        also = tuple(s[2] for s in scored[1:4] if row is not None and s[0] >= max(ENOUGH, NEXT * best[0]))
        known = next((r for r in rows if r.task == row), None)
        said = says(task.text) if says is not None else None
        differs = (*_differs(known, task, verbs), *_otherwise(known, task, said, book.groups)) if known else ()
        out.append(Match(task, row, round(best[0], 2), tuple(best[1]), also, differs, said))
    return tuple(out)


def _score(row: Task, listed: ListedTask, weight: dict[str, float]) -> tuple[float, tuple[str, ...]]:
    """How much of a row's words, by what tells rows apart, a listed task holds, each in its own language; a Chinese term of art counts for most of it. Of an
    English row the words of the task that stand in it count as well: English says the same in more ways."""
    terms = [t.strip() for t in (row.term or "").replace("/", " ").split() if len(t.strip()) > 1]
    shared = tuple(t for t in terms if t in listed.text)
    han = _HAN.search(listed.text) is not None
    grams, own = _grams(listed.text), _grams(row.summary.zh if han else row.summary.en)
    heavy = sum(weight[g] for g in grams & own)
    overlap = heavy / (sum(weight[g] for g in own) or 1.0)
    if not han and len(grams & own) < FEWEST:
        overlap = 0.0  # one word of a short row stands in many a task
    elif not han and len(grams & own) > FEWEST:
        overlap = max(overlap, heavy / sum(weight.get(g, RARE) for g in grams))
    return min(1.0, 0.6 * bool(shared) + overlap), shared


def _weights(each: list[set[str]]) -> dict[str, float]:
    """How much a pair of characters tells one row from another."""
    seen = Counter(g for own in each for g in own)
    return {g: math.log(1 + len(each) / n) for g, n in seen.items()}


def _verbs(book: Lawbook) -> list[tuple[str, str, int | None]]:
    """The official verbs as a text may print them, the longest first."""
    every = [(w.lower(), v.verb, v.strength) for v in book.programme.verbs for w in (v.verb, *v.aliases, *v.words)]
    return sorted(every, key=lambda v: -len(v[0]))


def _differs(row: Task, listed: ListedTask, verbs: list[tuple[str, str, int | None]]) -> tuple[tuple[str, str, str], ...]:
    """What a listed task says otherwise than our row: `verb` and `strength`, each with the list's word and ours."""
    han = _HAN.search(listed.text) is not None
    head = listed.text[: HEAD if han else 2 * HEAD].lower()
    found_at = [(re.search(re.escape(w) if han else rf"\b{re.escape(w)}", head), w, v, s) for w, v, s in verbs]
    at = sorted((m.start(), -len(w), v, s if s is not None else -1) for m, w, v, s in found_at if m)
    if not at:
        return ()
    _, _, verb, found = at[0]
    ours = next((s for _, v, s in verbs if v == row.verb), None)
    out: list[tuple[str, str, str]] = []
    if verb != row.verb:
        out.append(("verb", verb, row.verb or "-"))
    if found >= 0 and ours is not None and found != ours:
        out.append(("strength", str(found), str(ours)))
    return tuple(out)


def _otherwise(row: Task, listed: ListedTask, said: Said | None, groups: dict[str, tuple[str, ...]]) -> tuple[tuple[str, str, str], ...]:
    """What a listed task says otherwise than our row of a ceiling and of places, and the limits of ours that it leaves out, each with the list's word and ours."""
    out: list[tuple[str, str, str]] = []
    lang = "zh" if _HAN.search(listed.text) else "en"
    if said is not None:
        ours = ceiling_in(row.numbers.zh) if row.numbers else None
        if ours is not None and said.ceiling is not None and said.ceiling != ours:
            out.append(("ceiling", f"{said.ceiling.normalize():f}", str(ours)))
        places = [p for p in said.places if p != "cn"]
        known = {p for place in row.places for p in (place, *groups.get(place, ()))}
        if places and known and not known & set(places):
            out.append(("places", ", ".join(places), ", ".join(row.places)))
    limits = row.exclusions[lang] if row.exclusions is not None else ""
    if leaves_out(limits, listed.text):
        out.append(("limits", "-", limits))
    return tuple(out)


def _grams(text: str) -> set[str]:
    """The pairs of Chinese characters, or the beginnings of English words."""
    plain = "".join(c for c in text if "\u3400" <= c <= "\u9fff")
    return {plain[i : i + 2] for i in range(len(plain) - 1)} or {w.rstrip("s")[:6] for w in re.findall(r"[a-z]{3,}", text.lower())} - _SMALL


def propose(
    book: Lawbook,
    plan: str,
    listed: tuple[ListedTask, ...],
    whole: OfficialList | None = None,
    says: Callable[[str], Said | None] | None = None,
) -> tuple[str, str]:
    """The proposals as YAML, and a summary in one line: the list against our rows. `whole` tells what the numbering leaves open."""
    known = by_id("plan", plan, {p.plan: p for p in book.programme.plans})
    found = matches(book, plan, listed, says)
    matched = [m for m in found if m.row is not None]
    areas: dict[int, str] = {}
    for task in listed:
        areas[task.area] = task.area_title
    document: dict[str, object] = {
        "plan": plan,
        "areas": [
            {"number": n, "title": t, "tasks": sum(x.area == n for x in listed), "row": _area_of(known, n, t)}
            for n, t in sorted(areas.items())
        ],
        "matched": [
            {"official_number": str(m.listed.number), "task": m.row, "score": m.score, "shared": list(m.shared), "line": m.listed.line}
            | ({"also": list(m.also)} if m.also else {})
            | _told(m)
            | ({"differs": {name: {"list": theirs, "ours": ours} for name, theirs, ours in m.differs}} if m.differs else {})
            for m in matched
        ],
        "new": [
            {
                "official_number": str(m.listed.number),
                "area": m.listed.area,
                "group": m.listed.group,
                "line": m.listed.line,
                "nearest_score": m.score,
                **_told(m),
                "summary": {"en": "(to be written in your own words)", "zh": "（请用自己的话概括）"},
            }
            for m in found
            if m.row is None
        ],
    }
    spoken_of = {r for m in found for r in ((m.row, *m.also) if m.row else ())}
    rows = [t.task for g in book.content.tasks if g.plan == plan for t in g.tasks]
    official = known.tasks
    document["checked"] = {
        "tasks_read": len(listed),
        "official_total": official,
        "areas_read": len(areas),
        "official_areas": known.area_count,
        "numbers_missing": list(whole.missing) if whole else [],
        "numbers_twice": list(whole.repeated) if whole else [],
        "organisational_left_out": len(whole.organisational) if whole else 0,
        "rows_not_found": [r for r in rows if r not in spoken_of],
    }
    head = (
        "# Proposals from an official list. Nothing here is law until a person has reviewed it and changed the lawbook.\n"
        f"# {len(listed)} tasks in {len(areas)} areas; {len(matched)} speak of rows we have.\n"
    )
    text = head + yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
    verbs = sum(bool(m.differs) for m in matched)
    other = f", {verbs} with another verb than ours" if verbs else ""
    open_numbers = f"; missing numbers: {', '.join(map(str, whole.missing[:20]))}" if whole and whole.missing else ""
    twice = f"; numbers twice: {', '.join(map(str, whole.repeated[:20]))}" if whole and whole.repeated else ""
    left = f"; {len(whole.organisational)} of organisational parts left out" if whole and whole.organisational else ""
    off = (
        f"; {abs(official - len(listed))} {'fewer' if len(listed) < official else 'more'} than officially"
        if official and len(listed) != official
        else ""
    )
    other_areas = f"; {len(areas)} areas instead of {known.area_count}" if (known.area_count or len(areas)) != len(areas) else ""
    summary = (
        f"{len(listed)} tasks in {len(areas)} areas read (official total: {official if official is not None else 'not known'}); "
        f"{len(matched)} matched, {len(listed) - len(matched)} new{other}{open_numbers}{twice}{off}{other_areas}{left}"
    )
    return text, summary


def _told(match: Match) -> dict[str, object]:
    """What a list says of a task: who leads, by when, and how it says it."""
    said = match.says
    out: dict[str, object] = {"lead": match.listed.lead, "by": match.listed.by}
    if said is not None:
        ceiling = None if said.ceiling is None else f"{said.ceiling.normalize():f}"
        out |= {"verb": said.verb, "strength": said.strength, "ceiling": ceiling, "places": list(said.places), "narrowed": said.narrowed}
    return {name: value for name, value in out.items() if value}


def _area_of(plan: Plan, number: int, title: str) -> str | None:
    """The area we have under this number or title."""

    def same(area: Area) -> bool:
        return area.number == number or area.name.zh == title

    return next((a.area for a in plan.areas if same(a)), None)
