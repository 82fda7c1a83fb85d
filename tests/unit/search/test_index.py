"""The search box finds names in every script, on both engines the same and in the same order."""

import pytest

from outreach.contacts.models import Person
from outreach.db import db, transaction
from outreach.search import index
from outreach.search.content import Content
from outreach.search.index import Document, Hit
from outreach.search.models import SearchEntry, entry_id
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.intentions import make_intention
from tests.factories.partners import make_partner, make_partner_user

PEOPLE = {1: "김민수", 2: "王伟", 3: "Jürgen Müller", 4: "Velox Photonik GmbH & Co. KG", 5: "伟科技",
          6: "Siobhán O'Connor", 7: "Minsoo Kim", 8: "Min-Soo Kim", 9: "Wang Wei", 10: "陳大文"}

#: Each a record that answers `photon` less well than the one before, with the newest number at the bottom.
RANKED = {
    101: Content.of(names=["Photon"]),
    102: Content.of(names=["Photon Meier"]),
    103: Content.of(names=["Photonika Weber"]),
    104: Content.of(names=["Anna Huber"], mails=["anna@my-photon.example.org"]),
    105: Content.of(names=["Bernd Huber"], text=["Photon Werke AG"]),
    106: Content.of(names=["Carla Huber"], text=["likes Photonics"]),
}


class Reader:
    """Somebody of our own."""

    role = "reader"
    id = 1


@pytest.fixture
def indexed(app):
    with transaction():
        for ref_id, text in PEOPLE.items():
            index.put("person", ref_id, text)


@pytest.mark.parametrize(("query", "expected"), [
    ("김민", 1), ("민수", 1), ("minsoo kim", 1), ("min su kim", 1), ("kim min-soo", 1), ("kim", 1), ("ki", 1), ("k", 1),
    ("王伟", 2), ("wang wei", 2), ("wangwei", 2), ("wa", 2), ("伟", 2), ("王", 2),
    ("mueller", 3), ("muller", 3), ("Müller", 3), ("muel", 3), ("mue", 3), ("jurgen mul", 3), ("MÜLLER, Jürgen", 3),
    ("velox pho", 4), ("veloxphotonik", 4), ("siobhan", 6), ("oconnor", 6), ("o’connor", 6),
    ("김민수", 7), ("김민수", 8), ("minsoo kim", 8), ("kim minsoo", 8), ("min soo kim", 7), ("王伟", 9), ("陈大", 10),
    ("陳大文", 10), ("chen da", 10), ("chan", 10)])
def test_a_name_is_found(indexed, query, expected):
    assert Hit("person", expected) in index.find(query, Reader(), ["person"])


@pytest.mark.parametrize(("query", "stored"), [
    ("garamjeonja", "(주)가람전자"), ("garam jeonja", "(주)가람전자"), ("GaramJeonja", "가람전자"), ("garam", "(주)가람전자"),
    ("garamjeonja co", "(주)가람전자"), ("가람전자", "Garamjeonja Co., Ltd."),
    ("hanbit", "한빛"), ("kimminsu", "김민수"), ("minsukim", "김민수"), ("wangwei", "伟王"),
    ("金民秀", "김민수"), ("李英姬", "이영희"), ("林", "임하은"), ("三星電子", "삼성전자"),
    ("김민수", "金民秀"), ("이영희", "李英姬"), ("이준", "李俊"), ("현대", "現代汽車"), ("삼성전자", "三星電子(株)"),
    ("민수", "金民秀")])
def test_a_name_is_found_in_other_letters(app, query, stored):
    with transaction():
        index.put_many([Document(kind, 21, Content.of(names=[name]))
                        for kind, name in (("person", stored), ("organisation", "Mira Optik"))])
    assert index.find(query, Reader(), ["person"]) == [Hit("person", 21)]
    assert index.count(query, Reader(), "person") == 1
    assert db.session.scalars(db.select(SearchEntry.ref_id).where(
        index.among(SearchEntry.ref_id, query, Reader(), "person"), SearchEntry.kind == "person")).all() == [21]


@pytest.mark.parametrize(("query", "stored"), [
    ("kimminji", "김민수"), ("金民智", "김민수"), ("garamjeonga", "김민수"), ("ga", "김민수"), ("mueller", "김민수"),
    ("김민지", "金民秀"), ("민수김", "金民秀"), ("한림전자", "三星電子"), ("수", "金民秀")])
def test_another_name_in_other_letters_is_not(app, query, stored):
    with transaction():
        index.put("person", 21, stored)
    assert index.find(query, Reader(), ["person"]) == []


@pytest.mark.parametrize(("query", "found"), [("金民秀", [22, 23]), ("김민수", [23, 22, 24]), ("minsu kim", [24, 23])])
def test_what_answers_as_it_stands_goes_before_other_letters(app, query, found):
    with transaction():
        index.put_many([Document("person", ref, Content.of(names=[name]))
                        for ref, name in ((22, "金民秀"), (23, "김민수"), (24, "Kim Min-su"))])
    assert [hit.ref_id for hit in index.find(query, Reader(), ["person"])] == found


def test_a_firm_is_found_beside_the_mail_address_that_its_name_stands_in(app):
    with transaction():
        index.put("organisation", 21, "(주)가람전자")
        index.put("person", 22, Content.of(names=["Eva Baur"], mails=["eva@garamjeonja.example.org"]))
        index.put("organisation", 23, Content.of(names=["Velox"], mails=["www.garamjeonja.example.org"]))
    assert index.find("garamjeonja", Reader(), ["person", "organisation"]) == [
        Hit("person", 22), Hit("organisation", 23), Hit("organisation", 21)]


@pytest.mark.parametrize(("query", "stored"), [
    ("Herr Müller", "Jens Müller"), ("herr muel", "Jens Müller"), ("Frau Dr. Vogel", "Anna Vogel"),
    ("Prof. Dr. h.c. Vogel", "Anna Vogel"), ("Vogel, Frau", "Anna Vogel"), ("Mr Smith", "John Smith"),
    ("Ms. Smith PhD", "Jane Smith"), ("王伟先生", "王伟"), ("王伟 先生", "王伟"), ("王总", "王伟"), ("王副总经理", "王伟"),
    ("陳總", "陈大文"),
    ("李厅长", "李俊"), ("王伟总领事", "王伟"), ("김민수 상무이사", "김민수"), ("김민수이사장님", "김민수"),
    ("Hr. Müller", "Jens Müller"), ("Fr. Dr. Vogel", "Anna Vogel"),
    ("李工", "李俊"), ("김민수 부장님", "김민수"), ("김민수님", "김민수"), ("김 부장", "김민수"),
    ("김부장님", "김민수"), ("김민수 씨", "김민수"), ("Mr Kim", "김민수"),
    ("J. Müller", "Jens Müller"), ("j müller", "Jens Müller"), ("Müller, J.", "Jens Müller"), ("Herr J. Müller", "Jens Müller"),
    ("J. Kim", "김준호")])
def test_a_person_is_found_with_a_form_of_address_and_by_initials(app, query, stored):
    with transaction():
        index.put_many([Document(kind, 21, Content.of(names=[name])) for kind, name in (
            ("person", stored), ("lead", stored), ("organisation", "Mira Optik"))] + [Document("person", 22, "Karl Ott")])
    found = index.find(query, Reader(), ["person"])
    assert found == [Hit("person", 21)]
    assert index.find(query, Reader(), ["lead"]) == [Hit("lead", 21)]
    assert index.count(query, Reader(), "person") == 1
    assert db.session.scalars(db.select(SearchEntry.ref_id).where(
        index.among(SearchEntry.ref_id, query, Reader(), "person"), SearchEntry.kind == "person")).all() == [21]


def test_what_stands_there_as_typed_goes_before_the_name_without_its_form_of_address(app):
    with transaction():
        index.put_many([
            Document("person", 21, Content.of(names=["Jens Müller"], text=["Herr of the house"])),
            Document("person", 22, "Karl Müller"), Document("person", 23, "王总伟"), Document("person", 24, "王伟"),
            Document("organisation", 25, "ING Bank"), Document("organisation", 26, "Nordbank Bank"),
            Document("organisation", 27, "Herr Müller GmbH"), Document("organisation", 28, "Müller GmbH")])
    assert [hit.ref_id for hit in index.find("Herr Müller", Reader(), ["person"])] == [21, 22]
    assert [hit.ref_id for hit in index.find("王总", Reader(), ["person"])] == [23, 24]
    assert [hit.ref_id for hit in index.find("ING Bank", Reader(), ["organisation"])] == [25]
    assert [hit.ref_id for hit in index.find("Herr Müller", Reader(), ["organisation"])] == [27]


@pytest.mark.parametrize(("query", "stored"), [("Herr", "Peter Herr"), ("Doktor", "Lena Doktor"), ("总", "伟总"),
                                             ("Miss", "Ana Miss")])
def test_what_is_only_a_form_of_address_is_looked_for_as_typed(app, query, stored):
    with transaction():
        index.put_many([Document("person", 21, stored), Document("person", 22, "Karl Ott")])
    assert index.find(query, Reader(), ["person"]) == [Hit("person", 21)]


@pytest.mark.parametrize(("query", "found"), [
    ("🌟🌟", [22, 21]), ("🌟", [22, 21]), ("🌟 ❤️", [22]), ("❤", [22]), ("👍", [23]), ("👍🏽", [23]),
    ("♡", []), ("💡", []), ("—", [])])
def test_a_name_of_nothing_but_pictures_is_found_by_typing_them(app, query, found):
    with transaction():
        index.put_many([Document("person", ref, name) for ref, name in (
            (21, "🌟🌟"), (22, "❤️🌟"), (23, "👍🏿"), (24, "Karl Ott"), (25, "—"))] + [Document("organisation", 26, "Ott AG")])
    assert [hit.ref_id for hit in index.find(query, Reader())] == found
    assert index.count(query, Reader(), "person") == len(found)
    assert db.session.scalars(db.select(SearchEntry.ref_id).where(
        index.among(SearchEntry.ref_id, query, Reader(), "person")).order_by(SearchEntry.ref_id.desc())).all() == found


def test_others_are_not_found(indexed):
    assert index.find("baur", Reader()) == [] and index.find("민지", Reader()) == []
    assert Hit("person", 9) not in index.find("minsoo", Reader())


@pytest.mark.parametrize("query", ["", "   ", '"', "' OR 1=1 --", "NEAR(a b)", "a* NOT b", "\x00", ":*", "\\", "&|!", "()",
                                   "kim" * 200, "김" * 300, "a " * 200, "1" * 300, "\U00020000\U00020001", "😀", "x@", "%%%"])
def test_odd_input_is_no_error(indexed, query):
    assert isinstance(index.find(query, Reader()), list)
    assert index.count(query, Reader(), "person") >= 0
    assert isinstance(db.session.scalars(db.select(Person.id).where(
        index.among(Person.id, query, Reader(), "person"))).all(), list)


def test_odd_names_are_indexed(app):
    with transaction():
        for ref_id, name in enumerate(["x" * 300, "김" * 300, "a\\b' c", "\u202eabc", "😀", "", "\"q\"", "wörd" * 2000], 1):
            index.put("person", ref_id, name)
    assert [hit.ref_id for hit in index.find("x" * 70, Reader())] == [1]


@pytest.mark.parametrize("query", ["photon", "PHOTON", "Photon "])
def test_a_name_comes_before_mail_and_mail_before_text(app, query):
    with transaction():
        index.put_many([Document("person", ref, content) for ref, content in RANKED.items()])
    assert [hit.ref_id for hit in index.find(query, Reader(), ["person"])] == [101, 102, 103, 104, 106, 105]


def test_among_equals_the_newest_comes_first_and_only_as_many_as_asked_for(app):
    with transaction():
        index.put_many([Document("person", ref, "Kim Minsu") for ref in range(1, 40)])
    assert [hit.ref_id for hit in index.find("kim", Reader(), ["person"], limit=3)] == [39, 38, 37]
    assert index.count("kim", Reader(), "person") == 39
    assert index.count("kim", Reader(), "person", most=10) == 11


@pytest.mark.parametrize(("query", "found"), [
    ("010-5550-0142", True), ("+82 10 5550 0142", True), ("0082 10 5550 0142", True), ("5550-0142", True), ("0142", True),
    ("５５５０", True), ("55500142", True), ("0105550", True), ("142", False), ("5551", False), ("010-5550-0143", False),
    ("minsu.kim@gar", True), ("insu.k", True), ("nsuki", True), ("m.example", True), ("@garam", True), ("araм", False),
    ("garam.examplex", False), ("insu garam", True)])
def test_parts_of_a_number_and_of_an_address_are_found(app, query, found):
    with transaction():
        index.put("person", 5, Content.of(names=["김민수"], mails=["minsu.kim@garam.example.org"], phones=["+821055500142"]))
        index.put("person", 6, Content.of(names=["이영희"], mails=["kim@example.net"], phones=["+821012345678"]))
    assert (Hit("person", 5) in index.find(query, Reader(), ["person"])) is found


def test_pieces_that_stand_apart_are_no_part_of_an_address(app):
    with transaction():
        index.put("person", 1, Content.of(names=["A"], mails=["abc-bcd@cde.example"]))
    assert index.find("abcde", Reader(), ["person"]) == []


def test_a_firm_is_found_with_a_form_that_its_name_lacks(app):
    with transaction():
        index.put("organisation", 1, "Velox Photonik")
    assert index.find("Velox Photonik GmbH", Reader()) == [Hit("organisation", 1)]
    assert index.count("Velox Photonik GmbH", Reader(), "organisation") == 1


def test_a_changed_record_is_found_by_its_new_name_only(indexed):
    with transaction():
        index.put("person", 3, "Jürgen Schneider")
    assert index.find("müller", Reader()) == []
    assert index.find("schneider", Reader()) == [Hit("person", 3)]
    with transaction():
        index.remove("person", 3)
        index.remove("person", 3)
    assert index.find("schneider", Reader()) == []


def test_what_is_indexed_already_is_left_alone(indexed):
    with transaction():
        assert index.put_many([Document("person", 1, "김민수"), Document("person", 2, "王偉强")]) == 1


def test_every_kind_has_a_place_of_its_own(app):
    with transaction():
        index.put("event", 7, "Velox open house")
        index.put("person", 7, "Velox")
    assert index.find("velox", Reader()) == [Hit("person", 7), Hit("event", 7)]
    assert index.find("velox", Reader(), ["event"]) == [Hit("event", 7)]
    assert db.session.get(SearchEntry, entry_id("event", 7)).ref_id == 7
    with pytest.raises(ValueError):
        index.put("planet", 1, "Mars")


def test_a_condition_takes_in_everything_that_is_found(session):
    people = [make_person(name, email=mail) for name, mail in (
        ("김민수", "a@example.org"), ("Minsoo Kim", "b@example.org"), ("王伟", "kim.minsoo@example.org"))]
    for query, wanted in (("minsoo", people), ("김민수", people[:2]), ("m.minsoo@ex", people[2:]), ("nobody", [])):
        rows = session.scalars(db.select(Person.id).where(index.among(Person.id, query, Reader(), "person")))
        assert set(rows) == {person.id for person in wanted}


def test_partners_find_what_carries_their_partner_and_nothing_else(session):
    mine, theirs = make_partner(), make_partner()
    own = make_intention(sender=mine, project__title="Kreisel aus Glas")
    make_intention(sender=theirs, project__title="Kreisel aus Holz")
    make_person("Kreisel")
    user = make_partner_user(mine)
    assert index.find("kreisel", user) == [Hit("intention", own.id)]
    assert index.count("kreisel", user, "intention") == 1
    assert index.count("kreisel", user, "person") == 0
    assert index.count("kreisel", make_user("officer"), "intention") == 2
    assert index.find("kreisel", None) == []
    nobody = make_user("partner_user")
    assert index.find("kreisel", nobody) == []
    assert session.scalars(db.select(Person.id).where(index.among(Person.id, "kreisel", user, "person"))).all() == []


def test_nobody_finds_what_an_unfinished_import_brought(session, make_unfinished):
    with transaction():
        index.put("person", 1, Content.of(names=["Kim Alt"]))
        index.put("person", 2, Content.of(names=["Kim Neu"], batch=f"import:{make_unfinished.id}"))
    assert index.find("kim", Reader(), ["person"]) == [Hit("person", 1)]
    assert index.count("kim", Reader(), "person") == 1
    with transaction():
        make_unfinished.state = "applied"
    assert index.find("kim", Reader(), ["person"]) == [Hit("person", 2), Hit("person", 1)]


@pytest.fixture
def make_unfinished(session):
    """An import in the middle of its work."""
    from tests.factories.imports import make_import

    run = make_import()
    with transaction():
        run.state = "applying"
    return run


def test_in_a_large_index_the_newest_blocks_are_asked_first_and_the_rest_when_they_hold_too_few(app):
    with transaction():
        index.put_many([Document("person", ref, "Kim Minsu") for ref in (5, 6, 70_000, 200_000, 400_000)])
        index.put("person", 7, "Kim Alone")
    assert [hit.ref_id for hit in index.find("kim minsu", Reader(), ["person"], limit=2)] == [400_000, 200_000]
    assert [hit.ref_id for hit in index.find("minsu", Reader(), ["person"])] == [400_000, 200_000, 70_000, 6, 5]
    assert [hit.ref_id for hit in index.find("alone", Reader(), ["person"])] == [7]
