"""`{% load look %}`: every tag and filter of the house, gathered from `look/tags/`."""

from django import template

from look.tags import blocks, chips, forms, frames, lists, words

register = template.Library()
for part in (words, chips, blocks, forms, lists, frames):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
