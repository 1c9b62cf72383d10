"""Which files of the edition a reader went through rule by rule, and what came of it. `python -m tests.docs.rules_read` writes the
page; `python -m tests.docs.rules_read 2026-11-28 cn-postal-law …` records files as read in the state they are in."""

from __future__ import annotations

import sys
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tests.cases.real import real_lawbook

ROOT = Path(__file__).parents[2]
INSTRUMENTS = ROOT / "lawbook/instruments"
RECORD = Path(__file__).with_name("rules_read.txt")
DATA = Path(__file__).with_name("rules_read.yaml")
PAGE = ROOT / "docs/reference/rules-read.md"
HEAD = """# The rules as they were read

Every file of the lawbook is to be read rule by rule, as someone would who signs for it: is this the act, the provision, the day, the scope, the ceiling, the mark; would the answers on both sides of each
boundary be signed? This page counts what was read, in the state it is in today: a file that changes afterwards counts as *changed since* until it is read again.
Read were title, editions, provisions, rules, conditions, duties, notes and gaps in English, and the Chinese of summaries, conditions and duties. **Not read:** statistics and names; the Chinese of effects, conditions, procedures, tasks and gaps was read by a second reader on the same day, beside its English. Reading is not verifying:
a provision was laid beside its official text only where a finding below says so, and [the marks](coverage.md) say how each was seen. `python -m tests.docs.rules_read` writes this page; a test holds it.
"""


class Finding(Struct, frozen=True, forbid_unknown_fields=True):
    """What the reader would not sign: the instruments, what was wrong, and what became of it."""

    field: str
    instruments: tuple[str, ...]
    found: str
    became: str
    kind: str


@cache
def findings() -> tuple[Finding, ...]:
    data: dict[str, Any] = msgspec.yaml.decode(DATA.read_bytes())
    return msgspec.convert(data["findings"], tuple[Finding, ...])


def digest(instrument: str) -> str:
    """The file of an instrument as it is now."""
    return sha256((INSTRUMENTS / f"{instrument}.yaml").read_bytes()).hexdigest()[:16]


def record() -> dict[str, tuple[str, str]]:
    """Instrument: the day of the last reading, and the file as it was then."""
    rows = (line.split() for line in RECORD.read_text(encoding="utf-8").splitlines()) if RECORD.exists() else ()
    return {name: (day, seen) for name, day, seen in rows}


def state(instrument: str, read: dict[str, tuple[str, str]]) -> str:
    """How the file stands to its last reading."""
    if instrument not in read:
        return "not read"
    return "as read" if read[instrument][1] == digest(instrument) else "changed since"


def written() -> str:
    """The page."""
    lawbook, read = real_lawbook(), record()
    states = {name: state(name, read) for name in lawbook.instruments}
    names = ("as read", "changed since", "not read")
    asked: dict[str, set[str]] = {question: set() for question in lawbook.questions}
    rules = dict.fromkeys(lawbook.questions, 0)
    for id, (_, _, rule) in lawbook.rules.items():
        asked[rule.question].add(id.split("/")[0])
        rules[rule.question] += 1
    days = sorted({day for day, _ in read.values()})
    out = [HEAD, f"**{len(states)} files:** " + ", ".join(f"{list(states.values()).count(n)} {n}" for n in names)]
    out[-1] += f"; days of reading: {', '.join(days)}.\n"
    out += ["| question | files | rules | " + " | ".join(names) + " |", "|---|--:|--:|--:|--:|--:|"]
    for question, files in asked.items():
        counts = " | ".join(str(sum(states[f] == n for f in files)) for n in names)
        out.append(f"| `{question}` | {len(files)} | {rules[question]} | {counts} |")
    out.append("\nA file counts once for each question that it has rules for.\n")
    for name in names[1:]:
        here = sorted(f for f, s in states.items() if s == name)
        out.append(f"**{name.capitalize()}:** {', '.join(f'`{f}`' for f in here) or 'none'}.\n")
    out += ["## What the reader would not sign, and what became of it\n", "| field | files | found | became |", "|---|---|---|---|"]
    for finding in findings():
        held = ", ".join(f"`{f}`" for f in finding.instruments)
        out.append(f"| {finding.field} | {held} | {finding.found} | **{finding.kind}**: {finding.became} |")
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    if sys.argv[1:]:
        day, *names = sys.argv[1:]
        rows = {**record(), **{n: (day, digest(n)) for n in names}}
        RECORD.write_text("".join(f"{n} {d} {s}\n" for n, (d, s) in sorted(rows.items())), encoding="utf-8")
    PAGE.write_text(written(), encoding="utf-8")
