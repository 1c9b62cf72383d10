"""Pictures of a server are drawn in a process of their own, and drawings on pages tell a pointer what they show."""

from __future__ import annotations

import re

import httpx
import pytest

from shidian.visitors.drawing import Drawing
from shidian.words.phrases import phrase
from tests.web.pages import SHENZHEN

SPEC = {"data": {"values": [{"a": "上海", "b": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "nominal"}}}


def test_a_picture_is_drawn_again_after_its_process_was_ended_and_after_one_that_cannot_be_drawn() -> None:
    pytest.importorskip("vl_convert")
    drawing = Drawing()
    try:
        first = drawing.svg(SPEC)
        assert first.startswith("<svg")
        assert "上海" in first
        assert drawing._process is not None
        drawing._process.kill()
        drawing._process.wait()
        assert drawing.svg(SPEC) == first
        with pytest.raises(RuntimeError):
            drawing.svg({"mark": 7})
        assert drawing.svg(SPEC) == first
    finally:
        drawing.close()
    assert drawing._process is None


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_pointer_on_a_step_or_a_point_is_told_what_the_table_below_says(http: httpx.Client, lang: str) -> None:
    page = http.get(f"/{lang}/decision/access?{SHENZHEN}").text
    steps = http.get(f"/{lang}/decision/access.json?{SHENZHEN}").json()["ceilings"]
    told = re.findall(r'<rect class="told"[^>]*><title>(.*?)</title>', page, re.DOTALL)
    assert len(told) == len(steps) > 1
    for words, step in zip(told, steps, strict=True):
        assert f"{step['in_force']['possible']:g} %" in words
        assert (phrase("announced")[lang] in words) == (step["announced"] != step["in_force"])
    runs = http.get(f"/{lang}/statistics.json").json()["runs"]
    points = re.findall(r'<circle class="run-point"[^>]*><title>(\d{4}) · (\d+): ([\d,.]+)</title>', http.get(f"/{lang}/statistics").text)
    shown = {(str(x["year"]), str(m), float(n)) for r in runs for x in r["lines"] for m, n in x["points"]}
    assert points
    assert {(y, m, float(n.replace(",", ""))) for y, m, n in points} <= shown
