"""Who holds the permanent residence card enters on it: the card is a capacity and a document at once, where its holder asks for the visa."""

from __future__ import annotations

import pytest

from tests.cases.real import real_book


@pytest.mark.parametrize(
    ("text", "document"),
    [
        (
            "A German with a Chinese permanent residence card wants to enter Shanghai on 2026-06-01: does he need a visa?",
            "residence-permit",
        ),
        (
            "An American holder of the foreign permanent resident ID card flies back to Beijing on 1 June 2026. Does she need a visa?",
            "residence-permit",
        ),
        ("持有外国人永久居留身份证的德国人2026年6月1日入境上海，需要签证吗？", "residence-permit"),
        ("持永居证的法国人2026年6月1日免签入境北京可以吗？", "residence-permit"),
        ("Does the wife of a German permanent resident need a visa for Shanghai on 2026-06-01?", None),
        ("他的妻子是德国人，他本人持永久居留身份证，妻子2026年6月1日来上海需要签证吗？", None),
        ("I have applied for a Chinese permanent residence card, German, 2026-06-01, Shanghai. Do I need a visa?", None),
        ("我的永久居留身份证丢了，德国籍，2026年6月1日回上海要签证吗？", None),
        ("我有中国绿卡，德国籍，2026年6月1日在上海能凭卡证明身份吗？", None),
    ],
)
def test_the_card_is_the_document_of_its_holder_at_the_border_and_of_nobody_else(text: str, document: str | None) -> None:
    read = real_book().read_question(text)
    assert read.facts.get("document") == document
    if document:
        assert real_book().ask("entry", read.facts).outcome == "granted"
