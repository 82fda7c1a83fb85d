"""What events hang on the doors: a sentence for every verb in four languages, search, navigation."""

from datetime import date

import pytest

from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.activity.queries import timeline
from outreach.db import db, transaction
from outreach.events import services
from outreach.i18n import in_language
from outreach.i18n.localized import LocalizedText
from outreach.search import index
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.events import make_event, make_series

VERBS = {
    "event.created", "event.changed", "event.state_changed", "event.instants_refreshed", "event.member_added",
    "event.member_changed", "event.member_removed", "feed.created", "feed.rotated", "feed.revoked", "series.created",
    "series.changed",
}


@pytest.fixture
def told(session):
    """The newest entry of each verb after everything was done once, as its sentence: told("event.created", "en")."""
    user, series, event = make_user(role="officer", name="周敏"), make_series(), make_event()
    with transaction():
        services.change_series(SYSTEM, series, {"organiser": "Messe München GmbH"})
        services.edit_event(SYSTEM, event, {"venue": "Halle A3"})
        services.change_state(SYSTEM, event, "postponed", "Hall not ready")
        member = services.add_team_member(SYSTEM, event, user)
        services.add_team_member(SYSTEM, event, user, "speaker", date(2027, 6, 23))
        services.remove_team_member(SYSTEM, member)
        feed, _token = services.create_feed(SYSTEM, user, "all")
        services.rotate_feed(SYSTEM, feed)
        services.revoke_feed(SYSTEM, feed)
        db.session.flush()
        event.starts_at = event.starts_at.replace(hour=3)
        services.refresh_instants(SYSTEM)
    entries = {entry.verb: entry for entry in db.session.scalars(db.select(ActivityEntry).order_by(ActivityEntry.id))}

    def tell(verb: str, lang: str) -> str:
        with in_language(lang):
            return str(doors.timeline_kind.get(verb).sentence(entries[verb]))
    tell.entries = entries
    return tell


def test_every_verb_is_told_in_every_language_with_its_names(told):
    assert set(told.entries) >= VERBS
    for verb in VERBS:
        for lang in ("zh", "en", "de", "ko"):
            sentence = told(verb, lang)
            assert sentence and "%(" not in sentence
    assert told("event.state_changed", "en") == "set LASER World of PHOTONICS 2027 to “Postponed”: Hall not ready"
    assert told("event.member_added", "en") == "put 周敏 on the team of LASER World of PHOTONICS 2027 as “Team member”"
    assert told("feed.rotated", "en") == "replaced a calendar address: All events"


def test_the_log_never_holds_a_token(told):
    entry = told.entries["feed.created"]
    assert "token" not in str(entry.data)


def test_an_event_is_found_for_our_people_and_not_for_partners(app):
    event, officer, partner = make_event(), make_user(role="officer"), make_user(role="partner_user")
    assert ("event", event.id) in {(hit.kind, hit.ref_id) for hit in index.find("PHOTONICS", officer)}
    assert index.find("PHOTONICS", partner) == []
    find = doors.search_document.get("event").find
    with app.test_request_context(), in_language("en"):
        assert find([event.id], officer)[event.id][0] == "LASER World of PHOTONICS 2027"
        assert find([event.id], partner) == {}
    assert [row[0] for row in doors.search_document.get("event").rebuild()] == [event.id]


def test_the_navigation_leads_our_people_to_list_calendar_and_series():
    entries = {entry.endpoint: entry for entry in doors.navigation}
    assert [entries[f"events.{name}"].order for name in ("index", "calendar", "series")] == [100, 110, 120]
    assert "partner_user" not in entries["events.index"].roles


def test_an_event_is_named_in_the_language_of_whoever_reads_the_timeline(session):
    event = make_event(title=LocalizedText.of("en", "Autumn roadshow", de="Herbst-Roadshow", zh="秋季路演", ko="가을 로드쇼"))
    entry = next(one for one in db.session.scalars(timeline("event", event.id)) if one.verb == "event.created")
    for code, entry_text in event.title.texts.items():
        with in_language(code):
            assert entry_text["text"] in doors.timeline_kind.get(entry.verb).sentence(entry)
