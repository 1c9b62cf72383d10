"""Documents compared with the lawbook and with each other: links, claims, contradictions and remarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from shidian.documents.compare.claims import state
from shidian.documents.compare.linking import Link, Linker
from shidian.documents.compare.remarks import Remark, Sets, remarks, unchanged
from shidian.documents.compare.stated import Stated, Statements
from shidian.documents.grammar.extract import Reading
from shidian.documents.grammar.finding import AmountFound, Cited, Listing, Measure
from shidian.documents.grammar.text import fold
from shidian.documents.held import CheckedCitation, HeldAgainst
from shidian.evidence.contradictions import Contradiction, EvidenceBase, contradictions
from shidian.law.lawbook import Lawbook
from shidian.law.records.evidence import Claim, Judgement, Subject, Subjects, Unit

Scope = Literal["document", "documents", "lawbook"]
SCOPES: tuple[Scope, ...] = ("document", "documents", "lawbook")
Side = Literal["wrong", "open", "right"]


class Clash(Struct, frozen=True):
    """A contradiction in which a document takes part: within it, between documents, or with the lawbook.

    `side` is where the judgement of the lawbook, if there is one, leaves the document: wrong, right (the other source errs), or open.
    """

    contradiction: Contradiction
    scope: Scope
    claims: tuple[Claim, ...]
    spans: tuple[tuple[str, int, int], ...]
    judgement: Judgement | None
    side: Side


class Compared(Struct, frozen=True):
    """One document with what it speaks of, what it claims, and what a reader should look at."""

    source: str
    reading: Reading
    links: dict[str, list[Link]]
    stated: tuple[Stated, ...]
    agrees: dict[str, tuple[str, ...]]
    remarks: tuple[Remark, ...]
    new: tuple[str, ...]
    against: tuple[HeldAgainst, ...] = ()
    citations: tuple[CheckedCitation, ...] = ()


class Comparison(Struct, frozen=True):
    """All documents of one reading, and the contradictions they take part in."""

    documents: tuple[Compared, ...]
    clashes: tuple[Clash, ...]
    subjects: dict[str, Subject]
    units: dict[str, Unit]


class Comparer:
    """The lawbook, ready for comparing. Build once."""

    def __init__(self, book: Lawbook) -> None:
        self.book = book
        self.linker = Linker(book)
        self.sets = Sets(book)

    def compare(self, readings: Sequence[Reading]) -> Comparison:
        """Compare documents with the lawbook and with each other. Their sources are named d1, d2 … in order."""
        parts = [(f"d{i}", reading, state(self.book, reading, f"d{i}")) for i, reading in enumerate(readings, 1)]
        evidence = self._evidence([s for _, _, s in parts])
        own = {s.claim.claim: (source, s) for source, _, statements in parts for s in statements.stated}
        agrees = self._agreeing(evidence, own)
        documents = []
        for source, reading, statements in parts:
            links = self._links(reading, statements, agrees)
            noted = [
                *remarks(self.book, reading, links),
                *self._judged(statements, agrees),
                *unchanged(self.book, reading, statements, agrees),
            ]
            documents.append(
                Compared(
                    source,
                    reading,
                    links,
                    statements.stated,
                    {s.claim.claim: agrees[s.claim.claim] for s in statements.stated if s.claim.claim in agrees},
                    tuple(sorted(noted, key=lambda r: r.start)),
                    tuple(
                        f.id for f in reading.findings if f.id not in links and isinstance(f.value, Measure | Cited | AmountFound | Listing)
                    ),
                )
            )
        clashes = [c for found in contradictions(evidence) if (c := self._clash(found, evidence, own, agrees)) is not None]
        clashes.sort(key=lambda c: (("wrong", "open", "right").index(c.side), SCOPES.index(c.scope), c.spans))
        return Comparison(tuple(documents), tuple(_distinct(clashes)), dict(evidence.subjects), dict(evidence.units))

    def _evidence(self, statements: list[Statements]) -> EvidenceBase:
        base = self.book.content.subjects
        units = {u.unit: u for u in base.units}
        subjects = list(base.subjects)
        claims: list[Claim] = []
        for part in statements:
            subjects += part.subjects
            units |= {u.unit: u for u in part.units if u.unit not in units}
            claims += [s.claim for s in part.stated]
        touched = {c.subject for c in claims}
        needed = {getattr(c, k) for c in claims for k in ("counts", "converts", "part", "whole")}
        law = [c for c in self.book.content.claims if c.subject in touched or c.claim in needed]
        untied = {"counts": None, "converts": None, "part": None, "whole": None, "sum_of": (), "note": None}
        bare = [replace(c, **untied) for c in law]  # without its ties to others: those were compared when the lawbook was
        return EvidenceBase([*bare, *_with_wholes(claims, law)], Subjects(tuple(subjects), tuple(units.values()), base.rates))

    def _agreeing(self, evidence: EvidenceBase, own: dict[str, tuple[str, Stated]]) -> dict[str, tuple[str, ...]]:
        """For each claim of a document, the claims of the lawbook that say the same."""
        out = {}
        for id in own:
            claim = evidence.claims[id]
            same = tuple(
                c.claim
                for c in self.book.content.claims
                if c.subject == claim.subject
                and c.says == claim.says
                and (c.unit or None) in (claim.unit, None)
                and (claim.unit in (None, evidence.subjects[claim.subject].unit) or c.unit == claim.unit)
            )
            if same:
                out[id] = same
        return out

    def _links(self, reading: Reading, statements: Statements, agrees: dict[str, tuple[str, ...]]) -> dict[str, list[Link]]:
        folded = fold(reading.document.text)
        links: dict[str, list[Link]] = {}
        at = {f"{f.start}-{f.end}": f.id for f in reading.findings}
        for stated in statements.stated:
            for start, end in stated.spans:
                seen = at.get(f"{start}-{end}")
                if seen is not None:
                    links.setdefault(seen, []).extend(Link(seen, "claim", c, 1.0, ()) for c in agrees.get(stated.claim.claim, ()))
        for finding in reading.findings:
            if isinstance(finding.value, Measure):
                found = self.linker.measure(reading, finding, folded)
                rules = [Link(finding.id, "rule", r, k.score, k.shared) for k in found[:1] for r in self.linker.tasks[k.id].rules[:3]]
                if found:
                    links.setdefault(finding.id, []).extend([*found, *rules])
            elif isinstance(finding.value, Cited) and (hit := self.linker.instrument(finding.value)) is not None:
                links.setdefault(finding.id, []).append(Link(finding.id, "instrument", *hit))
        return {id: found for id, found in links.items() if found}

    def _judged(self, statements: Statements, agrees: dict[str, tuple[str, ...]]) -> list[Remark]:
        """Claims that say what a person has judged, where no function finds it: an omission, a lost sense, a claimed cause."""
        out: list[Remark] = []
        said = {c for s in statements.stated for c in agrees.get(s.claim.claim, ())}
        for stated in statements.stated:
            same = set(agrees.get(stated.claim.claim, ()))
            for judgement in self.book.content.judgements:
                if (
                    judgement.by_machine
                    or judgement.verdict == "not-a-contradiction"
                    or not same & set(judgement.about)
                    or same & set(judgement.prefers)
                ):
                    continue
                if self._says_as_judged(judgement, same, said) and all(r.about != (judgement.judgement,) for r in out):
                    out.append(Remark("judged", *stated.spans[0], (judgement.judgement,), judgement.verdict))
        return out

    def _says_as_judged(self, judgement: Judgement, same: set[str], said: set[str]) -> bool:
        """Whether a document says everything that one source says in a judged matter: a part of it alone may well be right."""
        by_source: dict[str, set[str]] = {}
        for id in judgement.about:
            by_source.setdefault(self.book.claims[id].source, set()).add(id)
        return any(own & same and own <= said for own in by_source.values())

    def _clash(
        self, found: Contradiction, evidence: EvidenceBase, own: dict[str, tuple[str, Stated]], agrees: dict[str, tuple[str, ...]]
    ) -> Clash | None:
        mine = [c for c in found.claims if c.split("~")[0] in own]
        if not mine:
            return None
        sources = {own[c.split("~")[0]][0] for c in mine}
        scope: Scope = "documents" if len(sources) > 1 else "document" if len(mine) == len(found.claims) else "lawbook"
        spans = tuple((own[c.split("~")[0]][0], *span) for c in mine for span in own[c.split("~")[0]][1].spans[:3])
        judgement, side = self._judgement(found, mine, agrees)
        if scope == "document" and judgement is None and found.kind in ("count", "rate", "share", "sum"):
            side = "wrong"  # arithmetic needs nobody's judgement
        return Clash(found, scope, tuple(evidence.claims[c] for c in found.claims), spans, judgement, side)

    def _judgement(self, found: Contradiction, mine: list[str], agrees: dict[str, tuple[str, ...]]) -> tuple[Judgement | None, Side]:
        """The judgement that speaks of these claims, or of the claims of the lawbook that say the same, and where it leaves the document."""
        stand_for = {c: set(agrees.get(c.split("~")[0], ())) if c in mine else {c} for c in found.claims}
        every = set().union(*stand_for.values())
        best = None
        for judgement in self.book.content.judgements:
            about = set(judgement.about)
            if (
                len(about & every) >= 2
                and all(not s or s & about for s in stand_for.values())
                and (best is None or len(about) < len(best.about))
            ):
                best = judgement
        if best is None:
            theirs = [c for c in found.claims if c not in mine]
            for judgement in self.book.content.judgements:
                if theirs and set(theirs) <= set(judgement.about) - set(judgement.prefers) and judgement.verdict in ("settled", "error"):
                    return judgement, "right"
            for judgement in self.book.content.judgements:
                if theirs and set(theirs) & set(judgement.prefers) and judgement.verdict in ("settled", "error"):
                    return judgement, "open"
            return None, "open"
        prefers = set(best.prefers)
        if prefers and all(stand_for[c] & prefers for c in mine):
            return best, "right"
        if best.verdict in ("open", "explained", "not-a-contradiction"):
            return best, "open"
        return best, "wrong" if any(stand_for[c] and not stand_for[c] & prefers for c in mine) else "open"


def _with_wholes(claims: list[Claim], law: list[Claim]) -> list[Claim]:
    """The claims, and a share once more for each other whole that some document gives for the same time (named `…~n`)."""
    out = list(claims)
    by_id = {c.claim: c for c in [*claims, *law]}
    for claim in claims:
        if claim.whole is None or claim.whole not in by_id:
            continue
        subject = by_id[claim.whole].subject
        for n, other in enumerate(
            c for c in claims if c.subject == subject and c.claim != claim.whole and c.unit in (None, "cny-bn") and c.as_of == claim.as_of
        ):
            out.append(replace(claim, claim=f"{claim.claim}~{n}", where=None, counts=None, converts=None, whole=other.claim, sum_of=()))
    return out


def _distinct(clashes: list[Clash]) -> list[Clash]:
    """Without the copies that a share compared with several wholes makes: one for each kind and set of claims."""
    seen: set[tuple[object, ...]] = set()
    out: list[Clash] = []
    for clash in clashes:
        key = (clash.contradiction.kind, frozenset(c.split("~")[0] for c in clash.contradiction.claims), clash.contradiction.found)
        if key in seen or any("~" in c for c in clash.contradiction.claims[1:]):
            continue
        seen.add(key)
        like = next(
            (
                i
                for i, c in enumerate(out)
                if clash.scope == "lawbook"
                and (c.scope, c.side, c.contradiction.kind, c.contradiction.subject, c.spans)
                == (clash.scope, clash.side, clash.contradiction.kind, clash.contradiction.subject, clash.spans)
            ),
            None,
        )
        if like is None:
            out.append(clash)
        else:  # one claim of a document against several of the lawbook
            out[like] = replace(out[like], claims=tuple(dict.fromkeys((*out[like].claims, *clash.claims))))
    return out
