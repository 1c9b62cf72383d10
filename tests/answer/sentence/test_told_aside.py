"""A clause that states something and tells no fact of the question is never dropped in silence."""

from __future__ import annotations

from shidian.answer.sentence.telling import understood
from tests.answer.sentence.measured import read
from tests.cases.real import real_book

PLAIN: dict[str, dict[str, tuple[str, ...]]] = {
    "access": {
        "A German company runs a wholly owned call centre in Chengdu": (
            "the investor is on the unreliable entity list", "the investor is a sovereign fund", "also legal advice", "through convertible bonds",
            "its server room is in Dublin", "all customers are ministries", "the money comes from a casino", "the owner was fined last year",
            "the shares are held by a trust", "foreign passport holders only",
        ),
        "德国公司在成都独资经营呼叫中心": (
            "投资方在不可靠实体清单上", "股东是主权基金", "客户全是党政机关", "通过可转债投资", "通过信托持股", "资金来自借款", "法定代表人是外国人",
            "老板是中国夫妻", "去年被处罚过", "只招外籍孩子",
        ),
    },
    "entry": {
        "A French citizen comes to Shanghai visa-free for 10 days on business": (
            "also to perform on stage", "he was deported once", "his passport is damaged", "with two children", "to film a documentary",
        ),
        "法国人来上海商务10天，免签": ("顺便登台演出", "曾被遣返过", "护照有破损", "还要拍纪录片", "随行两个孩子"),
    },
    "data_export": {
        "We send names of 8,000 members from Wuhan to Oslo, nothing sensitive": (
            "some of them are children", "their religion included", "some are soldiers", "the recipient is an army", "split among three firms",
        ),
        "武汉公司把8000名会员的姓名电话传给日本总部，不敏感": (
            "其中有儿童", "含宗教信仰", "其中有军人", "接收方是军方", "分三家公司分别传",
        ),
    },
}  # fmt: skip
ASKED = ("is that allowed?", "what must be done?", "any limit?", "可以吗？", "有没有限制", "需要什么手续")


def test_a_clause_that_tells_no_fact_is_told_or_keeps_the_sentence_open() -> None:
    silent = []
    for question, sentences in PLAIN.items():
        for sentence, clauses in sentences.items():
            alone = read(real_book().lawbook, sentence)
            assert (alone.question, alone.whole, alone.aside) == (question, True, ()), sentence
            for clause in clauses:
                comma = "，" if clause[0] > "z" else ", "
                for text in (
                    f"{sentence}{comma}{clause}",
                    f"{sentence}{comma}{clause}{'。可以吗？' if comma == '，' else '. Is that allowed?'}",
                ):
                    found = read(real_book().lawbook, text)
                    told = any(clause in a.words for a in found.aside)
                    if found.whole and found.cases == alone.cases and not told:
                        silent.append(text)
    assert silent == []


def test_what_is_only_asked_is_no_clause_aside() -> None:
    for sentences in PLAIN.values():
        for sentence in sentences:
            for asked in ASKED:
                if (asked[0] > "z") == (sentence[0] > "z"):
                    found = read(real_book().lawbook, f"{sentence}{'，' if asked[0] > 'z' else ', '}{asked}")
                    assert found.aside == (), (sentence, asked)


def test_what_was_left_aside_is_said_in_both_languages() -> None:
    book = real_book().lawbook
    assert "Left aside, no part of this answer: also legal advice" in understood(
        book, read(book, "A German company runs a wholly owned call centre in Chengdu, also legal advice"), "en"
    )
    assert "本次判定未采用：股东是主权基金" in understood(book, read(book, "德国公司在成都独资经营呼叫中心，股东是主权基金"), "zh")
