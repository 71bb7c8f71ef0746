"""The people an incident concerned: the names of its columns, written once."""

VICTIMS = ("rescued", "injured", "killed")
CHILDREN = tuple(f"children_{who}" for who in VICTIMS)
PEOPLE = (*VICTIMS, *CHILDREN)
