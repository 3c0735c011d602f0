from .application import AcceleratorApplication
from .cohort import Cohort, CommonMilestone, Event
from .hearing import Hearing
from .milestone import Milestone, Support
from .node import Node
from .place import Place
from .recruitment import Recruitment
from .redirection import Redirection
from .survey import Survey

__all__ = [
    "AcceleratorApplication", "Cohort", "CommonMilestone", "Event", "Hearing", "Milestone", "Node", "Place",
    "Recruitment", "Redirection", "Support", "Survey",
]  # fmt: skip
