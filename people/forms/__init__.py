from .mandates import EndMandateForm, MandateForm
from .members import InviteForm, JoinForm, MemberForm
from .organisations import OrganisationForm
from .profile import ProfileForm, TokenForm
from .towns import TownPicker

__all__ = [
    "EndMandateForm",
    "InviteForm",
    "JoinForm",
    "MandateForm",
    "MemberForm",
    "OrganisationForm",
    "ProfileForm",
    "TokenForm",
    "TownPicker",
]
