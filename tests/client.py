"""The test client that holds every page to the house's standard."""

import re
from xml.etree import ElementTree

import html5lib
from flask.testing import FlaskClient

#: What html5lib reports but browsers and the standard allow in templates like ours.
_ALLOWED = {"unexpected-null-character", "invalid-codepoint"}


class Page:
    """A fetched page: `.status`, `.text` (visible words), `.html`, `.find(selector-less helpers)`."""

    def __init__(self, response):
        self.response, self.status, self.html = response, response.status_code, response.get_data(as_text=True)
        self.location = response.headers.get("Location")
        self.tree, self.faults = None, []
        if response.mimetype == "text/html" and self.html:
            parser = html5lib.HTMLParser(namespaceHTMLElements=False)
            self.tree = parser.parse(self.html)
            self.faults = [(place, code) for place, code, _said in parser.errors if code not in _ALLOWED]

    @property
    def text(self) -> str:
        """All visible words, white space folded."""
        body = self.tree.find("body")
        return re.sub(r"\s+", " ", "".join(_visible(body))).strip()

    @property
    def title(self) -> str:
        """The content of <title>."""
        return (self.tree.findtext("head/title") or "").strip()

    @property
    def heading(self) -> str:
        """The text of the first h1."""
        node = self.tree.find(".//h1")
        return re.sub(r"\s+", " ", "".join(node.itertext())).strip() if node is not None else ""

    def links(self) -> list[str]:
        """The addresses of all links."""
        return [node.get("href") for node in self.tree.iter("a") if node.get("href")]

    def errors(self) -> list[str]:
        """The messages of the error summary."""
        return [re.sub(r"\s+", " ", "".join(node.itertext())).strip()
                for box in self.tree.iter() if "errsum" in (box.get("class") or "").split() for node in box.iter("li")]

    def field(self, name: str) -> str | None:
        """The value that an input, select or textarea of this name shows."""
        for node in self.tree.iter():
            if node.get("name") != name:
                continue
            if node.tag == "textarea":
                return (node.text or "").lstrip("\n")
            if node.tag == "select":
                return next((o.get("value") for o in node.iter("option") if o.get("selected") is not None), None)
            if node.get("type") in ("radio", "checkbox"):
                if node.get("checked") is not None:
                    return node.get("value") or "on"
                continue
            return node.get("value") or ""
        return None

    def form_values(self, field: str | None = None) -> dict[str, str | list[str]]:
        """What a browser would send of the page's working form, or of the one with this field, as it stands."""
        form = next(node for node in self.tree.iter("form") if "staffform" in (node.get("class") or "").split()
                    and (field is None or any(part.get("name") == field for part in node.iter())))
        values: dict[str, str | list[str]] = {}
        for node in form.iter():
            name, kind = node.get("name"), node.get("type")
            if name is None or kind in ("file", "submit") or node.tag == "button":
                continue
            if kind == "checkbox":
                if node.get("checked") is not None:
                    values[name] = [*values.get(name, []), node.get("value") or "on"]
            elif node.tag == "select":
                options = list(node.iter("option"))
                chosen = next((o for o in options if o.get("selected") is not None), options[0] if options else None)
                values[name] = chosen.get("value", "") if chosen is not None else ""
            elif kind != "radio" or node.get("checked") is not None:
                values[name] = (node.text or "").lstrip("\n") if node.tag == "textarea" else node.get("value") or ""
        return values


def _visible(node: ElementTree.Element):
    if not isinstance(node.tag, str) or node.tag in ("script", "style", "template"):
        yield node.tail or ""
        return
    yield node.text or ""
    for child in node:
        yield from _visible(child)
    # A marked part of a word does not part the word.
    yield ("" if node.tag == "mark" else " ") + (node.tail or "")


class CheckedClient(FlaskClient):
    """Fetches pages and checks what every page must have."""

    def open(self, *args, **kwargs):
        """Start every request from committed rows, as a browser would."""
        from outreach.db import db

        db.session.commit()
        _forget_request()
        response = super().open(*args, **kwargs)
        db.session.expire_all()
        return response

    def get_page(self, path: str, status: int = 200, title: str | None = None, **kwargs) -> Page:
        """GET a page; fails where the status differs or the page falls short of the standard."""
        return self._checked(self.get(path, **kwargs), path, status, title)

    def post_page(self, path: str, data=None, status: int = 302, title: str | None = None, **kwargs) -> Page:
        """POST a form with a CSRF token of this session; 302 is the usual answer, 422 a page with errors."""
        data = {**(data or {}), "csrf_token": self.csrf_token()}
        return self._checked(self.post(path, data=data, **kwargs), path, status, title)

    def csrf_token(self) -> str:
        """A CSRF token that belongs to the session of this client."""
        from flask import session
        from flask_wtf.csrf import generate_csrf

        _forget_request()
        with self.session_transaction() as cookie, self.application.test_request_context():
            session.update(cookie)
            token = generate_csrf()
            cookie["csrf_token"] = session["csrf_token"]
        return token

    def _checked(self, response, path: str, status: int, title: str | None) -> Page:
        page = Page(response)
        assert page.status == status, f"{path}: {page.status} instead of {status}: {page.html[:2000]}"
        if page.tree is None or response.status_code in (301, 302, 303):
            return page
        if not path.startswith("/api/") and "HX-Request" not in response.request.headers:
            _check_document(page, path)
        if title is not None:
            assert title in page.title, f"{path}: title is {page.title!r}"
        return page


def _forget_request() -> None:
    """Requests share the application context that the test holds open; what one noted in g is not the next one's."""
    from flask import g

    for name in list(g):
        g.pop(name)


def _check_document(page: Page, path: str) -> None:
    assert not page.faults, f"{path}: not well-formed HTML: {page.faults[:3]} {_around(page.html, page.faults)}"
    assert page.tree.get("lang") in ("zh-Hans", "en", "de", "ko"), f"{path}: lang is {page.tree.get('lang')!r}"
    assert page.title, f"{path}: no title"
    assert len([1 for node in page.tree.iter("h1")]) == 1, f"{path}: a page has one h1"
    policy = page.response.headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy and "unsafe-inline" not in policy, f"{path}: weak CSP"
    nonce = re.search(r"'nonce-([^']+)'", policy)
    ids = [node.get("id") for node in page.tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids)), f"{path}: an id stands twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    for node in page.tree.iter():
        if not isinstance(node.tag, str):
            continue
        assert not node.get("style"), f"{path}: inline style on <{node.tag}>"
        assert not [name for name in node.keys() if str(name).startswith("on")], f"{path}: inline handler on <{node.tag}>"
        if node.tag == "script" and not node.get("src"):
            assert nonce and node.get("nonce") == nonce[1], f"{path}: script without this request's nonce"
        if node.tag == "form":
            assert node.get("action"), f"{path}: a form without an action"
            if (node.get("method") or "").lower() == "post":
                names = {field.get("name") for field in node.iter("input")}
                assert "csrf_token" in names, f"{path}: a form without a CSRF token"


def _around(html: str, faults: list) -> str:
    line = faults[0][0][0]
    return "\n".join(html.splitlines()[max(0, line - 2):line + 1])


class ApiCaller:
    """A programme with a user's token: get, post, patch … as the client has them, with all that the role allows or `scopes`."""

    def __init__(self, client, user, *scopes: str):
        from outreach.accounts.services import create_token
        from outreach.activity import SYSTEM
        from outreach.db import transaction
        from outreach.web.tokens import SCOPES_BY_ROLE

        with transaction():
            token = create_token(SYSTEM, user, scopes or SCOPES_BY_ROLE[user.role])
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def __getattr__(self, method: str):
        return lambda path, **more: getattr(self.client, method)(path, headers={**self.headers, **more.pop("headers", {})}, **more)
