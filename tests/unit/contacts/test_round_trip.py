"""What a list of people exports is read again as what it is, in every language."""

import pytest

from outreach.contacts.doors.people_list import columns
from outreach.contacts.services.reading.columns import find_headings
from outreach.i18n import LANGUAGES, in_language
from tests.factories.accounts import make_user

#: Columns of the export, and what the import takes each for.
READ_AS = {"name": "full_name", "family_name": "family_name", "given_name": "given_name", "organisation": "organisation",
           "job_title": "job_title", "email": "email", "phone": "phone", "country": "country"}


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_headings_of_an_export_are_told_apart_and_read_again(app, language):
    with in_language(language):
        heads = {column.code: str(column.label) for column in columns()}
    assert len(set(heads.values())) == len(heads)
    row = [heads[code] for code in READ_AS]
    found = find_headings([row, ["김민수", "김", "민수", "가람전자(주)", "부장", "a@firma.example.org", "+82 10 1234 5678", "KR"]],
                          len(row))
    assert [column.field for column in found.columns] == list(READ_AS.values())


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-13-45"])
def test_a_day_at_the_edge_of_the_calendar_narrows_nothing(session, sign_in, day):
    client = sign_in(make_user(role="officer", language="en"))
    for path in ("/people/", "/organisations/"):
        client.get_page(f"{path}?added={day}")


def test_a_number_with_two_extensions_is_asked_about(session, sign_in):
    client = sign_in(make_user(role="officer", language="en"))
    page = client.post_page("/people/new", {
        "full_name": "Emil Durchwahl", "channels-0-kind": "work", "channels-0-value": "+49 30 1234567 ext. 5",
        "channels-0-extension": "99"}, status=422)
    assert "already has an extension" in page.text
