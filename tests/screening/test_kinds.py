"""What a kind of enterprise says of form, share and side, and that a row which contradicts its kind has no answer."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from shidian.screening.kinds import EnterpriseKind, kind_of
from tests.cases.real import real_book

EXAMPLES = tomllib.loads((resources.files("shidian.screening") / "kinds.toml").read_text(encoding="utf-8"))["examples"]
COLUMNS = ["activity", "territory", "origin", "share", "企业类型", "on"]


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_kind_says_what_its_example_says(text: str) -> None:
    form, share, side = (said or None for said in EXAMPLES[text])
    found = kind_of(text)
    assert (found or EnterpriseKind()) == EnterpriseKind(form, share, side)


@pytest.mark.parametrize("text", ["", "不是外商独资", "外商独资（已注销）", "原中外合资", "拟设WFOE", "VIE", "外商独资或中外合资"])
def test_what_is_more_than_a_kind_is_none(text: str) -> None:
    assert kind_of(text) is None


@pytest.mark.parametrize(
    ("origin", "share", "kind", "answered"),
    [
        ("US", "50", "外商独资", False),
        ("US", "100", "外商独资", True),
        ("US", "100", "中外合资", False),
        ("US", "0", "中外合资", False),
        ("US", "50", "中外合资", True),
        ("US", "", "中外合资", True),
        ("US", "100", "港澳台独资", False),
        ("HK", "100", "港澳台独资", True),
        ("HK", "100", "外国法人独资", False),
        ("US", "100", "内资企业", False),
        ("US", "50", "有限责任公司（外商投资企业法人独资）", False),
        ("US", "50", "公司", True),
    ],
)
def test_a_row_that_contradicts_its_kind_is_an_error(origin: str, share: str, kind: str, answered: bool) -> None:
    row = dict(zip(COLUMNS, ["app-store", "chengdu", origin, share, kind, "2025-06-01"], strict=True))
    done = real_book().screen("access", {name: [cell] for name, cell in row.items()})
    assert (done.column("error")[0].as_py() is None) == answered


def test_a_kind_gives_the_share_only_where_all_is_foreign_and_no_column_has_it() -> None:
    table = {
        "activity": ["app-store"] * 3, "territory": ["chengdu"] * 3, "origin": ["US"] * 3, "on": ["2025-06-01"] * 3,
        "企业类型": ["外商独资", "中外合资", "有限责任公司（外商投资、非独资）"],
    }  # fmt: skip
    outcomes = real_book().screen("access", table).column("outcome").to_pylist()
    case = {k: v[0] for k, v in table.items() if k != "企业类型"}
    whole, open_ = (real_book().ask("access", {**case, **more}).outcome for more in ({"share": "100"}, {}))
    assert whole != open_
    assert outcomes == [whole, open_, open_]
