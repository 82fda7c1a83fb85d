"""Offers and requests of a technology exchange: what fits together and why, what came of it, what anybody may read."""

from datetime import date, datetime

import pytest

from outreach.activity import SYSTEM, Actor
from outreach.activity.queries import timeline
from outreach.contacts.queries import timeline_of
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.events.models import Event, Meeting, TechnologyEntry, TechnologyPair
from outreach.events.queries import exchange as queries
from outreach.events.queries import wishes
from outreach.events.queries.meetings import meetings_of
from outreach.events.services import exchange as services
from outreach.events.services.meetings import save_meeting, set_state
from outreach.events.services.wishes import want_meeting
from outreach.i18n import in_language
from outreach.i18n.localized import LocalizedText
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.events import make_event


@pytest.fixture
def event(session) -> Event:
    """A public technology exchange with the industries of the catalogue."""
    return make_event("EXCHANGE-2027", "Photonics exchange", kind="technology_exchange", public=True)


@pytest.fixture
def coordinator(session):
    """A coordinator who reads English."""
    return make_user(role="coordinator", language="en")


def make_entry(event: Event, kind: str = "offer", title: str = "Fibre laser for battery foils", **values) -> TechnologyEntry:
    """A stored offer or request in English."""
    with transaction():
        return services.add_entry(SYSTEM, event, {"kind": kind, "title": LocalizedText.of("en", title), **values})


def fitting(event: Event) -> tuple[TechnologyEntry, TechnologyEntry]:
    """An offer and a request that fit in every respect."""
    offer = make_entry(event, industries=["fibre_laser"], trl=7, languages=["de", "en"], public=True,
                       organisation_id=make_organisation("Lumora Laser GmbH").id,
                       person_id=make_person("Anke Reuter", email="anke.reuter@lumora.example.org").id)
    wanted = make_entry(event, "request", "Laser source for cutting battery foils", industries=["fibre_laser"], trl=6,
                        languages=["zh", "en"], organisation_id=make_organisation("无锡辰光有限公司", "CN").id)
    return offer, wanted


def test_an_offer_and_a_request_of_one_field_are_proposed_with_all_reasons(event):
    offer, wanted = fitting(event)
    make_entry(event, "request", "Recycling of concrete", industries=["composites"], languages=["ko"])
    with in_language("en"):
        found = queries.proposals(queries.entries_of(event))
    assert [(one.offer.id, one.request.id) for one in found] == [(offer.id, wanted.id)]
    said = [reason.text for reason in found[0].reasons]
    assert said[0] == "Same field: Fibre laser"
    assert said[1] == "TRL 7 is offered, at least 6 is asked for"
    assert said[2] == "Both speak English"
    assert said[3].startswith("Words in common: ") and "battery" in said[3]
    assert found[0].score >= 85


@pytest.mark.parametrize(("offered", "asked", "words"), [
    (["photonics"], ["fibre_laser"], "One field lies within the other"),
    (["ultrafast_laser"], ["fibre_laser"], "Related fields, both in Photonics"),
    (["composites"], ["fibre_laser"], "Different fields"),
    ([], ["fibre_laser"], "The field of one of them is not known"),
])
def test_fields_are_the_same_one_within_the_other_related_or_different(event, offered, asked, words):
    with in_language("en"):
        found = queries.fit(make_entry(event, industries=offered), make_entry(event, "request", industries=asked))
    assert found.reasons[0].text.startswith(words)


def test_a_lower_readiness_and_no_common_language_are_told_and_cost_points(event):
    offer = make_entry(event, industries=["fibre_laser"], trl=4, languages=["ko"])
    wanted = make_entry(event, "request", "Laser", industries=["fibre_laser"], trl=7, languages=["de"])
    with in_language("en"):
        found = queries.fit(offer, wanted)
        said = [reason.text for reason in found.reasons if not reason.good]
    assert said[:2] == ["Only TRL 4 is offered, at least 7 is asked for", "An interpreter is needed: Korean, German"]
    assert found.score < 70 and queries.needs_interpreter(found)


def test_words_meet_across_languages_where_a_text_has_several(event):
    offer = make_entry(event)
    with transaction():
        services.change_entry(SYSTEM, offer, {"title": LocalizedText.of("en", "Graphene film", zh="石墨烯薄膜制备")})
    wanted = make_entry(event, "request", "x")
    with transaction():
        services.change_entry(SYSTEM, wanted, {"title": LocalizedText.of("zh", "求购石墨烯薄膜")})
    with in_language("en"):
        found = queries.fit(offer, wanted)
    assert found.reasons[-1].text.startswith("Words in common: 石墨") and found.score > 0


def test_a_pair_that_was_set_aside_is_not_proposed_again_until_somebody_brings_it_together(event, coordinator):
    offer, wanted = fitting(event)
    with transaction():
        services.decline_pair(Actor.of(coordinator), offer, wanted, "They are competitors")
    assert queries.proposals(queries.entries_of(event), queries.pairs_of(event)) == []
    with transaction():
        pair = services.accept_pair(Actor.of(coordinator), offer, wanted)
        assert services.accept_pair(Actor.of(coordinator), offer, wanted) is pair
    assert (offer.state, wanted.state, pair.result) == ("matched", "matched", "pending")
    with transaction():
        services.decline_pair(Actor.of(coordinator), offer, wanted)
    assert (offer.state, wanted.state) == ("open", "open")


def test_what_was_set_aside_takes_no_result_and_what_was_brought_together_keeps_its_kind(event, coordinator):
    offer, wanted = fitting(event)
    with transaction():
        pair = services.decline_pair(Actor.of(coordinator), offer, wanted)
    with pytest.raises(Refused) as refused, transaction():
        services.note_result(SYSTEM, pair, "project")
    assert refused.value.code == "pair_declined"
    with pytest.raises(Refused) as refused, transaction():
        services.change_entry(SYSTEM, offer, {"kind": "request"})
    assert refused.value.code == "entry_paired"
    assert (pair.result, offer.kind) == ("declined", "offer")


def test_two_offers_are_no_pair(event):
    with pytest.raises(Refused):
        services.accept_pair(SYSTEM, make_entry(event), make_entry(event))


def test_minutes_and_result_stand_on_the_timeline_of_both_sides(event, coordinator):
    offer, wanted = fitting(event)
    with transaction():
        pair = services.accept_pair(Actor.of(coordinator), offer, wanted)
        services.note_result(Actor.of(coordinator), pair, "nda", minutes="Beide wollen Muster tauschen.", language="de",
                             met_on=date(2027, 6, 23), version=pair.version)
    for row in (offer.organisation, offer.person, wanted.organisation):
        assert "exchange.result_noted" in {entry.verb for entry in db.session.scalars(timeline_of(row))}
    assert "exchange.result_noted" in {entry.verb for entry in db.session.scalars(timeline("event", event.id))}
    with pytest.raises(Refused):
        services.note_result(SYSTEM, pair, "declined")
    with pytest.raises(Conflict):
        services.note_result(SYSTEM, pair, "project", version=1)


@pytest.mark.parametrize(("values", "field"), [
    ({"trl": 10}, "trl"), ({"kind": "wish"}, "kind"), ({"title": LocalizedText("en", {})}, "title"),
    ({"languages": ["xx"]}, "languages"), ({"ip_state": "secret"}, "ip_state")])
def test_an_entry_that_cannot_be_is_refused_with_its_field(event, values, field):
    with pytest.raises(Refused) as caught:
        make_entry(event, **values)
    assert caught.value.field == field


def test_every_verb_of_the_exchange_is_told_in_every_language(event, coordinator):
    offer, wanted = fitting(event)
    with transaction():
        actor = Actor.of(coordinator)
        services.change_entry(actor, offer, {"trl": 8})
        services.note_result(actor, services.accept_pair(actor, offer, wanted), "project")
        services.decline_pair(actor, offer, wanted, "Sold")
        services.remove_entry(actor, wanted)
    told = {entry.verb: entry for entry in db.session.scalars(timeline("event", event.id))}
    verbs = {verb for verb in told if verb.startswith("exchange.")}
    assert len(verbs) == 6
    for verb in verbs:
        for lang in ("zh", "en", "de", "ko"):
            with in_language(lang):
                assert "%(" not in str(doors.timeline_kind.get(verb).sentence(told[verb]))


def test_an_officer_enters_an_offer_for_a_new_firm_and_accepts_the_proposed_match(event, coordinator, sign_in):
    client = sign_in(coordinator)
    address = f"/events/{event.id}/exchange"
    wanted = make_entry(event, "request", "Laser source", industries=["fibre_laser"])
    page = client.get_page(f"{address}/new", title="New technology offer")
    form = {"source": "de", "kind": "offer", "title_de": "Faserlaser für Folien", "industries": "fibre_laser", "trl": "7",
            "languages": "de", "organisation": "Lumora Laser GmbH", "organisation_country": "DE", "state": "open", "ip_state": "",
            "who": "Nobody Known", "public": "y"}
    page = client.post_page(f"{address}/new", form, status=422)
    assert page.errors() and page.field("title_de") == "Faserlaser für Folien"
    client.post_page(f"{address}/new", {**form, "who": ""})
    offer = db.session.scalars(db.select(TechnologyEntry).where(TechnologyEntry.kind == "offer")).one()
    assert offer.organisation.name == "Lumora Laser GmbH" and offer.trl == 7
    page = client.get_page(address, title="Offers and requests")
    assert "1 offer, 1 request, 1 possible match" in page.heading
    assert "Same field: Fibre laser" in page.text
    client.post_page(f"{address}/{offer.id}/with/{wanted.id}", {"decision": "accept"})
    pair = db.session.scalars(db.select(TechnologyPair)).one()
    client.post_page(f"{address}/pairs/{pair.id}", {"version": str(pair.version), "result": "project", "minutes": "Muster im Mai.",
                                                    "minutes_language": "de", "met_on": "2027-06-23"})
    page = client.get_page(f"{address}/pairs/{pair.id}")
    assert "Joint project" in page.text and page.field("minutes") == "Muster im Mai."
    page = client.get_page(f"{address}/{offer.id}")
    assert page.field("organisation") == f"Lumora Laser GmbH [{offer.organisation_id}]"
    client.post_page(f"{address}/{offer.id}/remove")
    assert db.session.scalars(db.select(TechnologyPair)).all() == []


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
def test_anybody_reads_public_entries_but_not_who_holds_them(event, client, lang):
    fitting(event)
    page = client.get_page(f"/{lang}/events/{event.code}")
    assert "Fibre laser for battery foils" in page.text and "TRL 7" in page.text
    assert "Lumora" not in page.html and "Reuter" not in page.html
    assert "Laser source for cutting" not in page.html


def test_an_event_of_another_kind_has_the_tab_once_something_is_in_it(session, sign_in):
    fair, client = make_event(), sign_in(make_user(role="reader", language="de"))
    assert f"/events/{fair.id}/exchange" not in client.get_page(f"/events/{fair.id}").links()
    make_entry(fair)
    assert f"/events/{fair.id}/exchange" in client.get_page(f"/events/{fair.id}").links()
    client.get_page(f"/events/{fair.id}/exchange")


def test_two_that_are_brought_together_are_planned_and_parting_them_takes_the_wish_away(event, coordinator):
    offer, wanted = fitting(event)
    person = make_person("张伟", language="zh")
    with transaction():
        pair = services.accept_pair(Actor.of(coordinator), offer, wanted)
        assert pair.wish is None
        with pytest.raises(Refused) as caught:
            services.bring_to_table(SYSTEM, pair, {})
        services.bring_to_table(SYSTEM, pair, {"request": person}, coordinator)
    assert caught.value.field == "request" and wanted.person is person
    assert (pair.wish.other_person, pair.wish.person, pair.wish.companion) == (offer.person, person, coordinator)
    with transaction():
        services.accept_pair(SYSTEM, offer, wanted)
    wish = pair.wish
    with transaction():
        db.session.add(Meeting(event=event, wish_id=wish.id, starts_local=datetime(2027, 6, 23, 9), participants=[],
                               ends_local=datetime(2027, 6, 23, 10)))
        services.decline_pair(SYSTEM, offer, wanted)
    assert pair.wish is None and wishes.count_wishes(event) == 0 and meetings_of(event) == []


def test_another_contact_of_an_entry_meets_instead_and_a_wish_by_hand_stays(event, coordinator):
    offer, wanted = fitting(event)
    first, second = make_person("张伟"), make_person("李娜")
    with transaction():
        services.change_entry(SYSTEM, wanted, {"person_id": first.id})
        pair = services.accept_pair(SYSTEM, offer, wanted)
        want_meeting(SYSTEM, event, second, offer.person)
        services.change_entry(SYSTEM, wanted, {"person_id": second.id})
    assert {pair.wish.person, pair.wish.other_person} == {offer.person, second} and wishes.count_wishes(event) == 1
    with transaction():
        services.remove_entry(SYSTEM, wanted)
    assert wishes.count_wishes(event) == 1


def test_the_meeting_of_a_pair_and_its_minutes_are_one_thing(event, coordinator, sign_in):
    offer, wanted = fitting(event)
    with transaction():
        services.change_entry(SYSTEM, wanted, {"person_id": make_person("张伟").id})
        pair = services.accept_pair(SYSTEM, offer, wanted)
        meeting = save_meeting(SYSTEM, event, {"starts_local": datetime(2027, 6, 23, 9), "place": "Stand",
                                               "ends_local": datetime(2027, 6, 23, 10)}, [offer.person, wanted.person])
        set_state(SYSTEM, meeting, "confirmed")
    client, address = sign_in(coordinator), f"/events/{event.id}/exchange/pairs/{pair.id}"
    assert "09:00–10:00" in client.get_page(address).text
    page = client.get_page(f"/events/{event.id}/meetings/{meeting.id}")
    assert address in page.links() and "name=\"result\"" not in page.html
    client.post_page(f"/events/{event.id}/meetings/{meeting.id}", {"version": str(meeting.version), "state": "held"})
    page = client.get_page(address)
    assert meeting.state == "held" and page.field("met_on") == "2027-06-23"
    with transaction():
        set_state(SYSTEM, meeting, "confirmed", "Samples wanted", "en")
    client.post_page(address, {"version": str(pair.version), "result": "nda", "minutes": "Agreed", "minutes_language": "en"})
    assert (meeting.state, meeting.result, pair.minutes) == ("held", "Samples wanted", "Agreed")


def test_the_page_of_a_pair_asks_who_comes_and_proposes_people_of_the_organisation(event, coordinator, sign_in):
    offer, wanted = fitting(event)
    person = make_person("张伟", organisation=wanted.organisation)
    client = sign_in(coordinator)
    page = client.post_page(f"/events/{event.id}/exchange/{offer.id}/with/{wanted.id}", {"decision": "accept"})
    pair = db.session.scalars(db.select(TechnologyPair)).one()
    address = f"/events/{event.id}/exchange/pairs/{pair.id}"
    page = client.get_page(address)
    assert f"张伟 [p{person.id}]" in page.html
    assert client.post_page(f"{address}/table", {"companion_id": ""}, status=422).errors()
    assert client.post_page(f"{address}/table", {"people-request": "Nobody", "companion_id": ""}, status=422).errors()
    client.post_page(f"{address}/table", {"people-request": f"张伟 [p{person.id}]", "companion_id": str(coordinator.id)})
    assert wishes.wishes_of(event)[0].companion is coordinator
    assert "no time yet" in client.get_page(address).text
    client.post_page(f"{address}/table", {"companion_id": ""})
    assert wishes.wishes_of(event)[0].companion is None
    assert "not planned yet" in client.get_page(f"/events/{event.id}/exchange").text


def test_words_in_common_are_whole_and_in_the_readers_language(session):
    event = make_event(kind="technology_exchange")
    titles = [LocalizedText.of("ko", "산업용 레이저 가공", de="Industrielle Laserbearbeitung"),
              LocalizedText.of("ko", "레이저 가공 장비 수요", de="Laserbearbeitung gesucht")]
    with transaction():
        offer, request = (services.add_entry(SYSTEM, event, {"kind": kind, "title": title})
                          for kind, title in zip(("offer", "request"), titles, strict=True))
    for lang, word, other in (("ko", "레이저", "Laser"), ("de", "Laserbearbeitung", "레이")):
        with in_language(lang):
            told = queries._words(offer, request).text
        assert word in told and other not in told
