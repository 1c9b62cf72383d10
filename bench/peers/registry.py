"""Every peer by name, and where it is made. Libraries are imported only when a peer is made."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import NamedTuple

from bench.peers.peer import Absent, Peer, Work


class Entry(NamedTuple):
    """`most_rules`: a larger lawbook takes too long to try."""

    name: str
    module: str
    function: str
    most_rules: int = 12_000


REGISTRY = (
    Entry("shidian diagram, 1 thread", "shidian_diagram", "one_thread"),
    Entry("shidian diagram, 2 threads", "shidian_diagram", "two_threads"),
    Entry("shidian engine", "shidian_engine", "engine"),
    Entry("C over the table, 1 thread", "c_table", "one_thread"),
    Entry("C over the table, 2 threads", "c_table", "two_threads"),
    Entry("numba over the table, 1 thread", "numba_table", "one_thread"),
    Entry("numba over the table, 2 threads", "numba_table", "two_threads"),
    Entry("NumPy over the table", "numpy_table", "gather"),
    Entry("Polars gather of the table", "polars_table", "gather"),
    Entry("Polars join with the table", "polars_table", "join"),
    Entry("DuckDB join with the table", "duckdb_sql", "lookup"),
    Entry("DuckDB interval join", "duckdb_sql", "intervals"),
    Entry("OpenFisca around the table", "openfisca", "around_table"),
    Entry("OpenFisca, rules as formulas", "openfisca", "formulas", 1_200),
    Entry("NumPy, rule by rule", "numpy_rules", "rules"),
    Entry("plain Python, rules by activity", "python_rules", "scan"),
    Entry("zen-engine, a table an activity", "zen_tables", "tables"),
    Entry("cedarpy, policies by activity", "cedar", "policies"),
    Entry("Rego (rego-cpp), rules by activity", "rego", "policy", 1_200),
)


def make(entry: Entry, work: Work) -> Peer:
    """The peer, holding the lawbook. Raises Absent, or TooLarge."""
    try:
        function: Callable[[Work], Peer] = getattr(importlib.import_module(f"bench.peers.{entry.module}"), entry.function)
        return function(work)
    except ModuleNotFoundError as error:
        raise Absent(f"there is no module {error.name}") from error
