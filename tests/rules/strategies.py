"""What hypothesis draws for every rule: euros to the cent, shares, days."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st


def euros(lowest="0", highest="99999999.99"):
    return st.decimals(Decimal(lowest), Decimal(highest), places=2)


def shares(places=6):
    return st.decimals(Decimal(0), Decimal(1), places=places)


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
