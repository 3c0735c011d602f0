"""Wiring: settings, addresses, servers. Importing it must stay free: the supervisor does."""
