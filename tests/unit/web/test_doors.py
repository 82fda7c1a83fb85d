"""The doors: a later room hangs its part, the lower room walks through without knowing it."""

from outreach.web.doors import ALL, Door, TimelineKind


def test_a_door_gives_back_what_hangs_there_in_order():
    door = Door("test", "for this test")
    assert door.hang("b", 1) == 1
    door.hang("a", 2)
    assert list(door) == [1, 2] and door.items() == [("b", 1), ("a", 2)]
    assert (door.get("a"), door.get("none")) == (2, None)


def test_the_same_key_again_replaces():
    door = Door("test", "for this test")
    door.hang("a", 1)
    door.hang("a", 2)
    assert list(door) == [2]


def test_something_may_be_hung_while_somebody_walks():
    door = Door("test", "for this test")
    door.hang("a", 1)
    for item in door:
        door.hang(f"next to {item}", 2)
    assert len(door.items()) == 2


def test_each_door_says_what_it_is_for():
    assert all(door.name and door.purpose for door in ALL)
    assert len({door.name for door in ALL}) == len(ALL)


def test_a_timeline_kind_needs_no_fields_of_its_own():
    kind = TimelineKind("pen", lambda entry: "did")
    assert (kind.fields, kind.value) == ({}, None)
