"""The arithmetic of guarantees: pure functions, as in `funding.rules`. Sources are those of the domain, chapter E.

Amounts are `Decimal` euros, rates `Decimal` shares, legal days dates in Paris. An amount due is rounded half up to the
cent; shares of one amount always sum to it.
"""
