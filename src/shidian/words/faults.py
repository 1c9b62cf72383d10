"""A fault of a lawbook as the terminal says it: in Chinese, what its code means and how it is mended go before the details, which name keys and
values and stay as they are, but for those that name none."""

from __future__ import annotations

import re
from collections.abc import Mapping

from shidian.errors import Fault
from shidian.packaged import table
from shidian.words.refusals import refusal_in


def meanings() -> Mapping[str, str]:
    """The Chinese meaning of each code."""
    return table("words/faults.toml")


def fault_said(fault: Fault, lang: str) -> str:
    """The lines of a fault; the first begins `file:line:column: code` in both languages, as editors read it."""
    if lang != "zh":
        return str(fault)
    where, _, details = str(fault).partition(f": {fault.code}: ")
    said = refusal_in(lang, details)
    return f"{where}: {fault.code}：{meanings()[fault.code]}\n    {details if re.search('[A-Za-z]', said) else said}"
