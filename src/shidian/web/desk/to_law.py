"""The page of what a region's desk holds for the lawbook, the same as one ZIP, and the form by which a signer hands it over."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from shidian.store.desk.records import ConfirmedStage
from shidian.visitors.programme import for_lawbook, hand_over
from shidian.web.desk import views as v
from shidian.web.desk.act import Act, Said, on
from shidian.web.desk.pages import entry_line, line_of
from shidian.web.desk.who import DeskVisit
from shidian.web.page import Context
from shidian.web.reviewed.queue import zipped


class ToLawPage(Context, frozen=True):
    """What is new to the lawbook with the last hand-over of each, how many it tells already, what the others lack, and the files."""

    line: v.RegionLine
    new: tuple[tuple[v.ItemLine, ConfirmedStage, v.JournalLine | None], ...]
    told: int
    lacking: tuple[tuple[v.ItemLine, tuple[str, ...]], ...]
    files: dict[str, str]
    hands_over: bool


def to_law(visit: DeskVisit) -> ToLawPage:
    """What a region's desk holds for the lawbook. Who looked is written down."""
    line, who, work = line_of(visit, visit.path["region"]), visit.who, visit.programme.work
    found = for_lawbook(visit.desk, who, line.region)
    new = []
    for stage in found.new:
        told = [entry_line(e) for e in work.journal(who, line.region, item=stage.item) if e.kind == "handed"]
        new.append((v.item_line(visit, work.item(who, stage.item)), stage, told[0] if told else None))
    visit.noted("read", line.region, "for the lawbook")
    lacking = tuple((v.item_line(visit, i), lacks) for i, lacks in found.lacking)
    return ToLawPage(line, tuple(new), found.told, lacking, found.proposal.files, who.may("sign", line.region))


def as_zip(visit: DeskVisit, region: str) -> bytes:
    """The files, as the review desk packs its own."""
    return zipped(for_lawbook(visit.desk, visit.who, region).proposal)


def hand(visit: DeskVisit, _: Request, __: Said) -> Response:
    """Write down that what is new was handed over."""
    hand_over(visit.desk, visit.who, visit.path["region"])
    return on(visit, f"/regions/{visit.path['region']}/lawbook")


LAW_ACTS: tuple[Act, ...] = (Act("/regions/{region}/lawbook", hand),)
