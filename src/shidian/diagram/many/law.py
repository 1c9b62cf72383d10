"""A law as arrays of words: what the compiled loops know of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from shidian.diagram.frames import MOST_CELLS
from shidian.diagram.many.bitwise import ALL, BITS, WordArray
from shidian.diagram.many.records import CEILINGS, CHAIN, GRANTS, LawWords
from shidian.diagram.nodes import Space
from shidian.diagram.numbers import Numbers
from shidian.diagram.parts import Bits, bits_of
from shidian.engine.bounds import best_of

READS = {"ceilings": CEILINGS, "chain": CHAIN, "grants": GRANTS}


def words_of(bits: int) -> int:
    """How many words a set of so many bits takes."""
    return max(1, (bits + BITS - 1) // BITS)


def as_words(sets: Iterable[Bits], width: int) -> WordArray:
    """Sets as rows of words."""
    raw = b"".join([some.to_bytes(width * 8, "little") for some in sets])
    return np.frombuffer(raw, dtype="<u8").astype(np.uint64).reshape(-1, width)


def law_words(space: Space, width: int, atom_width: int) -> LawWords:
    """A law as arrays."""
    parts, held, rules = space.parts, space.held, rule_sets(space)
    level_atoms = [0 if i == space.day else level.size for i, level in enumerate(space.levels)]
    first = np.concatenate([[0], np.cumsum(level_atoms)]).astype(np.int32)
    passing = np.zeros((int(first[-1]), width), np.uint64)
    admits = np.full((int(first[-1]), width), ALL)
    for i, level in enumerate(space.levels):
        if i == space.day or not level.size:
            continue
        told, bytes_ = parts.atoms_of(i), (level.size + 7) // 8
        stands = np.ones((width * BITS, level.size), np.uint8)
        raw = np.frombuffer(b"".join(atoms.to_bytes(bytes_, "little") for atoms in told.values()), np.uint8).reshape(-1, bytes_)
        stands[list(told)] = np.unpackbits(raw, axis=1, count=level.size, bitorder="little")
        passing[first[i] : first[i + 1]] = np.packbits(np.ascontiguousarray(stands.T), axis=1, bitorder="little").view("<u8")
        if isinstance(level, Numbers) and i in held.ceilings:
            every = (1 << width * BITS) - 1
            rows = []
            for sample in level.samples:
                row = every
                for top, setting in held.ceilings[i]:
                    if sample is None or not top.admits(sample):
                        row &= ~setting
                rows.append(row & every)
            admits[first[i] : first[i + 1]] = as_words(rows, width)

    def one(some: Bits) -> WordArray:
        row: WordArray = as_words([some], width)[0]
        return row

    more = sorted(held.more)
    main = rules.main_level
    return LawWords(
        every_rule=one(parts.all_rules),
        duties=one(parts.duties),
        limits=one(parts.limits & ~parts.unread),
        unread=one(parts.unread),
        reliefs=one(parts.reliefs),
        closings=one(parts.closings),
        grants=one(parts.grants),
        barring=one(rules.barring),
        tainted=one(parts.tainted),
        admitting=one(rules.admitting),
        owner=np.array([parts.owner.get(c, c) for c in range(parts.everything.bit_length())], np.int32),
        **ranges("excluded", [tuple(bits_of(parts.exclusions.get(i, 0))) for i in range(len(parts.rules))]),
        **ranges("ways", [tuple(bits_of(parts.relieving.get(i, 0) & parts.reliefs)) for i in range(len(parts.rules))]),
        chain=np.array([r.effect.chain for r in parts.rules], np.int32),
        first_atom=first,
        passing=passing,
        admits=admits,
        numeric=np.array([i in held.numbers for i in range(len(space.levels))], np.uint8),
        bounding=as_words((held.bounding.get(i, 0) for i in range(len(space.levels))), width),
        any_number=as_words((level.all if isinstance(level, Numbers) else 0 for level in space.levels), atom_width),
        linked_main=np.array([i in held.linked.get(main, ()) for i in range(len(space.levels))], np.uint8),
        lower=np.array([low for low, _ in more], np.int32),
        upper=np.array([high for _, high in more], np.int32),
        sizes=np.array([len(parts.rules), len(space.levels), main, READS[space.rulebook.question.reads], rules.best, MOST_CELLS], np.int64),
    )


class RuleSets(NamedTuple):
    """Sets of rules that the outcome is read by."""

    barring: Bits
    admitting: Bits
    best: int
    main_level: int


def rule_sets(space: Space) -> RuleSets:
    """The rules that bar, and those that do not refuse; the best rank, and the main level."""
    main = space.rulebook.question.main
    barring = sum(1 << i for i, r in enumerate(space.rules) if (top := r.effect.ceilings.get(main)) is not None and top.value == 0)
    admitting = sum(1 << i for i, r in enumerate(space.rules) if not r.effect.refuses)
    return RuleSets(barring, admitting, best_of(space.rulebook), space.main)


def ranges(name: str, lists: Sequence[Sequence[int]]) -> dict[str, Any]:
    """Lists one after the other, and where each begins."""
    ends = np.concatenate([[0], np.cumsum([len(some) for some in lists])]).astype(np.int32)
    return {f"{name}_from": ends, name: np.array([x for some in lists for x in some], np.int32)}
