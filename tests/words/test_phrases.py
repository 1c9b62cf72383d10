"""The product's own words: both languages, the same placeholders, and none without a use."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import get_args, get_type_hints

import shidian
from shidian.analysis.boundaries import BoundaryKind
from shidian.analysis.openness.measured import MEASURES
from shidian.analysis.verify import Kind
from shidian.documents.compare.compare import SCOPES
from shidian.documents.compare.remarks import REMARKS
from shidian.documents.grammar.finding import KINDS as FINDINGS
from shidian.documents.held import HELD_KINDS, HELD_VERDICTS, CitationVerdict
from shidian.engine.bounds import CAUSES
from shidian.evidence.contradictions import KINDS
from shidian.law.records import base as records
from shidian.law.records import case as case_records
from shidian.law.records import evidence as evidence_records
from shidian.law.records import instrument as instrument_records
from shidian.law.records import names as vocabulary_records
from shidian.law.records import procedure as procedure_records
from shidian.law.records import programme as programme_records
from shidian.law.records import question as question_records
from shidian.law.records import source as source_records
from shidian.law.records.base import SEEN, Label, Record
from shidian.law.records.instrument import Stage
from shidian.procedure.due import DueStatus
from shidian.watch.changes import KINDS as CHANGES
from shidian.web.desk.audited import ABOUT
from shidian.words.phrases import phrase, phrases

SOURCE = Path(shidian.__file__).parent
CHINESE = re.compile(r"[\u3400-\u9fff]")
FAMILIES = {
    "code_": ("gb_t_2260", "iso_3166_1", "iso_3166_1_alpha_3", "iso_3166_2", "telecom_catalogue"),
    "ignored_": (
        "address",
        "advice",
        "article",
        "background",
        "citation",
        "client",
        "clock",
        "denied",
        "done",
        "heading",
        "in_a_name",
        "in_passing",
        "item",
        "list_number",
        "means",
        "menu",
        "negated",
        "noun",
        "opinion",
        "ordinal",
        "organisation",
        "other_sense",
        "part_of_a_name",
        "part_of_year",
        "past",
        "percent",
        "phone",
        "purpose",
        "question",
        "quoted",
        "result",
        "rhetoric",
        "rolling_day",
        "row",
        "within",
    ),
    "amount_": ("cny_bn", "usd_bn", "years", "hours", "strength"),
    "auditabout_": tuple(word.replace(" ", "-") for word in ABOUT),
    "because_": ("missing_facts", "standing_unknown", "disputed", "gap"),
    "cause_": ("missing_facts", *CAUSES),
    "finding_": get_args(Kind),
    "seen_": SEEN,
    "watch_": ("announced_ceiling", *CHANGES),
    "watch_how_": ("new", "gone", "changed", "day"),
    "say_": tuple(s for s in SEEN if s != "official"),
    "role_": ("binds", "kept", "relieved", "relieves", "closes", "in_doubt", "grants", "otherwise"),
    "remark_": REMARKS,
    "kind_": FINDINGS,
    "scope_": SCOPES,
    "ceilings_key_": ("whole", "part", "closed", "open"),
    "held_kind_": HELD_KINDS,
    "held_plan_": ("tasks", "areas"),
    "against_": HELD_VERDICTS,
    "cited_": get_args(CitationVerdict),
    "own_": ("part", "whole", "total", "share"),
    "side_": ("wrong", "open", "right"),
    "column_": ("name", "synonym", "values", "given"),
    "boundary_": tuple(k.replace("-", "_") for k in get_args(BoundaryKind)),
    "listrow_": ("begin", "change", "same", "error"),
    "row_grade_": ("a", "b", "c", "d"),
    "quarter_": ("added", "gone", "moved", "same"),
    "procdue_": get_args(DueStatus),
    "procevent_": get_args(procedure_records.ProcedureEvent),
    "supplier_": get_args(procedure_records.Supplier),
    "passed_": ("struck", "blank", "heading", "note", "section", "title", "total", "example"),
    "measure_": ("excludes", "limits", "conditions"),
    "openness_": ("everywhere", "somewhere"),
    "openness_by_": ("law", "standing", "coverage"),
    "openness_measure_": MEASURES,
    "openness_says_": MEASURES,
    "openness_unit_": ("cny_billion", "usd_billion", "percent", "count"),
    "stage_": get_args(Stage),
    "time_": ("days", "working-days", "months", "years"),
    "time_one_": ("days", "working-days", "months", "years"),
    "standing_": ("in_force", "announced", "not_yet", "over", "unknown", "unpublished"),
}
"""Keys that are put together from a prefix and a word of the engine."""


def words_of_records() -> set[str]:
    """Every word that a field of a record may take, and every kind of contradiction."""
    found = {
        *KINDS,
        *REMARKS,
        "accepted",
        "corrected",
        "rejected",
        "known",
        "new",
        "plain",
        "gone",
        "task",
        "rule",
        "instrument",
        "claim",
    }  # states of findings and reviews; what links lead to
    for module in (
        records,
        instrument_records,
        case_records,
        evidence_records,
        programme_records,
        question_records,
        source_records,
        vocabulary_records,
    ):
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, Record):
                found.update(re.findall(r"'([a-z-]+)'", " ".join(map(str, get_type_hints(kind, include_extras=True).values()))))
    return found


def placeholders(text: str) -> set[str]:
    """The names in braces; how many more there are in one language may be how many in all in the other (等5项)."""
    return {"count" if name == "total" else name for _, name, _, _ in Formatter().parse(text) if name is not None}


def says_the_same(label: Label) -> bool:
    """Both languages, with the same placeholders, each in its own script."""
    bare = re.sub(r"\{\w+\}", "", label.zh)
    return bool(
        label.en.strip()
        and placeholders(label.en) == placeholders(label.zh)
        and not CHINESE.search(label.en)
        and (CHINESE.search(bare) or label.zh == label.en or not re.search(r"\w", bare))
    )


def test_a_phrase_says_the_same_in_both_languages() -> None:
    assert [key for key, label in phrases().items() if not says_the_same(label)] == []


def test_every_phrase_is_used() -> None:
    written = "\n".join(p.read_text(encoding="utf-8") for kind in ("*.py", "*.html") for p in SOURCE.rglob(kind))
    quoted = set(re.findall(r"""["']([a-z_]+)["']""", written))
    families = [prefix for prefix in FAMILIES if re.search(rf"""["']{prefix}[{{"']""", written)]
    made = {prefix + word for prefix in families for word in FAMILIES[prefix]}
    begun = (*re.findall(r"""["']([a-z]+_)["'] ~""", written), "failure_")
    made |= {key for key in phrases() if key.startswith(begun)}
    made |= {f"col_{word}" for word in quoted} | {f"word_{word}" for word in words_of_records()}
    made |= {
        f"col_openness_{w}"
        for said in re.findall(r"""(?:asked\.show\(\w+, f?|_heads\()"([^"]*)\"""", written)
        for w in re.findall("[a-z_]+", said)
    }
    made |= {f"word_{kind}" for kind in get_args(get_type_hints(procedure_records.Procedure)["kind"])}
    assert sorted(set(phrases()) - quoted - made) == []


def test_every_key_that_is_asked_for_exists() -> None:
    written = "\n".join(p.read_text(encoding="utf-8") for p in SOURCE.rglob("*.py"))
    asked = set(re.findall(r"""(?:phrase|\.say|\.head)\(["']([a-z_]+)["']""", written))
    asked |= {prefix + word for prefix, words in FAMILIES.items() for word in words}
    assert {k for k in asked if not k.endswith("_")} - set(phrases()) <= {"role_grants"}
    assert len(asked) > 30


def test_a_label_within_a_phrase_is_filled_in_by_language() -> None:
    filled = phrase("inside_zone", name=Label("the port", "港区"))
    assert "the port" in filled.en
    assert "港区" in filled.zh
