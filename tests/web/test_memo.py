"""The memo: the same content in three forms, in either language or both, and no word of a visitor becomes markup."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pdfplumber
import pytest
from docx import Document
from pypdf import PdfReader

from shidian.words.phrases import phrase
from tests.cases.real import real_book
from tests.web.pages import CASE, SHENZHEN

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
needs_font = pytest.mark.skipif(not FONT.exists(), reason="this machine has no Chinese font (Debian: fonts-noto-cjk)")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = '#panic("x") *_[a](b) $x$ <script> 事项'


def text_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200
    return "".join("".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.content)).pages).split())


def words_of(answer: httpx.Response) -> str:
    document = Document(io.BytesIO(answer.content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


@needs_font
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("case", [CASE, SHENZHEN])
def test_the_forms_say_the_answer_its_reasons_and_its_receipt(http: httpx.Client, lang: str, case: str) -> None:
    decision = http.get(f"/api/v1/ask/access?{case}").json()
    wanted = [decision["receipt"]["id"], *(r["title"][lang] for r in decision["reasons"][:3])]
    wanted += [d["name"][lang][1:] for d in decision["duties"] if not d["general"]]
    turns = http.get(f"/{lang}/decision/access.json?{case}").json()["strip"]
    wanted += [r["title"][lang] for turn in turns for r in turn["by"][:1]]
    pdf = text_of(http.get(f"/{lang}/decision/access.pdf?{case}"))
    word = words_of(http.get(f"/{lang}/decision/access.docx?{case}"))
    mark = http.get(f"/{lang}/decision/access.md?{case}").text.replace("\\", "")
    for words in wanted:
        assert words in word
        assert words in mark
        assert "".join(words.split()).replace("-", "")[:30] in pdf.replace("-", "")


@needs_font
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_memo_holds_the_sentence_it_came_from_what_was_read_from_it_and_what_was_not(http: httpx.Client, lang: str) -> None:
    text = "Can a German company own 100% of an app store in Chengdu for 3 blorbs? *_[x](y) #panic"
    case = {"activity": "app-store", "territory": "chengdu", "origin": "de", "share": "40", "sentence": text}
    page = http.get(f"/{lang}/decision/access", params=case).text
    links = [unescape(x) for x in re.findall(r'href="([^"]*\.(?:pdf|docx|md)\?[^"]*)"', page)]
    assert len(links) == 5
    wanted = [
        text,
        "“blorbs”",
        "（“Chengdu”）" if lang == "zh" else "(“Chengdu”)",
        phrase("heard_otherwise")[lang],
        phrase("heard_beside")[lang],
    ]
    for link in links:
        answer = http.get(link)
        ending = urlsplit(link).path.rpartition(".")[2]
        told = text_of(answer) if ending == "pdf" else words_of(answer) if ending == "docx" else answer.text.replace("\\", "")
        for words in wanted:
            assert "".join(words.split()) in "".join(told.split()), (ending, words)
    assert phrase("memo_asked")[lang] not in http.get(f"/{lang}/decision/access.md", params={**case, "sentence": ""}).text


@needs_font
def test_a_plain_memo_fits_on_two_pages_and_its_procedures_on_one_more(http: httpx.Client) -> None:
    for lang, annex in (("en", "Annex: procedures"), ("zh", "附件：办理程序")):
        pages = [p.extract_text() for p in PdfReader(io.BytesIO(http.get(f"/{lang}/decision/access.pdf?{SHENZHEN}").content)).pages]
        assert len(pages) <= 3
        assert [n for n, text in enumerate(pages) if annex in text] == [len(pages) - 1]


@needs_font
def test_a_memo_on_paper_doubts_what_is_announced_as_the_others_do_and_ends_on_the_page_that_it_fills(http: httpx.Client) -> None:
    """The paper left out that no implementing rule was found, and took a second page for its last four lines."""
    case = "activity=app-store&territory=chengdu&origin=DE&share=100"
    for lang, doubt in (("en", "No implementing rule found"), ("zh", "未发现实施规定")):
        assert doubt in http.get(f"/{lang}/decision/access.md?{case}").text
        pages = PdfReader(io.BytesIO(http.get(f"/{lang}/decision/access.pdf?{case}").content)).pages
        assert len(pages) == 1
        assert doubt.replace(" ", "") in "".join(pages[0].extract_text().split())


@needs_font
def test_side_by_side_holds_both_languages(http: httpx.Client) -> None:
    decision = http.get(f"/api/v1/ask/access?{SHENZHEN}").json()
    found = text_of(http.get(f"/en/decision/access.pdf?{SHENZHEN}&layout=both"))
    for lang in ("en", "zh"):
        assert decision["reasons"][0]["title"][lang].replace(" ", "")[:20] in found


@needs_font
def test_side_by_side_for_word_each_part_is_a_row_with_its_translation_and_markdown_has_both(http: httpx.Client) -> None:
    one = {lang: words_of(http.get(f"/{lang}/decision/access.docx?{SHENZHEN}")) for lang in ("zh", "en")}
    document = Document(io.BytesIO(http.get(f"/en/decision/access.docx?{SHENZHEN}&layout=both").content))
    assert document.sections[0].page_width > document.sections[0].page_height  # type: ignore[operator]
    (table,) = document.tables
    heads = [
        [next((p.text for p in cell.paragraphs if p.style and "Heading" in p.style.name), "") for cell in row.cells] for row in table.rows
    ]
    for key in ("facts", "ceiling_title", "why", "memo_to_do", "confidence", "sources", "memo_annex"):
        (row,) = (row for row in heads if row[0].endswith(phrase(key)["zh"]))
        assert row[1] == phrase(key)["en"]
    for side, lang in enumerate(("zh", "en")):
        said = {"".join(t.text or "" for t in p.iter(W + "t")) for row in table.rows for p in row.cells[side]._tc.iter(W + "p")}
        assert [x for x in one[lang].splitlines() if x not in said and "//127" not in x] == []
    assert len(document.inline_shapes) == 2
    both = http.get(f"/en/decision/access.md?{SHENZHEN}&layout=both").text
    assert both.index(f"## {phrase('why')['zh']}") < both.index(f"## {phrase('why')['en']}")
    assert http.get(f"/en/decision/access.docx?{SHENZHEN}&layout=three").status_code == 400


@needs_font
def test_the_head_is_what_the_visitor_wrote_and_no_markup(http: httpx.Client) -> None:
    plain = http.get(f"/en/decision/access.pdf?{SHENZHEN}", params={**dict(x.split("=") for x in SHENZHEN.split("&")), "matter": HOSTILE})
    assert '#panic("x")' in text_of(plain)
    word = http.get("/zh/decision/access.docx", params={**dict(x.split("=") for x in SHENZHEN.split("&")), "to": HOSTILE + "\x0b"})
    assert HOSTILE in words_of(word)
    decision = http.get("/en/decision/access.json", params={**dict(x.split("=") for x in SHENZHEN.split("&")), "matter": "x"}).json()
    assert "matter" not in decision["link"]


@pytest.mark.parametrize(
    ("case", "part"),
    [
        ("activity=basic-not-opened&territory=shanghai&origin=de&share=100&on=2020-03-01", "binds_too"),
        ("activity=general-aviation&territory=hainan&origin=de&share=100&on=2022-06-01", "in_a_branch"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_text_page_and_memo_call_the_part_of_a_reason_alike(http: httpx.Client, case: str, part: str, lang: str) -> None:
    said = phrase(f"role_{part}")[lang]
    begun = said[:1].upper() + said[1:]
    for form in (f"/{lang}/decision/access?{case}", f"/{lang}/decision/access.md?{case}"):
        told = http.get(form).text.replace("\\", "")
        assert said in told or begun in told, form
    facts = dict(pair.split("=") for pair in case.split("&"))
    text = real_book().ask("access", facts).to_text(lang)
    assert "".join(said.split()) in "".join(text.split())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_memo_for_word_has_numbered_parts_a_title_its_language_and_the_page_at_its_foot(http: httpx.Client, lang: str) -> None:
    document = Document(io.BytesIO(http.get(f"/{lang}/decision/access.docx?{SHENZHEN}").content))
    heads = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    assert heads[0] == ("一、" if lang == "zh" else "") + phrase("facts")[lang]
    assert heads.index(("三、" if lang == "zh" else "") + phrase("why")[lang]) == 2
    assert document.core_properties.title == http.get(f"/{lang}/decision/access.md?{SHENZHEN}").text.splitlines()[0].removeprefix("# ✔ ")
    assert "python-docx" not in document.core_properties.author + document.core_properties.comments
    assert 'instr="PAGE"' in document.sections[0].footer._element.xml
    assert f'w:val="{ {"en": "en-GB", "zh": "zh-CN"}[lang] }"' in document.styles.element.xml


@needs_font
def test_a_memo_for_word_shows_the_ceiling_through_time_where_there_is_one(http: httpx.Client) -> None:
    for path, pictures in ((f"/zh/decision/access.docx?{SHENZHEN}", 1), ("/zh/decision/data_export.docx?data=personal", 0)):
        assert len(Document(io.BytesIO(http.get(path).content)).inline_shapes) == pictures


@pytest.mark.parametrize("case", [CASE, SHENZHEN])
def test_sources_are_numbered_in_the_order_in_which_they_are_cited(http: httpx.Client, case: str) -> None:
    text = http.get(f"/zh/decision/access.md?{case}").text.replace("\\", "")
    cited, _, listed = text.partition(f"## {phrase('sources')['zh']}")
    first = list(dict.fromkeys(int(n) for n in re.findall(r"\[(\d+)\]", cited.partition(f"## {phrase('why')['zh']}")[2])))
    assert first == list(range(1, len(first) + 1))
    assert len(re.findall(r"^\* \[\d+\]", listed, re.MULTILINE)) >= len(first)
    page = http.get(f"/zh/decision/access?{case}").text
    assert re.findall(r'<a class="ref" href="#source-(\d+)"', page)[0] == "1"


@needs_font
def test_side_by_side_a_part_stands_beside_its_translation(http: httpx.Client) -> None:
    pages = [p.extract_text() for p in PdfReader(io.BytesIO(http.get(f"/en/decision/access.pdf?{SHENZHEN}&layout=both").content)).pages]
    for key in ("facts", "ceiling_title", "why", "confidence"):
        assert [phrase(key)["zh"] in p for p in pages] == [phrase(key)["en"] in p for p in pages], key


@needs_font
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_longest_of_the_flagships_takes_a_page_and_a_half_and_says_all_it_said(http: httpx.Client, lang: str) -> None:
    case = "activity=app-store&territory=shanghai&origin=DE&share=100&on=2025-06-01"
    with pdfplumber.open(io.BytesIO(http.get(f"/{lang}/decision/access.pdf?{case}").content)) as found:
        assert len(found.pages) == 3  # the third is the annex
        last = found.pages[1]
        lowest = max(w["bottom"] for w in last.extract_words() if w["bottom"] < last.height - 40)
        assert lowest < last.height * 0.55
    said = text_of(http.get(f"/{lang}/decision/access.pdf?{case}"))
    sources = http.get(f"/{lang}/decision/access.json?{case}").json()["decision"]["sources"]
    assert [n for n in range(1, len(sources) + 1) if f"[{n}]" not in said] == []
