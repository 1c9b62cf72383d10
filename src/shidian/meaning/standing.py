"""When a rule stands, told in the order in which people learn of it: first forget what was not yet public, then look."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Edition, Gap, Instrument, Provision, Rule


class StandingInterval(Struct, frozen=True):
    """From when until when, what is known of the time after, and when beginning and end became public and known."""

    start: dt.date
    until: dt.date | None
    lapses: bool
    announced: dt.date
    known: dt.date
    end_announced: dt.date | None
    edition: str


def is_lead(provision: Provision, record: Rule | Gap, edition: str) -> bool:
    """Whether a rule that is in doubt is only a lead (meaning 9.3): it could only loosen, and nobody has seen its words in the edition
    that would apply."""
    marks = provision.seen if isinstance(provision.seen, str) else provision.seen.get(edition, "inferred")
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
    now = [i for i in begun if i.until is None or on < i.until]
    if now:
        return None if isinstance(record, Rule) and record.standing == "unknown" else True, now[0].edition
    return None if begun[-1].lapses else False, begun[-1].edition


def _as_known(i: StandingInterval, known_on: dt.date) -> StandingInterval:
    forgotten = i.end_announced is not None and i.end_announced > known_on
    return StandingInterval(
        i.start, None if forgotten else i.until, i.lapses, i.announced, i.known, None if forgotten else i.end_announced, i.edition
    )


def _as_announced(i: StandingInterval) -> StandingInterval:
    until = i.until
    if until is not None and i.end_announced is not None:
        until = max(i.start, min(until, i.end_announced))
    return StandingInterval(min(i.start, i.announced), until, i.lapses, i.announced, i.known, i.end_announced, i.edition)


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
            opened = _act(book, period.by) or public_day(text) or period.from_
            known = max(opened, late) if late else opened
            out.append(
                StandingInterval(
                    period.from_, period.until, period.then == "unknown", opened, known, _act(book, period.ended_by), text.edition
                )
            )
        return out
    for i, edition in enumerate(editions):
        if edition.effective is None or (isinstance(provision.number, dict) and edition.edition not in provision.number):
            continue
        opened = public_day(edition) or edition.effective
        known = max(opened, late) if late else opened
        later = editions[i + 1 :]
        if later:
            out.append(StandingInterval(edition.effective, later[0].effective, False, opened, known, public_day(later[0]), edition.edition))
        else:
            out.append(
                StandingInterval(edition.effective, edition.expires, False, opened, known, _act(book, edition.ended_by), edition.edition)
            )
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
