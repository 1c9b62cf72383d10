"""Making small files of every form, and such as are made to do harm."""

from __future__ import annotations

import io
import zipfile
import zlib

import docx


def pdf(*pages: bytes, flate: bool = False, picture: bool = False) -> bytes:
    """A PDF whose pages show these content streams (Latin text); with `picture` each page holds an image and no text."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for i, content in enumerate(pages):
        resources = b"/XObject << /I 5 0 R >>" if picture else b"/Font << /F 3 0 R >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << "
            + resources
            + f" >> /Contents {5 + 2 * i} 0 R >>".encode()
        )
        stream = zlib.compress(content, 9) if flate else content
        objects.append(
            f"<< /Length {len(stream)}{' /Filter /FlateDecode' if flate else ''} >>\nstream\n".encode() + stream + b"\nendstream"
        )
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    offsets = []
    for n, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{n} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{o:010} 00000 n \n".encode() for o in offsets))
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def shown(*lines: str) -> bytes:
    """A content stream that shows lines of Latin text."""
    return b"BT /F 12 Tf 40 700 Td 16 TL " + b" ".join(f"({line}) Tj T*".encode() for line in lines) + b" ET"


def word(*parts: tuple[str, str], table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A DOCX with paragraphs (style, text) and a table."""
    made = docx.Document()
    for style, text in parts:
        made.add_paragraph(text, style=style)
    if table:
        grid = made.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zip_bomb() -> bytes:
    """A DOCX whose text unpacks to 300 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", b"0" * 300_000_000)
    return out.getvalue()


def entity_bomb() -> bytes:
    """A DOCX whose text is XML entities that grow a thousandfold at each of nine levels."""
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 1000 if i else "x" * 1000}">' for i in range(9))
    body = f'<?xml version="1.0"?><!DOCTYPE d [{entities}]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e8;</w:t></w:r></w:p></w:body></w:document>'
    good = word(("Normal", "x"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for item in source.infolist():
            packed.writestr(item, body if item.filename == "word/document.xml" else source.read(item))
    return out.getvalue()
