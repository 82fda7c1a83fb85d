"""The Flask extensions, made once and bound to an application by the factory."""

from flask_babel import Babel
from flask_babel.speaklater import LazyString
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_mail import Mail
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from markupsafe import escape

from outreach.db import db

babel = Babel()
# A translation may hold what somebody typed; flask-babel would have templates take a lazy one for safe markup.
LazyString.__html__ = lambda self: escape(str(self))
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address, headers_enabled=True)
login = LoginManager()
mail = Mail()
migrate = Migrate()

__all__ = ["babel", "csrf", "db", "limiter", "login", "mail", "migrate"]
