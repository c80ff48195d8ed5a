"""How somebody at the customer's is reached: a phone and a mail address, as they are typed into a form."""

import re
from dataclasses import dataclass

from rules.patterns import late
from rules.phones import Fault, find_phones, is_no_number

# As programs copy it too: with "mailto:", in brackets.
_ADDRESS = late(r"(?:[<‹]?mailto:|[<‹])?([^@\s<>‹›]+@[^@\s<>‹›]+\.[^@\s.<>‹›]{2,})[>›]?", re.I)


@dataclass(frozen=True, slots=True)
class Reached:
    """What was typed. ``phone`` in E.164 where it could be read, else why not (a catalogue key); ``faults``: field → catalogue key."""

    phone: str | None
    phone_fault: Fault | None
    phone_raw: str | None
    email: str | None
    faults: dict[str, str]


def read(phone: str, email: str, calendar: str | None) -> Reached:
    """``calendar`` of who types says which country's numbers go without a code."""
    address = _ADDRESS.fullmatch(email)
    faults = {"phone": "lead.fault_phone"} if phone and is_no_number(phone) else {}
    if email and address is None:
        faults["email"] = "lead.fault_email"
    found = find_phones(phone, "CN" if calendar == "cn" else "US")
    return Reached(
        phone=found[0].e164 if found else None,
        phone_fault=found[0].fault if found else None,
        phone_raw=phone or None,
        email=address[1] if address else None,
        faults=faults,
    )
