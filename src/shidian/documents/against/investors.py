"""Whose investment a statement speaks of: the investor that its sentence or the headings above name, one of each of a group; else one that is assumed, and said."""

from __future__ import annotations

import re

from msgspec import Struct

from shidian.documents.against.clauses import Clause, DocumentText
from shidian.documents.grammar.finding import Finding, Named
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.words.labels import entry_label
from shidian.words.phrases import phrase

ASSUMED = "de"
"""An origin with no arrangement of its own."""
MOST_MEMBERS = 12
"""Of a larger group none is asked: its members are too many for one statement."""
_INVESTOR_AFTER = re.compile(
    r"(?:籍|地区|居民|的)?(?:的)?(?:服务提供者|服务提供商|投资者|投资人|企业|公司|银行|机构|居民|人士|自然人|资本|资|方|商)|[- ](?:based |funded |owned |invested )?(?:service suppliers?|investors?|compan|enterprises?|firms?|banks?|residents?|nationals?|capital|shareholders?)"
)
_CLIENT_AFTER = re.compile(
    r"[^\s，。；]{0,10}(?:企业|公司|集团|银行|机构|服务商|运营商|经营者|投资者|客户|医院|学校|基金)|[- ](?:[\w-]+ ){0,5}(?:operator|company|group|house|provider|client|bank|fund|manufacturer|maker|carrier|insurer|school|university|hospital|firm|developer|retailer|airline)"
)
"""Whose business a heading is about: the client of a memo."""
_FROM_BEFORE = re.compile(r"(?:来自|对|向)$|\b(?:from|by|of) (?:the )?$")
_SUPPLIER = re.compile(r"服务提供者|服务提供商|service suppliers?|cepa|ecfa")
_PERSON = re.compile(r"自然人|个人投资者|境外个人|natural persons?|individual investors?")

SAID = {
    (True, False): "held_case_assumed",
    (True, True): "held_case_assumed_person",
    (False, False): "held_case_named",
    (False, True): "held_case_named_person",
}
"""The phrase by whether the investor was assumed, and whether it is a person."""


class AskedAs(Struct, frozen=True):
    """The facts of an investor, and who that is; `assumed` where the text names nobody."""

    facts: tuple[tuple[str, str], ...]
    origin: str
    assumed: bool
    person: bool = False

    def told(self, book: Lawbook, law: Label) -> Label:
        """What the lawbook says, with as whom it was asked."""
        who = entry_label(book, "origins", self.origin) if "origins" in book.trees else Label(self.origin, self.origin)
        name = SAID[self.assumed, self.person]
        return phrase(name, law=law, origin=who)


def investors(book: Lawbook, text: DocumentText, sentence: Clause) -> list[AskedAs]:
    """As whom a statement is to be asked; none where it names an origin of which it is not clear that it is the investor's, or too large a group."""
    person = _PERSON.search(sentence.words) is not None
    facts: tuple[tuple[str, str], ...] = (("investor-kind", "person"),) if person else ()
    named = sentence.of("origin")
    headed = not named
    if headed:
        above = text.reading.layout.heading_of(text.reading.layout.passage_at(sentence.start))
        named = [f for p in above for f in text.within(p.start, p.end) if f.kind == "origin"]
    if not named:
        return [AskedAs((*facts, ("origin", ASSUMED), ("service-supplier", "no")), ASSUMED, True, person)]
    if not all(_as_investor(text, f) or (headed and _CLIENT_AFTER.match(text.folded, f.end)) for f in named):
        return []
    members = {g.id: g.members for v in book.content.vocabularies.values() for g in v.groups}
    origins: list[str] = []
    for finding in named:
        assert isinstance(finding.value, Named)
        for id in finding.value.ids[:1]:
            origins += members.get(id, [id])
    if len(origins) > MOST_MEMBERS:
        return []
    supplier: tuple[tuple[str, str], ...] = (("service-supplier", "yes"),) if _SUPPLIER.search(sentence.words) else ()
    return [AskedAs((*facts, ("origin", o), *supplier), o, False, person) for o in dict.fromkeys(origins)]


def _as_investor(text: DocumentText, finding: Finding) -> bool:
    return (
        _INVESTOR_AFTER.match(text.folded, finding.end) is not None
        or _FROM_BEFORE.search(text.folded, max(0, finding.start - 12), finding.start) is not None
        or text.folded[finding.end - 1] in "资商"
    )
