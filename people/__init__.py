"""Who takes part: people, their organisations, what each may do there, and the mandates that give roles.

Knows no money and no file: a mandate names what it covers by a pair (kind, id), never by an import.
"""
