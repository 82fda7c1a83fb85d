"""What accounts hangs on the doors: who a cookie or token belongs to, navigation, sentences of the timeline."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.accounts import services
from outreach.extensions import login
from outreach.web import doors, tokens

login.user_loader(services.touch_session)
tokens.set_token_finder(services.find_token)

doors.navigation.hang("accounts.users", doors.NavigationEntry(
    "accounts.users", _l("Users"), "people", "admin", 700, frozenset({"administrator"})))
doors.navigation.hang("accounts.units", doors.NavigationEntry(
    "accounts.units", _l("Units"), "org", "admin", 710, frozenset({"administrator"})))


def _told(entry) -> dict[str, str]:
    return {"who": entry.actor_label, "name": entry.subject_label}


def _signed_in(entry) -> str:
    if entry.data.get("by") == "link":
        return _("%(who)s signed in by a one-time link", who=entry.actor_label)
    return _("%(who)s signed in with a password", who=entry.actor_label)


def _token_created(entry) -> str:
    scopes = ", ".join(entry.data.get("scopes", []))
    return _("%(who)s created an API token for %(name)s: %(scopes)s", scopes=scopes, **_told(entry))


#: Verb, icon and sentence of everything that this room records.
for _verb, _icon, _sentence in (
    ("user.created", "people", lambda entry: _("%(who)s opened the account of %(name)s", **_told(entry))),
    ("user.changed", "pen", lambda entry: _("%(who)s changed the account of %(name)s", **_told(entry))),
    ("user.disabled", "x", lambda entry: _("%(who)s disabled the account of %(name)s", **_told(entry))),
    ("user.enabled", "check", lambda entry: _("%(who)s enabled the account of %(name)s", **_told(entry))),
    ("user.password_set", "gear", lambda entry: _("%(who)s set the password of %(name)s, all sessions ended", **_told(entry))),
    ("user.signed_in", "home", _signed_in),
    ("user.signed_out", "undo", lambda entry: _("%(who)s ended a session of %(name)s", **_told(entry))),
    ("user.sessions_ended", "undo", lambda entry: _("%(who)s ended all other sessions of %(name)s", **_told(entry))),
    ("user.link_sent", "mail", lambda entry: _("%(who)s had a sign-in link sent to %(name)s", **_told(entry))),
    ("user.link_made", "file", lambda entry: _("%(who)s made a sign-in link for %(name)s", **_told(entry))),
    ("token.created", "plus", _token_created),
    ("token.revoked", "x", lambda entry: _("%(who)s revoked an API token of %(name)s", **_told(entry))),
    ("unit.created", "org", lambda entry: _("%(who)s added the unit %(name)s", **_told(entry))),
    ("unit.changed", "pen", lambda entry: _("%(who)s changed the unit %(name)s", **_told(entry))),
):
    doors.timeline_kind.hang(_verb, doors.TimelineKind(_icon, _sentence))
