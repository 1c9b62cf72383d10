"""The records of the lawbook: what a file may say, as frozen, typed values. Here: what all of them share.

Every record is one mapping in a YAML file; the field names are the keys. The published JSON Schema
(:mod:`shidian.law.schema`) and the reader (:mod:`shidian.law.load.binding`) are both derived from these
classes, so a field added here is at once readable, checked and completed by editors. Annotations of records are
no texts (`from __future__ import annotations` is wanting on purpose): what reads a kept lawbook is made in 3 ms for 14.
"""

from typing import Annotated, Any, Literal, TypeVar

from msgspec import Meta, Struct

Id = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]*$", description="lower-case letters, digits, - and .")]
Seen = Literal["official", "opening", "secondary", "memory", "inferred"]
"""How well the words behind a statement were seen, best first: the official text; part of it; a secondary
source; memory; an inference of the editors."""
SEEN: tuple[Seen, ...] = ("official", "opening", "secondary", "memory", "inferred")
Reading = Literal["in_force", "announced"]


def id_of(kind: str) -> Meta:
    """Marks a text as the id of something of this kind: `Annotated[Id, id_of("authority")]`. The check that it exists, the near-miss
    and the ids that an editor offers all come from this mark (:mod:`shidian.law.check.references`, :mod:`shidian.law.schema`)."""
    return Meta(extra={"id of": kind}, extra_json_schema={"x-id-of": kind})


class Record(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all records: immutable, and closed against unknown keys."""


class Label(Record, frozen=True):
    """A text a person reads, in English and in Chinese (zh-CN)."""

    en: str
    zh: str

    def __getitem__(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


R = TypeVar("R", bound=Struct)


def record_of(kind: type[R], like: object, /, **given: Any) -> R:
    """A record of a kind from what has fields of the same names (another record, a row of a database), but for those that are given. Raises
    AttributeError for a field that is in neither."""
    return kind(**{name: getattr(like, name) for name in kind.__struct_fields__ if name not in given}, **given)
