"""The drawings of the pages: from the context of a page to its picture, in the page's language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from markupsafe import Markup

from shidian.analysis.drawing.staircase import Marked, staircase
from shidian.answer.facts import plain
from shidian.web.tracked.dashboard import ProgrammePage, chart
from shidian.words.dates import day_label
from shidian.words.phrases import phrase

if TYPE_CHECKING:  # the page of a decision draws through here
    from shidian.web.decision import DecisionPage
    from shidian.web.elsewhere import Elsewhere, ElsewherePage

PRINTED = 680
"""Pixels of the width of a chart in a memo."""


def programme_chart(page: ProgrammePage, which: str, lang: str, tasks_at: str) -> Markup:
    """A chart of the programme on its page."""
    return Markup(chart(page, which, lang, tasks_at))


def small_staircase_of(page: ElsewherePage, there: Elsewhere, number: int) -> Markup:
    """The ceiling of one region through time, small; the page lists them, so that its number tells them apart."""
    said = page.facts.get("share")
    marked = Marked(Decimal(said) if said is not None else None, "", page.on, "")
    return Markup(staircase(there.ceilings, *page.span, marked, key=f"there-{number}", small=True))


def staircase_of(page: DecisionPage, lang: str, width: int | None = None) -> Markup:
    """The ceiling of a case through time. With a width it stands alone, in its own colours."""
    said = page.decision.facts.get("share")
    asked = Decimal(said) if said is not None else None
    words = phrase("asked_share", value=plain(asked))[lang] if asked is not None else ""
    on = page.decision.receipt.on
    first, last = page.span
    turns = [s.interval.start for s in page.strip]
    marked = Marked(asked, words, on, day_label(on, short=True)[lang])
    drawn = staircase(page.ceilings, first, last, marked, turns, key="stairs", width=width, name=phrase("ceiling_title")[lang])
    return Markup(drawn)
