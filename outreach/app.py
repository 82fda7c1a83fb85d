"""The factory; the only module that imports every feature."""

import importlib
import logging

from apiflask import APIFlask
from flask import g, request, session
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from outreach.config import ROOT, Settings, read_settings
from outreach.extensions import babel, csrf, db, limiter, login, mail, migrate
from outreach.i18n import LANGUAGES, best_language, current_language
from outreach.web.converters import RecordNumber

#: Rooms in the order in which each may import the ones before it.
GROUND = ("catalogue", "mail", "jobs", "files", "search", "activity", "web")
FEATURES = (
    "accounts", "contacts", "privacy", "materials", "partners", "targets", "events", "leads", "invitations",
    "event_contacts", "intentions", "portal", "reports",
)


def create_app(settings: Settings | None = None) -> APIFlask:
    """Build the application from `settings`, or from the environment. Raises BadSetting for a wrong variable."""
    settings = settings or read_settings()
    app = APIFlask(
        "outreach", title="Outreach", version="1", template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "outreach" / "static"), spec_path="/api/v1/openapi.json", docs_path=None,
    )
    app.url_map.converters["int"] = RecordNumber
    _configure(app, settings)
    _init_extensions(app, settings)
    _init_web(app)
    for room in (*GROUND, *FEATURES):
        _open_room(app, room)
    importlib.import_module("outreach.jobs.engine").init_app(app)
    _open_cli(app)
    _init_serving(app, settings)
    return app


def _configure(app: APIFlask, settings: Settings) -> None:
    secure = settings.url.startswith("https://")
    app.config.update(
        SETTINGS=settings,
        TESTING=settings.testing,
        SECRET_KEY=settings.secret_keys[0],
        SECRET_KEY_FALLBACKS=settings.secret_keys[1:],
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": True} if settings.database_url.startswith("postgresql") else {},
        MAX_CONTENT_LENGTH=64 * 1000 * 1000,
        MAX_FORM_MEMORY_SIZE=2 * 1000 * 1000,
        # A form may stay open as long as its session lasts.
        WTF_CSRF_TIME_LIMIT=None,
        SESSION_COOKIE_NAME="__Host-outreach" if secure else "outreach",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        BABEL_DEFAULT_LOCALE="zh_Hans",
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"),
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=bool(settings.redis_url),
        RATELIMIT_ENABLED=not settings.testing,
        **settings.mail,
        **settings.extra,
    )
    app.json.ensure_ascii = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _init_extensions(app: APIFlask, settings: Settings) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    # First of all, so that every refusal speaks the reader's language; then the token, then who may enter.
    app.before_request(_choose_language)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=lambda: current_language().catalog, timezone_selector=lambda: "UTC")
    limiter.init_app(app)
    login.init_app(app)
    login.session_protection = None
    mail.init_app(app)


def _init_web(app: APIFlask) -> None:
    from outreach.web import access, errors, headers, openapi, page

    app.before_request(access.check_access)
    headers.init_headers(app)
    errors.init_errors(app)
    page.init_page(app)
    openapi.init_openapi(app)
    for endpoint in ("static", "openapi.spec"):
        if endpoint in app.view_functions:
            app.view_functions[endpoint] = access.exempt(app.view_functions[endpoint])


def _choose_language() -> None:
    """Public pages follow their URL, staff pages the user's setting, sign-in a choice or the browser."""
    code = (request.view_args or {}).get("lang")
    if code not in LANGUAGES and current_user.is_authenticated:
        code = current_user.language
    if code not in LANGUAGES:
        code = session.get("language")
    g.language = code if code in LANGUAGES else best_language(request.headers.get("Accept-Language"))


def _open_room(app: APIFlask, room: str) -> None:
    """Import what the room brings: models, doors and jobs register themselves; views and api give blueprints."""
    for module in ("models", "doors", "jobs", "views", "api"):
        name = f"outreach.{room}.{module}"
        if importlib.util.find_spec(f"outreach.{room}") is None or importlib.util.find_spec(name) is None:
            continue
        part = importlib.import_module(name)
        if module in ("views", "api"):
            app.register_blueprint(part.blueprint)
        if module == "api":
            # Bearer tokens carry no cookie, so there is nothing to forge; signed-in browsers only read here.
            csrf.exempt(part.blueprint)


def _open_cli(app: APIFlask) -> None:
    """Every module in cli/ may offer `command` or several `commands`."""
    for path in sorted((ROOT / "outreach" / "cli").glob("*.py")):
        part = importlib.import_module(f"outreach.cli.{path.stem}")
        for command in getattr(part, "commands", None) or [getattr(part, "command", None)]:
            if command is not None:
                app.cli.add_command(command)


def _init_serving(app: APIFlask, settings: Settings) -> None:
    if settings.production:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)
        logging.getLogger("outreach").setLevel(logging.INFO)
