"""What accounts hangs on the doors: who a cookie or token belongs to, navigation, sentences of the timeline."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.accounts import services
from outreach.accounts.forms import unit_kind_name
from outreach.accounts.models import UNIT_KINDS
from outreach.extensions import login
from outreach.web import doors, tokens

login.user_loader(services.touch_session)
tokens.set_token_finder(services.find_token)

doors.navigation.hang("accounts.users", doors.NavigationEntry(
    "accounts.users", _l("Users"), "people", "admin", 700, frozenset({"administrator"})))
doors.navigation.hang("accounts.units", doors.NavigationEntry(
    "accounts.units", _l("Units"), "org", "admin", 710, frozenset({"administrator"})))


def _told(entry) -> dict[str, str]:
    return {"name": entry.subject_label}


def _value(entry, field: str, value) -> str | None:
    """Codes of this room in words."""
    return str(unit_kind_name(value)) if field == "kind" and value in UNIT_KINDS else None


def _signed_in(entry) -> str:
    if entry.data.get("by") == "link":
        return _("signed in by a one-time link")
    return _("signed in with a password")


def _sessions_ended(entry) -> str:
    if entry.data.get("all"):
        return _("ended all sessions of %(name)s", **_told(entry))
    return _("ended all other sessions of %(name)s", **_told(entry))


def _token_created(entry) -> str:
    scopes = ", ".join(entry.data.get("scopes", []))
    return _("created an API token for %(name)s: %(scopes)s", scopes=scopes, **_told(entry))


#: Verb, icon and sentence of everything that this room records.
for _verb, _icon, _sentence in (
    ("user.created", "people", lambda entry: _("opened the account of %(name)s", **_told(entry))),
    ("user.changed", "pen", lambda entry: _("changed the account of %(name)s", **_told(entry))),
    ("user.disabled", "x", lambda entry: _("disabled the account of %(name)s", **_told(entry))),
    ("user.enabled", "check", lambda entry: _("enabled the account of %(name)s", **_told(entry))),
    ("user.password_set", "gear", lambda entry: _("set the password of %(name)s, all sessions ended", **_told(entry))),
    ("user.signed_in", "home", _signed_in),
    ("user.signed_out", "undo", lambda entry: _("ended a session of %(name)s", **_told(entry))),
    ("user.sessions_ended", "undo", _sessions_ended),
    ("user.link_sent", "mail", lambda entry: _("had a sign-in link sent to %(name)s", **_told(entry))),
    ("user.link_made", "file", lambda entry: _("made a sign-in link for %(name)s", **_told(entry))),
    ("token.created", "plus", _token_created),
    ("token.revoked", "x", lambda entry: _("revoked an API token of %(name)s", **_told(entry))),
    ("unit.created", "org", lambda entry: _("added the unit %(name)s", **_told(entry))),
    ("unit.changed", "pen", lambda entry: _("changed the unit %(name)s", **_told(entry))),
):
    doors.timeline_kind.hang(_verb, doors.TimelineKind(_icon, _sentence, value=_value))
