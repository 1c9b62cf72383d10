"""Words that sound like a name are offered by every door, and the order of sounds is that of the names of places in Latin letters."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from shidian.law.sounds import sound_of
from tests.cases.real import real_book

_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|[iu]?an|[iu]?ang|eng|ong|en|ing|in|[iu]ao|iao|ao|ou|iu|ai|ei|ui|uai|ie|ve|ue|ia|ua|uo|un|er|[aeiouv])"
)
OTHER = {
    "重",
    "长",
    "石",
    "厦",
    "六",
    "蚌",
    "朝",
    "都",
    "济",
    "台",
    "乐",
    "单",
    "大",
    "会",
    "秘",
    "解",
    "尉",
    "番",
    "洗",
    "卡",
    "宁",
    "吐",
    "喀",
    "阿",
}
"""Characters with several readings, or names that are not Chinese."""


@pytest.mark.parametrize(
    ("word", "id"),
    [
        ("成渡", "chengdu"),
        ("城都", "chengdu"),
        ("身圳", "shenzhen"),
        ("深镇", "shenzhen"),
        ("航州", "hangzhou"),
        ("广洲市", "guangzhou"),
        ("程渡", "chengdu"),
    ],
)
def test_a_place_written_with_other_characters_of_its_sound_is_offered(word: str, id: str) -> None:
    assert real_book().lawbook.names["territories"].near(word)[:1] == [id]


def test_what_sounds_like_nothing_is_not_offered_for_its_sound() -> None:
    assert real_book().lawbook.names["territories"].near("辉煌") == []


def test_characters_of_one_syllable_have_one_sound() -> None:
    """Read off the names of cities, whose English is their sound: two characters each, so that the syllables are told apart by the characters."""
    by_character: dict[str, set[str]] = defaultdict(set)
    for term in real_book().lawbook.trees["territories"].terms.values():
        zh, en = re.sub("[市区县]$", "", term.name.zh), re.sub("[^a-z]", "", term.name.en.casefold())
        cuts = [i for i in range(1, len(en)) if _SYLLABLE.fullmatch(en[:i]) and _SYLLABLE.fullmatch(en[i:])]
        if len(zh) == 2 and len(cuts) == 1:
            by_character[zh[0]].add(en[: cuts[0]])
            by_character[zh[1]].add(en[cuts[0] :])
    sounds: dict[str, set[int | str]] = defaultdict(set)
    for character, heard in by_character.items():
        if len(heard) == 1 and character not in OTHER and isinstance(sound := sound_of(character)[0], int):
            sounds[next(iter(heard))].add(sound)
    several = {syllable: found for syllable, found in sounds.items() if len(found) > 1}
    assert len(sounds) > 100
    assert several == {}
    assert len({next(iter(s)) for s in sounds.values()}) == len(sounds)
