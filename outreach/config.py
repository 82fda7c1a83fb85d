"""Settings from the environment, read once at start-up and refused by name when they are wrong."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

#: The checkout; templates/, translations/ and migrations/ lie beside the package.
ROOT = Path(__file__).resolve().parent.parent


class BadSetting(RuntimeError):
    """An environment variable is missing or wrong; the message names it and says what to do."""


@dataclass
class Settings:
    """What the environment decides. Paths are absolute, URLs carry no trailing slash."""

    env: str
    url: str
    data: Path
    secret_keys: list[str]
    database_url: str
    redis_url: str | None
    mail: dict = field(default_factory=dict)
    testing: bool = False
    extra: dict = field(default_factory=dict)

    @property
    def production(self) -> bool:
        """True where people work; false on a developer's machine and in tests."""
        return self.env == "production"


def read_settings(environ: dict | None = None) -> Settings:
    """Read the environment. Raises BadSetting with the variable's name where a value cannot be used."""
    environ = dict(os.environ if environ is None else environ)
    env = environ.get("OUTREACH_ENV", "development")
    if env not in ("development", "production"):
        raise BadSetting(f"OUTREACH_ENV is '{env}': write development or production.")
    data = Path(environ.get("OUTREACH_DATA") or ROOT / "instance").resolve()
    return Settings(
        env=env,
        url=_public_url(environ, env),
        data=data,
        secret_keys=_secret_keys(environ, env, data),
        database_url=_database_url(environ, env, data),
        redis_url=_redis_url(environ),
        mail=_mail(environ, env),
    )


def _public_url(environ: dict, env: str) -> str:
    url = environ.get("OUTREACH_URL", "").rstrip("/")
    if not url and env == "production":
        raise BadSetting("OUTREACH_URL is missing: set the public address, for example https://outreach.example.org.")
    url = url or f"http://127.0.0.1:{environ.get('PORT', '8000')}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadSetting(f"OUTREACH_URL is '{url}': set a full address such as https://outreach.example.org.")
    if env == "production" and parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise BadSetting(f"OUTREACH_URL is '{url}': people sign in over it, so it must begin with https://.")
    return url


def _secret_keys(environ: dict, env: str, data: Path) -> list[str]:
    """Newest key first; older ones, separated by spaces, still read what they signed."""
    keys = environ.get("SECRET_KEY", "").split()
    if env == "production":
        if not keys:
            raise BadSetting("SECRET_KEY is missing: set at least 32 random characters.")
        if len(keys[0]) < 32:
            raise BadSetting("SECRET_KEY is too short: set at least 32 random characters.")
    return keys or [_kept_secret(data)]


def _kept_secret(data: Path) -> str:
    """A developer's machine makes its own key once, so that sessions survive a restart."""
    path = data / "keys" / "secret.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()


def _database_url(environ: dict, env: str, data: Path) -> str:
    url = environ.get("DATABASE_URL", "")
    if not url:
        data.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{data / 'outreach.sqlite3'}"
    for bare in ("postgres://", "postgresql://"):
        if url.startswith(bare):
            url = "postgresql+psycopg://" + url[len(bare):]
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting(f"DATABASE_URL begins with '{url.split(':', 1)[0]}': use sqlite:///… or postgresql://….")
    return url


def _redis_url(environ: dict) -> str | None:
    url = environ.get("REDIS_URL") or None
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise BadSetting("REDIS_URL must begin with redis://, rediss:// or unix://.")
    return url


def _mail(environ: dict, env: str) -> dict:
    """Flask-Mail's own names; port and time-out are whole numbers, the time-out in seconds."""
    mail = {
        "MAIL_SERVER": environ.get("MAIL_SERVER", "" if env == "production" else "127.0.0.1"),
        "MAIL_PORT": _whole(environ, "MAIL_PORT", 587 if env == "production" else 1025),
        "MAIL_TIMEOUT": _whole(environ, "MAIL_TIMEOUT", 20),
        "MAIL_USERNAME": environ.get("MAIL_USERNAME") or None,
        "MAIL_PASSWORD": environ.get("MAIL_PASSWORD") or None,
        "MAIL_USE_TLS": _flag(environ, "MAIL_USE_TLS", env == "production"),
        "MAIL_USE_SSL": _flag(environ, "MAIL_USE_SSL", False),
        "MAIL_DEFAULT_SENDER": environ.get("MAIL_DEFAULT_SENDER", "" if env == "production" else "outreach@demo.example.org"),
    }
    if env == "production":
        for name in ("MAIL_SERVER", "MAIL_DEFAULT_SENDER"):
            if not mail[name]:
                raise BadSetting(f"{name} is missing: intentions are answered by mail, so it must be set.")
    return mail


def _whole(environ: dict, name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise BadSetting(f"{name} is '{text}': set a whole number from 1 to 65535.")
    return int(text)


def _flag(environ: dict, name: str, default: bool) -> bool:
    text = environ.get(name, "1" if default else "0").lower()
    if text not in ("0", "1", "true", "false", "yes", "no", ""):
        raise BadSetting(f"{name} is '{text}': set 1 or 0.")
    return text in ("1", "true", "yes")
