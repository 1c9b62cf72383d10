"""Every definite case of a diagram, layer by layer: what is met at the ends, and by which values of the main fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from msgspec import Struct

from shidian.diagram.diagram import Diagram
from shidian.diagram.node import Node
from shidian.engine.decide import Answer

Progress = Callable[[int, int], None]


class OpenCases(Struct, frozen=True):
    """Definite cases that no one can decide, for the same reasons: the causes, the rules in doubt, the values of the main fact (a
    mask of atoms), and how many classes of cases."""

    causes: tuple[str, ...]
    rules: tuple[str, ...]
    main: int
    classes: int


class Census(Struct, frozen=True):
    """What all definite cases together show.

    `reached` are the rules that apply, surely or perhaps, in some case; `alone` the limits that somewhere apply without a relief;
    `used` the reliefs that somewhere admit what their limit does not. `classes` counts classes of cases, `doubts` those that are
    undetermined in force.
    """

    ends: int
    classes: int
    outcomes: dict[str, int]
    reached: frozenset[str]
    alone: frozenset[str]
    used: frozenset[str]
    doubts: tuple[OpenCases, ...]


def census(diagram: Diagram, progress: Progress | None = None) -> Census:
    """Walk every definite case. May be interrupted; nothing is left half done."""
    ends = _ends(diagram, progress)
    outcomes: Counter[str] = Counter()
    reached: set[str] = set()
    alone: set[str] = set()
    used: set[str] = set()
    doubts: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for number, (node, (main, classes)) in enumerate(ends.items()):
        if progress is not None and number % 4096 == 0:
            progress(len(diagram.levels) * len(ends) + number, (len(diagram.levels) + 1) * len(ends))
        reached.update(r.id for r in diagram.space.rules_of(node))
        for answer in dict.fromkeys(diagram.answers.both(node)):
            _limits(answer, alone, used)
        held = diagram.answers.both(node)[0]
        outcomes[held.outcome] += classes
        if held.outcome == "undetermined":
            doubt = doubts.setdefault((held.causes, tuple(sorted(r for r, _ in held.doubtful))), [0, 0])
            doubt[0] |= main
            doubt[1] += classes
    return Census(
        len(ends),
        sum(c for _, c in ends.values()),
        dict(outcomes),
        frozenset(reached),
        frozenset(alone),
        frozenset(used),
        tuple(OpenCases(causes, rules, main, classes) for (causes, rules), (main, classes) in doubts.items()),
    )


def _limits(answer: Answer, alone: set[str], used: set[str]) -> None:
    for limit in answer.limits:
        if not any(w != limit.limit for w in limit.ways):
            alone.add(limit.limit)
        elif limit.limit not in limit.ways:
            used.update(limit.ways)


def _ends(diagram: Diagram, progress: Progress | None) -> dict[Node, tuple[int, int]]:
    """The nodes at the end of every definite case, with the values of the main fact that lead there and how many classes."""
    main = diagram.space.level_of[diagram.rulebook.question.facts[0].fact]
    layer: dict[tuple[Node, int], tuple[int, int]] = {(diagram.space.root, 0): (0, 1)}
    for i, level in enumerate(diagram.levels):
        after: dict[tuple[Node, int], tuple[int, int]] = {}
        for number, ((node, era), (mask, classes)) in enumerate(layer.items()):
            if progress is not None and number % 4096 == 0:
                progress(i * len(layer) + number, (len(diagram.levels) + 1) * len(layer))
            atoms = list(level.atoms(era))
            if diagram.step(node).level != i:  # the node does not ask: whatever the value, it stays
                every = sum(found.atoms for found in atoms) if i == main else 0
                key = (node, diagram.next_era(i, atoms[0], era))
                known_mask, known_classes = after.get(key, (0, 0))
                after[key] = (known_mask | mask | every, known_classes + classes * len(atoms))
                continue
            for found in atoms:
                key = (diagram.follow(node, i, found), diagram.next_era(i, found, era))
                known_mask, known_classes = after.get(key, (0, 0))
                after[key] = (known_mask | mask | (found.atoms if i == main else 0), known_classes + classes)
        layer = after
    out: dict[Node, tuple[int, int]] = {}
    for (node, _), (mask, classes) in layer.items():
        known_mask, known_classes = out.get(node, (0, 0))
        out[node] = (known_mask | mask, known_classes + classes)
    return out


def effect_of(diagram: Diagram, rule: str) -> str:
    """What a rule does, over all definite cases and both readings: `moves` (without it some outcome or ceiling is another one),
    `adds` (only reasons, ways, conditions or what is given change), `nothing`."""
    start = diagram.space.without(diagram.space.root, frozenset({rule}))
    ahead = [(0, diagram.space.root, start, 0)]
    seen = set(ahead)
    adds = False
    while ahead:
        i, a, b, era = ahead.pop()
        if i == len(diagram.levels):
            for old, new in zip(diagram.answers.both(a), diagram.answers.both(b), strict=True):
                if (old.outcome, old.ceiling) != (new.outcome, new.ceiling):
                    return "moves"
                adds = adds or old != new
            continue
        for found in diagram.levels[i].atoms(era):
            x, y = diagram.follow(a, i, found), diagram.follow(b, i, found)
            if x is y:
                continue
            step = (i + 1, x, y, diagram.next_era(i, found, era))
            if step not in seen:
                seen.add(step)
                ahead.append(step)
    return "adds" if adds else "nothing"
