"""`shidian openness`: tables in both languages, JSON, files and pictures, and its errors."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.building import make_lawbook
from tests.cli.running import run
from tests.nightly import share_of

DAY = ("--on", "2026-11-26")


@pytest.fixture(scope="module")
def orsia_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_lawbook(tmp_path_factory.mktemp("orsia")))


def test_without_more_it_shows_classes_with_ties_and_no_ranking() -> None:
    done = run("openness", *DAY)
    assert done.code == 0, done.err
    assert "Chongqing, Shenyang, Hangzhou, Wuhan, Chengdu, Dalian, Ningbo, Xiamen, Qingdao, Hefei, Xi'an" in done.out
    assert "No ranking" in done.out
    assert "–" in done.out
    assert "not a score of any organisation" in done.out
    chinese = run("openness", *DAY, "--lang", "zh")
    assert "重庆市、沈阳市、杭州市" in chinese.out
    assert "不作排名" in chinese.out


def test_every_view_prints_and_is_json_too(orsia_folder: str) -> None:
    at = ("--lawbook", orsia_folder, "--on", "2024-01-01")
    for words in (
        (),
        ("--region", "hill-city"),
        ("--by", "area"),
        ("--by", "activity", "--region", "lake-city"),
        ("--since", "2019-01-01", "--until", "2024-06-01"),
        ("--since", "2019-01-01", "--until", "2024-06-01", "--explain"),
        ("--region", "hill-city", "--region", "lake-city", "--explain"),
        ("--gap",),
        ("--advantage",),
        ("--advantage", "--since", "2019-01-01"),
        ("--task", "no-ceiling"),
        ("--measure", "restrictiveness", "--announced"),
        ("--measure", "mean_ceiling", "--weighting", "trades"),
    ):
        shown = run("openness", *at, *words)
        assert shown.code == 0, (words, shown.err)
        assert shown.out.strip()
        parsed = run("openness", *at, *words, "--json")
        assert parsed.code == 0, (words, parsed.err)
        json.loads(parsed.out)


def test_the_steps_of_a_region_name_the_provisions_that_made_them() -> None:
    done = run("openness", "--region", "chongqing", "--since", "2022-01-01", "--explain")
    assert "2024-04-09" in done.out
    assert "standing unknown" in done.out
    assert "Outbound tours abroad" in done.out


def test_files_hold_both_readings_and_all_measures(tmp_path: Path) -> None:
    for name in ("o.csv", "o.parquet", "o.json", "o.sdmx.csv", "o.sdmx.json"):
        done = run("openness", "--region", "beijing", "--since", "2024-01-01", "--until", "2025-01-01", "-o", str(tmp_path / name))
        assert done.code == 0, done.err
    lines = list(csv.DictReader(io.StringIO((tmp_path / "o.csv").read_text(encoding="utf-8"))))
    assert {line["reading"] for line in lines} == {"in_force", "announced"}
    assert {line["measure"] for line in lines} == {"open_100", "open_51", "mean_ceiling", "closed", "restrictiveness"}
    assert pq.read_table(tmp_path / "o.parquet").num_rows == len(lines) == len(json.loads((tmp_path / "o.json").read_bytes()))
    assert (tmp_path / "o.sdmx.csv").read_text().startswith("STRUCTURE,STRUCTURE_ID,ACTION,FREQ")
    assert "DSD_OPENNESS" in (tmp_path / "o.sdmx.json").read_text()


@pytest.mark.parametrize("lang", share_of(["en", "zh"], 2))
def test_pictures_are_drawn_with_words_of_the_language(tmp_path: Path, lang: str) -> None:
    for name, words in (
        ("dots.svg", ()),
        ("series.svg", ("--region", "hainan", "--since", "2023-01-01")),
        ("areas.svg", ("--by", "area")),
        ("dots.png", ()),
    ):
        done = run("openness", *DAY, *words, "--lang", lang, "-o", str(tmp_path / name))
        assert done.code == 0, done.err
        if name.endswith(".svg"):
            assert ("服务业" if lang == "zh" else "Services") in (tmp_path / name).read_text(encoding="utf-8")
    assert (tmp_path / "dots.png").read_bytes().startswith(b"\x89PNG")


def test_weights_of_ones_own_are_taken(tmp_path: Path) -> None:
    weights = tmp_path / "weights.csv"
    weights.write_text("activity,weight\ntelecom,1\n", encoding="utf-8")
    done = run("openness", *DAY, "--region", "beijing", "--weights", str(weights), "--by", "area", "--json")
    assert [row["activity"] for row in json.loads(done.out)] == ["telecom"]
    weights.write_bytes(b"\xff\xfe\x00activity")
    assert run("openness", "--weights", str(weights)).code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("--basket", "telecon"),
        ("--measure", "open_99"),
        ("--region", "atlantis"),
        ("--profile", "x"),
        ("--task", "x"),
        ("--explain",),
        ("--region", "beijing", "--since", "2025-01-01", "--until", "2024-01-01"),
        ("-o", "picture.gif"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(words: tuple[str, ...]) -> None:
    done = run("openness", *words)
    assert done.code == 2, done.out
    assert done.err.startswith("shidian: ")
    assert len(done.err.strip().splitlines()) <= 3


def test_a_lawbook_without_measures_says_so(tmp_path: Path) -> None:
    folder = make_lawbook(tmp_path, {"measures/openness.yaml": None})
    done = run("openness", "--lawbook", str(folder))
    assert done.code == 2
    assert "no investor profile" in done.err
