"""What a clause says may be done or must be, in an activity that it names narrowly, at a place like another one, or everywhere."""

from __future__ import annotations

import datetime as dt

import pytest

from shidian.documents.document import Document
from shidian.documents.grammar.text import language_of
from tests.documents.against.asking import reader, wrong

DAY = "2026-11-01"


def verdicts(words: str) -> set[str]:
    """What is said of a text, open things left out."""
    document = Document(words, "0" * 64, "zh" if language_of(words) == "zh" else "en", "x", date=dt.date.fromisoformat(DAY))
    return {str(h.verdict) for h in reader().lawcheck.against(reader().grammar.read(document)) if h.verdict != "open"}


@pytest.mark.parametrize(
    "words",
    [
        "Relic auction houses may be wholly foreign-owned in Xi'an.",
        "外商可独资设立古董拍卖行。",
        "卷烟批发可以由外商独资经营。",
        "Vape shops are open to foreign investors.",
        "Film production must be controlled by the Chinese side.",
        "义务教育机构须由中方控股。",
        "Tobacco wholesale is limited to joint ventures.",
        "社会调查限于合资。",
        "Foreign investors may own tobacco wholesalers outright.",
        "外国律师事务所可以从事中国法律事务。",
        "房地产企业可以加入资金池。",
        "The tax credit for reinvested profits is generous. Listed shares count as well.",
        "韩国公民可以免签来华。但是免签可以从事短期工作。",
        "持永久居留身份证的员工仍须办理工作许可。",
    ],
)
def test_what_the_law_bars_is_not_borne_out_as_allowed_nor_as_a_share(words: str) -> None:
    assert verdicts(words) == {"differs"}


@pytest.mark.parametrize(
    "words",
    [
        "雪茄批发可以由外商独资经营。",
        "烟叶、卷烟批发和零售可以由外商独资经营。",
        "Basic telecom must be controlled by the Chinese side.",
        "Human gene therapy is prohibited to foreign investors in all places.",
        "人体干细胞技术开发和应用在全国各地均禁止外商投资。",
        "Foreign law firms may open representative offices.",
        "香港、澳门的医师可以获得5年以内的许可。",
    ],
)
def test_of_what_is_read_in_part_or_open_nothing_is_borne_out(words: str) -> None:
    assert "agrees" not in verdicts(words)


@pytest.mark.parametrize(
    "words",
    [
        "Auction houses may be wholly foreign-owned.",
        "市场调查限于合资。",
        "Domestic water transport must be controlled by the Chinese side.",
        "文物拍卖企业禁止外商投资。",
        "持永久居留身份证的员工无须办理工作许可。",
        "For sensitive information the assessment begins at 10,000 people.",
        "Sensitive information needs a contract up to 9,999 people, and the assessment begins at 10,000 people.",
        "资本项目收入可以用于购买非自用住宅。",
        "2026年1月9日公布大连等9城市试点任务共159项。",
    ],
)
def test_what_the_law_says_is_borne_out(words: str) -> None:
    assert verdicts(words) == {"agrees"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("互联网数据中心在北京可以由外资独资经营。武汉也是试点城市，同样适用。", ["武汉也是试点城市"]),
        ("互联网数据中心在北京可以由外资独资经营。深圳也是试点城市，同样适用。", []),
        (
            "A wholly foreign-owned hospital may be set up in Fuzhou. Hangzhou joined the list last year.",
            ["Hangzhou joined the list last year."],
        ),
        ("五、外商独资医院。目前可以在南京、武汉设立。", ["武汉"]),
        ("五、外商独资医院。目前可以在南京、深圳设立。", []),
        ("二、即时通信。外资股比受限制。试点已放开了这项业务的股比。", ["试点已放开了这项业务的股比"]),
        ("呼叫中心是2020年7月30日起在全国取消外资股比限制的。", ["2020年7月30日"]),
        ("呼叫中心是2019年7月30日起在全国取消外资股比限制的。", []),
        ("Call centres were freed of the foreign ownership cap in July 2021.", ["July 2021"]),
        ("Call centres were freed of the foreign ownership cap in July 2019.", []),
        ("方案提出取消应用商店外资股比限制，尚待实施。", []),
        ("取消了资本项目收入不得购买非自用住宅的限制。", []),
        ("英国自2025年11月10日、瑞典自2026年2月17日起免签。", ["2025年11月10日", "2026年2月17日"]),
        ("瑞典自2025年11月10日、英国自2026年2月17日起免签。", []),
        ("自2024年2月9日起，新加坡公民可免签入境，而自2024年11月30日起，日本公民可免签入境。", []),
        ("Between 100,000 and 1 million people, a standard contract or certification will do.", []),
        ("Joint hospitals need a total investment of RMB 50 million.", ["RMB 50 million"]),
        ("个人信息。关键信息基础设施运营者同样享受豁免。", ["同样享受豁免"]),
        ("2022年12月新增沈阳、南京等6个城市开展服务业扩大开放综合试点，2025年4月11日又新增大连等9个城市。", []),
        ("Services pilot: four regions followed in April 2021, six cities in December 2022.", []),
        ("Services pilot: four regions followed in April 2021, seven cities in December 2022.", ["seven"]),
    ],
)
def test_the_same_of_another_place_what_began_and_numbers_of_several_days(words: str, said: list[str]) -> None:
    assert wrong(words, DAY) == said
