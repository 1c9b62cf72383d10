"""Every refusal, of whichever door, can be said in Chinese."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from shidian.api.errors import CODES
from shidian.errors import MissingExtra
from shidian.words.refusals import refusal_in

SOURCE = Path(__file__).parents[2] / "src/shidian"
REFUSE = {"DeskError", "SignedOut", "DeskForbidden", "DeskMissing", "DeskStale", "TooManyTries"}
TERMINAL = {"backup.py", "local_postgres.py", "mail.py", "demonstration.py", "walls.py"}
"""What only a terminal says."""


def words(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may come to, with {} for what they name."""
    if isinstance(node, ast.IfExp):
        yield from (*words(node.body), *words(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
    elif isinstance(node, ast.BinOp):
        yield from (a + b for a in [*words(node.left)] or ["{}"] for b in [*words(node.right)] or ["{}"])


NOT_SAID = {"LawbookError", "MissingExtra", "FileRefused", "ApiError"}
"""What says its faults one by one, names an extra, or repeats what another said."""


def errors_of_ours(classes: Sequence[ast.ClassDef]) -> set[str]:
    """The names of all errors that the package defines."""
    found = {"ShidianError"}
    for _ in range(3):  # an error of an error of an error
        found |= {node.name for node in classes if any(isinstance(b, ast.Name) and b.id in found for b in node.bases)}
    return found - NOT_SAID


@cache
def refused_anywhere() -> frozenset[str]:
    found: set[str] = set()
    nodes = [node for path in SOURCE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    ours = errors_of_ours([node for node in nodes if isinstance(node, ast.ClassDef)])
    for call in (node for node in nodes if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Name) and call.func.id in ours:
            found |= {w for e in (*call.args[:1], *(k.value for k in call.keywords if k.arg == "hint")) for w in words(e)}
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in ("refuse", "failure") and len(call.args) > 3:
            found |= set(words(call.args[3]))  # what stands before pages
    return frozenset(w for w in found if re.search("[a-z]", w)) | {message for _, message in CODES.values()}


def refusals() -> set[str]:
    found: set[str] = set()
    for path in [p for wing in ("tracking", "store", "web/desk", "visitors") for p in (SOURCE / wing).glob("*.py")]:
        if path.name in TERMINAL or path.name == "provider.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSE:
                found |= {w for e in (*node.args[:1], *(k.value for k in node.keywords if k.arg == "hint")) for w in words(e)}
            if isinstance(node, ast.FunctionDef) and node.name.startswith(("refusal", "lacking")):
                found |= {w for r in ast.walk(node) if isinstance(r, ast.Return) and r.value is not None for w in words(r.value)}
    return found


def test_every_refusal_of_the_desk_is_said_in_chinese() -> None:
    told = tomllib.loads((SOURCE / "words/refusals.toml").read_text(encoding="utf-8"))["said"]
    assert len(refusals()) > 100
    assert sorted(refusals() - told.keys()) == []
    assert [e for e, chinese in told.items() if e.count("{}") != chinese.count("{}")] == []


def test_whatever_is_refused_anywhere_is_said_in_chinese() -> None:
    assert len(refused_anywhere()) > 400
    assert sorted(w for w in refused_anywhere() if refusal_in("zh", w.replace("{}", "x")) == w.replace("{}", "x")) == []


def noted() -> set[str]:
    """What readers of files note of them."""
    found: set[str] = set()
    for path in (SOURCE / "documents/formats").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "append":
                found |= set(words(node.args[0])) if ast.unparse(node.func.value).endswith("notes") else set()
            if isinstance(node, ast.FunctionDef) and node.name in ("notes", "_recognised"):
                said = [n.value for n in ast.walk(node) if isinstance(n, ast.Yield | ast.Return | ast.Assign) and n.value is not None]
                found |= {part for n in said for w in words(n) for part in w.split("; ") if re.search("[a-z]", part)}
    return found


def test_whatever_is_noted_of_a_file_is_said_in_chinese() -> None:
    assert len(noted()) > 8
    assert sorted(n for n in noted() if refusal_in("zh", n.replace("{}", "7")) == n.replace("{}", "7")) == []
    cut = "recognition of pages ended at its bound: send the scan in parts of some ten pages, or use `shidian read` on your own machine, which reads 60 pages"
    assert refusal_in("zh", cut) == "页面识别已达上限而中止：请把扫描件分成每份约十页提交，或者在自己的电脑上使用shidian read，可读取60页"


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        ("`operating` needs evidence of grade A or B", "“已落地”须有甲级或者乙级（A、B）依据"),
        ("who proposed a change cannot sign it; another signer of the region can", "提出人不能复核自己的变更；请由本地区其他复核人复核"),
        ("`receive` is not a day: no calendar has this day", "“receive”不是日期：历法中没有这一天"),
        (
            "`granted` cannot follow `drafted` (can follow: received, withdrawn)",
            "“已批准”不能接在“起草中”之后（其后可以是：已收件、已撤回）",
        ),
        ("there is no vocabulary `zz`; known: `a`, `b`", "没有名称表“zz”；可以使用：a、b"),
        ("`share` cannot be more than 100; `150` was given", "“外资股比（%）”不得大于100；所填为“150”"),
        (
            "unknown activity `zz`; no known name comes near; the widest are `idc` (Data centres (IDC), 数据中心（IDC）), `post` (Post, 邮政)",
            "没有行业活动“zz”；没有相近的名称；最上层的有：idc（数据中心（IDC））、post（邮政）",
        ),
        (
            "unknown activity `x`; It is a technology. / 这是一项技术。 See `software-it` (Software, 软件).",
            "没有行业活动“x”；这是一项技术。参见software-it（软件）。",
        ),
        (
            "unknown origin `CN`; a domestic investor is not foreign / 境内投资者不是外国投资者；不予考虑",
            "没有来源地“CN”；境内投资者不是外国投资者；不予考虑",
        ),
        ("there is no kind `rule`", "没有类别“rule”"),  # what was typed, and is to be typed, is no label
        ("there is no rule, provision or instrument `cn-x`", "没有规则、条文或者法律文件“cn-x”"),
        ("did you mean `activity`, `share` or `rule`?", "您是否想填activity、share、rule？"),
        ("write `share` in digits, such as 50 or 33.3, in %", "请用数字填写“外资股比（%）”，例如50或者33.3，单位%"),
        ("there is no such item, or you may not see it", "没有这个事项，或者您无权查看"),
        ("this change is no longer open: it was applied", "该变更已经办结：已生效"),
        (str(MissingExtra("web", "uvicorn")), "此功能需要“uvicorn”，尚未安装；请运行：pip install 'shidian[web]'"),
        ("words nobody wrote", "words nobody wrote"),
    ],
)
def test_a_refusal_names_what_it_is_about(said: str, chinese: str) -> None:
    assert refusal_in("zh", said) == chinese
    assert refusal_in("", said) == said
    assert (
        re.search("[\u4e00-\u9fff]", re.sub("`[^`]*`(?: \\([^()]*\\))*|/[^/]*/", "", refusal_in("en", said))) is None
        or "the widest" in said
    )
