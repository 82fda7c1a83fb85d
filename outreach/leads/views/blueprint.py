"""The one blueprint of the room's pages, and the words that its templates ask for by code."""

from apiflask import APIBlueprint

from outreach.catalogue.queries import industry_label, stage_label
from outreach.leads.queries import labels

blueprint = APIBlueprint("leads", __name__, url_prefix="/leads", enable_openapi=False)


@blueprint.context_processor
def words() -> dict:
    """Labels of stages, industries and of this room's codes in the language of the page."""
    return {
        "stage_label": stage_label,
        "industry_label": industry_label,
        "role_label": labels.role_label,
        "source_label": labels.source_label,
        "text_label": labels.text_label,
        "category_label": labels.category_label,
        "need_state_label": labels.need_state_label,
        "status_label": labels.status_label,
        "field_label": labels.field_label,
    }
