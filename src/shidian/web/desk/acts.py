"""What a form of the desk does: one use case each, then on to a page. Every form names the fields that it may carry; any other is refused."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from shidian.errors import DeskError, DeskMissing
from shidian.store.access import EVERYWHERE, Grant
from shidian.tracking.item import FIELDS, MOST_EVIDENCE
from shidian.web.desk import account_views as a
from shidian.web.desk.account_acts import ACCOUNT_ACTS
from shidian.web.desk.act import Act, Said, numbered, on, version_of
from shidian.web.desk.pages import HOME, number_of
from shidian.web.desk.who import DeskVisit

EVIDENCE = re.compile(r"evidence-(\d{1,2})-(document|day|page|quote|link|grade)")


def comment(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Say something of an item."""
    item = number_of(visit.path["id"], "item")
    visit.notes.comment(visit.who, item, said.get("text", ""))
    return on(visit, f"/{visit.programme.work.item(visit.who, item).kind}s/{item}#comments")


def bind(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Bind an account to an identity at a provider, or to none."""
    visit.programme.people.bind(visit.who, number_of(visit.path["id"], "account"), said.get("subject") or None)
    return on(visit, "/people")


def begin(visit: DeskVisit, _: Request, said: Said) -> Response:
    """A new item."""
    task, region = said.get("task") or None, visit.path["region"]
    area, title = said.get("area") or None, said.get("title") or None
    if (task is None) == (title is None):
        raise DeskError("choose a task of the programme, or write the title of a measure of your own, not both")
    id = visit.programme.begin(visit.who, region, task=task, title=title, area=area, why=said.get("why"), key=said.get("key") or None)
    return on(visit, f"/items/{id}")


def propose(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Propose a change."""
    wanted: dict[str, Any] = {n: said[n] for n in FIELDS if n in said}
    for name in ("due", "risk_level"):
        if name in wanted:
            wanted[name] = wanted[name] or None
    if "published" in wanted:
        if wanted["published"] not in ("yes", "no"):
            raise DeskError("`published` is yes or no")
        wanted["published"] = wanted["published"] == "yes"
    pieces = numbered({n: v for n, v in said.items() if v or not n.endswith("-day")}, EVIDENCE)  # a piece without a day has none
    if pieces:
        if len(pieces) > MOST_EVIDENCE + 1:
            raise DeskError(f"an item holds at most {MOST_EVIDENCE} pieces of evidence")
        wanted["evidence"] = [pieces[n] for n in sorted(pieces) if pieces[n].get("document")]
    item = number_of(visit.path["id"], "item")
    visit.programme.propose(visit.who, item, wanted, version=version_of(said), why=said.get("why"), key=said.get("key") or None)
    return on(visit, f"/items/{item}#changes")


def sign(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Sign a change."""
    return _to_item(visit, visit.programme.sign(visit.who, _change(visit)).item, said)


def refuse(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Refuse a change."""
    return _to_item(visit, visit.programme.refuse(visit.who, _change(visit), said.get("why")).item, said)


def withdraw(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Take one's own change back."""
    return _to_item(visit, visit.programme.withdraw(visit.who, _change(visit)).item, said)


def undo(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Propose to undo a change."""
    return _to_item(visit, visit.programme.undo(visit.who, _change(visit), why=said.get("why")).item, said)


def eyes(visit: DeskVisit, _: Request, said: Said) -> Response:
    """How many pairs of eyes a change takes."""
    wanted = said.get("eyes", "")
    visit.programme.set_eyes(visit.who, visit.path["region"], int(wanted) if wanted in ("1", "2", "3") else 0, said.get("why"))
    return on(visit, f"/regions/{visit.path['region']}")


def add_person(visit: DeskVisit, request: Request, said: Said) -> a.LinkPage:
    """A new account; its one-time link is shown once."""
    role = _grant(visit, said)
    login = said.get("login", "")
    _, word = visit.programme.people.add(visit.who, login, said.get("name", ""), [role])
    return _link(visit, request, login, word)


def grant(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Give a role."""
    visit.programme.people.grant(visit.who, number_of(visit.path["id"], "account"), _grant(visit, said))
    return on(visit, "/people")


def take(visit: DeskVisit, _: Request, said: Said) -> Response:
    """Take a role."""
    visit.programme.people.grant(visit.who, number_of(visit.path["id"], "account"), _grant(visit, said), take=True)
    return on(visit, "/people")


def renew(visit: DeskVisit, request: Request, _: Said) -> a.LinkPage:
    """A new one-time link for somebody."""
    person = number_of(visit.path["id"], "account")
    word = visit.programme.people.renew(visit.who, person)
    return _link(visit, request, next(p.login for p in visit.programme.people.people(visit.who) if p.id == person), word)


def close(visit: DeskVisit, _: Request, __: Said) -> Response:
    """Close an account."""
    visit.programme.people.set_active(visit.who, number_of(visit.path["id"], "account"), False)
    return on(visit, "/people")


def reopen(visit: DeskVisit, _: Request, __: Said) -> Response:
    """Open a closed account again."""
    visit.programme.people.set_active(visit.who, number_of(visit.path["id"], "account"), True)
    return on(visit, "/people")


def _grant(visit: DeskVisit, said: Said) -> Grant:
    region = said.get("region", "")
    if region != EVERYWHERE and region not in visit.programme.regions:
        raise DeskMissing("there is no such region, or you may not see it")
    return Grant(region, said.get("role", ""))  # type: ignore[arg-type]


def _link(visit: DeskVisit, request: Request, login: str, word: str) -> a.LinkPage:
    return a.LinkPage(login, f"{request.url.scheme}://{request.url.netloc}/{visit.lang}{HOME}/welcome/{word}")


def _change(visit: DeskVisit) -> int:
    return number_of(visit.path["id"], "change")


def _to_item(visit: DeskVisit, item: int, said: Said) -> Response:
    """On to the item of a change; back to one's work where the form stood there."""
    return (
        on(visit, "#sign") if said.get("to") == "work" else on(visit, f"/{visit.programme.work.item(visit.who, item).kind}s/{item}#changes")
    )


KEYED = frozenset({"why", "key"})
ACTS: tuple[Act, ...] = (
    *ACCOUNT_ACTS,
    Act("/regions/{region}/begin", begin, frozenset({"task", "area", "title"}) | KEYED),
    Act("/regions/{region}/eyes", eyes, frozenset({"eyes", "why"})),
    Act("/items/{id}/propose", propose, (frozenset(FIELDS) - {"evidence"}) | {"version"} | KEYED, also=EVIDENCE),
    Act("/items/{id}/comment", comment, frozenset({"text"})),
    Act("/changes/{id}/sign", sign, frozenset({"to"})),
    Act("/changes/{id}/refuse", refuse, frozenset({"why", "to"})),
    Act("/changes/{id}/withdraw", withdraw, frozenset({"to"})),
    Act("/changes/{id}/undo", undo, frozenset({"why"})),
    Act("/people", add_person, frozenset({"login", "name", "region", "role"})),
    Act("/people/{id}/grant", grant, frozenset({"region", "role"})),
    Act("/people/{id}/take", take, frozenset({"region", "role"})),
    Act("/people/{id}/renew", renew),
    Act("/people/{id}/bind", bind, frozenset({"subject"})),
    Act("/people/{id}/close", close),
    Act("/people/{id}/reopen", reopen),
)
