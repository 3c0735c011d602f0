from .effect import Effect
from .journal import Seal, Transition
from .message import Message
from .number import Counter
from .paper import Paper
from .stateful import StateField, Stateful, StatefulQuerySet

__all__ = [
    "Counter",
    "Effect",
    "Message",
    "Paper",
    "Seal",
    "StateField",
    "Stateful",
    "StatefulQuerySet",
    "Transition",
]
