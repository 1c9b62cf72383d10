"""A receipt that says one thing twice is refused by the terminal too."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import run


def test_a_receipt_with_a_fact_twice_is_refused(tmp_path: Path) -> None:
    said = run("ask", "access", "activity=app-store", "territory=chengdu", "origin=US", "share=60", "on=2025-06-01", "--json")
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(json.loads(said.out)["receipt"]), encoding="utf-8")
    assert (
        run("replay", str(file)).code
        == run("ask", "access", "activity=app-store", "territory=chengdu", "origin=US", "share=60", "on=2025-06-01").code
    )
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"share": "60"', '"share": "10", "share": "60"'), encoding="utf-8")
    assert '"share": "10"' in file.read_text(encoding="utf-8")
    refused = run("replay", str(file))
    assert refused.code == 2
    assert "given twice" in refused.err
