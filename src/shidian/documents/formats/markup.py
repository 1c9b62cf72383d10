"""Markdown and HTML as blocks."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from msgspec import Struct, field

from shidian.documents.document import Block
from shidian.errors import DocumentError, needs
from shidian.packaged import table

_ELEMENTS = table("documents/formats/markup.toml")
_BLOCKS, _SILENT, _NO_END = (frozenset(_ELEMENTS[kind]) for kind in ("blocks", "silent", "no_end"))
_CLIMB = 40
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:related|relate|recommend\w*|breadcrumbs?|sidebar|menu|navbar|nav|share|sharing|hot(?:news)?|more-?links?|footer|copyright|prev-?next|xgwj|xgyd|xglj|xgzc)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes and ids of what stands around the text of a page: menus, related links, lists of other news."""
_SPACE = re.compile(r"[ \t\r\n\f]+")
MOST_BLOCKS = 400_000
DEEPEST = 10_000


class Parsed(Struct):
    """What a format yields: blocks, and what it says about the document. `pictures`: it has pages without text, which recognition may read."""

    blocks: list[Block]
    title: str | None = None
    publisher: str | None = None
    date: dt.date | None = None
    address: str | None = None
    notes: list[str] = field(default_factory=list)
    pictures: bool = False


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")


def _shallow(text: str) -> None:
    """Raises DocumentError where elements nest deeper than a page that people wrote: the time that parsing takes grows with the square of the depth."""
    depth = 0
    for found in _TAG.finditer(text):
        if found[2].lower() not in _NO_END:
            depth = max(0, depth - 1) if found[1] else depth + 1
            if depth > DEEPEST:
                raise DocumentError(f"the page nests its elements more than {DEEPEST:,} deep", hint="save its text")


def read_html(text: str) -> Parsed:
    """The visible text of a page. Nesting of any depth is walked, not recursed."""
    with needs("read"):
        from selectolax.lexbor import LexborHTMLParser
    _shallow(text)
    tree = LexborHTMLParser(text)
    parsed = Parsed([], **_meta(tree))
    current: list[str] = []
    kind, level, owner = "text", 0, None
    cell: int | None = None
    beside = 0

    def flush() -> None:
        words = _SPACE.sub(" ", "".join(current)).strip()
        current.clear()
        if words:
            parsed.blocks.append(Block(words, kind, level))  # type: ignore[arg-type]
            if len(parsed.blocks) > MOST_BLOCKS:
                raise DocumentError(f"the page has more than {MOST_BLOCKS:,} blocks of text")

    root = tree.body or tree.root
    if root is None:
        return parsed
    for node in root.traverse(include_text=True):
        if node.tag == "br":
            current.append("\n")
            continue
        if node.tag != "-text":
            continue
        words = node.text_content
        if not words:
            continue
        block, tag, row = _owner(node)
        if tag in _SILENT:
            continue
        if tag == "aside" and not block:
            beside += 1
            continue
        if row is not None:
            if owner != row:
                flush()
                owner, kind, level, cell = row, "row", 0, block
            elif cell != block:
                current.append(" | ")
                cell = block
        elif owner != block:
            flush()
            owner = block
            kind, level = (
                ("heading", int(tag[1])) if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else ("item", 0) if tag == "li" else ("text", 0)
            )
        current.append(words)
    flush()
    if beside:
        parsed.notes.append(f"{beside} pieces of menus and related links left out")
    if parsed.title is None:
        parsed.title = next((b.text for b in parsed.blocks if b.kind == "heading"), None)
    return parsed


_AROUND = frozenset(("div", "ul", "ol", "section", "table", "p", "li", "dl"))


def _told(node: Any) -> str:
    """What an element says it is: its classes and its id."""
    given = node.attributes
    return f"{given.get('class') or ''} {given.get('id') or ''}"


def _owner(node: Any) -> tuple[int, str, int | None]:
    """The nearest block around a text, its tag, and the table row it stands in. Climbs a bounded way."""
    at, block, tag, row = node.parent, 0, "", None
    for _ in range(_CLIMB):
        if at is None:
            break
        name = at.tag
        if name in _SILENT:
            return 0, name, None
        if name in ("nav", "aside", "footer") or (name in _AROUND and _ASIDE.search(_told(at))):
            return 0, "aside", None
        if not tag and name in _BLOCKS:
            block, tag = at.mem_id, name
        if name == "tr":
            row = at.mem_id
            break
        at = at.parent
    return block, tag or "body", row


def _meta(tree: Any) -> dict[str, Any]:
    """Title, publisher, date and address as the head of the page gives them."""
    found: dict[str, str] = {}
    for node in tree.css("meta")[:200]:
        name = (node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("itemprop") or "").lower()
        content = (node.attributes.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content[:400])
    title = tree.css_first("title")
    date = None
    for name in ("article:published_time", "pubdate", "publishdate", "date", "dc.date", "datepublished"):
        if name in found and (day := re.match(r"(\d{4})-(\d{2})-(\d{2})", found[name])):
            try:
                date = dt.date(int(day[1]), int(day[2]), int(day[3]))
                break
            except ValueError:
                continue
    return {
        "title": found.get("og:title") or (title.text(strip=True)[:300] if title is not None else None) or None,
        "publisher": found.get("og:site_name") or found.get("contentsource") or found.get("sitename"),
        "date": date,
        "address": found.get("og:url"),
    }


def read_markdown(text: str) -> Parsed:
    """The text of a Markdown file without its marks."""
    with needs("read"):
        from markdown_it import MarkdownIt
    parsed = Parsed([])
    level, items, row = 0, 0, False
    cells: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type in ("list_item_open", "list_item_close"):
            items += 1 if token.type.endswith("open") else -1
        elif token.type == "tr_open":
            row, cells = True, []
        elif token.type == "tr_close":
            parsed.blocks.append(Block(" | ".join(cells), "row"))
            row = False
        elif token.type == "inline":
            words = _inline(token)
            if row:
                cells.append(words)
            elif words:
                parsed.blocks.append(Block(words, "heading" if level else "item" if items else "text", level))
        elif token.type in ("fence", "code_block"):
            parsed.blocks.append(Block(token.content.strip()))
        elif token.type == "html_block":
            parsed.blocks += read_html(token.content).blocks
    parsed.title = next((b.text for b in parsed.blocks if b.kind == "heading"), None)
    return parsed


def _inline(token: Any) -> str:
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("" if parts and parts[-1][-1:] > "\u2e80" else " ")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts).strip()
