"""How a letter opens: four languages, known and unknown gender, titles, positions and scripts, and nothing guessed."""

import pytest
from sqlalchemy import select

from outreach.contacts.models import Person
from outreach.contacts.services import greeting_of
from outreach.contacts.services.salutation import Addressee, addressee_of, form_of_address, greeting
from outreach.db import db
from outreach.identity import parse_name
from tests.factories.contacts import make_person
from tests.factories.imports import csv_file, make_import


def who(name: str, *others: str, language: str | None = None, **told) -> Addressee:
    """An addressee as the house would store this name."""
    parsed = parse_name(name, language)
    writings = tuple((text, parse_name(text).script, language) for text in (name, *others))
    return Addressee(name, writings, parsed.family, parsed.given, parsed.script, language=language, **told)


@pytest.mark.parametrize(("person", "wanted"), [
    (who("王芳", language="zh", job_title="总经理"), "尊敬的王总"),
    (who("王芳", language="zh", job_title="副总经理"), "尊敬的王总"),
    (who("王芳", language="zh", job_title="招商局副局长"), "尊敬的王局长"),
    (who("王芳", language="zh", job_title="总经理助理"), "尊敬的王芳"),
    (who("王芳", language="zh", job_title="总经理 / 创始人"), "尊敬的王总"),
    (who("欧阳敏", language="zh", job_title="主任"), "尊敬的欧阳主任"),
    (who("王芳", language="zh", gender="f"), "尊敬的王女士"),
    (who("王芳", language="zh", gender="m"), "尊敬的王先生"),
    (who("王芳", language="zh"), "尊敬的王芳"),
    (who("王芳", language="zh", titles="博士"), "尊敬的王博士"),
    (who("王芳", language="zh", titles="博士", job_title="教授"), "尊敬的王教授"),
    (who("王芳", language="zh", job_title="Sales Manager"), "尊敬的王芳"),
    (who("金民洙", "김민수", language="ko", job_title="부장"), "尊敬的金民洙部长"),
    (who("김민수", "Kim Min-su", language="ko", job_title="부장"), "尊敬的김민수部长"),
    (who("Jürgen Müller", language="de", gender="m"), "尊敬的Müller先生"),
    (who("Jürgen Müller", language="de", titles="Dr."), "尊敬的Müller博士"),
    (who("Jürgen Müller", language="de"), "尊敬的Jürgen Müller"),
    (who("Jürgen Müller", language="de", job_title="CEO"), "尊敬的Müller总"),
])
def test_a_chinese_letter_goes_by_position_then_title_then_gender(person, wanted):
    assert greeting(person, "zh") == wanted


@pytest.mark.parametrize(("person", "wanted"), [
    (who("김민수", language="ko", job_title="부장"), "김민수 부장님께"),
    (who("김민수", language="ko", job_title="영업부 부장"), "김민수 부장님께"),
    (who("김민수", language="ko", job_title="대표이사"), "김민수 대표님께"),
    (who("김민수", language="ko", job_title="대표이사 / CEO"), "김민수 대표님께"),
    (who("김민수", language="ko", job_title="부대표 비서"), "김민수 님께"),
    (who("김민수", language="ko"), "김민수 님께"),
    (who("김민수", language="ko", gender="f"), "김민수 님께"),
    (who("Kim Min-su", "김민수", language="ko", job_title="차장"), "김민수 차장님께"),
    (who("김민수", language="ko", titles="박사"), "김민수 박사님께"),
    (who("周敏", "저우민", language="zh", job_title="主任"), "저우민 주임님께"),
    (who("周敏", language="zh", job_title="主任"), "周敏 주임님께"),
    (who("Imogen Hartwell", language="en", gender="f"), "Imogen Hartwell 님께"),
    (who("Imogen Hartwell", language="en", titles="Prof."), "Imogen Hartwell 교수님께"),
])
def test_a_korean_letter_goes_by_full_name_and_position_and_knows_no_gender(person, wanted):
    assert greeting(person, "ko") == wanted


@pytest.mark.parametrize(("person", "wanted"), [
    (who("Anna Müller", language="de", gender="f", titles="Dr."), "Sehr geehrte Frau Dr. Müller"),
    (who("Anna Müller", language="de", gender="m"), "Sehr geehrter Herr Müller"),
    (who("Anna Müller", language="de", gender="f", titles="Prof. Dr.-Ing."), "Sehr geehrte Frau Prof. Dr. Müller"),
    (who("Anna Müller", language="de", gender="f", titles="Dipl.-Ing."), "Sehr geehrte Frau Müller"),
    (who("Dr. Anna Müller", language="de"), "Guten Tag Anna Müller"),
    (who("Anna Müller", language="de", titles="Dr."), "Guten Tag Dr. Anna Müller"),
    (who("Alex Kim", language="de"), "Guten Tag Alex Kim"),
    (who("Hans von der Heide", language="de", gender="m"), "Sehr geehrter Herr von der Heide"),
    (who("Alex Kim", language="ko", gender="m"), "Sehr geehrter Herr Kim"),
    (who("Min Zhou", language=None, gender="f"), "Guten Tag Min Zhou"),
    (who("周敏", "Zhou Min", language="zh", gender="f"), "Sehr geehrte Frau Zhou"),
    (who("周敏", "Zhou Min", language="zh"), "Guten Tag Zhou Min"),
    (who("김민수", "Minsu Kim", language="ko", gender="m"), "Sehr geehrter Herr Kim"),
    (who("Cher", language="de", gender="f"), "Guten Tag Cher"),
])
def test_a_german_letter_goes_by_gender_and_title_or_is_neutral(person, wanted):
    assert greeting(person, "de") == wanted


@pytest.mark.parametrize(("person", "wanted"), [
    (who("Alex Smith", language="en", gender="f"), "Dear Ms Smith"),
    (who("Alex Smith", language="en", gender="m"), "Dear Mr Smith"),
    (who("Alex Smith", language="en"), "Dear Alex Smith"),
    (who("Alex Smith", language="en", titles="Dr"), "Dear Dr Smith"),
    (who("Alex Smith", language="en", titles="Prof. Dr.", gender="f"), "Dear Professor Smith"),
    (who("Robert Smith", language="en", titles="Sir"), "Dear Sir Robert"),
    (who("王芳", "Fang Wang", language="zh", job_title="总经理"), "Dear Fang Wang"),
    (who("王芳", "Fang Wang", language="zh", gender="f"), "Dear Ms Wang"),
    (who("김민수", language="ko"), "Dear Kim Minsu"),
    (who("Lee", language="en", gender="m"), "Dear Lee"),
    (who("Alex Smith", language="en", job_title="Director"), "Dear Alex Smith"),
])
def test_an_english_letter_goes_by_title_then_gender_or_is_neutral(person, wanted):
    assert greeting(person, "en") == wanted


def test_a_person_is_called_by_position_where_the_language_does_so():
    assert form_of_address(who("王芳", language="zh", job_title="总经理"), "zh") == "王总"
    assert form_of_address(who("김민수", language="ko", job_title="부장"), "ko") == "김민수 부장님"
    assert form_of_address(who("Alex Smith", language="en", gender="f"), "en") == "Alex Smith"


def test_what_was_written_by_hand_holds_for_the_language_of_the_person(session):
    person = make_person("김민수", language="ko", salutation="존경하는 김민수 사장님께", organisation="한빛광학(주)",
                         job_title="부장")
    assert greeting_of(person) == "존경하는 김민수 사장님께"
    assert greeting_of(person, "de") == "Guten Tag Kim Minsu"
    assert greeting_of(person, computed=True) == "김민수 부장님께"
    assert addressee_of(person).job_title == "부장"


@pytest.mark.parametrize("name", ["金", "x" * 300, "‮evil", "🙂", "=HYPERLINK(\"x\")", "�", "a\r\nb"])
@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_odd_names_are_greeted_as_they_stand(name, language):
    for gender in (None, "f"):
        assert greeting(who(name, gender=gender), language)


@pytest.mark.parametrize(("person", "german", "english"), [
    (who("Vogel, Lena", language="de"), "Guten Tag Lena Vogel", "Dear Lena Vogel"),
    (who("Vogel, Lena", language="de", gender="f"), "Sehr geehrte Frau Vogel", "Dear Ms Vogel"),
    (who("Vogel, Dr. Lena", language="de", titles="Dr."), "Guten Tag Dr. Lena Vogel", "Dear Dr Vogel"),
    (who("von der Heide, Jan-Peter", language="de"), "Guten Tag Jan-Peter von der Heide", "Dear Jan-Peter von der Heide"),
    (who("김민수", "Kim, Min-su", language="ko"), "Guten Tag Kim Min-su", "Dear Kim Min-su"),
    (who("Garza Molina, Ana", language="en"), "Guten Tag Ana Garza Molina", "Dear Ana Garza Molina"),
    (who("Lena Vogel, Einkauf", language="de"), "Guten Tag Lena Vogel, Einkauf", "Dear Lena Vogel, Einkauf"),
    (who("Robert Hartwell, Jr.", language="en"), "Guten Tag Robert Hartwell, Jr.", "Dear Robert Hartwell, Jr."),
    (who("Hartwell, OBE", language="en"), "Guten Tag Hartwell", "Dear Hartwell"),
    (who("Hartwell, Kern und Partner, Jena", language="de"), "Guten Tag Hartwell, Kern und Partner, Jena",
     "Dear Hartwell, Kern und Partner, Jena"),
])
def test_a_family_name_that_stands_before_a_comma_is_called_as_people_speak(person, german, english):
    assert (greeting(person, "de"), greeting(person, "en")) == (german, english)


def test_a_name_with_a_comma_is_split_and_greeted_whether_it_is_typed_or_imported(app):
    make_import(data=csv_file("Vogel, Lena;Frau;Velox GmbH", "Kern, Jan;;Velox GmbH", head="Name;Anrede;Firma"), applied=True)
    lena, jan = db.session.scalars(select(Person).order_by(Person.id))
    typed = make_person("Vogel, Lena", gender="f", language="de")
    for person in (lena, typed):
        assert (person.full_name, person.family_name, person.given_name) == ("Vogel, Lena", "Vogel", "Lena")
        assert greeting_of(person, "de") == "Sehr geehrte Frau Vogel"
    assert greeting_of(jan, "de") == "Guten Tag Jan Kern"
