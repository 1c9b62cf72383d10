"""The entry of a vocabulary, or the choice, that a word of a case names: by id, public code or name in two languages.

A near-miss is offered in the error, never taken.
"""

from __future__ import annotations

import re
import unicodedata

from shidian.errors import AmbiguousValue, BadValue, UnknownValue
from shidian.law.names import Names, fold, names_of
from shidian.law.records.question import Fact
from shidian.law.tree import OTHER, ROOT, Tree

_WHOLE = re.compile(r"(\d+)\.0+")
"""A code that went through a table of numbers: `510100.0`."""
MOST_BRANCHES = 25
"""So many entries are named where no name comes near."""
_NEGATIONS = re.compile(r"\b(not|non|no|without|except|other than)\b|[非不无未免]|除|以外")


def entry_of(names: Names, fact: Fact, word: str, tree: Tree | None) -> str:
    """The entry that a word names; of a tree also the rest of one (`shanghai:other`). Raises UnknownValue, AmbiguousValue, BadValue."""
    stem, other = (word[: -len(OTHER)], True) if tree and word.endswith(OTHER) else (word, False)
    if tree is not None and word == ROOT + OTHER and word in tree.parent:
        return word
    found = names.find(stem)
    if not found and (whole := _WHOLE.fullmatch(stem)):
        stem, found = whole[1], names.find(whole[1])
    if not found and fact.domain in ("choice", "set"):
        found = _by_part(names, stem)
    if len(found) == 1:
        id = found[0]
        if not other:
            return id
        if tree is not None and id + OTHER in tree.parent:
            return id + OTHER
        raise BadValue(
            f"`{id}` has no other part", hint="its listed parts are all of it" if tree and tree.children.get(id) else "it has no parts"
        )
    if found:
        listed = ", ".join(f"`{i}` ({names.entries[i].name.en}, {names.entries[i].name.zh})" for i in found)
        spoken = names.said(stem)
        note = f"{spoken.note.en} / {spoken.note.zh} " if spoken is not None and spoken.note is not None else ""
        raise AmbiguousValue(f"`{word}` can mean several things", hint=f"{note}give one of {listed}")
    if tree is not None:
        say_what_it_is(tree, fact, stem)

    def hint() -> str:
        close = ", ".join(f"`{i}` ({names.entries[i].name.en}, {names.entries[i].name.zh})" for i in names.near(stem))
        spoken = names.said(stem)
        if spoken is not None and spoken.note is not None:
            return f"{spoken.note.en} / {spoken.note.zh}" + (f" See {close}." if close else "")
        if close:
            return f"did you mean {close}?"
        if fact.vocabulary is None:
            return "known: " + ", ".join(f"`{i}`" for i in names.entries)
        wide = ", ".join(f"`{i}` ({names.entries[i].name.en}, {names.entries[i].name.zh})" for i in branches(tree))
        return "no known name comes near" + (f"; the widest are {wide}" if wide else "; give the name of the country or the city")

    raise UnknownValue(f"unknown {fact.fact} `{word}`", hint=hint)


def branches(tree: Tree | None) -> list[str]:
    """The widest entries of a tree, to look in where no name comes near; none of one that has too many, or only one."""
    wide = [i for i in tree.children.get(ROOT, ()) if i in tree.terms] if tree is not None else []
    return wide if 1 < len(wide) <= MOST_BRANCHES else []


def _by_part(names: Names, word: str) -> list[str]:
    """The choices whose name has `word` as a part: 过境 names 仅过境, where no other choice speaks of it. A name that denies what the
    word says is counted, and never taken."""
    folded = unicodedata.normalize("NFKC", word).casefold().strip()
    if len(folded) < 2 or folded.isdigit():
        return []
    part = re.compile(rf"(?<![a-z0-9]){re.escape(folded)}(?![a-z0-9])")
    found = [
        (id, label)
        for id, entry in names.entries.items()
        if (label := next((n for n in names_of(entry) if part.search(unicodedata.normalize("NFKC", n).casefold())), None)) is not None
    ]
    if len(found) == 1 and _NEGATIONS.search(found[0][1].casefold()) and not _NEGATIONS.search(folded):
        return []
    return [id for id, _ in found]


def say_what_it_is(tree: Tree, fact: Fact, word: str) -> None:
    """Names that are no value but are known: those kept out on purpose, and groups."""
    for absent in tree.absent:
        if fold(word) in {fold(n) for n in absent.names}:
            raise UnknownValue(f"unknown {fact.fact} `{word}`", hint=f"{absent.hint.en} / {absent.hint.zh}")
    for group in tree.groups.values():
        if fold(word) in {fold(n) for n in names_of(group)}:
            some = ", ".join(f"`{m}`" for m in group.members[:4])
            raise UnknownValue(f"`{word}` is a group, not a single {fact.fact}", hint=f"name one of its members, such as {some}")
