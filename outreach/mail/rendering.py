"""From a template and its values to subject, text and HTML, all in the reader's language."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from outreach.i18n import in_language


@dataclass(frozen=True)
class Rendered:
    """A mail's three texts."""

    subject: str
    text: str
    html: str


def public_url(endpoint: str, **values: Any) -> str:
    """The full address of an endpoint under OUTREACH_URL, the same inside a request and in a worker.

    A request's Host header has no part in it: whoever sends a forged one gets no link to their own host mailed.
    Values that the rule does not name become the query.
    """
    parts = urlsplit(current_app.config["SETTINGS"].url)
    values.pop("_external", None)
    adapter = current_app.url_map.bind(parts.netloc, script_name=parts.path or "/", url_scheme=parts.scheme)
    return adapter.build(endpoint, values, force_external=True)


def render(template: str, language: str, context: dict[str, Any]) -> Rendered:
    """Render `templates/mail/<template>/{subject.txt,body.txt,body.html}` in one language.

    Templates get the context, `url_for` (always public_url), `lang` and the words every page has. They are
    written by us; values are data and never rendered themselves.
    """
    with in_language(language) as chosen:
        words = {**context, "url_for": public_url, "lang": chosen.code, "html_lang": chosen.html}

        def part(name: str, **more: Any) -> str:
            return current_app.jinja_env.get_template(f"mail/{template}/{name}").render(words | more)
        subject = part("subject.txt").strip("\n")
        return Rendered(subject, part("body.txt").strip() + "\n", part("body.html", subject=subject).strip() + "\n")
