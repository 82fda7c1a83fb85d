"""Writing in this room: users, units, passwords, sessions, links, tokens, and the throttle that all rooms use."""

from outreach.accounts.services.links import make_sign_in_link, open_sign_in_link, send_sign_in_link
from outreach.accounts.services.passwords import set_password
from outreach.accounts.services.sessions import (
    end_all_sessions,
    end_session,
    sign_in_with_password,
    start_session,
    touch_session,
)
from outreach.accounts.services.throttle import throttle
from outreach.accounts.services.tokens import create_token, find_token, revoke_token
from outreach.accounts.services.units import change_unit, create_unit
from outreach.accounts.services.users import change_own_profile, change_user, create_user, disable_user, enable_user

__all__ = [
    "change_own_profile", "change_unit", "change_user", "create_token", "create_unit", "create_user", "disable_user",
    "enable_user", "end_all_sessions", "end_session", "find_token", "make_sign_in_link", "open_sign_in_link",
    "revoke_token", "send_sign_in_link", "set_password", "sign_in_with_password", "start_session", "throttle",
    "touch_session",
]
