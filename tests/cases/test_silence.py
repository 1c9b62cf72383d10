"""What the law closes is opened by a rule, and never by the silence of the rules on how it is done."""

from __future__ import annotations

import random

from tests.cases.real import real_book
from tests.cases.silence import choices, opened
from tests.nightly import NIGHTLY, TODAY, share_of


def test_no_other_choice_opens_by_silence_what_is_closed_to_a_company_held_directly() -> None:
    diagram = real_book().diagram("access")
    days = None if NIGHTLY else random.Random(TODAY).sample(diagram.days.starts, 2)
    for chosen in share_of(choices(diagram, 2 if NIGHTLY else 1), 20, [{"legal-form": "contract-control"}]):
        assert list(opened(diagram, chosen, days))[:3] == []
