"""Reading who brought whom: the introductions around a record, two steps out, laid out as columns."""

from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from outreach.contacts.models import Introduction, Organisation, Person
from outreach.contacts.queries.access import by_key, staff_only
from outreach.contacts.queries.organisations import suggested_organisations
from outreach.contacts.queries.people import find_people
from outreach.db import db
from outreach.errors import NotFound
from outreach.web import doors

#: More would be no picture any more; the list says how many are left out.
MOST_NODES = 40
STEPS = 2
#: Measures of the picture.
_WIDTH, _HEIGHT, _ACROSS, _DOWN = 150, 34, 200, 46


@dataclass
class Node:
    """A person or organisation in the picture; columns left of 0 brought somebody, right of it were brought."""

    row: Person | Organisation
    column: int
    step: int
    x: int = 0
    y: int = 0

    @property
    def key(self) -> tuple[str, int]:
        """Kind and id."""
        return self.row.__tablename__, self.row.id


@dataclass
class Graph:
    """What stands around a record: nodes, the introductions between them, and the size of the picture."""

    nodes: dict[tuple[str, int], Node] = field(default_factory=dict)
    edges: list[Introduction] = field(default_factory=list)
    width: int = 0
    height: int = 0
    more: bool = False

    def ends(self, edge: Introduction) -> tuple[Node, Node]:
        """Who introduced, and who was introduced."""
        return self.nodes[_by(edge)], self.nodes["person", edge.person_id]


def _by(edge: Introduction) -> tuple[str, int]:
    return ("person", edge.by_person_id) if edge.by_person_id else ("organisation", edge.by_organisation_id)


def introductions_around(viewer, row: Person | Organisation) -> Graph:
    """The graph around a person or organisation, two introductions out in every direction."""
    graph, seen = Graph(), set()
    start = Node(row, 0, 0)
    graph.nodes[start.key] = start
    level = [start]
    for step in range(1, STEPS + 1):
        fresh: list[Node] = []
        for edge in _touching(viewer, level):
            if edge.id in seen or edge.by is None or edge.by_person_id == edge.person_id:
                continue
            ends = {_by(edge): edge.by, ("person", edge.person_id): edge.person}
            unknown = [key for key in ends if key not in graph.nodes]
            if len(graph.nodes) + len(unknown) > MOST_NODES:
                graph.more = True
                continue
            seen.add(edge.id)
            graph.edges.append(edge)
            for key in unknown:
                other = next(node for other, node in graph.nodes.items() if other in ends and other != key)
                column = other.column + (-1 if key == _by(edge) else 1)
                graph.nodes[key] = Node(ends[key], column, step)
                fresh.append(graph.nodes[key])
        level = fresh
    _place(graph)
    return graph


def _touching(viewer, level: list[Node]) -> list[Introduction]:
    people = [node.row.id for node in level if node.key[0] == "person"]
    firms = [node.row.id for node in level if node.key[0] == "organisation"]
    if not level:
        return []
    return list(db.session.scalars(staff_only(
        select(Introduction).where(or_(
            Introduction.person_id.in_(people), Introduction.by_person_id.in_(people),
            Introduction.by_organisation_id.in_(firms)))
        .order_by(Introduction.id).limit(4 * MOST_NODES)
        .options(selectinload(Introduction.person).selectinload(Person.names),
                 selectinload(Introduction.by_person).selectinload(Person.names),
                 selectinload(Introduction.by_organisation)), viewer)))


def _place(graph: Graph) -> None:
    """Columns from left to right, in each the nodes one below the other, centred."""
    columns: dict[int, list[Node]] = {}
    for node in graph.nodes.values():
        columns.setdefault(node.column, []).append(node)
    tallest = max(len(nodes) for nodes in columns.values())
    for place, column in enumerate(sorted(columns)):
        offset = (tallest - len(columns[column])) * _DOWN // 2
        for number, node in enumerate(columns[column]):
            node.x, node.y = 4 + place * _ACROSS, 4 + offset + number * _DOWN
    graph.width = 8 + (len(columns) - 1) * _ACROSS + _WIDTH
    graph.height = 8 + (tallest - 1) * _DOWN + _HEIGHT


def get_introduction(viewer, introduction_id: int) -> Introduction:
    """One introduction. Raises NotFound."""
    row = by_key(viewer, Introduction, introduction_id)
    if row is None:
        raise NotFound("introduction_not_found", _l("There is no such introduction."))
    return row


def events_of(viewer, edges: list[Introduction]) -> dict[int, tuple[str, str, str]]:
    """(title, second line, url) of the events that these introductions name, as the room that has events tells them."""
    wanted = sorted({edge.event_id for edge in edges if edge.event_id})
    document = doors.search_document.get("event")
    return document.find(wanted, viewer) if document and wanted else {}


def offered_events(viewer) -> list[tuple[int, str]]:
    """(key, title) of the events that a form offers."""
    target = doors.import_target.get("event")
    return [(place.ref, place.title) for place in target.choices(viewer)] if target else []


def suggested_records(viewer, q: str, people_only: bool = False, limit: int = 8) -> list[str]:
    """People and organisations that fit what is typed, each with its number, ready to be chosen."""
    if len(q.strip()) < 2:
        return []
    people = db.session.scalars(find_people(viewer, q).limit(limit))
    found = [f"{person.full_name}{f', {person.organisation.name}' if person.organisation else ''} [p{person.id}]"
             for person in people]
    firms = [] if people_only else suggested_organisations(viewer, q, limit)
    return [*found, *(name[:name.rindex("[") + 1] + "o" + name[name.rindex("[") + 1:] for name in firms)]
