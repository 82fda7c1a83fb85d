"""Packing: what expired is refused with its day, what is missing is taken and told, of two packers none overwrites."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from outreach.activity import SYSTEM
from outreach.activity.changes import sentence
from outreach.activity.models import ActivityEntry
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.events.models import PackItem
from outreach.events.queries.packs import pack_of, packed, proposed_languages, shared_pack
from outreach.events.queries.warnings import warnings_of
from outreach.events.services import packs as services
from outreach.events.services.reception import save_guest
from outreach.i18n import formats
from outreach.i18n.languages import in_language
from outreach.materials.queries import today
from outreach.materials.services import withdraw_version
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.invitations import invite
from tests.factories.materials import make_material, make_version

DAY = timedelta(days=1)


@pytest.fixture
def event(session):
    """A fair in Munich that ends in 103 days."""
    return make_event(starts_on=today() + 100 * DAY, ends_on=today() + 103 * DAY)


def _add(event, material, *languages: str) -> list[PackItem]:
    with transaction():
        return services.add_to_pack(SYSTEM, event, material, languages)


def _lines(event) -> dict[str, tuple[str, bool, bool]]:
    """Per language: how it stands today, whether it is in the pack, whether it lacks on the last day."""
    db.session.expire_all()
    return {line.language: (line.now.state, line.item is not None, line.lacking)
            for row in packed(event, pack_of(event)) for line in row.lines}


def test_languages_are_proposed_from_country_guests_and_english(event):
    assert proposed_languages(event) == ["de", "en"]
    assert proposed_languages(make_event("SEOUL", country="KR")) == ["ko", "en"]
    assert proposed_languages(make_event("PARIS", country="FR")) == ["en"]
    for number in range(2):
        invite(event, make_person(f"김민수 {number}", email=f"guest{number}@example.org", language="ko"), send=False)
    with transaction():
        save_guest(SYSTEM, event, {"name": "陈静", "language": "zh"})
    assert proposed_languages(event) == ["de", "ko", "zh", "en"]


def test_an_expired_language_is_refused_with_its_day_and_nothing_is_added(event):
    material, until = make_material(), today() - DAY
    make_version(material, "de")
    make_version(material, "en", valid_until=until)
    db.session.expire_all()
    with in_language("en"), pytest.raises(Refused) as caught:
        _add(event, material, "de", "en")
    assert (caught.value.code, caught.value.field) == ("material_expired", "languages")
    assert "Park brochure" in caught.value.message and formats.day(until, lang="en") in caught.value.message
    assert db.session.scalars(select(PackItem)).all() == []
    _add(event, material, "de")
    assert _lines(event) == {"de": ("valid", True, False), "en": ("expired", False, True)}


def test_a_withdrawn_language_is_refused(event):
    material = make_material()
    with transaction():
        withdraw_version(SYSTEM, make_version(material), "Wrong file")
    db.session.expire_all()
    with pytest.raises(Refused) as caught:
        _add(event, material, "en")
    assert caught.value.code == "material_withdrawn"


def test_a_missing_language_is_taken_shown_and_replaced_by_english(event):
    material = make_material()
    make_version(material, "en")
    db.session.expire_all()
    _add(event, material, "de", "en")
    assert _lines(event) == {"de": ("missing", True, True), "en": ("valid", True, False)}
    line = packed(event, pack_of(event))[0].lines[1]
    assert (line.language, line.instead) == ("de", "en")
    with in_language("en"):
        facts = [item.fact for item in warnings_of(event) if item.code == "material"]
    assert facts == ["“Park brochure” is missing in German"]


def test_what_expires_before_the_last_day_is_warned_about_unless_a_newer_version_covers_it(event):
    material = make_material()
    until = event.ends_on - DAY
    make_version(material, "de", valid_until=until)
    make_version(material, "en", valid_until=event.ends_on)
    db.session.expire_all()
    _add(event, material, "de", "en")
    assert _lines(event) == {"de": ("valid", True, True), "en": ("valid", True, False)}
    with in_language("en"):
        facts = [item.fact for item in warnings_of(event) if item.code == "material"]
    day = formats.day(until, lang="en")
    assert facts == [f"“Park brochure” in German expires on {day}, before the event's last day"]
    make_version(material, "de", valid_from=event.starts_on)
    assert not _lines(event)["de"][2]
    assert not [item for item in warnings_of(event) if item.code == "material"]


def test_past_and_cancelled_events_warn_of_nothing(session):
    material = make_material()
    past = make_event("PAST", starts_on=today() - 9 * DAY, ends_on=today() - 8 * DAY)
    cancelled = make_event("CANCELLED", state="cancelled", starts_on=today() + DAY, ends_on=today() + DAY)
    for event in (past, cancelled):
        _add(event, material, "en")
        assert not [item for item in warnings_of(event) if item.code == "material"]


def test_a_material_is_packed_once_per_language(event):
    material = make_material()
    make_version(material)
    db.session.expire_all()
    assert len(_add(event, material, "en", "de")) == 2
    assert len(_add(event, material, "en", "ko")) == 1
    with pytest.raises(Refused) as caught:
        _add(event, material, "en")
    assert caught.value.code == "in_pack"
    for languages in ((), ("fr",)):
        with pytest.raises(Refused) as caught:
            _add(event, material, *languages)
        assert caught.value.code == "languages_missing"


def test_copies_and_bringers_are_kept_and_told(event):
    material, katrin = make_material(), make_user("coordinator", name="Katrin Vogt")
    item = _add(event, material, "de")[0]
    pack = pack_of(event)
    with transaction():
        services.save_pack(SYSTEM, event, {item.id: (50, katrin.id), 999: (1, None)}, pack.version)
    assert (item.copies, item.brings.name) == (50, "Katrin Vogt")
    entry = db.session.scalars(select(ActivityEntry).where(ActivityEntry.verb == "pack.changed")).one()
    with in_language("en"):
        assert "Park brochure in the pack of LASER World of PHOTONICS 2027: German 50 copies, Katrin Vogt" in sentence(entry)
    for values, code in (((0, None), "bad_copies"), ((5, make_user("partner_user").id), "not_staff"), ((5, 999), "not_staff")):
        with pytest.raises(Refused) as caught, transaction():
            services.save_pack(SYSTEM, event, {item.id: values}, pack_of(event).version)
        assert caught.value.code == code
        db.session.expire_all()


def test_of_two_packers_the_second_sees_what_the_first_stored(event):
    item = _add(event, make_material(), "de")[0]
    opened = pack_of(event).version
    with transaction():
        services.save_pack(SYSTEM, event, {item.id: (50, None)}, opened)
    with pytest.raises(Conflict) as caught, transaction():
        services.save_pack(SYSTEM, event, {item.id: (30, None)}, opened)
    assert caught.value.theirs == {item.id: (50, None)}
    with transaction():
        services.save_pack(SYSTEM, event, {item.id: (50, None)}, opened)


def test_a_link_is_found_by_its_token_until_it_is_replaced_or_ended(event):
    with transaction():
        first = services.share_pack(SYSTEM, event)
    assert shared_pack(first).event_id == event.id
    assert first not in (pack_of(event).token_hash or "")
    with transaction():
        second = services.share_pack(SYSTEM, event)
    assert shared_pack(first) is None and shared_pack(second) is not None
    for _time in range(2):
        with transaction():
            services.end_share(SYSTEM, event)
    assert shared_pack(second) is None and shared_pack("") is None
