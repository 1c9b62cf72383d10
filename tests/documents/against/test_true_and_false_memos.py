"""Families of sentences as memos have them: what is true is not accused by another provision's number, list, case or nation, and what is plainly false is found."""

from __future__ import annotations

from tests.documents.against.asking import against

DAY = "2026-11-01"
TRUE = (
    "The negative list for cross-border trade in services covers 71 items in the national version and 68 in the free trade zone version.",
    "The market-access negative list of 2025 has 106 items.",
    "The encouraged catalogue for foreign investment of 2025 lists 1,679 items.",
    "The first negative list of 2013 for the Shanghai zone had 190 items.",
    "In the zones the cross-border list has 68 items, three fewer than the national 71.",
    "外国人来华工作，年龄一般不超过60周岁。",
    "Holders of R visas may stay up to 180 days each time.",
    "Where a tax treaty sets a dividend rate of five per cent, the credit is calculated at five per cent.",
    "协定税率为5%的，按5%计算抵免。",
    "The exemption covers fewer than 100,000 people in a year, provided that no sensitive data are among them.",
    "The assessment took 45 working days in our client's case.",
    "The plan of April 2025 lists 155 tasks, and 159 tasks were published for the nine cities in January 2026.",
    "评估结果自出具之日起三年内有效。",
    "外资企业资本金不得用于证券投资。",
    "香港医师在大湾区内地九市短期行医，许可有效期可达三年。",
    "In Wuhan the hospital may be held 90% by the Chinese partner.",
    "Foreign insurers are no longer limited to 51 per cent.",
    "期货公司外资不再受51%的上限约束。",
    "The 51 per cent limit for foreign investors in futures companies was lifted in 2020.",
    "封关之前，乐城先行区的医疗机构进口药品和器械可以免征关税。\n\n未注册但经批准的药品同样可以适用乐城的零关税政策。",
    "粤港澳大湾区标准合同适用于九市与香港之间。\n\n大湾区标准合同可以用于个人信息在湾区内流动。",
    "自当年1月1日起累计出境50万人非敏感个人信息的，可以选择标准合同。",
)
FALSE = (
    "The national negative list of 2024 has 27 items.",
    "In Wuhan a Dutch investor may own a hospital outright.",
    "北京的互联网接入服务仍适用外资不超过50%的上限。",
    "In Nanjing a data centre may be held 90% by our American client.",
    "Foreign investors are free to run stem-cell businesses in Hangzhou.",
    "Futures companies, on the other hand, are still limited to 51 per cent foreign capital.",
    "期货公司外资股比仍以51%为限。",
    "Operators of critical information infrastructure may choose certification instead of the assessment.",
    "关键信息基础设施运营者可以适用10万人以下的豁免。",
    "自当年1月1日起累计出境100万人以上非敏感个人信息的，可以选择标准合同。",
    "向境外提供重要数据的，可以用标准合同代替安全评估。",
    "Important data may be exported on the basis of a standard contract.",
    "外国医师短期行医许可有效期可达三年。",
    "封关之前，乐城先行区的医疗机构进口药品和器械可以免征关税。\n\n疫苗同样可以适用乐城的零关税政策。",
    "粤港澳大湾区标准合同适用于九市与香港之间。\n\n大湾区标准合同也可以用于重要数据出境。",
    "Vaccines may be imported free of duty in Lecheng before the closure.",
)


def test_true_sentences_are_not_accused_and_false_ones_are_found() -> None:
    accused = [said for said in TRUE if any(v in ("differs", "announced") for v, _, _ in against(said, DAY))]
    passed = [said for said in FALSE if all(v not in ("differs", "announced") for v, _, _ in against(said, DAY))]
    assert (accused, passed) == ([], [])


def test_an_investor_named_by_an_adjective_is_asked_as_one_of_that_nation() -> None:
    from shidian.documents.formats.files import SelfDescription
    from tests.documents.against.asking import reader

    for nation, said in (
        ("Netherlands", "In Wuhan a Dutch investor may own a hospital outright."),
        ("Taiwan", "A Taiwanese investor may own a performing-arts troupe outright."),
    ):
        reading = reader().read_text(said, "x.txt", SelfDescription())
        assert any(nation in h.law.en for h in reader().lawcheck.against(reading)), said
