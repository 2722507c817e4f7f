"""A survey held live: a form served on the local network, answers kept before they are thanked for.

``svqkit collect NAME`` starts it; :func:`~svqkit.responses.collecting.collected.collected` reads
what came in, also while it runs.
"""
