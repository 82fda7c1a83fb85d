"""Pairs of likely doubles when two records become one: questions move along, and decisions are never lost."""

from outreach.contacts.services.merging.references import PAIRS
from outreach.contacts.services.merging.steps import Cell, Drop, Move, Steps
from outreach.db import rows

#: Where both records were compared with the same third one, the stronger word holds.
_STRENGTH = ("merged", "open", "later", "not_same")


def plan_pairs(kind: str, kept_id: int, removed_id: int, steps: Steps) -> None:
    """Add to the steps what becomes of the pairs: that of these two is settled, all others point to the kept record."""
    table, one = PAIRS[kind], f"{kind}_id"
    both = {kept_id, removed_id}
    found = {row["id"]: row for column in (one, "other_id") for row in rows.read(table, column, sorted(both))}
    standing = {_third(row, one, kept_id): row for row in found.values()
                if kept_id in (row[one], row["other_id"]) and {row[one], row["other_id"]} != both}
    for row in found.values():
        ends = {row[one], row["other_id"]}
        if ends == both:
            steps.cells.append(Cell(table, row["id"], "state", row["state"], "merged"))
        elif removed_id in ends:
            third = _third(row, one, removed_id)
            if third not in standing:
                column = one if row[one] == removed_id else "other_id"
                steps.moves.append(Move(f"{table}.{column}", removed_id, kept_id, [row["id"]]))
                standing[third] = row
                continue
            stays = standing[third]
            steps.drops.append(Drop(table, row, "double", stays["id"]))
            if _STRENGTH.index(row["state"]) > _STRENGTH.index(stays["state"]):
                steps.cells.append(Cell(table, stays["id"], "state", stays["state"], row["state"]))


def _third(row: dict, one: str, mine: int) -> int:
    return row["other_id"] if row[one] == mine else row[one]
