"""Queue and limits on a real Redis: what leaves one machine for several."""

import threading

import pytest

from tests import engines

pytestmark = pytest.mark.interop


@pytest.fixture
def redis_server():
    """An empty Redis database; cleared again afterwards."""
    import redis

    url = engines.redis_url()
    if url is None:
        engines.missing("Redis")
    server = redis.Redis.from_url(url)
    server.flushdb()
    yield url
    server.flushdb()
    server.close()


@pytest.fixture
def app_on_redis(tmp_path, redis_server):
    """An application as it runs at work: queue and limits in Redis."""
    from outreach import create_app
    from outreach.db import db

    settings = engines.settings(engines.fresh_database("sqlite", tmp_path), tmp_path / "data")
    settings.redis_url, settings.testing = redis_server, False
    application = create_app(settings)
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def test_a_job_queued_in_a_unit_of_work_runs_once_after_the_commit(app_on_redis):
    from outreach.db import transaction
    from outreach.jobs import drain, enqueue, registry

    ran = []
    registry.job("tests.note")(ran.append)
    with transaction():
        enqueue("tests.note", 7)
        assert ran == []
    assert drain() == 1
    assert ran == [7]
    with pytest.raises(RuntimeError), transaction():
        enqueue("tests.note", 8)
        raise RuntimeError("taken back")
    assert drain() == 0


def test_two_schedulers_at_once_run_a_periodic_job_once(app_on_redis):
    from outreach.db import db
    from outreach.jobs import engine

    won = []

    def tick() -> None:
        with app_on_redis.app_context():
            won.append(engine.claim("tests.tick", 42))
            db.session.remove()

    threads = [threading.Thread(target=tick) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 5 + [True]


def test_request_limits_are_shared_through_redis(app_on_redis):
    client, other = app_on_redis.test_client(), app_on_redis.test_client()
    codes = [browser.get("/feeds/no-such-token.ics").status_code for browser in (client, other) for _try in range(125)]
    assert codes[:240] == [404] * 240
    assert set(codes[241:]) == {429}
