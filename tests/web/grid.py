"""Every kind of page in every way it is met: `python -m tests.web.grid DIR [WORD…]` starts one server, walks all pages (those whose name holds a WORD) in both
languages, at three widths, in both themes, with and without scripts, writes a line of JSON for each into `DIR/grid.jsonl` (what is wider than the screen, pixels,
bytes, what axe finds, errors, words of the other language) and pictures to be looked at by somebody. Nothing fails: the tests beside it hold what must hold."""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from shidian.review.queue import ReviewDesk
from shidian.store.copies import CopyShelf
from shidian.store.database import Database
from shidian.store.shelf import Shelf
from shidian.store.signing.people import PeopleShelf
from shidian.visitors.keeper import Keeper, programme_desk
from tests.cases.real import real_book
from tests.desk.running import Office, sign_in
from tests.serving.running import client, serving
from tests.tracking.offices import PASSWORD, QUICK, shown
from tests.web.browsing import launched
from tests.web.pages import ADDRESSES, CASE, SHENZHEN
from tests.web.test_access import LOOKS, RULES, found_by_axe, wider
from tests.web.test_read import NOTICE
from tests.web.test_residue import CHINESE, ENGLISH, WRITTEN, SaidText, official
from tests.web.test_screen import as_csv

WIDTHS = (390, 820, 1440)
TALL = 6_000
"""Pixels of a picture at most."""
WORDS = {
    "heard": "德国企业能否在成都以100%的股比投资应用商店",
    "not-heard": "我们想在火星上用紫色的长颈鹿做点什么",
    "half-heard": "send an engineer from France to Suzhou for 3 months xyzzy and a giraffe",
}
TABLE = [["行业", "地区", "投资方国别", "外方持股", "日期"]] + [
    [trade, place, "德国", share, day]
    for trade in ("互联网数据中心", "应用商店", "医院", "电影院", "职业培训", "不存在的行业")
    for place, share, day in (
        ("成都", "100%", "2025-06-01"),
        ("深圳", "70", "2025-03-15"),
        ("上海临港", "51", "2026-05-01"),
        ("北京", "x", "2025-06-01"),
    )
]
"""A table with values that nobody knows, rows of every outcome and rows that cannot be read."""
MEMO_TEXT = (
    "备忘录\n一、2024年10月23日起，北京、上海、海南、深圳开展增值电信业务扩大对外开放试点，互联网数据中心（IDC）业务取消外资股比限制。\n"
    "二、根据《外商投资电信企业管理规定》第六条，经营增值电信业务的外方投资者在企业中的出资比例最终不得超过50%。\n"
    "三、关键信息基础设施运营者向境外提供个人信息不足10万人的，免予申报数据出境安全评估。\n四、个人信息保护负责人应当自超过100万人起30日内报送信息。\n"
).encode()


def pages() -> Iterator[tuple[str, str]]:
    """Every page by a name: all addresses, a decision of each outcome of each question, and the states a page may be in."""
    for path, address in ADDRESSES.items():
        yield path.strip("/").replace("/", "-").replace("{", "").replace("}", "") or "home", address
    seen = set()
    for group in real_book().lawbook.cases:
        for case in group.cases:
            kind = (group.question, case.expect.outcome)
            if kind not in seen:
                seen.add(kind)
                yield f"answer-{kind[0]}-{kind[1]}", f"/decision/{kind[0]}?{urlencode(case.facts)}"
    yield from ((f"bare-{q}", f"/decision/{q}") for q in real_book().lawbook.questions)
    yield from ((f"ask-{q}", f"/ask/{q}") for q in real_book().lawbook.questions)
    yield from ((f"sentence-{name}", f"/question?{urlencode({'q': words})}") for name, words in WORDS.items())
    yield from (
        ("ask-unknown", "/ask/access?activity=idc&territory=shenzhen&skip=origin,share"),
        ("answer-heard", f"/decision/access?{CASE}&sentence=may+a+German+company+own+an+app+store+in+Chengdu"),
        ("answer-depends", "/decision/access?activity=idc&territory=shanghai&origin=de&share=100"),
        ("elsewhere-of-data", "/elsewhere/data_export?data=personal"),
        ("whatif-idc", f"/what-if/access?{SHENZHEN}"),
        ("matrix-all", "/matrix?rows=all"),
        ("ceilings-bare", "/ceilings"),
        ("changes-five-years", "/changes?since=2021-11-01&until=2026-11-01"),
        ("openness-bare", "/openness"),
        *((f"region-{tab}", f"/territories/shanghai?tab={tab}") for tab in ("here", "tasks", "changes", "sisters")),
        ("region-zone", "/territories/lingang"),
        ("instrument-list", "/instruments/cn-negative-list"),
        ("instrument-coming", "/instruments/cn-cybersecurity-law"),
        ("tasks-list", "/tasks?view=list"),
        ("tasks-sifted", "/tasks?stage=operating"),
        ("search-nothing", "/search?q=xyzzyplugh"),
        ("search-many", "/search?q=电信"),
        ("wrong-fact", "/decision/access?activity=app-shoppe"),
        ("wrong-value", "/tasks?stage=x"),
        ("wrong-page", "/nothing"),
    )


@contextmanager
def office(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A server with everything on it that a server may have, and what was put there: addresses by name."""
    database = Database(f"sqlite:///{folder / 'work.db'}")
    programme = programme_desk(real_book(), database, PeopleShelf(database, hasher=QUICK))
    programme.people.first()
    with serving(Keeper(real_book(), reviews=ReviewDesk(Shelf(database)), programme=programme, copies=CopyShelf(database))) as address:
        there = Office(address, programme)
        editor, signer = there.join("editor", ("suzhou", "editor")), there.join("signer", ("suzhou", "signer"))
        there.join("chief", ("*", "administrator"))
        items = [programme.begin(editor, "suzhou", task=task) for task in list(programme.tasks)[:3]]
        shown(programme, editor, signer, items[0])
        with client(address) as http:
            yield address, {"session": "", "item": str(items[0])} | prepared(http)


def prepared(http: httpx.Client) -> dict[str, str]:
    """What a visitor has uploaded and kept: addresses of it below the language, and the visitor's cookies."""

    def sent(path: str, **what: Any) -> str:
        answer = http.post(path, **what)
        assert answer.status_code == 303, answer.text[:400]
        return answer.headers["location"].removeprefix("/zh")

    table = ("cases.csv", as_csv(TABLE))
    columns = sent("/zh/screen", files={"file": table}, data={"question": "access"})
    done = sent("/zh/screen", files={"file": table}, data={"question": "access"})
    http.post(f"/zh{done}/start", data={"activity": "行业", "territory": "地区", "origin": "投资方国别", "share": "外方持股", "on": "日期"})
    for _ in range(200):
        if http.get(f"/zh{done}.json").json()["job"]["state"] not in ("queued", "running"):
            break
        time.sleep(0.1)
    read = sent("/zh/read", files=[("files", ("notice.txt", NOTICE))])
    check = sent("/zh/read", files=[("files", ("备忘录.txt", MEMO_TEXT)), ("files", ("notice.txt", NOTICE))])
    kept = sent("/zh/kept", data=dict(p.split("=") for p in CASE.split("&")) | {"question": "access"})
    sign_in(http, "chief", PASSWORD)
    return {
        "screen-columns": columns,
        "screen-done": done,
        "read-one": read,
        "read-check": check,
        "kept": kept,
        "cookies": json.dumps(dict(http.cookies)),
    }


def of_visitor(put: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Pages that have no address before somebody made them, and the desk."""
    yield from ((name, put[name]) for name in ("screen-columns", "screen-done", "read-one", "read-check", "kept"))
    yield "screen-row", put["screen-done"] + "?outcome=permitted"
    item = put["item"]
    for name in ("", "/people", "/account", "/audit", "/ministry", "/published", f"/items/{item}"):
        yield "desk" + name.replace("/", "-"), "/desk" + name
    for name in (
        "",
        "/compare",
        "/applications",
        "/replication",
        "/lawbook",
    ):  # beginning and importing are an editor's, and walked by the journey of a bureau
        yield "desk-region" + name.replace("/", "-"), "/desk/regions/suzhou" + name


PICTURES = {("zh", 390, True), ("zh", 1440, False), ("en", 390, False), ("en", 820, True)}
"""The ways in which a page with scripts is pictured."""


def noted(page: Page) -> list[str]:
    """What goes wrong on a page, as it goes."""
    faults: list[str] = []
    page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: faults.append(str(e)))
    return faults


def loaded(page: Page) -> None:
    """Come to the parts of other pages, which are loaded then."""
    for _ in range(200):
        if not page.evaluate("(() => { const a = document.querySelector('[data-part] > p > a'); a?.scrollIntoView(); return !!a; })()"):
            break
        page.wait_for_timeout(150)
    page.evaluate("scrollTo(0, 0)")


def seen(browser: Browser, address: str, put: dict[str, str], name: str, path: str, folder: Path) -> Iterator[dict[str, Any]]:
    """One page in all ways."""
    cookies = [{"name": k, "value": v, "url": address} for k, v in json.loads(put["cookies"]).items()]
    for lang in ("zh", "en"):
        for js in (True, False) if lang == "zh" else (True,):
            context = browser.new_context(
                java_script_enabled=js,
                viewport={"width": 390, "height": 844},
                locale="zh-CN" if lang == "zh" else "en-GB",
                reduced_motion="reduce",
            )
            context.set_default_timeout(180_000)
            context.add_cookies(cookies)  # type: ignore[arg-type]
            page = context.new_page()
            faults = noted(page)
            answer = page.goto(f"{address}/{lang}{path}", wait_until="load", timeout=180_000)
            assert answer is not None
            text = answer.text()
            found: dict[str, Any] = {
                "name": name,
                "path": path,
                "lang": lang,
                "js": js,
                "status": answer.status,
                "kb": len(text.encode()) // 1000,
            }
            if js:
                loaded(page)
                found["axe"] = found_by_axe(page, RULES) if lang == "zh" else []
            found["packed"] = len(gzip.compress(text.encode())) // 1000
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 844})
                found[f"tall{width}"] = page.evaluate("document.documentElement.scrollHeight")
                found[f"wide{width}"] = wider(page)
                for dark in (False, True):
                    if js and (lang, width, dark) in PICTURES:
                        page.emulate_media(color_scheme="dark" if dark else "light")
                        clip = {"x": 0, "y": 0, "width": width, "height": min(TALL, found[f"tall{width}"])}
                        shot = folder / f"{name}-{lang}-{width}-{'dark' if dark else 'light'}.jpg"
                        page.screenshot(path=shot, full_page=True, clip=clip, type="jpeg", quality=70)  # type: ignore[arg-type]
            found["jump"] = page.locator("nav.jump").count()
            if js and lang == "en":
                page.emulate_media(color_scheme="dark")
                found["axe"] += found_by_axe(page, LOOKS)
            found["faults"] = faults
            said = SaidText(text, lang).said
            other = ENGLISH if lang == "zh" else CHINESE
            found["other"] = sorted({m for s in said for m in other.findall(s)} - official(real_book().lawbook))[:20]
            found["days"] = sorted({m for s in said for m in WRITTEN.findall(s)})
            context.close()
            yield found


def main(folder: str, *words: str) -> None:
    """Walk the grid."""
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as kept, office(Path(kept)) as (address, put), sync_playwright() as playwright:
        browser = launched(playwright)
        with (out / "grid.jsonl").open("a") as lines:
            for name, path in (*pages(), *of_visitor(put)):
                if (words and not any(w in name for w in words)) or (out / f"{name}-zh-1440-light.jpg").exists():
                    continue  # begun again, it goes on where it was
                for found in seen(browser, address, put, name, path, out):
                    lines.write(json.dumps(found, ensure_ascii=False) + "\n")
                lines.flush()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
