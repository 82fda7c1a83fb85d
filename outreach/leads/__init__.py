"""Leads: possible projects with owner, stage, needs, decision maker, next step and sources; and their dossier."""
