"""The pages of the desk, each a function from a visit to its context."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from shidian.errors import DeskForbidden, DeskMissing
from shidian.law.records.base import Label
from shidian.store.access import ROLES, demand
from shidian.store.desk.chain import Entry
from shidian.store.desk.records import ThingKind
from shidian.store.signing.mailboxes import MailboxShelf
from shidian.tracking.item import ITEM_STAGES
from shidian.visitors.programme import title_of
from shidian.web.desk import account_views as a
from shidian.web.desk import audited
from shidian.web.desk import views as v
from shidian.web.desk.deadlines import application_line
from shidian.web.desk.who import DeskVisit
from shidian.web.page import address

HOME = "/desk"
THINGS: tuple[ThingKind, ...] = ("application", "assessment")
"""What belongs to items."""


def work(visit: DeskVisit) -> v.WorkPage:
    """My work."""
    who, store = visit.who, visit.programme.work
    idle = not any(regions is None or regions for regions in (who.regions("propose"), who.regions("sign")))
    items = [] if idle else store.items(who)  # who only reads has nothing to do, and the ministry would read everything
    titles = {i.id: title_of(visit.desk, i) for i in items}
    paths = dict.fromkeys(titles, "/items")
    below = {kind: [] if idle else store.items(who, kind=kind) for kind in THINGS}
    for kind, found in below.items():
        for i in found:
            said = i.state.get("firm") or ""
            titles[i.id] = Label(f"{i.title} {said}".strip(), f"{i.title} {said}".strip())
            paths[i.id] = f"/{kind}s"
    since = (visit.desk.today - dt.timedelta(days=v.SOON_DAYS)).isoformat()
    open_to = store.changes(who, status="open", act="sign"), store.changes(who, status="open", person=who.person)
    answered = {c.item for c in open_to[1]}
    back = [
        c
        for c in store.changes(who, status="refused", person=who.person, most=50)
        if (c.decided_at or "") >= since and c.item not in answered and c.item in titles
    ]
    changed = [c for found in (*open_to, back) for c in found]
    to_sign, mine = ([v.change_line(visit, c, titles, paths.get(c.item, "/items")) for c in found] for found in open_to)
    soon = (visit.desk.today + dt.timedelta(days=v.SOON_DAYS)).isoformat()
    lines = [v.item_line(visit, i) for i in items if who.may("propose", i.region) or who.may("sign", i.region)]
    open_ = [x for x in lines if x.due and x.due <= soon and x.stage not in ("replicated", "stopped")]
    refused = tuple(
        v.change_line(visit, c, titles, paths.get(c.item, "/items"), store.journal(who, c.region, item=c.item, most=200)) for c in back
    )
    calling = tuple(visit.notes.calling(who, since))
    due = sorted(open_, key=lambda x: (x.due or "", x.id))[:50]
    mine_to_do = [i for i in below["application"] if who.may("propose", i.region) or who.may("sign", i.region)]
    deadlines = [x for x in (application_line(visit, i) for i in mine_to_do) if x.due is not None and x.due.first.isoformat() <= soon]
    deadlines.sort(key=lambda x: (x.due.last if x.due else visit.desk.today, x.id))
    visit.noted("read", {c.region for c in changed} | {x.region for x in due} | {x.region for x in deadlines}, "my work")
    return v.WorkPage(
        tuple(c for c in to_sign if c.may_sign), tuple(mine), refused, calling, tuple(due), tuple(deadlines[:50]), v.region_lines(visit)
    )


def sign_in(visit: DeskVisit) -> a.SignInPage:
    """The form to sign in."""
    provider = visit.desk.provider
    return a.SignInPage(next_of(visit.one("next"), visit.lang), provider.name if provider is not None else None)


def code(visit: DeskVisit) -> a.CodePage:
    """The form of the second step."""
    return a.CodePage(next_of(visit.one("next"), visit.lang))


def account(visit: DeskVisit) -> a.AccountPage:
    """What a person keeps for themselves: the second factor and tokens."""
    people = visit.programme.people
    regions = tuple((r, name) for r, name in visit.regions() if visit.who.may("read", r))
    box = MailboxShelf(people).of(visit.who)
    return a.AccountPage(
        people.second_state(visit.who),
        people.has_password(visit.who),
        box.address if box is not None else None,
        tuple(people.tokens(visit.who)),
        regions,
        (*a.TOKEN_ACTS, "calendar"),
    )


def next_of(word: str | None, lang: str) -> str:
    """Where to go after signing in: a page of the desk, or the report of documents that somebody wanted to keep, and nothing else."""
    home = f"/{lang}{HOME}"
    safe = (
        word is not None
        and (word == home or word.startswith((home + "/", f"/{lang}/read/")))
        and "\\" not in word
        and "//" not in word
        and word.isprintable()
    )
    return word if word is not None and safe else home


def welcome(visit: DeskVisit) -> a.WelcomePage:
    """The form to set a password. Looking at it does not use the link up."""
    word, provider = visit.path["word"], visit.desk.provider
    return a.WelcomePage(visit.programme.people.welcome(word).login, word, provider.name if provider is not None else None)


def line_of(visit: DeskVisit, region: str, act: str = "read") -> v.RegionLine:
    """A region of the programme in which the person may act. Raises DeskMissing, DeskForbidden."""
    demand(visit.who, act, region)  # type: ignore[arg-type]
    found = next((r for r in v.region_lines(visit) if r.region == region), None)
    if found is None:
        raise DeskMissing("there is no such region, or you may not see it")
    return found


def board(visit: DeskVisit) -> v.BoardPage:
    """A region's items by stage."""
    line, area = line_of(visit, visit.path["region"]), visit.one("area")
    items = [v.item_line(visit, i) for i in visit.programme.work.items(visit.who, region=line.region)]
    areas = {i.area: i.area_name for i in items}
    visit.noted("read", line.region, "board")
    kept = sorted((i for i in items if area is None or i.area == area), key=lambda i: (i.area, i.due or "9", i.id))
    columns = tuple((s, tuple(i for i in kept if i.stage == s)) for s in ITEM_STAGES)
    return v.BoardPage(
        line,
        tuple(c for c in columns if c[1] or c[0] != "stopped"),
        tuple(areas.items()),
        area,
        visit.programme.work.eyes(line.region),
        visit.who.may("administer", line.region),
    )


def begin(visit: DeskVisit) -> v.BeginPage:
    """The form for a new item."""
    line = line_of(visit, visit.path["region"], "propose")
    there = {i.task for i in visit.programme.work.items(visit.who, region=line.region)}
    left = [(t, name) for t, name in visit.tasks.items() if t not in there]
    subjects = visit.programme.tasks
    own = tuple(x for x in left if x[0] in subjects and line.region in subjects[x[0]].regions)
    visit.noted("read", line.region, "begin")
    return v.BeginPage(line, own, tuple(x for x in left if x not in own), tuple(visit.areas.items()), secrets.token_urlsafe(9))


def item(visit: DeskVisit) -> v.ItemPage:
    """One item. Who looked is written down."""
    who, store = visit.who, visit.programme.work
    found = store.item(who, number_of(visit.path["id"], "item"), "item")
    line = v.item_line(visit, found)
    entries = store.journal(who, found.region, item=found.id, most=200)
    changes = v.change_lines(visit, store.changes(who, item=found.id, most=200), {found.id: line.title}, entries)
    journal = tuple(entry_line(e) for e in entries)
    visit.noted("read", found.region, f"item {found.id}")
    return v.ItemPage(
        line,
        found.state,
        found.version,
        v.stages_after(line.stage),
        changes,
        journal,
        tuple(
            v.AssessmentLine(a.id, a.state["stage"], a.state["since"], a.state["until"], a.state["result"])
            for a in store.items(who, region=found.region, kind="assessment", parent=found.id)
        ),
        tuple(visit.notes.comments(who, found.id)),
        tuple(visit.notes.attachments(who, found.id)),
        who.may("propose", found.region),
        who.may("propose", found.region) or who.may("sign", found.region),
        secrets.token_urlsafe(9),
    )


def to_sign_in(lang: str, request: Request) -> Response:
    """The form to sign in, for somebody who wanted to see a page of the desk."""
    return RedirectResponse(address(f"/{lang}{HOME}/sign-in", {"next": request.url.path}), status_code=303)


def number_of(word: str, what: str) -> int:
    """The number in a path. Raises DeskMissing."""
    if not (word.isascii() and word.isdigit() and len(word) < 10):
        raise DeskMissing(f"there is no such {what}, or you may not see it")
    return int(word)


def entry_line(e: Entry) -> v.JournalLine:
    """An entry of the journal as it is shown."""
    fields = tuple((n, (e.before or {}).get(n), value) for n, value in (e.after or {}).items()) if e.kind in ("applied", "eyes") else ()
    return v.JournalLine(e.number, e.at, e.who, e.kind, e.item, e.change, e.why, fields, e.digest)


def compare(visit: DeskVisit) -> v.ComparePage:
    """What a sister region has brought further. Shown of regions that the person may read, and of what others published."""
    line = line_of(visit, visit.path["region"])
    work = visit.programme.work
    seen = {i.id: i for i in [*work.published(), *work.items(visit.who)]}
    mine = {i.task: i.state["stage"] for i in seen.values() if i.region == line.region and i.task}
    others = {i.region for i in seen.values()} - {line.region}
    sisters = tuple((r, name) for r, name in visit.regions() if r in others)
    wanted = visit.one("sister")
    sister = wanted if wanted in others else (sisters[0][0] if sisters else None)
    ahead = []
    for i in seen.values():
        if i.region == sister and i.task and i.state["stage"] not in ("announced", "stopped"):
            own = mine.get(i.task)
            if own is None or own == "stopped" or ITEM_STAGES.index(own) < ITEM_STAGES.index(i.state["stage"]):
                line_ = v.item_line(visit, i)
                ahead.append((line_ if visit.who.may("read", i.region) else _without_people(line_), own))
    visit.noted("read", {line.region, *([sister] if sister and visit.who.may("read", sister) else [])}, "compare")
    return v.ComparePage(line, sisters, sister, tuple(sorted(ahead, key=lambda x: (x[0].area, x[0].id))))


def ministry(visit: DeskVisit) -> v.MinistryPage:
    """Tasks by region, for whoever may read several."""
    regions = v.region_lines(visit)
    found = v.heat_cells(visit)
    lines = [cell for _, cell in found]
    at = {(task, cell.region): cell for task, cell in found if task}
    tracked = {task for task, _ in at}
    rows = tuple((t, name, tuple(at.get((t, r.region)) for r in regions)) for t, name in visit.tasks.items() if t in tracked)
    grades, stages = Counter(i.best for i in lines), Counter(i.stage for i in lines)
    graded, stale = Counter((i.region, i.best) for i in lines), Counter(i.region for i in lines if i.stale)
    visit.noted("read", {i.region for i in lines}, "ministry")
    gaps = visit.desk.promised.now(begin=visit.who.regions("read") is None)  # the measure takes seconds: for who reads everywhere
    standing = tuple(
        v.RegionStanding(stale[r.region], tuple(graded[r.region, g] for g in "ABCD"), (gaps or {}).get(r.region)) for r in regions
    )
    return v.MinistryPage(
        regions,
        standing,
        gaps is None and visit.who.regions("read") is None,
        rows,
        sum(1 for task, _ in found if task is None),
        sum(i.late for i in lines),
        stale.total(),
        tuple((g, grades[g]) for g in "ABCD"),
        tuple((s, stages[s]) for s in ITEM_STAGES),
    )


def people(visit: DeskVisit) -> a.PeoplePage:
    """The accounts."""
    regions = visit.who.regions("administer")
    if regions is not None and not regions:
        raise DeskForbidden("only an administrator sees the accounts")
    offered = [(r, name) for r, name in visit.regions() if visit.who.may("administer", r)]
    if regions is None:
        offered.insert(0, ("*", Label("all regions", "全部地区")))
    visit.noted("read", regions, "accounts")
    return a.PeoplePage(tuple(visit.programme.people.people(visit.who)), tuple(offered), ROLES)


def audit(visit: DeskVisit) -> audited.AuditPage:
    """The audit log."""
    regions = visit.who.regions("audit")
    if regions is not None and not regions:
        raise DeskForbidden("only an auditor or an administrator sees the log")
    visit.noted("read", regions, "log")
    return audited.AuditPage(tuple(audited.audit_line(visit, line) for line in visit.programme.work.audited(visit.who)))


def published(visit: DeskVisit) -> v.PublishedPage:
    """What everybody may see: no person, no notes, no open change."""
    found = visit.programme.work.published()
    lines = tuple(_without_people(v.item_line(visit, i)) for i in found)
    evidence = {str(i.id): tuple(i.state["evidence"]) for i in found}
    return v.PublishedPage(lines, evidence, tuple(a.text for a in visit.programme.work.anchors(sorted({i.region for i in found}))))


def _without_people(line: v.ItemLine) -> v.ItemLine:
    return replace(line, lead_person="", lead_body="", due=None, late=False, stale=False)
