"""Outreach: the working tool of an investment-promotion team.

Every person met and every intention sent in becomes a lead that somebody owns, in the language each
reader reads, and nothing is lost or counted twice on the way. The map, from the ground up:

    db              base model, column types, transaction(), paging
    i18n            the languages, their negotiation, formats of dates, numbers and money
    identity        names of people and organisations across scripts; pure Python
    search          the index behind the one search box, on SQLite and PostgreSQL
    catalogue       what a zone decides: industries, stages, thresholds, rates, working days
    mail            outbox, delivery, rendering, inbound routing
    jobs            background work declared by name
    files           attachments in a folder
    web             forms, access rules, navigation, headers, error pages, the doors
    activity        audit trail and timeline, hash-chained
    accounts        users, units, roles, sign-in, tokens
    contacts        people, organisations, affiliations, imports
    privacy         consent ledger, legal regimes, may_send()
    materials       what we hand out, per language, with versions and the days on which they are valid
    partners        who has an agreement with us, and their users
    targets         whom we want to win, and the facts of their dossier
    events          series, editions, legs, team, calendar feeds
    leads           stages, next steps, sources, dossier
    invitations     invitations and their one RSVP record
    event_contacts  capture at an event, lead files of a fair, conversion into leads
    intentions      what visitors and partners send in, receipt, acceptance into leads
    portal          the partner's own pages
    reports         home pages and figures across features
    cli             one file per command group
"""


def create_app(settings=None):
    """Build the application; see outreach.app.create_app. The import waits so that identity/ loads without Flask."""
    from outreach.app import create_app as build

    return build(settings)
