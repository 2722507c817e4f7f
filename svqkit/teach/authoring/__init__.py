"""From a lesson's one source to the learner's notebook, the solved one and the instructor's notes.

``python -m svqkit.teach.authoring`` (``make notebooks``) writes them; nothing else in svqkit needs
this street. ``docs/lessons.md`` describes the source.
"""
