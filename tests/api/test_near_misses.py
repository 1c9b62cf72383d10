"""A word that is not known is answered with the same candidates in the same order at every door: Python, terminal, API, pages, assistants, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import httpx
import pytest

from shidian.answer.values.entries import branches
from shidian.errors import CaseError, UnknownValue
from shidian.mcp.replies import refused
from shidian.screening.values import BadWord, suggestion
from tests.cases.real import real_book
from tests.cli.running import run

FACTS = {"territory": "territories", "activity": "activities", "origin": "origins"}
WORDS = {
    "territory": "chengd Chengdoo shangai Shanghia beijin Shenzen Guangzou hangzho tienjin Hainon dalain xiamin Suzho nanjng wuhn qingdoa kunmin pudon"
    " Chongqin Ningboo Wenzou Harbinn Changcun Jinna Zhengzou Changsa Nanchng Fuzou Hefeii Guiyan Lanzhu Xinning Urumchi Lhassa Hohot Shijiazuang Taiyun"
    " 成度 上嗨 广洲 深川 西按 北宁 杭洲 南宁区 Frankfurt xyzzy",
    "activity": "kindergarden kintergarten insurence securitys restaraunt hotell accountent cinemma hospitle databas brokerige advertsing telecomm"
    " franchize leesing factorin translaton auctoin logistiks warehousin 幼儿圆 旅行设 证卷公司 保险公私 律师楼馆 zzz quantum blockchain app-shoppe",
    "origin": "Germny Holand Swizerland Honkong Macaw Britian Singapor Phillipines Austrailia Belguim Denmrk Finnland Grece Irland Itly Japn Kanada Mexiko"
    " Norwegn Polnd Portugl Rusia Swedn Turky Vietnm Narnia 德园 新家坡",
}  # fmt: skip
MISSED = [(fact, word) for fact, words in WORDS.items() for word in words.split()]
SHOWN_AT_ALL_DOORS = MISSED[::4]
"""Those that go through a server and a terminal too, which takes longer."""


@cache
def error_of(fact: str, word: str) -> CaseError | None:
    """What Python says of it; None where the word is known after all."""
    try:
        real_book().read("access", {fact: word})
    except CaseError as error:
        return error
    return None


def candidates(fact: str, text: str) -> list[str]:
    """The entries that a text names, in its order."""
    entries = real_book().lawbook.names[FACTS[fact]].entries
    return [i for i in dict.fromkeys(re.findall(r"`([^`]+)`", text)) if i in entries]


def wanted(fact: str, word: str) -> list[str]:
    names = real_book().lawbook.names[FACTS[fact]]
    return names.near(word) or (branches(real_book().lawbook.trees[FACTS[fact]]) if fact != "territory" else [])


def test_a_hundred_words_are_not_known() -> None:
    assert len(MISSED) >= 100
    assert sum(isinstance(error_of(f, w), UnknownValue) for f, w in MISSED) >= 95


@pytest.mark.parametrize("fact", FACTS)
def test_python_assistants_and_tables_offer_the_same(fact: str) -> None:
    for own, word in MISSED:
        error = error_of(own, word)
        if own != fact or not isinstance(error, UnknownValue):
            continue
        want = wanted(fact, word)
        assert candidates(fact, error.hint or "") == want, word
        assert candidates(fact, str(refused(error)).partition("(")[2]) == want, word
        assert candidates(fact, suggestion(real_book(), "access", BadWord(fact, word, 1))) == want, word


def test_api_pages_and_the_terminal_offer_the_same(http: httpx.Client) -> None:
    for fact, word in SHOWN_AT_ALL_DOORS:
        if not isinstance(error_of(fact, word), UnknownValue):
            continue
        want = wanted(fact, word)
        told = http.post("/api/v1/ask", json={"question": "access", "facts": {fact: word}}).json()["error"]
        assert candidates(fact, told["hint"]) == want, word
        for lang in ("en", "zh"):
            page = http.get(f"/{lang}/decision/access", params={fact: word}).text
            assert [i for i in dict.fromkeys(re.findall(rf"[?&;]{fact}=([^&\"]+)\"?", page)) if i in want] == want, (word, lang)
            assert "shidian words" not in page
            assert not want or 'class="small" lang="en"' not in page


def test_the_terminal_offers_the_same() -> None:
    for fact, word in MISSED[::40]:
        if isinstance(error_of(fact, word), UnknownValue):
            said = run("ask", "access", f"{fact}={word}")
            assert candidates(fact, said.err.replace("\n", " ")) == wanted(fact, word), word


@pytest.mark.parametrize(
    ("fact", "word", "first"),
    [("territory", "chengd", "chengdu"), ("territory", "成度", "chengdu"), ("territory", "上嗨", "shanghai"), ("activity", "幼儿圆", "preschool-education"), ("origin", "Germny", "de")],
)  # fmt: skip
def test_what_is_meant_comes_first(fact: str, word: str, first: str) -> None:
    assert wanted(fact, word)[0] == first


def test_typing_ahead_gives_the_same_order(http: httpx.Client) -> None:
    words: Sequence[str] = ["chengd", "Shenzen", "beijin"]
    for word in words:
        found = [w["id"] for w in http.get("/api/v1/vocabulary/territories", params={"q": word}).json()["items"]]
        near = real_book().lawbook.names["territories"].near(word)
        assert found[: len(near)] == near
