"""A production start with a bad or missing value names it and stops."""

import pytest

from outreach.config import BadSetting, read_settings

GOOD = {"OUTREACH_ENV": "production", "OUTREACH_URL": "https://outreach.example.org", "SECRET_KEY": "x" * 40,
        "MAIL_SERVER": "smtp.example.org", "MAIL_DEFAULT_SENDER": "outreach@example.org"}


@pytest.mark.parametrize(("name", "value"), [
    ("OUTREACH_URL", ""), ("OUTREACH_URL", "outreach.example.org"), ("OUTREACH_URL", "http://outreach.example.org"),
    ("SECRET_KEY", ""), ("SECRET_KEY", "short"), ("MAIL_SERVER", ""), ("MAIL_PORT", "smtp"), ("MAIL_PORT", "70000"),
    ("MAIL_DEFAULT_SENDER", ""), ("MAIL_USE_TLS", "maybe"), ("DATABASE_URL", "mysql://x"), ("REDIS_URL", "localhost"),
    ("OUTREACH_ENV", "staging"),
])
def test_a_bad_value_is_named(tmp_path, name, value):
    with pytest.raises(BadSetting, match=name):
        read_settings({**GOOD, "OUTREACH_DATA": str(tmp_path), name: value})


def test_good_values_are_taken(tmp_path):
    settings = read_settings({**GOOD, "OUTREACH_DATA": str(tmp_path), "DATABASE_URL": "postgres://u@db.example.org/o",
                              "SECRET_KEY": "n" * 40 + " " + "o" * 40})
    assert settings.production
    assert settings.database_url == "postgresql+psycopg://u@db.example.org/o"
    assert settings.secret_keys == ["n" * 40, "o" * 40]
    assert settings.mail["MAIL_USE_TLS"] is True


def test_a_developers_key_is_made_once_and_kept(tmp_path):
    first = read_settings({"OUTREACH_DATA": str(tmp_path)}).secret_keys
    assert read_settings({"OUTREACH_DATA": str(tmp_path)}).secret_keys == first
    assert (tmp_path / "keys" / "secret.key").stat().st_mode & 0o077 == 0
