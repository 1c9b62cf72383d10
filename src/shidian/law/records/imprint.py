"""Record of the imprint: what the editors say of the lawbook as a whole."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta

from shidian.law.records.base import Label, Record


class Imprint(Record, frozen=True):
    """The one file `imprint.yaml` of a lawbook."""

    checked: Annotated[dt.date, Meta(description="the day on which the editors last checked the law as a whole against its sources")]
    note: Label | None = None
