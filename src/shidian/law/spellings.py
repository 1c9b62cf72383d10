"""The ways in which people write one name: traditional characters, British and American words, the plural, words for the kind of thing (业务, services).

Nothing here says what a name means: a word that is another activity (a platform, a shop, repair) is never taken away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from shidian.packaged import patterns, table
from shidian.patterns import compiled

SAYS = patterns("law/patterns.toml")
"""How names are put together."""
_WORD = compiled(r"[a-z0-9+]+|[^\x00-\x7f]+")
_BETWEEN = " \n/|\\-–—·:;,，、"
COMMAS = compiled(r"\s*[,，、]\s*")
_SHORTEST = 4
"""So many letters of a Latin word are left when it loses the s of its plural, or a name the word for its kind."""
_MOST = 4
"""So many parts of a list in a name are looked up."""


def simplified(text: str) -> str:
    """A text in simplified characters, as long as before."""
    return text if text.isascii() else text.translate(_script())


@cache
def _script() -> dict[int, str]:
    scripts = table("words/traditional.toml")
    return dict(zip(map(ord, scripts["traditional"]), scripts["simplified"], strict=True))


@cache
def _words(kind: str) -> dict[str, tuple[str, ...]]:
    """The lists of words of a kind, the longest first."""
    return {part: tuple(sorted(words, key=len, reverse=True)) for part, words in table("words/spelling.toml")[kind].items()}


def _plain(name: str) -> str:
    return simplified(unicodedata.normalize("NFKC", name)).casefold().strip()


def key_of(name: str, kind: str = "") -> str:
    """What every spelling of a name has in common: `shopping centers` and `Shopping Centre`, 電商 and 电商; of an activity also
    `parcel delivery` and `deliver parcels`, 配送包裹 and 包裹的配送, 因特网接入 and 互联网接入."""
    plain = _plain(name)
    if not any("a" <= c <= "z" for c in plain):
        bare = "".join(c for c in plain if c not in " -_'’·.。")
        return _act_last(_same_zh().sub(lambda word: _first_zh()[word[0]], bare)) if kind == "activities" else bare
    words = [_one(w) for w in _WORD.findall(plain.replace("'", "").replace("’", "").replace(".", "")) if w != "and"]
    return "".join(_object_first(words) if kind == "activities" and plain.isascii() else words)


@cache
def root(word: str) -> str:
    """A word in the singular and in British spelling, all forms of one act as one (consultancy, consultants)."""
    one = _one(word)
    act = _acts().get(one)
    return one if act is None else act[0]


def _object_first(words: list[str]) -> list[str]:
    """The words of an English name with what is done to something behind it, in one form: deliver parcels, delivery of parcels."""
    acts, table_of = _acts(), _words("holders")["words"]
    if len(words) < 2 or words[1:2] == ["for"]:
        return words
    if (act := acts.get(words[0])) is not None:
        if words[1] == "of" and len(words) > 2:
            return [*(w for w in words[2:] if w not in ("the", "a")), act[0]]
        if act[1] and words[-1] not in table_of and words[-1] not in acts:
            return [*words[1:], act[0]]
    return [*words[:-1], acts[words[-1]][0]] if words[-1] in acts else words


@cache
def _acts() -> dict[str, tuple[str, bool]]:
    """The forms of each act, in the singular: the act, and whether the form may stand before what it is done to."""
    return {
        _one(form): (f"+{act}", at < 2 or form.endswith("ing"))
        for act, forms in table("words/spelling.toml")["acts"].items()
        for at, form in enumerate(forms)
    }


def _act_last(name: str) -> str:
    """A Chinese name with what is done to something behind it, in one word, without 的: 配送包裹, 包裹的派送."""
    plain = name.replace("的", "") or name
    before, after = (pattern.fullmatch(plain) for pattern in _acts_zh())
    if after is not None:
        return after[1] + _acts_zh_one()[after[2]]
    return before[2] + _acts_zh_one()[before[1]] if before is not None else plain


@cache
def _first_zh() -> dict[str, str]:
    return {word: same[0] for same in table("words/spelling.toml")["same_zh"]["words"] for word in map(_plain, same)}


@cache
def _same_zh() -> re.Pattern[str]:
    """A word of one meaning with others (因特网, 互联网), the longest first."""
    return compiled("|".join(sorted(map(re.escape, _first_zh()), key=len, reverse=True)))


@cache
def _acts_zh_one() -> dict[str, str]:
    return {way: same[0] for same in table("words/spelling.toml")["acts_zh"]["words"] for way in same}


@cache
def _acts_zh() -> tuple[re.Pattern[str], re.Pattern[str]]:
    any_of = "|".join(_acts_zh_one())
    return compiled(f"({any_of})(..+)"), compiled(f"(.+)({any_of})")


@cache
def _one(word: str) -> str:
    """A word in the singular and in British spelling."""
    british: dict[str, str] = table("words/spelling.toml")["american"]
    if word in _words("english")["apart"]:
        return word
    if word.endswith("ies") and len(word) > _SHORTEST:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) >= _SHORTEST:
        word = word[:-1]
    return "".join(british.get(word, word).split("-"))


def bare(name: str, kind: str = "activities") -> Iterator[str]:
    """A name without what narrows it, and without the words for its kind at both ends, one after another: the nearest first."""
    plain = _plain(name)
    if kind == "activities" and (whole := SAYS["narrowed"].sub("", plain)) != plain:
        yield whole
        plain = whole
    lists = _words(kind) if kind in ("places", "origins") else {}
    chinese = not plain[-1:].isascii()
    after = (
        (lists.get("after_chinese", ()) if chinese else lists["after"]) if lists else _words("chinese" if chinese else "english")["after"]
    )
    before = lists.get("before", ()) if lists else _words("chinese" if chinese else "english")["before"]
    seen, waiting = {plain}, [plain]
    while waiting:
        text = waiting.pop(0)
        ends = [text[: -len(word)].rstrip(" ,-") for word in after if text.endswith(word) and (chinese or text[: -len(word)][-1:] in " ,-")]
        starts = [text[len(word) :].lstrip() for word in before if text.startswith(word)]
        for shorter in (*ends, *starts):
            if shorter not in seen and len(shorter) >= (2 if chinese or lists else _SHORTEST - 1):
                seen.add(shorter)
                waiting.append(shorter)
                yield shorter


def is_form(name: str) -> bool:
    """Whether a word where the name of a country is asked for is the form of a company (B.V.) or says that there is none (N/A)."""
    return _plain(name) in _words("origins")["forms"]


def listed(name: str) -> list[str]:
    """The parts of a name that lists several things (hotels and restaurants, 酒店及餐饮); none of any other."""
    parts = [part for part in SAYS["listed"].split(_plain(name)) if part]
    return parts if 1 < len(parts) <= _MOST else []


def in_brackets(name: str) -> set[str]:
    """What stands in the brackets at the end of a name, part by part, each whole or up to the word for its kind; nothing of brackets that keep
    something out."""
    found = SAYS["in_brackets"].search(unicodedata.normalize("NFKC", name).casefold())
    return {p for part in COMMAS.split(found[1]) for p in (part, part.removesuffix("等"), part.removesuffix("类"))} if found else set()


def halves(text: str) -> tuple[str, ...]:
    """The two parts of a text that says something in Chinese and in another language (国籍 Nationality, Germany / 德国); none of any other."""
    found = SAYS["in_two"].fullmatch(unicodedata.normalize("NFKC", text).casefold().strip())
    return tuple(h.strip(_BETWEEN) for h in found.groups() if h) if found else ()
