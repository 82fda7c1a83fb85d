"""The way back, step by step; see undo.py for what it promises."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from outreach.contacts.services.merging.references import PAIRS, references
from outreach.contacts.services.merging.steps import Add, Cell, Drop, Move, Steps
from outreach.db import db, rows

#: Rows that nobody made by hand.
_UNTOLD = ("import_row",)


class Back:
    """Takes the steps of a merge back. `line` are the kept record and those into which it went since, the last one
    standing; `later` are the merges since then as (key of the kept record, of the removed one, steps), whose steps are
    changed where they handled the same rows.

    `edited` lists what stays as it is: ["field", name, value now], ["row", table, key], ["gone", table, what it said].
    """

    def __init__(self, kind: str, line: list[int], steps: Steps, later: list[tuple[int, int, Steps]]):
        self.kind, self.line, self.steps, self._kept_later = kind, line, steps, later
        self.later = [item for _kept, _removed, item in later]
        self.edited: list[list] = []
        self._new_keys: dict[tuple[str, int], int] = {}

    def carry_out(self) -> None:
        """Everything but the added rows."""
        let_go = [cell for cell in self.steps.cells if cell.new is None and cell.table != self.kind]
        self._cells_back([cell for cell in self.steps.cells if cell not in let_go])
        for drop in self.steps.drops:
            self._put_back(drop)
        for move in self.steps.moves:
            self._move_back(move)
        self._cells_back(let_go)

    def take_away(self, added: list[Add]) -> None:
        """Remove the rows that the merge added, unless somebody changed them since."""
        for add in added:
            stored = rows.read(add.table, "id", [add.key])
            if stored and all(
                    stored[0][name] == value for name, value in add.values.items()
                    if not name.endswith("_id") and not isinstance(value, dict)):
                rows.remove(add.table, add.key)
                for steps in self.later:
                    for move in steps.moves:
                        if move.place[0] == add.table and add.key in move.ids:
                            move.ids.remove(add.key)
            elif stored:
                self.edited.append(["row", add.table, add.key])

    def stays(self) -> dict[str, list[int]]:
        """Rows that came to the kept record after the merge, by reference: they stay there."""
        found = {}
        for reference in references(self.kind):
            if reference.table in _UNTOLD:
                continue
            known = self._known(reference.key, reference.table)
            new = [key for key in rows.ids(reference.table, reference.column, self.line[-1]) if key not in known]
            if new:
                found[reference.key] = new
        return found

    def _known(self, column: str, table: str) -> set[int]:
        """Rows that were there before, or that another merge brought."""
        known = {*self.steps.own.get(column, ())}
        for steps in (self.steps, *self.later):
            known |= {key for move in steps.moves if move.column == column and move.source not in self.line for key in move.ids}
            known |= {add.key for add in steps.adds if add.table == table}
        for kept_id, _removed, steps in self._kept_later:
            if kept_id != self.line[0]:
                known |= {*steps.own.get(column, ())}
        return known

    def _cells_back(self, cells: list[Cell]) -> None:
        groups: dict[tuple, list[Cell]] = {}
        for cell in cells:
            field = cell.follows or cell.column if cell.table == self.kind else ""
            groups.setdefault((cell.table, cell.key, field), []).append(cell)
        for group in groups.values():
            self._group_back(group)

    def _group_back(self, group: list[Cell]) -> None:
        """Columns that follow one field go back together or stay together, and so do those of one row elsewhere."""
        overlaid = [(cell, self._overlay(cell)) for cell in group]
        for cell, over in overlaid:
            if over is not None and over.old == cell.new:
                self._through(cell, cell.new, cell.old)
            elif over is not None and cell.column == (cell.follows or cell.column) and cell.table == self.kind:
                self.edited.append(["field", cell.column, over.old])
        open_cells = [cell for cell, over in overlaid if over is None]
        table, key = group[0].table, group[0].key
        stored = next(iter(rows.read(table, "id", [key])), None)
        if stored is None or not open_cells:
            return
        if all(stored[cell.column] == cell.new for cell in open_cells):
            if table == self.kind and self._said_since(open_cells):
                return
            values = {cell.column: self._parent(table, cell.column, cell.old) for cell in open_cells}
            rows.put(table, key, values)
            for move in (move for steps in self.later for move in steps.moves if move.place[0] == table):
                # What this undo changes is nobody's edit when the later merge is undone.
                move.held.get(str(key), {}).update(values)
            if table == self.kind:
                self._carry_on(open_cells)
        elif table == self.kind:
            name = group[0].follows or group[0].column
            self.edited.append(["field", name, stored[name]])
        elif table not in _UNTOLD and table != PAIRS[self.kind]:
            self.edited.append(["row", table, key])

    def _said_since(self, cells: list[Cell]) -> bool:
        """True where a record that came in later says the same, so that it holds the value; its own undo takes it back."""
        for kept_id, removed_id, steps in self._kept_later:
            stub = next(iter(rows.read(self.kind, "id", [removed_id])), None)
            if kept_id == cells[0].key and stub and all(
                    cell.new is not None and stub[cell.column] == cell.new for cell in cells):
                steps.cells += [Cell(cell.table, cell.key, cell.column, cell.old, cell.new, cell.follows, "removed")
                                for cell in cells]
                return True
        return False

    def _overlay(self, cell: Cell) -> Cell | None:
        """The step of a later merge on the same column of the same row."""
        for steps in self.later:
            for over in steps.cells:
                if (over.table, over.key, over.column) == (cell.table, cell.key, cell.column):
                    return over
        return None

    def _carry_on(self, cells: list[Cell]) -> None:
        """A value that the kept record handed on when it was merged itself goes back there too, where it still stands."""
        for place in range(1, len(self.line)):
            for cell in cells:
                for steps in self.later:
                    for over in steps.cells:
                        if (over.table, over.key, over.column) == (self.kind, self.line[place], cell.column):
                            self._hand_back(over, cell)

    def _hand_back(self, over: Cell, cell: Cell) -> None:
        if over.side == "removed" and over.new == cell.new:
            value = cell.old if cell.old is not None else over.old
        elif over.side == "both":
            value = _without(over.new, cell.new, cell.old)
        else:
            return
        before, over.new = over.new, value
        self._through(over, before, value)

    def _through(self, cell: Cell, before: Any, after: Any) -> None:
        """The cell said `before` and says `after`, under what later merges did to it; on top the stored value follows."""
        for steps in self.later:
            for over in steps.cells:
                if over is not cell and over.old == before and (over.table, over.key, over.column) == (
                        cell.table, cell.key, cell.column):
                    over.old = after
                    if over.side != "both":
                        return
                    before, after, over.new = over.new, _without(over.new, before, after), _without(over.new, before, after)
        stored = rows.read(cell.table, "id", [cell.key])[0]
        if stored[cell.column] == before:
            rows.put(cell.table, cell.key, {cell.column: after})

    def _put_back(self, drop: Drop) -> None:
        values = {name: self._parent(drop.table, name, value) for name, value in drop.row.items()}
        try:
            with db.session.begin_nested():
                key = rows.add(drop.table, values)
        except IntegrityError:
            # What it belonged to is gone, or somebody entered the same thing again.
            self.edited.append(["gone", drop.table, _words(drop.row)])
            return
        self._new_keys[(drop.table, drop.row["id"])] = key

    def _parent(self, table: str, column: str, value: Any) -> Any:
        """The value to store: the new key of a row that was put back before this one, which hangs on it."""
        for key in db.metadata.tables[table].c[column].foreign_keys:
            return self._new_keys.get((key.column.table.name, value), value)
        return value

    def _move_back(self, move: Move) -> None:
        table, column = move.place
        source = self._parent(table, column, move.source) if move.part else move.source
        places = {move.target} if move.part else {*self.line}
        for steps in self.later:
            for over in steps.moves:
                if over.column == move.column:
                    places |= {over.target} if over.part and set(over.ids) & set(move.ids) else set()
                    over.ids = [key for key in over.ids if key not in move.ids]
        here = {row["id"]: row for row in rows.read(table, "id", move.ids)}
        back = [key for key in move.ids if key in here and here[key][column] in places]
        changed = [key for key in back if self._edited_since(move, here[key])]
        for key in changed:
            # The edit stays with the record at which it was made; the other one gets back what it had.
            back.remove(key)
            self.edited.append(["row", table, key])
            self._put_back(Drop(table, {**move.held[str(key)], column: source}, "edited"))
        rows.point(table, column, back, source)
        for key in back:
            self._doubles_stand(table, column, key, here[key][column])
        for key in move.ids:
            if key not in here:
                self._from_later(table, column, key, source)
            elif key not in changed and here[key][column] not in places:
                self.edited.append(["row", table, key])

    def _edited_since(self, move: Move, stored: dict) -> bool:
        """True where somebody changed the row since the merge; whom it belongs to, and what merges set, is no edit."""
        table, before = move.place[0], move.held.get(str(stored["id"]))
        merged = {cell.column for steps in (self.steps, *self.later) for cell in steps.cells
                  if (cell.table, cell.key) == (table, stored["id"])}
        return before is not None and any(
            stored[name] != value for name, value in before.items() if name not in merged and not name.endswith("_id"))

    def _doubles_stand(self, table: str, column: str, key: int, place: int) -> None:
        """What later merges dropped because it stood in this row stands now, where the row was, and is theirs to part."""
        stands: int | None = None
        for steps in self.later:
            for drop in [drop for drop in steps.drops if (drop.table, drop.stays) == (table, key)]:
                if stands is not None:
                    drop.stays = stands
                    continue
                try:
                    with db.session.begin_nested():
                        stands = rows.add(table, {
                            **{name: self._parent(table, name, value) for name, value in drop.row.items()}, column: place})
                except IntegrityError:
                    continue
                steps.drops.remove(drop)
                steps.moves.append(Move(f"{table}.{column}", drop.row[column], place, [stands]))

    def _from_later(self, table: str, column: str, key: int, source: int) -> None:
        """A row that a later merge dropped as a double comes back from there; any other was removed since."""
        for steps in self.later:
            for drop in list(steps.drops):
                if drop.table == table and drop.row["id"] == key:
                    steps.drops.remove(drop)
                    self._put_back(Drop(table, {**drop.row, column: source}, drop.why))
                    return
        if table not in PAIRS.values():
            self.edited.append(["gone", table, ""])


def _words(row: dict) -> str:
    """What a row says, for the list of what could not come back."""
    return next((str(row[name]) for name in ("text", "value", "label", "title", "job_title") if row.get(name)), "")


def _without(joint: Any, before: Any, after: Any) -> Any:
    """A value made of several, in which one of them said `before` and says `after`."""
    if isinstance(joint, str) and isinstance(before, str):
        return "\n\n".join(part for part in joint.replace(before, after or "").split("\n\n") if part) or None
    if isinstance(joint, dict) and isinstance(joint.get("v"), list) and isinstance(before, dict):
        left = (after or {}).get("v") or []
        gone = [item for item in before["v"] if item not in left]
        return {**joint, "v": [item for item in joint["v"] if item not in gone]}
    return joint
