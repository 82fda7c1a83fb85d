"""Consent ledger, what may be sent to whom, and the pages that the law of each country asks for."""
