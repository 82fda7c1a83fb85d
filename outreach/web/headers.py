"""Security headers on every answer, and a nonce per request for the scripts that a page carries."""

import secrets

from flask import Flask, Response, g, request


def csp_nonce() -> str:
    """The nonce of this request, for `<script nonce>` in templates."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce


def set_headers(response: Response) -> Response:
    """Add CSP and its companions; pages behind sign-in or a link are never stored by a cache."""
    policy = (
        "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "manifest-src 'self'"
    ).format(nonce=g.get("csp_nonce") or "none")
    headers = response.headers
    headers.setdefault("Content-Security-Policy", policy)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    return response


def init_headers(app: Flask) -> None:
    """Hang the headers on the application."""
    app.after_request(set_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
