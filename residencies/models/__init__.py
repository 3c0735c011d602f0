from .faces import HostApplication, TeamApplication
from .follow_up import FollowUp
from .instalment import Instalment
from .journal import JournalEntry, Photo, Visibility
from .residency import Residency
from .residency_states import ResidencyState
from .round import Preference, Round, Tie
from .stay import Deliverable, Evaluation, Incident
from .week import Certificate, Week

__all__ = [
    "Certificate", "Deliverable", "Evaluation", "FollowUp", "HostApplication", "Incident", "Instalment",
    "JournalEntry", "Photo", "Preference", "Residency", "ResidencyState", "Round", "TeamApplication", "Tie",
    "Visibility", "Week",
]  # fmt: skip
