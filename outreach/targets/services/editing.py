"""Making and changing targets, their state, and the one step that makes a lead of them."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor, changes_of, record
from outreach.catalogue.queries import check_industries
from outreach.contacts.models import Organisation
from outreach.contacts.services.organisations import web_domain
from outreach.db import db, hold
from outreach.errors import Conflict, Refused
from outreach.i18n import LANGUAGES
from outreach.i18n.formats import countries
from outreach.identity import OrganisationEvidence, organisation_keys, sort_key
from outreach.search import index
from outreach.search.content import Content
from outreach.targets.models import KINDS, PRIORITIES, STATES, Target, TargetKey
from outreach.targets.queries import owners

#: What a caller may set.
FIELDS = ("organisation_id", "name", "country", "website", "kind", "industries", "priority", "why", "why_language",
          "owner_id")


def create_target(actor: Actor, values: dict[str, Any]) -> Target:
    """Add a target from columns as in FIELDS: an organisation by its id, or a free name.

    Without an owner it is the actor's, where the actor may own one. Raises Refused, with the field.
    """
    target = Target(website="", why="", state="researched", industries=[], priority=2)
    given = _clean(values)
    if "owner_id" not in given and any(user.id == actor.id for user in owners()):
        given["owner_id"] = actor.id
    with db.session.no_autoflush:
        for name, value in given.items():
            setattr(target, name, value)
        _take_organisation(target)
        _check(target)
    target.sort_key = sort_key(target.name)
    db.session.add(target)
    db.session.flush()
    db.session.refresh(target, ["organisation", "owner"])
    refresh_target(target)
    record(actor, "target.created", target, about=[target.organisation])
    return target


def edit_target(actor: Actor, target: Target, values: dict[str, Any], version: int | None = None) -> Target:
    """Change columns as in FIELDS. Raises Conflict with what is stored where `version` is not today's, and Refused."""
    given = _clean(values)
    if not hold(target, version):
        theirs = {name: getattr(target, name) for name, value in given.items() if getattr(target, name) != value}
        if theirs:
            raise Conflict("target_changed", _("Somebody else changed this target meanwhile. Compare and decide."),
                           theirs=theirs)
    with db.session.no_autoflush:
        changes = changes_of(target, given)
        try:
            if "organisation_id" in changes:
                _take_organisation(target)
            _check(target)
        except Refused:
            db.session.expire(target)
            raise
    if changes:
        target.version += 1
        target.sort_key = sort_key(target.name)
        db.session.flush()
        db.session.refresh(target, ["organisation", "owner"])
        refresh_target(target)
        record(actor, "target.changed", target, changes=changes, about=[target.organisation])
    return target


def set_target_field(actor: Actor, target: Target, field: str, value: Any, version: int) -> bool:
    """Set one column of many targets at once. Gives True where something changed; raises as edit_target does."""
    before = getattr(target, field)
    edit_target(actor, target, {field: value}, version)
    return before != getattr(target, field)


def change_state(actor: Actor, target: Target, state: str, reason: str = "") -> Target:
    """Move a target on, back, or out of the work with the reason.

    Raises Refused for 'converted', which comes with the lead alone, for a target that is one, and for a target that is
    dropped without a reason.
    """
    check_open(target)
    if state not in STATES or state == "converted":
        raise Refused("unknown_state", _("Choose a state"), field="state")
    if state == "dropped" and not reason.strip():
        raise Refused("reason_missing", _("Enter why the target is dropped, for whoever thinks of it again"), field="reason")
    if state != target.state:
        _set_state(actor, target, state, "target.state_changed", reason=reason.strip())
    return target


def check_open(target: Target) -> None:
    """Hold the target, and refuse one that has become a lead."""
    hold(target)
    if target.state == "converted":
        raise Refused("target_converted", _("This target has become a lead. Work on the lead instead."), field="target")


def mark_converted(actor: Actor, target: Target, lead: Any) -> None:
    """The target has become `lead`, a stored row with a `number`. Raises Refused where it is one already."""
    check_open(target)
    _set_state(actor, target, "converted", "target.converted", about=[lead], lead=lead.number)


def undo_converted(actor: Actor, target: Target) -> None:
    """The lead that the target became is taken back; the target stands where somebody was met."""
    hold(target)
    if target.state == "converted":
        _set_state(actor, target, "met", "target.conversion_undone")


def _set_state(actor: Actor, target: Target, state: str, verb: str, about: list | tuple = (), **data: Any) -> None:
    changes = changes_of(target, {"state": state})
    target.version += 1
    record(actor, verb, target, changes=changes, about=[target.organisation, *about], **data)


def refresh_target(target: Target) -> None:
    """Bring blocking keys and the search index up to what the record says now."""
    wanted: set[str] = set()
    if target.organisation_id is None:
        wanted = {key[:340] for key in organisation_keys(evidence_of(target))}
    for old in [item for item in target.keys if item.key not in wanted]:
        target.keys.remove(old)
    present = {item.key for item in target.keys}
    target.keys.extend(TargetKey(key=key) for key in sorted(wanted - present))
    db.session.flush()
    index.put("target", target.id, target_words(target))


def evidence_of(target: Target) -> OrganisationEvidence:
    """What the identity kernel compares of a free name."""
    domain = web_domain(target.website)
    return OrganisationEvidence((target.name,), target.country, (domain,) if domain else ())


def target_words(target: Target) -> Content:
    """What the search box finds a target by."""
    names = [target.name]
    if target.organisation:
        names = [target.organisation.name, *(item.text for item in target.organisation.names), target.name]
    return Content.of(names=names, mails=[target.website], text=[target.why, *(fact.text for fact in target.facts)])


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in values.items() if name in FIELDS}
    for name in ("name", "website", "why"):
        if name in given:
            given[name] = (given[name] or "").replace("\x00", "�").strip()
    if "name" in given:
        given["name"] = " ".join(given["name"].split())
    for name in ("organisation_id", "country", "why_language", "owner_id"):
        if name in given:
            given[name] = given[name] or None
    if "industries" in given:
        given["industries"] = list(dict.fromkeys(given["industries"] or ()))
    return given


def _take_organisation(target: Target) -> None:
    """A target that is an organisation of ours has its name, and its country and website where it names none."""
    if target.organisation_id is None:
        return
    organisation = db.session.get(Organisation, target.organisation_id)
    if organisation is None or organisation.merged_into_id is not None:
        raise Refused("organisation_unknown", _("There is no such organisation."), field="name")
    target.name = organisation.name
    target.country = target.country or organisation.country
    target.website = target.website or (organisation.website or "")[:500]


def _check(target: Target) -> None:
    if not target.name:
        raise Refused("name_missing", _("Enter the name of the firm, association or institute"), field="name")
    if len(target.name) > 300:
        raise Refused("name_too_long", _("Enter a name of at most 300 characters."), field="name")
    if target.kind not in KINDS:
        raise Refused("unknown_kind", _("Choose the kind of target"), field="kind")
    if target.priority not in PRIORITIES:
        raise Refused("unknown_priority", _("Choose a priority"), field="priority")
    if target.country is not None and target.country not in dict(countries(lang="en")):
        raise Refused("unknown_country", _("Choose a country"), field="country")
    if target.why_language is not None and target.why_language not in LANGUAGES:
        raise Refused("unknown_language", _("Choose zh, en, de or ko"), field="why_language")
    check_industries(target.industries)
    if target.owner_id is not None and target.owner_id not in {user.id for user in owners()}:
        _check_kept_owner(target)


def _check_kept_owner(target: Target) -> None:
    """An owner who left stays until another one is chosen; nobody new is given to a target like that."""
    stored = db.session.scalar(select(Target.owner_id).where(Target.id == target.id)) if target.id else None
    if stored != target.owner_id or db.session.get(User, target.owner_id) is None:
        raise Refused("owner_unknown", _("Choose an active colleague"), field="owner_id")
