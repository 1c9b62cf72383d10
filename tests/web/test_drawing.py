"""Pictures of a server are drawn in a process of their own."""

from __future__ import annotations

import pytest

from shidian.visitors.drawing import Drawing

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
