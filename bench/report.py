"""The tables that a run prints, in Markdown."""

from __future__ import annotations

import dataclasses
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.measure import Spread
from bench.peers.peer import Peer

BOUND = "C over the table, 1 thread"


def machine() -> dict[str, Any]:
    """What the numbers were measured on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())
    return {"processor": model, "cores": os.cpu_count(), "python": platform.python_version()}


def told(peer: Peer) -> dict[str, Any]:
    """What a peer is, without its functions."""
    return {"version": peer.version, "gives": peer.gives, "cannot": peer.cannot}


def plain(value: Any) -> Any:
    """For JSON: records as mappings."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    raise TypeError(f"{type(value).__name__} cannot be written")


def main_table(found: Mapping[str, Any]) -> str:
    """One row a peer: a decision, batches, how far from the bound, memory, and on how many cases it equals the engine."""
    sizes = list(found["batch"])
    header = [
        "engine",
        "version",
        "one decision, p50",
        *(f"batch of {_cases(s)}" for s in sizes),
        "bound ÷ rate",
        "memory beyond, B a row",
        "build",
        "equal on",
        "gives",
    ]
    rows = []
    for name, peer in found["peers"].items():
        rates = [found["batch"][s].get(name) for s in sizes]
        bounds = [found["batch"][s].get(BOUND) for s in sizes]
        single = found["single"].get(name)
        rate = next(((b.median, r.median) for b, r in reversed(list(zip(bounds, rates, strict=True))) if b and r), None)
        beyond = found.get("memory", {}).get(name)
        rows.append(
            [
                name,
                peer["version"],
                _time(single),
                *(_rate(r) if r else _rate_of(single) if i == 0 and name in found["apart"] else "–" for i, r in enumerate(rates)),
                f"{rate[0] / rate[1]:.1f}" if rate else "–",
                "–" if beyond is None else f"{beyond:.1f}",
                f"{found['build'][name]:.2f} s",
                " / ".join(f"{c.cases:,}" for c in found["check"][name]) + " cases",
                ", ".join(peer["gives"]),
            ]
        )
    table = found["build"].get("(the table)")
    lines = [
        f"{found['rules']:,} rules, {found['shape']}; {found['machine']['processor']}, {found['machine']['cores']} cores, "
        f"Python {found['machine']['python']}; medians; "
        + (f"the lookup table took {table:.2f} s to build" if table else "no lookup table"),
        "",
        *_markdown(header, rows),
        "",
        *(f"* absent: {n}: {why}" for n, why in found["absent"].items()),
        *(f"* cannot be given: {cannot}: by {'; '.join(names)}" for cannot, names in _alike(found["peers"]).items()),
    ]
    return "\n".join(lines)


def _alike(peers: Mapping[str, Any]) -> dict[str, list[str]]:
    """The peers by what they cannot give."""
    out: dict[str, list[str]] = {}
    for name, peer in peers.items():
        out.setdefault(peer["cannot"], []).append(name)
    return out


def growth_table(grown: list[Mapping[str, Any]]) -> str:
    """One row a peer, one column a lawbook: one decision; a batch of 1 M; seconds to build."""
    names = list(dict.fromkeys(n for g in grown for n in g["build"]))
    header = ["engine", *(f"{g['rules']:,} rules, {g['shape']}" for g in grown)]
    rows = []
    for name in names:
        row = [name]
        for g in grown:
            single, rate, build = g["single"].get(name), g["batch"].get(name), g["build"].get(name)
            parts = [_time(single) if single else "", _rate(rate) if rate else "", f"built in {build:.2f} s" if build else ""]
            row.append("; ".join(p for p in parts if p) or "–")
        rows.append(row)
    absent = [f"* {g['rules']:,} rules, {g['shape']}: {n}: {why}" for g in grown for n, why in g["absent"].items()]
    return "\n".join(["", *_markdown(header, rows), "", *absent])


def _markdown(header: list[str], rows: list[list[str]]) -> list[str]:
    widths = [max(len(r[i]) for r in [header, *rows]) for i in range(len(header))]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)) + " |" for r in [header, *rows]]
    return [lines[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *lines[1:]]


def _cases(count: int) -> str:
    return f"{count / 1e6:g} M" if count >= 1_000_000 else f"{count:,}"


def _rate(spread: Spread) -> str:
    rate = spread.median
    return f"{rate / 1e6:.3g} M/s" if rate >= 1e5 else f"{rate / 1e3:.3g} k/s"


def _rate_of(single: Spread | None) -> str:
    """The rate of an engine that takes one case at a time."""
    return "–" if single is None else _rate(Spread(1 / single.median, 0, 0, single.runs))


def _time(single: Spread | None) -> str:
    if single is None:
        return "–"
    micro = single.median * 1e6
    return f"{micro:.3g} µs" if micro < 1000 else f"{micro / 1000:.3g} ms"
