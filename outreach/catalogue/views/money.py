"""Exchange rates: the list, and entering one more."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor
from outreach.catalogue import queries, services
from outreach.catalogue.forms import RateForm
from outreach.catalogue.models import ExchangeRate
from outreach.catalogue.views.blueprint import blueprint
from outreach.db import db, paginate, today_in, transaction
from outreach.errors import Refused
from outreach.web import access
from outreach.web.access import viewer


@blueprint.route("/rates/", methods=["GET", "POST"])
@access.administrators
def rates():
    """The rates of all currencies or of one, with the form for the next."""
    form = RateForm()
    if form.validate_on_submit() and (answer := _save(form)):
        return answer
    if not form.is_submitted():
        form.day.data = today_in("Asia/Shanghai")
    chosen = request.args.get("currency", "")
    stored = list(db.session.scalars(select(ExchangeRate.currency).distinct().order_by(ExchangeRate.currency)))
    page = paginate(queries.rates(chosen if chosen in stored else None), request.args.get("page"))
    shown = render_template("catalogue/rates.html", form=form, page=page, stored=stored, chosen=chosen,
                            doubtful="rate_far_off" in form.refusals, rate_text=services.rate_text)
    return shown, 422 if form.errors else 200


def _save(form: RateForm):
    """Store the rate; None where it was refused and the page must come again."""
    try:
        with transaction():
            row = services.add_rate(
                Actor.of(viewer()), form.currency.data, form.day.data, form.cny.data, form.units.data,
                form.source.data, sure=form.sure.data)
    except Refused as refusal:
        form.fail(refusal.field, refusal.message)
        form.refusals.append(refusal.code)
        return None
    flash(_("The rate %(name)s was entered.", name=row.label))
    return redirect(url_for("catalogue.rates", currency=row.currency))
