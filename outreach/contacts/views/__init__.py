"""Pages of this room: people, organisations, duplicates, imported files."""

from apiflask import APIBlueprint

from outreach.catalogue.queries import tag_label

blueprint = APIBlueprint("contacts", __name__, enable_openapi=False)


@blueprint.record_once
def _words(state) -> None:
    state.app.jinja_env.globals.update(tag_label=tag_label)


# The parts register their routes on the blueprint above.
from outreach.contacts.views import (  # noqa: E402,F401
    cards,
    custom_fields,
    duplicates,
    history,
    import_profiles,
    import_rows,
    imports,
    introductions,
    merging,
    organisations,
    people,
)
