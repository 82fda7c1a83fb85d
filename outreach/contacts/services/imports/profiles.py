"""Profiles: how the files of a source are read, saved under a name and offered again for the same headings."""

import hashlib
import re

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from outreach.activity import Actor, changes_of, record
from outreach.contacts.models import ImportProfile, ImportRun
from outreach.contacts.services.imports.decisions import change_options
from outreach.contacts.services.imports.staging import Options, check_options
from outreach.contacts.services.reading.headers import header_key
from outreach.db import db
from outreach.errors import NotFound, Refused


def heading_hash(run: ImportRun) -> str:
    """What two files with the same headings share, whatever case, width and spaces these are written in; 64 signs."""
    keys = [header_key(header) or re.sub(r"\s+", "", header) for _index, header, _field in run.found.get("columns", [])]
    return hashlib.sha256("\n".join([run.file_kind or "", *keys]).encode("utf-8", "replace")).hexdigest()


def profiles_for(run: ImportRun) -> list[ImportProfile]:
    """Profiles whose headings are those of this file, the last changed first."""
    if not run.found.get("columns"):
        return []
    return list(db.session.scalars(select(ImportProfile).where(ImportProfile.heading_hash == heading_hash(run))
                                   .order_by(ImportProfile.updated_at.desc(), ImportProfile.id)))


def save_profile(actor: Actor, run: ImportRun, name: str) -> ImportProfile:
    """Keep how this file is read under a name; a profile of that name is replaced. Raises Refused for no name."""
    name = _checked(name)
    columns = run.found.get("columns", [])
    if not columns:
        raise Refused("no_columns", _l("This file has no columns that could be kept."), field="name")
    values = {
        "headings": [header for _index, header, _field in columns], "heading_hash": heading_hash(run),
        "mapping": {str(index): field or "" for index, _header, field in columns}, "country": run.country,
        "encoding": run.encoding or (run.found.get("encoding") if run.file_kind == "csv" else None),
        "separator": run.found.get("separator"), "doubtful": run.doubtful}
    profile = db.session.scalar(select(ImportProfile).where(ImportProfile.name == name))
    if profile is None:
        profile = ImportProfile(name=name, **values)
        db.session.add(profile)
        db.session.flush()
        record(actor, "import_profile.saved", profile)
        return profile
    _change(actor, profile, values)
    return profile


def use_profile(actor: Actor, run: ImportRun, profile: ImportProfile) -> None:
    """Read the file as the profile says; the caller lets the rows be judged anew. Raises Conflict for an applied file."""
    change_options(actor, run, Options(profile.encoding, profile.separator, dict(profile.mapping), profile.country,
                                       profile.doubtful))


def edit_profile(actor: Actor, profile: ImportProfile, name: str, country: str | None, doubtful: str) -> None:
    """Give a profile another name, country or answer for doubtful rows. Raises Refused."""
    name = _checked(name)
    check_options(Options(country=country, doubtful=doubtful), None)
    other = db.session.scalar(select(ImportProfile.id).where(ImportProfile.name == name, ImportProfile.id != profile.id))
    if other is not None:
        raise Refused("name_taken", _l("Another profile has this name. Choose another one."), field="name")
    _change(actor, profile, {"name": name, "country": country, "doubtful": doubtful})


def _change(actor: Actor, profile: ImportProfile, values: dict) -> None:
    changes = changes_of(profile, values)
    if changes:
        profile.version += 1
        shown = {name: pair for name, pair in changes.items() if name not in ("headings", "heading_hash", "mapping")}
        record(actor, "import_profile.saved", profile, changes=shown)


def remove_profile(actor: Actor, profile: ImportProfile) -> None:
    """Forget a profile. Files that were read by it stay as they are."""
    record(actor, "import_profile.removed", profile)
    db.session.delete(profile)
    db.session.flush()


def get_profile(profile_id: int) -> ImportProfile:
    """One profile. Raises NotFound."""
    profile = db.session.get(ImportProfile, profile_id)
    if profile is None:
        raise NotFound("profile_not_found", _l("There is no such profile."))
    return profile


def _checked(name: str) -> str:
    name = " ".join((name or "").replace("\x00", "").split())
    if not name:
        raise Refused("name_missing", _l("Enter a name for the profile."), field="name")
    if len(name) > 100:
        raise Refused("name_too_long", _l("Enter a name of at most 100 characters."), field="name")
    return name
