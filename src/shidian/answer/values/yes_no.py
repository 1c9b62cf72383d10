"""Yes and no as people write them: a word, a mark, a number, or the name of what is so or is not."""

from __future__ import annotations

import unicodedata

from shidian.answer.values.given import Given, text_of
from shidian.errors import BadValue
from shidian.law.names import fold
from shidian.law.records.question import Fact
from shidian.law.spellings import halves

YES = {"yes", "y", "true", "t", "1", "1.0", "是", "是的", "有", "含", "包含", "涉及", "属于", "√", "✓", "✔", "☑"}
NO = {"no", "n", "false", "f", "0", "0.0", "否", "不是", "无", "没有", "不含", "不包含", "不涉及", "不属于", "×", "✗", "✘", "☐"}
_BESIDE = dict.fromkeys(("", "是", "为", "含", "含有", "包含", "属于", "涉及", "有"), "yes") | dict.fromkeys(
    ("非", "不是", "不为", "不含", "不含有", "不包含", "不属于", "不涉及", "未涉及", "无", "没有", "not", "no", "notan", "nota"), "no"
)
"""What stands before the name of a yes/no fact, and what it says then."""


def read_yes_no(name: str, raw: Given) -> bool:
    """What is said of a zone, or of another yes/no fact. Raises BadValue."""
    if isinstance(raw, bool):
        return raw
    text = unicodedata.normalize("NFKC", text_of(name, raw)).strip().casefold()
    for said in (YES, NO):
        if text in said or ((both := halves(text)) and all(half in said for half in both)):
            return said is YES
    raise BadValue(f"`{raw}` is neither yes nor no", hint=f"write `{name}=yes` or `{name}=no`")


def beside(fact: Fact, raw: Given) -> Given:
    """What is said beside the name of a yes/no fact itself: 非关键信息基础设施运营者, 含重要数据, `not important data`."""
    text = fold(raw) if isinstance(raw, str) else ""
    for name in (fold(fact.label.zh), fold(fact.label.en)):
        if text.endswith(name) and (before := text.removesuffix(name)) in _BESIDE:
            return _BESIDE[before]
    return raw
