"""What the documentation site does beyond its configuration: the Chinese pages are a part of their own, in their own language."""

from __future__ import annotations

from typing import Any

ZH = "zh/"


def on_nav(nav: Any, **_: Any) -> Any:
    """Name the part of the Chinese pages."""
    for item in nav.items:
        if item.is_section and item.title == "Zh":
            item.title = "中文"
    return nav


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Say that a Chinese page is Chinese: browsers choose fonts and readers choose voices by it."""
    return output.replace('<html lang="en"', '<html lang="zh-CN"', 1) if page.file.src_uri.startswith(ZH) else output
