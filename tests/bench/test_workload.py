"""The made-up market: a proper lawbook, the same for the same seed, and made of what it says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest
from bench.market import Shape
from bench.normal import Normal
from bench.workload import lawbook, write

from shidian.law.files import law_files
from shidian.law.folder import read_files
from shidian.law.lawbook import Lawbook


def instruments(book: Lawbook) -> bytes:
    return msgspec.json.encode(book.instruments)


def test_the_same_seed_makes_the_same_lawbook_and_another_seed_another() -> None:
    assert instruments(lawbook()) == instruments(lawbook())
    assert instruments(lawbook(seed=1)) != instruments(lawbook(seed=2))


@pytest.mark.parametrize(("rules", "shape", "activities"), [(120, "dense", 40), (1200, "dense", 40), (1200, "wide", 400)])
def test_half_of_the_rules_are_limits_and_a_third_pilot_measures(rules: int, shape: Shape, activities: int) -> None:
    normal = Normal(lawbook(rules, shape))
    kinds = Counter(r.kind for r in normal.rules)
    assert kinds == {"limit": rules // 2, "relief": rules // 3 + rules // 12, "duty": rules // 12 - 1, "closing": 1}
    assert len(normal.activities) == activities


def test_written_as_a_folder_it_is_read_and_says_the_same(tmp_path: Path) -> None:
    """Reliefs are made up at random: some name a limit that they can never meet, and that is all that is wrong with them."""
    made = lawbook()
    write(made, tmp_path / "market")
    read, faults = read_files(law_files(tmp_path / "market"))
    assert {f.code for f in faults} <= {"never-met"}
    assert read is not None
    assert read.instruments == made.instruments
    assert read.questions == made.questions
    assert read.content.vocabularies == made.content.vocabularies


def test_every_relief_cites_an_authority_and_can_meet_a_limit_it_names() -> None:
    made = lawbook()
    reliefs = [r for _, _, r in made.rules.values() if r.kind == "relief"]
    assert all(r.authorised_by and r.relieves for r in reliefs)
    met = {w.relief for w in Normal(made).ways if w.relief >= 0}
    assert len(met) > len(reliefs) * 0.9
