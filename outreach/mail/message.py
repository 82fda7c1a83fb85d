"""From an outbox row to the octets of a mail, and the SMTP connection that carries them."""

import smtplib
import ssl
from dataclasses import dataclass
from email import policy
from email.charset import BASE64, QP, Charset
from email.mime.base import MIMEBase
from email.mime.text import MIMEText

from flask import current_app
from flask_mail import Attachment, Connection, Message, email_dispatched, sanitize_address

from outreach.mail.models import OutboxMail


@dataclass(frozen=True)
class Letter:
    """All that a mail needs, taken out of the database, so that no transaction is open while SMTP talks."""

    id: int
    to: tuple[str, str]
    reply_to: str | None
    message_id: str
    subject: str
    text: str
    html: str
    calendar: tuple[str, str] | None
    attachments: tuple[tuple[str, str, bytes], ...]

    @classmethod
    def of(cls, mail: OutboxMail) -> "Letter":
        """Read a row and its attachments."""
        return cls(
            mail.id, (mail.to_name, mail.to_email), mail.reply_to, mail.message_id, mail.subject, mail.text, mail.html,
            (mail.calendar_method, mail.calendar) if mail.calendar_method else None,
            tuple((item.filename, item.mimetype, bytes(item.data)) for item in mail.attachments),
        )


class UnsupportedAddressError(Exception):
    """The address has letters outside ASCII before the @, and the mail server cannot carry such addresses."""


class OutreachMessage(Message):
    """Flask-Mail's message with text parts that every relay can carry: seven bits, no long lines."""

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        charset = Charset("utf-8")
        mostly_ascii = sum(character.isascii() for character in text or "") * 5 >= len(text or "") * 4
        # Calendar text keeps its line ends only as base64.
        charset.body_encoding = QP if mostly_ascii and not subtype.startswith("calendar") else BASE64
        return MIMEText(text, _subtype=subtype, _charset=charset)  # type: ignore[arg-type]

    def needs_utf8(self) -> bool:
        """True where an address cannot be written in ASCII even with an IDNA domain."""
        return any(not (address[1] if isinstance(address, tuple) else address).rpartition("@")[0].isascii()
                   for address in self.recipients)

    def _message(self) -> MIMEBase:
        if not self.needs_utf8():
            return super()._message()
        held, self.recipients = self.recipients, []
        try:
            made = super()._message()
        finally:
            self.recipients = held
        del made["To"]
        made.policy = policy.SMTPUTF8
        made["To"] = ", ".join(address for _, address in held)
        return made


def build(letter: Letter) -> OutreachMessage:
    """The message of a letter: plain text, HTML, the calendar part last, attachments after them."""
    alternatives = {"html": letter.html}
    attachments = [Attachment(name, mimetype, data) for name, mimetype, data in letter.attachments]
    if letter.calendar:
        method, content = letter.calendar
        # Without the method in the type clients show a file instead of an invitation.
        alternatives[f"calendar; method={method}"] = content
        attachments.append(Attachment("invite.ics", "application/ics", content.encode()))
    message = OutreachMessage(
        subject=letter.subject, recipients=[letter.to if letter.to[0] else letter.to[1]], body=letter.text,
        reply_to=letter.reply_to, attachments=attachments,
        extra_headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"},
    )
    # Set afterwards: the constructor would put HTML behind the calendar part, and clients take the last one.
    message.alts = alternatives
    message.msgId = letter.message_id
    return message


class OutreachConnection(Connection):
    """Flask-Mail's connection with a time-out and a certificate that is checked."""

    def configure_host(self) -> smtplib.SMTP:
        """Connect, encrypt and sign in as the settings say."""
        timeout = current_app.config["MAIL_TIMEOUT"]
        if self.mail.use_ssl:
            host: smtplib.SMTP = smtplib.SMTP_SSL(self.mail.server, self.mail.port, timeout=timeout, context=_tls())
        else:
            host = smtplib.SMTP(self.mail.server, self.mail.port, timeout=timeout)
        try:
            if self.mail.use_tls and not self.mail.use_ssl:
                host.starttls(context=_tls())
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def __exit__(self, exc_type, exc_value, tb) -> None:
        """Part politely; what the server answers to that has no bearing on the mail."""
        if self.host is not None:
            try:
                self.host.quit()
            except (OSError, smtplib.SMTPException):
                self.host.close()

    def send(self, message: OutreachMessage, envelope_from=None) -> None:
        """Hand one message over. Raises UnsupportedAddressError, and whatever smtplib raises."""
        message.as_bytes()  # A message that cannot be built fails before the server hears of it.
        if not message.needs_utf8():
            super().send(message, envelope_from)
            return
        if self.host is None:
            email_dispatched.send(current_app._get_current_object(), message=message)
            return
        self.host.ehlo_or_helo_if_needed()
        if not self.host.has_extn("smtputf8"):
            raise UnsupportedAddressError
        sender = sanitize_address(envelope_from or message.sender).rpartition("<")[2].rstrip(">")
        to = [address[1] if isinstance(address, tuple) else address for address in message.recipients]
        self.host.command_encoding = "utf-8"
        self.host.sendmail(sender, to, message.as_bytes(), ["SMTPUTF8", "BODY=8BITMIME"])


def _tls() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=current_app.config.get("MAIL_CA_FILE"))


def connect() -> OutreachConnection:
    """A connection to the configured server, opened by `with`."""
    return OutreachConnection(current_app.extensions["mail"])
