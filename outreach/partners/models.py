"""Partners and the accounts that belong to them."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.contacts.models import Organisation
from outreach.db import Model, Stamped

KINDS = ("offshore_incubator", "fund", "financial_centre", "industry_platform", "association", "research_institute")


class Partner(Stamped, Model):
    """An agreement with an organisation. The country is a field, never a class."""

    __tablename__ = "partner"

    #: Short stable code for forms and the API, such as DE-INKUBATOR.
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    #: Language of the mails to the partner.
    language: Mapped[str] = mapped_column(String(2), default="en")
    agreement_from: Mapped[date | None]
    agreement_until: Mapped[date | None]
    active: Mapped[bool] = mapped_column(default=True)

    organisation: Mapped[Organisation] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """The organisation's name."""
        return self.organisation.label

    def may_write(self, today: date) -> bool:
        """After the agreement's end the partner's people only read."""
        return self.active and (self.agreement_until is None or today <= self.agreement_until)


class PartnerUser(Model):
    """An account of a partner's employee."""

    __tablename__ = "partner_user"
    __table_args__ = (UniqueConstraint("user_id"),)

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))

    partner: Mapped[Partner] = relationship(lazy="joined")
    user: Mapped[User] = relationship(lazy="joined")
