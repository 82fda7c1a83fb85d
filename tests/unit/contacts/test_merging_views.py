"""The pages and the API of merges: choose, preview, merge, be told of conflicts, undo; old addresses lead on."""

import pytest
from sqlalchemy import select

from outreach.activity import SYSTEM
from outreach.contacts import services
from outreach.contacts.models import DuplicateCandidate, Organisation, OrganisationDuplicate, Person, RecordMerge
from outreach.contacts.services.merging import merge_records
from outreach.db import db, transaction
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.leads import make_lead


@pytest.fixture
def officer(session, sign_in):
    """A signed-in officer who reads English."""
    return sign_in(make_user(role="officer", language="en"))


@pytest.fixture
def two(session):
    """Two records of one man."""
    return (make_person("Minsoo Kim", email="minsoo@firma.example.org", organisation="Garam Photonics", notes="One"),
            make_person("김민수", phone="+82 10 1234 5678", organisation="Garam Photonics", notes="Two", country="KR"))


def form_of(page) -> dict:
    """What the form of the preview would send."""
    names = {node.get("name") for node in page.tree.iter("input") if node.get("name")} - {"csrf_token", "q"}
    return {name: page.field(name) for name in names}


def test_the_preview_tells_differences_first_and_what_moves(officer, two):
    kept, removed = two
    make_lead(people=[removed])
    page = officer.get_page(f"/people/{kept.id}/merge?with={removed.id}", title="Minsoo Kim")
    assert page.text.index("Country") < page.text.index("What moves along")
    assert "Leads on which the person stands 1" in page.text
    assert "can be two spellings of one name" in page.text
    assert page.field("take.notes") == "both"
    assert page.field("take.country") == "removed"


def test_sending_the_preview_merges_and_the_page_offers_to_undo(officer, two, session):
    kept, removed = two
    page = officer.get_page(f"/people/{kept.id}/merge?with={removed.id}")
    sent = {**form_of(page), "take.full_name": "removed"}
    assert officer.post_page(f"/people/{kept.id}/merge", sent).location == f"/people/{kept.id}"
    assert session.get(Person, kept.id).full_name == "김민수"
    page = officer.get_page(f"/people/{kept.id}", title="김민수")
    merge = session.scalar(select(RecordMerge))
    assert f"/merges/{merge.id}" in page.links()
    assert officer.get_page(f"/people/{removed.id}", status=302).location == f"/people/{kept.id}"
    assert "Garam Photonics" in officer.get_page("/people/").text
    officer.post_page(f"/merges/{merge.id}/undo", {"remember": "1"})
    assert "Everything is as it was" in officer.get_page(f"/merges/{merge.id}").text
    officer.get_page(f"/people/{removed.id}", title="김민수")
    assert "Undone" in officer.get_page("/merges/").text


def test_a_record_that_was_changed_meanwhile_is_shown_again_with_the_choices(officer, two, session):
    kept, removed = two
    sent = form_of(officer.get_page(f"/people/{kept.id}/merge?with={removed.id}"))
    with transaction():
        services.edit_person(SYSTEM, removed, services.PersonValues("김민수", notes="Newer", country="KR"), removed.version)
    page = officer.post_page(f"/people/{kept.id}/merge", {**sent, "take.country": "kept"}, status=409)
    assert "meanwhile" in page.text
    assert "Newer" in page.text
    assert page.field("take.country") == "kept"
    assert session.scalar(select(RecordMerge)) is None


def test_what_is_sent_to_a_merged_record_is_answered_clearly(officer, two):
    kept, removed = two
    with transaction():
        merge_records(SYSTEM, "person", kept.id, removed.id)
    page = officer.post_page(f"/people/{removed.id}/edit", {"full_name": "X"}, status=409)
    assert "merged into Minsoo Kim" in page.text
    assert officer.get_page(f"/people/{removed.id}/edit", status=302).location == f"/people/{kept.id}/edit"
    assert "This is one record" in officer.post_page(f"/people/{kept.id}/merge", {"with": str(kept.id)}, status=422).text
    officer.get_page(f"/people/{kept.id}/merge?with=abc", status=404)
    officer.get_page(f"/people/{kept.id}/merge?with={10**8}", status=404)


@pytest.mark.parametrize(("language", "words"), [
    ("en", "The two are one record by now: Minsoo Kim."), ("zh", "Minsoo Kim"), ("de", "Minsoo Kim"), ("ko", "Minsoo Kim")])
def test_a_merge_that_is_sent_again_from_another_tab_is_told_that_the_two_are_one(session, sign_in, two, language, words):
    kept, removed = two
    officer = sign_in(make_user(role="officer", language=language))
    sent = form_of(officer.get_page(f"/people/{kept.id}/merge?with={removed.id}"))
    swapped = form_of(officer.get_page(f"/people/{removed.id}/merge?with={kept.id}"))
    officer.post_page(f"/people/{kept.id}/merge", sent)
    for key, form in ((kept.id, sent), (removed.id, swapped)):
        page = officer.post_page(f"/people/{key}/merge", form, status=409)
        assert words in page.text
        assert f"/people/{kept.id}" in page.links()
        assert "Load the page again" not in page.text
    assert words in officer.get_page(f"/people/{kept.id}/merge?with={removed.id}", status=409).text
    assert len(session.scalars(select(RecordMerge)).all()) == 1


def test_two_that_went_into_a_third_record_are_told_to_be_one_and_where(officer, two):
    (kept, removed), third = two, make_person("Min Su Kim", country="KR")
    with transaction():
        merge_records(SYSTEM, "person", kept.id, removed.id)
        merge_records(SYSTEM, "person", third.id, kept.id)
    page = officer.post_page(f"/people/{kept.id}/merge", {"with": str(removed.id)}, status=409)
    assert "one record by now: Min Su Kim" in page.text
    assert f"/people/{third.id}" in page.links()


@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_a_decision_on_two_that_were_merged_meanwhile_is_told_that_they_are_one(officer, session, kind):
    if kind == "person":
        one, two = (make_person(name, organisation="Spektrion") for name in ("Anneliese Schröder", "Anneliese Schroeder"))
        pair, where = session.scalar(select(DuplicateCandidate)), f"/people/{one.id}"
    else:
        one, two = make_organisation("Spektrion GmbH", "DE"), make_organisation("Spektrion", "DE")
        pair, where = OrganisationDuplicate(organisation_id=two.id, other_id=one.id, score=0.9), f"/organisations/{one.id}"
        with transaction():
            session.add(pair)
    officer.post_page(f"/duplicates/{pair.id}", {"state": "not_same", "kind": kind})
    officer.post_page(f"/duplicates/{pair.id}", {"state": "not_same", "kind": kind})
    with transaction():
        merge_records(SYSTEM, kind, one.id, two.id)
    page = officer.post_page(f"/duplicates/{pair.id}", {"state": "not_same", "kind": kind}, status=409)
    assert f"one record by now: {one.label}" in page.text
    assert where in page.links()


def test_the_other_record_is_found_by_search_or_among_those_that_resemble_it(officer, session):
    one = make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH")
    two = make_person("Anneliese Schroeder", organisation="Spektrion Photonik GmbH")
    other = make_person("Björn Böhm")
    page = officer.get_page(f"/people/{one.id}/merge?q=boehm")
    assert {f"/people/{one.id}/merge?with={two.id}", f"/people/{one.id}/merge?with={other.id}"} <= set(page.links())


def test_a_decision_against_is_told_before_the_merge(officer, session):
    one = make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH")
    two = make_person("Anneliese Schroeder", organisation="Spektrion Photonik GmbH")
    with transaction():
        services.decide_duplicate(SYSTEM, session.scalar(select(DuplicateCandidate)), "not_same")
    assert "Somebody decided" in officer.get_page(f"/people/{one.id}/merge?with={two.id}").text


def test_organisations_are_merged_on_their_page(officer, session):
    kept, removed = make_organisation("Garam Electronics Co., Ltd", "KR"), make_organisation("가람전자(주)", "KR", city="수원")
    make_person(organisation=removed)
    sent = form_of(officer.get_page(f"/organisations/{kept.id}/merge?with={removed.id}"))
    officer.post_page(f"/organisations/{kept.id}/merge", sent)
    assert "가람전자(주)" in officer.get_page(f"/organisations/{kept.id}").text
    assert session.get(Organisation, kept.id).city == "수원"
    assert officer.get_page(f"/organisations/{removed.id}", status=302).location == f"/organisations/{kept.id}"


def test_readers_see_merges_and_may_not_make_them(session, sign_in, two):
    reader = sign_in(make_user(role="reader", language="en"))
    reader.get_page(f"/people/{two[0].id}/merge?with={two[1].id}", status=403)
    reader.get_page("/merges/")


def test_what_stays_after_an_undo_is_listed(officer, two, session):
    kept, removed = two
    with transaction():
        merge = merge_records(SYSTEM, "person", kept.id, removed.id)
    with transaction():
        person = session.get(Person, kept.id)
        services.edit_person(SYSTEM, person, services.PersonValues(
            "Minsoo Kim", other_names=["김민수"], notes="Edited", country="KR", organisation="Garam Photonics"), person.version)
    make_lead(title="Fibre laser", people=[person])
    officer.post_page(f"/merges/{merge.id}/undo")
    page = officer.get_page(f"/merges/{merge.id}")
    assert "Notes stays: Edited" in page.text
    assert "Fibre laser" in page.text


def test_the_api_previews_merges_and_undoes(client, two, session):
    from outreach.accounts import services as accounts

    kept, removed = two
    with transaction():
        token = accounts.create_token(SYSTEM, make_user(role="officer"), ["contacts:read", "contacts:write"])
    headers = {"Authorization": f"Bearer {token}"}
    make_lead(people=[removed])
    body = {"other": removed.id, "take": {"notes": "removed"}, "version": kept.version, "other_version": removed.version}
    preview = client.post(f"/api/v1/people/{kept.id}/merge/preview", json=body, headers=headers).get_json()
    assert "fields" in preview, preview
    notes = next(item for item in preview["fields"] if item["name"] == "notes")
    assert notes == {"name": "notes", "kept": "One", "removed": "Two", "take": "removed", "result": "Two"}
    assert {item["column"]: item["moves"] for item in preview["relations"]}["lead_person.person_id"] == 1
    made = client.post(f"/api/v1/people/{kept.id}/merge", json=body, headers=headers)
    assert made.status_code == 201
    assert db.session.get(Person, kept.id).notes == "Two"
    third = make_person("Karl Ott")
    late = client.post(f"/api/v1/people/{third.id}/merge", json={"other": removed.id}, headers=headers)
    assert (late.status_code, late.get_json()["error"]["code"], late.get_json()["error"]["kept"]) == (
        409, "already_merged", kept.id)
    pair = session.scalar(select(DuplicateCandidate).where(DuplicateCandidate.state == "merged"))
    decided = client.patch(f"/api/v1/duplicates/people/{pair.id}", json={"state": "not_same"}, headers=headers)
    assert (decided.status_code, decided.get_json()["error"]["kept"]) == (409, kept.id)
    for address, other in ((f"people/{kept.id}", removed.id), (f"people/{removed.id}", kept.id)):
        again = client.post(f"/api/v1/{address}/merge", json={"other": other}, headers=headers)
        assert (again.status_code, again.get_json()["error"]["code"]) == (409, "already_one")
        assert again.get_json()["error"]["kept"] == kept.id
    assert client.get(f"/api/v1/people/{removed.id}", headers=headers).location == f"/api/v1/people/{kept.id}"
    undone = client.post(f"/api/v1/merges/{made.get_json()['id']}/undo", json={}, headers=headers)
    assert undone.get_json()["edited"] == []
    assert client.get(f"/api/v1/people/{removed.id}", headers=headers).get_json()["notes"] == "Two"
    assert client.post(f"/api/v1/people/{kept.id}/merge", json={"other": kept.id}, headers=headers).status_code == 422
    for choice in ({"country": "both"}, {"nonsense": "kept"}, {"sort_key": "removed"}):
        body = {"other": removed.id, "take": choice}
        refused = client.post(f"/api/v1/people/{kept.id}/merge/preview", json=body, headers=headers)
        assert (refused.status_code, refused.get_json()["error"]["field"]) == (422, f"take.{next(iter(choice))}")
    assert len(client.get("/api/v1/merges", headers=headers).get_json()["items"]) == 1
