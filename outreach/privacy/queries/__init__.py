"""What privacy can be asked: consent texts, consents in force, facts of the legal pages."""

from outreach.privacy.queries.consents import consent_in_force, consents_of, newest_of_person
from outreach.privacy.queries.legal import Fact, icp_line, imprint_facts, legal_links, privacy_facts
from outreach.privacy.queries.texts import ConsentText, consent_text, consent_texts, missing_consents, purpose_name

__all__ = [
    "ConsentText", "Fact", "consent_in_force", "consent_text", "consent_texts", "consents_of", "icp_line",
    "imprint_facts", "legal_links", "missing_consents", "newest_of_person", "privacy_facts", "purpose_name",
]
