"""Industries, stages and tags: trees, lists, and labels by code."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, String, cast, or_, select

from outreach.catalogue.kept import kept
from outreach.catalogue.models import OTHER, IndustryNode, Stage, Tag
from outreach.db import db
from outreach.errors import Refused
from outreach.i18n import current_language
from outreach.i18n.localized import LocalizedText


class Label(LocalizedText):
    """A LocalizedText that can also stand in a page or sentence as it is: str() is the reader's language."""

    def __str__(self) -> str:
        return self.shown(current_language().code).text

    @classmethod
    def from_text(cls, text: LocalizedText) -> "Label":
        """The same text as a Label."""
        return cls(text.source, text.texts)


@dataclass
class Branch:
    """A node of the industry tree with the branches below it, in order."""

    id: int
    code: str
    label: Label
    order: int
    active: bool
    fixed: bool
    depth: int
    children: list["Branch"] = field(default_factory=list)

    def walk(self) -> Iterator["Branch"]:
        """This branch and all below it, in the order of the page."""
        yield self
        for child in self.children:
            yield from child.walk()


def industries(*, retired: bool = False) -> list[Branch]:
    """The roots with their branches. Retired nodes, and what hangs below them, come only with `retired`."""
    by_parent: dict[int | None, list[IndustryNode]] = {}
    for node in db.session.scalars(select(IndustryNode).order_by(IndustryNode.order, IndustryNode.id)):
        by_parent.setdefault(node.parent_id, []).append(node)

    def grow(parent_id: int | None, depth: int) -> list[Branch]:
        return [
            Branch(node.id, node.code, Label.from_text(node.label), node.order, node.active, node.fixed, depth,
                   grow(node.id, depth + 1))
            for node in by_parent.get(parent_id, ()) if node.active or retired
        ]
    # 'other' stands last, so that nobody picks it before having read the rest.
    return sorted(grow(None, 0), key=lambda branch: branch.code == OTHER)


def industry_choices(lang: str | None = None, keep: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """(code, label) for a choice list in `lang` (else the reader's), children indented below their parent.

    `keep` names codes that stay in the list although they are retired: what a record already carries.
    """
    code = lang or current_language().code
    return [
        (branch.code, "– " * branch.depth + branch.label.shown(code).text)
        for root in _offered(tuple(keep)) for branch in root.walk()
    ]


def _offered(keep: tuple[str, ...]) -> list[Branch]:
    if not keep:
        return industries()

    def thin(branches: list[Branch]) -> list[Branch]:
        for branch in branches:
            branch.children = thin(branch.children)
        return [branch for branch in branches if branch.active or branch.code in keep or
                any(code in keep for code in (below.code for below in branch.walk()))]
    return thin(industries(retired=True))


def industry_codes_below(code: str) -> set[str]:
    """The code itself and all codes below it, retired ones too, since records keep them; {code} if unknown."""
    parents = kept("industry parents", _parents)
    found = {code}
    growing = True
    while growing:
        more = {child for child, parent in parents.items() if parent in found} - found
        found |= more
        growing = bool(more)
    return found


def carries_industry(column, code: str) -> ColumnElement[bool]:
    """The condition that a column with a list of codes holds the node or any below it: a root finds its children."""
    stored = cast(column, String)
    return or_(*[stored.contains(f'"{below}"', autoescape=True) for below in sorted(industry_codes_below(code))])


def industry_root(code: str) -> str:
    """The code of the root above `code`; the code itself for a root or an unknown one."""
    parents = kept("industry parents", _parents)
    while parents.get(code):
        code = parents[code]
    return code


def _parents() -> dict[str, str | None]:
    rows = db.session.execute(select(IndustryNode.id, IndustryNode.code, IndustryNode.parent_id)).all()
    codes = {row.id: row.code for row in rows}
    return {row.code: codes.get(row.parent_id) for row in rows}


def check_industries(codes: Iterable[str] | None) -> None:
    """Raise Refused for the first code that the industry tree does not hold; retired ones are kept."""
    parents = kept("industry parents", _parents)
    unknown = next((code for code in codes or () if code not in parents), None)
    if unknown is not None:
        raise Refused("unknown_industry", _("There is no industry “%(code)s”", code=unknown), field="industries")


def industry_label(code: str) -> Label:
    """The label of an industry, also of a retired one; the code itself where it is unknown."""
    return _label(IndustryNode, code)


def industry_labels() -> dict[str, Label]:
    """The labels of all industries by code, retired ones too; callers do not change what they get."""
    return _labels(IndustryNode)


def stages(*, retired: bool = False) -> list[Stage]:
    """The stages in use: the main track in order, then the side states; all of them with `retired`."""
    statement = select(Stage).order_by(Stage.kind, Stage.order, Stage.id)
    return list(db.session.scalars(statement if retired else statement.where(Stage.active)))


def stage_choices(lang: str | None = None, keep: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """(code, label) of the stages in use and of those in `keep`."""
    code = lang or current_language().code
    return [(row.code, row.label.shown(code).text) for row in stages(retired=True) if row.active or row.code in keep]


def stage_label(code: str) -> Label:
    """The label of a stage; the code itself where it is unknown."""
    return _label(Stage, code)


def tags(*, retired: bool = False) -> list[Tag]:
    """The tags in use by code; all of them with `retired`."""
    rows = db.session.scalars(select(Tag) if retired else select(Tag).where(Tag.active))
    # Sorted here, since PostgreSQL's own order passes over underscores.
    return sorted(rows, key=lambda row: row.code)


def tag_choices(lang: str | None = None, keep: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """(code, label) of the tags in use and of those in `keep`."""
    code = lang or current_language().code
    return [(row.code, row.label.shown(code).text) for row in tags(retired=True) if row.active or row.code in keep]


def tag_label(code: str) -> Label:
    """The label of a tag; the code itself where it is unknown."""
    return _label(Tag, code)


def _labels(model: Any) -> dict[str, Label]:
    return kept(f"labels of {model.__tablename__}", lambda: {
        row.code: Label.from_text(row.label) for row in db.session.execute(select(model.code, model.label))})


def _label(model: Any, code: str) -> Label:
    return _labels(model).get(code) or Label.of("en", code)
