"""Who sees which intention, what waits too long, and the link that opens a status page."""

from datetime import timedelta

import pytest

from outreach.activity import Actor
from outreach.db import db, transaction
from outreach.errors import NotFound
from outreach.intentions.queries import (
    by_status_token,
    count_overdue,
    counts_by_state,
    get_intention,
    in_order,
    status_token,
    status_url,
    visible_intentions,
    zone_of,
)
from outreach.intentions.services import Verdict, assign_intention, decline_intention
from tests.factories.accounts import make_user
from tests.factories.intentions import make_intention
from tests.factories.partners import make_partner, make_partner_user


def _ids(statement) -> list[int]:
    return [row.id for row in db.session.scalars(statement)]


def test_our_people_see_all_and_partners_their_own(app):
    mine, other = make_partner(), make_partner()
    rows = [make_intention(sender=mine), make_intention(sender=other), make_intention()]
    user = make_partner_user(mine)
    for role in ("administrator", "coordinator", "officer", "leader", "reader"):
        assert len(_ids(visible_intentions(make_user(role)))) == 3
    assert _ids(visible_intentions(user)) == [rows[0].id]
    assert _ids(visible_intentions(make_partner_user())) == _ids(visible_intentions(None)) == []
    assert get_intention(user, rows[0].id) is rows[0]


def test_a_wrong_id_and_somebody_elses_answer_alike(app):
    row, user = make_intention(sender=make_partner()), make_partner_user(make_partner())
    for wrong in (row.id, row.id + 1000, 2**31, 2**70):
        with pytest.raises(NotFound) as caught:
            get_intention(user, wrong)
        assert caught.value.code == "not_found"


def test_what_is_due_first_stands_first_and_what_is_decided_newest_first(app):
    officer, rows = make_user("officer"), [make_intention() for _ in range(3)]
    with transaction():
        rows[2].answer_due -= timedelta(days=3)
    assert _ids(in_order(visible_intentions(officer), "open")) == [rows[2].id, rows[0].id, rows[1].id]
    with transaction():
        for row in rows[:2]:
            decline_intention(Actor.of(officer), row, Verdict("Nein"))
    assert _ids(in_order(visible_intentions(officer), "declined")) == [rows[1].id, rows[0].id]
    assert counts_by_state(officer) == {"received": 1, "declined": 2, "open": 1}


def test_a_clock_is_late_without_an_officer_and_without_an_answer(app):
    officer, row = make_user("officer"), make_intention()
    assert count_overdue(officer, row.assign_due) == 0
    late = row.assign_due + timedelta(minutes=1)
    assert count_overdue(officer, late) == 1 and row.overdue(late)
    with transaction():
        assign_intention(Actor.of(officer), row, officer)
    assert count_overdue(officer, late) == 0 and not row.overdue(late)
    assert row.next_due(late) == row.verdict_due and row.next_due(row.verdict_due + timedelta(1)) == row.answer_due
    assert count_overdue(officer, row.answer_due + timedelta(minutes=1)) == 1


def test_the_link_is_derived_again_for_every_mail_and_opens_one_intention(app):
    row, other = make_intention(), make_intention()
    token = status_token(row)
    assert token == status_token(row) and by_status_token(token) is row
    assert by_status_token(status_token(other)) is other
    assert status_url(row) == f"http://outreach.example.org/de/intentions/status/{token}"
    assert status_url(row, "ko").startswith("http://outreach.example.org/ko/")


def test_a_forged_link_opens_nothing(app):
    token = status_token(make_intention())
    payload, _dot, signature = token.partition(".")
    ends = ("", "x", payload, f"{payload}.", f"{payload}.{signature[:-2]}aa", f"Mg.{signature}", token + "x", "é" * 9)
    for forged in ends:
        assert by_status_token(forged) is None, forged


def test_a_link_outlives_a_change_of_keys(app):
    row = make_intention()
    token, before = status_token(row), app.config["SECRET_KEY"]
    try:
        app.config.update(SECRET_KEY="n" * 40, SECRET_KEY_FALLBACKS=[before])
        assert by_status_token(token) is row and status_token(row) != token
        app.config.update(SECRET_KEY_FALLBACKS=[])
        assert by_status_token(token) is None
    finally:
        app.config.update(SECRET_KEY=before, SECRET_KEY_FALLBACKS=[])


@pytest.mark.parametrize(("country", "language", "zone"), [
    ("DE", "en", "Europe/Berlin"), ("KR", "zh", "Asia/Seoul"), ("US", "en", "Europe/London"),
    ("AT", "de", "Europe/Berlin"), (None, "zh", "Asia/Shanghai"),
])
def test_the_country_says_more_about_the_clock_than_the_language(country, language, zone):
    assert zone_of(country, language) == zone
