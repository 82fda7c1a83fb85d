"""Making and changing partners, and the accounts that act for them."""

import threading
from datetime import date

import pytest
from sqlalchemy import select

from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.contacts.models import Organisation
from outreach.db import db, transaction
from outreach.errors import Conflict, NotFound, Refused
from outreach.partners import services
from outreach.partners.models import KINDS, Partner, PartnerUser
from outreach.partners.queries import (
    agreement_state,
    count_to_renew,
    free_users,
    get_partner,
    kind_name,
    listed_partners,
    partner_by_code,
    partner_of,
    user_counts,
    users_of,
)
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation
from tests.factories.partners import make_partner, make_partner_user

TODAY = date(2027, 6, 22)


def _do(action, *args, **values):
    with transaction():
        return action(SYSTEM, *args, **values)


def _create(**changes):
    return _do(services.create_partner, **{
        "code": "de-haus", "kind": "offshore_incubator", "organisation": "Gründerhaus Stuttgart e. V.", "country": "DE",
        "language": "de", "agreement_from": date(2026, 1, 1), "agreement_until": date(2028, 12, 31), **changes})


def _verbs() -> list[str]:
    return list(db.session.scalars(
        select(ActivityEntry.verb).where(ActivityEntry.verb.startswith("partner.")).order_by(ActivityEntry.id)))


def test_a_partner_has_a_code_in_capitals_an_organisation_and_an_agreement(app):
    partner = _create()
    assert (partner.code, partner.kind) == ("DE-HAUS", "offshore_incubator")
    assert partner.label == "Gründerhaus Stuttgart e. V."
    assert (partner.organisation.country, partner.active) == ("DE", True)
    assert partner_by_code("de-haus ") is partner and _verbs() == ["partner.created"]


def test_a_known_organisation_is_taken(app):
    known = make_organisation("Gründerhaus Stuttgart e. V.", "DE")
    assert _create().organisation is known and db.session.query(Organisation).count() == 1


@pytest.mark.parametrize(("change", "field"), [
    ({"code": ""}, "code"), ({"code": "X"}, "code"), ({"code": "a b"}, "code"), ({"code": "ÄÖ"}, "code"),
    ({"code": "A" * 41}, "code"), ({"code": "-A"}, "code"), ({"kind": "friend"}, "kind"),
    ({"language": "fr"}, "language"), ({"agreement_until": date(2025, 1, 1)}, "agreement_until"),
    ({"organisation": " "}, "name"),
])
def test_a_wrong_value_is_refused_at_its_field(app, change, field):
    with pytest.raises(Refused) as caught:
        _create(**change)
    assert caught.value.field == field and db.session.query(Partner).count() == 0


def test_two_partners_never_share_a_code(app):
    _create()
    with pytest.raises(Refused) as caught:
        _create(code="DE-Haus", organisation="Anderes Haus GmbH")
    assert caught.value.code == "code_taken" and db.session.query(Partner).count() == 1


def test_a_change_is_logged_with_old_and_new_and_nothing_without_one(app):
    partner = _create()
    _do(services.change_partner, partner, {"agreement_until": date(2029, 12, 31), "code": "OTHER"}, partner.version)
    entry = db.session.scalars(select(ActivityEntry).where(ActivityEntry.verb == "partner.changed")).one()
    assert entry.data["changes"] == {"agreement_until": ["2028-12-31", "2029-12-31"]} and partner.code == "DE-HAUS"
    _do(services.change_partner, partner, {"agreement_until": date(2029, 12, 31)})
    assert _verbs() == ["partner.created", "partner.changed"]


@pytest.mark.parametrize("change", [{"kind": "x"}, {"language": "x"}, {"agreement_from": date(2030, 1, 1)}])
def test_a_wrong_change_leaves_everything_as_it_was(app, change):
    partner = _create()
    with pytest.raises(Refused):
        _do(services.change_partner, partner, change)
    assert (partner.kind, partner.language, partner.agreement_from) == ("offshore_incubator", "de", date(2026, 1, 1))


def test_a_change_on_an_old_version_is_a_conflict_with_what_is_stored(app):
    partner = _create()
    seen = partner.version
    _do(services.change_partner, partner, {"language": "en"}, seen)
    with pytest.raises(Conflict) as caught:
        _do(services.change_partner, partner, {"language": "ko"}, seen)
    assert caught.value.theirs == {"language": "en"} and partner.language == "en"


def test_an_account_is_given_once_and_taken_back(app):
    partner, user = _create(), make_user("partner_user", name="Imke Beispiel")
    assert _do(services.add_user, partner, user) is _do(services.add_user, partner, user)
    assert partner_of(user) is partner and [member.user for member in users_of(partner)] == [user]
    assert user_counts() == {partner.id: 1} and free_users() == []
    _do(services.remove_user, partner, user.id)
    assert partner_of(user) is None and free_users() == [user]
    assert _verbs() == ["partner.created", "partner.user_added", "partner.user_removed"]
    with pytest.raises(NotFound):
        _do(services.remove_user, partner, user.id)


def test_only_a_free_partner_account_can_be_added(app):
    partner, taken = _create(), make_partner_user(make_partner())
    for user in (taken, make_user("officer"), make_user("administrator")):
        with pytest.raises(Refused) as caught:
            _do(services.add_user, partner, user)
        assert caught.value.field == "user_id"
    assert db.session.query(PartnerUser).count() == 1


def test_our_own_people_belong_to_no_partner_even_if_their_role_changed(app):
    user = make_partner_user(_create())
    with transaction():
        user.role = "officer"
    assert partner_of(user) is None and partner_of(None) is None


@pytest.mark.parametrize(("begins", "ends", "active", "state", "may_write"), [
    (None, None, True, "undated", True), (date(2026, 1, 1), date(2028, 1, 1), True, "running", True),
    (None, date(2027, 8, 21), True, "ending", True), (None, date(2027, 8, 22), True, "running", True),
    (None, TODAY, True, "ending", True), (None, date(2027, 6, 21), True, "over", False),
    (date(2027, 7, 1), date(2028, 1, 1), True, "to_come", True), (None, None, False, "inactive", False),
])
def test_the_state_of_an_agreement_by_its_days(app, begins, ends, active, state, may_write):
    partner = make_partner(agreement_from=begins, agreement_until=ends, active=active)
    assert (agreement_state(partner, TODAY), partner.may_write(TODAY)) == (state, may_write)
    assert count_to_renew(make_user("reader"), TODAY) == (1 if state in ("ending", "over") else 0)


def test_a_partner_not_in_use_is_found_by_nobodys_form(app):
    make_partner("OLD", active=False)
    assert partner_by_code("OLD") is None and partner_by_code("") is None and partner_by_code(None) is None


def test_partners_are_listed_by_name_those_in_use_first(app):
    rows = [make_partner("BB", "Zebra Verein e. V."), make_partner("AA", "Ärzte Verband e. V.", kind="association"),
            make_partner("CC", "Alt Haus GmbH", active=False),
            make_partner("DD", "Fund Ltd", country="GB", kind="fund")]
    viewer = make_user("leader")
    order = [partner.code for partner in db.session.scalars(listed_partners(viewer))]
    assert order == ["AA", "DD", "BB", "CC"]
    assert [one.code for one in db.session.scalars(listed_partners(viewer, "fund"))] == ["DD"]
    assert [one.code for one in db.session.scalars(listed_partners(viewer, country="GB"))] == ["DD"]
    outsider = make_partner_user(rows[0])
    assert list(db.session.scalars(listed_partners(outsider))) == []
    for wrong in (rows[3].id + 99, 2**31, 10**30):
        with pytest.raises(NotFound):
            get_partner(viewer, wrong)
    with pytest.raises(NotFound):
        get_partner(outsider, rows[0].id)


def test_every_kind_has_a_name(app):
    assert all(kind_name(kind) != kind for kind in KINDS)


def test_two_people_who_give_one_account_to_two_partners_at_once_do_not_both_succeed(real_app):
    partners, user = [make_partner().id, make_partner().id], make_user("partner_user").id
    done, gate = [], threading.Barrier(2)

    def give(partner_id):
        from outreach.accounts.models import User

        with real_app.app_context():
            partner, account = db.session.get(Partner, partner_id), db.session.get(User, user)
            gate.wait(20)
            try:
                with transaction():
                    services.add_user(SYSTEM, partner, account)
                done.append("given")
            except Refused as error:
                done.append(error.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=give, args=(one,)) for one in partners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()
    assert sorted(done) == ["given", "has_partner"] and db.session.query(PartnerUser).count() == 1
