"""What holds for every form of the desk, whoever may send it: nothing without the word of its session, nothing from another site, no field of the store's
own, and nothing by an id that is not there."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import delete, func, select

from shidian.store.tables import chains, changes, grants, items, journal, people, seconds, signoffs
from tests.desk.running import Client, Office
from tests.desk.test_matrix import TABLE, left_by, prepared, staff

__all__ = ["staff"]
FORMS = sorted(r.removeprefix("POST ") for r, row in TABLE.items() if r.startswith("POST ") and row["nobody"] == "sign in")
KEPT = (people, grants, items, changes, signoffs, journal, chains)
FOREIGN = {"Origin": "https://other.example", "Sec-Fetch-Site": "cross-site"}
OWN_OF_THE_STORE = ("person", "status", "digest")


def counted(office: Office) -> list[int]:
    with office.programme.work.database.reading() as c:
        return [int(c.execute(select(func.count()).select_from(t)).scalar() or 0) for t in KEPT]


def sent(browser: Client, where: str, said: dict[str, str], headers: dict[str, str] | None = None) -> int:
    """A form as a browser sends it, with a file where it takes one."""
    name = {"attach": "file", "import": "list"}.get(where.rpartition("/")[2])
    files = {name: ("a.csv", "任务\n示例".encode())} if name else None
    return int(browser.http.post(f"/zh/desk{where}", data=said, files=files, headers=headers).status_code)


@pytest.mark.parametrize("path", FORMS)
def test_no_form_does_anything_unasked(office: Office, staff: dict[str, object], path: str) -> None:
    with office.programme.work.database.writing() as c:  # a second factor that another test left would ask for its code
        c.execute(delete(seconds))
    who = next(role for role, word in TABLE[f"POST {path}"].items() if word == "yes")
    with office.signed_in(f"su-{who}") as browser, office.signed_in("maker") as another:
        where, said = prepared(office, staff, who, path)  # type: ignore[arg-type]
        if "{list}" in where:
            where = where.replace("{list}", left_by(browser))
        before = counted(office)
        for word in (None, another.word):
            assert sent(browser, where, said | ({} if word is None else {"csrf": word})) == 403
        assert sent(browser, where, said | {"csrf": browser.word}, FOREIGN) == 403
        for name in OWN_OF_THE_STORE:
            assert sent(browser, where, said | {"csrf": browser.word, name: "1"}) == 400
        if re.search(r"\{(id|word|list)\}", path) and "/account/" not in path:
            for id in ("999999999", "１", "x"):
                elsewhere = re.sub(r"/(\d+|[\w-]{20,})(?=/|$)", f"/{id}", where)
                assert elsewhere != where
                assert sent(browser, elsewhere, said | {"csrf": browser.word}) == 404
        assert counted(office) == before
