"""Files are read within bounds, appear whole, and have one writer at a time."""

from __future__ import annotations

import io
import multiprocessing
import os
import time
from pathlib import Path

import pytest

from shidian.errors import FileRefused
from shidian.files import alone, read_within, text_within, whole, write_whole


def test_a_device_or_a_folder_is_no_file(tmp_path: Path) -> None:
    for path in (Path("/dev/zero"), tmp_path):
        with pytest.raises(FileRefused, match="not a file"):
            read_within(path, 10)


def test_a_stream_without_end_is_read_to_the_bound_only() -> None:
    with Path("/dev/zero").open("rb") as endless, pytest.raises(FileRefused, match="more than 1,000 bytes"):
        read_within(endless, 1000)


def test_as_many_bytes_as_the_bound_are_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 10)
    assert read_within(tmp_path / "a", 10) == b"x" * 10
    with pytest.raises(FileRefused):
        read_within(tmp_path / "a", 9)
    assert read_within(io.BytesIO(b"abc"), 3) == b"abc"


def test_another_encoding_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"ab," + "上海".encode("gb18030"))
    with pytest.raises(FileRefused, match="byte 3"):
        text_within(tmp_path / "a", 100)


def _half(path: Path) -> None:
    with whole(path) as beside, Path("/dev/full").open("w") as full:
        beside.write_text("half")
        full.write("x" * 100_000)


def test_a_block_that_fails_leaves_the_old_file_and_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_whole(path, "old")
    with pytest.raises(OSError, match="No space left"):
        _half(path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_a_file_keeps_its_mode_when_it_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_whole(path, "a")
    path.chmod(0o640)
    write_whole(path, "b")
    assert path.stat().st_mode & 0o777 == 0o640


def test_the_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with alone(tmp_path / "out"), pytest.raises(FileRefused, match=f"process {os.getpid()}"), alone(tmp_path / "out"):
        pass
    with alone(tmp_path / "out"):
        pass
    assert not list(tmp_path.iterdir())


def _count(folder: Path, turns: int) -> None:
    """Add to a number in a file, alone each time; without the lock additions would be lost."""
    done = 0
    while done < turns:
        try:
            with alone(folder / "out"):
                kept = folder / "number"
                before = int(kept.read_text()) if kept.exists() else 0
                time.sleep(0.001)
                kept.write_text(str(before + 1))
                done += 1
        except FileRefused:
            time.sleep(0.0005)


def test_writers_that_come_and_go_are_never_two_at_once(tmp_path: Path) -> None:
    start = multiprocessing.get_context("spawn")
    crowd = [start.Process(target=_count, args=(tmp_path, 40)) for _ in range(4)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert (tmp_path / "number").read_text() == "160"
