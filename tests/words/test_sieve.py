"""The sieve passes over no pattern that matches, and compiles none that cannot."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shidian.answer.sentence.elsewhere import any_of
from shidian.packaged import table
from shidian.sieve import SOON, Sieve, Words, needs, needs_kept

ABROAD = "(?:japan|德国)"
SENTENCES = Path(__file__).parents[1] / "answer" / "sentence" / "kinds.jsonl"


def sources() -> list[str]:
    said = table("words/sentence.toml")
    found = [p for kind in ("says", "open", "asked_by") for entry in said[kind] for p in entry.get("patterns", ())]
    return [p.replace("{abroad}", ABROAD) for p in (*found, *said["passing"]["patterns"])]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sources()).flatmap(lambda p: st.tuples(st.just(p), st.from_regex(p))))
def test_every_text_that_a_pattern_matches_has_what_the_pattern_needs(drawn: tuple[str, str]) -> None:
    source, text = drawn
    assert [at for at, _ in Sieve([source]).matching(text)] == [0]


def test_on_every_sentence_of_ours_the_patterns_that_match_are_among_those_tried() -> None:
    every, sieve = [re.compile(p) for p in sources()], Sieve(sources())
    matched = 0
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["text"].casefold()
        tried = {at for at, _ in sieve.matching(text)}
        found = {at for at, p in enumerate(every) if p.search(text)}
        matched += len(found)
        assert found <= tried, text
        assert len(tried) < len(every) / 4
    assert matched > 100


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("cash ?pool(?:s|ing)?", {"cash"}),
        ("(?:外债|借款)登记", {"登记"}),
        ("(?:foreign debt|loan)s?", {"foreign debt", "loan"}),
        ("(?<!no )visas?|签证", {"visa", "签证"}),
        ("(?i:ATA)", {"ata"}),
        ("[不无]需", {"需"}),
        ("x*", set()),
        ("(?:a|b*)", set()),
        ("(?!never)", set()),
    ],
)
def test_what_a_pattern_needs_is_its_rarest_part(source: str, needed: set[str]) -> None:
    assert needs(source) == needed


def test_a_hole_is_filled_only_when_the_pattern_is_tried() -> None:
    sieve = Sieve(["send to {abroad}", "lend"], {"{abroad}": ABROAD})
    assert [at for at, _ in sieve.matching("we send to Japan")] == [0]
    assert [p.search("send to 德国") is not None for _, p in sieve.matching("send to 德国")] == [True]
    assert not list(sieve.matching("borrow"))


def test_of_very_many_words_those_of_the_text_are_tried_and_soon_all() -> None:
    words = ("japan", "south korea", "korea", *(f"land {n}" for n in range(20)))
    sieve = Sieve(["to {abroad}", "lend"], {"{abroad}": Words(words, lambda some: any_of(some) if (some := {*some}) else "(?!)")})
    whole = re.compile(f"to (?:{'|'.join(sorted(words, key=len, reverse=True))})")
    for text in ("to japan", "to nowhere", "from korea to south korea", *(f"to land {n}" for n in range(20)), "to japan and to korea"):
        assert [p.findall(text) for _, p in sieve.matching(text)] == [whole.findall(text)], text
    assert {p.pattern for _, p in sieve.matching("to japan")} == {p.pattern for _, p in sieve.matching("to korea")}


def test_a_pattern_that_another_thread_compiles_meanwhile_is_found() -> None:
    words = Words(tuple(f"land {n}." for n in range(9)), lambda some: any_of(some) if (some := {*some}) else "(?!)")
    sieve = Sieve(["to {abroad}"], {"{abroad}": words})
    for n in range(SOON):
        sieve.pattern(0, f"to land {n}.")

    class Meanwhile(str):
        """A text during whose look-up the same pattern is wanted for another one."""

        __slots__ = ()

        def __contains__(self, word: object) -> bool:
            sieve.pattern(0, "to land 7.")
            return str(word) in str(self)

    assert sieve.pattern(0, Meanwhile("to land 8.")).findall("to land 8.") == ["to land 8."]


def test_what_patterns_need_is_the_same_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    wanted = [needs(p) for p in sources()]
    assert needs_kept(sources()) == wanted
    (kept,) = (tmp_path / "shidian").iterdir()
    assert needs_kept(sources()) == wanted
    kept.write_bytes(b"broken")
    assert needs_kept(sources()) == wanted


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a?b*", ""),
        ("(?:ab|c)?d", "d"),
        ("(?<!x)(?=yz)y", "yz"),
        ("[xy]{2}", "yx"),
        ("(?:传|发)(?:到|回)", "发回"),
        ("(a)\\1|b", "b"),
        ("\\d+ ?%|half", "half"),
        ("[^a]", "b"),
    ],
)
def test_what_a_pattern_can_do_without_is_not_looked_for(source: str, text: str) -> None:
    assert [p.pattern for _, p in Sieve([source]).matching(text)] == [source]
