from .addressed import VALID_FOR, Addressed, AddressedQuerySet, hash_of
from .change import Change
from .joining import Invitation, JoinRequest
from .mandate import Mandate
from .membership import Membership
from .organisation import Organisation
from .territory import Commune, Department, Epci, Region
from .token import ApiToken
from .user import User

__all__ = [
    "VALID_FOR",
    "Addressed",
    "AddressedQuerySet",
    "ApiToken",
    "Change",
    "Commune",
    "Department",
    "Epci",
    "Invitation",
    "JoinRequest",
    "Mandate",
    "Membership",
    "Organisation",
    "Region",
    "User",
    "hash_of",
]
