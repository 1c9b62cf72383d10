"""The measure for statisticians: an SDMX structure and SDMX-CSV, under an agency of our own.

The bounds and the reading of the place are dimensions: no value can be loaded without saying which end it is. A run of days is one
observation at its first day, with the day before the next run as an attribute, since a step function need not be sent daily.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shidian.analysis.openness.tables import OpennessRow
from shidian.compiled import CompiledLaw
from shidian.errors import needs
from shidian.files import write_whole

if TYPE_CHECKING:
    from pysdmx.model import DataStructureDefinition

AGENCY, STRUCTURE, FLOW, VERSION = "SHIDIAN", "DSD_OPENNESS", "DF_OPENNESS", "1.0.0"
CSV, JSON = "application/vnd.sdmx.data+csv; version=2.0.0", "application/vnd.sdmx.structure+json; version=2.0.0"
"""The media types."""
READING_CODES = {"in_force": "IN_FORCE", "announced": "ANNOUNCED"}
MEASURE_CODES = {"open_100": "OPEN_100", "open_51": "OPEN_51", "closed": "CLOSED", "mean_ceiling": "CEILING", "restrictiveness": "RESTRICT"}
DIMENSIONS = (
    "FREQ",
    "REF_AREA",
    "PLACE_READING",
    "ACTIVITY",
    "BASKET",
    "WEIGHTING",
    "PROFILE",
    "LAW_READING",
    "MEASURE",
    "BOUND",
    "UNIT_MEASURE",
)
"""The dimensions in their order; TIME_PERIOD comes after them."""


def code(id: str) -> str:
    """An id of ours as an SDMX code."""
    return id.upper().replace("-", "_").replace(":", "__").replace(".", "_").replace("*", "ALL")


def area_code(law: CompiledLaw, place: str) -> str:
    """The code of a place: ISO 3166-2 for a province, GB/T 2260 for a city, ours for anything else."""
    tree = law.lawbook.trees.get("territories")
    term = tree.terms.get(place) if tree else None
    codes = term.codes if term else {}
    return codes.get("iso-3166-2", "").replace("-", "_") or (f"GB_{codes['gb-t-2260']}" if "gb-t-2260" in codes else code(place))


def frame(law: CompiledLaw, rows: Iterable[OpennessRow]) -> Any:
    """The rows as observations, four for each row. Raises MissingExtra."""
    pandas = _library("pandas")
    out: list[dict[str, Any]] = []
    for row in rows:
        for where in ("everywhere", "somewhere"):
            for bound in ("low", "high"):
                out.append(
                    {
                        "FREQ": "D",
                        "REF_AREA": area_code(law, row.place),
                        "PLACE_READING": where.upper(),
                        "ACTIVITY": row.activity if row.activity == "_T" else code(row.activity),
                        "BASKET": code(row.basket),
                        "WEIGHTING": code(row.weighting),
                        "PROFILE": code(row.profile),
                        "LAW_READING": READING_CODES[row.reading],
                        "MEASURE": MEASURE_CODES.get(row.measure) or code(row.measure),
                        "BOUND": bound.upper(),
                        "UNIT_MEASURE": "SHARE",
                        "TIME_PERIOD": row.start.isoformat(),
                        "OBS_VALUE": round(getattr(row, f"{where}_{bound}"), 9),
                        "OBS_STATUS": "A",
                        "VALID_UNTIL": (row.until - dt.timedelta(days=1)).isoformat() if row.until else "",
                        "LAWBOOK": row.lawbook,
                    }
                )
    return pandas.DataFrame(out, columns=[*DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "VALID_UNTIL", "LAWBOOK"])


def structure(law: CompiledLaw) -> DataStructureDefinition:
    """The structure of the data, with its code lists. Raises MissingExtra."""
    m = _library("pysdmx.model")
    texts = {
        "FREQ": [("D", "Daily"), ("A", "At the end of the year")],
        "REF_AREA": _areas(law),
        "PLACE_READING": [("EVERYWHERE", "At the least open spot of the place, for each activity"), ("SOMEWHERE", "At the most open spot")],
        "ACTIVITY": [("_T", "The whole basket"), *((code(t.id), t.name.en) for t in law.lawbook.trees["activities"].terms.values())],
        "BASKET": [(code(b.basket), b.name.en) for b in law.lawbook.measures.baskets],
        "WEIGHTING": [*((code(w.weighting), w.name.en) for w in law.lawbook.measures.weightings), ("OWN", "Weights of the user")],
        "PROFILE": [(code(p.profile), p.name.en) for p in law.lawbook.measures.profiles],
        "LAW_READING": [("IN_FORCE", "Rules in force"), ("ANNOUNCED", "Rules in force or announced")],
        "MEASURE": [(c, c.replace("_", " ").capitalize()) for c in MEASURE_CODES.values()],
        "BOUND": [("LOW", "Least possible value"), ("HIGH", "Greatest possible value")],
        "UNIT_MEASURE": [("SHARE", "Part of 1")],
    }
    components = [_component(m, name, m.Role.DIMENSION, codes) for name, codes in texts.items()]
    components.append(_component(m, "TIME_PERIOD", m.Role.DIMENSION, None, m.DataType.STD_TIME_PERIOD))
    components.append(_component(m, "OBS_VALUE", m.Role.MEASURE, None, m.DataType.DOUBLE))
    status = [("A", "Normal value"), ("B", "Break in the series"), ("M", "Missing value")]
    components.append(_component(m, "OBS_STATUS", m.Role.ATTRIBUTE, status))
    for name in ("VALID_UNTIL", "LAWBOOK"):
        components.append(_component(m, name, m.Role.ATTRIBUTE, None, m.DataType.STRING))
    return m.DataStructureDefinition(  # type: ignore[no-any-return]
        id=STRUCTURE, name="Openness of services by region and day", version=VERSION, agency=AGENCY, components=m.Components(components)
    )


def _component(m: Any, name: str, role: Any, codes: list[tuple[str, str]] | None, kind: Any = None) -> Any:
    listed = None
    if codes is not None:
        items = [m.Code(id=c, name=text) for c, text in codes]
        listed = m.Codelist(id=f"CL_{name}", name=name.replace("_", " ").capitalize(), version=VERSION, agency=AGENCY, items=items)
    concept = _concept(m, name)
    level = "O" if role == m.Role.ATTRIBUTE else None
    return m.Component(
        id=name, required=name != "VALID_UNTIL", role=role, concept=concept, local_dtype=kind, local_codes=listed, attachment_level=level
    )


def _concept(m: Any, name: str) -> Any:
    urn = f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={AGENCY}:CS_OPENNESS({VERSION}).{name}"
    return m.Concept(id=name, name=name.replace("_", " ").capitalize(), urn=urn)


def _areas(law: CompiledLaw) -> list[tuple[str, str]]:
    book = law.lawbook
    found = {area_code(law, t.id): t.name.en for t in book.trees["territories"].terms.values()} if "territories" in book.trees else {}
    found |= {code(c.counterfactual): c.name.en for c in book.measures.counterfactuals}
    return list(found.items())


def to_sdmx_csv(law: CompiledLaw, rows: Iterable[OpennessRow]) -> str:
    """The rows as SDMX-CSV 2.0. Raises MissingExtra."""
    io, formats, data = _library("pysdmx.io"), _library("pysdmx.io.format"), _library("pysdmx.io.pd")
    schema = structure(law).to_schema()
    found = data.PandasDataset(structure=schema, data=frame(law, rows))
    text = io.write_sdmx(found, formats.Format.DATA_SDMX_CSV_2_0_0)
    return str(text)


def write_structure(law: CompiledLaw, file: Path) -> None:
    """Write the structure to a file. Raises MissingExtra."""
    write_whole(file, to_structure(law))


def to_structure(law: CompiledLaw) -> str:
    """The structure, its concepts and code lists as SDMX-JSON 2.0. Raises MissingExtra."""
    io, formats = _library("pysdmx.io"), _library("pysdmx.io.format")
    found = structure(law)
    m = _library("pysdmx.model")
    lists = [c.local_codes for c in found.components if c.local_codes is not None]
    names = [_concept(m, c.id) for c in found.components]
    scheme = m.ConceptScheme(id="CS_OPENNESS", name="Concepts of openness", version=VERSION, agency=AGENCY, items=names)
    text = str(io.write_sdmx([*lists, scheme, found], formats.Format.STRUCTURE_SDMX_JSON_2_0_0))
    message = json.loads(text)
    for made in message["data"].get("dataStructures", ()):  # the library writes an empty list of groups, which the format forbids
        if not made["dataStructureComponents"].get("groups"):
            made["dataStructureComponents"].pop("groups", None)
    return json.dumps(message, ensure_ascii=False, indent=2)


def _library(name: str) -> Any:
    from importlib import import_module

    with needs("openness"):
        return import_module(name)
