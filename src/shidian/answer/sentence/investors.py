"""Who invests: what names and words only describe the one who asks (a bank of Frankfurt, 我司系一家软件企业), and are no fact of the case."""

from __future__ import annotations

import re
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
    if labelled:  # business: ISP, call centre
        first = labelled[0].chip
        ends = pattern("roles", "field_ends").search(plain, first.end)
        end = ends.start() if ends else len(plain)
        while (more := pattern("roles", "field_goes_on").match(plain, end)) and any(
            f.chip.fact == "activity" and end < f.chip.start < more.end() for f in chips
        ):
            end = more.end()
        named = [f for f in chips if first.start <= f.chip.start < end or f in labelled]
        return [f for f in chips if f.chip.fact != "activity" or f in named or f.kind == "denied"]
    activities = [f for f in chips if f.chip.fact == "activity" and (f.chip.value or f.kind == "activities")]
    countries = [(f.chip.start, f.chip.end) for f in chips if f.chip.fact == "origin"]
    whose = [
        f
        for f in activities
        if _of_country(plain, f.chip.start, f.chip.end, countries)
        or (f.chip.words[0].isupper() and any(plain[f.chip.end : a] in (" of ", " of the ") for a, _ in countries))  # Bank of America
        or pattern("roles", "foreign_before").search(plain[: f.chip.start]) is not None
        or pattern("roles", "investor_is").search(plain[: f.chip.start]) is not None
        or pattern("roles", "investor_wants").match(plain, f.chip.end) is not None
    ]
    around = {a for f in activities if f.chip.value for a in book.trees["activities"].above(f.chip.value) if a != f.chip.value}
    others = [f for f in chips if f.chip.fact == "activity" and f not in whose and (f.chip.value or f.kind != "denied")]
    asked = any(not _joined_to(plain, f.chip, [w.chip for w in whose]) for f in others)
    whose = [f for f in whose if f.chip.value not in around or asked]  # a travel agency that sells tours abroad: the tours are meant
    if whose and not others and pattern("who", "of_another").match(plain, whose[-1].chip.end):
        return [half(f) if f in whose else f for f in chips]  # a bank that holds 20 % of a fund manager
    if len({f.chip.value for f in activities} - around) < 2 or not whose:
        return [f for f in chips if f not in whose] if asked and whose else chips
    return [f for f in chips if f not in whose] if asked else [half(f) if f in whose else f for f in chips]


def _of_country(plain: str, start: int, end: int, countries: Iterable[tuple[int, int]]) -> int:
    """Where the name of an investor ends whose noun this is, by the country it is of: a German state-owned bank, an insurer based in France,
    泰国一家航空公司. 0 where it is none."""
    for first, last in countries:
        if last <= start and pattern("who", "of_country").fullmatch(plain, last, start):
            return end
        if end <= first and (to := pattern("who", "from_country").fullmatch(plain, end, first)):
            return last if to[0][-1] not in "(（" or plain[last : last + 1] in (")", "）") else 0
        if (
            end <= first
            and pattern("who", "has_holders").fullmatch(plain, end, first)
            and (to := pattern("who", "holders").match(plain, last))
        ):
            return to.end()
    return 0


def _joined_to(plain: str, activity: Chip, investors: list[Chip]) -> bool:
    """Whether an activity may be one more of what the investor is (a German bank, insurer or broker): a mark, and, or is all that parts them,
    or stands before it, and no verb between."""
    for investor in investors:
        between = plain[min(investor.end, activity.end) : max(investor.start, activity.start)]
        if pattern("who", "served").search(plain[: activity.start]) or pattern("roles", "permit").search(activity.words.casefold()):
            return True  # whom it serves, and the permit that it needs, are not what it does
        also = investor.end <= activity.start and pattern("who", "and_or").search(between)
        if pattern("who", "one_more").fullmatch(between) or (also and not pattern("roles", "does").search(between)):
            return True
    return not investors


def without_investors(text: str, plain: str, rest: Sequence[tuple[int, int]], pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """The spans that nothing accounts for, without those that only describe who asks, where an activity is named elsewhere: the proper name of a
    firm (can Nestlé open), a word behind a country (a Greek shipowner wants, 意大利设计师在), and what stands in a clause of who one is (our
    client, a Lyon-based maker of bolts). Words that may change an answer (Chinese, state-owned) and numbers stay."""
    trades = [p for p in pieces if "activities" in {k for k, _ in p.kinds}]
    countries = [p[:2] for p in pieces if {k for k, _ in p.kinds} & {"origins", "cities"}]
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
        last = _of_country(plain, start, end, countries)
        if last == 0 or text[start].isupper():
            return last > 0
        return bool(pattern("who", "subject_goes_on").match(plain, last) or pattern("who", "agent").search(plain[:start]))

    gone = [
        s
        for s in joined((a, b + 1 if plain[b : b + 1] == " " and any(c == b + 1 for c, _ in rest) else b) for a, b in rest)
        if describes(*s)
    ]
    own = pattern("who", "domestic")  # a company of the mainland that asks is no foreign investor, wherever it is listed
    domestic = [m.span() for a, b in clauses for m in own.finditer(plain, a, b)]
    return [s for s in rest if not any(a <= s[0] and s[1] <= b for a, b in gone)] + [s for s in domestic if s not in rest]


def without_firms(text: str, rest: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that nothing accounts for, without the proper names of firms, which a form of company follows (Bergmann GmbH, SAP SE), and of
    who writes (thanks, Tom)."""
    names = [s for s in rest if text[s[0]].isupper() and pattern("roles", "firm_after").match(text, s[1])]
    forms = [s for s in rest if any(text[n[1] : s[0]] == " " for n in names) and pattern("roles", "firm_after").match(text, s[0] - 1)]
    signed = [
        s for s in rest if text[s[0]].isupper() and not text[s[1] :].strip(" .!") and pattern("who", "signed").search(text[: s[0]].lower())
    ]
    return [s for s in rest if s not in names and s not in forms and s not in signed]


def joined(spans: Iterable[tuple[int, int]], text: str = "", apart: re.Pattern[str] | None = None) -> list[tuple[int, int]]:
    """Spans, those that touch each other, or have nothing but what is `apart` between them, as one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if out and (out[-1][1] >= start or (apart is not None and apart.fullmatch(text, out[-1][1], start))):
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
