"""What has ended is swept away once an hour."""

from datetime import timedelta

from sqlalchemy import func, select, update

from outreach.accounts import jobs, services
from outreach.accounts.models import Attempt, SignInLink, UserSession
from outreach.activity import SYSTEM
from outreach.db import now, transaction
from outreach.jobs.registry import periodics
from tests.factories.accounts import make_user


def test_the_sweep_keeps_what_can_still_be_used(session):
    user = make_user()
    with transaction():
        for _ in range(2):
            services.start_session(user)
            services.make_sign_in_link(SYSTEM, user)
        session.add(Attempt(bucket="old", window=1, count=1, ends_at=now() - timedelta(seconds=1)))
        session.add(Attempt(bucket="new", window=1, count=1, ends_at=now() + timedelta(hours=1)))
        for model, column, age in ((UserSession, "seen_at", timedelta(hours=13)),
                                   (SignInLink, "expires_at", timedelta(days=2))):
            first = session.scalar(select(func.min(model.id)))
            session.execute(update(model).where(model.id == first).values({column: now() - age}))
    assert jobs.sweep() == 3
    models = (UserSession, SignInLink, Attempt)
    assert [session.scalar(select(func.count()).select_from(model)) for model in models] == [1, 1, 1]
    assert jobs.sweep() == 0


def test_the_sweep_runs_by_itself(app):
    assert periodics()["accounts.sweep"].minutes == 60
