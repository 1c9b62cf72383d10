"""The desk over HTTP: all that its pages do, for programs with a token. No cookie counts here, so that no other site can send anything.

An item carries its version as ETag; a change is proposed with `If-Match`. A request with an `Idempotency-Key` that was answered before gets the same
answer. What a person may not see is answered like what does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi import Path as InPath
from fastapi.security import HTTPBearer
from starlette.responses import Response

from shidian.api.bodies import ApplicationToBegin, AssessmentToBegin, ChangeToPropose, EyesWanted, ItemToBegin, ReasonGiven
from shidian.api.desk_replies import (
    DeskRegion,
    EyesReply,
    HandedOver,
    LawbookProposal,
    Myself,
    Precondition,
    Verified,
    created,
    handed,
    head_of,
    law_proposal,
    tag,
    tagged,
    version_of,
)
from shidian.api.replies import listed, of, reply
from shidian.api.shape import ShapedRoute
from shidian.errors import BadValue, DeskForbidden, DeskMissing, DeskStale, SignedOut
from shidian.store.access import Actor, demand
from shidian.store.desk.chain import Entry
from shidian.store.desk.records import AuditLine, KeptChange, KeptItem
from shidian.tracking.application import ReportedApplications, reported
from shidian.tracking.desk import ProgrammeDesk
from shidian.tracking.report import MonthlyReport
from shidian.visitors.keeper import Keeper
from shidian.visitors.programme import (
    PublishedItem,
    for_lawbook,
    hand_over,
    opened,
    published_items,
    region_name,
    replication_of,
    report_of,
)

Region = Annotated[str, InPath(max_length=60)]
Number = Annotated[int, InPath(ge=1, le=2_000_000_000)]
Word = Annotated[str | None, Query(max_length=60)]
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=80, description="the same key gets the same answer, once done")]
Match = Annotated[str | None, Header(alias="If-Match", max_length=40, description="the ETag of the item that the change was made from")]
Seen = Annotated[str | None, Header(alias="If-None-Match", max_length=200)]
REFUSED: dict[int | str, dict[str, Any]] = {
    401: {"description": "No token, or one that has ended"},
    403: {"description": "The roles of the person, or the scope of the token, do not allow it"},
    409: {"description": "Somebody else changed it meanwhile"},
    412: {"description": "The item is no longer at the version of `If-Match`"},
    428: {"description": "`If-Match` is missing"},
}
BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="a token from *My account*")


def coming(request: Request, _: Annotated[object, Depends(BEARER)] = None) -> Actor:
    """Who comes, by the token of the request. Raises SignedOut, and NotFound where there is no desk."""
    desk = opened(request.app.state.keeper)
    kind, _space, word = request.headers.get("authorization", "").partition(" ")
    actor = desk.people.session(word.strip(), kind="token") if kind.lower() == "bearer" else None
    if actor is None:
        raise SignedOut("this needs a token", hint="make one at the desk, under *My account*")
    return actor


Who = Annotated[Actor, Depends(coming)]


def at_desk(keeper: Keeper) -> APIRouter:
    """The routes."""
    router = APIRouter(route_class=ShapedRoute, tags=["desk"], prefix="/desk", responses=REFUSED)

    def desk() -> ProgrammeDesk:
        return opened(keeper)

    def region_of(actor: Actor, region: str, act: Any = "read") -> str:
        demand(actor, act, region)
        if region not in desk().regions:
            raise DeskMissing("there is no such region, or you may not see it")
        return region

    def noted(actor: Actor, found: Sequence[KeptItem | KeptChange | Entry], about: str) -> Response:
        """A list, with a line in the log of each region that stands in it."""
        desk().work.note(actor, "read", {x.region for x in found}, about)
        return listed(found)

    @router.get("/published", responses=of(PublishedItem, many=True), summary="What the regions have published, for everybody")
    def published() -> Response:
        return listed(published_items(keeper))

    @router.get("", responses=of(Myself), summary="Whose token this is, and what it may do")
    def myself(who: Who) -> Response:
        roles = tuple(sorted((g.region, g.role) for g in who.grants))
        acts, only = (tuple(sorted(x)) if x is not None else None for x in (who.acts, who.only))
        return reply(Myself(who.login, who.name, roles, who.writes, acts, only))

    @router.get("/regions", responses=of(DeskRegion, many=True), summary="The regions that the person may read")
    def regions(who: Who) -> Response:
        counted: dict[str, dict[str, int]] = {}
        late: dict[str, int] = {}
        for region, _area, stage, n, past in desk().work.counts(who, keeper.today.isoformat()):
            counted.setdefault(region, {})[stage] = counted.get(region, {}).get(stage, 0) + n
            late[region] = late.get(region, 0) + past
        return listed(
            DeskRegion(
                r,
                {"en": region_name(keeper, r).en, "zh": region_name(keeper, r).zh},
                counted.get(r, {}),
                late.get(r, 0),
                desk().work.eyes(r),
            )
            for r in desk().regions
            if who.may("read", r)
        )

    @router.get("/items", responses=of(KeptItem, many=True), summary="Items, by region, task and stage")
    def items(who: Who, region: Word = None, task: Word = None, stage: Word = None) -> Response:
        return noted(who, desk().work.items(who, region=region, task=task, stage=stage), "items")

    @router.get("/applications", responses=of(KeptItem, many=True), summary="Firms' applications, by region and stage")
    def applications(who: Who, region: Word = None, stage: Word = None) -> Response:
        return noted(who, desk().work.items(who, region=region, stage=stage, kind="application"), "applications")

    @router.get("/applications/figures", responses=of(ReportedApplications, many=True), summary="Counts of applications, as reported")
    def figures(who: Who, region: Word = None) -> Response:
        found = desk().work.items(who, region=region, kind="application")
        desk().work.note(who, "read", {i.region for i in found}, "figures")
        return listed(reported(found))

    @router.get("/assessments", responses=of(KeptItem, many=True), summary="Assessments, by region and item")
    def assessments(who: Who, region: Word = None, item: Annotated[int | None, Query(ge=1, le=2_000_000_000)] = None) -> Response:
        return noted(who, desk().work.items(who, region=region, kind="assessment", parent=item), "assessments")

    @router.get("/items/{id}", responses=of(KeptItem) | {304: {"description": "Unchanged"}}, summary="One item, application or assessment")
    def item(who: Who, id: Number, seen: Seen = None) -> Response:
        found = desk().work.item(who, id)
        desk().work.note(who, "read", found.region, f"item {found.id}")
        if seen is not None and tag(found) in [t.strip().removeprefix("W/") for t in seen.split(",")]:
            return Response(status_code=304, headers={"ETag": tag(found)})
        return tagged(found)

    @router.get("/items/{id}/journal", responses=of(Entry, many=True), summary="The journal of an item, the latest first")
    def journal_of(who: Who, id: Number) -> Response:
        found = desk().work.item(who, id)
        return noted(who, desk().work.journal(who, found.region, item=found.id, most=10_000), f"journal of {found.id}")

    @router.get("/items/{id}/changes", responses=of(KeptChange, many=True), summary="The changes of an item, the latest first")
    def changes_of(who: Who, id: Number) -> Response:
        found = desk().work.item(who, id)
        desk().work.note(who, "read", found.region, f"changes of {found.id}")
        return listed(desk().work.changes(who, item=found.id, most=10_000))

    @router.post("/regions/{region}/items", responses=created(KeptItem), status_code=201, summary="Begin an item")
    def begin(who: Who, region: Region, body: ItemToBegin, key: Key = None) -> Response:
        if (body.task is None) == (body.title is None):
            raise BadValue("an item is a task of the programme or a title of the region's own, not both")
        id = desk().begin(who, region, task=body.task, title=body.title, area=body.area, state=body.state, why=body.why, key=key)
        return _new(who, id)

    @router.post("/regions/{region}/applications", responses=created(KeptItem), status_code=201, summary="Begin an application")
    def apply(who: Who, region: Region, body: ApplicationToBegin, key: Key = None) -> Response:
        return _new(who, desk().begin_application(who, region, body.state, item=body.item, why=body.why, key=key))

    @router.post("/items/{id}/assessments", responses=created(KeptItem), status_code=201, summary="Begin an assessment of an item")
    def assess(who: Who, id: Number, body: AssessmentToBegin, key: Key = None) -> Response:
        return _new(who, desk().begin_assessment(who, id, body.state, why=body.why, key=key))

    @router.post(
        "/items/{id}/changes", responses=created(KeptChange), status_code=201, summary="Propose a change, from the version of `If-Match`"
    )
    def propose(who: Who, id: Number, body: ChangeToPropose, match: Match = None, key: Key = None) -> Response:
        demand(who, "propose", desk().work.item(who, id).region)
        version = version_of(match)
        try:
            return reply(desk().propose(who, id, body.after, version=version, why=body.why, key=key), 201)
        except DeskStale as error:
            raise Precondition(error.message, hint=error.hint) from error

    @router.get("/changes", responses=of(KeptChange, many=True), summary="Changes, by region and status")
    def changes(who: Who, region: Word = None, status: Word = None, mine: bool = False) -> Response:
        return noted(
            who, desk().work.changes(who, region=region, status=status, person=who.person if mine else None, most=10_000), "changes"
        )

    @router.get("/changes/{id}", responses=of(KeptChange), summary="One change")
    def change(who: Who, id: Number) -> Response:
        found = desk().work.change(who, id)
        desk().work.note(who, "read", found.region, f"change {found.id}")
        return reply(found)

    @router.post("/changes/{id}/sign", responses=of(KeptChange), summary="Sign a change of somebody else")
    def sign(who: Who, id: Number) -> Response:
        return reply(desk().sign(who, id))

    @router.post("/changes/{id}/refuse", responses=of(KeptChange), summary="Refuse a change, with a reason")
    def refuse(who: Who, id: Number, body: ReasonGiven) -> Response:
        return reply(desk().refuse(who, id, body.why))

    @router.post("/changes/{id}/withdraw", responses=of(KeptChange), summary="Take one's own open change back")
    def withdraw(who: Who, id: Number) -> Response:
        return reply(desk().withdraw(who, id))

    @router.post("/changes/{id}/undo", responses=created(KeptChange), status_code=201, summary="Propose to undo a change that holds")
    def undo(who: Who, id: Number, body: ReasonGiven) -> Response:
        return reply(desk().undo(who, id, why=body.why), 201)

    @router.post("/regions/{region}/eyes", responses=of(EyesReply), summary="How many pairs of eyes a change takes")
    def eyes(who: Who, region: Region, body: EyesWanted) -> Response:
        desk().set_eyes(who, region_of(who, region), body.eyes, body.why)
        return reply(EyesReply(region, desk().work.eyes(region)))

    @router.get("/regions/{region}/journal", responses=of(Entry, many=True), summary="The journal of a region, the latest first")
    def journal(
        who: Who,
        region: Region,
        since: Annotated[str | None, Query(max_length=30)] = None,
        until: Annotated[str | None, Query(max_length=30)] = None,
    ) -> Response:
        found = desk().work.journal(who, region_of(who, region), since=since, until=until, most=100_000)
        desk().work.note(who, "export", region, "journal")
        return listed(found)

    @router.get("/regions/{region}/verify", responses=of(Verified), summary="Whether the journal of a region holds")
    def verify(who: Who, region: Region, anchor: Annotated[str | None, Query(max_length=200)] = None) -> Response:
        """`anchor` is a head that was printed or published earlier: REGION:NUMBER:DIGEST."""
        region_of(who, region, "audit")
        work = desk().work
        heads = [] if anchor is None else [head_of(anchor)]
        found = tuple(work.verify(heads, region))
        work.note(who, "read", region, "verify")
        return reply(Verified(next((h.text for h in work.anchors([region])), f"{region}:0:"), found))

    @router.get("/regions/{region}/report", responses=of(MonthlyReport), summary="The report of a region on a month, in Chinese or English")
    def monthly(
        who: Who, region: Region, month: Annotated[str | None, Query(max_length=7)] = None, lang: Literal["en", "zh"] = "zh"
    ) -> Response:
        found = report_of(keeper, who, region_of(who, region), month, lang)
        desk().work.note(who, "export", region, "report")
        return reply(found)

    @router.get("/regions/{region}/replication", responses=of(HandedOver), summary="What a region could hand over for spreading")
    def replication(who: Who, region: Region) -> Response:
        found = replication_of(keeper, who, region_of(who, region))
        desk().work.note(who, "export", region, "replication")
        return reply(handed(found))

    @router.get("/regions/{region}/lawbook", responses=of(LawbookProposal), summary="What a region's desk holds for the lawbook, as files")
    def for_the_lawbook(who: Who, region: Region) -> Response:
        found = for_lawbook(keeper, who, region_of(who, region))
        desk().work.note(who, "export", region, "for the lawbook")
        return reply(law_proposal(found))

    @router.post("/regions/{region}/lawbook", responses=of(LawbookProposal), summary="Write down that it is handed over")
    def handed_over(who: Who, region: Region) -> Response:
        return reply(law_proposal(hand_over(keeper, who, region_of(who, region))))

    @router.get("/audit", responses=of(AuditLine, many=True), summary="The log of the regions in which the person may audit")
    def audit(who: Who, region: Word = None) -> Response:
        regions = who.regions("audit")
        if regions is not None and not regions:
            raise DeskForbidden("only an auditor or an administrator sees the log")
        desk().work.note(who, "export", regions if region is None else region, "log")
        return listed(desk().work.audited(who, region, most=10_000))

    def _new(who: Actor, id: int) -> Response:
        answer = tagged(desk().work.item(who, id), 201)
        answer.headers["Location"] = f"/api/v1/desk/items/{id}"
        return answer

    return router
