"""Instruments as Akoma Ntoso 3.0: who issued them, their editions and what became of them, and each provision in the editors' words.

One document for an edition in a language. The lawbook holds no official text: what a provision says stands in `remark` with the status
`editorial`, so nobody takes a summary for the words of the act. How well the official text was seen stands in `proprietary`, which the
standard keeps for what it has no element for. Rules, cases and evidence have no place in a document; they stay in the tables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from shidian.compiled import CompiledLaw
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.instrument import Edition, Instrument, Provision
from shidian.words.labels import provision_name

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "https://shidian.example/ns/lawbook"
"""A name, not an address: what only this lawbook knows."""
LANGUAGES = (("zh", "zho"), ("en", "eng"))
EDITOR = "#shidian"


def documents(law: CompiledLaw) -> Iterator[tuple[Path, ET.ElementTree[ET.Element]]]:
    """A document for each edition whose work has a day, in each language, with its path: instrument, then edition and language."""
    ET.register_namespace("", AKN)
    ET.register_namespace("shidian", OWN)
    for instrument in law.lawbook.instruments.values():
        if (day := _day(instrument)) is None:
            continue
        for edition in instrument.editions:
            for lang, code in LANGUAGES:
                root = _ActInXml(law.lawbook, instrument, edition, lang, code, day).root()
                ET.indent(root)
                yield Path(instrument.instrument) / f"{edition.edition}.{lang}.xml", ET.ElementTree(root)


def _day(instrument: Instrument) -> dt.date | None:
    """The day by which a work is known: the first that its first editions have."""
    days = (e.promulgated or e.adopted or e.published or e.effective for e in instrument.editions)
    return next((day for day in days if day is not None), None)


def _within(provision: Provision, edition: str) -> bool:
    """Whether an edition contains a provision."""
    return not isinstance(provision.number, dict) or edition in provision.number


class _ActInXml:
    def __init__(self, law: Lawbook, instrument: Instrument, edition: Edition, lang: str, code: str, day: dt.date) -> None:
        self.law, self.instrument, self.edition, self.lang, self.day = law, instrument, edition, lang, day
        self.work = f"/akn/cn/act/{day}/{instrument.instrument}"
        self.expression = f"{self.work}/{code}@{edition.effective or edition.edition}"
        self.code = code
        self.provisions = [p for p in instrument.provisions if _within(p, edition.edition)]

    def root(self) -> ET.Element:
        root = ET.Element(f"{{{AKN}}}akomaNtoso")
        act = _child(
            root,
            "act",
            name=self.instrument.kind,
            contains="originalVersion" if self.edition is self.instrument.editions[0] else "singleVersion",
        )
        self._meta(_child(act, "meta"))
        line = _child(_child(act, "preface"), "p")
        _child(line, "docTitle").text = self._said(self.edition.title or self.instrument.title)
        if self.edition.number is not None:
            _child(line, "docNumber").text = self._said(self.edition.number)
        body = _child(act, "body")
        for provision in self.provisions:
            self._provision(body, provision)
        if not self.provisions:
            empty = _child(body, "hcontainer", name="none", eId="none")
            self._remark(empty, Label("No provision of this edition has been read.", "该版本的条文均未阅读。"))
        return root

    def _said(self, label: Label) -> str:
        return label[self.lang]

    def _meta(self, meta: ET.Element) -> None:
        known = _child(meta, "identification", source=EDITOR)
        work = self._level(known, "FRBRWork", self.work, self.day, "adoption")
        for author in self.instrument.issuers:
            _child(work, "FRBRauthor", href=f"#{author}", **{"as": "#author"})
        _child(work, "FRBRcountry", value="cn")
        if (number := self.instrument.editions[0].number) is not None:
            _child(work, "FRBRnumber", value=self._said(number))
        _child(work, "FRBRname", value=self._said(self.instrument.title))
        expression = self._level(known, "FRBRExpression", self.expression, self.edition.effective or self.day, "in-force")
        _child(expression, "FRBRauthor", href=EDITOR, **{"as": "#editor"})
        _child(expression, "FRBRlanguage", language=self.code)
        manifestation = self._level(known, "FRBRManifestation", f"{self.expression}.xml", self.law.read_on or self.day, "checked")
        _child(manifestation, "FRBRauthor", href=EDITOR, **{"as": "#editor"})
        if events := list(self._events()):
            life = _child(meta, "lifecycle", source=EDITOR)
            for number_of, (kind, day) in enumerate(events, 1):
                _child(life, "eventRef", eId=f"e{number_of}", date=str(day), type=kind, source="#work")
        self._references(_child(meta, "references", source=EDITOR))
        own = _child(meta, "proprietary", source=EDITOR)
        for provision in self.provisions:
            seen = provision.seen_in(self.edition.edition)
            ET.SubElement(own, f"{{{OWN}}}seen", {"href": f"#{_eid(provision)}", "value": seen})
        ET.SubElement(own, f"{{{OWN}}}seen", {"href": "#work", "value": self.edition.seen})

    def _level(self, above: ET.Element, name: str, uri: str, day: dt.date, of: str) -> ET.Element:
        level = _child(above, name)
        _child(level, "FRBRthis", value=uri)
        _child(level, "FRBRuri", value=uri)
        _child(level, "FRBRdate", date=str(day), name=of)
        return level

    def _events(self) -> Iterator[tuple[str, dt.date]]:
        """What became of the work: its first day, the first day of every later edition, and its end."""
        for edition in self.instrument.editions:
            if edition.effective is not None:
                yield ("generation" if edition is self.instrument.editions[0] else "amendment"), edition.effective
        if (end := self.instrument.editions[-1].expires) is not None:
            yield "repeal", end

    def _references(self, references: ET.Element) -> None:
        _child(references, "original", eId="work", href=self.work, showAs=self._said(self.instrument.title))
        for kind, others in (("repeals", self.instrument.repeals), ("adjusts", self.instrument.adjusts)):
            for other in others:
                found = self.law.instruments[other]
                if (day := _day(found)) is not None:
                    href = f"/akn/cn/act/{day}/{other}"
                    _child(references, "activeRef", eId=f"{kind}-{other}", href=href, showAs=self._said(found.title))
        _child(references, "TLCOrganization", eId="shidian", href="/ontology/organization/shidian", showAs="shidian")
        names = {t.id: t.name for t in self.law.content.vocabularies["authorities"].terms}
        for author in self.instrument.issuers:
            shown = self._said(names[author])
            _child(references, "TLCOrganization", eId=author, href=f"/ontology/organization/cn/{author}", showAs=shown)
        for role in ("author", "editor"):
            _child(references, "TLCRole", eId=role, href=f"/ontology/role/{role}", showAs=role)

    def _provision(self, body: ET.Element, provision: Provision) -> None:
        unit = _child(body, "hcontainer", name="provision", eId=_eid(provision))
        if provision.number_in(self.edition.edition) is not None:
            _child(unit, "num").text = self._said(provision_name(self.instrument, provision, self.edition.edition))
        if provision.heading is not None:
            _child(unit, "heading").text = self._said(provision.heading)
        self._remark(unit, provision.summary)

    def _remark(self, unit: ET.Element, words: Label) -> None:
        line = _child(_child(unit, "content"), "p")
        _child(line, "remark", status="editorial").text = self._said(words)


def _eid(provision: Provision) -> str:
    return f"prov_{provision.provision}"


def _child(above: ET.Element, tag: str, /, **attributes: str) -> ET.Element:
    return ET.SubElement(above, f"{{{AKN}}}{tag}", attributes)
