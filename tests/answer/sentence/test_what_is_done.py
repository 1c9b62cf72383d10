"""Facts that a sentence tells by what somebody does or is, and by no name of them; any other word of the same fact counts more."""

from __future__ import annotations

from tests.answer.sentence.measured import read
from tests.cases.real import real_book

LAW = real_book().lawbook
TOLD = (
    ("We send the names of 3,000 guests of our hotel in Sanya to Madrid.", {"transfer": "sent-abroad", "sector": "hotels-catering"}),
    ("三亚的酒店把3000名住客的姓名传给马德里总部", {"transfer": "sent-abroad", "sector": "hotels-catering", "data": "personal"}),
    ("Records of 400 members sit on servers in Oslo.", {"transfer": "sent-abroad", "data": "personal"}),
    ("把会员档案搬到瑞典的服务器", {"transfer": "sent-abroad", "data": "personal"}),
    ("Our airline in Hainan sends booking data of 20,000 passengers to Doha.", {"sector": "civil-aviation"}),
    ("老板是法国人，想在武汉开一家餐厅", {"investor-kind": "person", "origin": "fr"}),
    ("越南人能在南宁开一家餐厅吗", {"investor-kind": "person", "origin": "vn"}),
    ("股东是马来西亚籍，占49%，在成都开餐厅", {"investor-kind": "person", "share": "49"}),
    ("An Australian couple wants to open a restaurant in Suzhou.", {"investor-kind": "person", "origin": "au"}),
    ("美国公司在深圳开餐厅，与当地公司六四开，我们占四", {"share": "40"}),
    ("新加坡公司在深圳开酒店，和本地企业二八开，我们占大头", {"share": "80"}),
    ("A Danish fund buys 40% of an arms supplier. Security review?", {"acquisition": "yes"}),
    ("日本公司在军港附近独资新建酒店，要做安全审查吗", {"acquisition": "no"}),
    ("We are 30% owned by Americans. May we take part in a hotel in Wuhan with 80%?", {"share": "80", "holding": "through-partly-foreign"}),
    ("We send contact details of 8,000 patients to Boston.", {"sensitive-persons": "8000"}),
    ("乐城先行区内的医院进口未注册的医疗器械", {"importer": "zone-medical"}),
)
NOT_TOLD = (
    ("Our team in Oslo can look at the records of 400 members in Shanghai.", "transfer", "sent-abroad"),
    ("马德里总部只能登录查看三亚酒店的住客信息", "transfer", "sent-abroad"),
    ("We send payroll data of the employees of our hotel in Sanya to Madrid.", "sector", "hotels-catering"),
    ("把三亚客户的信息给境外航空公司", "sector", "civil-aviation"),
    ("Our Shanghai company stores 3,000 customer profiles on servers abroad.", "sector", "retail"),
    ("Shipping details of 12,000 buyers go to a cloud in Oslo.", "sector", "shipping"),
    ("We send bank details of 900 customers to Oslo.", "sector", "banking"),
    ("Can a 1960s oldtimer be kept in a bonded warehouse for display?", "importer", "trade-logistics"),
    ("我们公司的客户是法国人，想在武汉开一家餐厅", "investor-kind", "person"),
    ("An Australian company wants to open a clinic for couples in Suzhou.", "investor-kind", "person"),
    ("约95000名客户的个人信息传到首尔", "persons", "95000"),
    ("美国公司在深圳开餐厅，六四开", "share", "60"),
)
DENIED = ("我们不把会员数据传到东京", "We do not send member data to Tokyo.", "会员数据没有传给东京总部")


def test_what_is_done_says_a_fact() -> None:
    for text, facts in TOLD:
        assert facts.items() <= read(LAW, text).facts.items(), text


def test_other_words_of_the_same_fact_count_more() -> None:
    for text, fact, value in NOT_TOLD:
        assert all(case.get(fact) != value for case in read(LAW, text).cases), text


def test_what_is_denied_is_not_read_whole_as_done() -> None:
    for text in DENIED:
        found = read(LAW, text)
        assert not (found.whole and found.facts.get("transfer") == "sent-abroad"), text


def test_business_beside_another_purpose_is_a_second_one() -> None:
    ways = (
        ("tourism", "tourism"),
        ("a holiday", "tourism"),
        ("a family visit", "family"),
        ("medical treatment", "medical"),
        ("study", "study"),
    )
    joints = ("{} and {}", "{} or {}", "{} / {}", "{} plus {}", "{} as well as {}")
    zh = (("旅游", "tourism"), ("探亲", "family"), ("就医", "medical"), ("留学", "study"))
    texts = [(f"A German comes to Shanghai for 10 days for {j}. Visa needed?", w, v) for w, v in ways for j in joints]
    texts += [(f"德国人来上海{j}，10天，要签证吗", w, v) for w, v in zh for j in ("{}和{}", "{}、{}", "{}兼{}", "{}加{}", "{}或者{}")]
    for text, other, value in texts:
        business = "商务" if "，" in text else "business"
        for said in (text.format(other, business), text.format(business, other)):
            found = read(LAW, said)
            purposes = {case.get("purpose") for case in found.cases}
            assert purposes == {"business", value} or not (found.whole and purposes & {"business", value}), said
