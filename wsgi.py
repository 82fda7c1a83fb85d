"""The WSGI entry: `flask --app wsgi …` and `gunicorn wsgi:app` start here."""

from outreach import create_app

app = create_app()
