"""What a comparison with the lawbook shows beside contradictions of numbers: strength, limits left out, told as done, names missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from shidian.documents.compare.linking import Link, stems
from shidian.documents.compare.stated import Statements
from shidian.documents.compare.wording import told_on
from shidian.documents.grammar.extract import Reading
from shidian.documents.grammar.finding import AmountFound, Finding, Listing, Measure
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold
from shidian.evidence.values import days_of
from shidian.law.lawbook import Lawbook
from shidian.law.records.programme import STAGES, Task

PATTERNS = patterns("comparing")

RemarkKind = str
SURE = 0.6
"""The score of a link from which strength and limits are compared."""
REMARKS = ("strength", "limit-left-out", "told-as-done", "members", "level", "judged", "unchanged", "misprint", "otherwise", "scanned")


class Remark(Struct, frozen=True):
    """Something that a reader should look at: its kind, where, what it is about (ids of the lawbook), and the values that differ."""

    kind: RemarkKind
    start: int
    end: int
    about: tuple[str, ...] = ()
    found: str | None = None
    expected: str | None = None


def remarks(book: Lawbook, reading: Reading, links: dict[str, list[Link]]) -> list[Remark]:
    """Every remark on one document, in the order of its text."""
    programme = Sets(book)
    out = [Remark("otherwise", o.start, o.end, (o.origin,), o.theirs, o.ours) for o in reading.otherwise]
    out += [Remark("scanned", start, end) for start, end in _runs(reading.document.scanned)]
    out += [*_measures(book, reading, links), *_sets(reading, programme), *_misprints(reading)]
    return sorted(dict.fromkeys(out), key=lambda r: (r.start, REMARKS.index(r.kind)))


def _runs(spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """The first of each run of spans that follow each other."""
    return [span for before, span in zip((None, *spans), spans, strict=False) if before is None or span[0] > before[1] + 1]


class Sets:
    """The sets of regions of the programme by size, and what kind of place each region is."""

    def __init__(self, book: Lawbook) -> None:
        cohorts = sorted({r.cohort for r in book.programme.regions})
        self.levels = {r.region: r.level for r in book.programme.regions}
        self.groups = {g.id: g.members for v in book.content.vocabularies.values() if v.vocabulary == "territories" for g in v.groups}
        self.by_size: dict[int, tuple[str, ...]] = {}
        grown: list[str] = []
        for cohort in cohorts:
            own = [r.region for r in book.programme.regions if r.cohort == cohort]
            grown += own
            for members in (own, list(grown)):
                group = next((id for id, m in self.groups.items() if set(m) == set(members)), None)
                if group is not None and len(members) > 1:
                    self.by_size.setdefault(len(members), ())
                    self.by_size[len(members)] = tuple(dict.fromkeys((*self.by_size[len(members)], group)))


def _stage(task: Task, day: str | None) -> str:
    reached = [s.stage for s in task.lifecycle if day is None or s.when <= day]
    return max(reached, key=STAGES.index, default="announced")


def _measures(book: Lawbook, reading: Reading, links: dict[str, list[Link]]) -> Iterator[Remark]:
    tasks = {t.task: t for g in book.content.tasks for t in g.tasks}
    strengths = {w: v.strength for v in book.programme.verbs for w in (v.verb, *v.aliases)}
    day = reading.document.date.isoformat() if reading.document.date else None
    for finding in reading.findings:
        value = finding.value
        if not isinstance(value, Measure):
            continue
        for link in _distinct([k for k in links.get(finding.id, ()) if k.to == "task"]):
            task = tasks.get(link.id)
            if task is None or link.to != "task":
                continue
            if link.score < SURE:
                continue
            official = strengths.get(task.verb or "")
            if official is not None and value.strength is not None and official != value.strength:
                yield Remark("strength", *value.at, (task.task,), f"{value.word} ({value.strength})", f"{task.verb} ({official})")
            if task.exclusions is not None and value.strength is not None and not _narrowed(value) and not _told(reading, finding, task):
                yield Remark("limit-left-out", finding.start, finding.end, (task.task,), None, task.task)
            if value.state == "done" and _stage(task, day) == "announced" and (value.strength or 0) >= 5:
                yield Remark("told-as-done", finding.start, finding.end, (task.task,), "done", "announced")


def _distinct(links: list[Link]) -> Iterator[Link]:
    """The best link, and others that rest on other words: one statement can hold two tasks."""
    held: list[str] = []
    for link in links:
        if (
            all(
                one not in other and other not in one
                for one in link.shared
                for other in held
                if " " in one or " " in other or one > "\u3400"
            )
            or not held
        ):
            yield link
        held += link.shared


def _narrowed(value: Measure) -> bool:
    return bool(value.excludes or value.limits or value.conditions or (value.ceiling is not None and not value.lifts))


def _told(reading: Reading, finding: Finding, task: Task) -> bool:
    """Whether a statement says in other words what the row leaves out, or the row says too little to tell."""
    assert task.exclusions is not None
    wanted = stems(fold(task.exclusions[reading.document.language]))
    return len(wanted) < 2 or bool(wanted & stems(fold(reading.document.text[finding.start : finding.end])))


_NOUN_AFTER = re.compile(r"[^a-z\u3400-\u9fff ].*$", re.DOTALL)


def _sets(reading: Reading, programme: Sets) -> Iterator[Remark]:
    folded = fold(reading.document.text)
    for finding in reading.findings:
        value = finding.value
        if isinstance(value, Listing):
            if not value.partial:
                yield from _members(finding, value, programme)
            if value.noun is not None:
                yield from _level(finding, value.ids, value.noun, programme)
        elif finding.kind == "count" and isinstance(value, AmountFound) and value.bound == "is":
            before = PATTERNS["class_before"].search(folded[max(0, finding.start - 24) : finding.start])
            noun = value.noun or (before[1] if before else None)
            groups = programme.by_size.get(int(value.number)) if value.number == int(value.number) and value.number > 6 else None
            around = folded[max(0, finding.start - 80) : finding.end + 40]
            if noun and groups and re.search(r"pilot|试点|示范|measures", around):
                yield from _level(
                    finding,
                    tuple(programme.groups[groups[-1]]),
                    noun + " " + _NOUN_AFTER.sub("", folded[finding.end : finding.end + 40]),
                    programme,
                )


def _members(finding: Finding, value: Listing, programme: Sets) -> Iterator[Remark]:
    names = set(value.ids)
    if len(names) < 5:
        return
    for groups in programme.by_size.values():
        for group in groups:
            members = set(programme.groups[group])
            if names == members:
                return
    for groups in programme.by_size.values():
        for group in groups:
            members = set(programme.groups[group])
            if len(names & members) >= 0.8 * len(members) and names != members and len(names - members) <= 1:
                yield Remark(
                    "members",
                    finding.start,
                    finding.end,
                    (group, *sorted(members - names), *sorted(names - members)),
                    str(len(names)),
                    str(len(members)),
                )


def _level(finding: Finding, ids: tuple[str, ...], noun: str, programme: Sets) -> Iterator[Remark]:
    mixed = re.search(r"provinces? and|省市|省份|provinces and|regions|地区", noun)
    class_noun = PATTERNS["place_class"].search(noun)
    if class_noun is None:
        return
    if re.search(r"municipalit|直辖市", noun) and not mixed:
        allowed = set(programme.groups.get("municipalities", ()))
        wrong = [i for i in ids if i in programme.levels and i not in allowed]
    elif re.search(r"provincial capitals|省会", noun):
        allowed = set(programme.groups.get("provincial-capitals", ()))
        wrong = [i for i in ids if i in programme.levels and i not in allowed]
    elif re.search(r"\bcities\b|城市", noun) and not mixed:
        wrong = [i for i in ids if programme.levels.get(i) == "province"]
    else:
        return
    for id in wrong:
        yield Remark("level", finding.start, finding.end, (id,), class_noun[0], programme.levels[id])


def _misprints(reading: Reading) -> Iterator[Remark]:
    """Capitals that stand once and become, with a doubled letter taken out, ones that stand elsewhere in the text."""
    text = reading.document.text
    found = [(m[0], m.start()) for m in PATTERNS["acronym"].finditer(text)]
    seen = Counter(word for word, _ in found)
    for word, at in found:
        if seen[word] == 1:
            for i in range(1, len(word)):
                shorter = word[:i] + word[i + 1 :]
                if word[i] == word[i - 1] and seen[shorter] >= 2:
                    yield Remark("misprint", at, at + len(word), (), word, shorter)
                    break


UNCHANGED_AFTER = 300
"""Days after which a count that grows, given with the same number again, is worth a remark."""


def unchanged(book: Lawbook, reading: Reading, statements: Statements, agrees: dict[str, tuple[str, ...]]) -> list[Remark]:
    """Counts that an older source already gave, and a newer one gives higher."""
    told = told_on(reading)
    if told is None:
        return []
    out: list[Remark] = []
    for stated in statements.stated:
        if stated.claim.as_of != str(told)[:7] or stated.claim.says.words or stated.claim.says.word:
            continue
        for id in agrees.get(stated.claim.claim, ()):
            other = book.claims[id]
            days = days_of(other.as_of)
            if days is not None and (told - days[1]).days > UNCHANGED_AFTER:
                out.append(Remark("unchanged", *stated.spans[0], (other.claim,), str(told), other.as_of))
                break
    return out
