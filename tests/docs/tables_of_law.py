"""Three tables that the lawbook fills: the register of sector licences row by row, the regions with the stage of each task, and what follows a
decision. `python -m tests.docs.tables_of_law` writes the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from shidian.law.records.instrument import Duty, Rule
from shidian.law.records.programme import STAGES
from shidian.words.labels import cited, provision_name
from tests.cases.real import real_book, real_lawbook

HERE = Path(__file__).parent
REFERENCE = HERE.parents[1] / "docs/reference"
DAY = "2026-11-28"
HELD = ("assessment", "contract", "gba-contract", "certification")
SEEN = {"official": "read", "opening": "opening read", "secondary": "secondary", "memory": "memory", "inferred": "inferred"}


class Row(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the register: its heading, the activities it is about, the rules whose duties carry it, or why none does."""

    section: str
    subject: str
    activities: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    reason: str = ""


class Contradiction(Struct, frozen=True, forbid_unknown_fields=True):
    """A point on which the register contradicted the lawbook, and the rules (`/`) or editions (`@`) that hold it now."""

    id: str
    subject: str
    stands: tuple[str, ...] = ()
    reason: str = ""


class Followed(Struct, frozen=True, forbid_unknown_fields=True):
    """What is held, and where the lawbook says how long, and what a change, another holder and a refusal lead to."""

    question: str
    held: str
    term: tuple[str, ...]
    change: tuple[str, ...]
    passes: tuple[str, ...]
    refusal: tuple[str, ...]


@cache
def _data(name: str) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.yaml.decode((HERE / name).read_bytes())
    return found


def rows() -> tuple[Row, ...]:
    return msgspec.convert(_data("sector_licences.yaml")["rows"], tuple[Row, ...])


def contradictions() -> tuple[Contradiction, ...]:
    return msgspec.convert(_data("sector_licences.yaml")["contradictions"], tuple[Contradiction, ...])


def followed() -> tuple[Followed, ...]:
    return msgspec.convert(_data("after_the_decision.yaml")["rows"], tuple[Followed, ...])


@cache
def rules() -> dict[str, Rule]:
    return {id: rule for id, (_, _, rule) in real_lawbook().rules.items()}


def carries(rule: Rule, activity: str) -> bool:
    """Whether the rule has a duty on the activity, or makes it ask for the licence of another."""
    named = rule.when.get("activity", ())
    tree = real_lawbook().trees["activities"]
    wanted = (named,) if isinstance(named, str) else named if isinstance(named, tuple) else ()
    return bool(_duties(rule) or rule.needs) and any(activity in tree.below(w) for w in wanted)


def bare(row: Row) -> tuple[str, ...]:
    """The activities of a row on which none of its rules has a duty."""
    if row.reason:
        return ()
    return tuple(a for a in row.activities or ("",) if not any(d in rules() and carries(rules()[d], a) for d in row.duties))


def _duties(rule: Rule) -> tuple[Duty, ...]:
    return (rule.duty,) if rule.duty is not None else rule.duties


def _told(id: str) -> str:
    """A duty with its authority, its basis and how well that was seen."""
    instrument, provision, rule = real_lawbook().rules[id]
    authorities = real_lawbook().trees["authorities"].terms
    seen = rule.seen or (provision.seen if isinstance(provision.seen, str) else list(provision.seen.values())[-1])
    number = provision_name(instrument, provision, instrument.editions[-1].edition).en
    words = "; ".join(f"{d.name.en} ({authorities[d.authority].name.en})" for d in _duties(rule)) or (
        rule.summary.en if rule.summary else ""
    )
    return f"{words}: `{id}`, {number}, {SEEN[seen]}"


def licences() -> str:
    """The page of the register of licences."""
    here = rows()
    kinds = Counter("reason" if r.reason else "duty" for r in here)
    out = [
        "# Sector licences, row by row\n",
        "The register of sector licences that the duties of market access were made from, and what each of its rows became: the duty with its authority, provision and mark, or the reason why there is none. The words come from the lawbook;",
        "a test fails when an activity of a row has neither. `python -m tests.docs.tables_of_law` writes this page. What the times, capital and conditions are, `shidian ask access activity=…` tells with each answer.\n",
        f"{len(here)} rows, all that the sections of the register hold (the call for 157 counted one too many): {kinds['duty']} carried by duties, {kinds['reason']} by a reason.\n",
        "| subject | activities | what it became |",
        "|---|---|---|",
    ]
    section = ""
    for row in here:
        if row.section != section:
            section = row.section
            out.append(f"| **{section}** | | |")
        activities = ", ".join(f"`{a}`" for a in row.activities[:4]) + (
            f" and {len(row.activities) - 4} more" if len(row.activities) > 4 else ""
        )
        out.append(f"| {row.subject} | {activities} | {row.reason or '<br>'.join(map(_told, row.duties))} |")
    out += ["\n## Where the register contradicted the lawbook\n", "| point | subject | stands in |", "|---|---|---|"]
    out += [f"| {c.id} | {c.subject} | {c.reason or ', '.join(f'`{s}`' for s in c.stands)} |" for c in contradictions()]
    return "\n".join(out) + "\n"


def regions() -> str:
    """The page of the regions: how many rows of tasks stand at each stage, and the acts behind those that are more than announced."""
    book, lawbook = real_book(), real_lawbook()
    out = [
        "# The regions and the stage of each task\n",
        "For each region the rows of tasks that concern it, by the stage they have reached there. A row is no official task: the plans count 155 tasks (eleven regions) and 159 (nine cities), and neither list is public as a whole.",
        "*Announced* is the default of a plan: no evidence of more was found there (the day of the search is told with each region). `shidian tasks --place REGION` lists the rows with the same words. `python -m tests.docs.tables_of_law` writes this page.\n",
        "| region | rows | " + " | ".join(s.replace("-", " ") for s in STAGES) + " |",
        "|---|--:|" + "--:|" * len(STAGES),
    ]
    told = []
    for region in lawbook.programme.regions:
        name = lawbook.trees["territories"].terms[region.region].name.en
        found = book.tasks(on=DAY, place=region.region)
        counts = Counter(row.stage for row in found)
        out.append(f"| {name} | {len(found)} | " + " | ".join(str(counts[s] or "") for s in STAGES) + " |")
        more = sorted((r for r in found if r.stage not in ("announced", None)), key=lambda r: (r.since or "", r.task))
        told.append(f"\n### {name}\n\n| task | stage | since | by |\n|---|---|---|---|")
        told += [f"| {r.summary.en} | {(r.stage or '').replace('-', ' ')} | {r.since} | {_act(r.by, r.inferred)} |" for r in more]
        ahead = counts["announced"]
        told.append(
            f"\n{ahead} rows are announced and no more: no evidence found (searched up to {region.searched or book.lawbook.read_on})."
        )
    return "\n".join([*out, "\n## What is more than announced", *told]) + "\n"


def _act(instrument: str | None, inferred: bool) -> str:
    act = f"`{instrument}`" if instrument else "no act named"
    return act + (" (link inferred)" if inferred else "")


def _where(ref: str) -> str:
    """A provision or a step of a procedure, cited."""
    lawbook = real_lawbook()
    if "#" in ref:
        name, _, id = ref.partition("#")
        instrument = lawbook.instruments[name]
        provision = next(p for p in instrument.provisions if p.provision == id)
        return (
            f"{cited(instrument.title, provision_name(instrument, provision, instrument.editions[-1].edition)).en}: {provision.summary.en}"
        )
    name, _, id = ref.partition("/")
    procedure = lawbook.procedures[name]
    step = next(s for s in procedure.steps if s.step == id)
    times = ", ".join(f"{t.number} {t.unit.replace('-', ' ')}" for t in step.limits)
    return f"procedure `{name}`: {step.name.en}" + (f" ({times})" if times else "")


def after() -> str:
    """The page of what follows a decision."""
    book = real_book()
    searched = _data("after_the_decision.yaml")["searched"]
    none = f"nothing in what was read by {searched}"
    question = real_lawbook().questions["data_change"]
    events = next(f for f in question.facts if f.fact == "event").choices
    held = {c.id: c.name.en for c in next(f for f in question.facts if f.fact == "held").choices}
    out = [
        "# After the decision\n",
        "What the lawbook says on what follows an approval, a filing or a path: how long it holds and how it is renewed, what a change leads to, whether it passes to somebody else, and what a refusal leads to. `python -m tests.docs.tables_of_law` writes this page.\n",
        "## After the path of a data export\n",
        f"Answers of `shidian ask data_change` on {DAY}.\n",
        "| what happens | " + " | ".join(held[h] for h in HELD) + " |",
        "|---|" + "---|" * len(HELD),
    ]
    names = {v.id: v.name.en for s in question.slots for v in s.values} | {o.outcome: o.name.en for o in question.outcomes}
    for event in events:
        answers = (book.ask("data_change", {"held": h, "event": event.id, "on": DAY}).outcome for h in HELD)
        out.append(f"| {event.name.en} | " + " | ".join(names.get(a, a) for a in answers) + " |")
    out += [
        "\n## After other decisions\n",
        "| question | held | how long, renewal | change | to somebody else, or other use | refusal |",
        "|---|---|---|---|---|---|",
    ]
    for row in followed():
        cells = ("<br>".join(map(_where, refs)) or none for refs in (row.term, row.change, row.passes, row.refusal))
        out.append(f"| `{row.question}` | {row.held} | " + " | ".join(cells) + " |")
    return "\n".join(out) + "\n"


PAGES: dict[str, Callable[[], str]] = {"sector-licences.md": licences, "regions-and-stages.md": regions, "after-the-decision.md": after}

if __name__ == "__main__":
    for page, write in PAGES.items():
        (REFERENCE / page).write_text(write(), encoding="utf-8")
