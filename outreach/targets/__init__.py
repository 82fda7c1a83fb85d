"""Firms, institutes and associations that we want to win, researched before anyone was met, with their dossier."""
