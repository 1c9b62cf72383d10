"""Longer texts: what is true of them is left in peace, whoever wrote it, and errors planted in them are met."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from bench.memos import claims_judged, judged, summary
from bench.planted import PlantedText, score, shown_against

from shidian.documents.against.titles import over
from shidian.documents.document import Document
from tests.cases.real import real_book
from tests.documents.against.asking import reader, wrong

SEED, PROVISIONS = 23, 10


def test_of_errors_planted_in_longer_texts_three_quarters_are_met_and_four_fifths_of_what_is_shown_is_true() -> None:
    built = score(reader(), "long-built")
    assert (built.planted, built.found >= 15, built.true >= 0.8 * built.shown) == (20, True, True), built


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_the_lawbook_says_of_its_own_provisions_is_hardly_ever_shown_as_wrong(language: str) -> None:
    """Eighty provisions that hold on the day, ten to a text, none of them named: at most two things are shown, and those may be what held before."""
    chance = random.Random(SEED)
    shown = []
    hold = [p for _, p in real_book().lawbook.provisions.values() if not over(p, dt.date(2026, 9, 1))]
    for _ in range(8):
        some = chance.sample(hold, PROVISIONS)
        words = "\n".join(p.summary[language] for p in some)
        document = Document(words, "0" * 64, "zh" if language == "zh" else "en", "x.txt", date=dt.date(2026, 9, 1))
        shown += [says for _, says in shown_against(reader(), PlantedText("x", document, ()))]
    assert len(shown) <= 2, shown


def test_in_memos_as_lawyers_and_machines_write_them_nothing_right_is_called_false_and_no_false_claim_is_agreed_with() -> None:
    for half in ("hand/built", "hand/kept"):
        assert summary(judged(reader(), half))["right called false"] == 0, half
        told = claims_judged(reader(), half)
        assert (told["differs", "agrees"], told["agrees", "differs"]) == (0, 0), (half, told)


@pytest.mark.parametrize(
    ("words", "day", "odd"),
    [
        ("乌兹别克斯坦公民持普通护照可以免签入境，每次停留不超过30日，每180日累计不超过90日。", "2026-01-01", []),
        ("乌兹别克斯坦公民持普通护照可以免签入境，每次停留不超过60日，每180日累计不超过90日。", "2026-01-01", ["60日"]),
        ("2024年1月21日以前，营业额全球合计超过100亿元、至少两个境内均超过4亿元的，应当申报。", "2026-01-01", []),
        ("寿险公司的外资股比不超过51%。2020年版取消。", "2026-01-01", []),
        ("境外设立的经营者和境外个人不得从事报关业务。", "2026-01-01", []),
        ("外国投资者可以投资烟草制品的批发和零售业务。", "2026-01-01", ["外国投资者可以投资烟草制品的批发和零售业务"]),
        ("烟叶、卷烟和其他烟草制品，批发和零售均不向外资开放。", "2026-01-01", []),
        ("未按照规定报送投资信息、逾期未改正的，处10万元以上50万元以下罚款。", "2026-01-01", []),
        ("未按照规定报送投资信息、逾期未改正的，处10万元以上100万元以下罚款。", "2026-01-01", ["100万元"]),
        ("An exporter of the personal information of 90,000 people, none of it sensitive, needs neither an assessment nor a standard contract.", "2026-03-30", []),
        ("Value-added services: foreign share at most 50 %, except domestic multi-party communications and call centres.", "2026-03-30", []),
    ],
)  # fmt: skip
def test_what_is_true_is_left_in_peace_and_the_error_beside_it_is_met(words: str, day: str, odd: list[str]) -> None:
    assert wrong(words, day) == odd


def test_in_articles_notices_tables_and_answers_two_thirds_of_the_errors_are_met_nothing_true_is_shown_and_no_error_agreed_with() -> None:
    built = score(reader(), "articles-built")
    assert (built.planted, built.found >= 16, built.true, built.falsely_agreed) == (24, True, built.shown, 0), built


def test_in_the_articles_that_were_kept_back_four_fifths_of_what_is_shown_is_true() -> None:
    kept = score(reader(), "articles-kept")
    assert (kept.planted, kept.found >= 11, kept.true >= 0.8 * kept.shown, kept.falsely_agreed <= 1) == (26, True, True, True), kept


DATA_LISTS = "附件：部分地区数据出境清单\n\n"


@pytest.mark.parametrize(
    ("words", "day", "odd"),
    [
        (DATA_LISTS + "浙江——跨境电商（B2B）和清结算；8个场景；143个数据项。", "2026-06-30", ["143个"]),
        (DATA_LISTS + "浙江——跨境电商（B2B）和清结算；8个场景；134个数据项。", "2026-06-30", []),
        ("Data-export lists\n\nShanghai published its list on 24 April 2026.", "2026-06-30", []),
        ("Data-export lists\n\nShanghai published its list on 24 March 2026.", "2026-06-30", ["24 March 2026"]),
        ("2024年版全国外资准入负面清单自2024年12月1日起施行。", "2025-06-30", ["2024年12月1日"]),
        ("2024年版全国外资准入负面清单自2024年11月1日起施行。", "2025-06-30", []),
        (
            "The nine cities of the comprehensive pilot\n\nOf the 159 tasks, 113 are common tasks taken from an earlier plan.",
            "2026-06-05",
            ["113"],
        ),
        (
            "The nine cities of the comprehensive pilot\n\nOf the 159 tasks, 103 are common tasks taken from an earlier plan.",
            "2026-06-05",
            [],
        ),
        ("符合条件的外籍医师现在已经可以在试点地区开办诊所。", "2026-06-05", ["现在已经可以在试点地区开办诊所。"]),
        ("方案支持符合条件的外籍医师在试点地区开办诊所。", "2026-06-05", []),
        (
            "Wholly foreign-owned hospitals\n\nThe plan allows them in Beijing, Tianjin, Shanghai, Nanjing, Suzhou, Fuzhou, Guangzhou, Hangzhou and on all of Hainan.",
            "2026-07-06",
            ["Hangzhou"],
        ),
        (
            "Wholly foreign-owned hospitals\n\nThe plan allows them in Beijing, Tianjin, Shanghai, Nanjing, Suzhou, Fuzhou, Guangzhou, Shenzhen and on all of Hainan.",
            "2026-07-06",
            [],
        ),
    ],
)
def test_lists_called_in_passing_places_and_what_is_only_announced_are_held_against_their_records(
    words: str, day: str, odd: list[str]
) -> None:
    assert wrong(words, day) == odd
