"""Chinese official structure, English headings and lists."""

from __future__ import annotations

from shidian.documents.document import Block
from shidian.documents.grammar.structure import join, lay_out

CHINESE = "某某市实施方案\n第一章 总则\n第一条 为了开放，制定本方案。\n一、电信领域\n（一）取消股比限制。\n1.应用商店。\n（1）适用全市。\n2.互联网接入。\n二、医疗领域\n支持开设诊所。"


def test_chinese_numbering_makes_a_tree() -> None:
    layout = lay_out(CHINESE)
    by_number = {p.number: p for p in layout.passages}
    assert [p.kind for p in layout.passages[:3]] == ["title", "heading", "item"]
    assert by_number["（一）"].under == by_number["一、"].index
    assert by_number["1."].under == by_number["（一）"].index
    assert by_number["（1）"].under == by_number["1."].index
    assert by_number["2."].under == by_number["（一）"].index
    assert [p.number for p in layout.heading_of(by_number["（1）"])][-3:] == ["一、", "（一）", "1."]


def test_spans_of_passages_and_sentences_are_those_of_the_text() -> None:
    layout = lay_out(CHINESE)
    assert [CHINESE[p.start : p.end] for p in layout.passages] == CHINESE.split("\n")
    assert "".join(CHINESE[s:e] for s, e in layout.sentences) == CHINESE.replace("\n", "")


def test_english_headings_items_and_sentences() -> None:
    text = "A plan for services\nTelecommunications\n- Lifts caps.\n- Opens VPN.\nDecree No. 23 of 2025 applies. It ends at 4 p.m. today."
    layout = lay_out(text)
    assert [p.kind for p in layout.passages] == ["title", "heading", "item", "item", "paragraph"]
    assert [text[s:e] for s, e in layout.sentences][-2:] == ["Decree No. 23 of 2025 applies.", "It ends at 4 p.m. today."]


def test_blocks_of_a_format_say_what_lines_are() -> None:
    blocks = (Block("Title", "heading", 1), Block("an item", "item"), Block("a | b", "row"), Block("text"))
    layout = lay_out(join(blocks), blocks)
    assert [p.kind for p in layout.passages] == ["heading", "item", "row", "paragraph"]
    assert layout.passages[1].under == 0
