"""What stops a table with a question at the terminal stops it on the page, in both languages, though the form is sent as it was shown; and the
answer that a person chooses there lets it go on."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from shidian.errors import CaseError, ShidianError
from shidian.screening.asked import TableQuestion
from shidian.screening.job import Job, ask_for_facts, find_columns
from shidian.screening.run import screen_file
from tests.cases.real import real_book
from tests.nightly import share_of
from tests.serving.fixtures import address, http
from tests.tables.fifth import FIFTH
from tests.tables.first import FIRST
from tests.tables.fourteenth import FOURTEENTH
from tests.tables.fourth import FOURTH
from tests.tables.kept import KeptTable
from tests.tables.second import SECOND
from tests.tables.sixth import SIXTH
from tests.tables.third import THIRD
from tests.tables.thirteenth import THIRTEENTH

__all__ = ["address", "http"]
TABLES = [*FIRST, *SECOND, *THIRD, *FOURTH, *FIFTH, *SIXTH, *THIRTEENTH, *FOURTEENTH]
SHOWN = share_of(TABLES, 6)
"""Those of today, of a push: at the terminal each of them is tried every time."""


class Forms(HTMLParser):
    """The forms of a page as a browser without scripts sends them: by the end of their address, the fields, and the buttons with a name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, dict[str, str]] = {}
        self.buttons: list[tuple[str, str]] = []
        self.open: list[str] = []
        """The facts that are left open where a form is sent on with nothing filled in."""
        self._form = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._form = (given.get("action") or "").rpartition("/")[2]
            self.fields[self._form] = {}
        elif tag == "select":
            self._select = given.get("name") or ""
            self.fields[self._form][self._select] = ""
        elif tag == "option" and self._select and "selected" in given:
            self.fields[self._form][self._select] = given.get("value") or ""
        elif tag == "input" and given.get("name") == "open:":
            self.open.append(given.get("value") or "")
        elif tag == "button" and given.get("name"):
            self.buttons.append((given["name"] or "", given.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        self._select = "" if tag == "select" else self._select

    @property
    def answers(self) -> list[dict[str, str | list[str]]]:
        """What one click sends in answer to what is asked."""
        out: list[dict[str, str | list[str]]] = [{name: value} for name, value in self.buttons]
        return [*out, {"open:": self.open}] if self.open else out


def said_at_the_terminal(table: KeptTable, folder: Path) -> ShidianError | None:
    """What stops the table when nothing is said of it."""
    job = Job(table.question, folder / table.name, folder / "out.jsonl")
    try:
        ask_for_facts(find_columns(real_book(), job), set())
        screen_file(real_book(), job)
    except ShidianError as error:
        return error
    return None


def shown(http: httpx.Client, place: str) -> tuple[str, dict[str, object]]:
    """The page of a screening that is over, and what its twin says."""
    for _ in range(400):
        found: dict[str, object] = http.get(f"{place}.json").json()["job"]
        if found["state"] not in ("queued", "running"):
            return http.get(place).text, found
        time.sleep(0.02)
    raise AssertionError("the screening does not end")


def sent(http: httpx.Client, table: KeptTable, folder: Path, lang: str) -> httpx.Response:
    """The table is uploaded, and the form is sent as it is shown."""
    answer = http.post(
        f"/{lang}/screen", files={"file": (table.name, (folder / table.name).read_bytes())}, data={"question": table.question}
    )
    if answer.status_code == 303:
        place = answer.headers["location"]
        forms = Forms(http.get(place).text)
        if forms.answers:
            assert "start" not in forms.fields  # which sheet is the table is asked before its columns are shown
        else:
            assert http.post(f"{place}/start", data=forms.fields["start"]).status_code == 303
    return answer


@pytest.fixture
def visitor(http: httpx.Client) -> Iterator[httpx.Client]:
    yield http
    for job in http.get("/en/screen.json").json()["jobs"]:
        http.post(f"/en/screen/{job['id']}/delete")


@pytest.mark.parametrize("table", SHOWN, ids=lambda t: t.name)
def test_a_table_stops_on_the_page_where_it_stops_at_the_terminal(table: KeptTable, visitor: httpx.Client, tmp_path: Path) -> None:
    table.build(tmp_path / table.name)
    stopped = said_at_the_terminal(table, tmp_path)
    names = {f.fact: f.label.en for f in real_book().question(table.question).facts}
    for lang in ("en", "zh"):
        answer = sent(visitor, table, tmp_path, lang)
        if answer.status_code != 303:
            assert stopped is not None
            assert not isinstance(stopped, CaseError)
            continue
        place = answer.headers["location"]
        page, job = shown(visitor, place)
        if stopped is None:
            assert (job["state"], job["asks"]) == ("done", None), job["error"]
            continue
        if job["state"] == "uploaded":  # the columns of no sheet can be shown before one is chosen
            assert isinstance(stopped, TableQuestion)
            assert job["asks"]["message"] == stopped.message  # type: ignore[index]
        else:
            assert (job["state"], job["error"]) == ("failed", str(stopped))
        assert (job["asks"] is not None) == isinstance(stopped, CaseError)
        said = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))
        if lang == "en":
            worded = re.sub(r"`([^`]+)`", lambda m: f"“{names[m[1]]}”" if m[1] in names else m[0], stopped.message)
            assert re.sub(r"\s+", " ", worded) in said  # a fact has the name that the page calls it
        elif isinstance(stopped, CaseError):
            alert = page.partition('role="alert"')[2].partition("</div>")[0]
            assert 'lang="en"' not in alert, alert
        if isinstance(stopped, TableQuestion):
            assert Forms(page).answers
            assert len(Forms(page).buttons) + len(Forms(page).open) == len(stopped.choices)
        if isinstance(stopped, CaseError) and job["state"] != "uploaded":  # the form sent once more as it is shown confirms nothing
            visitor.post(f"{place}/start", data=Forms(page).fields["start"])
            assert shown(visitor, place)[1]["error"] == str(stopped)


@pytest.mark.parametrize("table", SHOWN, ids=lambda t: t.name)
def test_every_answer_to_a_question_lets_the_table_go_on(table: KeptTable, visitor: httpx.Client, tmp_path: Path) -> None:
    table.build(tmp_path / table.name)
    stopped = said_at_the_terminal(table, tmp_path)
    n, several = 0, isinstance(stopped, TableQuestion)
    while several:
        visitor.cookies.clear()  # what was answered would be offered to the same visitor
        place = sent(visitor, table, tmp_path, "zh").headers["location"]
        page, job = shown(visitor, place)
        if n >= len(Forms(page).answers):
            break
        asked, pressed = [job["asks"]], Forms(page).answers[n]
        for _ in range(12):
            visitor.post(f"{place}/{'sheet' if job['state'] == 'uploaded' else 'answer'}", data=pressed)
            page, job = shown(visitor, place)
            if job["state"] == "uploaded" and not Forms(page).answers:  # the columns of the chosen sheet
                visitor.post(f"{place}/start", data=Forms(page).fields["start"])
                page, job = shown(visitor, place)
            if not Forms(page).answers:
                break
            assert job["asks"] not in asked, (asked, job["error"])  # what was answered is not asked again
            asked.append(job["asks"])
            pressed = Forms(page).answers[0]
        assert job["state"] == "done" or not Forms(page).answers, (asked, job["error"])
        n += 1


def test_the_column_that_is_chosen_on_the_page_is_the_one_that_is_answered(visitor: httpx.Client, tmp_path: Path) -> None:
    table = next(t for t in SIXTH if t.name == "looked-through.csv")
    table.build(tmp_path / table.name)
    shares = {"外资比例": "45", "穿透后外资占比": "60"}
    facts = {"activity": "app-store", "territory": "chengdu", "origin": "US", "on": "2025-06-01"}
    for column, share in shares.items():
        visitor.cookies.clear()  # to the same visitor it would be offered
        place = sent(visitor, table, tmp_path, "en").headers["location"]
        assert ("share", column) in Forms(shown(visitor, place)[0]).buttons
        visitor.post(f"{place}/answer", data={"share": column})
        _, job = shown(visitor, place)
        assert job["state"] == "done", job["error"]
        assert job["summary"]["outcomes"] == {real_book().ask("access", **facts, share=share).outcome: 1}  # type: ignore[index]
        assert visitor.get(f"{place}/file").status_code == 200


def uploaded(http: httpx.Client, lines: list[str]) -> tuple[str, dict[str, str]]:
    """The page of a table that is given line by line, and its form as it is shown."""
    answer = http.post("/en/screen", files={"file": ("made.csv", "\n".join(lines).encode())}, data={"question": "access"})
    place = answer.headers["location"]
    return place, Forms(http.get(place).text).fields["start"]


def test_a_unit_that_was_told_is_forgotten_with_its_column(visitor: httpx.Client) -> None:
    lines = ["业务,城市,国别,外资比例,参考值,日期,变更日", "应用商店,成都,美国,0.45,0.6,2025-06-01,2025-06-02"]
    place, form = uploaded(visitor, lines)
    visitor.post(f"{place}/start", data=form)
    assert ("scale:share", "percent") in Forms(shown(visitor, place)[0]).buttons
    visitor.post(f"{place}/answer", data={"scale:share": "percent"})
    assert ("on", "变更日") in Forms(shown(visitor, place)[0]).buttons
    visitor.post(f"{place}/start", data=form | {"share": "参考值"})
    assert "no `share` in column `参考值` is above 1" in str(shown(visitor, place)[1]["error"])


def test_who_says_that_a_fact_has_no_column_is_not_asked_for_one(visitor: httpx.Client) -> None:
    place, form = uploaded(visitor, ["业务,城市,国别,外资比例,日期", "应用商店,成都,美国,45%,2025-06-01"])
    visitor.post(f"{place}/start", data=form | {"origin": ""})
    _, job = shown(visitor, place)
    assert job["state"] == "done", job["error"]
    assert "origin" not in job["mapping"]  # type: ignore[operator]


def test_a_column_is_not_given_to_a_fact_that_was_shown_without_one(visitor: httpx.Client) -> None:
    rows = ["应用商店,香港,香港,45%,2025-06-01", "应用商店,澳门,澳门,45%,2025-06-01"]
    place, form = uploaded(visitor, ["业务,股东地,column 3,外资比例,日期", *rows])
    assert (form["origin"], form["territory"]) == ("", "")
    visitor.post(f"{place}/start", data=form | {"origin": "股东地"})
    _, job = shown(visitor, place)
    assert "no column gives `territory`" in str(job["error"])


HEAD = "业务,城市,国别,外资比例,日期"


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    for n, (name, rows) in enumerate(sheets.items()):
        sheet = book.create_sheet(name, n)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[-1])
    book.save(out)
    return out.getvalue()


def test_of_several_sheets_that_may_be_the_table_one_is_chosen_on_the_page(visitor: httpx.Client) -> None:
    rows = {
        year: [HEAD.split(","), ["应用商店", "成都", "美国", share, f"{year}-06-01"]] for year, share in (("2024", "50%"), ("2025", "60%"))
    }
    content = workbook({"封面": [["名录"]], **rows})
    answer = visitor.post("/en/screen", files={"file": ("years.xlsx", content)}, data={"question": "access"})
    place = answer.headers["location"]
    asked = visitor.get(place).text
    assert Forms(asked).buttons == [("sheet", "2024"), ("sheet", "2025")]
    assert asked.count(HEAD.replace(",", " · ")) == 2  # what each holds
    assert visitor.post(f"{place}/start", data={}).status_code == 400  # nothing is read before a sheet is chosen
    visitor.post(f"{place}/sheet", data={"sheet": "2025"})
    page = visitor.get(place).text
    assert Forms(page).fields["sheet"] == {"sheet": "2025"}  # another one can be read instead
    visitor.post(f"{place}/start", data=Forms(page).fields["start"])
    assert shown(visitor, place)[1]["summary"]["outcomes"] == {"not_permitted": 1}  # type: ignore[index]


def test_a_value_that_was_mended_once_is_offered_for_the_next_table_that_holds_it(visitor: httpx.Client) -> None:
    lines = [HEAD, "我们的商店,成都,美国,50%,2025-06-01"]
    place, form = uploaded(visitor, lines)
    visitor.post(f"{place}/start", data=form)
    assert shown(visitor, place)[1]["summary"]["outcomes"] == {"error": 1}  # type: ignore[index]
    visitor.post(f"{place}/answer", data={"value:activity:我们的商店": "app store"})
    assert shown(visitor, place)[1]["summary"]["outcomes"] == {"permitted": 1}  # type: ignore[index]
    box = 'name="value:activity:我们的商店" value="app store" checked'
    place, form = uploaded(visitor, [*lines, "应用商店,成都,日本,40%,2025-06-01"])
    assert box in visitor.get(place).text
    visitor.post(f"{place}/start", data=form | {"value:activity:我们的商店": "app store"})
    assert shown(visitor, place)[1]["summary"]["outcomes"] == {"permitted": 2}  # type: ignore[index]
    place, form = uploaded(visitor, [*lines, "应用商店,成都,日本,40%,2025-06-01"])
    visitor.post(f"{place}/start", data=form)  # unticked: nothing that was said before is taken
    assert shown(visitor, place)[1]["summary"]["outcomes"] == {"error": 1, "permitted": 1}  # type: ignore[index]
    place, _ = uploaded(visitor, [HEAD, "应用商店,成都,日本,40%,2025-06-01"])
    assert "我们的商店" not in visitor.get(place).text


def test_facts_that_no_column_gives_are_given_or_left_open_with_one_click(visitor: httpx.Client) -> None:
    for given, outcome in (("2025-06-01", "permitted"), ("", "undetermined")):
        place, form = uploaded(visitor, ["业务,国别,外资比例", "应用商店,美国,50%"])
        visitor.post(f"{place}/start", data=form)
        open_ = Forms(shown(visitor, place)[0]).open
        assert open_ == ["territory", "on"]
        visitor.post(f"{place}/answer", data={"open:": open_, "fact:on": given, "fact:territory": "成都" if given else ""})
        assert shown(visitor, place)[1]["summary"]["outcomes"] == {outcome: 1}  # type: ignore[index]


def test_what_a_page_says_of_a_question_names_no_option_of_the_terminal(visitor: httpx.Client) -> None:
    for lines in (["业务,国别,外资比例", "应用商店,美国,50%"], [HEAD, "应用商店,成都,美国,0.5,2025-06-01"]):
        place, form = uploaded(visitor, lines)
        visitor.post(f"{place}/start", data=form)
        assert shown(visitor, place)[1]["asks"] is not None
        said = visitor.get(f"{place}.json").text.replace(place.rpartition("/")[2], "")  # an id may have two hyphens by chance
        assert "--" not in said
