"""Which column is which fact: by the fact's id or name, by another word that tables use for it (`words/headings.toml`), or by what the column
holds. The one mapper of all doors.

A column that may be two facts, and a fact that two columns may be, is asked for and never guessed. A heading that names the other side
(中方持股比例) is no fact of ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from shidian.answer.facts import read_case, unknown_fact
from shidian.answer.values.yes_no import NO, YES
from shidian.errors import BadValue, CaseError
from shidian.law.lawbook import Lawbook
from shidian.law.names import fold
from shidian.law.records.question import Fact, Question
from shidian.packaged import table
from shidian.screening.asked import TableQuestion, which
from shidian.screening.asked import without as asked_without
from shidian.screening.cells import is_empty, unmarked
from shidian.screening.headings import SAYS, fact_of, heading, leaves_open, made_up, qualified, synonyms
from shidian.screening.heads import GROUP
from shidian.screening.joined import is_level, parts_of, split_place
from shidian.screening.kinds import FORM, SHARE, gives_share, kind_of
from shidian.screening.told import Teller, is_value, speaks

How = Literal["given", "name", "synonym", "values"]
"""How a column was found: the user said so, it is called as the fact is, it has another known name (or is made up of words for it), or its values tell."""
LOOKED_AT = 50
"""Different values of a column that are looked at."""
FITTING = 0.9
"""Share of them that must be values of a fact, for the column to be taken for it."""
HINTED = 0.5
"""The same, for the column to be offered for it."""
SAMPLES = 3


class Mapped(Struct, frozen=True):
    """The column of a fact, how it was found, and some of its values."""

    fact: str
    column: str
    how: How
    samples: tuple[str, ...] = ()


class Columns(Struct, frozen=True):
    """The columns of a table as facts; the columns that are not used, each with a fact that may have been meant; the facts that have neither
    a column nor a value for all rows, those first that the question's own sentence names (`core`)."""

    mapped: tuple[Mapped, ...]
    unused: tuple[tuple[str, str | None], ...]
    without: tuple[str, ...]
    core: tuple[str, ...]

    @property
    def of(self) -> dict[str, str]:
        """The column of each fact."""
        return {m.fact: m.column for m in self.mapped}


def known_headings(question: Question, zones: Collection[str]) -> frozenset[str]:
    """Every folded heading that names a fact of the question."""
    words = [w for f in question.facts for w in (f.fact, f.label.en, f.label.zh, *synonyms(question.question).get(f.fact, ()))]
    return frozenset(heading(w) for w in (*words, *zones))


def considered(names: Sequence[str], ignored: Collection[str]) -> list[str]:
    """The columns without those that a person has said are to be ignored. Raises BadValue for one that is not there."""
    away = [as_called(c, names) for c in ignored]
    unknown = next((c for c in away if c not in names), None)
    if unknown is not None:
        raise BadValue(f"there is no column `{unknown}` to ignore", hint="columns: " + ", ".join(f"`{n}`" for n in names[:20]))
    return [n for n in names if n not in away]


def as_called(column: str, names: Sequence[str]) -> str:
    """A column as its table calls it: who writes its name on one line means the one with a line break in it."""
    same = [n for n in names if n.split() == column.split()] if column not in names else []
    return same[0] if len(same) == 1 else column


def columns_of(
    book: Lawbook,
    question: Question,
    names: Sequence[str],
    given: Mapping[str, str | None] | None = None,
    fixed: Mapping[str, object] | None = None,
    values: Mapping[str, Sequence[str]] | None = None,
    teller: Teller | None = None,
) -> Columns:
    """Find the columns. `given` names columns by fact (None: this fact has no column); `fixed` are facts for all rows; `values` are
    some cells of each column, read in words by the `teller` of the table. Raises UnknownFact or BadValue."""
    teller = teller or Teller(book, question)
    facts = {f.fact: f for f in question.facts}
    place = next((f for f in question.facts if f.domain == "place"), None)
    zones = book.trees[place.vocabulary].zones if place and place.vocabulary else {}
    given, fixed = dict(given or {}), dict(fixed or {})
    listed = ", ".join(f"`{n}`" for n in names[:20])
    found: dict[str, tuple[str, How]] = {}
    for fact, column in given.items():
        if fact not in facts and fact not in zones:
            raise unknown_fact(fact, question, zones)
        if column is not None:
            column = as_called(column, names)
            if not parts_of(column, names) or (len(parts_of(column, names)) > 1 and (place is None or fact != place.fact)):
                raise BadValue(f"there is no column `{column}`", hint=f"columns: {listed}")
            found[fact] = column, "given"
    more = synonyms(question.question)
    said = {heading(w): f.fact for f in question.facts for w in (f.fact, f.label.en, f.label.zh, *more.get(f.fact, ()))}
    called = {fold(n): f.fact for f in question.facts for n in (f.fact, f.label.en, f.label.zh)} | {fold(z): z for z in zones}
    levels: tuple[tuple[How | Literal["words"], Callable[[str], str]], ...] = (
        ("name", lambda column: called.get(fold(column), "")),
        ("synonym", lambda column: fact_of(column, said)),
        ("words", lambda column: made_up(column, said)),
    )
    for how, fact_in in levels:
        hits: dict[str, list[str]] = {}
        taken = {p for c, _ in found.values() for p in parts_of(c, names)}
        for column in names:
            fact = fact_in(column)
            if (
                fact
                and fact not in given
                and fact not in found
                and column not in taken
                and not (how != "words" and fact in facts and qualified(column, facts[fact]))
            ):
                hits.setdefault(fact, []).append(column)
        if (
            how == "synonym"
            and place is not None
            and place.fact not in {*found, *given, *fixed}
            and all(map(is_level, hits.get(place.fact, ())))
        ):
            together = split_place(names, [n for n in names if n not in taken])
            hits |= {place.fact: [together]} if together is not None else {}
        for fact, columns in hits.items():
            if len(columns) > 1:
                raise TableQuestion(
                    f"the columns `{columns[0]}` and `{', '.join(columns[1:])}` may both be `{fact}`",
                    hint=f"say which: {fact}={columns[0]}",
                    choices=which(fact, *columns),
                )
            found[fact] = columns[0], "synonym" if how == "words" else how
    filled = _full_of(
        book, question, names, {p for c, _ in found.values() for p in parts_of(c, names)}, {*found, *given, *fixed}, values or {}
    )
    full = {fact: [c for c, part in parts.items() if part >= FITTING] for fact, parts in filled.items()}
    for fact, column in _by_values(question, full).items():
        found[fact] = column, "values"
    rest = {c for c in names if c not in {p for c, _ in found.values() for p in parts_of(c, names)}}
    if FORM in facts and FORM not in {*found, *given, *fixed}:
        told = {
            c: [v for v in (values or {}).get(c, ()) if not is_empty(v)]
            for c in rest
            if not (is_of_others(c) or SAYS["of_a_party"].search(c))
        }
        kinds = [c for c, words in told.items() if words and all(kind_of(w) for w in words)]
        found |= {FORM: (kinds[0], "values")} if len(kinds) == 1 else {}
    kind = found.get(FORM, ("", "name"))[0]
    if SHARE in facts and SHARE not in {*found, *given, *fixed} and gives_share((values or {}).get(kind, ())):
        found[SHARE] = kind, "values"
    for fact, (column, how) in found.items():
        cells = [v for v in (values or {}).get(column, ()) if not is_empty(v)][:LOOKED_AT]
        if how != "given" and fact in facts and fact != FORM and cells and not _say(book, question, facts[fact], cells, teller):
            raise TableQuestion(
                f"the column `{column}` hardly says what `{fact}` is: `{cells[0][:60]}`",
                hint=f"say that it is meant all the same ({fact}={column}), or leave the column out",
                choices=[*which(fact, column), *asked_without(column)],
            )
    also = teller.also({f: c for f, (c, _) in found.items()}, values or {}, {*given, *fixed})
    found |= {fact: (found[main][0], "values") for fact, main in also.items()}
    twice = next((f for f in found if f in fixed), None)
    if twice is not None:
        raise BadValue(
            f"`{twice}` is given twice: in column `{found[twice][0]}` and as `{twice}={fixed[twice]}` for all rows",
            hint="leave out one of the two",
        )
    if not found and not fixed:
        raise BadValue("no column is a fact of the question", hint=f"map one, such as {question.facts[0].fact}=…; columns: {listed}")
    used = {p for c, _ in found.values() for p in parts_of(c, names)}
    _check_plans(names, used, {f: c for f, (c, how) in found.items() if how != "given"})
    without = [f.fact for f in question.facts if f.fact not in found and f.fact not in fixed]
    return Columns(
        tuple(Mapped(f, c, how, _samples((values or {}).get(parts_of(c, names)[0], ()))) for f, (c, how) in found.items()),
        tuple((n, _may_be(n, without, facts, filled)) for n in names if n not in used),
        tuple(without),
        tuple(f for f in without if facts[f].assumed is None and any(f"{{{f}}}" in o.sentence.en for o in question.outcomes)),
    )


def _check_plans(names: Sequence[str], used: set[str], found: Mapping[str, str]) -> None:
    """Raises BadValue where a column that is not used holds what is planned (变更后外资比例), and one that is used what is."""
    for column in (n for n in names if n not in used and SAYS["planned"].search(unicodedata.normalize("NFKC", n))):
        for fact, words in table("screening/cells.toml")["speaks_of"].items():
            if (
                fact in found
                and re.search(words, column, re.IGNORECASE)
                and not SAYS["planned"].search(found[fact])
                and not SAYS["others"].search(column)
            ):
                raise TableQuestion(
                    f"`{fact}` may be what is (`{found[fact]}`) or what is planned (`{column}`)",
                    hint=f"say which: {fact}={column}",
                    choices=which(fact, found[fact], column),
                )


def is_of_others(column: str) -> bool:
    """Whether a heading speaks of the Chinese side, or of what is planned."""
    return bool(SAYS["others"].search(column) or SAYS["planned"].search(unicodedata.normalize("NFKC", column)))


def _samples(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for v in values if not is_empty(v)))[:SAMPLES]


def _may_be(column: str, without: Sequence[str], facts: Mapping[str, Fact], full: Mapping[str, Collection[str]]) -> str | None:
    """The fact that a column may have been meant for, by a part of its heading, unless another one is full of its values, or by what it is full of."""
    word, plain = heading(column), f" {' '.join(re.findall(r'[a-z0-9%]+', column.casefold()))} "
    for fact in without if not is_of_others(column) else ():
        if column not in full.get(fact, (column,)):
            continue
        for name in (fact, facts[fact].label.en, facts[fact].label.zh, *synonyms().get(fact, ())):
            part = heading(name)
            if f" {name.casefold()} " in plain or (
                not part.isascii() and len(part) > 1 and (part in word or (len(word) > 1 and word in part))
            ):
                return fact
    return next((fact for fact in without if column in full.get(fact, ())), None)


def _full_of(
    book: Lawbook, question: Question, names: Sequence[str], used: set[str], done: set[str], values: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """The columns that hold values of each fact that has none, of a vocabulary or days, and which part of their cells is one."""
    open_facts = [f for f in question.facts if f.fact not in done and f.domain in ("tree", "place", "date", "choice") and f.fact != FORM]
    out: dict[str, dict[str, float]] = {}
    for column in (n for n in names if n not in used):
        cells = list(dict.fromkeys(v for v in values.get(column, ()) if not is_empty(v)))[:LOOKED_AT]
        for fact in open_facts if len(cells) > 1 or (cells and column == GROUP) else ():
            if (part := sum(_reads(book, question, fact, c) for c in cells) / len(cells)) >= HINTED:
                out.setdefault(fact.fact, {})[column] = part
    return out


def _by_values(question: Question, full: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Facts with a vocabulary or choices whose values one column is full of, and no other, and whose heading speaks of nothing else."""
    facts = {f.fact: f for f in question.facts if f.domain in ("tree", "place", "choice")}
    fits = {fact: columns for fact, columns in full.items() if fact in facts}
    once = {c for cs in fits.values() for c in cs if sum(c in x for x in fits.values()) == 1}
    one = {f: c[0] for f, c in fits.items() if len(c) == 1 and c[0] in once}
    return {
        f: c
        for f, c in one.items()
        if leaves_open(c, facts[f]) or (_is_told(facts[f]) and not is_of_others(c) and not SAYS["no_choice"].search(c))
    }


def _is_told(fact: Fact) -> bool:
    """Whether the values of a fact are its own, so that a column full of them can hardly speak of another."""
    return fact.domain == "choice" and not any(c.countries_but for c in fact.choices)


def _say(book: Lawbook, question: Question, fact: Fact, cells: Sequence[str], teller: Teller) -> bool:
    """Whether cells may say what a fact is: a number in one of them, a choice, or a yes or no, in more than half; of other facts anything may."""
    if fact.domain == "number":
        return any(any(c.isdigit() for c in cell) or cell.strip().casefold() not in YES | NO for cell in cells)
    if fact.domain not in ("choice", "yes_no"):
        return True
    return 2 * sum(_reads(book, question, fact, c) or bool(speaks(fact) and teller.says(fact.fact, c)) for c in cells) > len(cells)


def _reads(book: Lawbook, question: Question, fact: Fact, word: str) -> bool:
    if word.isdigit():
        return False
    if fact.domain != "place":
        return is_value(book, fact, unmarked(word))
    try:
        read_case(book, question, {fact.fact: unmarked(word)}, None)
    except CaseError:
        return False
    return True
