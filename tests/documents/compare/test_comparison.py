"""Comparison with the lawbook and between documents: contradictions, strength, limits left out, levels, lists."""

from __future__ import annotations

import datetime as dt

import pytest

from shidian.documents.compare.compare import Clash, Comparison
from tests.documents.grammar.asking import comparer, read

FDI = "In 2024, foreign direct investment (FDI) in China's service sector reached RMB 5.85 trillion (USD 584.56 billion), accounting for over 73% of the total FDI."


def compare(*texts: str) -> Comparison:
    return comparer().compare([read(t, dt.date(2025, 4, 22), f"{i}.txt") for i, t in enumerate(texts)])


def kinds(clashes: tuple[Clash, ...], *, scope: str | None = None, side: str | None = None) -> set[tuple[str, str]]:
    return {
        (
            c.contradiction.kind,
            c.contradiction.subject.split(".")[-2]
            if c.contradiction.subject[0] == "d" and "." in c.contradiction.subject
            else c.contradiction.subject,
        )
        for c in clashes
        if (scope is None or c.scope == scope) and (side is None or c.side == side)
    }


def remarks(comparison: Comparison, kind: str) -> list[tuple[str, ...]]:
    return [r.about for d in comparison.documents for r in d.remarks if r.kind == kind]


def test_a_count_that_its_list_does_not_bear_out_is_a_contradiction() -> None:
    found = compare("The notice applies to five cities: Beijing, Shanghai, Nanjing and Chengdu.")
    assert kinds(found.clashes, scope="document", side="wrong") == {("count", "list")}
    assert kinds(compare("The notice applies to four cities: Beijing, Shanghai, Nanjing and Chengdu.").clashes) == set()
    assert kinds(compare("包括北京、上海、海南和深圳等5个城市。").clashes) == set()  # 等 leaves the list open
    assert kinds(compare("适用于北京、上海、海南3个省市，以及天津、重庆、沈阳等2个城市。").clashes) == {("count", "list")}


def test_a_wrong_currency_shows_in_the_exchange_rate_and_against_the_lawbook() -> None:
    found = compare(FDI)
    assert ("rate", "amount") in kinds(found.clashes, scope="document")
    assert {("values", "services-fdi"), ("values", "services-share")} <= kinds(found.clashes, scope="lawbook", side="wrong")
    right = FDI.replace("RMB 5.85 trillion (USD 584.56 billion)", "RMB 584.56 billion (USD 80.9 billion)").replace("over 73%", "70.75%")
    assert {c.side for c in compare(right).clashes} <= {"right"}


def test_two_documents_are_compared_with_each_other() -> None:
    one = "Pilot zones absorbed RMB 293.2 billion in foreign direct investment (FDI) in 2024, approximately half of the total FDI in the service industry."
    found = compare(one, FDI)
    assert ("share", "eleven-services-share") in kinds(found.clashes, scope="documents")


def test_a_verb_stronger_or_weaker_than_the_official_one_is_remarked() -> None:
    found = compare("- Allows qualified foreign doctors to open clinics.\n- Supports qualified foreign doctors to open clinics.")
    assert remarks(found, "strength") == [("h1",)]


def test_a_limit_that_a_report_leaves_out_is_remarked() -> None:
    assert ("c1",) in remarks(compare("- Permits foreign-invested travel agencies to operate outbound tourism."), "limit-left-out")
    assert (
        remarks(
            compare("- Permits foreign-invested travel agencies to operate outbound tourism, excluding travel to Taiwan."), "limit-left-out"
        )
        == []
    )


def test_a_province_among_municipalities_or_cities_is_remarked() -> None:
    assert remarks(compare("The pilots cover four municipalities (Tianjin, Shanghai, Hainan, and Chongqing)."), "level") == [("hainan",)]
    assert remarks(compare("The pilots cover four regions (Tianjin, Shanghai, Hainan, and Chongqing)."), "level") == []


def test_a_list_that_nearly_names_a_set_is_remarked() -> None:
    text = "The regions (Beijing, Tianjin, Hainan Province, Chongqing, Shenyang, Nanjing, Hangzhou, Wuhan, Guangzhou, and Chengdu) test reforms."
    assert remarks(compare(text), "members") == [("services-pilot-11", "shanghai")]


def test_measures_are_linked_to_task_rows_with_score_and_reason() -> None:
    comparison = compare("（一）取消应用商店业务的外资股比限制。\n（二）支持建设一座动物园。")
    [document] = comparison.documents
    linked = {f.id: document.links.get(f.id, []) for f in document.reading.findings if f.kind == "measure"}
    first, second = linked.values()
    assert (first[0].to, first[0].id) == ("task", "t1")
    assert first[0].score >= 0.6
    assert "应用商店" in first[0].shared
    assert any(k.to == "rule" for k in first)
    assert second == []
    assert [i for i in document.new if i.startswith("measure")] == [list(linked)[1]]


def test_an_instrument_is_linked_by_number_and_by_title() -> None:
    comparison = compare("依据商资函〔2025〕84号和《外国的某个不存在的办法》办理。")
    [document] = comparison.documents
    by_quote = {
        document.reading.quote(f): [k.id for k in document.links.get(f.id, [])] for f in document.reading.findings if f.kind == "instrument"
    }
    assert by_quote == {"商资函〔2025〕84号": ["cn-services-work-plan-2025"], "《外国的某个不存在的办法》": []}


def test_a_document_that_agrees_contradicts_nothing() -> None:
    found = compare("《加快推进服务业扩大开放综合试点工作方案》于2025年4月18日对外发布，共155项试点任务。")
    assert [c for c in found.clashes if c.side != "right"] == []


NO_CLAIMS = [
    ("Foreign direct investment in the service sector of China fell 6.7 percent in 2025.", "services-share"),
    ("全国服务业吸收外资占比由55.4%提升至70.7%。", "services-share"),
    ("2025年，20个试点地区服务业实际使用外资3120.5亿元人民币，同比提高4.1个百分点。", "eleven-services-share"),
]


@pytest.mark.parametrize(("text", "subject"), NO_CLAIMS)
def test_a_change_of_a_share_is_no_claim_about_the_share(text: str, subject: str) -> None:
    assert [s for d in comparer().compare([read(text)]).documents for s in d.stated if s.claim.subject == subject] == []


def test_a_contrast_parts_what_two_shares_are_of() -> None:
    text = "Foreign direct investment in the services sector was 545.12 billion yuan in 2025, accounting for 72.9 percent of the total, while the pilot regions attracted 271 billion yuan, or roughly half."
    stated = [(s.claim.subject, s.claim.says) for d in comparer().compare([read(text)]).documents for s in d.stated]
    assert [str(says.number) for subject, says in stated if subject == "eleven-services-share" and says.number is not None] == []


def test_a_rough_tenth_contradicts_no_exact_share_near_it() -> None:
    text = "2024年，全国实际使用外资8262.5亿元人民币，其中服务业吸收外资5845.6亿元人民币，占比约七成。"
    assert [
        c.contradiction.subject
        for c in comparer().compare([read(text)]).clashes
        if c.contradiction.subject == "services-share" and c.side == "wrong"
    ] == []


def test_a_list_that_goes_on_in_other_words_is_no_wrong_list() -> None:
    text = "Hospitals may open in nine cities: Beijing, Tianjin, Shanghai, Nanjing, Suzhou, Fuzhou, Guangzhou and Shenzhen, and on the whole island of Hainan."
    assert [c for c in comparer().compare([read(text)]).clashes if c.contradiction.kind == "count"] == []


ROUNDS = "Over the past 10 years, the pilot program has launched 7 rounds of 15 pilot programs."


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("", {"rounds", "plans"}),
        ("It is a practical action for us to do our own thing well, he said. ", {"rounds", "plans"}),
        ("Projects were approved in the provinces and cities in batches. ", {"rounds", "plans"}),
        ("The district spoke. " + "A plan was made. " * 4, {"rounds", "plans"}),
        ("The district spoke of its own numbers. ", set()),
        ("Of our own services little is said. ", set()),
    ],
)
def test_only_what_is_said_near_a_number_makes_it_one_places_own(before: str, said: set[str]) -> None:
    """An article printed as one paragraph speaks of many; "our own thing" is no place."""
    [document] = comparer().compare([read(before + ROUNDS)]).documents
    assert {s.claim.subject for s in document.stated} & {"rounds", "plans"} == said
