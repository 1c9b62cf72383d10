"""Five tables that were made before it was looked at what fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.tables.kept import ERROR, KeptTable, Meaning, write_ods

# --- a bureau's register of new firms: merged titles, two rows of headings, formats, subtotals, notes -------

REGISTER: tuple[tuple[Sequence[Any], Meaning], ...] = (
    (("浦东新区", None, None, None, None, None, None, None), "note"),
    (
        (1, "某应用分发（上海）有限公司", "应用商店", "中国（上海）自由贸易试验区张江路99号", "德国", 1, dt.datetime(2025, 6, 3), 500),
        {"activity": "app-store", "territory": "shanghai-ftz", "origin": "DE", "share": "100", "on": "2025-06-03"},
    ),
    ((2, "某数据中心有限公司", "I6450", "上海市浦东新区世纪大道1号", "中国香港", 0.51, dt.datetime(2025, 3, 14), 12000), ERROR),
    (
        (3, "某国际旅行社有限公司", "旅行社", "上海市徐汇区漕溪北路1号", "日本", 1, dt.datetime(2024, 11, 1), 60),
        {"activity": "travel-agency", "territory": "shanghai", "origin": "JP", "share": "100", "on": "2024-11-01"},
    ),
    (
        (4, "某综合医院有限公司", "综合医院", "上海市静安区南京西路2号", "新加坡", 1, dt.datetime(2024, 12, 20), 30000),
        {"activity": "general-hospital", "territory": "shanghai", "origin": "SG", "share": "100", "on": "2024-12-20"},
    ),
    (("小计", None, None, None, None, None, None, 42560), "total"),
    (
        (5, "某呼叫中心有限公司", "呼叫中心业务", "北京市海淀区中关村大街1号", "美国", 0.5, dt.datetime(2025, 1, 7), 100),
        {"activity": "call-centre", "territory": "beijing", "origin": "US", "share": "50", "on": "2025-01-07"},
    ),
    (
        (6, "某新闻信息有限公司", "互联网新闻信息服务", "北京市朝阳区建国路1号", "英国", 0.1, dt.datetime(2025, 2, 7), 100),
        {"activity": "internet-news", "territory": "beijing", "origin": "GB", "share": "10", "on": "2025-02-07"},
    ),
    (
        (7, "某市场调查有限公司", "市场调查", "天津市滨海新区第一大街5号", "澳大利亚", 0.335, dt.datetime(2024, 9, 30), 80),
        {"activity": "market-survey", "territory": "tianjin", "origin": "AU", "share": "33.5", "on": "2024-09-30"},
    ),
    (
        (8, "某影院管理有限公司", "电影院", "南京市鼓楼区中山路18号", "韩国", 0.75, dt.datetime(2023, 5, 8), 900),
        {"activity": "cinemas", "territory": "nanjing", "origin": "KR", "share": "75", "on": "2023-05-08"},
    ),
    (
        (9, "某投资咨询有限公司", "企业管理咨询", "深圳市南山区粤海街道", "开曼群岛", 1, None, 10),
        {"activity": "management-consulting", "territory": "shenzhen", "origin": "KY", "share": "100"},
    ),
    ((10, "某人才有限公司", "人力资源服务", "鼓楼区湖南路3号", "法国", 1, dt.datetime(2025, 4, 1), 10), ERROR),
    (("合计（10家）", None, None, None, None, None, None, 55840), "total"),
    (("注：1.本表不含分支机构。2.出资比例为外方合计。", None, None, None, None, None, None, None), "note"),
    (("填表人：王某", None, "审核人：李某", None, None, "填报日期：2025年7月1日", None, None), "note"),
)


def _register(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "新设企业"
    sheet.append(["2025年上半年新设外商投资企业情况表"])
    sheet.merge_cells("A1:H1")
    sheet.append(["填报单位：某市商务局", None, None, None, None, None, "单位：万美元"])
    sheet.append(["序号", "企业名称", "所属行业", "注册地址", "外方投资者", None, "设立日期", "投资总额"])
    sheet.append([None, None, None, None, "国别（地区）", "出资比例", None, None])
    for column in "ABCDGH":
        sheet.merge_cells(f"{column}3:{column}4")
    sheet.merge_cells("E3:F3")
    for n, (cells, _) in enumerate(REGISTER, 5):
        sheet.append(list(cells))
        sheet.cell(n, 6).number_format = "0.0%"
        sheet.cell(n, 7).number_format = "yyyy/m/d"
    book.create_sheet("填表说明").append(["本表由各区商务部门填报，行业按国民经济行业分类填写。"])
    book.save(path)


register = KeptTable(
    "register.xlsx", "access", _register, (), 1, {1: "title", 2: "title", 3: "title"} | {n: m for n, (_, m) in enumerate(REGISTER, 5)}
)

# --- an adviser's list of clients: GB 18030, headings in row 3, the trade's own names ------------------------

CLIENTS: tuple[tuple[str, Meaning], ...] = (
    (
        "甲公司,EDI许可证（电商平台）,上海浦东,德国,100%,2025年3月14日,",
        {"activity": "e-commerce", "territory": "shanghai", "origin": "DE", "share": "100", "on": "2025-03-14"},
    ),
    (
        "乙公司,IDC,深圳前海,香港,百分之五十一,2025/3/14,加急",
        {"activity": "idc", "territory": "shenzhen", "origin": "HK", "share": "51", "on": "2025-03-14"},
    ),
    (
        "丙公司,ICP证,北京,美国,全资,2025.3.14,",
        {"activity": "b25", "territory": "beijing", "origin": "US", "share": "100", "on": "2025-03-14"},
    ),
    (
        '丁公司,网络游戏运营,广州市天河区,韩国,３０％,20250314,"客户说：""先问"""',
        {"activity": "online-games", "territory": "guangzhou", "origin": "KR", "share": "30", "on": "2025-03-14"},
    ),
    ("戊公司,SaaS,杭州,新加坡,70%,2025-3-14,", ERROR),
    (
        "己公司,养老院,成都市武侯区,台湾,80%,2025-03-14,",
        {"activity": "elderly-care", "territory": "chengdu", "origin": "TW", "share": "80", "on": "2025-03-14"},
    ),
    (",,,,,,", "blank"),
    (
        "庚公司,语言培训,重庆,加拿大,待定,2025-03-14,股比未定",
        {"activity": "language-training", "territory": "chongqing", "origin": "CA", "on": "2025-03-14"},
    ),
    (
        "辛公司,视频网站,海口,荷兰,49%,2025-03-14,",
        {"activity": "online-audiovisual", "territory": "haikou", "origin": "NL", "share": "49", "on": "2025-03-14"},
    ),
    ("壬公司,应用商店,成都高新区,美国,60%,14/03/2025,", ERROR),
    ("癸公司,期货公司,大连,美国,100%,2025-03-14,备注,多一格", ERROR),
    (
        "子公司,快递（国内信件）,武汉,美国,25%,2025-03-14,",
        {"activity": "domestic-letter-express", "territory": "wuhan", "origin": "US", "share": "25", "on": "2025-03-14"},
    ),
    ("总计,,,,,,", "total"),
)


def _clients(path: Path) -> None:
    top = ["客户意向一览（内部）,,,,,,", "更新：2025年3月,,,,,,", "客户,拟从事业务,拟落户地,投资方国别,拟持股,时间,备注"]
    path.write_bytes("".join(line + "\r\n" for line in [*top, *(text for text, _ in CLIENTS)]).encode("gb18030"))


clients = KeptTable(
    "clients.csv",
    "access",
    _clients,
    ("--map", "territory=拟落户地", "--map", "share=拟持股", "--map", "on=时间"),
    2,
    {1: "title", 2: "title"} | {n: m for n, (_, m) in enumerate(CLIENTS, 4)},
)

# --- HR: who travels to China; UTF-16 with tabs --------------------------------------------------------------

VISA_FREE = {"asked": "visa-free"}
TRAVELLERS: tuple[tuple[str, Meaning], ...] = (
    (
        "Anna M.\tGermany\tBusiness meeting\t10 days\tShanghai\t2025-06-02\t",
        VISA_FREE | {"nationality": "DE", "purpose": "business", "stay": "10", "territory": "shanghai", "on": "2025-06-02"},
    ),
    (
        "Jean P.\tFR\ttrade fair\t31\tGuangzhou\t2025-06-02\t",
        VISA_FREE | {"nationality": "FR", "purpose": "business", "stay": "31", "territory": "guangzhou", "on": "2025-06-02"},
    ),
    (
        "Luís S.\tPortugal\ttourism\t5天\t成都\t2025/7/1\t",
        VISA_FREE | {"nationality": "PT", "purpose": "tourism", "stay": "5", "territory": "chengdu", "on": "2025-07-01"},
    ),
    (
        "Priya R.\tIndia\tbusiness\t7\tShenzhen\t2025-06-02\t",
        VISA_FREE | {"nationality": "IN", "purpose": "business", "stay": "7", "territory": "shenzhen", "on": "2025-06-02"},
    ),
    (
        "Tom W.\tUK\tbusiness\t20\tBeijing\t2025-06-02\t",
        VISA_FREE | {"nationality": "GB", "purpose": "business", "stay": "20", "territory": "beijing", "on": "2025-06-02"},
    ),
    ("\t\t\t\t\t\t", "blank"),
    (
        "Hans K.\tSwitzerland\twork\t25\tSuzhou\t2025-06-02\tinstallation",
        VISA_FREE | {"nationality": "CH", "purpose": "work", "stay": "25", "territory": "suzhou", "on": "2025-06-02"},
    ),
    (
        "Eva L.\tSingapore\tfamily visit\t28\tTianjin\t\t",
        VISA_FREE | {"nationality": "SG", "purpose": "family", "stay": "28", "territory": "tianjin"},
    ),
    ("Marek N.\tPoland\ttransit\t-3\tXi'an\t2025-06-02\t", ERROR),
    ("Olga T.\tdouble national\tbusiness\t3\tHarbin\t2025-06-02\t", ERROR),
    ("Sum: 9 travellers\t\t\t\t\t\t", "total"),
)


def _travellers(path: Path) -> None:
    head = "Name\tPassport country\tReason for travel\tDuration of stay\tDestination\tArrival\tRemarks"
    path.write_bytes("\n".join([head, *(t for t, _ in TRAVELLERS)]).encode("utf-16"))


travellers = KeptTable(
    "travellers.tsv",
    "entry",
    _travellers,
    (
        "--fact",
        "asked=visa-free",
        "--open",
        "capacity",
        "--map",
        "territory=Destination",
        "--map",
        "purpose=Reason for travel",
        "--map",
        "stay=Duration of stay",
    ),
    2,
    {n: m for n, (t, m) in enumerate(TRAVELLERS, 2)},
)

# --- a data protection officer's inventory: counts in 万 in the heading ----------------------------------------

EXPORTS: tuple[tuple[Sequence[Any], Meaning], ...] = (
    (
        ("CRM", "客户", 12, 0, "否", "否", "上海", dt.date(2025, 6, 1)),
        {
            "data": "personal",
            "persons": "120000",
            "sensitive-persons": "0",
            "important-data": "no",
            "ciio": "no",
            "territory": "shanghai",
            "on": "2025-06-01",
        },
    ),
    (
        ("会员系统", "会员", 120, 0, "否", "否", "上海", dt.date(2025, 6, 1)),
        {
            "data": "personal",
            "persons": "1200000",
            "sensitive-persons": "0",
            "important-data": "no",
            "ciio": "no",
            "territory": "shanghai",
            "on": "2025-06-01",
        },
    ),
    (
        ("人事系统", "员工", 0.3, 0.3, "否", "否", "成都", dt.date(2025, 6, 1)),
        {
            "data": "personal",
            "persons": "3000",
            "sensitive-persons": "3000",
            "important-data": "no",
            "ciio": "no",
            "territory": "chengdu",
            "on": "2025-06-01",
        },
    ),
    (
        ("问卷", "受访者", 0.5, 0, "否", "否", "武汉", dt.date(2025, 6, 1)),
        {
            "data": "personal",
            "persons": "5000",
            "sensitive-persons": "0",
            "important-data": "no",
            "ciio": "no",
            "territory": "wuhan",
            "on": "2025-06-01",
        },
    ),
    (
        ("支付", "用户", 2, 1.2, "否", "是", "杭州", dt.date(2025, 6, 1)),
        {
            "data": "personal",
            "persons": "20000",
            "sensitive-persons": "12000",
            "important-data": "no",
            "ciio": "yes",
            "territory": "hangzhou",
            "on": "2025-06-01",
        },
    ),
    (
        ("地图", "用户", None, None, "是", "否", "北京", dt.date(2025, 6, 1)),
        {"data": "personal", "important-data": "yes", "ciio": "no", "territory": "beijing", "on": "2025-06-01"},
    ),
    (("合计", None, 134.8, 1.5, None, None, None, None), "total"),
)


def _exports(path: Path) -> None:
    head = [
        "系统",
        "数据主体",
        "当年不含敏感个人信息的人数（万人）",
        "当年敏感个人信息的人数（万人）",
        "重要数据",
        "是否关键信息基础设施运营者",
        "注册地",
        "日期",
    ]
    write_ods(path, [head, *(c for c, _ in EXPORTS)], "出境清单")


exports = KeptTable(
    "exports.ods",
    "data_export",
    _exports,
    ("--fact", "data=personal", "--fact", "ground=none", "--map", "ciio=是否关键信息基础设施运营者"),
    2,
    {n: (m | {"ground": "none"} if isinstance(m, dict) else m) for n, (_, m) in enumerate(EXPORTS, 2)},
)

# --- a treasury's table of groups: machine numbers in 亿元 ------------------------------------------------------

POOL = {"measure": "cash-pool", "member": "ordinary"}
GROUPS: tuple[tuple[Sequence[Any], Meaning], ...] = (
    (("甲集团", "成都", 72.0, 105.0, 21.0, 3, True, dt.date(2026, 1, 15)), POOL | {"territory": "chengdu", "domestic-bop": "7.2", "domestic-revenue": "10.5", "overseas-revenue": "2.1", "members": "3", "clean-record": "yes", "on": "2026-01-15"}),
    (("乙集团", "上海", 7.2, 10.5, 2.1, 3, True, dt.date(2026, 1, 15)), POOL | {"territory": "shanghai", "domestic-bop": "0.72", "domestic-revenue": "1.05", "overseas-revenue": "0.21", "members": "3", "clean-record": "yes", "on": "2026-01-15"}),
    (("丙集团", "深圳", 70.0, 99.0, 20.0, 3, True, dt.date(2026, 1, 15)), POOL | {"territory": "shenzhen", "domestic-bop": "7", "domestic-revenue": "9.9", "overseas-revenue": "2", "members": "3", "clean-record": "yes", "on": "2026-01-15"}),
    (("丁集团", "北京", 80.0, 120.0, 30.0, 5, False, dt.date(2026, 1, 15)), POOL | {"territory": "beijing", "domestic-bop": "8", "domestic-revenue": "12", "overseas-revenue": "3", "members": "5", "clean-record": "no", "on": "2026-01-15"}),
    (("戊集团", "苏州", 80.0, None, 30.0, 5, True, dt.date(2026, 1, 15)), POOL | {"territory": "suzhou", "domestic-bop": "8", "overseas-revenue": "3", "members": "5", "clean-record": "yes", "on": "2026-01-15"}),
)  # fmt: skip


def _groups(path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = [
        "集团",
        "注册地",
        "上年度国际收支规模（亿元）",
        "境内营业收入（亿元）",
        "境外营业收入（亿元）",
        "境内外成员企业数",
        "无违规记录",
        "日期",
    ]
    pq.write_table(pa.table(dict(zip(names, (list(c) for c in zip(*(c for c, _ in GROUPS), strict=True)), strict=True))), path)


groups = KeptTable(
    "groups.parquet",
    "capital",
    _groups,
    (
        "--fact",
        "measure=cash-pool",
        "--fact",
        "member=ordinary",
        "--map",
        "domestic-bop=上年度国际收支规模（亿元）",
        "--map",
        "domestic-revenue=境内营业收入（亿元）",
        "--map",
        "overseas-revenue=境外营业收入（亿元）",
        "--map",
        "clean-record=无违规记录",
    ),
    3,
    {n: m for n, (_, m) in enumerate(GROUPS, 1)},
)

FIRST = (register, clients, travellers, exports, groups)
