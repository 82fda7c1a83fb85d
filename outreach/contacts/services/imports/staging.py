"""Taking a file in: it is read once to see that it can be, then kept as it came. Contacts are not touched."""

import hashlib
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from outreach.activity import Actor, record
from outreach.contacts.models import ImportFile, ImportRun
from outreach.contacts.models.imports import DECISIONS
from outreach.contacts.services.imports.own import own_fields, recognise_own
from outreach.contacts.services.imports.rows import clean
from outreach.contacts.services.reading import FIELD_CODES, FileRefused, Limits, SourceFile, check_columns, read_file
from outreach.contacts.services.reading.reasons import TEMPLATES
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.files.storage import clean_name
from outreach.web import doors

#: Refusals after which the person can say more about the file, so that it is worth keeping.
CORRECTABLE = ("missing_column", "unknown_encoding", "wrong_encoding", "bad_separator", "encoding_not_known")
#: Largest file in octets; the reader refuses more, and a form must not swallow it first.
LARGEST = Limits().max_bytes


@dataclass
class Options:
    """What a person says about a file. None means: find out. `mapping` is {column index: field or ""}."""

    encoding: str | None = None
    separator: str | None = None
    mapping: dict[str, str] | None = None
    country: str | None = None
    doubtful: str = "new"
    extra: dict = field(default_factory=dict)


def stage_file(actor: Actor, data: bytes, filename: str, *, target_kind: str | None = None, target_ref: int | None = None,
               options: Options | None = None, keep_for_correction: bool = False, log: bool = True) -> ImportRun:
    """Keep a file that can be read. Raises Refused where it cannot, and nothing is written then.

    With `keep_for_correction` a file whose encoding or columns a person can still explain is kept as a
    'failed' run with the reason, instead of being refused. The file is read before the write transaction, which
    this function opens where the caller has none, so that a large one keeps nobody waiting. Without `log` nothing
    stands in the log: for a trial that is forgotten at once.
    """
    options = options or Options()
    check_options(options, target_kind)
    run = ImportRun(
        filename=clean_name(filename), size=len(data),
        sha256=hashlib.sha256(data).hexdigest(), target_kind=target_kind, target_ref=target_ref,
        encoding=options.encoding, separator=options.separator, mapping=options.mapping, country=options.country,
        doubtful=options.doubtful, actor_id=actor.id, actor_label=actor.label)
    source, problem = read_source(data, run)
    if problem is not None and not (keep_for_correction and problem.code in CORRECTABLE):
        raise problem
    with transaction() as session:
        note_source(run, source, problem)
        run.file = ImportFile(data=data)
        session.add(run)
        if log:
            record(actor, "import.uploaded", run, sha256=run.sha256, size=run.size)
    return run


def check_options(options: Options, target_kind: str | None) -> None:
    """Raises Refused for a policy, country or target that does not exist."""
    if options.doubtful not in DECISIONS:
        raise Refused("bad_policy", _l("For doubtful rows choose new, same or skip."), field="doubtful")
    country = options.country
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()):
        raise Refused("bad_country", _l("Enter the country as two capital letters, for example DE."), field="country")
    if target_kind is not None and doors.import_target.get(target_kind) is None:
        raise Refused("bad_target", _l("Files cannot be imported there."), field="target")


def read_source(data: bytes, run: ImportRun) -> tuple[SourceFile | None, Refused | None]:
    """Read the bytes as the run says: what was found, and why it cannot be imported as it is. Writes nothing."""
    source = None
    try:
        source = read_file(data, run.filename, encoding=run.encoding, separator=run.separator)
        if run.mapping is None:
            recognise_own(source.columns)
        else:
            # A field may have gone out of use since a profile named it.
            known = FIELD_CODES | own_fields().keys()
            for column in source.columns:
                told = run.mapping.get(str(column.index))
                column.field = told if told in known else None
        check_columns(source.columns)
    except FileRefused as error:
        return source, refused(error.code, error.params)
    return source, None


def note_source(run: ImportRun, source: SourceFile | None, problem: Refused | None = None) -> None:
    """Write down what was found in the file, and what is wrong with it."""
    if problem is not None:
        run.state, run.failure = "failed", {"code": problem.code, "params": problem.params}
    if source is None:
        return
    run.file_kind, run.total = source.kind, len(source.rows)
    run.found = {
        "encoding": source.encoding, "encoding_certain": source.encoding_certain, "separator": source.separator,
        "header_rows": source.header_rows, "language": source.language,
        "columns": [[column.index, clean(column.header), column.field] for column in source.columns],
        "samples": [[clean(cell[:200]) for cell in row.cells] for row in source.rows[:3]],
    }


def refused(code: str, params: dict | None = None) -> Refused:
    """The reader's refusal with its sentence in the language of whoever reads it."""
    template = TEMPLATES[code]
    return Refused(code, _l(template, **(params or {})), field="file", **(params or {}))


def earlier_imports(run: ImportRun) -> list[ImportRun]:
    """Applied imports of the very same file into the same place, newest first."""
    return list(db.session.scalars(
        select(ImportRun).where(
            ImportRun.sha256 == run.sha256, ImportRun.id != run.id, ImportRun.state == "applied",
            same_target(run)).order_by(ImportRun.id.desc())))


def same_target(run: ImportRun):
    """The condition that another run goes into the same place."""
    kind = ImportRun.target_kind == run.target_kind if run.target_kind else ImportRun.target_kind.is_(None)
    ref = ImportRun.target_ref == run.target_ref if run.target_ref else ImportRun.target_ref.is_(None)
    return kind & ref
