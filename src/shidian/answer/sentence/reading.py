"""From a sentence to chips, a question and its cases. Deterministic, without a model; nothing is guessed.

A word that means several things, a negated word, a share "above" a number or a bare year stays open: its chip has no value, only alternatives. What
a sentence asks of several activities, places, origins or shares is several cases. Words that no chip accounts for are listed: the reader
never passes over one, except those of ordinary speech that say nothing of a case (`words/glue.toml`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import TypeVar

from msgspec import structs

from shidian.answer.sentence.cases import cases_of, meanings_of
from shidian.answer.sentence.chips import LONGEST, Chip, NotUnderstood, Sentence, dated
from shidian.answer.sentence.elsewhere import folded
from shidian.answer.sentence.investors import joined, without_firms, without_investors
from shidian.answer.sentence.lexicon import Lexicon, Piece, language, pattern
from shidian.answer.sentence.making import chips_of
from shidian.answer.sentence.misspelt import misspelt
from shidian.answer.sentence.quantities import Quantity, quantities
from shidian.answer.sentence.roles import of_persons
from shidian.answer.sentence.scanning import scanned
from shidian.answer.sentence.script import Even, evened
from shidian.answer.sentence.settling import opened
from shidian.answer.sentence.unheard import besides_the_case, clauses_aside, heard, other_questions
from shidian.law.lawbook import Lawbook
from shidian.law.records.question import Question
from shidian.patterns import compiled

_FILLED = 3
_WHOLE_NAME = 8
"""Letters from which on the whole name of a choice tells which question is asked."""
_OUTRIGHT = 6
"""So many pieces, or votes, make a question out of words that several may use, or against a word that is none of ours."""
_HOLDS = frozenset({"share", "legal-form", "investor-kind"})
"""Facts of how somebody holds a business."""
_HALF = compiled(r"[0-9A-Za-z.,:/年月日亿万千%-]+$")
"""What may be half a word or number where a text is cut: of 2022-08-31 no day is left, and not 2022-08-3."""
_Part = TypeVar("_Part", Chip, NotUnderstood)


@lru_cache(maxsize=8)
def lexicon_of(book: Lawbook) -> Lexicon:
    """The lexicon of a lawbook, made once."""
    return Lexicon(book)


def read_sentence(book: Lawbook, text: str, today: dt.date, question: str | None = None) -> Sentence:
    """What a sentence says, as far as it is understood; of a `question` that a person chose, else of the one that its words ask. `today` is the
    day in China. Never raises for what a person writes."""
    half = _HALF.search(text, LONGEST - 40, LONGEST) if len(text) > LONGEST else None
    cut = half.start() if half else LONGEST
    written = text[:cut]
    even = evened(written)
    found = _read(book, even.text, today, question)
    found = _as_written(found if question or found.question is None else _first_of_two(book, found, today), written, even)
    if len(text) <= LONGEST:
        return found
    return structs.replace(found, meanings=(), not_understood=(*found.not_understood, NotUnderstood(text[cut:], cut, len(text))))


def _as_written(found: Sentence, written: str, even: Even) -> Sentence:
    """A sentence with the words and places of the text that was written."""
    if found.text == written:
        return found

    def of(part: _Part) -> _Part:
        start, end = even.written(part.start, part.end)
        return structs.replace(part, words=written[start:end], start=start, end=end)

    return structs.replace(
        found, text=written, chips=tuple(of(c) for c in found.chips), not_understood=tuple(of(n) for n in found.not_understood)
    )


def _first_of_two(book: Lawbook, found: Sentence, today: dt.date) -> Sentence:
    """Of a sentence that asks one question and then, after words that begin another one or a mark, a second: the first, with the second named
    as left out. Facts of the one are none of the other (传回日本，另外日本员工来大连要签证吗)."""
    plain = folded(found.text)
    marks = [(m.start(), m.end()) for m in pattern("roles", "another_question").finditer(plain)]
    marks += [(m.end(), m.end()) for m in pattern("roles", "next_question").finditer(plain)]
    for end, start in sorted(marks):
        parts = [_read(book, part, today) for part in (found.text[:end], found.text[start:])]
        first, second = (p.question for p in parts)
        if first is None or second is None or first == second or not all(_asks(book, p, today) for p in parts):
            continue
        told, more = (not p.facts.keys() <= {"asked"} for p in parts)
        if not told or not (more or pattern("roles", "interrogative").search(plain[:end])):
            continue  # security review needed? a fund buys 30 %: one of them tells the case, the other one asks
        left = tuple(dict.fromkeys((*parts[0].left_out, second)))
        return structs.replace(parts[0], text=found.text, left_out=left, questions=tuple(dict.fromkeys((first, second, *found.questions))))
    return found


def _asks(book: Lawbook, found: Sentence, today: dt.date) -> bool:
    """Whether a text asks its question: outright, or in the form of a question with two facts."""
    plain = folded(found.text)
    return _asks_outright(book, found, today) or (len(found.facts) > 1 and pattern("roles", "interrogative").search(plain) is not None)


def _asks_outright(book: Lawbook, found: Sentence, today: dt.date) -> bool:
    """Whether a text has words that ask its question or tell its choices, or a share, and not only names of which it might be asked."""
    text, plain = found.text, folded(found.text)
    pieces, _, by_pattern = scanned(lexicon_of(book), text, plain, {q.start: q for q in quantities(plain, today)})
    said = [language()["says"][int(v)] for p in pieces for k, v in p.kinds if k == "says"]
    asked = {v for p in pieces for k, v in p.kinds if k == "asks"} | {v for _, v in by_pattern}
    asked |= {str(e.get("question")) for e in said if not e.get("quiet")}
    return found.question in asked or "share" in found.facts


def _read(book: Lawbook, text: str, today: dt.date, chosen: str | None = None) -> Sentence:
    plain = folded(text)
    lexicon = lexicon_of(book)
    numbers = {q.start: _nameless(lexicon, text, plain, q) for q in quantities(plain, today)}
    pieces, rest, by_pattern = scanned(lexicon, text, plain, dict(numbers))
    pieces, rest = heard(book, text, plain, pieces, rest)
    question, asked = (
        (book.questions[chosen], (chosen,)) if chosen in book.questions else _question(book, plain, pieces, by_pattern, numbers.values())
    )
    if question is None:
        return Sentence(text, None, {}, (), (), _gone(text, rest), (), ())
    others = other_questions(pieces, question.question)
    pieces, rest, _ = scanned(
        lexicon, text, plain, numbers, lambda p: ("stranger", "") not in p.kinds and not _says_something(p, question), question.question
    )  # now that one knows what is asked
    rest = without_firms(text, rest)
    idle = [(p.start, p.end) for p in pieces if not _says_something(p, question)]
    if question.question == "access":
        unread = without_investors(text, plain, [*rest, *idle], pieces)
        rest, idle = [s for s in unread if s not in idle], [s for s in idle if s in unread]
    pieces, rest = heard(book, text, plain, pieces, rest)
    pieces = [_of_this(p, question) for p in pieces]
    aside = besides_the_case(lexicon, question, text, plain, pieces, numbers.values(), [*rest, *idle])
    rest, idle = [s for s in rest if s not in aside], [s for s in idle if s not in aside]
    made = chips_of(book, question, text, plain, pieces, sorted(numbers.values()), [*rest, *idle])
    told = [
        *made.told,
        *((f.chip.start, f.chip.end) for f in made.found if f.kind == "quantity"),
    ]  # with the words that give a number to its fact
    rest = [s for s in (*rest, *made.unread, *idle) if not any(a <= s[0] and s[1] <= b for a, b in told)]
    made.found.extend(misspelt(book, question, text, [(n.start, n.end) for n in _gone(text, rest)], made.found))
    cases, more = cases_of(book, question, made.found, plain)
    made.found[:] = [opened(f) if f.chip.value and f.chip.fact in more else f for f in made.found]  # one sees what is open
    chips = tuple(dict.fromkeys(f.chip for f in sorted(made.found, key=lambda f: f.chip.start)))
    others = [*(q for q in asked if q != question.question), *others]
    left_out = tuple(dict.fromkeys([*made.left, *more, *others]))
    days = dated(cases, chips) if "on" in more else cases
    undated = () if days else cases
    meanings = () if rest else meanings_of(question, days, made.found, left_out)
    gone = _gone(text, rest)
    beside = clauses_aside(text, plain, [*((c.start, c.end) for c in chips), *((n.start, n.end) for n in gone)], pieces)
    return Sentence(text, question.question, cases[0] if cases else {}, days, chips, gone, left_out, asked, undated, meanings, beside)


def _nameless(lexicon: Lexicon, text: str, plain: str, q: Quantity) -> Quantity:
    """A number without a place or country between it and what it counts (5,000 Shenyang customers)."""
    if q.kind in ("day", "alike", "share", "money") or " " not in plain[q.start : q.end]:
        return q
    end = lexicon.before_names(text, plain, q.start, q.end)
    return q if end == q.end else q._replace(end=q.start + len(plain[q.start : end].rstrip()))


def _gone(text: str, rest: Iterable[tuple[int, int]]) -> tuple[NotUnderstood, ...]:
    """The spans that nothing accounts for, those that touch each other as one."""
    return tuple(NotUnderstood(text[a:b], a, b) for a, b in joined(rest))


def _question(
    book: Lawbook, plain: str, pieces: list[Piece], by_pattern: list[tuple[str, str]], numbers: Collection[Quantity]
) -> tuple[Question | None, tuple[str, ...]]:
    """The question that the words ask, and all that they may ask, the likeliest first. A firm from somewhere, or somewhere, asks for access
    where nothing else is asked."""
    shop = pattern("roles", "opens_shop").search(plain) is not None or any(
        pattern("who", "opens").search(plain[: p.start]) and not plain.startswith(("入住", "住"), p.end)
        for p in pieces
        if any(k == "activities" for k, _ in p.kinds)
    )
    if shop:  # her own coffee shop, no company: it is not supplied from abroad
        by_pattern = [a for a in by_pattern if a[1] != "supply"]
        asks_entry = any(k == ("asks", "entry") for p in pieces for k in p.kinds if plain[p.start : p.end] not in ("passport", "护照"))
        pieces = [
            p._replace(kinds=tuple(k for k in p.kinds if k != ("asks", "supply") and (asks_entry or not _of_entry(k)))) for p in pieces
        ]
    if any(v == "elsewhere" for _, v in by_pattern):  # what goes the other way is no question of ours
        return None, ()
    votes: Counter[str] = Counter(value for _, value in by_pattern for _ in range(4))
    entries = language()["says"]
    told = [language()[k][int(v)] for p in pieces for k, v in p.kinds if k in ("says", "open")]
    seen = {k for piece in pieces for k, _ in piece.kinds}
    outright = {k for piece in pieces for k in piece.kinds if k[0] == "asks"} | set(by_pattern)
    for piece in pieces:
        for kind, value in sorted({(k, "" if k == "activities" else v) for k, v in piece.kinds}):
            if kind == "asks":
                votes[value] += 1 if value == "access" else 4
            elif kind in ("weakly", "choice"):
                whole = kind == "choice" and piece.end - piece.start >= _WHOLE_NAME and all(k != "activities" for k, _ in piece.kinds)
                votes[value.split()[0]] += 3 if whole else 1
            elif (
                kind == "says"
                and (own := entries[int(value)].get("question"))
                and not entries[int(value)].get("quiet")
                and ("weakly", own) not in piece.kinds
            ):
                votes[own] += 1 if own == "access" else 3
            elif kind == "activities":
                votes["access"] += 2
    if any(q.kind == "persons" and of_persons(plain, q) for q in numbers) or any(
        ("activities" in {k for k, _ in p.kinds}) and pattern("who", "data_of").match(plain[p.end :]) for p in pieces
    ):
        votes["data_export"] += 3
    kinds = {q.kind for q in numbers}
    votes["access"] += 2 if "share" in kinds else 0
    taken = {"activity": any(k == "activities" for p in pieces for k, _ in p.kinds), "share": "share" in kinds}
    for named in [q for q, n in votes.items() if n >= 3 and q != "access" and q in book.questions]:
        votes[named] += 2 * sum(taken.get(f.fact, False) for f in book.questions[named].facts)  # it takes these words as well as `access`
    votes["data_export"] += 1 if "persons" in kinds and votes["data_export"] else 0
    votes["entry"] += 2 if "stay" in kinds else 0
    if {"firms", "territories", "origins"} <= seen:
        votes["access"] += 1
    asked = {v for p in pieces for k, v in p.kinds if k == "asks" and plain[p.start : p.end] not in ("passport", "护照")}
    holds = taken["share"] or any(e["fact"] == "share" for e in told)
    owned = shop or any(k == "activities" and pattern("who", "acquires").search(plain[: p.start]) for p in pieces for k, _ in p.kinds)
    for named in ("supply", "entry", "capital"):  # what somebody holds or acquires here is no journey, and nothing from abroad
        if named not in asked and (owned or (holds and (named == "supply" or (named == "entry" and taken["activity"])))):
            votes[named] = min(votes[named], 1)
    for named, less in language()["over"].items():
        takes = {f.fact for f in book.questions[named].facts} if named in book.questions else set()
        if ("asks", named) in outright and not (taken["share"] and named == "supply" and "share" not in takes):
            for other in less:
                votes[other] = min(votes[other], 1)
    if (
        taken["activity"]
        and ("asks", "merger_control") not in outright
        and "money" not in kinds
        and not pattern("who", "notifies").search(plain)
    ):
        votes["merger_control"] = min(votes["merger_control"], max(votes["access"] - 1, 1))  # to buy all shares of a gym
    changes = [e for p in pieces for k, v in p.kinds if k == "says" and (e := entries[int(v)]).get("question") == "data_change"]
    changed = {e["fact"] for e in changes if compiled(e.get("beside", "")).search(plain)}
    changed |= {v.split()[1] for p in pieces for k, v in p.kinds if k == "choice" and v.startswith("data_change ")}
    if {"held", "event"} <= changed:  # what was done, and what has changed since
        votes["data_change"] += votes["data_export"] + 4
        votes["data_export"] = min(votes["data_export"], 1)
    if not any(n > 0 for q, n in votes.items() if q in book.questions):  # nothing asks: words that one question alone uses do
        votes.update(_filled(pieces))
        if not votes.total() and any(e["fact"] in _HOLDS for e in told):
            votes["access"] = 1  # how somebody holds something
    outside = any(compiled(p).search(plain) for p in language()["outside"]["patterns"])
    if outside and max(votes.values(), default=0) < _OUTRIGHT and not any(k == "asks" and v != "access" for k, v in outright):
        return None, ()
    first = "access" if ("asks", "access") in outright else max(asked - {"access"}, default="access")  # may our clinic import a drug
    known = [q for q, n in sorted(votes.items(), key=lambda v: (-v[1], v[0] != first)) if n > 0 and q in book.questions]
    if not known:
        return None, ()
    strong = tuple(q for q in known if votes[q] * 2 >= votes[known[0]] and votes[q] >= 4) or (known[0],)
    return book.questions[known[0]], strong if known[0] in strong else (known[0], *strong)


def _of_entry(kind: tuple[str, str]) -> bool:
    """Whether words are such as a traveller is described by (doctor): who opens a clinic is no traveller."""
    return kind[0] in ("says", "open") and language()[kind[0]][int(kind[1])].get("question") == "entry"


def _filled(pieces: list[Piece]) -> Counter[str]:
    """The question that most pieces have words of, where at least three have and no other question has as many."""
    counted = Counter(v for p in pieces for v in sorted({v for k, v in p.kinds if k in ("fills", "weakly")}))
    (first, most), *others = [*counted.most_common(2), ("", 0)]
    return Counter({first: 1}) if most >= _FILLED and most > others[0][1] else Counter()


def _here(kind: str, value: str, question: Question) -> bool:
    """Whether what words are, they are in this question."""
    if kind in ("says", "open"):
        entry = language()[kind][int(value)]
        return entry.get("question", question.question) == question.question and any(f.fact == entry["fact"] for f in question.facts)
    return kind not in ("fills", "weakly", "choice") or value.split()[0] == question.question


def _says_something(piece: Piece, question: Question) -> bool:
    """Whether a piece has words of this question, or of every one; words that only say something in another are not understood here."""
    return any(k == "weakly" or (k != "stranger" and _here(k, v, question)) for k, v in piece.kinds)


def _of_this(piece: Piece, question: Question) -> Piece:
    """A piece without what its words are in other questions only."""
    return piece._replace(kinds=tuple((k, v) for k, v in piece.kinds if _here(k, v, question)))
