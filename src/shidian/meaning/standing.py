"""When a rule stands, told in the order in which people learn of it: first forget what was not yet public, then look."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Edition, Gap, Instrument, Provision, Rule


class StandingInterval(Struct, frozen=True):
    """From when until when, what is known of the time after, and when beginning and end became public and known. It begins on one of the
    days from `start` to `surely`, and is over on one of those from `until` to `gone`."""

    start: dt.date
    surely: dt.date
    until: dt.date | None
    gone: dt.date | None
    lapses: bool
    announced: dt.date
    known: dt.date
    end_announced: dt.date | None
    edition: str


def is_lead(provision: Provision, record: Rule | Gap, edition: str) -> bool:
    """Whether a rule is only a lead while it is in doubt (meaning 9.3): nobody knows whether it holds at all, it could only loosen, and nobody
    has seen its words in the edition that would apply. Where the days alone are in doubt, it surely stood at some time: that is no mere hope."""
    if isinstance(record, Rule) and record.disputed is None and record.standing == "known":
        return False
    marks = provision.seen_in(edition)
    own = record.seen if isinstance(record, Rule) else None
    return record.kind in ("relief", "grant") and ("memory" in (marks, own) or "inferred" in (marks, own))


def stands(
    book: Lawbook, instrument: Instrument, provision: Provision, record: Rule | Gap, on: dt.date, reading: str, known_on: dt.date | None
) -> tuple[bool | None, str]:
    """Whether the rule stands on that day, None when nobody could find out; and the edition that speaks."""
    told = intervals(book, instrument, provision, record)
    if known_on is not None:
        told = [_as_known(i, known_on) for i in told if i.known <= known_on]
    if reading == "announced":
        told = [_as_announced(i) for i in told]
    begun = [i for i in told if i.start <= on]
    if not begun:
        ahead = reading == "announced" and isinstance(record, Rule) and _announced(instrument, provision, record, on, known_on)
        return ahead, _first_edition(instrument, provision).edition
    now = [i for i in begun if i.gone is None or on < i.gone]
    if now:
        if isinstance(record, Rule) and record.standing == "unknown":
            return None, now[0].edition
        if on < now[0].surely:
            ahead = reading == "announced" and isinstance(record, Rule) and _announced(instrument, provision, record, on, known_on)
            return ahead or None, now[0].edition
        return True if now[0].until is None or on < now[0].until else None, now[0].edition
    return None if begun[-1].lapses else False, begun[-1].edition


def _as_known(i: StandingInterval, known_on: dt.date) -> StandingInterval:
    forgotten = i.end_announced is not None and i.end_announced > known_on
    return replace(i, until=None, gone=None, end_announced=None) if forgotten else i


def _as_announced(i: StandingInterval) -> StandingInterval:
    until, gone = i.until, i.gone
    if until is not None and gone is not None and i.end_announced is not None:
        gone = max(i.start, min(gone, i.end_announced))
        until = min(until, gone)
    return replace(i, start=min(i.start, i.announced), surely=min(i.surely, i.announced), until=until, gone=gone)


def _announced(instrument: Instrument, provision: Provision, rule: Rule, on: dt.date, known_on: dt.date | None) -> bool:
    """Announced, and not (yet) in force. A day of announcement that is stated is that of whoever announced it, so it may be known before its
    own text is published; what states none was announced by its own text, and not before that."""
    public = public_day(_first_edition(instrument, provision))
    never = rule.in_force == ()
    day = rule.announced or (public if never else None)
    if day is None or on < day or (rule.announced_until is not None and on >= rule.announced_until):
        return False
    told = [d for d in (day, rule.known) if d is not None]
    return known_on is None or all(d <= known_on for d in told)


def intervals(book: Lawbook, instrument: Instrument, provision: Provision, record: Rule | Gap) -> list[StandingInterval]:
    """The rule's own intervals, else one for each edition that contains its provision."""
    editions = instrument.editions
    out: list[StandingInterval] = []
    late = record.known
    if record.in_force is not None:
        for period in record.in_force:
            texts = [e for e in editions if e.effective is not None and e.effective <= period.from_]
            text = texts[-1] if texts else _first_edition(instrument, provision)
            surely = period.from_at_latest or period.from_
            told = _act(book, period.by)
            if text.effective is None or period.from_ <= text.effective:  # a text tells of no later day of its rules, unless they say so
                told = told or text.published or text.promulgated or text.adopted
                if period.from_at_latest is None:
                    told = told or text.effective
            # where no day of publication is stated, it was surely public when it surely stood, and may have been known from its first day
            public, first = told or surely, told or period.from_
            out.append(
                StandingInterval(
                    period.from_,
                    surely,
                    period.until,
                    period.until_at_latest or period.until,
                    period.then == "unknown",
                    public,
                    max(first, late) if late else first,
                    _act(book, period.ended_by),
                    text.edition,
                )
            )
        return out
    for i, edition in enumerate(editions):
        if edition.effective is None or (isinstance(provision.number, dict) and edition.edition not in provision.number):
            continue
        opened = public_day(edition) or edition.effective
        known = max(opened, late) if late else opened
        later = next((e for e in editions[i + 1 :] if e.effective is not None), None)
        ends, told = edition.expires, _act(book, edition.ended_by)
        if later is not None and later.effective is not None and (ends is None or later.effective <= ends):
            ends, told = later.effective, public_day(later)  # until the next one begins, unless it expires before
        out.append(StandingInterval(edition.effective, edition.effective, ends, ends, False, opened, known, told, edition.edition))
    return out


def _first_edition(instrument: Instrument, provision: Provision) -> Edition:
    if isinstance(provision.number, dict):
        return next(e for e in instrument.editions if e.edition in provision.number)
    return instrument.editions[0]


def public_day(edition: Edition) -> dt.date | None:
    return edition.published or edition.promulgated or edition.adopted or edition.effective


def _act(book: Lawbook, id: str | None) -> dt.date | None:
    """When an act, or one edition of it (`act@edition`), became public."""
    if not id:
        return None
    act, _, edition = id.partition("@")
    editions = book.instruments[act].editions
    return public_day(next((e for e in editions if e.edition == edition), editions[0]))
