"""Error pages and API errors: one sentence in the reader's language that says what to do."""

import logging
import uuid

from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from outreach.db import db
from outreach.errors import Refused, TooMany
from outreach.web.once import ABOUT

log = logging.getLogger(__name__)

#: An error page gives back what was typed up to this many bytes.
_ECHOED = 200_000
#: Stable codes of the statuses that machines meet most.
_CODES = {401: "unauthorised", 403: "forbidden", 404: "not_found", 422: "invalid"}


def _sentence(status: int) -> tuple[str, str]:
    """Headline and what to do, by HTTP status."""
    return {
        400: (_("This request could not be read"), _("Go back, load the page again and repeat the step.")),
        401: (_("Sign in to go on"), _("Your session has ended. What you typed is still on the page before.")),
        403: (_("This is not open to your role"), _("Ask an administrator if you need it.")),
        404: (_("There is nothing at this address"),
              _("The link may be old or incomplete. Use the search or the navigation.")),
        405: (_("This address does not take this kind of request"), _("Go back and use the button on the page.")),
        409: (_("Somebody else changed this meanwhile"), _("Load the page again to see what is stored now.")),
        413: (_("This file is too large"), _("Send a smaller file; the limit stands at the field.")),
        422: (_("This cannot be done"), _("Nothing was changed. Go back and correct what the sentence above names.")),
        429: (_("Too many tries"), _("Wait a few minutes, then try again.")),
        503: (_("The database is busy"), _("Nothing was lost. Try again in a moment.")),
    }.get(status, (_("Something went wrong on our side"), _(
        "Nothing was stored by halves. Try again; if it stays, tell an administrator the number below.")))


def wants_json() -> bool:
    """True for API paths, whatever they accept."""
    return request.path.startswith("/api/")


def error_response(status: int, code: str | None = None, message: str | None = None, *,
                   link: tuple[str, str] | None = None, **extra) -> Response:
    """The page or JSON for an error; JSON is {"error": {"code", "message", …}}. `link` is address and words of a way on
    for those who read the page."""
    title, hint = _sentence(status)
    if wants_json():
        body = {"code": code or _CODES.get(status, f"http_{status}"),
                "message": message or f"{title}. {hint}", **{key: value for key, value in extra.items() if value}}
        answer = jsonify({"error": body})
    else:
        answer = Response(_page(title=title, message=message, hint=hint, status=status, link=link,
                                reference=extra.get("reference"), typed=_typed()), mimetype="text/html")
    answer.status_code = status
    return answer


def _typed() -> list[tuple[str, str]]:
    """Names and texts of what a form brought, so that nobody types it twice; no secrets, and no marks of the form itself."""
    if (request.method != "POST" or (request.content_length or 0) > _ECHOED or request.blueprint == "accounts"
            or request.headers.get("Sec-Fetch-Site") == "cross-site"):
        # Passwords have names of many kinds there; and what another site sent is not what somebody typed here.
        return []
    try:
        sent = request.form.items(multi=True)
    except HTTPException:
        return []
    return [(name, text) for name, text in sent
            if text.strip() and name not in (*ABOUT, "form_mark") and not any(word in name for word in ("password", "token"))]


def _page(**words) -> str:
    """The error inside the reader's frame; the frame asks the database, so without one the page is plain."""
    public = not getattr(getattr(g, "_login_user", None), "is_authenticated", False)
    try:
        return render_template("web/error.html", public_page=public, **words)
    except SQLAlchemyError:
        db.session.rollback()
        return render_template("web/plain_error.html", **words)


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response
    answer = error_response(error.code or 500)
    if getattr(error, "valid_methods", None):
        answer.headers["Allow"] = ", ".join(error.valid_methods)
    return answer


def _refused(error: Refused) -> Response:
    answer = error_response(error.status, error.code, str(error.message), field=error.field)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _csrf(error: CSRFError) -> Response:
    return error_response(400, "csrf", _(
        "This form was opened in another session. Go back, load the page again and send it once more."))


def _database(error: OperationalError) -> Response:
    db.session.rollback()
    text = str(error.orig).lower()
    if "locked" in text or "busy" in text or "connection" in text or "terminat" in text:
        log.warning("database busy: %s", text[:200])
        answer = error_response(503, "busy")
        answer.headers["Retry-After"] = "3"
        return answer
    return _unexpected(error)


def _too_deep(error: RecursionError) -> Response:
    """JSON nested thousands deep: nobody's data, and no fault of ours."""
    if request.is_json:
        return error_response(400)
    return _surfacing(error)


def _surfacing(error: Exception) -> Response:
    """The page of an unexpected error; in tests it surfaces as it is."""
    if current_app.testing:
        raise error
    return _unexpected(error)


def _unreadable(error: ValueError) -> Response:
    """JSON that Python reads no further, such as a number of thousands of digits, or a text of halves of characters, which no
    database keeps; any other fault stays one."""
    sent = request.get_data() if request.is_json else b""
    if sent and (isinstance(error, UnicodeEncodeError) or sent != b"null" and request.get_json(silent=True) is None):
        db.session.rollback()
        return error_response(400)
    return _surfacing(error)


def _unexpected(error: Exception) -> Response:
    db.session.rollback()
    reference = uuid.uuid4().hex[:8]
    log.exception("unexpected error %s at %s", reference, request.path, exc_info=error)
    return error_response(500, "unexpected", reference=reference)


def _schema_error(error) -> tuple[dict, int, dict]:
    """What a schema or the API layer refused, with every field's messages under its dotted name."""
    detail = error.detail or {}
    fields = flat_errors(detail.get("json", detail.get("form_and_files", detail)))
    title, hint = _sentence(error.status_code)
    if error.status_code == 422:
        title, hint = _("Some entries need a correction"), _("Each field in “fields” says what to enter.")
    code = _CODES.get(error.status_code, f"http_{error.status_code}")
    body = {"code": code, "message": f"{title}. {hint}", **({"fields": fields} if fields else {})}
    return {"error": body}, error.status_code, error.headers


def flat_errors(messages, prefix: str = "") -> dict[str, list[str]]:
    """A schema's nested messages as {"contact.email": ["…"]}."""
    if isinstance(messages, dict):
        found: dict[str, list[str]] = {}
        for name, inner in messages.items():
            path = prefix if name == "_schema" else f"{prefix}.{name}" if prefix else str(name)
            for key, texts in flat_errors(inner, path).items():
                found.setdefault(key, []).extend(texts)
        return found
    return {prefix: [str(text) for text in (messages if isinstance(messages, list) else [messages])]}


def init_errors(app: Flask) -> None:
    """Register the handlers. In tests unexpected errors surface as they are."""
    app.error_processor(_schema_error)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(RecursionError, _too_deep)
    app.register_error_handler(ValueError, _unreadable)
    if not app.testing:
        app.register_error_handler(Exception, _unexpected)
