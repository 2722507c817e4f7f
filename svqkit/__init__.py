"""svqkit: find out whether a service-quality questionnaire measures what it claims.

``import svqkit as svq`` loads nothing heavy; each public name loads its module when first touched
(SPEC 1). The stub file ``__init__.pyi`` is the list of public names.
"""

import lazy_loader as _lazy

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
