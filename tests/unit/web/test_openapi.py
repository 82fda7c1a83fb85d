"""The OpenAPI document can be read by machines: every operation has schemas, every reference leads somewhere."""

import re

import pytest

from outreach.web.access import rule_of
from outreach.web.tokens import SCOPES

RESOURCES = ("events", "people", "organisations", "event-contacts", "leads", "intentions", "imports")


@pytest.fixture
def document(client) -> dict:
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    return response.get_json()


def _operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method != "parameters":
                yield path, method, operation


def _references(node):
    if isinstance(node, list):
        for part in node:
            yield from _references(part)
    elif isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for part in node.values():
            yield from _references(part)


def test_every_reference_leads_somewhere(document):
    for reference in set(_references(document)):
        node = document
        for part in reference.removeprefix("#/").split("/"):
            assert part in node, reference
            node = node[part]


def test_every_operation_has_a_name_of_its_own_and_a_schema_of_its_answer(document):
    names = [operation["operationId"] for _path, _method, operation in _operations(document)]
    assert len(names) == len(set(names)) > 5
    for path, method, operation in _operations(document):
        assert operation.get("summary"), (path, method)
        good = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
        assert good, (path, method)
        assert all(answer["description"] for answer in operation["responses"].values())
        if "204" not in operation["responses"]:
            contents = [answer.get("content", {}).get("application/json", {}) for answer in good]
            assert any(content.get("schema") for content in contents), (path, method)
        if method in ("post", "put", "patch") and "requestBody" in operation:
            assert operation["requestBody"]["content"]


def test_every_part_of_a_path_is_a_parameter(document):
    for path, methods in document["paths"].items():
        wanted = set(re.findall(r"{(\w+)}", path))
        for method, operation in methods.items():
            if method != "parameters":
                given = {item["name"] for item in [*operation.get("parameters", []), *methods.get("parameters", [])]
                         if item["in"] == "path" and item["required"]}
                assert given == wanted, (path, method)


def test_every_resource_has_a_list_and_its_records(document):
    for name in RESOURCES:
        assert "get" in document["paths"].get(f"/api/v1/{name}", {}), name
        assert [path for path in document["paths"] if re.fullmatch(rf"/api/v1/{name}/{{\w+}}", path)], name


def test_lists_say_how_many_there_are(document):
    for name in RESOURCES:
        content = document["paths"][f"/api/v1/{name}"]["get"]["responses"]["200"]["content"]
        reference = content["application/json"]["schema"]["$ref"]
        schema = document["components"]["schemas"][reference.rpartition("/")[2]]
        assert {"items", "page", "pages", "total"} <= set(schema["properties"]), name


def test_each_operation_names_its_scope_as_it_is_enforced(app, document):
    enforced = {}
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:[^:<>]*:)?([^<>]+)>", r"{\1}", rule.rule)
        for method in rule.methods:
            enforced[path, method.lower()] = rule_of(app.view_functions[rule.endpoint])
    for path, method, operation in _operations(document):
        rule = enforced[path, method]
        assert operation.get("x-scope") == rule.scope
        assert operation["security"] == ([{"bearer": []}] if rule.kind == "scope" else [])
        assert rule.kind != "scope" or (rule.scope in SCOPES and {"401", "403"} <= set(operation["responses"]))
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_null_is_said_as_version_3_1_says_it(document):
    def nullable(node):
        if isinstance(node, list):
            return any(nullable(part) for part in node)
        return isinstance(node, dict) and (node.get("nullable") is True or any(map(nullable, node.values())))
    assert document["openapi"].startswith("3.1")
    assert not nullable(document["paths"]) and not nullable(document["components"])


def test_errors_have_one_shape(document):
    properties = document["components"]["schemas"]["ErrorBody"]["properties"]
    assert {"code", "message", "fields"} <= set(properties)
    for path, method, operation in _operations(document):
        for status, answer in operation["responses"].items():
            if status.startswith(("4", "5")) and answer.get("content"):
                reference = answer["content"]["application/json"]["schema"]["$ref"]
                assert reference.endswith("/ErrorAnswer"), (path, method, status)
