"""`shidian lawbook check` and what every command says of a lawbook that cannot be used: exit code 3, every fault, no traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.building import ORSIA, edited, make_lawbook, write_files
from tests.cli.running import run, run_apart

BROKEN = "instruments/broken.yaml"
NOBODY = "there is no authority `trade-bored`"


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Orsia with two faults in two files."""
    return make_lawbook(
        tmp_path,
        edited("instruments/orsia-post.yaml", ("[post-office]", "[trade-bored]")),
        edited("cases/access/basic.yaml", ("announced: permitted", "announced: allowed")),
    )


def test_a_sound_lawbook_is_counted(tmp_path: Path) -> None:
    done = run("lawbook", "check", str(make_lawbook(tmp_path)))
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{len(ORSIA)} files: 4 instruments, 16 provisions, 16 rules, 0 gaps, 2 worked cases; no fault\n"


def test_every_fault_is_one_line_with_its_place(faulty: Path) -> None:
    done = run("lawbook", "check", str(faulty))
    assert done.code == 3
    assert done.err == f"2 faults in {len(ORSIA)} files\n"
    case, issuer = done.out.splitlines()
    assert case.startswith("cases/access/basic.yaml:12:")
    assert issuer == (f"instruments/orsia-post.yaml:4:11: unknown-reference: {NOBODY}; did you mean `trade-board`? (at issuers[0])")


def test_one_fault_is_not_called_faults(tmp_path: Path) -> None:
    done = run("lawbook", "check", str(make_lawbook(tmp_path, {BROKEN: ""})))
    assert done.err == f"1 fault in {len(ORSIA) + 1} files\n"


def test_faults_are_data_with_json(faulty: Path) -> None:
    done = run("lawbook", "check", "--json", str(faulty))
    assert done.code == 3
    report = json.loads(done.out)
    assert (report["folder"], report["files"]) == (str(faulty), len(ORSIA))
    assert report["faults"][1] == {
        "code": "unknown-reference",
        "file": "instruments/orsia-post.yaml",
        "line": 4,
        "column": 11,
        "path": "issuers[0]",
        "message": NOBODY,
        "hint": "did you mean `trade-board`?",
    }


def test_a_sound_lawbook_has_no_faults_as_data(tmp_path: Path) -> None:
    done = run("lawbook", "check", "--json", str(make_lawbook(tmp_path)))
    assert done.code == 0
    assert json.loads(done.out)["faults"] == []


COMMANDS = (["ask", "access", "share=50"], ["questions"], ["cases"], ["words", "origins"])


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_uses_a_faulty_lawbook(faulty: Path, command: list[str]) -> None:
    done = run(*command, "--lawbook", str(faulty))
    assert (done.code, done.out) == (3, "")
    assert NOBODY in done.err
    assert done.err.endswith("shidian: lawbook-invalid: the lawbook has 2 faults\n")


@pytest.mark.parametrize("command", COMMANDS[:2], ids=" ".join)
def test_with_json_the_faults_are_data_on_standard_output(faulty: Path, command: list[str]) -> None:
    done = run(*command, "--json", "--lawbook", str(faulty))
    error = json.loads(done.out)["error"]
    assert done.code == 3
    assert error["code"] == "lawbook-invalid"
    assert [f["line"] for f in error["faults"]] == [12, 4]


@pytest.mark.parametrize("files", [{}, {"notes.txt": "hello"}, {"law/act.yaml": "instrument: act"}], ids=["empty", "notes", "other"])
def test_a_folder_without_lawbook_files_is_no_lawbook(tmp_path: Path, files: dict[str, str]) -> None:
    folder = str(write_files(tmp_path, files))
    for words in (["lawbook", "check", folder], ["questions", "--lawbook", folder]):
        done = run(*words)
        assert (done.code, done.out) == (3, "")
        assert "not-a-lawbook: this folder holds no lawbook file" in done.err


@pytest.mark.parametrize("name", ["missing", "file.txt", "x" * 300], ids=["missing", "file", "too-long"])
def test_what_is_no_folder_is_no_lawbook(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, {"file.txt": "not a folder"})
    for words in (["lawbook", "check", str(tmp_path / name)], ["ask", "access", "--lawbook", str(tmp_path / name)]):
        done = run(*words)
        assert (done.code, done.out) == (3, "")
        assert "not-a-lawbook" in done.err


def test_the_lawbook_folder_can_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIDIAN_LAWBOOK", str(tmp_path / "nowhere"))
    assert "not-a-lawbook" in run("questions").err


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
HOSTILE: dict[str, tuple[bytes, str]] = {
    "anchors": (BOMB.encode(), "anchor"),
    "aliases-in-flow": (b"{a: &a {}, b: *a, <<: *a}", "anchor"),
    "self": (b"&a [*a]", "anchor"),
    "huge": (b"instrument: broken\n" + b"# x\n" * 13_000_000, "file-too-large"),
    "deep-lists": (b"[" * 100_000, "too-deep"),
    "deep-mappings": (b"{a: " * 100_000, "too-deep"),
    "deep-blocks": (b"- " * 20_000 + b"x", "too-deep"),
    "deep-keys": (b"? " * 20_000 + b"x", "bad-key"),
    "binary": (bytes(range(256)) * 64, "not-utf-8"),
    "zeros": (bytes(4096), "not-yaml"),
    "control": (b"instrument: \x07\x1b[31m\n", "not-yaml"),
    "utf-16": ("instrument: broken\n".encode("utf-16"), "not-utf-8"),
    "latin-1": ("instrument: café\n".encode("latin-1"), "not-utf-8"),
    "surrogate": (b"instrument: \xed\xa0\x80\n", "not-utf-8"),
    "code": (b"!!python/object/apply:os.system [exit]\n", "tag"),
    "text": (b"just a sentence", "wrong-type"),
    "null": (b"null", "wrong-type"),
    "list": (b"[]", "wrong-type"),
    "only-comments": (b"# nothing\n", "empty"),
    "long-number": (b"instrument: " + b"9" * 100_000, "missing-key"),
    "directive": (b"%YAML 9.9\n---\na: b\n", "not-yaml"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_fault_with_its_place_and_never_a_traceback(tmp_path: Path, name: str) -> None:
    raw, code = HOSTILE[name]
    done = run("lawbook", "check", "--json", str(make_lawbook(tmp_path, {BROKEN: raw})))
    assert done.code == 3
    faults = json.loads(done.out)["faults"]
    assert code in {f["code"] for f in faults}
    assert {f["file"] for f in faults} == {BROKEN}
    assert all(f["line"] >= 1 and f["column"] >= 1 for f in faults)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that can be seen but not read")
def test_a_file_that_cannot_be_read_is_a_fault_and_never_a_traceback(tmp_path: Path) -> None:
    folder = make_lawbook(tmp_path)
    (folder / BROKEN).symlink_to("/proc/self/mem")
    done = run("lawbook", "check", str(folder))
    assert done.code == 3
    assert BROKEN in done.out + done.err


def test_the_check_works_as_a_program_of_its_own(faulty: Path) -> None:
    done = run_apart("lawbook", "check", str(faulty), PYTHONIOENCODING="utf-8")
    assert done.code == 3
    assert NOBODY in done.out
