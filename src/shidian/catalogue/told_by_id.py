"""What a reader is told in place of an id: an act by its title, a rule by the provision it reads, a verb of a plan by its word, a source by who
published it. An id that is not known is told as it is."""

from __future__ import annotations

from shidian.catalogue.programme import verb_of
from shidian.engine.rule import written
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.words.labels import provision_name


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
    said = provision_name(instrument, provision, instrument.editions[-1].edition)
    return Label(f"{instrument.title.en}, {said.en}", f"《{instrument.title.zh}》{said.zh}")


def words_of(law: Lawbook, id: str) -> Label | None:
    """What a provision that a rule reads says, in our words; None where that is all the rule says."""
    name = written(id)
    found = law.rules.get(name) or law.gaps.get(name)
    return found[1].summary if found is not None else None


def verb_name(law: Lawbook, word: str) -> Label:
    """An official verb in the language of the reader."""
    found = verb_of(law, word)
    return found.name if found else Label(word, word)


def source_publisher(law: Lawbook, id: str) -> Label:
    """Who published a source, in a few words."""
    found = law.sources.get(id)
    if found is None:
        return Label(id, id)
    return Label(found.publisher.en.partition(" (")[0], found.publisher.zh.partition("（")[0])


def source_name(law: Lawbook, id: str) -> Label:
    """A source by who published it and its title."""
    found = law.sources.get(id)
    if found is None:
        return Label(id, id)
    return Label(f"{found.publisher.en}: {found.title.en}", f"{found.publisher.zh}：{found.title.zh}")
