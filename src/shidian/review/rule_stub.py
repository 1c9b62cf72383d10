"""What a lawyer needs to make law of an accepted measure: a rule stub and a worked case, as YAML to copy, never as files that decide anything.

They stand in a Markdown page beside the proposed files. The stub leaves `in_force` empty and names the limits of the lawbook that it may
relieve; which of them it does relieve, and since when, is for a person to say.
"""

from __future__ import annotations

from typing import Any

import yaml

from shidian.documents.grammar.finding import Measure
from shidian.law.lawbook import Lawbook
from shidian.review.task_rows import AcceptedMeasure, in_both, plain_number, shortened
from shidian.words.phrases import phrase

QUESTION = "access"
"""The question that measures on foreign shares are read for."""
OPENS = 5
"""The strength of a verb that opens (取消, 允许, 开放)."""
CLOSES = ("禁止", "限制")


def worksheet(book: Lawbook, source: str, told: list[AcceptedMeasure]) -> str | None:
    """The page for one document; None when none of its measures names an activity."""
    parts = []
    for one in told:
        for activity in one.measure.activities if _decides(one.measure) else ():
            stub, case = rule_stub(book, source, one, activity), worked_case(source, one, activity)
            head = phrase("worksheet_head", quote=shortened(one.row.finding.quote))
            blocks: list[dict[str, Any]] = [{"rules": [stub]}, *([{"question": QUESTION, "cases": [case]}] if case is not None else [])]
            parts.append(f"## {head.en} / {head.zh}\n\n" + "\n".join(f"```yaml\n{_yaml(block)}```\n" for block in blocks))
    if not parts:
        return None
    title = phrase("worksheet_title", source=source)
    return f"# {title.en}\n\n{title.zh}\n\n" + "\n".join(parts)


def _decides(value: Measure) -> bool:
    """Whether a measure could change an answer: it opens, forbids or caps. What is supported, encouraged or explored does not."""
    return value.strength == OPENS or value.ceiling is not None or value.verb in CLOSES


def rule_stub(book: Lawbook, source: str, told: AcceptedMeasure, activity: str) -> dict[str, Any]:
    """A rule that says what a measure says of one activity."""
    value, document = told.measure, told.document
    opens = value.strength == OPENS
    rule: dict[str, Any] = {
        "rule": f"{source}-{told.row.finding.start}-{activity}",
        "summary": in_both(shortened(told.row.finding.quote), document.language),
        "question": QUESTION,
        "kind": "relief" if opens else "limit",
        "when": {"activity": activity}
        | ({"territory": value.places[0] if len(value.places) == 1 else list(value.places)} if value.places else {}),
        "in_force": [],
    }
    if document.date is not None:
        rule["announced"] = document.date
    if opens and (limits := _limits_on(book, activity)):
        rule["relieves"] = limits
    if value.ceiling is not None:
        rule["effect"] = {"share": {"below" if value.below else "at_most": plain_number(value.ceiling)}}
    return rule


def worked_case(source: str, told: AcceptedMeasure, activity: str) -> dict[str, Any] | None:
    """A case at the very ceiling that the measure names, answered as the document says; None when it names none and forbids nothing."""
    value, document = told.measure, told.document
    if value.ceiling is None and value.verb != "禁止":
        return None
    facts: dict[str, Any] = {"activity": activity}
    if value.places:
        facts["territory"] = value.places[0]
    facts["share"] = plain_number(value.ceiling) if value.ceiling is not None else 100
    facts["on"] = document.date or document.read_at.date()
    permitted = "not_permitted" if value.verb == "禁止" or value.below else "permitted"
    return {
        "case": f"{source}-{told.row.finding.start}-{activity}",
        "title": in_both(shortened(told.row.finding.quote), document.language),
        "facts": facts,
        "expect": {"announced": permitted},
        "basis": in_both(shortened(told.row.finding.quote), document.language),
        "strength": "low",
    }


def _limits_on(book: Lawbook, activity: str) -> list[str]:
    """The limits of the lawbook on an activity or on what it belongs to."""
    tree = book.trees["activities"]
    out = []
    for id, (_, _, rule) in book.rules.items():
        test = rule.when.get("activity")
        named = (test,) if isinstance(test, str) else test if isinstance(test, tuple) else ()
        if (
            rule.kind == "limit"
            and rule.question == QUESTION
            and any(n == activity or (n in tree.terms and activity in tree.below(n)) for n in named)
        ):
            out.append(id)
    return sorted(out)


def _yaml(content: dict[str, Any]) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=140)
