"""A receipt that says one thing twice, and a decision that is not the one made again, are refused by the terminal."""

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


def test_a_decision_that_other_code_or_another_hand_made_is_not_replayed_as_if_it_were_the_same(tmp_path: Path) -> None:
    """The receipt names version and law; a change of the code between two versions would have answered otherwise without a word."""
    told = json.loads(
        run("ask", "access", "activity=app-store", "territory=chengdu", "origin=US", "share=60", "on=2025-06-01", "--json").out
    )
    file = tmp_path / "decision.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    assert run("replay", str(file)).code == 0
    told["in_force"]["outcome"] = "permitted"
    file.write_text(json.dumps(told), encoding="utf-8")
    for lang, words in (("en", "it says `permitted`, this code `not_permitted`"), ("zh", "文件所载结论与按其凭据重新作出的结论不一致")):
        refused = run("replay", str(file), "--lang", lang)
        assert refused.code == 2
        assert words in refused.err
