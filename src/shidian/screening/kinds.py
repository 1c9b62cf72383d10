"""Kinds of enterprise (有限责任公司（外国法人独资）, 中外合资, WFOE): one word of a register that says the legal form, and often how much
foreigners hold and from where they come. The form is read from it; the share too, where the table has no column for it and the kind says
that all is foreign. What a kind says is held against the other columns: a wholly foreign enterprise with a share of 50 % is an error of its row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from shidian.packaged import table

FORM, SHARE, ORIGIN, HOLDING = "legal-form", "share", "origin", "holding"
"""The facts of which a kind speaks."""
NEAR, ABROAD = "hk-mo-tw", "abroad"
"""Whence the investors of a kind are: of this group of origins, or of none of it."""
WHOLE = "100%"
_NUMBER = re.compile(r"^\d{3,4}(?:\.0)?(?=\D)")
"""The code of a class before its name: 330 外资企业."""
_PLAIN = re.compile(r"[\s()\[\]<>【】〔〕、,，;；:：./\-_·]+")
_HAN = re.compile(r"(?<=[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff])")


class EnterpriseKind(Struct, frozen=True):
    """What a kind says: the legal form; what foreigners hold together (`all`, `part`, `none`, or `through` an enterprise in China); and whence the
    investors are (a group of origins, or `abroad`). None where it says nothing of it."""

    form: str | None = None
    share: str | None = None
    side: str | None = None


@cache
def _words() -> tuple[dict[str, list[tuple[str, str]]], re.Pattern[str]]:
    """What each word says, and a pattern for one word, the longest first."""
    says: dict[str, list[tuple[str, str]]] = {}
    for about in ("form", "share", "through", "side", "nothing"):
        for value, words in table("screening/kinds.toml")[about].items():
            for word in words:
                said = {"through": ("share", "through"), "nothing": None}.get(about, (about, value))
                says.setdefault(word, []).extend([said] if said else [])
    longest = sorted(says, key=len, reverse=True)
    return says, re.compile("|".join(rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w) for w in longest))


@lru_cache(10_000)
def kind_of(text: str) -> EnterpriseKind | None:
    """What a text says as a kind of enterprise; None where it is none, or contradicts itself."""
    plain = _NUMBER.sub("", unicodedata.normalize("NFKC", text).casefold().strip())
    plain = _HAN.sub("", _PLAIN.sub(" ", plain)).strip()
    says, word = _words()
    told: dict[str, str] = {}
    at = 0
    while at < len(plain):
        found = word.match(plain, at)
        if found is None:
            return None
        for about, value in says[found[0]]:
            if told.setdefault(about, value) != value:
                return None
        at = found.end()
        at += plain[at : at + 1] == " "
    return EnterpriseKind(told.get("form"), told.get("share"), told.get("side")) if plain else None


def kinds_in(columns: Mapping[str, str]) -> set[str]:
    """The facts that are read from the column of the kind: the form, and the share where it has no column of its own."""
    return {f for f in (FORM, SHARE) if f in columns and columns[f] == columns.get(FORM)}


def read_as(fact: str, text: str) -> str | None:
    """What a kind gives for a fact, as a person would give it; the text itself where it is no kind, None where the kind says nothing."""
    kind = kind_of(text)
    if kind is None:
        return text if fact == FORM else None
    if fact == FORM:
        return kind.form
    return WHOLE if fact == SHARE and kind.share == "all" else None


def gives_share(values: Sequence[str]) -> bool:
    """Whether some of these kinds say that all is foreign."""
    return any((kind := kind_of(v)) is not None and kind.share == "all" for v in values)


def contradictions(
    kinds: Sequence[Any],
    codes: npt.NDArray[Any],
    shares: npt.NDArray[np.float64] | None,
    origins: tuple[npt.NDArray[Any], Sequence[str | None], Collection[str]] | None,
    through: bool,
) -> list[tuple[npt.NDArray[np.bool_], str]]:
    """The rows that contradict their kind, and how. `kinds` are the words of the column and `codes` say which each row has; `shares` are NaN where
    none is given; `origins` are codes, the id of each (None: not told), and those near the mainland; `through` says that the manner of holding is
    given."""
    out: list[tuple[npt.NDArray[np.bool_], str]] = []
    for code, word in enumerate(kinds):
        kind = kind_of(word) if isinstance(word, str) else None
        if kind is None or (kind.share is None and kind.side is None):
            continue
        here = codes == code
        if kind.share == "none":
            out.append((here, f"`{word}` is a kind of enterprise without foreign investors"))
        elif kind.share == "through":
            if not through:
                out.append((here, f"`{word}` is held through an enterprise in China: give `holding`, and the share that is meant"))
        elif kind.share is not None and shares is not None:
            with np.errstate(invalid="ignore"):
                off = shares < 100 if kind.share == "all" else (shares >= 100) | (shares == 0)
            held = "all" if kind.share == "all" else "a part, and not all,"
            out.append((here & off, f"`{word}` says that foreigners hold {held} of it, and `{SHARE}` says something else"))
        if kind.side is not None and origins is not None:
            own, ids, near = origins
            wrong = [i for i, id in enumerate(ids) if id is not None and (id in near) == (kind.side == ABROAD)]
            out.append((here & np.isin(own, wrong), f"`{word}` and `{ORIGIN}` name investors from different places"))
    return out
