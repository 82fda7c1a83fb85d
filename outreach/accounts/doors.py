"""What accounts hangs on the doors: who a cookie or token belongs to, navigation, sentences of the timeline."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.accounts import services
from outreach.extensions import login
from outreach.web import doors, tokens

login.user_loader(services.touch_session)
tokens.set_token_finder(services.find_token)

doors.navigation.hang("accounts.users", doors.NavigationEntry(
    "accounts.users", _l("Users"), "people", "admin", 10, frozenset({"administrator"})))
doors.navigation.hang("accounts.units", doors.NavigationEntry(
    "accounts.units", _l("Units"), "org", "admin", 20, frozenset({"administrator"})))


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence))


def _signed_in(entry) -> str:
    if entry.data.get("by") == "link":
        return _("signed in by a one-time link")
    return _("signed in with a password")


_tell("user.created", "people", lambda entry: _("opened the account of %(name)s", name=entry.subject_label))
_tell("user.changed", "pen", lambda entry: _("changed the account of %(name)s", name=entry.subject_label))
_tell("user.disabled", "x", lambda entry: _("disabled the account of %(name)s", name=entry.subject_label))
_tell("user.enabled", "check", lambda entry: _("enabled the account of %(name)s", name=entry.subject_label))
_tell("user.password_set", "gear", lambda entry: _("set the password of %(name)s; all sessions ended", name=entry.subject_label))
_tell("user.signed_in", "home", _signed_in)
_tell("user.signed_out", "undo", lambda entry: _("ended a session of %(name)s", name=entry.subject_label))
_tell("user.sessions_ended", "undo", lambda entry: _("ended the other sessions of %(name)s", name=entry.subject_label))
_tell("user.link_sent", "mail", lambda entry: _("had a sign-in link sent to %(name)s", name=entry.subject_label))
_tell("user.link_made", "file", lambda entry: _("made a sign-in link for %(name)s", name=entry.subject_label))
_tell("token.created", "plus", lambda entry: _("created an API token for %(name)s (%(scopes)s)", name=entry.subject_label,
                                               scopes=", ".join(entry.data.get("scopes", []))))
_tell("token.revoked", "x", lambda entry: _("revoked an API token of %(name)s", name=entry.subject_label))
_tell("unit.created", "org", lambda entry: _("added the unit %(name)s", name=entry.subject_label))
_tell("unit.changed", "pen", lambda entry: _("changed the unit %(name)s", name=entry.subject_label))
