"""A form that arrives twice makes one record: a new form carries a mark, and what was made of it is remembered by it.

The mark alone would not do: who goes back and fills the same page in anew means another record.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from secrets import token_urlsafe

from flask import g, request
from flask_login import current_user
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from outreach.db import Model, db, now, transaction
from outreach.web.models import SentForm

#: Fields that say how the form was sent, not what stands in it.
ABOUT = ("csrf_token", "seen", "anyway", "version", "opened")
#: Nobody sends a form again after this.
KEPT = timedelta(days=7)


def form_mark() -> str:
    """The mark of the form on the page: the one that came, or a new one."""
    came = "" if g.get("form_done") else request.form.get("form_mark", "")[:60]
    return came or token_urlsafe(16)


def form_done() -> None:
    """The form that came is through: the one on the page that answers is another one."""
    g.form_done = True


def once(model: type[Model], make: Callable[[], Model]) -> Model:
    """What `make` makes within a transaction of its own, or what it made when the same form came before.

    Of two that arrive together the second waits for the first. A form without a mark is not recognised.
    """
    mark = _mark()
    if mark is None:
        with transaction():
            return make()
    try:
        with transaction() as session:
            made = _made(model, mark)
            if made is None:
                # What was made and removed again is made anew.
                session.execute(delete(SentForm).where(SentForm.mark == mark))
                sent = SentForm(mark=mark, at=now())
                session.add(sent)
                session.flush()
                made = make()
                session.flush()
                sent.ref = made.id
            return made
    except IntegrityError:
        made = made_before(model)
        if made is None:
            raise
        return made


def store(model: type[Model], save: Callable[[], Model], *, new: bool) -> Model:
    """What `save` writes in one unit of work; a `new` record once, however often its form comes."""
    if new:
        return once(model, save)
    with transaction():
        return save()


def made_before(model: type[Model]) -> Model | None:
    """What was made when this very form came before."""
    mark = _mark()
    return _made(model, mark) if mark else None


def forget_sent() -> None:
    """Remove marks that are not needed any more."""
    with transaction() as session:
        session.execute(delete(SentForm).where(SentForm.at < now() - KEPT))


def _made(model: type[Model], mark: str) -> Model | None:
    ref = db.session.scalar(select(SentForm.ref).where(SentForm.mark == mark))
    return db.session.get(model, ref) if ref else None


def _mark() -> str | None:
    if not request.form.get("form_mark"):
        return None
    told = [[name, request.form.getlist(name)] for name in sorted(request.form) if name not in ABOUT]
    return hashlib.sha256(json.dumps([request.path, current_user.id, told]).encode()).hexdigest()
