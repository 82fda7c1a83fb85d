"""The same words give the same list on both engines: this one."""

import pytest

from outreach.db import transaction
from outreach.search import index, results
from outreach.search.content import Content
from outreach.search.index import Document

RECORDS = [
    ("person", 1, Content.of(names=["김민수"], mails=["minsu.kim@garam.example.org"], phones=["+821055500142"],
                             text=["(주)가람전자"])),
    ("person", 2, Content.of(names=["Minsoo Kim"], mails=["mk@velox.example.org"], phones=["+4930231250"],
                             text=["Velox Photonik GmbH"])),
    ("person", 3, Content.of(names=["Kim Min-su"], mails=["ms@example.org"], text=["met with Kim"])),
    ("person", 4, Content.of(names=["Jürgen Müller"], mails=["j.mueller@velox.example.org"], text=["Velox Photonik GmbH"])),
    ("person", 5, Content.of(names=["Anna Muller"], mails=["anna@garam.example.org"])),
    ("person", 6, Content.of(names=["王伟", "Wang Wei"], phones=["+8613900000188"], text=["锡湖石墨烯科技有限公司"])),
    ("person", 7, Content.of(names=["王伟强"], text=["锡湖石墨烯科技有限公司"])),
    ("person", 8, Content.of(names=["Kimberly Wells"], text=["Velox UK"])),
    ("organisation", 1, Content.of(names=["Velox Photonik GmbH"], mails=["https://velox.example.org"], text=["Berlin"])),
    ("organisation", 2, Content.of(names=["锡湖石墨烯科技有限公司"], text=["无锡"])),
    ("organisation", 3, Content.of(names=["(주)가람전자", "Garam Electronics"])),
    ("event", 1, Content.of(names=["Velox open house", "VELOX-2027"], text=["Berlin"])),
    ("lead", 1, Content.of(names=["Laser line", "W-2027-0001"], text=["call"], others=["Velox Photonik GmbH", "김민수"])),
    ("intention", 1, Content.of(names=["Laser plant", "P-0007"], mails=["j.mueller@velox.example.org"], others=["王伟"])),
]

GOLDEN = {
    "kim": "p3 p2 p1 p8 l1",
    "minsoo kim": "p2 p1 l1",
    "minsu": "p3 p1 l1",
    "김민수": "p1 p3 p2 l1",
    "김민": "p1 p3 l1",
    "민수": "p1 p3 p2 l1",
    "mueller": "p5 p4 i1",
    "müller": "p5 p4",
    "muel": "p5 p4 i1",
    "王伟": "p6 p7 i1",
    "wang wei": "p6 p7 i1",
    "wa": "p7 p6",
    "velox": "p4 p2 p8 o1 e1 l1 i1",
    "velox photonik": "p4 p2 o1 l1",
    "Velox Photonik AG": "p4 p2 o1 l1",
    "锡湖": "p7 p6 o2",
    "shimoxi": "o2",
    "가람": "p1 o3",
    "garam": "p5 p1 o3",
    "velox.ex": "p4 p2 o1 i1",
    "elox": "p4 p2 o1 i1",
    "5550 0142": "p1",
    "0142": "p1",
    "030 23125": "p2",
    "139 0000 0188": "p6",
    "berlin": "o1 e1",
    "W-2027": "l1",
    "laser": "l1 i1",
    "met": "p3",
    "k": "p8 p3 p2 p1 o3 o2",
}


class Reader:
    """Somebody of our own."""

    role, id = "reader", 1


@pytest.fixture
def indexed(app):
    with transaction():
        index.put_many([Document(*record) for record in RECORDS])


def _found(query: str) -> str:
    return " ".join(f"{hit.kind[0]}{hit.ref_id}" for hit in index.find(query, Reader()))


def test_the_list_is_the_same_on_both_engines(indexed):
    assert {query: _found(query) for query in GOLDEN} == GOLDEN


@pytest.mark.parametrize("query", GOLDEN)
def test_as_many_are_counted_as_are_found(indexed, query):
    for kind in ("person", "organisation", "event", "lead", "intention"):
        assert index.count(query, Reader(), kind) == len(index.find(query, Reader(), [kind], limit=50))


def test_words_are_cleaned_before_they_are_searched_for():
    assert results.asked_words("  kim \x00 min\n su ") == "kim min su"
    assert len(results.asked_words("x" * 500)) == 200


def test_the_order_of_kinds_does_not_hang_on_who_was_imported_first(indexed, monkeypatch):
    from outreach.web import doors

    door = doors.Door("search document", "the same, hung up the other way round")
    for kind, document in reversed(doors.search_document.items()):
        door.hang(kind, document)
    monkeypatch.setattr(doors, "search_document", door)
    assert _found("velox") == GOLDEN["velox"]
