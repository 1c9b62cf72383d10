"""The cache saves time and is never an authority: whatever does not fit is ignored, and the answer stays the same."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import shidian
from shidian import kept as kept_files
from shidian.errors import LawbookError
from shidian.law import folder as folder_module
from shidian.law.cache import load_lawbook
from shidian.law.folder import read_lawbook
from shidian.law.lawbook import Lawbook
from shidian.version import code_digest
from tests.building import ORSIA, edited, instrument, make_lawbook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_lawbook(tmp_path)


def cache_folder() -> Path:
    """The cache folder of this test."""
    found = kept_files.cache_folder()
    assert found is not None
    return found


def kept() -> Path:
    """The one lawbook in the cache."""
    (path,) = lawbooks()
    return path


def lawbooks() -> set[Path]:
    """The lawbooks in the cache; tables and patterns of the package are kept there too."""
    return {path for path in cache_folder().iterdir() if not path.name.endswith(("-table.bin", "-patterns.bin"))}


def same(one: Lawbook, other: Lawbook) -> bool:
    return one.content == other.content and one.cases == other.cases


def test_what_is_kept_says_the_same_as_the_files(folder: Path) -> None:
    load_lawbook(folder)
    assert same(load_lawbook(folder), read_lawbook(folder))


def test_the_second_load_does_not_read_the_files_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_lawbook(folder)

    def forbidden(*_: object) -> None:
        raise AssertionError("the files were parsed again")

    monkeypatch.setattr(folder_module, "read_files", forbidden)
    assert same(load_lawbook(folder), first)


def test_without_the_cache_nothing_is_kept(folder: Path) -> None:
    load_lawbook(folder, cache=False)
    assert not cache_folder().exists()


def test_without_the_cache_nothing_that_is_kept_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_lawbook(folder)

    def forbidden(*_: object) -> None:
        raise AssertionError("the cache was read")

    monkeypatch.setattr("shidian.law.cache.read_kept", forbidden)
    load_lawbook(folder, cache=False)


def test_a_changed_file_is_read_anew(folder: Path) -> None:
    before = load_lawbook(folder)
    name, text = next(iter(edited("instruments/orsia-list.yaml", ("{below: 50}", "{below: 51}")).items()))
    (folder / name).write_text(text, encoding="utf-8")
    after = load_lawbook(folder)
    assert not same(before, after)
    assert same(after, read_lawbook(folder))


def test_a_changed_file_of_the_same_size_and_time_is_read_anew(folder: Path) -> None:
    """Trust goes by what the files say, not by when they were written."""
    path = folder / "instruments/orsia-list.yaml"
    before, times = load_lawbook(folder), path.stat()
    path.write_text(ORSIA["instruments/orsia-list.yaml"].replace("{below: 50}", "{below: 49}"), encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_size == times.st_size
    assert not same(before, load_lawbook(folder))


def test_a_file_more_or_less_is_noticed(folder: Path) -> None:
    load_lawbook(folder)
    ((name, text),) = instrument("orsia-gift").items()
    (folder / name).write_text(text, encoding="utf-8")
    assert "orsia-gift" in load_lawbook(folder).instruments
    (folder / name).unlink()
    assert "orsia-gift" not in load_lawbook(folder).instruments


def test_a_file_that_became_faulty_is_noticed(folder: Path) -> None:
    load_lawbook(folder)
    (folder / "instruments/orsia-list.yaml").write_text("instrument: [", encoding="utf-8")
    with pytest.raises(LawbookError):
        load_lawbook(folder)


def test_a_faulty_lawbook_is_not_kept(tmp_path: Path) -> None:
    faulty = make_lawbook(tmp_path, {"instruments/orsia-list.yaml": "instrument: ["})
    with pytest.raises(LawbookError):
        load_lawbook(faulty)
    assert not cache_folder().exists()


@pytest.mark.parametrize("length", [0, 1, 31, 32, 33, -1])
def test_a_truncated_cache_is_ignored_and_written_anew(folder: Path, length: int) -> None:
    truth = load_lawbook(folder)
    whole = kept().read_bytes()
    kept().write_bytes(whole[:length])
    assert same(load_lawbook(folder), truth)
    assert kept().read_bytes() == whole


@pytest.mark.parametrize("place", [0, 31, 32, 40, 500, 2000, -1])
def test_a_cache_with_one_bit_flipped_is_ignored_and_written_anew(folder: Path, place: int) -> None:
    truth = load_lawbook(folder)
    whole = kept().read_bytes()
    flipped = bytearray(whole)
    flipped[place] ^= 1
    kept().write_bytes(flipped)
    assert same(load_lawbook(folder), truth)
    assert kept().read_bytes() == whole


@pytest.mark.parametrize("body", [b"", b"\xc0", b"\x80", b"\xc1", b"\x93\x01\x02\x03", b"\xdb\xff\xff\xff\xff", b"\x91" * 5000])
def test_a_cache_that_holds_something_else_is_ignored_even_with_a_right_checksum(folder: Path, body: bytes) -> None:
    truth = load_lawbook(folder)
    kept().write_bytes(hashlib.sha256(body).digest() + body)
    assert same(load_lawbook(folder), truth)


def test_the_cache_of_another_lawbook_under_this_name_is_ignored(folder: Path, tmp_path: Path) -> None:
    truth = load_lawbook(folder)
    mine = kept()
    load_lawbook(make_lawbook(tmp_path / "other", instrument("orsia-gift")))
    (other,) = (p for p in cache_folder().iterdir() if p != mine)
    mine.write_bytes(other.read_bytes())
    assert same(load_lawbook(folder), truth)


def test_the_digest_of_the_code_covers_every_module_of_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []
    read = Path.read_bytes

    def noted(path: Path) -> bytes:
        seen.append(path)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    code_digest.__wrapped__("law", "engine")
    package = Path(shidian.__file__).parent
    assert set(seen) == {*(package / "law").rglob("*.py"), *(package / "engine").rglob("*.py")}


def test_a_cache_kept_by_another_version_of_the_code_is_ignored(folder: Path, tmp_path: Path) -> None:
    """What a file means, and whether it is sound, is for the code that runs to say: not for the code that ran before."""
    copy = tmp_path / "copy/shidian"
    shutil.copytree(Path(shidian.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__", "lawbook"))
    load_lawbook(folder)
    mine = kept()
    with (copy / "law/check/instruments.py").open("a", encoding="utf-8") as file:
        file.write("\n# another version\n")
    script = "import sys, pathlib; from shidian.law.cache import load_lawbook; load_lawbook(pathlib.Path(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(copy.parent)},
    )
    assert done.returncode == 0, done.stderr
    assert mine in lawbooks()
    assert len(lawbooks()) == 2, "the other version took the cache of this one"


def test_a_cache_folder_that_cannot_be_made_is_no_error(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert same(load_lawbook(folder), read_lawbook(folder))
    assert same(load_lawbook(folder), read_lawbook(folder))


def test_a_cache_file_that_cannot_be_written_is_no_error_and_leaves_nothing_behind(folder: Path) -> None:
    load_lawbook(folder)
    path = kept()
    path.unlink()
    (path / "inside").mkdir(parents=True)
    assert same(load_lawbook(folder), read_lawbook(folder))
    assert list(cache_folder().iterdir()) == [path]


def test_a_person_without_a_home_gets_an_answer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container whose user has no entry in the list of users."""

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", homeless)
    assert same(load_lawbook(folder), read_lawbook(folder))


def test_two_loads_leave_one_file(folder: Path) -> None:
    load_lawbook(folder)
    load_lawbook(folder)
    assert kept().suffix == ".bin"


def _file(folder: Path, name: str, *, days: float, size: int = 10) -> Path:
    """A file that was last read so many days ago."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(b"x" * size)
    os.utime(path, (time.time() - days * 86_400,) * 2)
    return path


def test_what_nobody_has_read_for_long_goes_when_something_is_written(tmp_path: Path) -> None:
    stem = "a" * 32 + "-" + "b" * 12
    old, fresh = _file(tmp_path, f"{stem}.bin", days=31), _file(tmp_path, f"{stem}-access-all.diagram", days=29)
    begun, left = _file(tmp_path, f".{stem}.bin.x1.bin", days=0.5), _file(tmp_path, f".{stem}.bin.x2.bin", days=2)
    others = [_file(tmp_path, name, days=99) for name in ("loops-0123456789abcdef.ready", "notes.txt", "a.bin")]
    new = tmp_path / f"{'c' * 32}-{'b' * 12}.bin"
    kept_files.write_kept(new, b"law")
    assert {p for p in (old, fresh, begun, left, new, *others) if p.exists()} == {fresh, begun, new, *others}
    assert kept_files.read_kept(new) == b"law"


def test_what_is_too_much_goes_in_the_order_in_which_it_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "MOST_BYTES", 25)
    files = [_file(tmp_path, f"{n:032x}-{'b' * 12}.bin", days=n + 2) for n in range(4)]
    assert kept_files.read_kept(files[3]) is None  # no sum: it says nothing, but it was read
    new = tmp_path / f"{'c' * 32}-{'b' * 12}.bin"
    kept_files.write_kept(new, b"x" * 100)
    assert [p.exists() for p in (*files, new)] == [True, False, False, True, True]


def test_several_who_clear_one_folder_at_once_do_not_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "MOST_BYTES", 0)
    files = [_file(tmp_path, f"{n:032x}-{'b' * 12}.bin", days=n) for n in range(300)]
    new = tmp_path / f"{'c' * 32}-{'b' * 12}.bin"
    threads = [threading.Thread(target=kept_files.clear, args=(tmp_path, new)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not any(p.exists() for p in files)
