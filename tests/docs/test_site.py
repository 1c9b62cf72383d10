"""The documentation as a site: it builds, Chinese is segmented for its search, and a link that leads nowhere fails the build."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.nightly import on_day

ROOT = Path(__file__).parents[2]


def built(root: Path, site: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "mkdocs", "build", "--strict", "-d", str(site)]
    return subprocess.run(
        command, cwd=root, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, timeout=300, check=False
    )


@on_day(0, 2)
def test_the_site_builds_and_its_search_knows_the_words_of_chinese_texts(tmp_path: Path) -> None:
    done = built(ROOT, tmp_path / "site")
    assert done.returncode == 0, done.stderr[-3000:]
    index = json.loads((tmp_path / "site/search/search_index.json").read_text(encoding="utf-8"))
    assert set(index["config"]["lang"]) == {"en", "zh"}
    texts = " ".join(d["text"] for d in index["docs"])
    assert "\u200b" in texts
    assert (tmp_path / "site/how-to/connect-an-assistant/index.html").exists()
    chinese = (tmp_path / "site/zh/meaning/index.html").read_text(encoding="utf-8")
    assert '<html lang="zh-CN"' in chinese
    assert "中文" in chinese
    assert any(d["location"].startswith("zh/") and "放宽" in d["text"].replace("\u200b", "") for d in index["docs"])
    english = (tmp_path / "site/tutorial/index.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in english


@on_day(1, 2)
def test_a_link_that_leads_nowhere_fails_the_build(tmp_path: Path) -> None:
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "docs/hooks.py", tmp_path / "docs")
    (tmp_path / "docs/search-words.txt").write_text("试点\n", encoding="utf-8")
    page = tmp_path / "docs/index.md"
    page.write_text("# A page\n\n[itself](index.md)\n", encoding="utf-8")
    assert built(tmp_path, tmp_path / "site").returncode == 0
    page.write_text("# A page\n\n[nowhere](nowhere.md)\n", encoding="utf-8")
    assert built(tmp_path, tmp_path / "site").returncode != 0
