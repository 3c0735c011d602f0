"""A throw-away instrument: an innovation voucher, which its holder spends once."""
