"""What the two halves of an address tell of a lead: the firm by its domain, the person by the mailbox."""

from rules.names import domain_of
from rules.patterns import late

_NO_WORD, _NO_LETTER = late("[^a-z0-9]+"), late("[^a-z]+")


def is_domain(text: str, mail: str) -> bool:
    """True where the address is that of a firm of this name."""
    domain = domain_of(mail) if mail else None
    label = _NO_WORD.sub("", domain.rsplit(".", 1)[0].split(".")[-1]) if domain else ""
    if domain and label in {"co", "com", "org", "net", "ac", "gov", "edu"}:
        label = _NO_WORD.sub("", domain.split(".")[-3]) if domain.count(".") > 1 else ""
    plain = _NO_WORD.sub("", text.lower())
    if len(label) < 2 or len(plain) < 2:
        return False
    initials = "".join(w[0] for w in text.lower().split() if w[0].isalpha())
    return label in plain or plain in label or (len(initials) > 2 and label.startswith(initials))


def is_mailbox(text: str, mail: str) -> bool:
    box = mail.partition("@")[0].lower()
    words = [_NO_LETTER.sub("", w.lower()) for w in text.split()]
    return bool(box) and any(len(w) > 2 and w in box for w in words)
