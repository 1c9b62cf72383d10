"""The words that lead up to a number of a document are no part of it: 根据国函〔2022〕104号, 目前仍可依国函〔2022〕104号."""

from __future__ import annotations

import re

from tests.documents.against.asking import reader

LEADS = ("根据", "依据", "按照", "依照", "见", "参见", "依", "按", "据", "违反", "目前仍可依", "企业应当遵守", "该市发布的", "")


def test_every_number_that_the_lawbook_has_is_found_behind_whatever_leads_up_to_it() -> None:
    titles = reader().lawcheck.titles
    numbers = [e.number.zh for i in titles.book.instruments.values() for e in i.editions if e.number is not None]
    known = [n for n in numbers if re.fullmatch(r"[\u3400-\u9fff]{1,6}〔(?:19|20)\d\d〕\d{1,4}号", n)]
    assert len(known) > 70
    missed = [
        lead + n
        for i, n in enumerate(known)
        for lead in (LEADS[i % len(LEADS)], LEADS[(i + 5) % len(LEADS)])
        if titles.led_to(lead + n) != len(lead)
    ]
    assert missed == []


def test_a_letter_of_an_office_before_a_known_number_makes_it_another() -> None:
    titles = reader().lawcheck.titles
    for number in ("银发〔2025〕251号", "国函〔2022〕104号", "商资函〔2025〕84号"):
        assert titles.by_number(number) is not None
        for office in ("粤", "沪", "川", "某市"):
            assert titles.led_to(office + number) == 0
            assert titles.led_to(f"根据{office}{number}") == 2


def test_a_word_of_reference_is_no_part_of_a_number_that_is_not_known() -> None:
    titles = reader().lawcheck.titles
    for lead in ("根据", "依照", "参见", "见", "依"):
        assert titles.led_to(f"{lead}国函〔2031〕999号") == len(lead)
    assert titles.led_to("国函〔2031〕999号") == 0
