"""The OpenAPI document: made from the schemas that validate, with the access rule of every operation."""

import json
import re
import warnings
from collections.abc import Iterator
from typing import Any

from apiflask import APIFlask
from marshmallow import Schema, class_registry

from outreach.web import access
from outreach.web.schemas import ErrorAnswer

DESCRIPTION = (
    "Read and write events, contacts, leads, intentions and imports. Send the header “Authorization: Bearer TOKEN”; a "
    "token is made on the page “My settings” or by `flask accounts token`. Each operation names its scope. Lists come "
    "in pages. Errors are {“error”: {“code”, “message”}}; the code is stable, the message is for people."
)


def init_openapi(app: APIFlask) -> None:
    """Describe the house, name colliding schemas by their room, and finish the document when it is first asked for."""
    app.config.update(
        DESCRIPTION=DESCRIPTION, SERVERS=[{"url": app.config["SETTINGS"].url}], AUTO_TAGS=False, AUTO_OPERATION_ID=True,
        VALIDATION_ERROR_SCHEMA=ErrorAnswer, HTTP_ERROR_SCHEMA=ErrorAnswer,
        SECURITY_SCHEMES={"bearer": {"type": "http", "scheme": "bearer"}},
    )
    app.schema_name_resolver = _schema_name
    app.spec_processor(lambda document: _finish(app, document))
    make = app._generate_spec

    def quietly():
        # A schema met first inside another one is met again by itself; _finish joins the two.
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*(already been added|resolved to the name).*")
            return make()
    app._generate_spec = quietly


def _schema_name(schema: Any) -> str:
    """The class's name; where two rooms have one name, with the room's before it."""
    kind = schema if isinstance(schema, type) else type(schema)
    name = kind.__name__
    twins = class_registry._registry.get(name, [])
    if isinstance(twins, list) and len({twin.__module__ for twin in twins}) > 1 and issubclass(kind, Schema):
        name = "".join(part.title() for part in kind.__module__.split(".")[1].split("_")) + name
    return name.removesuffix("Schema") or name


def _finish(app: APIFlask, document: dict) -> dict:
    """Join schemas that stand twice; write who may call what; say null as OpenAPI 3.1 does."""
    document = _joined(json.loads(json.dumps(document, default=str)))
    rooms = set()
    for rule, path, method, operation in _operations(app, document):
        declared = access.rule_of(app.view_functions[rule.endpoint])
        room = rule.endpoint.split(".")[0].removesuffix("_api").replace("_", " ")
        rooms.add(room)
        operation["tags"] = [room]
        operation["operationId"] = re.sub(r"\W+", "_", f"{method}{path.removeprefix('/api/v1')}").strip("_")
        operation["security"] = [{"bearer": []}] if declared and declared.kind == "scope" else []
        if declared and declared.kind == "scope":
            operation["x-scope"] = declared.scope
            for status, words in (("401", "No token, or one that is not valid"), ("403", "A token without this scope")):
                operation["responses"].setdefault(status, _error(words))
    document["tags"] = [{"name": room} for room in sorted(rooms)]
    _say_null(document)
    return document


def _error(words: str) -> dict:
    schema = {"$ref": "#/components/schemas/ErrorAnswer"}
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _operations(app: APIFlask, document: dict) -> Iterator[tuple]:
    """(rule, path, method, operation) of everything that the document describes."""
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:[^:<>]*:)?([^<>]+)>", r"{\1}", rule.rule)
        for method, operation in document["paths"].get(path, {}).items():
            if method.upper() in rule.methods:
                yield rule, path, method, operation


def _joined(document: dict) -> dict:
    """Schemas called X1, X2 that say the same as X become X."""
    schemas = document.get("components", {}).get("schemas", {})
    for name in sorted(schemas, key=len, reverse=True):
        base = re.sub(r"\d+\Z", "", name)
        if base != name and schemas.get(base) == schemas[name]:
            text = json.dumps(document).replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/{base}"')
            document = json.loads(text)
            schemas = document["components"]["schemas"]
            del schemas[name]
    return document


def _say_null(node: Any) -> None:
    """{"type": "string", "nullable": true} of OpenAPI 3.0 becomes {"type": ["string", "null"]}."""
    if isinstance(node, list):
        for part in node:
            _say_null(part)
    elif isinstance(node, dict):
        if node.get("nullable") is True and not isinstance(node["nullable"], dict):
            del node["nullable"]
            if isinstance(node.get("type"), str):
                node["type"] = [node["type"], "null"]
        for part in node.values():
            _say_null(part)
