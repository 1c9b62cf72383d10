"""What a server brings in as it begins: not what only tables, documents and migrations need."""

from __future__ import annotations

import subprocess
import sys


def test_a_server_begins_without_what_only_tables_documents_and_migrations_need() -> None:
    program = (
        "import sys, pathlib, tempfile\n"
        "from shidian.serving.application import build\n"
        "from shidian.visitors.keeper import Keeper\n"
        "from tests.building import load_book\n"
        "build(Keeper(load_book(pathlib.Path(tempfile.mkdtemp()))))\n"
        "print(sorted({m.partition('.')[0] for m in sys.modules} & {'pyarrow', 'numba', 'llvmlite', 'alembic', 'docx', 'icalendar', 'openpyxl', 'rich', 'typst'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
