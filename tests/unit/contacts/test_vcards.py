"""Cards that leave the house: names in every script, ways to reach, and nothing that breaks out of its line."""

import re
from xml.etree import ElementTree

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.contacts.models import Affiliation, Organisation, Person, PersonChannel, PersonName
from outreach.contacts.services.cards import VERSIONS, escaped, file_stem, folded, qr_svg, vcard, vcards
from outreach.contacts.services.reading import read_file
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person


def person(full_name="김민수", *, family=None, given=None, names=(), channels=(), organisation=None, job_title=None,
           department=None, **fields) -> Person:
    """A person who is not stored."""
    made = Person(full_name=full_name, family_name=family, given_name=given, **fields)
    made.names = [PersonName(text=text, script="other") for text in (full_name, *names)]
    made.channels = [PersonChannel(kind=kind, value=value, raw=value, extension=extension)
                     for kind, value, extension in ((*item, None)[:3] for item in channels)]
    if organisation:
        made.affiliations = [Affiliation(organisation=organisation, job_title=job_title, department=department)]
    return made


KIM = {
    "family": "김", "given": "민수", "names": ["Kim Min-su", "金民秀"], "titles": "Dr.", "language": "ko", "country": "KR",
    "job_title": "부장; 영업", "department": "R&D, 2팀", "notes": "Met in hall 5;\r\nlikes tea, \\ not coffee",
    "channels": [
        ("email", "minsu.kim@hanbit.example.org"), ("mobile", "+821055500001"), ("direct", "+82315550042"),
        ("work", "+82315550000", "12"), ("fax", "+82315550009"), ("wechat", "minsu_kim"), ("kakaotalk", "minsu.kim"),
        ("whatsapp", "+821055500001"), ("linkedin", "https://www.linkedin.com/in/minsu-kim-example")]}


def hanbit() -> Organisation:
    """A Korean firm with an address."""
    return Organisation(name="한빛광학(주)", city="성남시", street="판교로 1, 2층", postcode="13494", country="KR",
                        website="https://hanbit.example.org")


def read(text: str) -> dict[str, str]:
    """Header and cell of the one card, as our own reader gives them."""
    found = read_file(text.encode(), "card.vcf")
    assert len(found.rows) == 1 and found.rows[0].error is None
    return {column.field or column.header: cell for column, cell in zip(found.columns, found.rows[0].cells, strict=True) if cell}


@pytest.mark.parametrize("version", VERSIONS)
def test_our_own_reader_reads_back_what_was_written(version):
    found = read(vcard(person(**KIM, organisation=hanbit()), version))
    assert found["full_name"] == "김민수"
    assert (found["family_name"], found["given_name"], found["name_prefix"]) == ("김", "민수", "Dr.")
    assert (found["latin_name"], found["native_name"]) == ("Kim Min-su", "金民秀")
    assert (found["organisation"], found["department"], found["job_title"]) == ("한빛광학(주)", "R&D, 2팀", "부장; 영업")
    assert found["email"] == "minsu.kim@hanbit.example.org"
    assert (found["mobile"], found["phone_direct"], found["fax"]) == ("+821055500001", "+82315550042", "+82315550009")
    assert found["phone"] == "+82315550000 ext. 12"
    assert (found["wechat"], found["kakaotalk"], found["whatsapp"]) == ("minsu_kim", "minsu.kim", "+821055500001")
    assert found["linkedin"] == "https://www.linkedin.com/in/minsu-kim-example"
    assert (found["street"], found["city"], found["postcode"]) == ("판교로 1, 2층", "성남시", "13494")
    assert (found["country"], found["language"], found["website"]) == ("South Korea", "ko", "https://hanbit.example.org")
    assert found["notes"] == "Met in hall 5;\nlikes tea, \\ not coffee"


@pytest.mark.parametrize("version", VERSIONS)
def test_another_library_reads_it_too(version):
    card = vobject.readOne(vcard(person(**KIM, organisation=hanbit()), version))
    assert card.fn.value == "김민수"
    assert (card.n.value.family, card.n.value.given, card.n.value.prefix) == ("김", "민수", "Dr.")
    assert card.org.value == ["한빛광학(주)", "R&D, 2팀"]
    assert card.title.value == "부장; 영업"
    assert card.note.value == "Met in hall 5;\nlikes tea, \\ not coffee"
    assert len(card.tel_list) == 4
    assert card.adr.value.street == "판교로 1, 2층"


def test_the_family_name_stands_in_its_place_whatever_the_order():
    assert "N:Müller;Jürgen;;Prof. Dr.-Ing.;\r\nFN:Jürgen Müller\r\n" in vcard(
        person("Jürgen Müller", family="Müller", given="Jürgen", titles="Prof. Dr.-Ing."))
    assert "N:Prince;;;;\r\n" in vcard(person("Prince"))


def test_notes_stay_at_home_unless_they_are_asked_for():
    assert "NOTE" not in vcard(person(**KIM), notes=False)


def test_no_text_ends_its_line_or_card():
    evil = "x\r\nBEGIN:VEVENT\r\nEND:VCARD\u2028EMAIL:a@example.org\x00\x0b;=HYPERLINK()"
    text = vcard(person(evil, notes=evil, job_title=evil, organisation=Organisation(name=evil)))
    heads = [line.split(":")[0].split(";")[0] for line in text.split("\r\n") if line and not line.startswith(" ")]
    assert heads == ["BEGIN", "VERSION", "N", "FN", "ORG", "TITLE", "NOTE", "END"]
    assert len(list(vobject.readComponents(text))) == 1


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300) | st.text("a;,\\\n:=\" ü김😀", max_size=300)


def _as_kept(text: str) -> str:
    return re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", text).strip()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, TEXT, st.sampled_from(VERSIONS))
def test_any_text_makes_the_round_trip(job_title, notes, version):
    text = vcard(person("Petra Muster", family="Muster", given="Petra", job_title=job_title, notes=notes,
                        organisation=Organisation(name="Velox Photonik GmbH")), version)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    found = read(text)
    assert found.get("job_title", "") == _as_kept(job_title)
    assert found.get("notes", "") == _as_kept(notes)
    card = vobject.readOne(text)
    assert len(list(vobject.readComponents(text))) == 1
    if notes.strip():
        assert card.note.value.strip() == _as_kept(notes)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_folding_loses_no_letter_and_splits_none(line):
    pieces = list(folded(line))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


def test_a_folded_text_never_looks_like_the_end_of_a_card():
    for word in ("BEGIN:VCARD", "end : vcard"):
        text = vcard(person("Petra Muster", notes="x" * 70 + word))
        for shift in range(60, 76):
            text = vcard(person("Petra Muster", notes="x" * shift + word + " "))
            assert [line for line in text.split("\r\n")[1:-2] if line.strip().upper().replace(" ", "") in (
                "BEGIN:VCARD", "END:VCARD")] == []
        assert read(text)["notes"].endswith(word)


def test_escaping_leaves_no_bare_mark():
    assert escaped("a;b,c\\d\r\ne") == r"a\;b\,c\\d\ne"


def test_a_code_is_drawn_for_everybody_however_long():
    drawn = ElementTree.fromstring(qr_svg(person(**KIM, organisation=hanbit())))
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert qr_svg(person("x" * 300, channels=[("email", f"{'y' * 200}{n}@example.org") for n in range(20)])).startswith("<svg")


@pytest.mark.parametrize(("name", "stem"), [
    ("Petra\u202efcv.exe", "Petrafcv.exe"), ("\u2066김\u2069민수\u200f", "김민수"), ("A\u2028B\x00C\u061c\ufeff", "A B C"),
    ("\u202e\u200b", "card"), ("../../etc/passwd", "etc passwd"), ("Jörg Müller-Süß", "Jörg Müller-Süß"),
    ("A\ud800B\ufffeC", "ABC")])
def test_a_file_name_holds_nothing_that_hides_or_turns_letters(name, stem):
    assert file_stem(person(name)) == stem


def test_several_cards_are_one_file():
    assert len(read_file(vcards([person("Petra Muster"), person("Kim Minsu")]).encode(), "cards.vcf").rows) == 2


def test_the_page_offers_card_and_code(session, sign_in):
    made = make_person("김민수", email="minsu.kim@hanbit.example.org", organisation="한빛광학(주)", country="KR", notes="Quiet")
    client = sign_in(make_user(role="reader", language="en"))
    page = client.get_page(f"/people/{made.id}")
    assert "Contact card" in page.text
    answer = client.get(f"/people/{made.id}/card.vcf?version=4.0")
    assert answer.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert "VERSION:4.0" in answer.text and "Quiet" not in answer.text
    assert "NOTE:Quiet" in client.get(f"/people/{made.id}/card.vcf?notes=1").text
    code = client.get(f"/people/{made.id}/card.svg")
    assert code.mimetype == "image/svg+xml" and "<svg" in code.text
    partner = sign_in(make_user(role="partner_user", language="en"))
    assert partner.get(f"/people/{made.id}/card.vcf").status_code == 403
    assert sign_in(make_user(role="officer")).get("/people/999/card.svg").status_code == 404


def test_the_chosen_people_leave_as_cards_and_the_log_knows(session, sign_in):
    from outreach.activity.models import ActivityEntry
    from outreach.db import db

    one, _other = make_person("Petra Muster", email="petra@example.org"), make_person("Jana Beispiel")
    client = sign_in(make_user(role="officer", language="en"))
    page = client.post_page("/lists/people/export/chosen", {"state": "", "row": one.id})
    assert client.get_page(page.location).heading == "Export 1 row"
    answer = client.post("/lists/people/export", data={
        "csrf_token": client.csrf_token(), "state": f"ids={one.id}", "column": "name", "format": "vcf"})
    assert [column.value for column in (vobject.readOne(answer.text).fn, vobject.readOne(answer.text).email)] == [
        "Petra Muster", "petra@example.org"]
    entry = db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb == "list.exported")).one()
    assert (entry.data["rows"], entry.data["format"]) == (1, "vcf")
    client.post_page("/lists/people/export/chosen", {"state": ""}, 422)
