"""Who invests: what names and words only describe the one who asks (a bank of Frankfurt, 我司系一家软件企业), and are no fact of the case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shidian.answer.sentence.chips import Chip
from shidian.answer.sentence.lexicon import Piece, language, pattern
from shidian.answer.sentence.settling import Found, half
from shidian.law.lawbook import Lawbook


def whose(found: Iterable[Found], plain: str, book: Lawbook) -> list[Found]:
    """Of two activities, one that follows the investor's country, or "we are a", says what the investor is. Where another one is what somebody
    does (open, a stake in), that one is meant (`How much of a securities company may a Swiss bank own?`); else both stay open."""
    chips = list(found)
    labelled = [f for f in chips if f.chip.fact == "activity" and pattern("roles", "named_activity").search(plain[: f.chip.start])]
    if labelled:  # business: ISP
        return [f for f in chips if f.chip.fact != "activity" or f in labelled or f.kind == "denied"]
    activities = [f for f in chips if f.chip.fact == "activity" and (f.chip.value or f.kind == "activities")]
    ends = {f.chip.end for f in chips if f.chip.fact == "origin"}
    whose = [
        f
        for f in activities
        if f.chip.start in ends
        or f.chip.start - 1 in ends
        or pattern("roles", "foreign_before").search(plain[: f.chip.start]) is not None
        or pattern("roles", "investor_is").search(plain[: f.chip.start]) is not None
        or pattern("roles", "investor_wants").match(plain, f.chip.end) is not None
    ]
    around = {a for f in activities if f.chip.value for a in book.trees["activities"].above(f.chip.value) if a != f.chip.value}
    others = [f for f in chips if f.chip.fact == "activity" and f not in whose and (f.chip.value or f.kind != "denied")]
    asked = any(_is_done(plain, f.chip, [w.chip for w in whose]) for f in others)
    whose = [f for f in whose if f.chip.value not in around or asked]  # a travel agency that sells tours abroad: the tours are meant
    if whose and not others and pattern("who", "of_another").match(plain, whose[-1].chip.end):
        return [half(f) if f in whose else f for f in chips]  # a bank that holds 20 % of a fund manager
    if len({f.chip.value for f in activities} - around) < 2 or not whose:
        return [f for f in chips if f not in whose] if asked and whose else chips
    return [f for f in chips if f not in whose] if asked else [half(f) if f in whose else f for f in chips]


def _is_done(plain: str, activity: Chip, investors: list[Chip]) -> bool:
    """Whether an activity is what somebody does, by a verb between it and what the investor is, or before both."""
    for investor in investors:
        start = investor.end if investor.end <= activity.start else 0
        if not pattern("roles", "does").search(plain[start : activity.start]):
            return False
    return bool(investors)


def without_investors(text: str, plain: str, rest: Sequence[tuple[int, int]], pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """The spans that nothing accounts for, without those that only describe who asks, where an activity is named elsewhere: the proper name of a
    firm (can Nestlé open), a word behind a country (a Greek shipowner wants, 意大利设计师在), and what stands in a clause of who one is (our
    client, a Lyon-based maker of bolts). Words that may change an answer (Chinese, state-owned) and numbers stay."""
    trades = [p for p in pieces if "activities" in {k for k, _ in p.kinds}]
    countries = {p.end for p in pieces if {k for k, _ in p.kinds} & {"origins", "cities"}}
    kept = language()["plain"]["strangers"]
    clauses: list[tuple[int, int]] = []
    for found in pattern("who", "identity").finditer(plain):
        ends = pattern("who", "identity_ends").search(plain, found.end())
        clauses.append((found.end(), ends.start() if ends else len(plain)))

    def describes(start: int, end: int) -> bool:
        if any(plain[a:b] in kept for a, b in rest if start <= a and b <= end) or any(c.isdigit() for c in plain[start:end]):
            return False
        if not any(p.start > end or p.end < start - 1 for p in trades):
            return False
        if any(a <= start and end <= b and any(not (a <= p.start and p.end <= b) for p in trades) for a, b in clauses):
            return True
        if text[start].isupper() and pattern("who", "firm_asks").search(plain[:start]):
            return pattern("who", "firm_acts").match(text, end) is not None
        behind = start in countries or (start - 1 in countries and plain[start - 1] in " -")
        return behind and (text[start].isupper() or pattern("who", "subject_goes_on").match(plain, end) is not None)

    gone = [
        s
        for s in joined((a, b + 1 if plain[b : b + 1] == " " and any(c == b + 1 for c, _ in rest) else b) for a, b in rest)
        if describes(*s)
    ]
    own = pattern("who", "domestic")  # a company of the mainland that asks is no foreign investor, wherever it is listed
    domestic = [m.span() for a, b in clauses for m in own.finditer(plain, a, b)]
    return [s for s in rest if not any(a <= s[0] and s[1] <= b for a, b in gone)] + [s for s in domestic if s not in rest]


def without_firms(text: str, rest: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that nothing accounts for, without the proper names of firms, which a form of company follows (Bergmann GmbH, SAP SE)."""
    names = [s for s in rest if text[s[0]].isupper() and pattern("roles", "firm_after").match(text, s[1])]
    forms = [s for s in rest if any(text[n[1] : s[0]] == " " for n in names) and pattern("roles", "firm_after").match(text, s[0] - 1)]
    return [s for s in rest if s not in names and s not in forms]


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans, those that touch each other as one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if out and out[-1][1] >= start:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
