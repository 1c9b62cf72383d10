"""Reviews on a real store, SQLite and PostgreSQL alike: accept, correct, reject, undo, history, new versions, proposals."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from shidian.documents.document import Document
from shidian.errors import ReviewError
from shidian.law.folder import read_lawbook
from shidian.review.proposals import propose, write
from shidian.review.queue import ReviewDesk
from shidian.store.shelf import Shelf
from shidian.store.tables import metadata
from tests.cases.real import real_book
from tests.documents.grammar.asking import comparer, grammar

TEXT = (
    "Pilot zones absorbed RMB 293.2 billion in foreign direct investment (FDI) in 2024.\n- Supports a zoo for everybody.\n- Lifts foreign equity caps on app stores.\n"
    "- Allows foreign investment in VPN services with foreign ownership capped at 50%."
)
LAWBOOK = Path(__file__).parents[2] / "lawbook"
Open = Callable[[str], Shelf]


@pytest.fixture
def desk(url: str, opened: Open) -> ReviewDesk:
    return ReviewDesk(opened(url))


def save(desk: ReviewDesk, text: str = TEXT, sha256: str = "a" * 64, replaces: int | None = None) -> int:
    document = Document(text, sha256, "en", "zoo.txt", "On zoos", "Zoo News", dt.date(2025, 4, 22))
    [id] = desk.save(comparer().compare([grammar().read(document)]), real_book().digest, replaces)
    return id


def one(desk: ReviewDesk, words: str, document: int | None = None) -> int:
    return next(
        r.id
        for r in desk.queue(document=document, states=("open", "accepted", "corrected", "rejected"))
        if words in r.finding.quote and r.finding.kind in ("measure", "amount", "share")
    )


def test_the_migrations_make_the_tables_that_the_code_uses(url: str, opened: Open) -> None:
    shelf = opened(url)
    with shelf._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_store_can_be_opened_again(url: str, opened: Open) -> None:
    id = save(ReviewDesk(opened(url)))
    [kept] = ReviewDesk(opened(url)).documents()
    assert (kept.id, kept.name, kept.date, kept.text) == (id, "zoo.txt", dt.date(2025, 4, 22), "")
    assert opened(url).document(id).text == TEXT
    assert opened(url).has("a" * 64, real_book().digest)
    assert not opened(url).has("a" * 64, "another lawbook")


def test_a_finding_is_accepted_corrected_rejected_and_each_is_kept(desk: ReviewDesk) -> None:
    save(desk)
    zoo, amount = one(desk, "zoo"), one(desk, "293.2")
    desk.reject(zoo, "Li", "no task")
    desk.correct(amount, "Wang", {"number": 293200000001})
    assert {(r.id, r.state) for r in desk.queue(states=("rejected", "corrected"))} == {(zoo, "rejected"), (amount, "corrected")}
    assert zoo not in {r.id for r in desk.queue()}
    row = next(r for r in desk.queue(states=("corrected",)))
    assert row.review is not None
    assert row.review.value is not None
    assert (row.review.value["number"], row.finding.value["number"], row.review.who) == (293200000001, 293200000000, "Wang")
    assert abs((dt.datetime.now(dt.UTC) - row.review.at).total_seconds()) < 60


def test_undo_brings_the_review_before_it_back_and_forgets_nothing(desk: ReviewDesk) -> None:
    save(desk)
    zoo = one(desk, "zoo")
    desk.accept(zoo, "Li")
    desk.reject(zoo, "Wang", "on second thought")
    assert desk.undo(zoo, "Zhao").verdict == "rejected"
    assert desk.shelf.finding(zoo).state == "accepted"
    assert desk.undo(zoo, "Zhao").verdict == "accepted"
    assert desk.shelf.finding(zoo).state == "open"
    assert [(r.verdict, r.who, r.undone_by) for r in desk.history(zoo)] == [("accepted", "Li", "Zhao"), ("rejected", "Wang", "Zhao")]
    with pytest.raises(ReviewError, match="no review to undo"):
        desk.undo(zoo, "Zhao")


def test_what_makes_no_sense_is_refused(desk: ReviewDesk) -> None:
    save(desk)
    amount = one(desk, "293.2")
    for refused in (
        lambda: desk.reject(amount, "Li", " "),
        lambda: desk.accept(amount, " "),
        lambda: desk.accept(10**6, "Li"),
        lambda: desk.correct(amount, "Li", {"number": "much"}),
        lambda: desk.correct(amount, "Li", {"size": 3}),
        lambda: desk.queue(kinds=("zoo",)),
        lambda: desk.shelf.document(10**6),
    ):
        with pytest.raises(ReviewError):
            refused()
    assert desk.shelf.finding(amount).state == "open"


def test_reading_again_keeps_the_reviews(desk: ReviewDesk) -> None:
    first = save(desk)
    zoo = one(desk, "zoo")
    desk.accept(zoo, "Li")
    assert save(desk) == first
    assert desk.shelf.finding(zoo).state == "accepted"


def test_a_reviewed_finding_that_is_no_longer_seen_is_kept_as_gone(desk: ReviewDesk) -> None:
    id = save(desk)
    zoo = one(desk, "zoo")
    desk.accept(zoo, "Li")
    desk.shelf.keep(
        {
            "sha256": "a" * 64,
            "name": "zoo.txt",
            "title": None,
            "publisher": None,
            "date": None,
            "language": "en",
            "address": None,
            "media_type": "text/plain",
            "text": TEXT,
            "lawbook": "x" * 64,
        },
        [],
    )
    assert [(r.id, r.finding.status) for r in desk.queue(document=id, states=("open", "accepted"))] == [(zoo, "gone")]


def test_a_new_version_carries_reviews_over_only_where_the_words_still_stand(desk: ReviewDesk) -> None:
    old = save(desk)
    zoo, vpn, amount = one(desk, "zoo", old), one(desk, "VPN", old), one(desk, "293.2", old)
    desk.accept(zoo, "Li")
    desk.accept(vpn, "Li")
    desk.reject(amount, "Wang", "old news")
    newer = "A new first line here.\n" + TEXT.replace("capped at 50%", "capped at 49%").replace("RMB 293.2 billion", "a lot")
    new = save(desk, newer, "b" * 64, old)
    result = desk.new_version(new, old)
    fates = {c.finding: c.fate for c in result.carried}
    assert fates == {zoo: "moved", vpn: "orphaned", amount: "orphaned"} or fates == {zoo: "moved", vpn: "look-again", amount: "orphaned"}
    [carried] = desk.queue(document=new, states=("accepted", "rejected"))
    assert "zoo" in carried.finding.quote
    assert {c.kind for c in result.changes} == {"added", "rewritten"} or {c.kind for c in result.changes} == {"rewritten"}


def test_accepted_findings_become_files_that_the_lawbook_check_passes(desk: ReviewDesk, tmp_path: Path) -> None:
    save(desk)
    for words in ("zoo", "293.2", "app stores", "VPN"):
        desk.accept(one(desk, words), "Li")
    proposal = propose(real_book().lawbook, LAWBOOK, desk.shelf, "plan-2025")
    assert [name.rpartition("/")[0] for name in proposal.files] == ["evidence/sources", "evidence/claims", "programme/tasks", ""]
    assert any("t1" in note for note in proposal.notes)
    copy = tmp_path / "lawbook"
    shutil.copytree(LAWBOOK, copy)
    write(proposal, copy)
    book = read_lawbook(copy)
    source = f"read-{'a' * 10}"
    assert book.sources[source].title.en == "Document: On zoos"
    [claim] = [c for c in book.content.claims if c.source == source]
    assert (claim.subject, str(claim.says.number), claim.as_of) == ("eleven-services-fdi", "293.2", "2024")
    [task] = [t for g in book.content.tasks for t in g.tasks if source in t.sources]
    assert task.verb == "支持"
    with pytest.raises(ReviewError, match="already exists"):
        write(proposal, copy)


NOTICE = """某市关于扩大电信开放的通知
一、取消丙类呼叫业务外资股比限制，禁止外商投资的领域除外。
（二）自2026年7月1日起，允许外商投资企业在北京、上海经营国内互联网虚拟专用网业务，外资股比不超过50%。
3.支持符合条件的外籍人士在海南参与某类活动。"""


def test_a_chinese_document_becomes_a_proposal_that_the_lawbook_check_passes(desk: ReviewDesk, tmp_path: Path) -> None:
    document = Document(NOTICE, "c" * 64, "zh", "tz.txt", "某市关于扩大电信开放的通知", "某市商务局", dt.date(2026, 5, 6))
    desk.save(comparer().compare([grammar().read(document)]), real_book().digest, None)
    measures = [r for r in desk.queue() if r.finding.kind == "measure"]
    assert len(measures) == 3
    for row in desk.queue():
        desk.accept(row.id, "Li")
    unasked = propose(real_book().lawbook, LAWBOOK, desk.shelf)
    assert not any(name.startswith("programme/tasks/") for name in unasked.files)  # a notice that cites no plan: which one is asked
    assert any("its text names none" in note for note in unasked.notes)
    proposal = propose(real_book().lawbook, LAWBOOK, desk.shelf, "plan-nine-cities-2026")
    copy = tmp_path / "lawbook"
    shutil.copytree(LAWBOOK, copy)
    write(proposal, copy)
    book, source = read_lawbook(copy), f"read-{'c' * 10}"
    assert book.sources[source].title.zh == "文件：某市关于扩大电信开放的通知"
    assert "to translate" in book.sources[source].title.en
    first, third = [t for g in book.content.tasks for t in g.tasks if source in t.sources]
    assert (first.verb, first.official_number) == ("取消", "一、")
    assert first.summary.zh.startswith("取消丙类呼叫业务")
    assert first.exclusions is not None
    assert "除外" in first.exclusions.zh
    assert [str(s.when) for s in first.lifecycle] == ["2026-05-06"]
    assert first.note is not None
    assert first.note.zh.startswith("文件第")
    assert (third.verb, third.official_number, third.places) == ("支持", "3.", ("hainan",))
    page = proposal.files[f"{source}.md"]
    assert "activity: ip-vpn" in page
    assert "at_most: 50" in page
    assert "in_force: []" in page
    assert "海南" not in page  # what is supported changes no answer
    assert any("t3" in note for note in proposal.notes)


@pytest.mark.parametrize(
    ("cited", "plan"),
    [
        ("根据《加快推进服务业扩大开放综合试点工作方案》，现就有关事项通知如下。", "plan-2025"),
        ("为落实《大连等9个城市服务业扩大开放综合试点任务》，", "plan-nine-cities-2026"),
    ],
)
def test_rows_are_put_under_the_plan_that_a_notice_cites(desk: ReviewDesk, cited: str, plan: str) -> None:
    document = Document(
        f"某市通知\n{cited}\n一、取消丙类呼叫业务外资股比限制。", "e" * 64, "zh", "n.txt", "某市通知", None, dt.date(2026, 5, 6)
    )
    desk.save(comparer().compare([grammar().read(document)]), real_book().digest, None)
    for row in desk.queue():
        desk.accept(row.id, "Li")
    files = propose(real_book().lawbook, LAWBOOK, desk.shelf).files
    assert [f"plan: {plan}\n" in text for name, text in files.items() if name.startswith("programme/tasks/")] == [True]


def test_an_accepted_finding_that_leads_to_nothing_is_noted(desk: ReviewDesk) -> None:
    document = Document("本市已有七个园区。", "d" * 64, "zh", "x.txt", None, None, None)
    desk.save(comparer().compare([grammar().read(document)]), real_book().digest, None)
    [count] = [r for r in desk.queue() if r.finding.kind == "count"]
    desk.accept(count.id, "Li")
    assert [n.startswith("nothing to write: count") for n in propose(real_book().lawbook, LAWBOOK, desk.shelf).notes] == [True]


def test_nothing_accepted_proposes_nothing(desk: ReviewDesk) -> None:
    save(desk)
    assert propose(real_book().lawbook, LAWBOOK, desk.shelf).files == {}


def test_a_corrected_number_goes_into_the_proposal(desk: ReviewDesk) -> None:
    save(desk)
    desk.correct(one(desk, "293.2"), "Li", {"number": 300_000_000_000})
    text = "".join(propose(real_book().lawbook, LAWBOOK, desk.shelf).files.values())
    assert "number: 300" in text
    assert "293.2" not in text


@pytest.mark.parametrize("bad", ["nonsense", "oracle://x/y", "sqlite:////proc/nowhere/x.db", "postgresql://nobody@localhost:1/none"])
def test_a_store_that_cannot_be_opened_is_told(bad: str) -> None:
    with pytest.raises(ReviewError):
        Shelf(bad)


def test_a_proposal_seen_again_reads_the_lawbook_no_second_time(desk: ReviewDesk) -> None:
    save(desk)
    desk.accept(one(desk, "a zoo for everybody"), "Mei")
    first = propose(real_book().lawbook, LAWBOOK, desk.shelf)
    began = time.process_time()
    assert propose(real_book().lawbook, LAWBOOK, desk.shelf) == first
    assert time.process_time() - began < 1.0
