"""A suite to test other engines with: the worked cases with what the lawyer wrote down, and the whole decision of this engine.

`expected` is the lawyer's and binds; `decision` is ours, given for comparison: an engine that agrees with `expected` and not with `decision` may
be right. The suite names the lawbook that it needs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shidian.answer.worked import run_cases
from shidian.compiled import CompiledLaw
from shidian.version import __version__
from shidian.words.plain import to_plain


def suite(law: CompiledLaw, folder: Path) -> tuple[Path, ...]:
    """Write one file of cases for each question, and an index."""
    by_question: dict[str, list[dict[str, Any]]] = {}
    for checked in run_cases(law):
        case = checked.case
        by_question.setdefault(checked.question, []).append(
            {
                "case": case.case,
                "question": checked.question,
                "facts": case.facts,
                "known_on": case.known_on.isoformat() if case.known_on else None,
                "expected": to_plain(case.expect),
                "basis": to_plain(case.basis),
                "strength": case.strength,
                "agrees": not checked.differences,
                "decision": checked.decision.to_dict() if checked.decision is not None else None,
            }
        )
    files = []
    for question, cases in sorted(by_question.items()):
        files.append(folder / f"{question}.jsonl")
        with files[-1].open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(c, ensure_ascii=False) + "\n" for c in cases)
    index = folder / "suite.json"
    told = {"lawbook": law.digest, "version": __version__, "cases": {q: len(c) for q, c in sorted(by_question.items())}}
    index.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return (*files, index)
