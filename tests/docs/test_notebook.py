"""The notebook runs as it stands, and finds what it says."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.docs.openness_choices import PAGE, written

NOTEBOOKS = Path(__file__).parents[2] / "docs" / "notebooks"


def ran(name: str) -> dict[str, Any]:
    """What the cells of a notebook leave, run one after the other."""
    said: dict[str, Any] = {}
    for cell in json.loads((NOTEBOOKS / name).read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), name, "exec"), said)
    return said


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda p: p.name)
def test_every_cell_has_an_id_as_programs_that_run_notebooks_ask_for(path: Path) -> None:
    ids = [c.get("id") for c in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    assert len(set(ids)) == len(ids) > 5
    assert None not in ids


@pytest.mark.skipif(not os.environ.get("SHIDIAN_NIGHTLY"), reason="takes long: make test-nightly runs it")
def test_the_tutorial_runs_and_its_receipt_gives_the_same_decision() -> None:
    said = ran("tutorial.ipynb")
    assert said["decision"].outcome == "not_permitted"
    assert said["again"] == said["decision"]
    assert said["open_case"].outcome == "undetermined"
    assert said["open_case"].missing
    assert said["spans"].intervals[-1].in_force.outcome == "permitted"
    assert said["found"].turns
    assert list(said["answers"]["outcome"][:2]) == ["not_permitted", "permitted"]
    assert "no such thing" in said["answers"]["error"].iloc[3]


@pytest.mark.skipif(not os.environ.get("SHIDIAN_NIGHTLY"), reason="takes long: make test-nightly runs it")
def test_the_notebook_runs_and_its_three_findings_hold() -> None:
    said = ran("openness.ipynb")
    assert {"dalian", "ningbo", "xiamen", "qingdao", "hefei"} <= set(said["nothing"])
    assert set(said["leaders"]) == {"hainan", "beijing", "shanghai", "shenzhen"}
    assert all(said["beyond"][place].low > 0 for place in said["leaders"])
    assert all(part > 0.5 for part in said["share"].values())
    fall = said["fall"]
    assert fall.after.low < fall.before.low
    assert fall.after.high == fall.before.high
    assert fall.explained.by == "standing"


@pytest.mark.skipif(not os.environ.get("SHIDIAN_NIGHTLY"), reason="takes long: make test-nightly runs it")
def test_the_method_page_shows_what_every_choice_does_today() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert written(page) == page
