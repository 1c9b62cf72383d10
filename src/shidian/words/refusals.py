"""What the desk and the pages refuse, in Chinese: an English refusal is found by its words, whatever it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from shidian.errors import Fault
from shidian.packaged import table
from shidian.patterns import compiled
from shidian.words.phrases import phrase, phrases

LIST = compiled(r"`[^`]*`(?:（[^`]*）)?(?:(?:, | or )`[^`]*`(?:（[^`]*）)?)*")
"""A list of words that a refusal names, each perhaps with its label."""
BOTH = compiled(r"`([^`]+)` \(([^`]*?), ([\u3400-\u9fff][^,`]*)\)(?=[,;.?]|$)")
"""An entry that a refusal names in both languages."""
NOTE = compiled(r"[A-Za-z][^`\u3400-\u9fff/]* / (?=[\u3400-\u9fff“])")
"""The English half of a note in both."""
NOTE_ZH = compiled(r" / [\u3400-\u9fff“][^`]*?(?= See | give one of |$)")
"""Its Chinese half."""
NAMED = ("itemstage_", "itemfield_")
"""Families of phrases for a word that a refusal names and `[named]` does not hold."""


def _told() -> Mapping[str, Mapping[str, str]]:
    return table("words/refusals.toml")


@cache
def _known() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Every refusal: the longest of its own words, which a text must hold, its pattern, and the Chinese."""
    told = _told()["said"]
    # what names more by itself comes first: `{}` alone would take whatever another refusal names
    order = sorted(told, key=lambda english: (english.count("{}"), -len(english)))
    return tuple((max(english.split("{}"), key=len), _pattern(english), told[english]) for english in order)


def _pattern(english: str) -> re.Pattern[str]:
    """What a refusal names may be anything; in one that has names between backticks, anything without a backtick, but for a list at its end."""
    first, *parts = english.split("{}")
    named = "([^`]*?)" if "`{}`" in english else "(.*?)"
    return compiled(re.escape(first) + "".join((named if part else "([^;]*?)") + re.escape(part) for part in parts), re.DOTALL)


def refusal_in(lang: str, said: str) -> str:
    """A refusal (with its hint, where one follows after a semicolon) in a language; English, as it was said, where no words are known for it. Of several
    (`a | b`), each. Without a language (empty), as it was said, with notes in both."""
    if lang != "zh":
        return NOTE_ZH.sub("", BOTH.sub(r"`\1` (\2)", said)) if lang else said
    if " | " in said:
        return " | ".join(refusal_in(lang, part) for part in said.split(" | "))
    said = NOTE.sub("", BOTH.sub(r"`\1`（\3）", said))
    return _in_parts(said) or _whole(said) or said


def _whole(said: str) -> str | None:
    for words, pattern, chinese in _known():
        if words in said and (found := pattern.fullmatch(said)):
            at = [said[found.start(n) - 1 : found.start(n)] for n in range(1, pattern.groups + 1)]
            as_typed = said.startswith(tuple(_told()["typed"]))
            parts = zip(found.groups(), at, strict=True)
            return chinese.format(*(_typed(p) if as_typed and "`" in (b, p[:1]) else _named(p) for p, b in parts))
    return None


def _typed(part: str) -> str:
    """What somebody typed, or has to type: never its label."""
    return "、".join(w.replace("`", "") for w in re.split(r"(?<=`), |(?<=）), | or (?=`)", part))


def _in_parts(said: str) -> str | None:
    for at in (m.start() for m in re.finditer("; ", said)):
        first, rest = _whole(said[:at]), said[at + 2 :]
        if first is not None and (second := _whole(rest) or _in_parts(rest) or (rest if "\u3400" <= rest[:1] <= "\u9fff" else None)):
            return f"{first}；{second}"
    return None


def _named(part: str) -> str:
    """A word that a refusal names, or several with commas: by its label, where it has one."""
    words = [part] if part in _told()["named"] else [w.replace("`", "") for w in re.split(r", | or ", part)]
    found = [_told()["named"].get(w) or next((phrase(f + w).zh for f in NAMED if f + w in phrases()), None) for w in words]
    if all(found):
        return "、".join(f for f in found if f)
    if (told := _whole(part)) is not None:
        return told
    return "、".join(words) if LIST.fullmatch(part) else part  # some have no label: as they are typed


def meanings() -> Mapping[str, str]:
    """The Chinese meaning of each code."""
    return table("words/faults.toml")


def fault_said(fault: Fault, lang: str) -> str:
    """The lines of a fault of a lawbook; the first begins `file:line:column: code` in both languages, as editors read it. In Chinese, what its code means
    and how it is mended go before the details, which name keys and values and stay as they are, but for those that name none."""
    if lang != "zh":
        return str(fault)
    where, _, details = str(fault).partition(f": {fault.code}: ")
    said = refusal_in(lang, details)
    return f"{where}: {fault.code}：{meanings()[fault.code]}\n    {details if re.search('[A-Za-z]', said) else said}"
