"""Access is denied unless declared: every view carries one of these rules, and a test lists those that don't."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from flask import abort, current_app, g, redirect, request, url_for
from flask_login import current_user

ROLES = ("administrator", "coordinator", "officer", "leader", "partner_user", "reader")
STAFF = frozenset(ROLES) - {"partner_user"}
#: Who may change the daily records: events, contacts, leads, invitations.
WRITERS = frozenset({"administrator", "coordinator", "officer"})


@dataclass(frozen=True)
class Rule:
    """Who may use an endpoint: anybody ('public'), the holder of a link ('link'), roles, roles to whom alone it shows
    that it is there ('hidden'), or an API scope. `writing` are the roles that may send something, where fewer than may read."""

    kind: str
    roles: frozenset[str] = frozenset()
    scope: str | None = None
    writing: frozenset[str] | None = None

    def __str__(self) -> str:
        if self.roles:
            sends = f" send:{','.join(sorted(self.writing))}" if self.writing is not None else ""
            return f"{self.kind}:" + ",".join(sorted(self.roles)) + sends
        return f"scope:{self.scope}" if self.scope else self.kind


def _mark(rule: Rule) -> Callable:
    def decorate(view: Callable) -> Callable:
        view.access_rule = rule
        return view
    return decorate


#: Anybody; the view itself must show nothing that is not public.
public = _mark(Rule("public"))
#: Whoever holds the token in the URL; the view looks it up and answers 404 for a wrong one.
link_holder = _mark(Rule("link"))
#: Anybody who is signed in, partners included.
signed_in = _mark(Rule("roles", frozenset(ROLES)))
#: Our own people of any role.
staff = _mark(Rule("roles", STAFF))
#: Pages that our own people of any role read, with forms for those who change daily records.
staff_reads = _mark(Rule("roles", STAFF, writing=WRITERS))
#: Our own people of any role; for everybody else there is nothing at this address, whatever stands in it.
hidden = _mark(Rule("hidden", STAFF))
#: Those who change daily records.
writers = _mark(Rule("roles", WRITERS))
#: Administrators.
administrators = _mark(Rule("roles", frozenset({"administrator"})))


def roles(*names: str) -> Callable:
    """The named roles; administrators always belong to them."""
    unknown = set(names) - set(ROLES)
    if unknown:
        raise ValueError(f"unknown roles {unknown}")
    return _mark(Rule("roles", frozenset(names) | {"administrator"}))


def scope(name: str) -> Callable:
    """An API call that shows a bearer token with this scope, or a signed-in user whose role implies it."""
    return _mark(Rule("scope", scope=name))


def rule_of(view: Callable | None) -> Rule | None:
    """The rule a view function declares, seen through decorators that keep __wrapped__."""
    while view is not None:
        rule = getattr(view, "access_rule", None)
        if rule:
            return rule
        view = getattr(view, "__wrapped__", None)
    return None


def check_access() -> object | None:
    """Before every request: let in, send to sign-in, or refuse. An endpoint without a rule is refused."""
    if "\x00" in request.path or any("\x00" in text for _name, text in request.args.items(multi=True)):
        abort(400)  # No text of ours holds NUL, and PostgreSQL cannot store or compare it.
    if request.endpoint is None:
        return None  # 404 and 405 answer for themselves.
    rule = rule_of(current_app.view_functions.get(request.endpoint))
    if rule is None:
        abort(403)
    if rule.kind in ("public", "link"):
        return None
    if rule.kind == "scope":
        from outreach.web.tokens import check_scope

        return check_scope(rule.scope)
    if rule.kind == "hidden":
        return None if current_user.is_authenticated and current_user.role in rule.roles else abort(404)
    if not current_user.is_authenticated:
        if request.method == "GET" and not request.headers.get("HX-Request"):
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
        abort(401)
    sends = request.method not in ("GET", "HEAD", "OPTIONS")
    if current_user.role not in (rule.writing if sends and rule.writing is not None else rule.roles):
        abort(403)
    return None


def viewer():
    """Who asks: the signed-in user, or the user behind an API token; None for the public."""
    signed_in_user = current_user._get_current_object() if current_user.is_authenticated else None
    return getattr(g, "token_user", None) or signed_in_user


def may(user, *names: str) -> bool:
    """True where the user's role is one of `names` or administrator."""
    return bool(user) and (user.role in names or user.role == "administrator")


def exempt(view: Callable) -> Callable:
    """Wrap a framework's own view (static files, the OpenAPI document) so that it can carry a rule."""
    @wraps(view)
    def call(*args, **kwargs):
        return view(*args, **kwargs)
    return public(call)
