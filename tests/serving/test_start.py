"""What a server brings in as it begins: not what only tables need."""

from __future__ import annotations

import subprocess
import sys


def test_a_server_without_a_table_to_screen_has_neither_arrow_nor_the_compiler() -> None:
    program = (
        "import sys, pathlib, tempfile\n"
        "from shidian.serving.application import build\n"
        "from shidian.visitors.keeper import Keeper\n"
        "from tests.building import load_book\n"
        "build(Keeper(load_book(pathlib.Path(tempfile.mkdtemp()))))\n"
        "print(sorted({m.partition('.')[0] for m in sys.modules} & {'pyarrow', 'numba', 'llvmlite'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
