"""A fault names what was probably meant, and nothing that was not."""

from __future__ import annotations

from pathlib import Path

import pytest

from shidian.law.files import law_files
from shidian.law.folder import read_files
from shidian.law.near import did_you_mean
from tests.building import edited, make_lawbook

PILOT = "instruments/orsia-pilot.yaml"


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("territory: [harbour, pilot-places]", "territory: 海港区", "`海港区` is a name of `harbour`; write the id"),
        ("territory: [harbour, pilot-places]", 'territory: "1101"', "`1101` is a name of `port-city`; write the id"),
        ("relieves: [orsia-list/pigeons]", "relieves: [pigeons]", "did you mean `orsia-list/pigeons`?"),
        ("authorised_by: [orsia-list#pilots]", "authorised_by: [pilots]", "did you mean `orsia-list#pilots`?"),
        ("legal-form: guild", "legal-form: gild", "did you mean `guild`?"),
    ],
)
def test_a_wrong_word_leads_to_the_id(tmp_path: Path, old: str, new: str, hint: str) -> None:
    _, faults = read_files(law_files(make_lawbook(tmp_path, edited(PILOT, (old, new)))))
    found = [f for f in faults if f.code == "unknown-reference"]
    assert len(found) == 1
    assert found[0].hint == hint


def test_a_long_part_in_common_does_not_make_two_ids_near() -> None:
    assert did_you_mean("qingdao-government", ["hainan-government", *map(str, range(20))]) is None
    assert did_you_mean("hainan-goverment", ["hainan-government", *map(str, range(20))]) == "did you mean `hainan-government`?"
