"""What a reader is told in place of an id: an act by its title, a rule by the provision it reads, a verb of a plan by its word, a source by who
published it. An id that is not known is told as it is."""

from __future__ import annotations

from shidian.catalogue.programme import verb_of
from shidian.engine.rule import written
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.words.labels import cited, provision_name

UNKNOWN = "not recorded"
"""How the lawbook writes that the publisher of a source is not known."""


def title_of(law: Lawbook, id: str) -> Label:
    """The title of an instrument, or its id."""
    found = law.instruments.get(id.split("@")[0])
    return found.title if found else Label(id, id)


def rule_name(law: Lawbook, id: str) -> Label:
    """A rule by the act and the provision it reads, as a person cites it."""
    name = written(id)
    found = law.rules.get(name) or law.gaps.get(name)
    if found is None:
        return Label(id, id)
    instrument, provision, _ = found
    return cited(instrument.title, provision_name(instrument, provision, instrument.editions[-1].edition))


def rule_told(law: Lawbook, id: str) -> tuple[Label, Label]:
    """What a rule or gap says, and the provision that it reads."""
    name = written(id)
    said = law.gaps[name][2].reason if name in law.gaps else law.rules[name][2].summary if name in law.rules else None
    return said or words_of(law, id) or Label(id, id), rule_name(law, id)


def words_of(law: Lawbook, id: str) -> Label | None:
    """What a provision that a rule reads says, in our words; None where that is all the rule says."""
    name = written(id)
    found = law.rules.get(name) or law.gaps.get(name)
    return found[1].summary if found is not None else None


def verb_name(law: Lawbook, word: str) -> Label:
    """An official verb in the language of the reader."""
    found = verb_of(law, word)
    return found.name if found else Label(word, word)


def task_name(law: Lawbook, id: str) -> Label:
    """What a task row asks for."""
    return next((t.summary for group in law.content.tasks for t in group.tasks if t.task == id), Label(id, id))


def chapter_name(law: Lawbook, agreement: str, chapter: str) -> Label:
    """A chapter of an agreement by its number and name, with the short name of the agreement before it."""
    short = agreement.upper()
    for a in law.programme.agreements:
        for c in a.chapters:
            if a.agreement == agreement and c.chapter == chapter:
                number = f" {chapter}" if chapter[:1].isdigit() else ""
                return Label(f"{short}{number}: {c.name.en}", f"{short}{number}：{c.name.zh}")
    return Label(f"{short} {chapter}", f"{short} {chapter}")


def claim_name(law: Lawbook, id: str) -> Label:
    """A claim by who makes it."""
    return next((source_publisher(law, c.source) for c in law.content.claims if c.claim == id), Label(id, id))


def source_publisher(law: Lawbook, id: str) -> Label:
    """Who published a source, in a few words; its title where nobody knows."""
    found = law.sources.get(id)
    if found is None:
        return Label(id, id)
    said = found.title if found.publisher.en == UNKNOWN else found.publisher
    return Label(said.en.partition(" (")[0], said.zh.partition("（")[0])


def source_name(law: Lawbook, id: str) -> Label:
    """A source by who published it and its title."""
    found = law.sources.get(id)
    if found is None:
        return Label(id, id)
    return Label(f"{found.publisher.en}: {found.title.en}", f"{found.publisher.zh}：{found.title.zh}")
