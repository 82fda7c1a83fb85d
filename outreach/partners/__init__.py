"""Organisations with an agreement with us: offshore incubators, funds, associations; and their users."""
