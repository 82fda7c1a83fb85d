"""Access is denied unless declared, and no state changes on GET."""

from outreach.web.access import rule_of

#: Addresses that anybody may open; a new one needs a reason to stand here.
PUBLIC = {
    "static", "openapi.spec", "web.root", "web.health", "web.ready", "web.metrics", "accounts.sign_in",
    "privacy.privacy", "privacy.imprint", "privacy.accessibility", "events.public_index", "events.public_detail",
    "events.public_ics", "events.public_feed", "materials.public_index", "materials.public_file", "intentions.new",
    "intentions.received", "intentions_api.create_intention",
}


def _rules(application):
    return {rule.endpoint: rule_of(application.view_functions[rule.endpoint]) for rule in application.url_map.iter_rules()}


def test_every_endpoint_declares_who_may_use_it(application):
    assert sorted(endpoint for endpoint, rule in _rules(application).items() if rule is None) == []


def test_only_the_listed_endpoints_are_open_to_anybody(application):
    public = {endpoint for endpoint, rule in _rules(application).items() if rule.kind == "public"}
    assert sorted(public - PUBLIC) == []


def test_staff_addresses_send_a_stranger_to_sign_in(app, client):
    rules = _rules(app)
    for rule in app.url_map.iter_rules():
        declared = rules[rule.endpoint]
        if declared.kind == "roles" and "GET" in rule.methods and not rule.arguments:
            response = client.get(rule.rule)
            assert response.status_code == 302, rule.rule
            assert response.headers["Location"].startswith("/sign-in"), rule.rule


def test_api_addresses_answer_401_without_a_token(app, client):
    rules = _rules(app)
    checked = 0
    for rule in app.url_map.iter_rules():
        if rules[rule.endpoint].kind == "scope" and "GET" in rule.methods and not rule.arguments:
            assert client.get(rule.rule).status_code == 401, rule.rule
            checked += 1
    assert checked >= 4


def test_every_link_endpoint_refuses_a_forged_token(app, client):
    rules = _rules(app)
    checked = 0
    for rule in app.url_map.iter_rules():
        if rules[rule.endpoint].kind == "link" and "GET" in rule.methods and "token" in rule.arguments:
            path = rule.rule
            for name in rule.arguments:
                value = {"lang": "de"}.get(name, "forged-token-of-nobody")
                path = path.replace(f"<{name}>", value).replace(f"<string:{name}>", value)
            assert client.get(path).status_code == 404, path
            checked += 1
    assert checked >= 2


def test_hidden_addresses_are_nothing_to_a_stranger(app, client):
    rules = _rules(app)
    paths = [rule.rule for rule in app.url_map.iter_rules() if rules[rule.endpoint].kind == "hidden"]
    assert paths
    for path in paths:
        for name in ("material_id", "version_id", "event_id"):
            path = path.replace(f"<int:{name}>", "1")
        assert "<" not in path and client.get(path).status_code == 404, path
