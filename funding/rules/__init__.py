"""The arithmetic of the law: pure functions, no model, no database, no request.

Arguments are keyword-only, amounts are `Decimal` euros, rates are `Decimal` shares (0.30 for 30 %), legal
days are dates of Europe/Paris. Results are frozen. What the law forbids comes back as a `Refusal` that can
be read; what is not a value at all (a negative amount, NaN, a float) raises `ValueRefused`.

Two roundings, never mixed: an amount due is rounded half up to the cent; what the law calls a maximum is
rounded *down*, because a ceiling rounded up is a ceiling exceeded.
"""
