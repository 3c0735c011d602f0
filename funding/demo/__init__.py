"""Data that tells a story: a demonstration in every state, and past calls played again. All through the gate.

The texts are in `data/`; what is here reads them, makes the first rows and takes the steps at their dates.
"""
