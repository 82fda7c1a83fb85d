"""Partners for our own people: the list, one partner with agreement and accounts, and changing both."""

from apiflask import APIBlueprint
from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.accounts.queries import get_user
from outreach.activity import Actor
from outreach.activity.queries import timeline
from outreach.db import db, paginate, today_in, transaction
from outreach.errors import Conflict, Refused
from outreach.i18n import LANGUAGES, formats
from outreach.partners import queries, services
from outreach.partners.forms import AgreementForm, MemberForm, NewPartnerForm
from outreach.partners.models import KINDS, Partner
from outreach.web import access
from outreach.web.converters import record_key
from outreach.web.page import language_name

blueprint = APIBlueprint("partners", __name__, url_prefix="/partners", enable_openapi=False)


@blueprint.context_processor
def _words() -> dict:
    return {"kind_name": queries.kind_name, "agreement_state": queries.agreement_state, "today": _today()}


def _today():
    return today_in("Asia/Shanghai")


@blueprint.get("/")
@access.staff
def index():
    """All partners with their agreements; what ends soon is said in the headline."""
    viewer, today = access.viewer(), _today()
    kind, country = request.args.get("kind", ""), request.args.get("country", "")
    rows = queries.listed_partners(viewer, kind if kind in KINDS else None, country or None)
    page, to_renew = paginate(rows, request.args.get("page")), queries.count_to_renew(viewer, today)
    return render_template(
        "partners/index.html", page=page, users=queries.user_counts(), headline=_finding(page.total, to_renew),
        chosen={"kind": kind, "country": country}, kinds=KINDS, countries=queries.partner_countries(viewer),
        may_write=access.may(viewer, "coordinator"))


def _finding(total: int, to_renew: int) -> str:
    """The finding above the list."""
    words = ngettext("%(num)s partner", "%(num)s partners", total)
    if not to_renew:
        return words
    return ngettext("%(partners)s, %(num)s agreement to renew", "%(partners)s, %(num)s agreements to renew", to_renew,
                    partners=words)


@blueprint.route("/new", methods=["GET", "POST"])
@access.roles("coordinator")
def new():
    """Add a partner."""
    form = NewPartnerForm()
    if not form.validate_on_submit():
        return _form_page("new", form, 422 if request.method == "POST" else 200)
    try:
        with transaction():
            partner = services.create_partner(Actor.of(access.viewer()), **form.values())
    except Refused as refused:
        form.fail(refused.field if refused.field in form else "organisation", refused.message)
        return _form_page("new", form, refused.status)
    flash(_("%(name)s is a partner now", name=partner.label))
    return redirect(url_for("partners.detail", partner_id=partner.id))


@blueprint.get("/<int:partner_id>")
@access.staff
def detail(partner_id: int):
    """One partner: the agreement, its accounts, what came from it, and what happened."""
    return _detail_page(queries.get_partner(access.viewer(), partner_id), 200)


def _detail_page(partner: Partner, status: int, form: MemberForm | None = None):
    viewer = access.viewer()
    may_write = access.may(viewer, "coordinator")
    return make_response(render_template(
        "partners/detail.html", partner=partner, users=queries.users_of(partner), may_write=may_write,
        member_form=form or (MemberForm(formdata=None) if may_write else None),
        may_open_accounts=access.may(viewer, "administrator"),
        entries=db.session.scalars(timeline("partner", partner.id)).all(),
        form_links=[(code, url_for("intentions.new", lang=code, partner=partner.code)) for code in LANGUAGES],
        days_left=(partner.agreement_until - _today()).days if partner.agreement_until else None), status)


@blueprint.route("/<int:partner_id>/edit", methods=["GET", "POST"])
@access.roles("coordinator")
def edit(partner_id: int):
    """Change kind, language, agreement or state."""
    partner = queries.get_partner(access.viewer(), partner_id)
    form = AgreementForm(partner)
    if not form.validate_on_submit():
        return _form_page("edit", form, 422 if request.method == "POST" else 200, partner)
    try:
        with transaction():
            services.change_partner(Actor.of(access.viewer()), partner, form.values(), record_key(form.version.data))
    except Conflict as conflict:
        # The typed values stay in the form; saving once more is a decision made with both in sight.
        stored = queries.get_partner(access.viewer(), partner_id)
        form.version.data = str(stored.version)
        return _form_page("edit", form, conflict.status, stored, _theirs(form, conflict))
    except Refused as refused:
        form.fail(refused.field if refused.field in form else "kind", refused.message)
        return _form_page("edit", form, refused.status, queries.get_partner(access.viewer(), partner_id))
    flash(_("The partner %(name)s is saved", name=partner.label))
    return redirect(url_for("partners.detail", partner_id=partner_id))


def _form_page(name: str, form: AgreementForm, status: int, partner: Partner | None = None, theirs: list | None = None):
    return make_response(render_template(f"partners/{name}.html", form=form, partner=partner, theirs=theirs), status)


def _theirs(form: AgreementForm, conflict: Conflict) -> list[tuple[str, str]]:
    """(field, stored value in words) where it differs from what was typed."""
    typed, found = form.values(), []
    for name, stored in conflict.theirs.items():
        if typed.get(name) == stored:
            continue
        field = form["state"] if name == "active" else form[name]
        words = {"kind": queries.kind_name, "language": language_name,
                 "active": lambda value: _("In use") if value else _("Not in use any more")}.get(name, formats.day)
        found.append((str(field.label.text), str(words(stored)) if stored is not None else ""))
    return found


@blueprint.post("/<int:partner_id>/users")
@access.roles("coordinator")
def add_user(partner_id: int):
    """Give an account to the partner."""
    partner, form = queries.get_partner(access.viewer(), partner_id), MemberForm()
    if not form.validate_on_submit():
        return _detail_page(partner, 422, form)
    try:
        with transaction():
            member = services.add_user(Actor.of(access.viewer()), partner, get_user(form.user_id.data))
    except Refused as refused:
        form.fail("user_id", refused.message)
        return _detail_page(queries.get_partner(access.viewer(), partner_id), refused.status, form)
    flash(_("%(name)s reads and sends for the partner from now on", name=member.user.label))
    return redirect(url_for("partners.detail", partner_id=partner_id) + "#users")


@blueprint.post("/<int:partner_id>/users/<int:user_id>/remove")
@access.roles("coordinator")
def remove_user(partner_id: int, user_id: int):
    """Take an account off the partner."""
    partner = queries.get_partner(access.viewer(), partner_id)
    with transaction():
        services.remove_user(Actor.of(access.viewer()), partner, user_id if user_id < 2**31 else 0)
    flash(_("The account does not read for the partner any more"))
    return redirect(url_for("partners.detail", partner_id=partner_id) + "#users")
